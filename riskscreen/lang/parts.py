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
    return {measure for formula in formulas(query) for measure in measures_tested(formula)}


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
    for part in parts_of(formula):
        if isinstance(part, Member):
            yield part.field
        elif isinstance(part, Compare):
            yield part.left
            if isinstance(part.right, FieldRef):
                yield part.right


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
        for part in parts_of(formula):
            if isinstance(part, Absence):
                yield from part.patterns


def conditions(query: Query) -> Iterator[Formula]:
    """The scope, the filters of all measures, also of those that are only printed, and the alternatives' conditions."""
    if query.scope is not None:
        yield query.scope
    for measure in query.measures:
        yield measure.filter
    for alternative in query.alternatives:
        yield alternative.condition


def fields_named(query: Query) -> Iterator[FieldRef]:
    """Every field that a rule names, with repetitions, those of measures that are only printed among them."""
    for condition in conditions(query):
        yield from fields_in(condition)
    for measure in query.measures:
        if measure.weight is not None:
            yield measure.weight
    for alternative in query.alternatives:
        if alternative.sample is not None:
            yield alternative.sample.size


def relations_named(query: Query) -> tuple[str, ...]:
    """Every relation that a rule names, once, those of measures that are only printed among them."""
    bound = [pattern.relation for alternative in query.alternatives for pattern in alternative.patterns]
    absent = [relation for condition in conditions(query) for relation in relations_absent(condition)]
    return tuple(dict.fromkeys([*(measure.relation for measure in query.measures), *bound, *absent]))


def relations_absent(formula: Formula) -> Iterator[str]:
    """The relations of the absences in a formula."""
    for part in parts_of(formula):
        if isinstance(part, Absence):
            yield from (pattern.relation for pattern in part.patterns)


def measures_tested(formula: Formula) -> frozenset[str]:
    """The names of the measures that a formula tests."""
    return frozenset(part.measure for part in parts_of(formula) if isinstance(part, MeasureTest))


def variables_in(formula: Formula) -> frozenset[str]:
    """The variables that a formula names."""
    return frozenset(ref.variable for ref in fields_in(formula))


def conjuncts(formula: Formula) -> Iterator[Formula]:
    """The formulas that a conjunction is made of, nested ones taken apart."""
    if isinstance(formula, And):
        for part in formula.parts:
            yield from conjuncts(part)
    else:
        yield formula


def parts_of(formula: Formula) -> Iterator[Formula]:
    """The formula and everything in it; what is within something comes after it."""
    yield formula
    match formula:
        case And(parts) | Or(parts):
            for part in parts:
                yield from parts_of(part)
        case Not(part) | Absence(_, part):
            yield from parts_of(part)
