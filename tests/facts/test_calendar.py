from __future__ import annotations

from datetime import date, timedelta

import chinese_calendar  # type: ignore[import-untyped]  # the package has no type information
import pytest
from hypothesis import given
from hypothesis import strategies as st

from riskscreen.facts.calendar import covered_years, spring_festival_within, working_days

FIRST, LAST = date(covered_years()[0], 1, 1), date(covered_years()[-1], 12, 31)
covered_days = st.dates(FIRST, LAST)


@pytest.mark.parametrize(
    ("start", "end", "days"),
    [
        (date(2017, 1, 1), date(2017, 5, 31), 101),  # the calendar of wang2019
        (date(2018, 1, 1), date(2018, 5, 31), 103),
        (date(2018, 2, 11), date(2018, 2, 11), 1),  # a Sunday worked in exchange for the holiday
        (date(2018, 2, 15), date(2018, 2, 21), 0),  # the holiday itself
        (date(2018, 2, 24), date(2018, 2, 24), 1),  # a Saturday worked
        (date(2018, 3, 3), date(2018, 3, 4), 0),  # an ordinary weekend
        (date(2018, 12, 29), date(2019, 1, 2), 2),  # across New Year: a worked Saturday and 2 January
    ],
)
def test_working_days_leave_out_holidays_and_count_worked_weekends(start: date, end: date, days: int) -> None:
    assert working_days(start, end) == days


@given(covered_days)
def test_each_day_is_what_the_library_says(day: date) -> None:
    assert working_days(day, day) == int(chinese_calendar.is_workday(day))


@given(covered_days, covered_days, covered_days)
def test_working_days_of_two_neighbouring_windows_add_up(one: date, two: date, three: date) -> None:
    start, middle, end = sorted((one, two, three))
    if middle < end:
        first, second = working_days(start, middle), working_days(middle + timedelta(days=1), end)
        assert first is not None
        assert second is not None
        assert working_days(start, end) == first + second


@pytest.mark.parametrize(
    ("start", "end", "within"),
    [
        (date(2018, 1, 1), date(2018, 5, 31), True),
        (date(2018, 2, 15), date(2018, 2, 21), True),  # exactly the holiday
        (date(2018, 2, 16), date(2018, 5, 31), False),  # its first day is missing
        (date(2018, 1, 1), date(2018, 2, 20), False),  # its last day is missing
        (date(2018, 3, 1), date(2018, 12, 31), False),
        (date(2018, 3, 1), date(2019, 2, 10), True),  # the next year's
        (date(2018, 2, 16), date(2019, 2, 9), False),  # cuts into two, holds neither
        (date(2017, 12, 1), date(2020, 1, 15), True),  # years in between
        (date(2020, 1, 24), date(2020, 2, 1), False),  # the holiday of 2020 was extended to 2 February
    ],
)
def test_the_whole_spring_festival_must_lie_in_the_window(start: date, end: date, within: bool) -> None:
    assert spring_festival_within(start, end) is within


DAY = timedelta(days=1)


@pytest.mark.parametrize(
    ("start", "end"),
    [(None, LAST), (FIRST, None), (None, None), (FIRST - DAY, LAST), (FIRST, LAST + DAY), (date.min, date.max)],
)
def test_outside_the_covered_years_nothing_is_known(start: date | None, end: date | None) -> None:
    assert working_days(start, end) is None
    assert spring_festival_within(start, end) is None


def test_the_covered_years_are_covered_to_their_ends() -> None:
    assert working_days(FIRST, LAST) is not None
    assert spring_festival_within(FIRST, LAST) is True
    assert {2017, 2018} <= set(covered_years())
