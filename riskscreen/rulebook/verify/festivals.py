"""Fields that follow a calendar: working days and the Spring Festival holiday.

The festivals are few and are told to the solver one by one. Working days are read off a count of the working days
before each day. Of that count the solver knows what holds of windows of a length, wherever they lie; where a model
has another count than the calendar, it is told the calendar's count for that day, which bounds those of all others.
"""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from datetime import date
from functools import cache

import z3

from riskscreen.facts import calendar
from riskscreen.rulebook.verify.inputs import Inputs, View

_LENGTHS = (*range(1, 15), *range(20, 380, 10), 400, 500, 730, 1100)


@dataclass(frozen=True, slots=True)
class _Calendar:
    """``worked[i]``: working days in the first ``i`` days from ``first`` on, which run to ``last``.

    ``working`` gives the fewest and the most working days of windows of each of _LENGTHS; ``festivals`` the first and
    the last day of every Spring Festival holiday.
    """

    first: int
    last: int
    worked: tuple[int, ...]
    working: tuple[tuple[int, int], ...]
    festivals: tuple[tuple[int, int], ...]


class Window:
    """The window's fields that follow the calendar, ``known`` where the window lies within the calendar's years."""

    def __init__(self, inputs: Inputs, start: z3.ArithRef, end: z3.ArithRef) -> None:
        days = _calendar()
        self.known = z3.And(start >= days.first, end <= days.last)
        self.festival = z3.Or([z3.And(start <= begin, end >= over) for begin, over in days.festivals])
        self._edges = (
            (start, inputs.integer("window:worked before")),
            (end + 1, inputs.integer("window:worked until")),
        )
        self.working_days = self._edges[1][1] - self._edges[0][1]
        length = end - start + 1
        claims = [self.working_days >= 0, self.working_days <= length]
        for number, (fewest, most) in zip(_LENGTHS, days.working, strict=True):
            claims.append(z3.Implies(length >= number, self.working_days >= fewest))
            claims.append(z3.Implies(length <= number, self.working_days <= most))
        inputs.axioms.append(z3.Implies(self.known, z3.And(claims)))

    def corrections(self, view: View) -> list[z3.BoolRef]:
        """What must be added to the axioms because a model departs from the calendar."""
        if not view.truth(self.known):
            return []
        days = _calendar()
        found = []
        for day, count in self._edges:
            at = view.number(day)
            worked = days.worked[at - days.first]
            if view.number(count) != worked:
                found += [self._counted(edge, before, at, worked) for edge, before in self._edges]
        return found

    def _counted(self, day: z3.ArithRef, count: z3.ArithRef, at: int, worked: int) -> z3.BoolRef:
        """The count before one day, and what follows for others: it never falls, nor rises by more than the days."""
        later = z3.And(count >= worked, count <= worked + day - at)
        earlier = z3.And(count <= worked, count >= worked + day - at)
        return z3.Implies(self.known, z3.If(day >= at, later, earlier))


@cache
def _calendar() -> _Calendar:
    years = calendar.covered_years()
    first, last = date(years.start, 1, 1).toordinal(), date(years.stop - 1, 12, 31).toordinal()
    worked = [0]
    for number in range(first, last + 1):
        day = date.fromordinal(number)
        worked.append(worked[-1] + (calendar.working_days(day, day) or 0))
    windows = [[worked[at + days] - worked[at] for at in range(len(worked) - days)] for days in _LENGTHS]
    return _Calendar(
        first,
        last,
        tuple(worked),
        working=tuple((min(counts), max(counts)) for counts in windows),
        festivals=tuple(_festival(year) for year in years),
    )


def _festival(year: int) -> tuple[int, int]:
    """The first and the last day of a year's Spring Festival holiday, found by asking for windows around it."""
    first, last = date(year, 1, 1).toordinal(), date(year, 12, 31).toordinal()

    def holds(start: int, end: int) -> bool:
        return bool(calendar.spring_festival_within(date.fromordinal(start), date.fromordinal(end)))

    end = first + bisect_left(range(first, last + 1), True, key=lambda day: holds(first, day))
    begin = first - 1 + bisect_left(range(first, last + 1), True, key=lambda day: not holds(day, last))
    return begin, end
