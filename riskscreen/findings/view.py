"""A rule's query looked at on one case, binding by binding: the ground that explanations stand on.

This is no engine: verdicts and bindings come from one. Given them, it tells what each part of a condition is worth
on a binding, so that evidence and missing values can be named.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterator, Mapping, Sequence
from types import MappingProxyType
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


class Bind(NamedTuple):
    """What a variable stands for: a row by its relation and position, and what it holds (None: nothing known)."""

    relation: str
    position: int
    row: Row | None


Bound: TypeAlias = Mapping[str, Bind]
"""What each variable stands for; one that is not bound yet is not in it."""

Test: TypeAlias = "Callable[[View, Bound], bool | None]"
"""A formula's strong Kleene value on a case; what is not bound is unknown."""

_COMPARISONS: Mapping[Op, Callable[[Any, Any], bool]] = {
    Op.EQ: operator.eq,
    Op.NE: operator.ne,
    Op.LT: operator.lt,
    Op.LE: operator.le,
    Op.GT: operator.gt,
    Op.GE: operator.ge,
}


class Reading:
    """A query prepared for being looked at on many cases: each of its formulas is turned into a function once."""

    def __init__(self, query: Query) -> None:
        self.query = query
        self.measures = {measure.name: measure for measure in query.measures}
        self._tests: dict[int, tuple[Formula, Test]] = {}

    def test(self, formula: Formula) -> Test:
        """The function that gives the value of a formula."""
        known = self._tests.get(id(formula))
        if known is None:
            # the formula is kept with its function, so that no other one can come to have its id
            known = self._tests[id(formula)] = (formula, self._function(formula))
        return known[1]

    def _function(self, formula: Formula) -> Test:
        match formula:
            case Compare(left, op, right):
                if isinstance(right, Literal):
                    return _compared(left, _COMPARISONS[op], right.value)
                return _compared_fields(left, _COMPARISONS[op], right)
            case Member(ref, values):
                return _compared(ref, _is_among, frozenset(values))
            case And(parts):
                return _folded([self.test(part) for part in parts], False)
            case Or(parts):
                return _folded([self.test(part) for part in parts], True)
            case Not(part):
                return _negated(self.test(part))
            case MeasureTest(name):
                return lambda view, bound: measuring.holds(view.bounds(name), formula)
            case Absence(patterns, condition):
                self.test(condition)
                return lambda view, bound: view.absent(patterns, condition, bound)


def _is_among(value: Any, values: frozenset[Any]) -> bool:
    return value in values


def _compared(ref: FieldRef, compare: Callable[[Any, Any], bool], literal: Any) -> Test:
    variable, index = ref.variable, ref.index

    def test(view: View, bound: Bound) -> bool | None:
        bind = bound.get(variable)
        if bind is None or bind.row is None:
            return None
        value = bind.row[index]
        return None if value is None else compare(value, literal)

    return test


def _compared_fields(left: FieldRef, compare: Callable[[Any, Any], bool], right: FieldRef) -> Test:
    def test(view: View, bound: Bound) -> bool | None:
        a, b = view.value(left, bound), view.value(right, bound)
        return None if a is None or b is None else compare(a, b)

    return test


def _folded(tests: Sequence[Test], decisive: bool) -> Test:
    """The value of a conjunction (``decisive`` False) or a disjunction (True)."""

    def test(view: View, bound: Bound) -> bool | None:
        known = True
        for part in tests:
            truth = part(view, bound)
            if truth is decisive:
                return decisive
            known = known and truth is not None
        return (not decisive) if known else None

    return test


def _negated(part: Test) -> Test:
    def test(view: View, bound: Bound) -> bool | None:
        truth = part(view, bound)
        return None if truth is None else not truth

    return test


_NONE_GIVEN: Mapping[str, measuring.Bounds] = MappingProxyType({})


