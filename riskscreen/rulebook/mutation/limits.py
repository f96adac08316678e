"""Which values a field or measure can have at all, and whether two comparisons ask for the same of them."""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import TypeAlias

from riskscreen.lang.check import measured_kind
from riskscreen.lang.tree import Measure, MeasureKind, Op
from riskscreen.lang.vocabulary import DECIMAL_PLACES, Field

Test: TypeAlias = tuple[Op, Decimal]
"""``op number``: what a comparison asks of the value on its other side."""

_COMPARISONS: Mapping[Op, Callable[[Decimal, Decimal], bool]] = {
    Op.EQ: operator.eq,
    Op.NE: operator.ne,
    Op.LT: operator.lt,
    Op.LE: operator.le,
    Op.GT: operator.gt,
    Op.GE: operator.ge,
}


@dataclass(frozen=True, slots=True)
class Limits:
    """The values from ``lowest`` to ``highest`` (None: no end), a ``step`` apart (None: any in between).

    ``exact``: a value is known exactly or not at all, never within bounds.
    """

    lowest: Decimal | None
    highest: Decimal | None
    step: Decimal | None
    exact: bool

    def __str__(self) -> str:
        named = (("from", self.lowest), ("to", self.highest), ("in steps of", self.step))
        return " ".join(f"{word} {number.normalize():f}" for word, number in named if number is not None)


def field_limits(field: Field) -> Limits:
    """The limits of a field, in real units. Engines see whole multiples of a step that its kind fixes."""
    step = Decimal(1).scaleb(-DECIMAL_PLACES.get(field.kind, 0))
    return Limits(_scaled(field.lowest, step), _scaled(field.highest, step), step, exact=not field.least)


def measure_limits(measure: Measure) -> Limits:
    """The limits of a measure: a count or sum is not negative, a share is any number from 0 to 1."""
    if measure.kind is MeasureKind.SHARE:
        return Limits(Decimal(0), Decimal(1), None, exact=True)
    places = DECIMAL_PLACES[measured_kind(measure)]
    return Limits(Decimal(0), None, Decimal(1).scaleb(-places), exact=False)


def same_values(limits: Limits, one: Test, other: Test) -> bool:
    """Whether two tests are met by the same of the values within the limits.

    Then they agree on every value that is known exactly. Where values may be known within bounds only, tests that all
    values meet, or none, are not called the same: bounds can leave one of them undecided. Others then agree as well,
    for a test on equality means the same as a test on order only at an end of the limits, and there the bounds decide
    both alike.
    """
    probes = _probes(limits, one[1], other[1])
    met = [_COMPARISONS[one[0]](value, one[1]) for value in probes]
    if met != [_COMPARISONS[other[0]](value, other[1]) for value in probes]:
        return False
    return limits.exact or (True in met and False in met)


def _probes(limits: Limits, *thresholds: Decimal) -> list[Decimal]:
    """Values within the limits on every side of each threshold: between two of them no test changes its mind."""
    step = limits.step or Decimal("1e-9")  # finer than any threshold is written
    near = {round(threshold / step) * step + shift * step for threshold in thresholds for shift in range(-2, 3)}
    if limits.step is None:
        near |= set(thresholds)
    near |= {end for end in (limits.lowest, limits.highest) if end is not None}
    return [
        value
        for value in sorted(near)
        if (limits.lowest is None or value >= limits.lowest) and (limits.highest is None or value <= limits.highest)
    ]


def _scaled(limit: int | None, step: Decimal) -> Decimal | None:
    return None if limit is None else limit * step
