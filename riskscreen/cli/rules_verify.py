"""``riskscreen rules verify``: what can be proved about the rules."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from riskscreen.cli import options
from riskscreen.cli.exit_codes import ExitCode
from riskscreen.cli.output import destination
from riskscreen.cli.rule_checks import exit_code, write_files

if TYPE_CHECKING:
    from riskscreen.model.report import Language


@click.command("verify", short_help="Prove what the rules can and cannot say.")
@options.packs
@options.rules_directory
@options.table_or_json
@options.language
@click.option(
    "--witness",
    type=click.Path(file_okay=False, path_type=Path),
    metavar="DIR",
    help="Write the records that show the findings into this directory, one file a finding.",
)
@click.option(
    "--seconds",
    type=click.FloatRange(min=1),
    default=50,
    show_default=True,
    metavar="NUMBER",
    help="Time for all proofs; questions left open then are listed as not decided.",
)
def verify_rules(
    packs: tuple[str, ...],
    rules: Path | None,
    form_of_output: str,
    lang: Language | None,
    witness: Path | None,
    seconds: float,
) -> ExitCode:
    """Prove with a solver what the rules can and cannot say; exit with 1 if there is an error.

    Errors: rules that can never be flagged, or never be clear; comparisons that are never true, or never false; parts
    that can never be what flags a rule; one thing counted twice under two mechanisms; a risk and a protective factor
    that rest on the same condition; gaps in dated values. Notes: what an author should know. Whatever could not be
    decided is listed. Findings come with a made-up record that shows them and can be screened.

    \b
    Examples:
      riskscreen rules verify
      riskscreen rules verify --rules my-rules --pack my-pack --witness witnesses
    """
    from riskscreen.rulebook.verify.availability import require_solver

    require_solver()

    from datetime import date

    from riskscreen.reports.verify_report import verification_json, witness_files, write_verification
    from riskscreen.rulebook.load import load_sound_rules
    from riskscreen.rulebook.verify.run import verify

    book, broken = load_sound_rules(packs or None, rules)
    result = verify(book, seconds=seconds, today=date.today())
    write_files(witness, witness_files(result))
    with destination(None) as stream:
        if form_of_output == "json":
            stream.write(verification_json(result))
        else:
            write_verification(result, stream, lang=lang or "zh")
    return exit_code(broken, bool(result.errors))
