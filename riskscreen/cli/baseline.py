"""``riskscreen baseline``: the statistics of a market, kept for judging single projects later."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from riskscreen.cli import options
from riskscreen.cli.exit_codes import ExitCode
from riskscreen.cli.output import new_file
from riskscreen.cli.screen import FORMS

if TYPE_CHECKING:
    from riskscreen.model.report import Language


@click.group(short_help="Keep the statistics of a market, for judging single projects.")
def baseline() -> None:
    """Keep the statistics of a market in a file, so that a single project can be judged as one of many.

    \b
    Examples:
      riskscreen baseline build projects.jsonl -o market.duckdb
      riskscreen screen one.json --baseline market.duckdb
    """


@baseline.command(short_help="Make a baseline of the projects in INPUT.")
@click.argument("inputs", metavar="INPUT...", nargs=-1, required=True)
@click.option(
    "-o",
    "--output",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    required=True,
    help="Where to write it; it appears only when it is complete.",
)
@options.rules_directory
@click.option(
    "--policy",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    metavar="FILE",
    help="YAML file that says how data is read; screen --baseline needs the same.",
)
@options.language
@click.option(
    "--as-of", type=click.DateTime(["%Y-%m-%d"]), metavar="DATE", help="Date it is of, YYYY-MM-DD. Default: today."
)
@click.option("--form", type=click.Choice(FORMS), help="Read the input in this form. Default: told by the content.")
@click.option("--strict", is_flag=True, help="Exit with 3 if any record was rejected.")
def build(
    inputs: tuple[str, ...],
    output: Path,
    rules: Path | None,
    policy: Path | None,
    lang: Language | None,
    as_of: datetime | None,
    form: str | None,
    strict: bool,
) -> ExitCode:
    """Make a baseline of the projects in INPUT: what statistics of the market need of each, in a DuckDB file.

    It holds amounts, dates, results, identifiers of organisations and ocids; projects, sites and targets are digests,
    and a natural person is a number. It is refused where data would be read otherwise than it was, or by a version
    that does not know its form.

    \b
    Examples:
      riskscreen baseline build projects.jsonl -o market.duckdb
      riskscreen baseline build releases/ --policy office.yaml -o market.duckdb
    """
    from riskscreen import __version__
    from riskscreen.baseline.build import build_baseline
    from riskscreen.intake.read import read_inputs
    from riskscreen.model.tables.arrow import needs
    from riskscreen.reports.words import say
    from riskscreen.screening import Screener

    needs("riskscreen baseline", "duckdb", "pyarrow")
    screener = Screener(rules=rules, policy=policy, lang=lang)
    book, day = screener.rulebook, (as_of.date() if as_of else date.today()).isoformat()
    intake = read_inputs(inputs, form, screener.lang, book.policy)
    with new_file(output) as path:
        projects, processes = build_baseline(intake, book.policy, book.taxonomy, day, path, __version__)
    counts = intake.accounting
    click.echo(say("accounting", screener.lang, **counts.model_dump()), err=True)
    built = say("baseline_built", screener.lang, projects=projects, processes=processes, as_of=day)
    click.echo(built, err=True)
    return ExitCode.REJECTED if strict and counts.rejected else ExitCode.DONE
