"""From a formula of the rule language to the condition under which it is definitely, or possibly, true.

Negation is pushed down to the comparisons first (De Morgan, and the opposite operator), which is exact in Kleene
logic. What remains is built of *and* and *or*, so that each world can be read off the comparisons alone.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import Enum

from riskscreen.engines.durable.encoding import Dictionary
from riskscreen.engines.durable.terms import (
    Cell,
    Condition,
    Face,
    Matched,
    Place,
    Source,
    Test,
    World,
    all_of,
    any_of,
)
from riskscreen.lang.tree import (
    NEGATED,
    Absence,
    And,
    Compare,
    FieldRef,
    Formula,
    Literal,
    MeasureTest,
    Member,
    Not,
    Op,
    Or,
)
from riskscreen.lang.vocabulary import Kind


class Rounding(Enum):
    """A measure's value, scaled to a threshold's places, is compared as an integer from one side or the other."""

    FLOOR = "floor"
    CEILING = "ceiling"


@dataclass(frozen=True, slots=True)
class Sight:
    """What a rule's formulas can name beside the variables of patterns."""

    subject: str
    dictionary: Dictionary
    measure: Callable[[str, int, Rounding], Cell]
    absence: Callable[[Absence, World], int]


def condition(formula: Formula, world: World, sight: Sight, negated: bool = False) -> Condition:
    """The condition under which the formula (or its negation) is true in the world."""
    match formula:
        case And(parts) | Or(parts):
            join = all_of if isinstance(formula, And) is not negated else any_of
            return join([condition(part, world, sight, negated) for part in parts])
        case Not(part):
            return condition(part, world, sight, not negated)
        case Compare(left, op, right):
            return _compare(left, NEGATED[op] if negated else op, right, world, sight)
        case Member(field, values):
            return _member(_Value(field, sight), values, world, negated)
        case MeasureTest():
            return _measure(formula, world, sight, negated)
        case Absence():
            return _absence(formula, world, sight, negated)


class _Value:
    """A field as the numbers that facts hold of it."""

    def __init__(self, field: FieldRef, sight: Sight) -> None:
        own = field.variable == sight.subject
        self._variable = "" if own else field.variable
        self._cell = Cell(
            Source.SUBJECT if own else Source.ROW, field.index, field.kind, f"{field.relation}.{field.field}"
        )
        self._encode = sight.dictionary.number

    def place(self, face: Face) -> Place:
        """One of its numbers."""
        return Place(self._variable, self._cell, face)

    def known(self, known: bool) -> Test:
        """Whether there is a value."""
        return Test(self.place(Face.KNOWN), Op.EQ, int(known))

    def number(self, value: bool | int | str) -> int:
        """A constant's number, encoded as the field's own values are."""
        return self._encode(value, self._cell.kind)


# Which end of an interval decides: what is certainly less lies below with its high end, and so on.
_DECIDING: Mapping[World, Mapping[Op, Face]] = {
    World.DEFINITE: {Op.LT: Face.HIGH, Op.LE: Face.HIGH, Op.GT: Face.LOW, Op.GE: Face.LOW},
    World.POSSIBLE: {Op.LT: Face.LOW, Op.LE: Face.LOW, Op.GT: Face.HIGH, Op.GE: Face.HIGH},
}
_OTHER_END = {Face.LOW: Face.HIGH, Face.HIGH: Face.LOW}


def _compare(left: FieldRef, op: Op, right: FieldRef | Literal, world: World, sight: Sight) -> Condition:
    value = _Value(left, sight)
    if isinstance(right, Literal):
        return _compare_number(value, op, value.number(right.value), world)
    return _compare_values(value, op, _Value(right, sight), world)


def _compare_number(value: _Value, op: Op, number: int, world: World) -> Condition:
    low, high = value.place(Face.LOW), value.place(Face.HIGH)
    match op, world:
        case Op.EQ, World.DEFINITE:
            return Test(low, Op.EQ, number)
        case Op.EQ, World.POSSIBLE:
            return all_of([Test(low, Op.LE, number), Test(high, Op.GE, number)])
        case Op.NE, World.DEFINITE:
            return all_of([value.known(True), Test(low, Op.NE, number)])
        case Op.NE, World.POSSIBLE:
            return Test(low, Op.NE, number)
    return Test(value.place(_DECIDING[world][op]), op, number)


def _compare_values(left: _Value, op: Op, right: _Value, world: World) -> Condition:
    low, high = left.place(Face.LOW), right.place(Face.HIGH)
    match op, world:
        case Op.EQ, World.DEFINITE:
            # the low end of an unknown value is no value's high end
            return Test(low, Op.EQ, high)
        case Op.EQ, World.POSSIBLE:
            return all_of([Test(low, Op.LE, high), Test(left.place(Face.HIGH), Op.GE, right.place(Face.LOW))])
        case Op.NE, World.DEFINITE:
            return all_of([left.known(True), right.known(True), Test(low, Op.NE, high)])
        case Op.NE, World.POSSIBLE:
            return Test(low, Op.NE, high)
    end = _DECIDING[world][op]
    return Test(left.place(end), op, right.place(_OTHER_END[end]))


def _member(value: _Value, values: tuple[bool | int | str, ...], world: World, negated: bool) -> Condition:
    low = value.place(Face.LOW)
    definite = world is World.DEFINITE
    if negated:
        tests = [Test(low, Op.NE, value.number(one)) for one in values]
        return all_of([value.known(True), *tests] if definite else tests)
    tests = [Test(low, Op.EQ, value.number(one)) for one in values]
    return any_of(tests if definite else [value.known(False), *tests])


def _measure(test: MeasureTest, world: World, sight: Sight, negated: bool) -> Condition:
    """A measure lies between bounds that need not be whole; against a whole threshold their rounding decides."""
    op = NEGATED[test.op] if negated else test.op

    def compare(op: Op, rounding: Rounding) -> Condition:
        cell = sight.measure(test.measure, test.places, rounding)
        return Test(Place("", cell, _DECIDING[world][op]), op, sight.dictionary.number(test.threshold, Kind.INT))

    match op:
        case Op.GE | Op.LT:
            return compare(op, Rounding.FLOOR)
        case Op.GT | Op.LE:
            return compare(op, Rounding.CEILING)
        case Op.EQ:
            return all_of([compare(Op.GE, Rounding.FLOOR), compare(Op.LE, Rounding.CEILING)])
        case Op.NE:
            return any_of([compare(Op.LT, Rounding.FLOOR), compare(Op.GT, Rounding.CEILING)])


def _absence(absence: Absence, world: World, sight: Sight, negated: bool) -> Condition:
    """Absence is definite where no rows match even possibly; its negation, where some match definitely."""
    definite = world is World.DEFINITE
    inner = World.DEFINITE if definite is negated else World.POSSIBLE
    return Matched(sight.absence(absence, inner), inner, wanted=negated)
