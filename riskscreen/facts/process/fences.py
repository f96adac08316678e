"""Quartiles and fences: where a value lies far from most others.

Doubles throughout, in the order of operations that OCDS Cardinal uses, so that results agree to the last digit:
quantiles are median-unbiased (definition 8 of Hyndman and Fan, 1996), and a fence is computed with one rounding.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import isfinite, nan
from typing import NamedTuple

_REACH = 1.5
"""How many interquartile ranges a fence lies from its quartile (Tukey, 1977)."""


def quantile(ordered: Sequence[float], share: float) -> float:
    """The quantile of ascending values; not a number for none of them, and for a share outside 0 to 1."""
    size = len(ordered)
    if not ordered or not 0.0 <= share <= 1.0:
        return nan
    place = (size + 1.0 / 3.0) * share + 1.0 / 3.0
    rank = int(place)
    if rank <= 0 or share == 0.0:
        return ordered[0]
    if rank >= size or share == 1.0:
        return ordered[-1]
    low, high = ordered[rank - 1], ordered[rank]
    return low + (place - rank) * (high - low)


def fused(factor: float, other: float, addend: float) -> float:
    """``factor × other + addend``, rounded once."""
    if not (isfinite(factor) and isfinite(other) and isfinite(addend)):
        return factor * other + addend
    try:
        return float(Fraction(factor) * Fraction(other) + Fraction(addend))
    except OverflowError:
        return factor * other + addend


@dataclass(frozen=True, slots=True)
class FenceChoice:
    """Fences that a policy fixes, instead of those that the values give."""

    lower: float | None = None
    upper: float | None = None


AS_THE_VALUES_GIVE = FenceChoice()


class Limits(NamedTuple):
    """Fences by themselves, and whether they count."""

    lower: float
    upper: float
    lower_counts: bool
    upper_counts: bool

    def at_or_below(self, value: float) -> bool:
        """Whether a value lies at the lower fence or below."""
        return self.lower_counts and value <= self.lower

    def at_or_above(self, value: float) -> bool:
        """Whether a value lies at the upper fence or above."""
        return self.upper_counts and value >= self.upper


class Fences:
    """Both fences of a set of values. ``size`` is how many values there are, ``ordered`` are they, ascending.

    A value that is not a number has no place among the others and is left out. Values that are usually 0 or more
    (``from_zero``) have a lower fence only if it and the first quartile are above 0, and an upper one only if it is
    above 0: else most of them would be conspicuous for being 0.
    """

    __slots__ = ("choice", "limits", "lower", "ordered", "q1", "q3", "size", "upper")

    def __init__(
        self, values: Sequence[float], choice: FenceChoice = AS_THE_VALUES_GIVE, from_zero: bool = True
    ) -> None:
        self.ordered = sorted(value for value in values if value == value)
        self.size = len(self.ordered)
        self.choice = choice
        self.q1, self.q3 = quantile(self.ordered, 0.25), quantile(self.ordered, 0.75)
        self.lower = choice.lower if choice.lower is not None else fused(self.q3 - self.q1, -_REACH, self.q1)
        self.upper = choice.upper if choice.upper is not None else fused(self.q3 - self.q1, _REACH, self.q3)
        lower_counts = not from_zero or ((choice.lower is not None or self.q1 > 0) and self.lower > 0)
        self.limits = Limits(self.lower, self.upper, lower_counts, not from_zero or self.upper > 0)

    def at_or_below(self, value: float) -> bool:
        """Whether a value lies at the lower fence or below."""
        return self.limits.at_or_below(value)

    def at_or_above(self, value: float) -> bool:
        """Whether a value lies at the upper fence or above."""
        return self.limits.at_or_above(value)
