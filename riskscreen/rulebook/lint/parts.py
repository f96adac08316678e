"""Conditions as lint reasons about them: tests of one thing each, joined by and, or and none.

Negations are pushed down to the tests, and each test is an exact set of the values for which it holds. Two fields that
are compared are one thing with three values: less, equal and greater.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TypeAlias

from riskscreen.lang import syntax
from riskscreen.lang.check import MEASURE_PLACES, resolve
from riskscreen.lang.tree import MIRRORED, Measure, MeasureKind, Op
from riskscreen.lang.vocabulary import ORDERED, Field, Kind, Value, encode_number
from riskscreen.lang.writing import written
from riskscreen.rulebook.clauses import Branch, Clause, measure_named
from riskscreen.rulebook.lint.value_sets import BOTH_TRUTHS, TRUE, Numbers, ValueSet, Words, compared
from riskscreen.rulebook.vocabulary_page import limits
from riskscreen.rulebook.yaml_source import DataPath

Name: TypeAlias = tuple[str, str]
"""A variable and a field; for a measure an empty variable and its name."""


@dataclass(frozen=True, slots=True)
class Key:
    """What a test is about. ``apart`` sets tests apart that cannot be reasoned about together."""

    names: tuple[Name, ...]
    apart: str = ""


@dataclass(frozen=True, slots=True)
class Test:
    """True where the thing it is about has one of ``values``. It can have those of ``domain``, in words ``limits``."""

    key: Key
    values: ValueSet
    domain: ValueSet
    limits: str
    text: str
    path: DataPath
    column: int


@dataclass(frozen=True, slots=True)
class Every:
    """All parts hold."""

    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Either:
    """At least one part holds."""

    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class NoneOf:
    """No rows of these relations (variable, relation) make the condition hold."""

    rows: tuple[tuple[str, str], ...]
    condition: Every


Part: TypeAlias = Test | Every | Either | NoneOf


def branch_parts(branch: Branch) -> Every:
    """What a branch of ``when`` asks for, in the order it is written."""
    asked = [branch.condition, *(each.where for each in branch.bound)]
    parts = [clause_part(clause) for clause in asked if clause is not None]
    if branch.absent:
        inner = tuple(clause_part(each.where) for each in branch.absent if each.where is not None)
        rows = tuple((each.variable, each.relation.name) for each in branch.absent)
        parts.append(NoneOf(rows, flat(inner)))
    return flat(tuple(parts))


def clause_part(clause: Clause) -> Part:
    """What an expression asks for."""
    return _Builder(clause).part(clause.expression, True)


def flat(parts: tuple[Part, ...]) -> Every:
    """The parts as one conjunction without conjunctions inside."""
    found: list[Part] = []
    for part in parts:
        found += flat(part.parts).parts if isinstance(part, Every) else (part,)
    return Every(tuple(found))


def tests_in(part: Part) -> Iterator[Test]:
    """Every test in a part."""
    match part:
        case Test():
            yield part
        case Every(parts) | Either(parts):
            for inner in parts:
                yield from tests_in(inner)
        case NoneOf(_, condition):
            yield from tests_in(condition)


def renamed(part: Part, variables: Mapping[str, str]) -> Part:
    """The part with its variables called otherwise."""
    match part:
        case Test(key):
            names = tuple((variables.get(variable, variable), field) for variable, field in key.names)
            return replace(part, key=replace(key, names=names))
        case Every(parts):
            return Every(tuple(renamed(inner, variables) for inner in parts))
        case Either(parts):
            return Either(tuple(renamed(inner, variables) for inner in parts))
        case NoneOf(rows, condition):
            inner = renamed(condition, variables)
            return NoneOf(rows, inner if isinstance(inner, Every) else Every((inner,)))


_Leaf: TypeAlias = syntax.Comparison | syntax.Membership | syntax.Name
_Domain: TypeAlias = tuple[ValueSet, str]

_SIGNS: Mapping[Op, frozenset[Value]] = {
    Op.EQ: frozenset({"equal"}),
    Op.NE: frozenset({"less", "greater"}),
    Op.LT: frozenset({"less"}),
    Op.LE: frozenset({"less", "equal"}),
    Op.GT: frozenset({"greater"}),
    Op.GE: frozenset({"equal", "greater"}),
}
_ANY_SIGN = Words(frozenset({"less", "equal", "greater"}))
_EQUAL = Words(frozenset({"equal"}))


class _Builder:
    """Turns one clause into parts."""

    def __init__(self, clause: Clause) -> None:
        self._path = clause.path
        self._context = clause.context

    def part(self, expression: syntax.Expression, holds: bool) -> Part:
        """The part that is true where the expression is true or, without ``holds``, where it is false."""
        match expression:
            case syntax.All(parts) | syntax.Any(parts):
                inner = tuple(self.part(part, holds) for part in parts)
                return flat(inner) if isinstance(expression, syntax.All) is holds else Either(inner)
            case syntax.Negation(part):
                return self.part(part, not holds)
            case syntax.Comparison():
                return self._comparison(expression, holds)
            case syntax.Membership(item, values, negated):
                words = Words(frozenset(str(value.value) for value in values), negated)
                return self._of_field(item, words, expression, holds)
            case syntax.Name():
                return self._of_field(expression, TRUE, expression, holds)
        raise TypeError("a constant is no condition")

    def _comparison(self, whole: syntax.Comparison, holds: bool) -> Test:
        left, op, right = whole.left, whole.op, whole.right
        if not isinstance(left, syntax.Name) or (
            measure_named(left, self._context) is None and measure_named(right, self._context) is not None
        ):
            left, op, right = right, MIRRORED[op], left
        measure = measure_named(left, self._context)
        if isinstance(right, syntax.Name):
            return self._of_two_fields(left, op, right, whole, holds)
        value = self._value(right)
        if value is None:
            return self._of_dated(self._name(left), op, right, whole, holds)
        if measure is not None and isinstance(value, Decimal):
            values, domain = _measured(measure, op, value)
            return self._test(Key((("", measure.name),)), values, domain, whole, holds)
        return self._of_field(left, value, whole, holds, op)

    def _of_field(
        self, item: syntax.Operand, value: Words | Decimal | str | bool, whole: _Leaf, holds: bool, op: Op = Op.EQ
    ) -> Test:
        variable, field = self._field(item)
        if isinstance(value, Decimal):
            values: ValueSet = compared(op, encode_number(value, field.kind))
        else:
            values = value if isinstance(value, Words) else Words(frozenset({value}), op is Op.NE)
        return self._test(Key(((variable, field.name),)), values, _field_domain(field), whole, holds)

    def _of_two_fields(self, left: syntax.Operand, op: Op, right: syntax.Operand, whole: _Leaf, holds: bool) -> Test:
        """A comparison of two fields, which is the same whichever is named first."""
        names = (self._name(left), self._name(right))
        if names[1] < names[0]:
            names, op = (names[1], names[0]), MIRRORED[op]
        domain = (_EQUAL, "both sides are the same") if names[0] == names[1] else (_ANY_SIGN, "")
        return self._test(Key(names), Words(_SIGNS[op]), domain, whole, holds)

    def _of_dated(self, name: Name, op: Op, right: syntax.Operand, whole: _Leaf, holds: bool) -> Test:
        """A comparison with a threshold that changes with time: true or false, and nothing else is said of it."""
        return self._test(Key((name,), f"{op} {written(right)}"), TRUE, (BOTH_TRUTHS, ""), whole, holds)

    def _test(self, key: Key, values: ValueSet, domain: _Domain, whole: _Leaf, holds: bool) -> Test:
        text = written(whole) if holds else f"not {written(whole)}"
        return Test(key, values if holds else values.rest(), *domain, text, self._path, whole.column)

    def _value(self, operand: syntax.Operand) -> Decimal | str | bool | None:
        """A constant or a parameter's value; None if that has dated ones."""
        if isinstance(operand, syntax.Constant):
            return operand.value
        value = self._context.params.values[operand.name] if isinstance(operand, syntax.ParamName) else ()
        return value if isinstance(value, Decimal) else None

    def _field(self, operand: syntax.Operand) -> tuple[str, Field]:
        if not isinstance(operand, syntax.Name):
            raise TypeError(f"{operand} names no field")
        ref, field = resolve(operand, self._context)
        return ref.variable, field

    def _name(self, operand: syntax.Operand) -> Name:
        measure = measure_named(operand, self._context)
        if measure is not None:
            return "", measure.name
        variable, field = self._field(operand)
        return variable, field.name


