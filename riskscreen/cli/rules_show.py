"""``riskscreen rules show``: one rule as a page of a handbook."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from riskscreen.cli import options
from riskscreen.cli.output import columns, destination

if TYPE_CHECKING:
    from riskscreen.model.report import Language


@click.command("show", short_help="Show one rule with its reasons and sources.")
@click.argument("code", metavar="CODE")
@options.packs
@options.rules_directory
@options.table_or_json
@options.language
def show_rule(
    code: str, packs: tuple[str, ...], rules: Path | None, form_of_output: str, lang: Language | None
) -> None:
    """Show the rule CODE (or pack/CODE): what it looks for, why, innocent explanations, what to verify, sources.

    \b
    Examples:
      riskscreen rules show SW401
      riskscreen rules show social-services/SW501 --lang en
    """
    from riskscreen.reports.rule_list import rule_json
    from riskscreen.reports.rule_page import write_rule
    from riskscreen.rulebook.load import load_rulebook

    book = load_rulebook(packs or None, rules, examples=True)
    rule = book.rule(code)
    with destination(None) as stream:
        if form_of_output == "json":
            stream.write(rule_json(rule, book))
        else:
            write_rule(rule, book.sources, stream, lang=lang or "zh", columns=columns(stream), colour=stream.isatty())
