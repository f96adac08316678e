from __future__ import annotations

from calendar import monthrange
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from riskscreen.facts.derive_dates import (
    day_number,
    days_between,
    days_without_service,
    is_before,
    month_of_year,
    months_before,
    window_months,
    window_position,
)


def day(text: str) -> date:
    return date.fromisoformat(text)


days = st.dates(date(1900, 1, 1), date(2200, 12, 31))


@pytest.mark.parametrize(
    ("first", "last", "months"),
    [
        ("2018-01-01", "2018-05-31", 5),
        ("2018-01-01", "2018-06-01", 6),
        ("2018-01-01", "2018-01-01", 1),
        ("2018-01-01", "2018-12-31", 12),
        ("2018-01-15", "2018-02-14", 1),
        ("2018-01-15", "2018-02-15", 2),
        ("2017-12-20", "2018-05-19", 5),
        ("2018-01-31", "2018-02-27", 1),  # one month after 31 January is 28 February
        ("2018-01-31", "2018-02-28", 2),
        ("2020-01-31", "2020-02-28", 1),  # a leap year
        ("2018-01-31", "2018-03-30", 2),
        ("2020-02-29", "2021-02-27", 12),
        ("9999-12-01", "9999-12-31", 1),  # the last day there is
    ],
)
def test_window_months_count_a_started_month_whole(first: str, last: str, months: int) -> None:
    assert window_months(day(first), day(last)) == months


def _months_after(start: date, months: int) -> date:
    years, month = divmod(start.month - 1 + months, 12)
    year = start.year + years
    return date(year, month + 1, min(start.day, monthrange(year, month + 1)[1]))


@given(days, st.integers(0, 4000))
def test_window_months_are_the_fewest_that_reach_the_day_after_the_end(first: date, length: int) -> None:
    last = first + timedelta(days=length)
    months = window_months(first, last)
    assert months is not None
    assert _months_after(first, months - 1) < last + timedelta(days=1) <= _months_after(first, months)


@pytest.mark.parametrize(
    ("earlier", "later", "months"),
    [
        ("2017-03-15", "2020-03-15", 36),
        ("2017-03-15", "2020-03-16", 37),
        ("2017-03-15", "2017-03-15", 0),
        ("2017-03-15", "2017-03-16", 1),
        ("2017-01-31", "2017-02-28", 1),
        ("2017-01-31", "2017-03-01", 2),
        ("2017-03-16", "2017-03-15", -1),
        ("2018-03-15", "2017-03-15", -12),
    ],
)
def test_months_before_count_started_months(earlier: str, later: str, months: int) -> None:
    assert months_before(day(earlier), day(later)) == months


@given(days, days)
def test_months_before_change_sign_with_the_order(one: date, other: date) -> None:
    forward, backward = months_before(one, other), months_before(other, one)
    assert forward is not None
    assert backward == -forward


@pytest.mark.parametrize(
    ("at", "position"),
    [
        ("2018-01-01", 0),
        ("2018-01-02", 100_000),
        ("2018-01-10", 900_000),
        ("2018-01-11", 1_000_000),
        ("2017-12-31", -100_000),
    ],
)
def test_window_position_is_the_share_of_days_that_have_passed(at: str, position: int) -> None:
    assert window_position(day(at), day("2018-01-01"), day("2018-01-10")) == position


def test_window_position_has_six_decimals() -> None:
    assert window_position(day("2018-01-03"), day("2018-01-01"), day("2018-01-03")) == 666_667


def test_days_between_and_days_without_service() -> None:
    end, evaluated = day("2018-05-31"), day("2018-06-30")
    assert days_between(end, evaluated) == 30
    assert days_between(evaluated, end) == -30
    assert days_between(end, end) == 0
    assert days_without_service(end, day("2018-06-01")) == 0
    assert days_without_service(end, day("2018-06-11")) == 10
    assert days_without_service(end, end) == -1


def test_is_before_is_false_on_the_same_day() -> None:
    assert is_before(day("2017-12-31"), day("2018-01-01")) is True
    assert is_before(day("2018-01-01"), day("2018-01-01")) is False
    assert is_before(day("2018-01-02"), day("2018-01-01")) is False


def test_day_numbers_and_months() -> None:
    assert day_number(day("2018-05-31")) == day("2018-05-31").toordinal()
    assert month_of_year(day("2018-12-31")) == 12


@pytest.mark.parametrize(
    ("derive", "inputs"),
    [
        (day_number, 1),
        (month_of_year, 1),
        (days_between, 2),
        (days_without_service, 2),
        (is_before, 2),
        (window_months, 2),
        (months_before, 2),
        (window_position, 3),
    ],
)
def test_nothing_follows_without_every_date(derive: Callable[..., Any], inputs: int) -> None:
    known = [date(2018, 1, number + 1) for number in range(inputs)]
    assert derive(*known) is not None
    for missing in range(inputs):
        assert derive(*[None if place == missing else known[place] for place in range(inputs)]) is None