class View:
    """What the parts of a query are worth on ``case``; ``measures`` are those whose value is given."""

    __slots__ = ("_bounds", "_selections", "case", "outermost", "query", "reading")

    def __init__(self, reading: Reading, case: Case, measures: Mapping[str, measuring.Bounds] = _NONE_GIVEN) -> None:
        self.reading = reading
        self.query = reading.query
        self.case = case
        subject = self.query.subject
        self.outermost: Bound = {subject: Bind(subject, 0, case.root)}
        self._bounds: dict[str, measuring.Bounds | None] = dict(measures)
        self._selections: dict[str, list[tuple[Bound, bool | None, int | None]]] = {}

    def rows(self, relation: str) -> Rows:
        """The known rows of a relation."""
        return self.case.relations.get(relation, NOTHING_KNOWN)

    def bind(self, alternative: Alternative, positions: Sequence[int]) -> Bound:
        """The variables of an alternative on the row positions that an engine reports."""
        bound = dict(self.outermost)
        for pattern, position in zip(alternative.patterns, positions, strict=True):
            row = self.rows(pattern.relation).rows[position]
            bound[pattern.variable] = Bind(pattern.relation, position, row)
        return bound

    def cell(self, ref: FieldRef, bound: Bound) -> Cell:
        """Where a field reference points under a binding."""
        bind = bound[ref.variable]
        return Cell(bind.relation, bind.position, ref.index)

    def value(self, ref: FieldRef, bound: Bound) -> Value | None:
        """The value of a field, None where it is unknown or its variable is not bound."""
        bind = bound.get(ref.variable)
        return None if bind is None or bind.row is None else bind.row[ref.index]

    def truth(self, formula: Formula, bound: Bound) -> bool | None:
        """The formula's strong Kleene value; what is not bound is unknown."""
        return self.reading.test(formula)(self, bound)

    def measure(self, name: str) -> Measure:
        """The declaration of a measure of the query."""
        return self.reading.measures[name]

    def bounds(self, name: str) -> measuring.Bounds | None:
        """What is known of a measure's value."""
        if name not in self._bounds:
            measure = self.measure(name)
            weighed = ((selected, weight) for _, selected, weight in self.selection(measure))
            unit = 1 if measure.weight is None else 10 ** DECIMAL_PLACES[measure.weight.kind]
            complete = self.rows(measure.relation).complete
            self._bounds[name] = measuring.fold(measure.kind, complete, weighed, unit)
        return self._bounds[name]

    def selection(self, measure: Measure) -> list[tuple[Bound, bool | None, int | None]]:
        """For each row of a measure's relation: its binding, whether the filter selects it, and its weight."""
        selection = self._selections.get(measure.name)
        if selection is None:
            test, relation = self.reading.test(measure.filter), measure.relation
            selection = self._selections[measure.name] = []
            for position, row in enumerate(self.rows(relation).rows):
                bound = {**self.outermost, relation: Bind(relation, position, row)}
                selection.append((bound, test(self, bound), self._weight(measure, bound)))
        return selection

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
        return self._bindings(patterns, self.reading.test(condition), bound, certain)

    def _bindings(
        self, patterns: Sequence[Pattern], test: Test, bound: Bound, certain: bool
    ) -> Iterator[tuple[Bound, bool | None]]:
        truth = test(self, bound)
        if truth is False:
            return
        if not patterns:
            yield bound, truth if certain else None
            return
        variable, relation, inner = patterns[0].variable, patterns[0].relation, patterns[1:]
        known = self.rows(relation)
        for position, row in enumerate(known.rows):
            yield from self._bindings(inner, test, {**bound, variable: Bind(relation, position, row)}, certain)
        if not known.complete:
            yield from self._bindings(inner, test, {**bound, variable: Bind(relation, UNSEEN, None)}, False)

    def absent(self, patterns: Sequence[Pattern], condition: Formula, bound: Bound) -> bool | None:
        """Whether no binding of the patterns makes the condition true."""
        undecided = False
        for _, truth in self.bindings(patterns, condition, bound):
            if truth:
                return False
            undecided = True
        return None if undecided else True
