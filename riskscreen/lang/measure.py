"""What a measure is worth: exact arithmetic over rows that are selected, perhaps selected, or not.

Shared by every engine, so that a share is the same to the last digit everywhere. Engines decide for themselves
which rows a filter selects.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from riskscreen.lang.tree import MeasureKind, MeasureTest, Op


@dataclass(frozen=True, slots=True)
class Bounds:
    """The value lies between ``low / unit`` and ``high / unit``; ``high`` None means that there is no upper bound."""

    low: int
    high: int | None
    unit: int = 1

    @property
    def exact(self) -> bool:
        """Whether the bounds leave one value."""
        return self.low == self.high


def fold(
    kind: MeasureKind, complete: bool, rows: Iterable[tuple[bool | None, int | None]], unit: int = 1
) -> Bounds | None:
    """The bounds of a measure; None for a share that cannot be known.

    ``rows`` gives for every row of the relation whether the filter selects it (None: unknown) and its weight
    (1 for counts; None: unknown). ``unit`` is the scale of the weights. Weights are never negative.
    """
    if kind is MeasureKind.SHARE:
        return _share(complete, rows)
    low, high, bounded = 0, 0, complete
    for selected, weight in rows:
        if selected is False:
            continue
        if weight is None:
            bounded = False
            continue
        high += weight
        if selected:
            low += weight
    return Bounds(low, high if bounded else None, unit)


def _share(complete: bool, rows: Iterable[tuple[bool | None, int | None]]) -> Bounds | None:
    if not complete:
        return None
    part = whole = 0
    for selected, weight in rows:
        if selected is None or weight is None:
            return None
        whole += weight
        if selected:
            part += weight
    return Bounds(part, part, whole) if whole else Bounds(0, 0)


def holds(bounds: Bounds | None, test: MeasureTest) -> bool | None:
    """Whether the test is true of every value within the bounds, of none, or (None) of some."""
    if bounds is None:
        return None
    scale = 10**test.places
    threshold = test.threshold * bounds.unit
    low = bounds.low * scale
    high = None if bounds.high is None else bounds.high * scale
    if test.op is Op.GE:
        return _decided(low >= threshold, high is not None and high < threshold)
    if test.op is Op.GT:
        return _decided(low > threshold, high is not None and high <= threshold)
    if test.op is Op.LE:
        return _decided(high is not None and high <= threshold, low > threshold)
    if test.op is Op.LT:
        return _decided(high is not None and high < threshold, low >= threshold)
    outside = low > threshold or (high is not None and high < threshold)
    equal = _decided(low == high == threshold, outside)
    if test.op is Op.EQ:
        return equal
    return None if equal is None else not equal


def _decided(true: bool, false: bool) -> bool | None:
    return True if true else False if false else None
