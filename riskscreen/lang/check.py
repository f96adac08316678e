"""The type check: from an unchecked syntax tree to the tree that engines run.

A condition is checked in a :class:`Context` that says which variables and measures it may name. Parameters are
filled in here: engines never see one.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import TypeAlias

from riskscreen.errors import suggestion
from riskscreen.lang import syntax
from riskscreen.lang.tree import (
    MIRRORED,
    And,
    Compare,
    FieldRef,
    Formula,
    Literal,
    Measure,
    MeasureKind,
    MeasureTest,
    Member,
    Not,
    Op,
    Or,
)
from riskscreen.lang.vocabulary import DECIMAL_PLACES, IDENTITY, ORDERED, Field, Kind, Relation, encode_number

ParamValue: TypeAlias = Decimal | tuple[tuple[date, Decimal], ...]
"""A threshold, or the thresholds in force from given days on, in order of the days."""

MEASURE_PLACES = 6


class CheckProblem(Exception):
    """A text that is in the grammar but means nothing; ``column`` counts from 1."""

    def __init__(self, code: str, message: str, column: int) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.column = column


@dataclass(frozen=True, slots=True)
class Range:
    """What a parameter is compared with, and the values that this can have, in real units (None: no limit)."""

    what: str
    lowest: Decimal | None
    highest: Decimal | None


@dataclass(slots=True)
class Params:
    """The rule's parameters, the date that decides which dated value holds, and which were used as what."""

    values: Mapping[str, ParamValue]
    in_force_on: FieldRef | None
    used: dict[str, Kind] = field(default_factory=dict)
    ranges: dict[str, list[Range]] = field(default_factory=dict)

    def value(self, name: syntax.ParamName, kind: Kind, compared: Range) -> ParamValue:
        """The parameter's value, to be compared with something of ``kind``; an unknown name is a problem."""
        if name.name not in self.values:
            raise CheckProblem(
                "unknown-param",
                f"${name.name} is no parameter of this rule{suggestion(name.name, self.values)}",
                name.column,
            )
        self.used.setdefault(name.name, kind)
        self.ranges.setdefault(name.name, []).append(compared)
        return self.values[name.name]


@dataclass(frozen=True, slots=True)
class Context:
    """What a condition may name. ``own`` is the variable whose fields may stand without a prefix."""

    variables: Mapping[str, Relation]
    params: Params
    measures: Mapping[str, Measure] = field(default_factory=dict)
    own: str | None = None


def check(expression: syntax.Expression, context: Context) -> Formula:
    """The checked formula of a condition."""
    match expression:
        case syntax.All(parts):
            return And(tuple(check(part, context) for part in parts))
        case syntax.Any(parts):
            return Or(tuple(check(part, context) for part in parts))
        case syntax.Negation(part):
            return Not(check(part, context))
        case syntax.Membership():
            return _membership(expression, context)
        case syntax.Comparison():
            return _comparison(expression, context)
        case syntax.Name():
            return _bare(expression, context)
        case _:
            raise CheckProblem("not-a-condition", "a constant is no condition", expression.column)


def resolve(name: syntax.Name, context: Context) -> tuple[FieldRef, Field]:
    """The field a name stands for."""
    if len(name.parts) == 1:
        variable, word = context.own, name.parts[0]
        if variable is None:
            known = [*context.measures, *(f"{v}." for v in context.variables)]
            raise CheckProblem(
                "unknown-name",
                f"{word!r} is no measure; a field is written variable.field{suggestion(word, known)}",
                name.column,
            )
    else:
        variable, word = name.parts
    relation = context.variables.get(variable)
    if relation is None:
        raise CheckProblem(
            "unknown-variable",
            f"{variable!r} is no variable here{suggestion(variable, context.variables)}",
            name.column,
        )
    index = relation.index(word)
    if index is None:
        fields = [f.name for f in relation.fields]
        raise CheckProblem(
            "unknown-field", f"{relation.name} has no field {word!r}{suggestion(word, fields)}", name.column
        )
    declared = relation.fields[index]
    return FieldRef(variable, relation.name, word, index, declared.kind), declared


def _measure(operand: syntax.Operand, context: Context) -> Measure | None:
    if not isinstance(operand, syntax.Name) or len(operand.parts) != 1:
        return None
    own = context.variables[context.own] if context.own else None
    if own and own.index(operand.parts[0]) is not None:
        return None
    return context.measures.get(operand.parts[0])


