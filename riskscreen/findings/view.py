"""A rule's query looked at on one case, binding by binding: the ground that explanations stand on.

This is no engine: verdicts and bindings come from one. Given them, it tells what each part of a condition is worth
on a binding, so that evidence and missing values can be named.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple, TypeAlias

from riskscreen.facts.case import NOTHING_KNOWN, Case, Rows
from riskscreen.lang import measure as measuring
from riskscreen.lang.tree import (
    Absence,
    Alternative,
    And,
    Compare,
    FieldRef,
    Formula,
    Literal,
    Measure,
    MeasureTest,
    Member,
    Not,
    Op,
    Or,
    Pattern,
    Query,
)
from riskscreen.lang.vocabulary import DECIMAL_PLACES, Row, Value

UNSEEN = -1
"""The position of the row that an incomplete list may hold besides those known."""


class Cell(NamedTuple):
    """A field of a row of a relation, by positions; the subject's own row is row 0 of the subject."""

    relation: str
    row: int
    field: int


Bound: TypeAlias = Mapping[str, tuple[str, int]]
"""The relation and row position bound to each variable; a variable that is not bound yet is not in it."""

_COMPARISONS: Mapping[Op, Callable[[Any, Any], bool]] = {
    Op.EQ: operator.eq,
    Op.NE: operator.ne,
    Op.LT: operator.lt,
    Op.LE: operator.le,
    Op.GT: operator.gt,
    Op.GE: operator.ge,
}


class View:
    """What the parts of ``query`` are worth on ``case``."""

    def __init__(self, query: Query, case: Case) -> None:
        self.query = query
        self.case = case
        self.outermost: Bound = {query.subject: (query.subject, 0)}
        self._measures = {measure.name: measure for measure in query.measures}
        self._bounds: dict[str, measuring.Bounds | None] = {}
        self._selections: dict[str, list[tuple[Bound, bool | None, int | None]]] = {}

    def rows(self, relation: str) -> Rows:
        """The known rows of a relation."""
        return self.case.relations.get(relation, NOTHING_KNOWN)

    def row(self, relation: str, position: int) -> Row | None:
        """A row by its position, or None for the unseen one."""
        if position == UNSEEN:
            return None
        return self.case.root if relation == self.query.subject else self.rows(relation).rows[position]

    def bind(self, alternative: Alternative, positions: Sequence[int]) -> Bound:
        """The variables of an alternative on the row positions that an engine reports."""
        pairs = zip(alternative.patterns, positions, strict=True)
        return {**self.outermost, **{pattern.variable: (pattern.relation, row) for pattern, row in pairs}}

    def cell(self, ref: FieldRef, bound: Bound) -> Cell:
        """Where a field reference points under a binding."""
        relation, row = bound[ref.variable]
        return Cell(relation, row, ref.index)

    def value(self, ref: FieldRef, bound: Bound) -> Value | None:
        """The value of a field, None where it is unknown or its variable is not bound."""
        if ref.variable not in bound:
            return None
        row = self.row(*bound[ref.variable])
        return None if row is None else row[ref.index]

    def truth(self, formula: Formula, bound: Bound) -> bool | None:
        """The formula's strong Kleene value; what is not bound is unknown."""
        match formula:
            case Compare(left, op, right):
                a = self.value(left, bound)
                b = right.value if isinstance(right, Literal) else self.value(right, bound)
                return None if a is None or b is None else _COMPARISONS[op](a, b)
            case Member(ref, values):
                value = self.value(ref, bound)
                return None if value is None else value in values
            case And(parts):
                return self._fold(parts, bound, False)
            case Or(parts):
                return self._fold(parts, bound, True)
            case Not(part):
                truth = self.truth(part, bound)
                return None if truth is None else not truth
            case MeasureTest(name):
                return measuring.holds(self.bounds(name), formula)
            case Absence():
                return self._absent(formula, bound)

    def measure(self, name: str) -> Measure:
        """The declaration of a measure of the query."""
        return self._measures[name]

    def bounds(self, name: str) -> measuring.Bounds | None:
        """What is known of a measure's value."""
        if name not in self._bounds:
            measure = self._measures[name]
            weighed = ((selected, weight) for _, selected, weight in self.selection(measure))
            unit = 1 if measure.weight is None else 10 ** DECIMAL_PLACES[measure.weight.kind]
            complete = self.rows(measure.relation).complete
            self._bounds[name] = measuring.fold(measure.kind, complete, weighed, unit)
        return self._bounds[name]

    def selection(self, measure: Measure) -> list[tuple[Bound, bool | None, int | None]]:
        """For each row of a measure's relation: its binding, whether the filter selects it, and its weight."""
        if measure.name not in self._selections:
            bounds = (
                {**self.outermost, measure.relation: (measure.relation, position)}
                for position in range(len(self.rows(measure.relation).rows))
            )
            self._selections[measure.name] = [
                (bound, self.truth(measure.filter, bound), self._weight(measure, bound)) for bound in bounds
            ]
        return self._selections[measure.name]

    def _weight(self, measure: Measure, bound: Bound) -> int | None:
        if measure.weight is None:
            return 1
        weight = self.value(measure.weight, bound)
        return None if weight is None else int(weight)

    def bindings(
        self, patterns: Sequence[Pattern], condition: Formula, bound: Bound, certain: bool = True
    ) -> Iterator[tuple[Bound, bool | None]]:
        """Every binding of the patterns on which the condition is not false, and the condition's value there.

        A relation that is not complete contributes its unseen row; what is said of it is never certain.
        """
        truth = self.truth(condition, bound)
        if truth is False:
            return
        if not patterns:
            yield bound, truth if certain else None
            return
        variable, relation = patterns[0].variable, patterns[0].relation
        known = self.rows(relation)
        for position in range(len(known.rows)):
            yield from self.bindings(patterns[1:], condition, {**bound, variable: (relation, position)}, certain)
        if not known.complete:
            yield from self.bindings(patterns[1:], condition, {**bound, variable: (relation, UNSEEN)}, False)

    def _fold(self, parts: Sequence[Formula], bound: Bound, decisive: bool) -> bool | None:
        """The value of a conjunction (``decisive`` False) or a disjunction (True)."""
        known = True
        for part in parts:
            truth = self.truth(part, bound)
            if truth is decisive:
                return decisive
            known = known and truth is not None
        return (not decisive) if known else None

    def _absent(self, absence: Absence, bound: Bound) -> bool | None:
        undecided = False
        for _, truth in self.bindings(absence.patterns, absence.condition, bound):
            if truth:
                return False
            undecided = True
        return None if undecided else True
