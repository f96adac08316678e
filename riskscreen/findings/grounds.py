"""Why a rule is flagged: the cells, rows and lists that make its condition true."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from riskscreen.engines.base import Binding
from riskscreen.findings.view import Bound, Cell, View
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


def grounds(view: View, bindings: Iterable[Binding]) -> Grounds:
    """What stands behind the true ``bindings`` of a flagged rule."""
    support = _Support(view)
    if view.query.scope is not None:
        support.add(view.query.scope, view.outermost, True)
    for position, rows in bindings:
        alternative = view.query.alternatives[position]
        bound = view.bind(alternative, rows)
        support.found.rows.update((p.relation, row) for p, row in zip(alternative.patterns, rows, strict=True))
        support.add(alternative.condition, bound, True)
        if alternative.sample is not None:
            support.found.cells.add(view.cell(alternative.sample.size, bound))
    return support.found


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


class _Support:
    """Collects the cells that a formula's known value rests on."""

    def __init__(self, view: View) -> None:
        self._view = view
        self.found = Grounds()

    def add(self, formula: Formula, bound: Bound, value: bool) -> None:
        """Collect why ``formula`` has this ``value`` under ``bound``."""
        match formula:
            case Compare() | Member():
                self.found.cells.update(self._view.cell(ref, bound) for ref in references_of(formula))
            case And(parts) | Or(parts):
                everything = isinstance(formula, And) is value
                for part in parts:
                    if everything or self._view.truth(part, bound) is value:
                        self.add(part, bound, value)
            case Not(part):
                self.add(part, bound, not value)
            case MeasureTest():
                self._add_measure(formula, value)
            case Absence() if value:
                self._add_mentioned(formula, bound)
            case Absence(patterns, condition):
                for whole, truth in self._view.bindings(patterns, condition, bound):
                    if truth:
                        self.found.rows.update(whole[pattern.variable] for pattern in patterns)
                        self.add(condition, whole, True)

    def _add_measure(self, test: MeasureTest, value: bool | None) -> None:
        """The rows that a measure counts; all rows, and that there are no more, unless a lower bound is enough."""
        measure = self._view.measure(test.measure)
        counted = measure.kind is not MeasureKind.SHARE
        lower_bound = counted and ((value is True and test.op in _AT_LEAST) or (value is False and test.op in _AT_MOST))
        if not lower_bound:
            self.found.lists.add(measure.relation)
        for bound, selected, _ in self._view.selection(measure):
            if selected or not lower_bound:
                self.found.rows.add(bound[measure.relation])
                if selected is not None:
                    self.add(measure.filter, bound, selected)
                if measure.weight is not None:
                    self.found.cells.add(self._view.cell(measure.weight, bound))

    def _add_mentioned(self, formula: Formula, bound: Bound) -> None:
        """All that a formula names on the rows bound, and of an absence, on every row it is said of.

        For an absence this says a little more than its falsity on each binding, without going through all of them.
        """
        match formula:
            case Compare() | Member():
                known = (ref for ref in references_of(formula) if ref.variable in bound)
                self.found.cells.update(self._view.cell(ref, bound) for ref in known)
            case And(parts) | Or(parts):
                for part in parts:
                    self._add_mentioned(part, bound)
            case Not(part):
                self._add_mentioned(part, bound)
            case MeasureTest():
                self._add_measure(formula, None)
            case Absence(patterns, condition):
                self._add_absence(patterns, condition, bound)

    def _add_absence(self, patterns: Sequence[Pattern], condition: Formula, bound: Bound) -> None:
        """An empty list is enough; else what the condition names on every row, and beside the rows."""
        relations = [self._view.rows(pattern.relation) for pattern in patterns]
        self.found.lists.update(pattern.relation for pattern in patterns)
        if any(known.complete and not known.rows for known in relations):
            return
        self._add_mentioned(condition, bound)
        for pattern, known in zip(patterns, relations, strict=True):
            for position in range(len(known.rows)):
                self.found.rows.add((pattern.relation, position))
                self._add_mentioned(condition, {**bound, pattern.variable: (pattern.relation, position)})


def references_of(test: Compare | Member) -> tuple[FieldRef, ...]:
    """The fields a test names."""
    if isinstance(test, Member):
        return (test.field,)
    return (test.left,) if isinstance(test.right, Literal) else (test.left, test.right)
