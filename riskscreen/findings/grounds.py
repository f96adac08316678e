"""Why a verdict is what it is: the cells that make a condition true, and those that leave it undecided."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

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
    if view.query.scope is not None:
        search.evaluate(view.query.scope, view.outermost)
    for alternative in view.query.alternatives:
        if alternative.sample is None:
            search.search(alternative.patterns, alternative.condition, view.outermost)
        else:
            search.search_sampled(alternative, alternative.sample)
    return search.found()


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


class _Pair(NamedTuple):
    """Two identities that are compared."""

    left: Cell
    right: Cell


class _Search:
    """Evaluates formulas, and collects what could decide those that are unknown.

    What is collected inside a formula that turns out to be decided after all is dropped again.
    """

    def __init__(self, view: View) -> None:
        self._view = view
        self._collected: list[Cell | _Pair | str | tuple[int, int]] = []

    def found(self) -> Doubts:
        """All that was collected."""
        doubts = Doubts()
        for doubt in self._collected:
            if isinstance(doubt, Cell):
                doubts.cells.add(doubt)
            elif isinstance(doubt, _Pair):
                doubts.pairs.add((doubt.left, doubt.right))
            elif isinstance(doubt, str):
                doubts.lists.add(doubt)
            else:
                doubts.samples.add(doubt)
        return doubts

    def search(self, patterns: Sequence[Pattern], condition: Formula, outer: Bound) -> bool | None:
        """Whether some binding makes the condition true."""
        if not patterns:
            return self.evaluate(condition, outer)
        start, undecided = len(self._collected), False
        for bound, truth in self._view.bindings(patterns, condition, outer):
            if truth:
                del self._collected[start:]
                return True
            undecided = True
            self._add_unseen(bound)
            self.evaluate(condition, bound)
        return None if undecided else False

    def search_sampled(self, alternative: Alternative, sample: Sample) -> None:
        """Look at every binding: one below the least sample is undecided, whatever its condition says."""
        for bound, _ in self._view.bindings(alternative.patterns, And(()), self._view.outermost):
            size = self._view.value(sample.size, bound)
            if isinstance(size, int) and size < sample.minimum:
                self._collected.append((size, sample.minimum))
                self._add_unseen(bound)
            elif self.evaluate(alternative.condition, bound) is not False or size is None:
                self._add_unknown(sample.size, bound)
                self._add_unseen(bound)

    def evaluate(self, formula: Formula, bound: Bound) -> bool | None:
        """The formula's value; if it is unknown, what could decide it is collected."""
        match formula:
            case And(parts):
                return self._fold(parts, bound, False)
            case Or(parts):
                return self._fold(parts, bound, True)
            case Not(part):
                truth = self.evaluate(part, bound)
                return None if truth is None else not truth
            case Absence(patterns, condition):
                truth = self.search(patterns, condition, bound)
                return None if truth is None else not truth
        truth = self._view.truth(formula, bound)
        if truth is None:
            self._add_test(formula, bound)
        return truth

    def _fold(self, parts: Sequence[Formula], bound: Bound, decisive: bool) -> bool | None:
        start, known = len(self._collected), True
        for part in parts:
            truth = self.evaluate(part, bound)
            if truth is decisive:
                del self._collected[start:]
                return decisive
            known = known and truth is not None
        return (not decisive) if known else None

    def _add_test(self, test: Formula, bound: Bound) -> None:
        if isinstance(test, MeasureTest):
            self._add_measure(test)
        elif isinstance(test, Compare | Member):
            references = _references(test)
            for ref in references:
                self._add_unknown(ref, bound)
            if len(references) == 2 and references[0].kind in IDENTITY:
                self._collected.append(_Pair(*(self._view.cell(ref, bound) for ref in references)))

    def _add_unknown(self, ref: FieldRef, bound: Bound) -> None:
        cell = self._view.cell(ref, bound)
        if cell.row != UNSEEN and self._view.value(ref, bound) is None:
            self._collected.append(cell)

    def _add_unseen(self, bound: Bound) -> None:
        self._collected += [relation for relation, row in bound.values() if row == UNSEEN]

    def _add_measure(self, test: MeasureTest) -> None:
        measure = self._view.measure(test.measure)
        whole = measure.kind is MeasureKind.SHARE
        if not self._view.rows(measure.relation).complete:
            self._collected.append(measure.relation)
        for bound, selected, weight in self._view.selection(measure):
            if selected is None:
                self.evaluate(measure.filter, bound)
            if weight is None and measure.weight is not None and (selected is not False or whole):
                self._add_unknown(measure.weight, bound)


def references_in(formula: Formula) -> Iterator[FieldRef]:
    """Every field that a formula names, measures aside."""
    match formula:
        case Compare() | Member():
            yield from _references(formula)
        case And(parts) | Or(parts):
            for part in parts:
                yield from references_in(part)
        case Not(part) | Absence(_, part):
            yield from references_in(part)


def _references(test: Compare | Member) -> tuple[FieldRef, ...]:
    """The fields a test names."""
    if isinstance(test, Member):
        return (test.field,)
    return (test.left,) if isinstance(test.right, Literal) else (test.left, test.right)
