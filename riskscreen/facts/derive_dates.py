"""What follows from dates. Every function gives None as soon as one of the dates is unknown."""

from __future__ import annotations

from calendar import monthrange
from datetime import date

from riskscreen.facts.derive_quantities import share


def day_number(day: date | None) -> int | None:
    """The day as engines see it: 1 is 0001-01-01."""
    return None if day is None else day.toordinal()


def month_of_year(day: date | None) -> int | None:
    """The calendar month, 1 to 12."""
    return None if day is None else day.month


def days_between(earlier: date | None, later: date | None) -> int | None:
    """Days from ``earlier`` to ``later``: 0 on the same day, negative if ``later`` comes first."""
    if earlier is None or later is None:
        return None
    return later.toordinal() - earlier.toordinal()


def days_without_service(last_day: date | None, next_first_day: date | None) -> int | None:
    """Whole days between the last day of one contract and the first day of the next.

    0 if the next contract starts on the following day; negative if the two overlap.
    """
    days = days_between(last_day, next_first_day)
    return None if days is None else days - 1


def is_before(day: date | None, other: date | None) -> bool | None:
    """Whether ``day`` comes before ``other``; false on the same day."""
    return None if day is None or other is None else day < other


def window_months(first_day: date | None, last_day: date | None) -> int | None:
    """Calendar months of a period, a started month counting whole; both days belong to the period.

    It is the smallest n such that the day after ``last_day`` is at most n months after ``first_day``: 2018-01-01 to
    2018-05-31 is 5, to 2018-06-01 is 6. A day that a month does not have is that month's last day: from 31 January,
    one month later is 28 or 29 February. ``first_day`` must not lie after ``last_day``.
    """
    if first_day is None or last_day is None:
        return None
    return _months_apart(first_day, last_day) + (last_day.day >= _same_day(first_day, last_day))


def months_before(earlier: date | None, later: date | None) -> int | None:
    """Started calendar months from ``earlier`` to ``later``: 2017-03-15 to 2020-03-15 is 36, to 2020-03-16 is 37.

    0 on the same day. If ``later`` comes first, the months are counted from it and negative.
    """
    if earlier is None or later is None:
        return None
    if later < earlier:
        return -_started_months(later, earlier)
    return _started_months(earlier, later)


def window_position(day: date | None, first_day: date | None, last_day: date | None) -> int | None:
    """The share of the window that has passed when ``day`` begins, in millionths.

    0 on the first day, just under 1 on the last, negative before the window and 1 or more after it.
    """
    if day is None or first_day is None or last_day is None:
        return None
    start = first_day.toordinal()
    return share(day.toordinal() - start, last_day.toordinal() + 1 - start)


def _started_months(earlier: date, later: date) -> int:
    return _months_apart(earlier, later) + (later.day > _same_day(earlier, later))


def _months_apart(earlier: date, later: date) -> int:
    """Months between the months of two dates, whatever the days."""
    return (later.year - earlier.year) * 12 + later.month - earlier.month


def _same_day(day: date, month: date) -> int:
    """The day of ``day`` in the month of ``month``, or that month's last day where it has no such day."""
    return min(day.day, monthrange(month.year, month.month)[1])
