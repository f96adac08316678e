"""Walking over the parts of checked rules."""

from __future__ import annotations

from collections.abc import Iterator

from riskscreen.lang.tree import (
    Absence,
    And,
    Compare,
    FieldRef,
    Formula,
    MeasureTest,
    Member,
    Not,
    Or,
    Query,
)


def conjuncts(formula: Formula) -> Iterator[Formula]:
    """The formulas that a conjunction is made of, nested ones taken apart."""
    if isinstance(formula, And):
        for part in formula.parts:
            yield from conjuncts(part)
    else:
        yield formula


def parts_of(formula: Formula) -> Iterator[Formula]:
    """The formula and everything in it."""
    yield formula
    match formula:
        case And(parts) | Or(parts):
            for part in parts:
                yield from parts_of(part)
        case Not(part) | Absence(_, part):
            yield from parts_of(part)


def fields(formula: Formula) -> Iterator[FieldRef]:
    """The fields that a formula names, without those of the measures it tests."""
    for part in parts_of(formula):
        match part:
            case Compare(left, _, right):
                yield left
                if isinstance(right, FieldRef):
                    yield right
            case Member(field):
                yield field


def variables(formula: Formula) -> set[str]:
    """The variables that a formula names."""
    return {field.variable for field in fields(formula)}


def conditions(query: Query) -> Iterator[Formula]:
    """The scope, the measures' filters and the conditions of a rule."""
    if query.scope is not None:
        yield query.scope
    for measure in query.measures:
        yield measure.filter
    for alternative in query.alternatives:
        yield alternative.condition


def fields_of(query: Query) -> Iterator[FieldRef]:
    """Every field that a rule reads."""
    for condition in conditions(query):
        yield from fields(condition)
    for measure in query.measures:
        if measure.weight is not None:
            yield measure.weight
    for alternative in query.alternatives:
        if alternative.sample is not None:
            yield alternative.sample.size


def words_of(query: Query) -> Iterator[str]:
    """The texts that a rule compares with."""
    for condition in conditions(query):
        for part in parts_of(condition):
            match part:
                case Compare(_, _, right) if not isinstance(right, FieldRef) and isinstance(right.value, str):
                    yield right.value
                case Member(_, values):
                    yield from (value for value in values if isinstance(value, str))


def measures_tested(formula: Formula) -> set[str]:
    """The measures that a formula tests."""
    return {part.measure for part in parts_of(formula) if isinstance(part, MeasureTest)}


def relations_of(query: Query) -> set[str]:
    """Every relation whose rows a rule looks at."""
    patterns = [pattern for alternative in query.alternatives for pattern in alternative.patterns]
    for condition in conditions(query):
        for part in parts_of(condition):
            if isinstance(part, Absence):
                patterns += part.patterns
    return {measure.relation for measure in query.measures} | {pattern.relation for pattern in patterns}
