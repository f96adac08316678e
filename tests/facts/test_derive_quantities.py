from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from riskscreen.facts.derive_quantities import (
    declined_requests,
    measured_periods,
    revenue_share_from_payer,
    revenue_share_of_type,
    share,
    share_of_value,
)
from riskscreen.model.project import OutcomeMeasurement, Revenue, Value


@pytest.mark.parametrize(
    ("part", "whole", "millionths"),
    [
        (1, 2, 500_000),
        (1, 3, 333_333),
        (2, 3, 666_667),
        (0, 7, 0),
        (9, 4, 2_250_000),
        (-1, 3, -333_333),
        (1, 2_000_000, 0),  # a tie goes to the even neighbour
        (3, 2_000_000, 2),
        (5, 2_000_000, 2),
        (-1, 2_000_000, 0),
        (-3, 2_000_000, -2),
        (1, 0, None),
        (0, 0, None),
        (None, 3, None),
        (3, None, None),
    ],
)
def test_share_has_six_decimals_half_even(part: int | None, whole: int | None, millionths: int | None) -> None:
    assert share(part, whole) == millionths


@given(st.integers(-(10**30), 10**30), st.integers(1, 10**30))
def test_share_rounds_the_exact_quotient(part: int, whole: int) -> None:
    assert share(part, whole) == round(Fraction(part, whole) * 10**6)


def value(amount: Any = None, currency: str | None = None) -> Value:
    return Value.model_validate({"amount": amount, "currency": currency})


@pytest.mark.parametrize(
    ("part", "whole", "millionths"),
    [
        (value(40000, "CNY"), value(50000, "CNY"), 800_000),
        (value("0.10", "CNY"), value("0.30", "CNY"), 333_333),
        (value(60, "CNY"), value(50, "CNY"), 1_200_000),
        (value(0, "CNY"), value(50, "CNY"), 0),
        (value(50, "CNY"), value(0, "CNY"), None),
        (value(40, "CNY"), value(50, "USD"), None),
        (value(40), value(50, "CNY"), None),  # no currency is assumed
        (value(40, "CNY"), value(50), None),
        (value(40), value(50), None),
        (value(None, "CNY"), value(50, "CNY"), None),
        (value(40, "CNY"), value(None, "CNY"), None),
        (None, value(50, "CNY"), None),
        (value(40, "CNY"), None, None),
    ],
)
def test_share_of_value_needs_one_stated_currency(
    part: Value | None, whole: Value | None, millionths: int | None
) -> None:
    assert share_of_value(part, whole) == millionths


@pytest.mark.parametrize("tiny", [Decimal("1E-999999"), 5e-324])
def test_an_absurd_exponent_is_no_trap(tiny: object) -> None:
    assert share_of_value(value(tiny, "CNY"), value(1, "CNY")) == 0
    assert share_of_value(value(1, "CNY"), value(tiny, "CNY")) is None


def revenues(*items: tuple[str | None, str | None, Any]) -> list[Revenue]:
    return [
        Revenue.model_validate({"source": {"id": source}, "sourceType": source_type, "amount": amount})
        for source, source_type, amount in items
    ]


BUYER, CITY, FUND = ("buyer", "government", 300), ("city", "government", 100), ("fund", "foundation", "200.00")


def test_revenue_shares() -> None:
    income = revenues(BUYER, CITY, FUND)
    assert revenue_share_from_payer(income, True, "buyer") == 500_000
    assert revenue_share_of_type(income, True, "government") == 666_667


def test_items_of_one_source_add_up_and_another_source_counts_nothing() -> None:
    income = revenues(BUYER, BUYER, FUND)
    assert revenue_share_from_payer(income, True, "buyer") == 750_000
    assert revenue_share_from_payer(income, True, "somebody-else") == 0


@pytest.mark.parametrize(
    ("income", "complete"),
    [
        (None, True),
        ([], True),  # no income: nothing to take a share of
        (revenues(("buyer", "government", 0)), True),
        (revenues(BUYER, CITY), False),
        (revenues(BUYER, ("city", "government", None)), True),
        (revenues(BUYER, (None, None, 100)), True),
    ],
)
def test_a_revenue_share_needs_the_whole_income(income: list[Revenue] | None, complete: bool) -> None:
    assert revenue_share_from_payer(income, complete, "buyer") is None
    assert revenue_share_of_type(income, complete, "government") is None


def test_each_revenue_share_needs_only_its_own_kind_of_source() -> None:
    untyped, unidentified = revenues(BUYER, ("city", None, 100)), revenues(BUYER, (None, "government", 100))
    assert revenue_share_from_payer(untyped, True, "buyer") == 750_000
    assert revenue_share_of_type(untyped, True, "government") is None
    assert revenue_share_of_type(unidentified, True, "government") == 1_000_000
    assert revenue_share_from_payer(unidentified, True, "buyer") is None
    assert revenue_share_from_payer([Revenue.model_validate({"amount": 5})], True, "buyer") is None


def test_the_payer_must_be_known() -> None:
    assert revenue_share_from_payer(revenues(BUYER), True, None) is None


@pytest.mark.parametrize(
    ("made", "accepted", "declined"), [(5, 4, 1), (5, 5, 0), (0, 0, 0), (None, 0, None), (5, None, None)]
)
def test_declined_requests(made: int | None, accepted: int | None, declined: int | None) -> None:
    assert declined_requests(made, accepted) == declined


def measurements(*items: tuple[str | None, int | None]) -> list[OutcomeMeasurement]:
    return [OutcomeMeasurement.model_validate({"period": period, "value": figure}) for period, figure in items]


@pytest.mark.parametrize(
    ("measured", "complete", "periods"),
    [
        (measurements(("2017", 3), ("2018", 0)), True, 2),
        (measurements(("2017", 3), ("2017", 4)), True, 1),
        ([], True, 0),
        (None, True, None),
        (measurements(("2017", 3), ("2018", 0)), False, None),
        ([], False, None),
        (measurements(("2017", 3), ("2018", None)), True, None),
        (measurements(("2017", 3), (None, 4)), True, None),
    ],
)
def test_measured_periods(measured: list[OutcomeMeasurement] | None, complete: bool, periods: int | None) -> None:
    assert measured_periods(measured, complete) == periods
