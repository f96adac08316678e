"""``riskscreen portfolio``: what a batch bought, counted."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from riskscreen.cli import options
from riskscreen.cli.exit_codes import ExitCode
from riskscreen.cli.output import columns, destination, refuse_terminal
from riskscreen.cli.screen import FORMS
from riskscreen.reports.formats import Setting, format_of_file
from riskscreen.reports.portfolio.formats import PORTFOLIO_FORMATS

if TYPE_CHECKING:
    from riskscreen.model.portfolio import Dimension
    from riskscreen.model.report import Language

# Repeated from the model, which would slow --help down; a test compares them.
DIMENSIONS: tuple[Dimension, ...] = ("category", "region", "buyer", "supplier", "year")


def _tables(
    context: click.Context, option: click.Parameter, values: tuple[str, ...]
) -> tuple[tuple[Dimension, ...], ...]:
    """``category,region`` taken apart."""
    return tuple(_table(value) for value in values)


def _table(value: str) -> tuple[Dimension, ...]:
    words = [word.strip() for word in value.split(",")]
    by = tuple(each for word in words for each in DIMENSIONS if each == word)
    if len(by) != len(words) or len(set(by)) != len(by) or len(by) > 2:
        raise click.BadParameter(
            f"{value!r} is not one or two different of {', '.join(DIMENSIONS)}, such as category or category,region"
        )
    return by


@click.command(short_help="Counts, amounts and shares by category, region, supplier and year.")
@click.argument("inputs", metavar="INPUT...", nargs=-1, required=True)
@click.option(
    "--by",
    "tables",
    multiple=True,
    callback=_tables,
    metavar="NAME[,NAME]",
    help="A table by category, region, buyer, supplier or year, or by one within another (category,region); can be "
    "repeated. Default: year, category, region, supplier, and category,region.",
)
@click.option(
    "--format",
    "form_of_output",
    type=click.Choice(list(PORTFOLIO_FORMATS)),
    help="Form of the tables. Default: told by the ending of FILE, else table.",
)
@options.output("it is")
@click.option(
    "--top",
    type=click.IntRange(min=0),
    metavar="N",
    help="Rows of a table by one thing, with --format table; 0 for all. Default: 20.",
)
@options.rules_directory
@options.policy("the language, and what is known of OCDS data")
@options.language
@click.option("--form", type=click.Choice(FORMS), help="Read the input in this form. Default: told by the content.")
@click.option("--strict", is_flag=True, help="Exit with 3 if any record was rejected.")
def portfolio(
    inputs: tuple[str, ...],
    tables: tuple[tuple[Dimension, ...], ...],
    form_of_output: str | None,
    output: Path | None,
    top: int | None,
    rules: Path | None,
    policy: Path | None,
    lang: Language | None,
    form: str | None,
    strict: bool,
) -> ExitCode:
    """Count the projects in INPUT and add up their contract values, by category, region, supplier and year.

    Nothing is judged and nothing filled in: projects that do not state a value stand in a group of their own, projects
    without an amount are counted beside it, and currencies are never added to each other. Shares are shares of the
    whole in each year; in a table by one thing within another, of the group.

    \b
    Examples:
      riskscreen portfolio projects.jsonl
      riskscreen portfolio projects.jsonl --by category --by supplier,year -o portfolio.xlsx
      riskscreen portfolio data/ --format csv --lang en -o portfolio.csv
    """
    name = form_of_output or format_of_file(output, PORTFOLIO_FORMATS)
    wanted = PORTFOLIO_FORMATS[name]
    if top is not None and "top" not in wanted.limits:
        raise click.UsageError(f"--top is for --format table; {name} holds everything")
    if wanted.binary:
        refuse_terminal(output, f"--format {name}")
    wanted.check(name)
    from riskscreen.intake.read import read_inputs
    from riskscreen.portfolio import DEFAULT_TABLES, count_portfolio
    from riskscreen.screening import Screener

    screener = Screener(rules=rules, policy=policy, lang=lang)
    book = screener.rulebook
    intake = read_inputs(inputs, form, screener.lang, book.policy)
    with destination(output, wanted.binary) as stream:
        counted = count_portfolio(intake, book.taxonomy, screener.lang, tables or DEFAULT_TABLES)
        wanted.write(counted, stream, Setting(columns(stream), stream.isatty(), top, None, book))
    return ExitCode.REJECTED if strict and counted.accounting.rejected else ExitCode.DONE
