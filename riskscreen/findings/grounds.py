"""Why a rule is flagged: the cells, rows and lists that make its condition true.

A rule's formulas are turned into functions once; each collects, for one binding, what the formula's value rests on.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

from riskscreen.engines.base import Binding
from riskscreen.findings.view import Bind, Bound, Cell, Reading, View
from riskscreen.lang.tree import (
    Absence,
    And,
    Compare,
    FieldRef,
    Formula,
    Literal,
    MeasureKind,
    MeasureTest,
    Member,
    Not,
    Op,
    Or,
    Pattern,
    Query,
)

_AT_LEAST = (Op.GE, Op.GT)
_AT_MOST = (Op.LE, Op.LT)


@dataclass(slots=True)
class Grounds:
    """What stands behind a flag.

    ``rows`` are those whose existence counts, whatever they hold; of ``lists`` it counts that they hold no more.
    """

    cells: set[Cell] = field(default_factory=set)
    rows: set[tuple[str, int]] = field(default_factory=set)
    lists: set[str] = field(default_factory=set)


Support: TypeAlias = Callable[[View, Bound, bool, Grounds], None]
"""Adds to the grounds why a formula has this value under a binding."""

Mention: TypeAlias = Callable[[View, Bound, Grounds], None]
"""Adds to the grounds all that a formula names on the rows bound."""


class GroundsFinder:
    """Finds the grounds of one rule's flags."""

    def __init__(self, reading: Reading) -> None:
        query = reading.query
        self._constant = constant_grounds(query)
        self._scope = None if query.scope is None else _support(query.scope, reading)
        self._alternatives = [
            (alternative, _support(alternative.condition, reading)) for alternative in query.alternatives
        ]

    def grounds(self, view: View, bindings: Iterable[Binding]) -> Grounds:
        """What stands behind the true ``bindings`` of a flagged rule. Not to be changed: flags may share it."""
        if self._constant is not None:
            return self._constant
        found = Grounds()
        if self._scope is not None:
            self._scope(view, view.outermost, True, found)
        for position, rows in bindings:
            alternative, support = self._alternatives[position]
            bound = view.bind(alternative, rows)
            for pattern, row in zip(alternative.patterns, rows, strict=True):
                found.rows.add((pattern.relation, row))
            support(view, bound, True, found)
            if alternative.sample is not None:
                found.cells.add(view.cell(alternative.sample.size, bound))
        return found


def constant_grounds(query: Query) -> Grounds | None:
    """The grounds of every flag of a rule that is one conjunction of tests on the subject's own row, else None."""
    alternative, *others = query.alternatives
    if others or alternative.patterns or alternative.sample is not None:
        return None
    cells: set[Cell] = set()
    pending = [alternative.condition] if query.scope is None else [query.scope, alternative.condition]
    while pending:
        match pending.pop():
            case And(parts):
                pending += parts
            case (Compare() | Member()) as test:
                cells.update(Cell(query.subject, 0, ref.index) for ref in references_of(test))
            case Not(Compare() | Member() as test):
                cells.update(Cell(query.subject, 0, ref.index) for ref in references_of(test))
            case _:
                return None
    return Grounds(cells)


def _support(formula: Formula, reading: Reading) -> Support:
    match formula:
        case Compare() | Member():
            return _support_of_test(references_of(formula))
        case And(parts) | Or(parts):
            return _support_of_parts(parts, isinstance(formula, And), reading)
        case Not(part):
            denied = _support(part, reading)
            return lambda view, bound, value, found: denied(view, bound, not value, found)
        case MeasureTest():
            return _support_of_measure(formula, reading)
        case Absence():
            return _support_of_absence(formula, reading)


def _support_of_test(references: Sequence[FieldRef]) -> Support:
    def support(view: View, bound: Bound, value: bool, found: Grounds) -> None:
        for ref in references:
            found.cells.add(view.cell(ref, bound))

    return support


