"""Why a verdict is what it is: the cells that make a condition true, and those that leave it undecided."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from riskscreen.engines.base import Binding
from riskscreen.findings.view import UNSEEN, Bound, Cell, View
from riskscreen.lang.tree import (
    Absence,
    Alternative,
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
    Sample,
)
from riskscreen.lang.vocabulary import IDENTITY

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


@dataclass(slots=True)
class Doubts:
    """What leaves a rule undecided.

    ``cells`` are unknown, ``lists`` may hold more, ``pairs`` are identities of which at least one is unknown, and
    ``samples`` are sizes of cohorts that are too small, each with the least size it takes.
    """

    cells: set[Cell] = field(default_factory=set)
    lists: set[str] = field(default_factory=set)
    pairs: set[tuple[Cell, Cell]] = field(default_factory=set)
    samples: set[tuple[int, int]] = field(default_factory=set)


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


def doubts(view: View) -> Doubts:
    """What an undecided rule waits for: its scope, and every binding that is neither true nor false."""
    search = _Search(view)
    scope = view.query.scope
    if scope is not None and view.truth(scope, view.outermost) is None:
        search.add(scope, view.outermost)
    for alternative in view.query.alternatives:
        if alternative.sample is None:
            search.add_bindings(alternative)
        else:
            search.add_sampled(alternative, alternative.sample)
    return search.found


class _Support:
    """Collects the cells that a formula's known value rests on."""

    def __init__(self, view: View) -> None:
        self._view = view
        self.found = Grounds()

    def add(self, formula: Formula, bound: Bound, value: bool) -> None:
        """Collect why ``formula`` has this ``value`` under ``bound``."""
        match formula:
            case Compare() | Member():
                self.found.cells.update(self._view.cell(ref, bound) for ref in _references(formula))
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
                known = (ref for ref in _references(formula) if ref.variable in bound)
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


class _Search:
    """Collects what could decide formulas that are unknown."""

    def __init__(self, view: View) -> None:
        self._view = view
        self.found = Doubts()

    def add_bindings(self, alternative: Alternative | Absence, outer: Bound | None = None) -> None:
        """Collect why the undecided bindings of an alternative, or of an absence under ``outer``, are so."""
        condition = alternative.condition
        bindings = self._view.bindings(alternative.patterns, condition, outer or self._view.outermost)
        for bound, truth in bindings:
            if truth is None:
                self._add_unseen(bound)
                if self._view.truth(condition, bound) is None:
                    self.add(condition, bound)

    def add_sampled(self, alternative: Alternative, sample: Sample) -> None:
        """The same for an alternative that needs a least sample, whatever its condition says."""
        for bound, _ in self._view.bindings(alternative.patterns, And(()), self._view.outermost):
            self._add_unseen(bound)
            size = self._view.value(sample.size, bound)
            if isinstance(size, int) and size < sample.minimum:
                self.found.samples.add((size, sample.minimum))
                continue
            if size is None:
                self._add_unknown(sample.size, bound)
            if self._view.truth(alternative.condition, bound) is None:
                self.add(alternative.condition, bound)

    def add(self, formula: Formula, bound: Bound) -> None:
        """Collect what could decide ``formula``, which is unknown under ``bound``."""
        match formula:
            case Compare(left, _, FieldRef() as right) if left.kind in IDENTITY:
                self._add_unknown(left, bound)
                self._add_unknown(right, bound)
                self.found.pairs.add((self._view.cell(left, bound), self._view.cell(right, bound)))
            case Compare() | Member():
                for ref in _references(formula):
                    self._add_unknown(ref, bound)
            case And(parts) | Or(parts):
                for part in parts:
                    if self._view.truth(part, bound) is None:
                        self.add(part, bound)
            case Not(part):
                self.add(part, bound)
            case MeasureTest():
                self._add_measure(formula)
            case Absence():
                self.add_bindings(formula, bound)

    def _add_unknown(self, ref: FieldRef, bound: Bound) -> None:
        if self._view.value(ref, bound) is None and self._view.cell(ref, bound).row != UNSEEN:
            self.found.cells.add(self._view.cell(ref, bound))

    def _add_unseen(self, bound: Bound) -> None:
        self.found.lists.update(relation for relation, row in bound.values() if row == UNSEEN)

    def _add_measure(self, test: MeasureTest) -> None:
        measure = self._view.measure(test.measure)
        whole = measure.kind is MeasureKind.SHARE
        if not self._view.rows(measure.relation).complete:
            self.found.lists.add(measure.relation)
        for bound, selected, weight in self._view.selection(measure):
            if selected is None:
                self.add(measure.filter, bound)
            if weight is None and measure.weight is not None and (selected is not False or whole):
                self._add_unknown(measure.weight, bound)


def _references(test: Compare | Member) -> tuple[FieldRef, ...]:
    """The fields a test names."""
    if isinstance(test, Member):
        return (test.field,)
    return (test.left,) if isinstance(test.right, Literal) else (test.left, test.right)
