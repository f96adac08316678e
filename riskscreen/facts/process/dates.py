"""Times of a process. Publishers write dates with and without a time of day, and with and without a zone."""

from __future__ import annotations

import re
from datetime import date
from enum import Enum, auto
from functools import lru_cache
from typing import NamedTuple

from riskscreen.facts.process.parts import ProcessParts
from riskscreen.model.release import Bid, Period

_DAY = 86_400 * 10**9
_MOMENT = re.compile(
    r"(\d{4})-(\d\d)-(\d\d)"
    r"(?:[Tt ](\d\d):(\d\d):(\d\d)(?:\.(\d+))?(?:[Zz]|([-+\u2212])(\d\d):(\d\d))?)?",
    re.ASCII,
)
_CYCLE_YEARS, _CYCLE_DAYS = 400, 146_097


class Precision(Enum):
    """What a written date tells."""

    DAY = auto()
    LOCAL = auto()  # a time of day, in a zone that is not said
    INSTANT = auto()


class Moment(NamedTuple):
    """A date as written: nanoseconds since the first day of year 1, in Coordinated Universal Time where that is known.

    ``day`` is the day as written.
    """

    precision: Precision
    time: int
    day: int


@lru_cache(maxsize=4096)
def moment(text: str) -> Moment | None:
    """The meaning of ``2023-01-31``, or of RFC 3339 (with a zone, or without one); None for anything else."""
    match = _MOMENT.fullmatch(text)
    if match is None:
        return None
    year, month, day, hour, minute, second, fraction, sign, zone_hour, zone_minute = match.groups()
    days = _day_number(int(year), int(month), int(day))
    if days is None:
        return None
    if hour is None:
        return Moment(Precision.DAY, days * _DAY, days)
    if int(hour) > 23 or int(minute) > 59 or int(second) > 60:
        return None
    seconds = (int(hour) * 60 + int(minute)) * 60 + int(second)
    time = days * _DAY + seconds * 10**9 + int((fraction or "0").ljust(9, "0")[:9])
    if sign is None:
        return Moment(Precision.INSTANT if text[-1] in "Zz" else Precision.LOCAL, time, days)
    if int(zone_hour) > 23 or int(zone_minute) > 59:
        return None
    offset = (int(zone_hour) * 60 + int(zone_minute)) * 60 * 10**9
    return Moment(Precision.INSTANT, time - (offset if sign == "+" else -offset), days)


def _day_number(year: int, month: int, day: int) -> int | None:
    try:
        if year == 0:  # a year of the proleptic calendar that Python's dates do not have
            return date(_CYCLE_YEARS, month, day).toordinal() - _CYCLE_DAYS
        return date(year, month, day).toordinal()
    except ValueError:
        return None


def submission_days(parts: ProcessParts) -> int | None:
    """Whole days from the start of the tender period to its end, rounded towards zero.

    Where absence is silence, only two instants count: a date without time or zone is as good as none.
    """
    period = parts.tender.tender_period or _PERIOD
    return whole_days(period.start_date, period.end_date, instants_only=parts.silent)


def whole_days(earlier: str | None, later: str | None, *, instants_only: bool) -> int | None:
    """Whole days from one published date to another, rounded towards zero; None unless both are equally precise."""
    if earlier is None or later is None:
        return None
    first, last = _usual_day(earlier[:10]), _usual_day(later[:10])
    if first is not None and last is not None and last > first:
        from_time, to_time = earlier[10:], later[10:]
        if _is_usual_time(from_time) and _is_usual_time(to_time):
            return last - first - (to_time < from_time)
    start, end = moment(earlier), moment(later)
    if start is None or end is None or start.precision is not end.precision:
        return None
    if instants_only and start.precision is not Precision.INSTANT:
        return None
    span = end.time - start.time
    return span // _DAY if span >= 0 else -(-span // _DAY)


# Most dates are like 2023-01-31T09:00:00Z: days and times by themselves come again and again, and compare as texts.


@lru_cache(maxsize=4096)
def _usual_day(text: str) -> int | None:
    """The number of a day like ``2023-01-31``."""
    written = moment(text)
    return None if written is None else written.day


@lru_cache(maxsize=4096)
def _is_usual_time(text: str) -> bool:
    """Whether a text is a time like ``T09:00:00Z``, and none that has a fraction of a second, or a leap second."""
    usual = len(text) == 10 and text[0] == "T" and text[9] == "Z" and text[7:9] != "60"
    return usual and moment(_ANY_DAY + text) is not None


_ANY_DAY = "2023-01-31"


def is_late(parts: ProcessParts, bid: Bid) -> bool | None:
    """Whether a bid is dated after the end of the tender period.

    Dates of different precision are compared by their days, as long as these are more than a day apart: no zone makes
    up for that. Where absence is silence, the texts are compared.
    """
    deadline = (parts.tender.tender_period or _PERIOD).end_date
    if bid.date is None or deadline is None:
        return False if parts.silent else None
    if parts.silent:
        return _as_bytes(bid.date) > _as_bytes(deadline)
    handed_in, end = moment(bid.date), moment(deadline)
    if handed_in is None or end is None:
        return None
    if handed_in.precision is end.precision:
        return handed_in.time > end.time
    apart = handed_in.day - end.day
    return apart > 0 if abs(apart) > 1 else None


def _as_bytes(text: str) -> bytes:
    """Texts compare by their UTF-8 form; that is also the order of their characters, lone surrogates apart."""
    return text.encode("utf-8", "surrogatepass")


_PERIOD = Period()
