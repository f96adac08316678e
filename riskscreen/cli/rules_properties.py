"""``riskscreen rules properties``: whether what rules declare of themselves holds."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from riskscreen.cli import options
from riskscreen.cli.exit_codes import ExitCode
from riskscreen.cli.output import columns, destination
from riskscreen.cli.rule_checks import exit_code, write_files

if TYPE_CHECKING:
    from riskscreen.model.report import Language
    from riskscreen.rulebook.book import Rulebook


@click.command("properties", short_help="Try the properties that rules declare.")
@click.argument("codes", metavar="[CODE]...", nargs=-1)
@options.packs
@options.rules_directory
@options.table_or_json
@options.language
@click.option(
    "--cases",
    type=click.IntRange(1, 100_000),
    default=100,
    show_default=True,
    help="Cases made for each rule; with more of them its examples, too, are gone through more thoroughly.",
)
@click.option(
    "--jobs", type=click.IntRange(1, 256), help="Processes to use. Default: as many as the machine has processors."
)
@click.option(
    "--witness",
    type=click.Path(file_okay=False, path_type=Path),
    metavar="DIR",
    help="Write the counterexamples into this directory: two files each, the record before and after the change.",
)
def rule_properties(
    codes: tuple[str, ...],
    packs: tuple[str, ...],
    rules: Path | None,
    form_of_output: str,
    lang: Language | None,
    cases: int,
    jobs: int | None,
    witness: Path | None,
) -> ExitCode:
    """Try what rules declare: changes of the data that must not change the verdict, and directions that make it worse.

    Cases are made around the examples of each rule. A property (invariant_under, worse_when) that does not hold is
    shown on the smallest case that shows it, and the exit code is 1; one that holds and is not declared is suggested.
    Rules that do not load are told last, with exit code 2.

    \b
    Examples:
      riskscreen rules properties
      riskscreen rules properties SW501 SW402
      riskscreen rules properties --rules my-rules --pack my-pack --witness counterexamples
    """
    from riskscreen.rulebook.properties.availability import require_hypothesis

    require_hypothesis()

    import os
    from functools import partial

    from riskscreen.errors import RuleFaults, UsageError
    from riskscreen.reports.property_report import counterexample_files, properties_json, write_properties
    from riskscreen.rulebook.load import load_sound_rules
    from riskscreen.rulebook.properties.run import Processes, Status, run_properties

    book, broken = load_sound_rules(packs or None, rules)
    processes = Processes(jobs or os.cpu_count() or 1, partial(_sound_rules, packs or None, rules))
    try:
        results = run_properties(book, codes, cases, processes)
    except UsageError as error:  # a rule that is asked for may stand in a file that does not load
        raise RuleFaults(broken) if broken else error from None
    write_files(witness, counterexample_files(results))
    with destination(None) as stream:
        if form_of_output == "json":
            stream.write(properties_json(results))
        else:
            write_properties(results, stream, lang=lang or "zh", columns=columns(stream), colour=stream.isatty())
    return exit_code(broken, any(True for rule in results for _ in rule.with_status(Status.BROKEN)))


def _sound_rules(packs: tuple[str, ...] | None, rules: Path | None) -> Rulebook:
    from riskscreen.rulebook.load import load_sound_rules

    return load_sound_rules(packs, rules)[0]
