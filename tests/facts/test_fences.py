"""Quartiles and fences, against exact arithmetic."""

from __future__ import annotations

import math
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from riskscreen.facts.process.fences import FenceChoice, Fences, fused, quantile

DOUBLES = st.floats(-1e12, 1e12)


@pytest.mark.parametrize(
    ("values", "share", "expected"),
    [
        ([], 0.25, math.nan),
        ([7.0], 0.25, 7.0),
        ([1.0, 2.0], 0.25, 1.0),
        ([1.0, 2.0, 3.0, 4.0], 0.5, 2.5),
        ([float(n) for n in range(1, 12)], 0.25, 3.166666666666667),
        ([1.0, 2.0], 1.01, math.nan),
        ([1.0, 2.0], 1.0, 2.0),
        ([1.0, 2.0], 0.0, 1.0),
    ],
)
def test_quantiles(values: list[float], share: float, expected: float) -> None:
    found = quantile(values, share)
    assert found == expected or (math.isnan(found) and math.isnan(expected))


@given(DOUBLES, DOUBLES, DOUBLES)
def test_a_product_and_a_sum_are_rounded_once(a: float, b: float, c: float) -> None:
    assert fused(a, b, c) == float(Fraction(a) * Fraction(b) + Fraction(c))


def test_what_is_not_finite_stays_so() -> None:
    assert math.isinf(fused(math.inf, 1.5, 1.0))
    assert math.isnan(fused(math.inf, -1.5, math.inf))
    assert fused(1e308, 1e308, 0.0) == math.inf


@given(st.lists(st.floats(0, 100), min_size=1, max_size=30))
def test_fences_hold_most_values(values: list[float]) -> None:
    fences = Fences(values)
    assert fences.lower <= fences.q1 <= fences.q3 <= fences.upper
    beyond = [value for value in values if fences.at_or_below(value) and value < fences.q1]
    assert len(beyond) <= len(values) / 4


def test_values_that_are_mostly_zero_have_no_fences() -> None:
    fences = Fences([0.0] * 9 + [1.0])
    assert not any(fences.at_or_above(value) or fences.at_or_below(value) for value in (0.0, 1.0))
    assert Fences([0.0] * 9, from_zero=False).at_or_above(0.0)


def test_fixed_fences_hold_whatever_the_values() -> None:
    fences = Fences([0.0] * 9, FenceChoice(lower=0.1, upper=0.5))
    assert (fences.at_or_below(0.1), fences.at_or_below(0.2)) == (True, False)
    assert (fences.at_or_above(0.5), fences.at_or_above(0.4)) == (True, False)
    assert not Fences([1.0], FenceChoice(lower=0.0)).at_or_below(0.0)


def test_what_is_no_number_has_no_place_among_values() -> None:
    fences = Fences([math.nan, 1.0, 1.0])
    assert (fences.size, fences.q1) == (2, 1.0)
    assert not fences.at_or_above(math.nan)
