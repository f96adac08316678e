"""Why a verdict is what it is: the cells that make a condition true, and those that leave it undecided."""

from __future__ import annotations

from collections.abc import Iterable
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
    ``samples`` are sizes of cohorts that are too small.
    """

    cells: set[Cell] = field(default_factory=set)
    lists: set[str] = field(default_factory=set)
    pairs: set[tuple[Cell, Cell]] = field(default_factory=set)
    samples: set[int] = field(default_factory=set)


def grounds(view: View, bindings: Iterable[Binding]) -> Grounds:
    """What stands behind the true ``bindings`` of a flagged rule."""
    support = _Support(view)
    if view.query.scope is not None:
        support.add(view.query.scope, view.outermost, True)
    for position, rows in bindings:
        alternative = view.query.alternatives[position]
        support.found.rows.update((p.relation, row) for p, row in zip(alternative.patterns, rows, strict=True))
        support.add(alternative.condition, view.bind(alternative, rows), True)
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
            case Absence():
                self._add_absence(formula, bound, value)

    def _add_measure(self, test: MeasureTest, value: bool) -> None:
        """The rows that a measure counts; all rows, and that there are no more, unless a lower bound is enough."""
        measure = self._view.measure(test.measure)
        lower_bound = measure.kind is not MeasureKind.SHARE and test.op in (_AT_LEAST if value else _AT_MOST)
        if not lower_bound:
            self.found.lists.add(measure.relation)
        for bound, selected, _ in self._view.selection(measure):
            if selected or not lower_bound:
                self.found.rows.add(bound[measure.relation])
                if selected is not None:
                    self.add(measure.filter, bound, selected)
                if measure.weight is not None:
                    self.found.cells.add(self._view.cell(measure.weight, bound))

    def _add_absence(self, absence: Absence, bound: Bound, value: bool) -> None:
        """That there is none: what all rows say of it. That there is one: the bindings found."""
        if not value:
            for whole, truth in self._view.bindings(absence.patterns, absence.condition, bound):
                if truth:
                    self.found.rows.update(whole[pattern.variable] for pattern in absence.patterns)
                    self.add(absence.condition, whole, True)
            return
        references = list(_references(absence.condition))
        for pattern in absence.patterns:
            self.found.lists.add(pattern.relation)
            for position in range(len(self._view.rows(pattern.relation).rows)):
                self.found.rows.add((pattern.relation, position))
                row = {**bound, pattern.variable: (pattern.relation, position)}
                self.found.cells.update(self._view.cell(ref, row) for ref in references if ref.variable in row)


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
                self.found.samples.add(size)
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


def _references(formula: Formula) -> Iterable[FieldRef]:
    """Every field a formula names."""
    match formula:
        case Compare(left, _, right):
            return (left,) if isinstance(right, Literal) else (left, right)
        case Member(ref):
            return (ref,)
        case And(parts) | Or(parts):
            return [ref for part in parts for ref in _references(part)]
        case Not(part) | Absence(_, part):
            return _references(part)
        case MeasureTest():
            return ()
