"""Formulas of checked rules in the words of the rule language."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from riskscreen.lang.tree import (
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
from riskscreen.lang.vocabulary import Kind, decode


def shown(formula: Formula) -> str:
    """The formula as a rule would write it, with numbers in place of parameters."""
    match formula:
        case Compare(left, Op.EQ, Literal(True)):
            return _field(left)
        case Compare(left, op, right):
            return f"{_field(left)} {op} {_field(right) if isinstance(right, FieldRef) else _literal(right)}"
        case Member(field, values):
            listed = ", ".join(f'"{value}"' for value in values)
            return f"{_field(field)} in [{listed}]"
        case And(parts):
            return _joined(parts, "and") or "true"
        case Or(parts):
            return _joined(parts, "or") or "false"
        case Not(part):
            return f"not {_enclosed(part)}"
        case MeasureTest(measure, op, threshold, places):
            return f"{measure} {op} {number_text(Decimal(threshold).scaleb(-places))}"
        case Absence(patterns, condition):
            names = ", ".join(f"{pattern.variable}: {pattern.relation}" for pattern in patterns)
            return f"none: {names} where {shown(condition)}"


def number_text(number: Decimal) -> str:
    """A number without superfluous zeros or exponent."""
    return format(number.normalize(), "f")


def _field(field: FieldRef) -> str:
    return f"{field.variable}.{field.field}"


def _literal(literal: Literal) -> str:
    value = decode(literal.value, literal.kind)
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | Decimal):
        return number_text(Decimal(value))
    return f'"{value}"' if literal.kind in (Kind.CODE, Kind.TEXT) else str(value)


def _joined(parts: Sequence[Formula], word: str) -> str:
    if len(parts) == 1:
        return shown(parts[0])
    return f" {word} ".join(_enclosed(part) for part in parts)


def _enclosed(formula: Formula) -> str:
    text = shown(formula)
    return f"({text})" if isinstance(formula, And | Or) and len(formula.parts) > 1 else text
