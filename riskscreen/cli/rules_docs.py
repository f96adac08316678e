"""``riskscreen rules docs``: the rules as a handbook."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from riskscreen.cli import options
from riskscreen.cli.output import destination

if TYPE_CHECKING:
    from riskscreen.model.report import Language


@click.command("docs", short_help="Write the rules as a handbook.")
@click.option(
    "-o",
    "--output",
    type=click.Path(file_okay=False, path_type=Path),
    metavar="DIR",
    help="Directory for the pages of the handbook; it is made if there is none.",
)
@click.option(
    "--refresh",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    metavar="DIR",
    help="Write the generated parts of README.md in this directory of rules anew, and VOCABULARY.md beside it.",
)
@options.packs
@options.rules_directory
@options.language
def write_docs(
    output: Path | None, refresh: Path | None, packs: tuple[str, ...], rules: Path | None, lang: Language | None
) -> None:
    """Write a handbook in Markdown from the rules alone, and keep the README of a directory of rules true.

    The handbook has an index by stage, a page for each rule with its condition in words, thresholds, reasons, innocent
    explanations, sources and a demonstration that is run now, a page on how to read verdicts and scores, and the
    bibliography.

    \b
    Examples:
      riskscreen rules docs -o handbook
      riskscreen rules docs -o handbook-en --lang en
      riskscreen rules docs --refresh my-rules
    """
    if output is None and refresh is None:
        raise click.UsageError("say where to write: -o DIR for the handbook, --refresh DIR for the README of rules")
    from riskscreen.rulebook.load import load_rulebook

    if output is not None:
        from riskscreen.reports.handbook import handbook

        pages = handbook(load_rulebook(packs or None, rules, examples=True), lang or "zh")
        _write({output / path: text for path, text in pages.items()})
    if refresh is not None:
        from riskscreen.reports.handbook.generated import refreshed
        from riskscreen.rulebook.files import packs_in
        from riskscreen.rulebook.vocabulary_page import vocabulary_markdown

        book = load_rulebook(packs or packs_in(refresh), refresh)
        readme = refresh / "README.md"
        _write({readme: refreshed(readme, book), refresh / "VOCABULARY.md": vocabulary_markdown()})


def _write(files: dict[Path, str]) -> None:
    """Write all files, each of which appears whole or not at all."""
    for path, text in files.items():
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise click.UsageError(f"cannot write {path}: {error.strerror}") from None
        with destination(path) as stream:
            stream.write(text)
    click.echo(f"{len(files)} pages written", err=True)