def _support_of_parts(parts: Sequence[Formula], conjunction: bool, reading: Reading) -> Support:
    each = [(reading.test(part), _support(part, reading)) for part in parts]

    def support(view: View, bound: Bound, value: bool, found: Grounds) -> None:
        everything = conjunction is value
        for test, support_of_part in each:
            if everything or test(view, bound) is value:
                support_of_part(view, bound, value, found)

    return support


def _support_of_measure(test: MeasureTest, reading: Reading) -> Support:
    """The rows that a measure counts; all rows, and that there are no more, unless a lower bound is enough."""
    counted = reading.measures[test.measure].kind is not MeasureKind.SHARE
    bounded = {True: _counted_rows(test, reading, counted and test.op in _AT_LEAST)}
    bounded[False] = _counted_rows(test, reading, counted and test.op in _AT_MOST)
    return lambda view, bound, value, found: bounded[value](view, bound, found)


def _counted_rows(test: MeasureTest, reading: Reading, lower_bound: bool) -> Mention:
    measure = reading.measures[test.measure]
    relation, weight = measure.relation, measure.weight
    support_of_filter = _support(measure.filter, reading)

    def mention(view: View, _: Bound, found: Grounds) -> None:
        if not lower_bound:
            found.lists.add(relation)
        for bound, selected, _weight in view.selection(measure):
            if selected or not lower_bound:
                found.rows.add((relation, bound[relation].position))
                if selected is not None:
                    support_of_filter(view, bound, selected, found)
                if weight is not None:
                    found.cells.add(view.cell(weight, bound))

    return mention


def _support_of_absence(absence: Absence, reading: Reading) -> Support:
    patterns, condition = absence.patterns, absence.condition
    mention, present = _mention_of_absence(absence, reading), _support(condition, reading)

    def support(view: View, bound: Bound, value: bool, found: Grounds) -> None:
        if value:
            mention(view, bound, found)
            return
        for whole, truth in view.bindings(patterns, condition, bound):
            if truth:
                found.rows.update(whole[pattern.variable][:2] for pattern in patterns)
                present(view, whole, True, found)

    return support


def _mention(formula: Formula, reading: Reading) -> Mention:
    """All that a formula names on the rows bound, and of an absence, on every row it is said of.

    For an absence this says a little more than its falsity on each binding, without going through all of them.
    """
    match formula:
        case Compare() | Member():
            return _mention_of_test(references_of(formula))
        case And(parts) | Or(parts):
            return _mention_of_parts([_mention(part, reading) for part in parts])
        case Not(part):
            return _mention(part, reading)
        case MeasureTest():
            return _counted_rows(formula, reading, lower_bound=False)
        case Absence():
            return _mention_of_absence(formula, reading)


def _mention_of_test(references: Sequence[FieldRef]) -> Mention:
    def mention(view: View, bound: Bound, found: Grounds) -> None:
        found.cells.update(view.cell(ref, bound) for ref in references if ref.variable in bound)

    return mention


def _mention_of_parts(parts: Sequence[Mention]) -> Mention:
    def mention(view: View, bound: Bound, found: Grounds) -> None:
        for part in parts:
            part(view, bound, found)

    return mention


def _mention_of_absence(absence: Absence, reading: Reading) -> Mention:
    """An empty list is enough; else what the condition names on every row, and beside the rows."""
    patterns: Sequence[Pattern] = absence.patterns
    mention_condition = _mention(absence.condition, reading)

    def mention(view: View, bound: Bound, found: Grounds) -> None:
        relations = [view.rows(pattern.relation) for pattern in patterns]
        found.lists.update(pattern.relation for pattern in patterns)
        if any(known.complete and not known.rows for known in relations):
            return
        mention_condition(view, bound, found)
        for pattern, known in zip(patterns, relations, strict=True):
            for position, row in enumerate(known.rows):
                found.rows.add((pattern.relation, position))
                mention_condition(view, {**bound, pattern.variable: Bind(pattern.relation, position, row)}, found)

    return mention


def references_of(test: Compare | Member) -> tuple[FieldRef, ...]:
    """The fields a test names."""
    if isinstance(test, Member):
        return (test.field,)
    return (test.left,) if isinstance(test.right, Literal) else (test.left, test.right)
