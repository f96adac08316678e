"""From a formula of the rule language to a BOOLEAN expression, NULL where the formula is unknown."""

from __future__ import annotations

from typing import Protocol

from sqlglot import exp

from riskscreen.engines.sql.terms import both, constant, either, integer, negation
from riskscreen.lang.tree import (
    Absence,
    And,
    Compare,
    FieldRef,
    Formula,
    MeasureTest,
    Member,
    Not,
    Op,
    Or,
)

COMPARISONS: dict[Op, type[exp.Binary]] = {
    Op.EQ: exp.EQ,
    Op.NE: exp.NEQ,
    Op.LT: exp.LT,
    Op.LE: exp.LTE,
    Op.GT: exp.GT,
    Op.GE: exp.GTE,
}

WIDEST = 10**37
"""No column holds a number as great as this; a constant beyond it is compared as if it were this one."""


class Sight(Protocol):
    """What a formula can name."""

    def field(self, ref: FieldRef) -> exp.Expr:
        """A field of a row in sight."""
        ...

    def measure_test(self, test: MeasureTest) -> exp.Expr:
        """What the comparison of a measure comes to."""
        ...

    def absence(self, absence: Absence) -> exp.Expr:
        """Whether the rows in sight have no match."""
        ...


def truth(formula: Formula, sight: Sight) -> exp.Expr:
    """The formula's truth."""
    match formula:
        case Compare(left, op, right):
            other = sight.field(right) if isinstance(right, FieldRef) else _literal(right.value)
            return COMPARISONS[op](this=sight.field(left), expression=other)
        case Member():
            return _member(formula, sight)
        case And(parts):
            return both(truth(part, sight) for part in parts)
        case Or(parts):
            return either(truth(part, sight) for part in parts)
        case Not(part):
            return negation(truth(part, sight))
        case MeasureTest():
            return sight.measure_test(formula)
        case Absence():
            return sight.absence(formula)


def _member(member: Member, sight: Sight) -> exp.Expr:
    if not member.values:
        # IN () is no SQL: false where the value is known, as nothing differs from itself
        return exp.NEQ(this=sight.field(member.field), expression=sight.field(member.field))
    return exp.In(this=sight.field(member.field), expressions=[_literal(value) for value in member.values])


def _literal(value: bool | int | str) -> exp.Expr:
    if isinstance(value, int) and not isinstance(value, bool):
        return integer(max(-WIDEST, min(WIDEST, value)))
    return constant(value)
