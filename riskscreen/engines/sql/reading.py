"""What queries look at: fields, and relations."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from riskscreen.lang.tree import (
    Absence,
    And,
    Compare,
    FieldRef,
    Formula,
    Measure,
    MeasureTest,
    Member,
    Not,
    Or,
    Query,
)


def fields(formula: Formula) -> Iterator[FieldRef]:
    """The fields that a formula names, those of measures not among them."""
    match formula:
        case Compare(left, _, right):
            yield left
            if isinstance(right, FieldRef):
                yield right
        case Member(ref):
            yield ref
        case And(parts) | Or(parts):
            for part in parts:
                yield from fields(part)
        case Not(part) | Absence(_, part):
            yield from fields(part)
        case MeasureTest():
            return


def variables(formula: Formula) -> frozenset[str]:
    """The variables that a formula names."""
    return frozenset(ref.variable for ref in fields(formula))


def fields_of(query: Query) -> Iterator[FieldRef]:
    """The fields that decide a rule."""
    for formula in _formulas(query):
        yield from fields(formula)
    for measure in query.measures:
        if measure.weight is not None:
            yield measure.weight
    for alternative in query.alternatives:
        if alternative.sample is not None:
            yield alternative.sample.size


def relations_of(query: Query) -> Iterator[str]:
    """The relations whose rows decide a rule."""
    for measure in query.measures:
        yield measure.relation
    for alternative in query.alternatives:
        for pattern in alternative.patterns:
            yield pattern.relation
    for formula in _formulas(query):
        yield from _absent(formula)


def seen_beside(formula: Formula, measures: Iterable[Measure]) -> frozenset[str]:
    """The relations that a formula looks at beside the rows in sight: those of measures and of absences."""
    of_measures = {measure.name: measure.relation for measure in measures}
    return frozenset([*_absent(formula), *(of_measures[name] for name in _measures(formula))])


def _measures(formula: Formula) -> Iterator[str]:
    match formula:
        case MeasureTest(measure):
            yield measure
        case And(parts) | Or(parts):
            for part in parts:
                yield from _measures(part)
        case Not(part) | Absence(_, part):
            yield from _measures(part)
        case _:
            return


def _formulas(query: Query) -> Iterator[Formula]:
    if query.scope is not None:
        yield query.scope
    for measure in query.measures:
        yield measure.filter
    for alternative in query.alternatives:
        yield alternative.condition


def _absent(formula: Formula) -> Iterator[str]:
    match formula:
        case And(parts) | Or(parts):
            for part in parts:
                yield from _absent(part)
        case Not(part):
            yield from _absent(part)
        case Absence(patterns, part):
            for pattern in patterns:
                yield pattern.relation
            yield from _absent(part)
        case _:
            return
