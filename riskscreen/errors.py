"""Errors that people read: what was wrong, where, and what to do about it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches


@dataclass(frozen=True, slots=True, order=True)
class Location:
    """A place in a file. ``line`` and ``column`` count from 1; 0 means unknown."""

    file: str
    line: int = 0
    column: int = 0
    field: str = ""

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}" if self.line else self.file
        return f"{place}: {self.field}" if self.field else place


class RiskscreenError(Exception):
    """Base of every error this package raises on purpose."""


class UsageError(RiskscreenError):
    """The call cannot be carried out as given (unknown pack, engine not installed, …)."""


class InvalidProjectError(RiskscreenError):
    """A value given to be screened is no project; the message tells all that is wrong with it."""


@dataclass(frozen=True, slots=True, order=True)
class Fault:
    """One thing wrong in a rule, source list, taxonomy or policy file."""

    location: Location
    code: str
    message: str

    def __str__(self) -> str:
        return f"{self.location}: {self.code} {self.message}"


class RuleFaults(RiskscreenError):
    """A rule set or a policy that does not load; carries every fault found, sorted by place."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(sorted(faults))
        super().__init__("\n".join(str(fault) for fault in self.faults))


def suggestion(word: str, known: Iterable[str]) -> str:
    """`` (did you mean 'x'?)`` for the closest known word, or an empty string."""
    close = get_close_matches(word, list(known), n=1)
    return f" (did you mean {close[0]!r}?)" if close else ""
