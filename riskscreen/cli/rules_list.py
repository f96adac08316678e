"""``riskscreen rules list``: all rules in force."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from riskscreen.cli import options
from riskscreen.cli.output import columns, destination

if TYPE_CHECKING:
    from riskscreen.model.report import Language


@click.command("list", short_help="List all rules.")
@options.packs
@options.rules_directory
@options.table_or_json
@options.language
def list_rules(packs: tuple[str, ...], rules: Path | None, form_of_output: str, lang: Language | None) -> None:
    """List the rules in force with their title, kind, severity and sources.

    \b
    Examples:
      riskscreen rules list
      riskscreen rules list --format json
    """
    from riskscreen.reports.rule_list import rules_json, write_rule_list
    from riskscreen.rulebook.load import load_rulebook

    book = load_rulebook(packs or None, rules, examples=True)
    with destination(None) as stream:
        if form_of_output == "json":
            stream.write(rules_json(book))
        else:
            write_rule_list(book.rules, stream, lang=lang or "zh", columns=columns(stream), colour=stream.isatty())
