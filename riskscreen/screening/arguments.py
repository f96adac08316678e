"""What a caller may say to a screener, checked: a wrong argument is told in one line before anything is read."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any, TypeAlias, TypeVar

from pydantic import ValidationError

from riskscreen.errors import UsageError, suggestion
from riskscreen.model.policy import Policy
from riskscreen.rulebook.validate import first_error

Number: TypeAlias = str | int | float | Decimal
Word = TypeVar("Word", bound=str)


def one_of(word: Any, known: Sequence[Word], what: str) -> Word:
    """The word, if it is one of those known for what it names."""
    if word not in known:
        raise UsageError(f"{word!r} is no {what}; there are {', '.join(known)}{suggestion(str(word), known)}")
    return word  # type: ignore[no-any-return]  # it is one of the known ones


def jobs_wanted(jobs: int) -> int:
    """The number of worker processes."""
    if isinstance(jobs, bool) or not isinstance(jobs, int) or jobs < 1:
        raise UsageError(f"{jobs!r} is no number of worker processes; one or more are needed")
    return jobs


def packs_named(packs: Sequence[str] | None) -> Sequence[str] | None:
    """The names of packs."""
    if isinstance(packs, str):
        raise UsageError(f"packs is a list of names; write [{packs!r}]")
    if packs is not None and (not isinstance(packs, Iterable) or any(not isinstance(pack, str) for pack in packs)):
        raise UsageError(f"packs is a list of names, not {called(packs)}")
    return packs


def path_of(path: Path | str | None, name: str, what: str) -> Path | None:
    """The path of a file or directory that the argument of this name gives."""
    if path is not None and not isinstance(path, str | os.PathLike):
        raise UsageError(f"{name} is the path of {what}, not {called(path)}")
    return None if path is None else Path(path)


def policy_given(policy: Policy | Path | str | Mapping[str, Any] | None) -> Policy | Path | None:
    """A policy, or the path of one; settings in a mapping are checked like those of a file."""
    if isinstance(policy, Policy):
        return policy
    if not isinstance(policy, Mapping):
        return path_of(policy, "policy", "a file (or it is a Policy, or a mapping like one)")
    try:
        return Policy.model_validate(dict(policy))
    except ValidationError as error:
        raise UsageError(f"policy: {first_error(error, policy, Policy)}") from None


def overrides_given(overrides: Mapping[str, Number]) -> Mapping[str, str]:
    """Thresholds for this call; numbers may be numbers too."""
    wanted = 'overrides is a mapping such as {"SW501.max_months": "4"}'
    if not isinstance(overrides, Mapping):
        raise UsageError(f"{wanted}, not {called(overrides)}")
    for name, value in overrides.items():
        if not isinstance(name, str):
            raise UsageError(f"{wanted}; {name!r} is no name of a threshold")
        if isinstance(value, bool) or not isinstance(value, str | int | float | Decimal):
            raise UsageError(f"{wanted}; {value!r} is no number for {name}")
    return {name: str(value) for name, value in overrides.items()}


def called(value: object) -> str:
    """A value that is of the wrong type, for people."""
    return "None" if value is None else f"something of type {type(value).__name__}"


def day_of(day: date | str | None) -> date | None:
    """The day that a report is of."""
    if day is None:
        return None
    if isinstance(day, datetime):
        return day.date()
    if isinstance(day, date):
        return day
    try:
        return date.fromisoformat(day)
    except (TypeError, ValueError):
        raise UsageError(f"{day!r} is no date; write it as 2026-11-01") from None
