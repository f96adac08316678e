"""Projects in memory, brought into the form that JSON text would have given."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from riskscreen.intake.messages import Message
from riskscreen.intake.strict_json import MOST_NESTED, TOO_DEEP, flaws
from riskscreen.model.project import Project

_HALF_CHARACTER = re.compile("[\ud800-\udfff]")
_MOST_DIGITS = 308
_NO_DOUBLE = 10**_MOST_DIGITS


class _TooDeepError(ValueError):
    pass


def as_json(value: Any) -> tuple[Any, tuple[Message, ...]]:
    """A project model or a mapping as plain JSON data, and what JSON could not say of it.

    Decimals become numbers where a double keeps them and text elsewhere; dates become ISO text.
    """
    if isinstance(value, Project):
        value = value.model_dump(by_alias=True, exclude_unset=True)
    try:
        plain = _plain(value, 0)
    except _TooDeepError:
        return None, (TOO_DEEP,)
    return plain, tuple(flaws(plain))


def is_plain(value: Any) -> bool:
    """Whether an object or list is just what JSON text would have given, so that it need not be brought into that form.

    It goes level by level, because a call for each of a record's values would take longer than judging it.
    """
    level = [value]
    for _ in range(MOST_NESTED + 1):
        deeper: list[Any] = []
        for container in level:
            if not _holds_plain_parts(container, deeper):
                return False
        if not deeper:
            return True
        level = deeper
    return False


def _holds_plain_parts(container: Any, deeper: list[Any]) -> bool:
    """Whether all but the objects and lists within are plain; those are added to ``deeper``."""
    kind = type(container)
    if kind is dict:
        for key in container:
            if type(key) is not str:
                return False
        container = container.values()
    elif kind is not list:
        return False
    for part in container:
        kind = type(part)
        if kind is str:
            if not part.isascii() and _HALF_CHARACTER.search(part):
                return False
        elif kind is dict or kind is list:
            deeper.append(part)
        elif kind is int:
            if not -_NO_DOUBLE < part < _NO_DOUBLE:
                return False
        elif kind is float:
            if not math.isfinite(part):
                return False
        elif part is not None and kind is not bool:
            return False
    return True


def _plain(value: Any, depth: int) -> Any:
    if depth > MOST_NESTED:
        raise _TooDeepError
    if isinstance(value, Mapping):
        return {str(key): _plain(part, depth + 1) for key, part in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item, depth + 1) for item in value]
    if isinstance(value, date):
        return value.isoformat()
    if value is None or isinstance(value, str | bool | float):
        return value
    return _plain_number(value) if isinstance(value, Decimal | int) else str(value)


def _plain_number(number: Decimal | int) -> int | float | str:
    """Numbers that no JSON text could hold become infinite, which is then told as a flaw."""
    if isinstance(number, int):
        return number if abs(number) < _NO_DOUBLE else math.inf
    if not number.is_finite() or number.adjusted() >= _MOST_DIGITS:
        return math.inf
    if number == number.to_integral_value():
        return int(number)
    return float(number) if Decimal(repr(float(number))) == number else str(number)
