"""``riskscreen rules lint``: everything that reading the rules shows to be wrong with them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from riskscreen.cli import options
from riskscreen.cli.exit_codes import ExitCode
from riskscreen.cli.output import destination

if TYPE_CHECKING:
    from riskscreen.model.report import Language


@click.command("lint", short_help="Read all rules critically.")
@options.packs
@options.rules_directory
@options.table_or_json
@options.language
def lint_rules(packs: tuple[str, ...], rules: Path | None, form_of_output: str, lang: Language | None) -> ExitCode:
    """Tell what is wrong with the rules, one "file:line: CODE message" a fault; exit with 1 if there is any.

    Besides all that keeps a rule from loading: conditions that can never hold or add nothing, names that nothing uses,
    wording that accuses, texts that were copied or not translated, examples that repeat each other. Every code is
    explained in the README of the rules.

    \b
    Examples:
      riskscreen rules lint
      riskscreen rules lint --rules my-rules --pack my-pack
    """
    from riskscreen.reports.lint_report import lint_json, write_lint
    from riskscreen.rulebook import lint

    report = lint.lint_rules(packs or None, rules)
    with destination(None) as stream:
        if form_of_output == "json":
            stream.write(lint_json(report))
        else:
            write_lint(report, stream, lang=lang or "zh")
    return ExitCode.FOUND if report.faults else ExitCode.DONE
