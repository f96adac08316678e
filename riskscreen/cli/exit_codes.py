"""What the exit codes mean, and how everything that can go wrong becomes one of them with one clear message."""

from __future__ import annotations

import logging
import os
import sys
import traceback
from enum import IntEnum
from typing import TYPE_CHECKING

import click

from riskscreen.cli.output import CutShort, forget_standard_output
from riskscreen.cli.termination import as_interruption

if TYPE_CHECKING:
    from riskscreen.screening import Standings

_CUT_SHORT = "what was written to standard output is not the whole report"
BANDS = ("low", "medium", "high", "critical")
_LEAST_SCORE = dict(zip(BANDS, (0, 25, 50, 75), strict=True))


class ExitCode(IntEnum):
    """The contract of the command line."""

    DONE = 0
    FOUND = 1
    USAGE = 2
    REJECTED = 3
    INCOMPLETE = 4
    INTERRUPTED = 130


def run(command: click.Command) -> int:
    """Runs the command line and returns its exit code. Nothing that goes wrong prints a traceback."""
    _warnings_to_stderr()
    try:
        with as_interruption():
            result = command.main(standalone_mode=False)
        sys.stdout.flush()
    except click.Abort as interruption:
        cut_short = isinstance(interruption.__cause__, CutShort)
        click.echo(f"Interrupted: {_CUT_SHORT if cut_short else 'no report was written'}.", err=True)
        return ExitCode.INTERRUPTED
    except click.ClickException as error:
        error.show()
        return ExitCode.USAGE
    except (BrokenPipeError, SystemExit):
        # Whoever read the output closed it (… | head). Click turns this into an exit of its own.
        forget_standard_output()
        return ExitCode.INCOMPLETE
    except Exception as error:
        return _failed(error)
    return result if isinstance(result, int) else ExitCode.DONE


def after_screening(rejected: int, standings: Standings, *, fail_on: str | None, strict: bool) -> ExitCode:
    """The exit code of a screening that completed; rejects under ``strict`` come before ``fail_on``."""
    if strict and rejected:
        return ExitCode.REJECTED
    if fail_on is not None and any(_reaches(band, score, fail_on) for band, score in standings):
        return ExitCode.FOUND
    return ExitCode.DONE


def _reaches(band: str, score: float, least: str) -> bool:
    """Whether a project stands in a band or above. An undetermined one is taken by its score."""
    if band == "undetermined":
        return score >= _LEAST_SCORE[least]
    return BANDS.index(band) >= BANDS.index(least)


def _failed(error: Exception) -> ExitCode:
    from riskscreen.errors import InvalidProjectError, RuleFaults, UsageError

    if os.environ.get("RISKSCREEN_TRACEBACK"):
        traceback.print_exception(error)
    if isinstance(error, RuleFaults):
        _say(f"Error: {len(error.faults)} fault(s) in rules or policy")
        for fault in error.faults:
            _say(str(fault))
        return ExitCode.USAGE
    if isinstance(error, UsageError | InvalidProjectError):
        _say(f"Error: {error}")
        return ExitCode.USAGE
    _say(f"Error: the run did not complete: {_reason(error)}")
    return ExitCode.INCOMPLETE


def _say(text: str) -> None:
    """One line on standard error. File names and rule files may hold what acts on a terminal, or what is private."""
    from riskscreen.findings.privacy import Privacy
    from riskscreen.reports.plain_text import plain

    click.echo(plain(Privacy("en").text(text)), err=True)


def _reason(error: Exception) -> str:
    from riskscreen.errors import RiskscreenError

    if isinstance(error, RiskscreenError):
        return str(error)
    if isinstance(error, OSError) and error.strerror:
        return f"{error.filename}: {error.strerror}" if error.filename else error.strerror
    if isinstance(error, MemoryError):
        return "not enough memory; give fewer projects at a time"
    return (
        f"{type(error).__name__}: {error} (this is a defect of riskscreen; please report it with the output of "
        "the same command under RISKSCREEN_TRACEBACK=1)"
    )


def _warnings_to_stderr() -> None:
    """Notices of the library (an engine that cannot be used here) are shown, whatever logging is configured."""
    logger = logging.getLogger("riskscreen")
    logger.handlers = [_Notices()]
    logger.propagate = False


class _Notices(logging.Handler):
    def emit(self, record: logging.LogRecord) -> None:
        _say(f"Notice: {record.getMessage()}")
