"""Days of the Gregorian calendar as arithmetic, and the fields counted in months.

Every formula here is that of :mod:`riskscreen.facts.derive_dates`.
"""

from __future__ import annotations

from itertools import accumulate
from typing import NamedTuple

import z3

from riskscreen.rulebook.verify.inputs import FIRST_DAY, Inputs

_LENGTHS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_BEFORE = (0, *accumulate(_LENGTHS[:-1]))
_FEBRUARY = 1
_NO_LEAP_YEARS = (1900, 2100, 2200)
_FOUR_YEARS = 4 * 365 + 1


class CivilDay(NamedTuple):
    """A day's parts: months since January 1900, month of the year from 0, day of the month, length of the month."""

    months: z3.ArithRef
    month: z3.ArithRef
    day: z3.ArithRef
    length: z3.ArithRef


def civil_day(inputs: Inputs, name: str, day_number: z3.ArithRef) -> CivilDay:
    """The parts of a day number (``date.toordinal``); ``name`` is its variable's. To be asked for once a variable."""
    era, year, month, day = (inputs.integer(f"{name}:{part}") for part in ("era", "year", "month", "day"))
    leap = z3.And(month == _FEBRUARY, year == 0, *(era * 4 + 1900 != common for common in _NO_LEAP_YEARS))
    parts = CivilDay(48 * era + 12 * year + month, month, day, _by_month(month, _LENGTHS) + z3.If(leap, 1, 0))
    inputs.axioms += [era >= 0, year >= 0, year < 4, month >= 0, month < 12, day >= 1, day <= parts.length]
    # every fourth year counts as a leap year; what is wrong with that is taken back
    first = FIRST_DAY + _FOUR_YEARS * era + 365 * year + z3.If(year > 0, 1, 0) + _by_month(month, _BEFORE)
    first += z3.If(z3.And(year == 0, month > _FEBRUARY), 1, 0)
    for common in _NO_LEAP_YEARS:
        first -= z3.If(parts.months > (common - 1900) * 12 + _FEBRUARY, 1, 0)
    inputs.axioms.append(day_number == first + day - 1)
    return parts


def window_months(first: CivilDay, last: CivilDay) -> z3.ArithRef:
    """Calendar months of a period whose both days belong to it, a started month counting whole."""
    return last.months - first.months + z3.If(last.day >= _least(first.day, last.length), 1, 0)


def months_before(earlier: CivilDay, earlier_day: z3.ArithRef, later: CivilDay, later_day: z3.ArithRef) -> z3.ArithRef:
    """Started calendar months from one day to another, negative if they are the other way round."""
    return z3.If(later_day < earlier_day, -_started_months(later, earlier), _started_months(earlier, later))


def _started_months(earlier: CivilDay, later: CivilDay) -> z3.ArithRef:
    return later.months - earlier.months + z3.If(later.day > _least(earlier.day, later.length), 1, 0)


def _by_month(month: z3.ArithRef, values: tuple[int, ...]) -> z3.ArithRef:
    whole = z3.IntVal(values[-1])
    for number in range(len(values) - 2, -1, -1):
        whole = z3.If(month == number, values[number], whole)
    return whole


def _least(a: z3.ArithRef, b: z3.ArithRef) -> z3.ArithRef:
    return z3.If(a < b, a, b)
