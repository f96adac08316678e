"""Dates as people write them in cells: 2018.5.31, 2018年5月31日, 20180531, 43251. Never guessed."""

from __future__ import annotations

import re
import unicodedata
from datetime import date, datetime, timedelta
from enum import Enum, auto
from functools import lru_cache

_DAY = re.compile(
    r"(?P<year>\d{4})\s*(?P<mark>[-./年])\s*(?P<month>\d{1,2})\s*(?:(?P=mark)|月)\s*(?P<day>\d{1,2})\s*[日号]?\s*"
    r"(?:T?\s*\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?\s*(?:Z|[+-]\d{2}:?\d{2})?)?",
    re.ASCII,
)
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})", re.ASCII)
_MONTH = re.compile(r"\d{4}\s*(?:[-./年]\s*(?:0?[1-9]|1[0-2])\s*月?(?:份)?|年(?:度)?)?", re.ASCII)
_SERIAL = re.compile(r"\d{5}(?:\.\d+)?", re.ASCII)
_DIGITS = str.maketrans("〇零○一二三四五六七八九", "000123456789")
_TENS = re.compile("([1-9]?)十([1-9]?)")
_EPOCH, _EPOCH_1904 = date(1899, 12, 30), date(1904, 1, 1)
_FIRST_SERIAL, _LAST_SERIAL = 10_000, 110_000  # 1927 to 2201


class NoDay(Enum):
    """What stands in a cell that names no day."""

    MONTH_ONLY = auto()
    OTHER = auto()


@lru_cache(maxsize=4096)
def day_of(text: str) -> date | NoDay:
    """The day that a text writes, year first."""
    plain = unicodedata.normalize("NFKC", text).strip()
    if "年" in plain:
        plain = _TENS.sub(lambda match: f"{match[1] or 1}{match[2] or 0}", plain.translate(_DIGITS))
    if match := _DAY.fullmatch(plain):
        return _existing(int(match["year"]), int(match["month"]), int(match["day"]))
    if match := _COMPACT.fullmatch(plain):
        return _existing(*map(int, match.groups()))
    if _MONTH.fullmatch(plain):
        return NoDay.MONTH_ONLY
    return day_of_number(float(plain)) if _SERIAL.fullmatch(plain) else NoDay.OTHER


def day_of_number(number: float, from_1904: bool = False) -> date | NoDay:
    """The day behind a number without a date's format: a serial day, or the digits 20180531."""
    if _FIRST_SERIAL <= number < _LAST_SERIAL:
        return (_EPOCH_1904 if from_1904 else _EPOCH) + timedelta(days=int(number))
    text = format(number, ".15g")
    if match := _COMPACT.fullmatch(text):
        return _existing(*map(int, match.groups()))
    return NoDay.MONTH_ONLY if _MONTH.fullmatch(text) else NoDay.OTHER


def day_of_value(value: object) -> date | None:
    """The day of a cell in a date's format."""
    if isinstance(value, datetime):
        return value.date()
    return value if isinstance(value, date) else None


def _existing(year: int, month: int, day: int) -> date | NoDay:
    try:
        return date(year, month, day)
    except ValueError:
        return NoDay.OTHER
