"""Chinese working days and the Spring Festival holiday, adjusted weekends (调休) included.

The days come from the ``chinesecalendar`` package, which follows the State Council's yearly notices; each of its
releases adds a year. Outside the years it covers, nothing is known here. The last days of December of the newest
year can still be moved by the next year's notice.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from itertools import accumulate

_SATURDAY = 5


@dataclass(frozen=True, slots=True)
class _Calendar:
    """``worked[i]``: working days in the first ``i`` days from ``first_day`` (a day number) on.

    ``festivals`` has the first and the last day number of each year's Spring Festival holiday.
    """

    years: range
    first_day: int
    worked: list[int]
    festivals: Mapping[int, tuple[int, int]]


@cache
def _calendar() -> _Calendar:
    """The whole calendar, built at the first question (a few milliseconds)."""
    import chinese_calendar as source  # type: ignore[import-untyped]  # the package has no type information

    festival_days: dict[int, list[int]] = {}
    for day, name in source.holidays.items():
        if name == source.Holiday.spring_festival.value:
            festival_days.setdefault(day.year, []).append(day.toordinal())
    # A notice may already name the first days of the next year, so a year is covered if its Spring Festival is known.
    years = range(min(festival_days), max(festival_days) + 1)
    first_day, end = date(years.start, 1, 1).toordinal(), date(years.stop, 1, 1).toordinal()
    off = {day.toordinal() for day in source.holidays}
    made_up = {day.toordinal() for day in source.workdays}
    works = (day in made_up or (_weekday(day) < _SATURDAY and day not in off) for day in range(first_day, end))
    return _Calendar(
        years=years,
        first_day=first_day,
        worked=list(accumulate(works, initial=0)),
        festivals={year: (min(days), max(days)) for year, days in festival_days.items()},
    )


def _weekday(day: int) -> int:
    """0 for Monday … 6 for Sunday; day number 1 is a Monday."""
    return (day - 1) % 7


def covered_years() -> range:
    """The years whose holidays are known."""
    return _calendar().years


def _covered(start: date, end: date) -> bool:
    years = covered_years()
    return start.year in years and end.year in years


def working_days(start: date | None, end: date | None) -> int | None:
    """Working days from ``start`` to ``end``, both included.

    Public holidays do not count, weekends worked in exchange for them do. None if a date is unknown or lies outside
    :func:`covered_years`. ``start`` must not lie after ``end``.
    """
    if start is None or end is None or not _covered(start, end):
        return None
    calendar = _calendar()
    return (
        calendar.worked[end.toordinal() + 1 - calendar.first_day]
        - (calendar.worked[start.toordinal() - calendar.first_day])
    )


def spring_festival_within(start: date | None, end: date | None) -> bool | None:
    """Whether the days from ``start`` to ``end`` hold a whole Spring Festival holiday, from its first day to its last.

    None if a date is unknown or lies outside :func:`covered_years`.
    """
    if start is None or end is None or not _covered(start, end):
        return None
    first, last = start.toordinal(), end.toordinal()
    festivals = (_calendar().festivals[year] for year in range(start.year, end.year + 1))
    return any(first <= begins and ends <= last for begins, ends in festivals)


def spring_festivals(start: date, end: date) -> list[tuple[date, date]]:
    """The Spring Festival holidays that touch the days from ``start`` to ``end``: first and last day of each.

    Years outside :func:`covered_years` have none here; that nothing is known of them is for the caller to say.
    """
    calendar = _calendar()
    known = (calendar.festivals[year] for year in range(start.year, end.year + 1) if year in calendar.festivals)
    holidays = [(date.fromordinal(first), date.fromordinal(last)) for first, last in known]
    return [(first, last) for first, last in holidays if first <= end and start <= last]
