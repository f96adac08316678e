"""``riskscreen screen --format cardinal``: the result object of OCDS Cardinal, from its settings file."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click
from click.core import ParameterSource

from riskscreen.cli.exit_codes import ExitCode
from riskscreen.cli.output import destination

if TYPE_CHECKING:
    from riskscreen.intake.read import Intake
    from riskscreen.model.release import Release
    from riskscreen.model.report import Language

FORMAT = "cardinal"
_FITTING = frozenset(
    {"inputs", "form_of_output", "output", "engine", "jobs", "lang", "strict", "settings", "no_meta", "maps"}
)
_MOST_TOLD = 10
_log = logging.getLogger("riskscreen")


def refuse_unfit(context: click.Context) -> None:
    """Refuse options of the command that this format has no use for."""
    given = [param for param in context.command.params if _is_given(context, param) and param.name not in _FITTING]
    if given:
        names = ", ".join(param.opts[-1] for param in given)
        place = "its settings file (--settings) says what is wanted"
        raise click.UsageError(f"{names} cannot be used with --format {FORMAT}: {place}")


def _is_given(context: click.Context, param: click.Parameter) -> bool:
    return context.get_parameter_source(str(param.name)) is ParameterSource.COMMANDLINE


def screen_cardinal(
    inputs: Sequence[str],
    output: Path | None,
    *,
    settings: Path | None,
    meta: bool,
    maps: bool,
    engine: str,
    jobs: int,
    lang: Language | None,
    strict: bool,
) -> ExitCode:
    """Read releases as they stand, judge them as the settings say, and write the result object."""
    from riskscreen.indicators import indicator_results
    from riskscreen.intake.read import read_inputs
    from riskscreen.reports.cardinal import to_cardinal
    from riskscreen.rulebook.cardinal_settings import CardinalSettings, read_settings

    wanted = CardinalSettings() if settings is None else read_settings(settings)
    if not wanted.indicators:
        _log.warning("no indicator is enabled: name each in the settings file, such as [R018] (--settings FILE)")
    intake = read_inputs(inputs, None, lang or "en", literal=True)
    with destination(output) as stream:
        results = indicator_results(list(_releases(intake)), wanted, engine, jobs)
        stream.write(to_cardinal(results, meta, maps))
    return ExitCode.REJECTED if strict and intake.accounting.rejected else ExitCode.DONE


def _releases(intake: Intake) -> Iterator[Release]:
    """The releases; what is none, and what cannot be read, is told on standard error."""
    from riskscreen.model.report import Reject

    rejected = others = 0
    for item in intake:
        if isinstance(item, Reject):
            rejected += 1
            if rejected <= _MOST_TOLD:
                place = item.source if item.line is None else f"{item.source}:{item.line}"
                _log.warning("%s is left out: %s", place, item.error)
        elif item.release is None:
            others += 1
        else:
            yield item.release
    if rejected > _MOST_TOLD:
        _log.warning("further records left out: %d", rejected - _MOST_TOLD)
    if others:
        _log.warning("records left out, since they have no ocid: %d", others)
