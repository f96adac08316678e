"""``riskscreen compare``: what changed between two reports."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from riskscreen.cli import options
from riskscreen.cli.exit_codes import ExitCode
from riskscreen.cli.output import columns, destination

if TYPE_CHECKING:
    from riskscreen.model.report import Language

FORMS = ("table", "json", "html")
_ENDINGS = {".json": "json", ".html": "html", ".htm": "html"}


@click.command(short_help="Tell what changed between two reports, and what did it.")
@click.argument("old", metavar="OLD")
@click.argument("new", metavar="NEW")
@click.option(
    "--format",
    "form_of_output",
    type=click.Choice(FORMS),
    help="Text for people, one JSON object, or a page in HTML. Default: told by the ending of FILE, else table.",
)
@options.output("the comparison is")
@click.option(
    "--lang", type=click.Choice(["zh", "en"]), help="Language of the output. Default: that of the new report."
)
@click.option(
    "--top",
    type=click.IntRange(min=0),
    metavar="N",
    help="Projects of each kind in a table; 0 for all. Default: 20. The other forms hold all.",
)
def compare(
    old: str, new: str, form_of_output: str | None, output: Path | None, lang: Language | None, top: int | None
) -> ExitCode:
    """Tell which projects moved between the reports OLD and NEW, and what did it, finding by finding.

    OLD and NEW are reports as screen --format json or jsonl writes them, also as .gz or .zst; one of them may be - for
    standard input. A cause is a fact of the record, a rule, a threshold, a waiver, or the score model. Where more than
    one thing differs that could have done it, all are listed; where nothing differs, that is said.

    \b
    Examples:
      riskscreen compare before.json after.json
      riskscreen compare before.json after.json -o changes.html --lang en
    """
    from riskscreen.comparison import compare as compared
    from riskscreen.comparison import read_report

    if old == new == "-":
        raise click.UsageError("only one of the two reports can come from standard input")
    form = form_of_output or _ENDINGS.get(output.suffix.lower() if output else "", "table")
    result = compared(read_report(old), read_report(new))
    language: Language = lang or result.now.language
    with destination(output) as stream:
        if form == "json":
            from riskscreen.reports.json import escaped

            stream.write(f"{escaped(result.model_dump_json(indent=2))}\n")
        elif form == "html":
            from riskscreen.reports.comparison.html import write_html

            write_html(result, stream, lang=language)
        else:
            from riskscreen.reports.comparison.text import TOP, write_comparison

            write_comparison(
                result,
                stream,
                lang=language,
                columns=columns(stream),
                colour=stream.isatty(),
                top=TOP if top is None else top,
            )
    return ExitCode.DONE
