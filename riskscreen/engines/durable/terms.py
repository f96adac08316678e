"""The conditions that generated rules test: two-valued, over numbers alone.

durable-rules knows neither unknown values nor negation that can be trusted, and compares numbers of one type
exactly but little else. So every value becomes an integer, and a field becomes an interval: ``low`` and ``high``
are equal where the value is known and lie beyond every value where it is not. A comparison is *definitely true*
or *possibly true* by how the intervals lie, which needs no negation, no null and no missing field.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias

from riskscreen.lang.tree import Op
from riskscreen.lang.vocabulary import Kind

BEYOND = 2**53
"""Greater than every value: the high end of what is unknown, its negation the low end. Values must stay below."""


class World(StrEnum):
    """How unknowns are read: a condition is definitely true, or possibly (not definitely false)."""

    DEFINITE = "definite"
    POSSIBLE = "possible"


class Face(StrEnum):
    """One of the numbers that a cell puts into a fact; the value is the first letter of the property's name."""

    LOW = "l"
    HIGH = "h"
    KNOWN = "k"  # 1 or 0


class Source(StrEnum):
    """Where a cell's value comes from; the value is part of the property's name."""

    ROW = ""
    SUBJECT = "s"
    MEASURE = "m"


@dataclass(frozen=True, slots=True)
class Cell:
    """A value within a fact: a field of the row, a field of the subject's own row, or a rounded measure.

    ``name`` is for messages.
    """

    source: Source
    index: int
    kind: Kind
    name: str


@dataclass(frozen=True, slots=True)
class Place:
    """A number within the fact bound to ``variable``; the empty variable stands for any, as the subject is in all."""

    variable: str
    cell: Cell
    face: Face

    @property
    def name(self) -> str:
        """The property that holds it."""
        return f"{self.face}{self.cell.source}{self.cell.index}"


@dataclass(frozen=True, slots=True)
class Test:
    """A comparison of two numbers."""

    left: Place
    op: Op
    right: Place | int


@dataclass(frozen=True, slots=True)
class All:
    """True where every part is."""

    parts: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class Some:
    """True where at least one part is."""

    parts: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class Matched:
    """Whether the search ``search`` has a match, or has none, in ``world`` for the rows bound so far."""

    search: int
    world: World
    wanted: bool


Condition: TypeAlias = Test | All | Some | Matched

TRUE = All(())
FALSE = Some(())


def all_of(parts: Iterable[Condition]) -> Condition:
    """The conjunction, flattened; one part stands for itself."""
    flat: dict[Condition, None] = {}
    for part in parts:
        flat.update(dict.fromkeys(part.parts if isinstance(part, All) else (part,)))
    if FALSE in flat:
        return FALSE
    return next(iter(flat)) if len(flat) == 1 else All(tuple(flat))


def any_of(parts: Iterable[Condition]) -> Condition:
    """The disjunction, flattened; one part stands for itself."""
    flat: dict[Condition, None] = {}
    for part in parts:
        flat.update(dict.fromkeys(part.parts if isinstance(part, Some) else (part,)))
    if TRUE in flat:
        return TRUE
    return next(iter(flat)) if len(flat) == 1 else Some(tuple(flat))


def paths(condition: Condition) -> int:
    """In how many ways it can come true at most: what bounds the engine's stack, and a match's duplicates."""
    if isinstance(condition, All):
        product = 1
        for part in condition.parts:
            product *= paths(part)
        return product
    return sum(map(paths, condition.parts)) if isinstance(condition, Some) else 1


def groups(condition: Condition) -> int:
    """How many nested conjunctions and disjunctions it has, itself included."""
    return 1 + sum(map(groups, condition.parts)) if isinstance(condition, All | Some) else 0


def variables(condition: Condition) -> frozenset[str]:
    """The variables whose facts it looks at, without the subject."""
    if isinstance(condition, Test):
        places = (condition.left, condition.right)
        return frozenset(place.variable for place in places if isinstance(place, Place) and place.variable)
    return frozenset().union(*map(variables, condition.parts)) if isinstance(condition, All | Some) else frozenset()


def has_match(condition: Condition) -> bool:
    """Whether it depends on another search."""
    if isinstance(condition, All | Some):
        return any(map(has_match, condition.parts))
    return isinstance(condition, Matched)
