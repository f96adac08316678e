"""Why a rule is undecided: the unknown cells, partial lists and small samples that leave it so."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, NamedTuple

from riskscreen.facts.case import NOTHING_KNOWN, Case, Rows
from riskscreen.findings.grounds import references_of
from riskscreen.findings.view import UNSEEN, Bound, Cell, Reading, View
from riskscreen.lang.parts import facts_read
from riskscreen.lang.tree import (
    TRUE,
    Absence,
    Alternative,
    And,
    Compare,
    FieldRef,
    Formula,
    MeasureKind,
    MeasureTest,
    Member,
    Not,
    Or,
    Pattern,
    Sample,
)
from riskscreen.lang.vocabulary import IDENTITY, Value

if TYPE_CHECKING:
    from riskscreen.findings.shape import Shape
    from riskscreen.model.report import Unknown

_REMEMBERED = 256


@dataclass(slots=True)
class Doubts:
    """What leaves a rule undecided.

    ``cells`` are unknown, ``lists`` may hold more (``places`` are both), ``pairs`` are identities of which at least one
    is unknown, and ``samples`` are sizes of cohorts that are too small, each with the least size it takes.
    ``told`` is what was said of them on records of a shape, where that is the same for all of these.
    """

    cells: set[Cell] = field(default_factory=set)
    lists: set[str] = field(default_factory=set)
    pairs: set[tuple[Cell, Cell]] = field(default_factory=set)
    samples: set[tuple[int, int]] = field(default_factory=set)
    places: tuple[Cell | str, ...] = ()
    told: dict[Shape, Unknown] = field(default_factory=dict, compare=False)


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


class Doubter:
    """Finds the doubts of one rule. They depend on the few facts it looks at, which many projects share."""

    def __init__(self, reading: Reading) -> None:
        query = reading.query
        self._reading = reading
        self._reads = facts_read(query)
        self._root = sorted(read for read in self._reads if isinstance(read, int))
        self._relations = sorted(read for read in self._reads if isinstance(read, str))
        self._found = lru_cache(maxsize=_REMEMBERED)(self._search)

    @cached_property
    def _on_nothing(self) -> Doubts:
        return self._search((None,) * len(self._root), (NOTHING_KNOWN,) * len(self._relations))

    def doubts(self, case: Case) -> Doubts:
        """What the undecided rule waits for on a case. Not to be changed: others may be given the same."""
        if self._reads.isdisjoint(case.known):
            return self._on_nothing
        root, relations = case.root, case.relations
        values = tuple([root[index] for index in self._root])
        return self._found(values, tuple([relations.get(name, NOTHING_KNOWN) for name in self._relations]))

    def _search(self, values: tuple[Value | None, ...], relations: tuple[Rows, ...]) -> Doubts:
        root: list[Value | None] = [None] * (max(self._root, default=-1) + 1)
        for index, value in zip(self._root, values, strict=True):
            root[index] = value
        case = Case(self._reading.query.subject, "", tuple(root), dict(zip(self._relations, relations, strict=True)))
        return doubts(View(self._reading, case))


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
        doubts.places = (*doubts.cells, *doubts.lists)
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
        for bound, _ in self._view.bindings(alternative.patterns, TRUE, self._view.outermost):
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
            references = references_of(test)
            for ref in references:
                self._add_unknown(ref, bound)
            if len(references) == 2 and references[0].kind in IDENTITY:
                self._collected.append(_Pair(*(self._view.cell(ref, bound) for ref in references)))

    def _add_unknown(self, ref: FieldRef, bound: Bound) -> None:
        cell = self._view.cell(ref, bound)
        if cell.row != UNSEEN and self._view.value(ref, bound) is None:
            self._collected.append(cell)

    def _add_unseen(self, bound: Bound) -> None:
        self._collected += [bind.relation for bind in bound.values() if bind.position == UNSEEN]

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