def measured_kind(measure: Measure) -> Kind:
    """What a measure's value is: a number of rows, a share, or a sum of what it adds up."""
    if measure.kind is MeasureKind.SHARE:
        return Kind.SHARE
    return Kind.INT if measure.weight is None else measure.weight.kind


def _bare(name: syntax.Name, context: Context) -> Formula:
    if _measure(name, context):
        raise CheckProblem("not-a-condition", f"compare the measure {name} with a number", name.column)
    ref, declared = resolve(name, context)
    if declared.kind is not Kind.BOOL:
        raise CheckProblem("not-a-condition", f"{name} is no yes/no field; compare it with something", name.column)
    return Compare(ref, Op.EQ, Literal(True, Kind.BOOL))


def _membership(membership: syntax.Membership, context: Context) -> Formula:
    if not isinstance(membership.item, syntax.Name) or _measure(membership.item, context):
        raise CheckProblem("type", "only a field can be in a list", membership.column)
    ref, declared = resolve(membership.item, context)
    if declared.kind not in (Kind.CODE, Kind.TEXT):
        raise CheckProblem(
            "type", f"{membership.item} is of kind {declared.kind}; a list holds texts", membership.column
        )
    values = tuple(_literal(constant, ref, declared).value for constant in membership.values)
    if len(set(values)) < len(values):
        raise CheckProblem("repeated-value", "a value stands in the list twice", membership.column)
    member = Member(ref, values)
    return Not(member) if membership.negated else member


def _comparison(comparison: syntax.Comparison, context: Context) -> Formula:
    left, op, right = comparison.left, comparison.op, comparison.right
    if not isinstance(left, syntax.Name):
        left, op, right = right, MIRRORED[op], left
    if not isinstance(left, syntax.Name):
        raise CheckProblem("type", "one side of a comparison must be a field or a measure", comparison.column)
    measure = _measure(left, context)
    if measure is None and _measure(right, context):
        left, op, right = right, MIRRORED[op], left
        measure = _measure(left, context)
    if measure:
        return _measure_test(measure, op, right, context)
    ref, declared = resolve(left, context)  # type: ignore[arg-type]  # swapped only for a measure
    if isinstance(right, syntax.Name):
        return _field_comparison(ref, op, right, context)
    if isinstance(right, syntax.ParamName):
        value = context.params.value(right, ref.kind, _range(declared))
        return _by_date(
            value,
            lambda number: _with_bounds(ref, declared, op, _number(number, ref, right.column), context),
            context,
            right,
        )
    literal = _literal(right, ref, declared)
    if op not in (Op.EQ, Op.NE) and ref.kind not in ORDERED:
        raise CheckProblem("type", f"{left} is of kind {ref.kind}, which has no order", comparison.column)
    return _with_bounds(ref, declared, op, literal, context)


def _measure_test(measure: Measure, op: Op, right: syntax.Operand, context: Context) -> Formula:
    def test(number: Decimal) -> Formula:
        scaled = number.scaleb(MEASURE_PLACES)
        if scaled != scaled.to_integral_value():
            raise CheckProblem("too-fine", f"{number} has more than {MEASURE_PLACES} decimal places", right.column)
        if measure.kind is MeasureKind.SHARE and not 0 <= number <= 1:
            raise CheckProblem("out-of-range", f"a share lies between 0 and 1, not at {number}", right.column)
        return MeasureTest(measure.name, op, int(scaled), MEASURE_PLACES)

    if isinstance(right, syntax.ParamName):
        highest = Decimal(1) if measure.kind is MeasureKind.SHARE else None
        possible = Range(measure.name, Decimal(0), highest)
        return _by_date(context.params.value(right, measured_kind(measure), possible), test, context, right)
    if isinstance(right, syntax.Constant) and isinstance(right.value, Decimal):
        return test(_plain_number(right.value, right.column))
    raise CheckProblem("type", "a measure is compared with a number or a $param", right.column)


def _range(declared: Field) -> Range:
    low, high = (
        None if limit is None else Decimal(limit).scaleb(-DECIMAL_PLACES[declared.kind])
        for limit in (declared.lowest, declared.highest)
    )
    return Range(declared.name, low, high)


