"""The semantics of the rule language spelled out: slow, and as close to its definition as code can be.

Every binding is tried, phantom rows included; every formula is evaluated whole; measures are compared as fractions.
Written from the definition and from nothing else, so that engines can be tested against it.
"""

from __future__ import annotations

import operator
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import product

from riskscreen.engines.base import Outcome, Verdict
from riskscreen.facts.case import NOTHING_KNOWN, Case
from riskscreen.lang.tree import (
    Absence,
    Alternative,
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
    Pattern,
    Query,
)
from riskscreen.lang.vocabulary import DECIMAL_PLACES, Row, Value

Truth = bool | None
Rows = Mapping[str, Row | None]
"""The row bound to each variable; None is the phantom row, all of whose fields are unknown."""

COMPARE = {
    Op.EQ: operator.eq,
    Op.NE: operator.ne,
    Op.LT: operator.lt,
    Op.LE: operator.le,
    Op.GT: operator.gt,
    Op.GE: operator.ge,
}


def both(truths: Sequence[Truth]) -> Truth:
    """Strong Kleene conjunction."""
    return False if False in truths else None if None in truths else True


def either(truths: Sequence[Truth]) -> Truth:
    """Strong Kleene disjunction."""
    return True if True in truths else None if None in truths else False


def negation(truth: Truth) -> Truth:
    """Strong Kleene negation."""
    return None if truth is None else not truth


def judge(query: Query, case: Case) -> Outcome:
    """The outcome of a rule on a case."""
    world = _World(query, case)
    subject: Rows = {query.subject: case.root}
    if query.scope is not None:
        scope = world.truth(query.scope, subject)
        if scope is False:
            return Outcome(Verdict.CLEAR, in_scope=False)
        if scope is None:
            return Outcome(Verdict.UNKNOWN)
    true_bindings = []
    truths = []
    for position, alternative in enumerate(query.alternatives):
        for positions, rows in world.bindings(alternative.patterns, subject):
            truth = world.binding_truth(alternative, positions, rows)
            truths.append(truth)
            if truth:
                true_bindings.append((position, tuple(place for place in positions if place is not None)))
    verdict = {True: Verdict.FLAGGED, None: Verdict.UNKNOWN, False: Verdict.CLEAR}[either(truths)]
    return Outcome(verdict, tuple(sorted(true_bindings)))


class _World:
    def __init__(self, query: Query, case: Case) -> None:
        self.case = case
        self.measures = {measure.name: measure for measure in query.measures}
        self.subject: Rows = {query.subject: case.root}

    def bindings(
        self, patterns: Sequence[Pattern], outer: Rows
    ) -> Iterator[tuple[tuple[int | None, ...], dict[str, Row | None]]]:
        """Every assignment of rows to the patterns' variables: positions (None for the phantom row) and rows."""
        choices: list[list[tuple[int | None, Row | None]]] = []
        for pattern in patterns:
            relation = self.case.relations.get(pattern.relation, NOTHING_KNOWN)
            rows: list[tuple[int | None, Row | None]] = list(enumerate(relation.rows))
            choices.append(rows if relation.complete else [*rows, (None, None)])
        for chosen in product(*choices):
            bound = {pattern.variable: row for pattern, (_, row) in zip(patterns, chosen, strict=True)}
            yield tuple(place for place, _ in chosen), {**outer, **bound}

    def binding_truth(self, alternative: Alternative, positions: tuple[int | None, ...], rows: Rows) -> Truth:
        """Unknown below the minimum sample; else the condition, and that every row used exists."""
        if alternative.sample is not None:
            size = self.value(alternative.sample.size, rows)
            if size is None or size < alternative.sample.minimum:  # type: ignore[operator]  # a sample is a count
                return None
        return both([self.truth(alternative.condition, rows), *existence(positions)])

    def truth(self, formula: Formula, rows: Rows) -> Truth:
        match formula:
            case Compare(left, op, right):
                a = self.value(left, rows)
                b = right.value if isinstance(right, Literal) else self.value(right, rows)
                return None if a is None or b is None else COMPARE[op](a, b)
            case Member(field, values):
                known = self.value(field, rows)
                return None if known is None else known in values
            case And(parts):
                return both([self.truth(part, rows) for part in parts])
            case Or(parts):
                return either([self.truth(part, rows) for part in parts])
            case Not(part):
                return negation(self.truth(part, rows))
            case Absence(patterns, condition):
                found = [
                    both([self.truth(condition, inner), *existence(positions)])
                    for positions, inner in self.bindings(patterns, rows)
                ]
                return negation(either(found))
            case MeasureTest():
                return self.measure_truth(formula)

    def value(self, field: FieldRef, rows: Rows) -> Value | None:
        row = rows[field.variable]
        return None if row is None else row[field.index]

    def measure_truth(self, test: MeasureTest) -> Truth:
        """Whether every value within the measure's bounds satisfies the test, or none does."""
        bounds = self.bounds(self.measures[test.measure])
        if bounds is None:
            return None
        low, high = bounds
        threshold = Fraction(test.threshold, 10**test.places)
        beyond = max(low, threshold) + 1
        top = beyond if high is None else high
        # an interval's ends, its middle and the threshold if it lies inside show every way the test can turn out
        probes = [low, top, (low + top) / 2] + ([threshold] if low <= threshold <= top else [])
        outcomes = {COMPARE[test.op](probe, threshold) for probe in probes}
        return outcomes.pop() if len(outcomes) == 1 else None

    def bounds(self, measure: Measure) -> tuple[Fraction, Fraction | None] | None:
        """The least and the greatest value (None: unbounded); None where a share cannot be known."""
        relation = self.case.relations.get(measure.relation, NOTHING_KNOWN)
        truths = [self.truth(measure.filter, {**self.subject, measure.relation: row}) for row in relation.rows]
        weights = [self.weight(measure, row) for row in relation.rows]
        if measure.kind is MeasureKind.SHARE:
            if not relation.complete or None in truths or None in weights:
                return None
            total = sum(weight for weight in weights if weight is not None)
            part = sum(weight for truth, weight in zip(truths, weights, strict=True) if truth and weight is not None)
            share = part / total if total else Fraction(0)
            return share, share
        counted = [(truth, weight) for truth, weight in zip(truths, weights, strict=True) if truth is not False]
        low = sum((weight for truth, weight in counted if truth and weight is not None), Fraction(0))
        if not relation.complete or any(weight is None for _, weight in counted):
            return low, None
        return low, sum((weight for _, weight in counted if weight is not None), Fraction(0))

    def weight(self, measure: Measure, row: Row) -> Fraction | None:
        if measure.weight is None:
            return Fraction(1)
        value = row[measure.weight.index]
        return None if value is None else Fraction(int(value), 10 ** DECIMAL_PLACES[measure.weight.kind])


def existence(positions: Sequence[int | None]) -> list[Truth]:
    """Whether each row used exists: unknown of a phantom."""
    return [None if place is None else True for place in positions]
