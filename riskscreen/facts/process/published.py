"""What a publisher wrote, read exactly: days, amounts and lists of a release.

A date is its calendar day as it stands there, whatever the time and the zone beside it: ``2024-03-01T23:30:00-05:00``
is the first of March. An amount is the decimal number of the document. Nothing is converted or assumed.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction
from math import isfinite
from typing import TypeVar

from riskscreen.facts.case import Rows
from riskscreen.facts.derive_matches import text_key
from riskscreen.facts.relation import NO_FACTS, Facts
from riskscreen.lang.vocabulary import DECIMAL_PLACES, Kind, Row
from riskscreen.model.release import Number, Value

Item = TypeVar("Item")

_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}(?=$|[Tt ])")
LARGEST = 10**12
"""The largest encoded quotient: what lies above is written as this."""


def day(published: str | None) -> int | None:
    """The day number of a published date; None if it does not begin with a calendar date."""
    found = None if published is None else _DATE.match(published.strip())
    try:
        return date.fromisoformat(found[0]).toordinal() if found else None
    except ValueError:
        return None


def days_between(earlier: str | None, later: str | None) -> int | None:
    """Days from one published date to another, negative if the other comes first."""
    first, last = day(earlier), day(later)
    return None if first is None or last is None else last - first


def number(published: Number | None) -> Fraction | None:
    """A published number as the decimal that was written; None if it is not finite."""
    if published is None or isinstance(published, bool):
        return None
    if isinstance(published, int):
        return Fraction(published)
    return Fraction(Decimal(repr(published))) if isfinite(published) else None


def amount(value: Value | None, currency: str | None) -> Fraction | None:
    """The amount of a value in ``currency``; None if it is negative or its currency is another or not stated."""
    if value is None or currency is None or text_key(value.currency) != text_key(currency):
        return None
    found = number(value.amount)
    return None if found is None or found < 0 else found


def currency_of(value: Value | None) -> str | None:
    """The currency that a value states."""
    return None if value is None or text_key(value.currency) is None else value.currency


def total(values: Iterable[Value | None], currency: str | None) -> Fraction | None:
    """The sum of values in one currency; None as soon as one of them is not known in it."""
    whole = Fraction(0)
    for value in values:
        part = amount(value, currency)
        if part is None:
            return None
        whole += part
    return whole


def quotient(part: Fraction | None, whole: Fraction | None, kind: Kind = Kind.SHARE) -> int | None:
    """``part`` over ``whole``, encoded and rounded half to even; None if one is unknown or ``whole`` is not above 0."""
    if part is None or whole is None or whole <= 0:
        return None
    return encoded(part / whole, kind)


def encoded(fraction: Fraction, kind: Kind) -> int:
    """An exact number at the scale of its kind, rounded half to even."""
    scaled = round(fraction * Fraction(10 ** DECIMAL_PLACES[kind]))
    return max(-LARGEST, min(LARGEST, scaled))


def over(value: Value | None, other: Value | None) -> int | None:
    """A value over another one as a share; None unless both state the same currency."""
    currency = currency_of(other)
    return quotient(amount(value, currency), amount(other, currency))


def whole_list(items: Sequence[Item | None] | None) -> list[Item] | None:
    """The items of a list that is given without a gap; None if it is absent or one of its items is null."""
    if items is None or any(item is None for item in items):
        return None
    return [item for item in items if item is not None]


def rows_of(path: str, items: Sequence[Item | None] | None, row_of: Callable[[Item], Row]) -> Facts:
    """One row for each item of the list at ``path``; a list with a null item may hold something else in its place."""
    if items is None:
        return NO_FACTS
    there = [(index, item) for index, item in enumerate(items) if item is not None]
    anchors = tuple([(f"{path}/{index}",) for index, _ in there])
    return Rows(tuple([row_of(item) for _, item in there]), len(there) == len(items)), anchors


def single_row(row: Row) -> Facts:
    """The one row of a relation that sums up the whole record."""
    return Rows((row,), complete=True), (("",),)


def known(truths: Iterable[bool | None]) -> bool | None:
    """Whether one of them is true: None if none is known to be and one is unknown."""
    undecided = False
    for truth in truths:
        if truth:
            return True
        undecided = undecided or truth is None
    return None if undecided else False