def _field_domain(field: Field) -> _Domain:
    """Every value that a field can have."""
    if field.kind is Kind.BOOL:
        return BOTH_TRUTHS, ""
    if field.values:
        return Words(frozenset(field.values)), f"{field.name} is one of {', '.join(field.values)}"
    if field.kind in ORDERED:
        return Numbers(((field.lowest, field.highest),)), f"{field.name} is {limits(field)}"
    return Words(frozenset(), excluded=True), ""


def _measured(measure: Measure, op: Op, number: Decimal) -> tuple[Numbers, _Domain]:
    """The values of a measure for which a test holds, and all it can have.

    A count is an integer. Shares and sums can lie between any two thresholds: the even numbers stand for the
    millionths, the odd ones for what is between.
    """
    threshold = int(number.scaleb(MEASURE_PLACES))
    if measure.kind is MeasureKind.COUNT:
        whole, part = divmod(threshold, 10**MEASURE_PLACES)
        values = compared(op, whole) if not part else _between(op, whole)
        return values, (Numbers(((0, None),)), "a count is 0 or more")
    if measure.kind is MeasureKind.SUM:
        return compared(op, 2 * threshold), (Numbers(((0, None),)), "a sum is 0 or more")
    return compared(op, 2 * threshold), (Numbers(((0, 2 * 10**MEASURE_PLACES),)), "a share is 0 to 1")


def _between(op: Op, whole: int) -> Numbers:
    """The integers of which ``… op`` a number between ``whole`` and the next is true."""
    if op in (Op.EQ, Op.NE):
        none = Numbers(())
        return none if op is Op.EQ else none.rest()
    return compared(Op.LE if op in (Op.LT, Op.LE) else Op.GT, whole)
