"""Exact sets of values that one field can have: spans of integers, or words listed or all but listed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeAlias

from riskscreen.lang.tree import Op
from riskscreen.lang.vocabulary import Value

Span: TypeAlias = tuple[int | None, int | None]
"""The integers from the first to the second; None: without end."""


@dataclass(frozen=True, slots=True)
class Numbers:
    """A set of integers as spans in rising order that neither overlap nor touch."""

    spans: tuple[Span, ...]

    @property
    def empty(self) -> bool:
        """Whether no integer is in the set."""
        return not self.spans

    def both(self, other: Numbers) -> Numbers:
        """The integers in both sets."""
        return Numbers(_merged(_overlap(mine, its) for mine in self.spans for its in other.spans))

    def either(self, other: Numbers) -> Numbers:
        """The integers in one set or the other."""
        return Numbers(_merged([*self.spans, *other.spans]))

    def rest(self) -> Numbers:
        """The integers that are not in the set."""
        gaps: list[Span | None] = []
        start: int | None = None
        first = True
        for low, high in self.spans:
            if low is not None:
                gaps.append((None if first else start, low - 1))
            if high is None:
                return Numbers(_merged(gaps))
            start, first = high + 1, False
        return Numbers(_merged([*gaps, (start, None)]))


@dataclass(frozen=True, slots=True)
class Words:
    """A set of values without order: those listed, or (``excluded``) all but those."""

    values: frozenset[Value]
    excluded: bool = False

    @property
    def empty(self) -> bool:
        """Whether no value is in the set."""
        return not self.values and not self.excluded

    def both(self, other: Words) -> Words:
        """The values in both sets."""
        if self.excluded and other.excluded:
            return Words(self.values | other.values, True)
        if self.excluded:
            return Words(other.values - self.values)
        return Words(self.values - other.values if other.excluded else self.values & other.values)

    def either(self, other: Words) -> Words:
        """The values in one set or the other."""
        return self.rest().both(other.rest()).rest()

    def rest(self) -> Words:
        """The values that are not in the set."""
        return Words(self.values, not self.excluded)


ValueSet: TypeAlias = Numbers | Words

EVERY_NUMBER = Numbers(((None, None),))
TRUE, FALSE = Words(frozenset({True})), Words(frozenset({False}))
BOTH_TRUTHS = Words(frozenset({True, False}))


def compared(op: Op, number: int) -> Numbers:
    """The integers of which ``… op number`` is true."""
    match op:
        case Op.EQ:
            return Numbers(((number, number),))
        case Op.NE:
            return Numbers(((None, number - 1), (number + 1, None)))
        case Op.LT:
            return Numbers(((None, number - 1),))
        case Op.LE:
            return Numbers(((None, number),))
        case Op.GT:
            return Numbers(((number + 1, None),))
        case Op.GE:
            return Numbers(((number, None),))


def both(left: ValueSet, right: ValueSet) -> ValueSet:
    """What two sets of values of the same field have in common."""
    if isinstance(left, Numbers) and isinstance(right, Numbers):
        return left.both(right)
    if isinstance(left, Words) and isinstance(right, Words):
        return left.both(right)
    raise TypeError("a field has either numbers or words")


def either(left: ValueSet, right: ValueSet) -> ValueSet:
    """What is in one of two sets of values of the same field."""
    return both(left.rest(), right.rest()).rest()


def within(part: ValueSet, whole: ValueSet) -> bool:
    """Whether every value of ``part`` is in ``whole``."""
    return both(part, whole.rest()).empty


def _overlap(left: Span, right: Span) -> Span | None:
    lows = [low for low in (left[0], right[0]) if low is not None]
    highs = [high for high in (left[1], right[1]) if high is not None]
    low, high = max(lows, default=None), min(highs, default=None)
    return None if low is not None and high is not None and low > high else (low, high)


def _merged(spans: Iterable[Span | None]) -> tuple[Span, ...]:
    """The spans in order, those that overlap or touch made one."""
    merged: list[Span] = []
    known = [span for span in spans if span is not None]
    for low, high in sorted(known, key=lambda span: (span[0] is not None, span[0] or 0)):
        if merged:
            start, end = merged[-1]
            if end is None or low is None or low <= end + 1:
                merged[-1] = (start, None if end is None or high is None else max(end, high))
                continue
        merged.append((low, high))
    return tuple(merged)
