"""``riskscreen screen --format cardinal``: the result object of OCDS Cardinal, from its settings file."""

from __future__ import annotations

import logging
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

import click
from click.core import ParameterSource

from riskscreen.cli.exit_codes import ExitCode
from riskscreen.cli.output import destination

if TYPE_CHECKING:
    from riskscreen.intake.files import InputFile
    from riskscreen.intake.read import Intake
    from riskscreen.intake.stream.parts import LinesFile
    from riskscreen.model.release import Release
    from riskscreen.model.report import Language
    from riskscreen.rulebook.cardinal_settings import CardinalSettings

FORMAT = "cardinal"
_FITTING = frozenset(
    {"inputs", "form_of_output", "output", "engine", "jobs", "lang", "strict", "settings", "no_meta", "maps"}
)
_MOST_TOLD = 10
_SMALL_BYTES = 16 << 20
"""Up to about this size files hold few releases, and ``auto`` takes the engines that it takes for small batches."""

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
    """Read releases as they stand, judge them as the settings say, and write the result object.

    JSON Lines are streamed, unless a choice needs all releases in memory: another engine than the reference, or Maps.
    """
    from riskscreen.intake.files import find_files
    from riskscreen.intake.stream.parts import opened
    from riskscreen.rulebook.cardinal_settings import CardinalSettings, read_settings

    wanted = CardinalSettings() if settings is None else read_settings(settings)
    if not wanted.indicators:
        _log.warning("no indicator is enabled: name each in the settings file, such as [R018] (--settings FILE)")
    files, lines = opened(find_files(inputs))
    with destination(output) as stream:
        if lines is not None and not maps and _may_stream(engine, lines):
            rejected = _screen_stream(lines, stream, wanted, meta, jobs, lang or "en")
        else:
            rejected = _screen_batch(files, stream, wanted, meta, maps, engine, jobs, lang or "en")
    return ExitCode.REJECTED if strict and rejected else ExitCode.DONE


def _may_stream(engine: str, lines: Sequence[LinesFile]) -> bool:
    """Whether the reference engine is to judge alone, which ``auto`` leaves to it where there is much to read."""
    small = all(file.plain is not None for file in lines) and sum(file.size for file in lines) <= _SMALL_BYTES
    return engine == "reference" or (engine == "auto" and not small)


def _screen_stream(
    lines: Sequence[LinesFile], stream: TextIO, wanted: CardinalSettings, meta: bool, jobs: int, lang: Language
) -> int:
    """How many records were rejected."""
    from riskscreen.indicators.currencies import tell_currencies
    from riskscreen.indicators.stream import stream_results

    with stream_results(lines, wanted, jobs, lang) as results:
        from riskscreen.reports.cardinal import write_cardinal  # loaded when workers no longer wait for it

        account = results.account
        for each in account.told:
            _tell_reject(f"{each.source}:{each.line}", each.error)
        _tell_others(account.rejected, account.others)
        tell_currencies(results.statistics.currencies, results.statistics.settings.currency)
        with tempfile.TemporaryFile("w+", encoding="utf-8", newline="") as whole:  # standard output gets all or nothing
            write_cardinal(results, whole, meta)
            whole.seek(0)
            shutil.copyfileobj(whole, stream)
    return account.rejected


def _screen_batch(
    files: Sequence[InputFile],
    stream: TextIO,
    wanted: CardinalSettings,
    meta: bool,
    maps: bool,
    engine: str,
    jobs: int,
    lang: Language,
) -> int:
    """How many records were rejected."""
    from riskscreen.indicators.batch import indicator_results
    from riskscreen.intake.read import read_files
    from riskscreen.reports.cardinal import to_cardinal

    intake = read_files(files, None, lang, literal=True)
    results = indicator_results(list(releases_of(intake)), wanted, engine, jobs)
    stream.write(to_cardinal(results, meta, maps))
    return intake.accounting.rejected


def releases_of(intake: Intake) -> Iterator[Release]:
    """The releases; what is none, and what cannot be read, is told on standard error."""
    from riskscreen.model.report import Reject

    rejected = others = 0
    for item in intake:
        if isinstance(item, Reject):
            rejected += 1
            if rejected <= _MOST_TOLD:
                _tell_reject(item.source if item.line is None else f"{item.source}:{item.line}", item.error)
        elif item.release is None:
            others += 1
        else:
            yield item.release
    _tell_others(rejected, others)


def _tell_reject(place: str, error: str) -> None:
    _log.warning("%s is left out: %s", place, error)


def _tell_others(rejected: int, others: int) -> None:
    if rejected > _MOST_TOLD:
        _log.warning("further records left out: %d", rejected - _MOST_TOLD)
    if others:
        _log.warning("records left out, since they have no ocid: %d", others)
