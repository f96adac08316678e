"""What a checked query is made of: the fields it reads and the measures it tests."""

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
    Pattern,
    Query,
)


def formulas(query: Query) -> Iterator[Formula]:
    """The scope, if there is one, and the condition of each alternative."""
    if query.scope is not None:
        yield query.scope
    for alternative in query.alternatives:
        yield alternative.condition


def tested_measures(query: Query) -> set[str]:
    """The names of the measures that scope and conditions test; others can only be printed."""
    return {test.measure for formula in formulas(query) for test in _tests(formula) if isinstance(test, MeasureTest)}


def fields_read(query: Query) -> Iterator[FieldRef]:
    """Every field that a verdict depends on, with repetitions: of scope, conditions, samples and tested measures."""
    yield from fields_compared(query)
    for alternative in query.alternatives:
        if alternative.sample is not None:
            yield alternative.sample.size


def facts_read(query: Query) -> frozenset[int | str]:
    """All that a verdict depends on: positions of fields of the subject's own row, and relations."""
    own = {ref.index for ref in fields_read(query) if ref.relation == query.subject}
    return frozenset(own).union(pattern.relation for pattern in rows_read(query))


def fields_compared(query: Query) -> Iterator[FieldRef]:
    """Every field of scope, conditions and tested measures, with repetitions."""
    for formula in formulas(query):
        yield from fields_in(formula)
    tested = tested_measures(query)
    for measure in query.measures:
        if measure.name in tested:
            yield from fields_in(measure.filter)
            if measure.weight is not None:
                yield measure.weight


def fields_in(formula: Formula) -> Iterator[FieldRef]:
    """Every field that a formula compares."""
    for test in _tests(formula):
        if isinstance(test, Member):
            yield test.field
        elif isinstance(test, Compare):
            yield test.left
            if isinstance(test.right, FieldRef):
                yield test.right


def rows_read(query: Query) -> Iterator[Pattern]:
    """Every variable over the rows of a relation that a verdict depends on, those of ``none`` and measures included.

    A measure's variable has the name of its relation.
    """
    yield from rows_bound(query)
    tested = tested_measures(query)
    for measure in query.measures:
        if measure.name in tested:
            yield Pattern(measure.relation, measure.relation)


def rows_bound(query: Query) -> Iterator[Pattern]:
    """Every variable of an alternative or of a ``none``."""
    for alternative in query.alternatives:
        yield from alternative.patterns
    for formula in formulas(query):
        for test in _tests(formula):
            if isinstance(test, Absence):
                yield from test.patterns


def _tests(formula: Formula) -> Iterator[Compare | Member | MeasureTest | Absence]:
    """The tests of a formula; an absence is followed by the tests within it."""
    match formula:
        case And(parts) | Or(parts):
            for part in parts:
                yield from _tests(part)
        case Not(part):
            yield from _tests(part)
        case Absence(_, condition):
            yield formula
            yield from _tests(condition)
        case _:
            yield formula
