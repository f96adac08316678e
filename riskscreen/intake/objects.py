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


def is_plain(value: Any, depth: int = 0) -> bool:
    """Whether a value is just what JSON text would have given, so that it need not be brought into that form."""
    kind = type(value)
    if kind is str:
        return bool(value.isascii() or not _HALF_CHARACTER.search(value))
    if kind is int:
        return bool(-_NO_DOUBLE < value < _NO_DOUBLE)
    if kind is float:
        return math.isfinite(value)
    if kind is dict and depth <= MOST_NESTED:
        return all(type(key) is str and is_plain(part, depth + 1) for key, part in value.items())
    if kind is list and depth <= MOST_NESTED:
        return all(is_plain(item, depth + 1) for item in value)
    return value is None or kind is bool


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
