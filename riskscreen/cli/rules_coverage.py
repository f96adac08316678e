"""``riskscreen rules coverage``: which rules some data can decide, and which fields would decide more."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from riskscreen.cli import options
from riskscreen.cli.output import columns, destination, progress

if TYPE_CHECKING:
    from riskscreen.model.report import Language


@click.command("coverage", short_help="Tell which rules some data can decide.")
@click.argument("inputs", metavar="INPUT...", nargs=-1, required=True)
@options.packs
@options.rules_directory
@options.policy("packs, rules, thresholds, and from which share on a rule flags implausibly often")
@options.table_or_json
@options.language
def rules_coverage(
    inputs: tuple[str, ...],
    packs: tuple[str, ...],
    rules: Path | None,
    policy: Path | None,
    form_of_output: str,
    lang: Language | None,
) -> None:
    """Count for each rule how many of the projects in INPUT it flags, clears, cannot decide or does not apply to.

    Tells which fields to fill in first, by how many judgements they would decide, and warns of rules that flag nearly
    everything. INPUT is all that the command screen reads.

    \b
    Examples:
      riskscreen rules coverage projects.jsonl
      riskscreen rules coverage data/ --format json
    """
    from riskscreen.intake.read import read_inputs
    from riskscreen.reports.coverage_report import coverage_json, write_coverage
    from riskscreen.rulebook.coverage import coverage
    from riskscreen.screening import Screener

    screener = Screener(packs=packs or None, policy=policy, rules=rules, lang=lang, engine="reference")
    intake = read_inputs(inputs, None, screener.lang, screener.rulebook.policy)
    with destination(None) as stream:
        with progress("Screening") as tick:
            report = screener.screen_intake(intake, tick)
        found = coverage(report, screener.rulebook_of(report))
        if form_of_output == "json":
            stream.write(coverage_json(found, report))
        else:
            width, colour = columns(stream), stream.isatty()
            write_coverage(found, report, stream, lang=screener.lang, columns=width, colour=colour)
