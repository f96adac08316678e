"""Exact arithmetic for statistics that are known exactly or within bounds.

Quotients are rounded only once, half to even, when they are encoded. Rounding keeps order, so encoded bounds can be
compared.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import isqrt
from typing import NamedTuple

from riskscreen.lang.vocabulary import DECIMAL_PLACES, Kind

WHOLE = 10 ** DECIMAL_PLACES[Kind.SHARE]
"""The encoded share of everything."""


class Known(NamedTuple):
    """The three columns of a bounded field: its value, None unless both bounds meet, and the bounds.

    A bound that is None is not known either.
    """

    value: int | None
    least: int | None
    most: int | None


def between(least: int | None, most: int | None) -> Known:
    """A field that is known to lie within bounds."""
    return Known(least if least == most else None, least, most)


def share(part: int, whole: int) -> int:
    """``part`` over ``whole`` in millionths; 0 over nothing."""
    return rounded(part * WHOLE, whole) if whole else 0


def rounded(numerator: int, denominator: int) -> int:
    """The quotient of integers, rounded half to even; the denominator is positive."""
    quotient, remainder = divmod(numerator, denominator)
    twice = 2 * remainder
    return quotient + int(twice > denominator or (twice == denominator and quotient % 2 == 1))


def deviation(numbers: Sequence[int]) -> int:
    """The population standard deviation of integers (at least one), rounded half to even."""
    n = len(numbers)
    # n² times the variance, an integer: n Σx² − (Σx)²
    scaled_variance = n * sum(x * x for x in numbers) - sum(numbers) ** 2
    floor = isqrt(scaled_variance // (n * n))
    # compare the deviation with floor + ½ through their squares
    excess = 4 * scaled_variance - (n * (2 * floor + 1)) ** 2
    return floor + int(excess > 0 or (excess == 0 and floor % 2 == 1))