def _field_comparison(left: FieldRef, op: Op, name: syntax.Name, context: Context) -> Formula:
    right, _ = resolve(name, context)
    identities = left.kind in IDENTITY and right.kind in IDENTITY
    if left.kind is not right.kind and not identities:
        raise CheckProblem(
            "type", f"{left.field} ({left.kind}) cannot be compared with {name} ({right.kind})", name.column
        )
    if op not in (Op.EQ, Op.NE) and left.kind not in ORDERED:
        raise CheckProblem("type", f"fields of kind {left.kind} have no order", name.column)
    return Compare(left, op, right)


def _literal(constant: syntax.Constant, ref: FieldRef, declared: Field) -> Literal:
    value = constant.value
    if isinstance(value, bool):
        if ref.kind is not Kind.BOOL:
            raise CheckProblem("type", f"{ref.field} is of kind {ref.kind}, not yes/no", constant.column)
        return Literal(value, Kind.BOOL)
    if isinstance(value, Decimal):
        return _number(_plain_number(value, constant.column), ref, constant.column)
    if ref.kind not in (Kind.CODE, Kind.TEXT):
        raise CheckProblem("type", f"{ref.field} is of kind {ref.kind}, not text", constant.column)
    if declared.values and value not in declared.values:
        raise CheckProblem(
            "unknown-value",
            f"{value!r} is no value of {ref.field}: {', '.join(declared.values)}{suggestion(value, declared.values)}",
            constant.column,
        )
    return Literal(value, ref.kind)


def _plain_number(number: Decimal, column: int) -> Decimal:
    if number not in (0, 1):
        raise CheckProblem(
            "threshold-without-basis",
            f"the number {number} needs a basis: make it a parameter and write its $name here",
            column,
        )
    return number


def _number(number: Decimal, ref: FieldRef, column: int) -> Literal:
    if ref.kind not in DECIMAL_PLACES:
        raise CheckProblem("type", f"{ref.field} is of kind {ref.kind}, not a number", column)
    places = DECIMAL_PLACES[ref.kind]
    scaled = number.scaleb(places)
    if scaled != scaled.to_integral_value():
        raise CheckProblem("too-fine", f"{number} is finer than the {places} decimal places of {ref.field}", column)
    return Literal(encode_number(number, ref.kind), ref.kind)


def _by_date(
    value: ParamValue, make: Callable[[Decimal], Formula], context: Context, name: syntax.ParamName
) -> Formula:
    """The condition under the value in force: a case for each dated value, false before the first."""
    if isinstance(value, Decimal):
        return make(value)
    day = context.params.in_force_on
    if day is None:
        raise CheckProblem("no-date", f"${name.name} has dated values; in_force_on must name a date", name.column)
    cases: list[Formula] = []
    for position, (first, number) in enumerate(value):
        parts: list[Formula] = [Compare(day, Op.GE, Literal(first.toordinal(), Kind.DATE))]
        if position + 1 < len(value):
            parts.append(Compare(day, Op.LT, Literal(value[position + 1][0].toordinal(), Kind.DATE)))
        cases.append(And((*parts, make(number))))
    return Or(tuple(cases))


def _reference(variable: str, relation: Relation, name: str) -> FieldRef:
    index = [declared.name for declared in relation.fields].index(name)
    return FieldRef(variable, relation.name, name, index, relation.fields[index].kind)


def _with_bounds(ref: FieldRef, declared: Field, op: Op, literal: Literal, context: Context) -> Formula:
    """The comparison; where the field may be known within bounds only, the bounds can decide it too."""
    test = Compare(ref, op, literal)
    if not declared.least:
        return test
    relation = context.variables[ref.variable]

    def bound(name: str, bound_op: Op) -> Compare:
        return Compare(_reference(ref.variable, relation, name), bound_op, literal)

    if op in (Op.GE, Op.GT):
        return And((Or((test, bound(declared.least, op))), bound(declared.most, op)))
    if op in (Op.LE, Op.LT):
        return And((Or((test, bound(declared.most, op))), bound(declared.least, op)))
    equal = And((Compare(ref, Op.EQ, literal), bound(declared.least, Op.LE), bound(declared.most, Op.GE)))
    return equal if op is Op.EQ else Not(equal)
