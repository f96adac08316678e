"""What leaves a rule undecided: the unknown values, and the lists that may hold more.

Most rules are undecided on most records, so this is compiled once a rule to closures that evaluate a condition and
note, as they go, what could decide it. What is noted inside a part that turns out to be decided is dropped again.
Like all explanations it decides no verdict; engines do.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple, TypeAlias

from riskscreen.facts.case import NOTHING_KNOWN, Case, Rows
from riskscreen.findings.view import UNSEEN, Cell
from riskscreen.lang import measure as measuring
from riskscreen.lang.compile import MAX_PATTERNS
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
    Sample,
)
from riskscreen.lang.vocabulary import DECIMAL_PLACES, IDENTITY, Row


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


class _Pair(NamedTuple):
    """Two identities that are compared."""

    left: Cell
    right: Cell


class _TooSmall(NamedTuple):
    """A cohort below the least sample."""

    size: int
    least: int


_Doubt: TypeAlias = Cell | _Pair | _TooSmall | str


@dataclass(slots=True)
class _Look:
    """A case under a rule: the row bound to each slot and where it stands, and the doubts noted so far."""

    rows: list[Row | None]
    at: list[int]
    relations: Mapping[str, Rows]
    noted: list[_Doubt]
    measures: dict[str, _Measured]


@dataclass(frozen=True, slots=True)
class _Measured:
    """What a measure is worth, and for each row whether it is selected and with what weight."""

    bounds: measuring.Bounds | None
    rows: tuple[tuple[bool | None, int | None], ...]


_Test: TypeAlias = Callable[[_Look], bool | None]
_Slots: TypeAlias = Mapping[str, int]
Seeker: TypeAlias = Callable[[Case], Doubts]

_COMPARISONS: Mapping[Op, Callable[[Any, Any], bool]] = {
    Op.EQ: operator.eq,
    Op.NE: operator.ne,
    Op.LT: operator.lt,
    Op.LE: operator.le,
    Op.GT: operator.gt,
    Op.GE: operator.ge,
}
_SLOTS = 1 + 2 * MAX_PATTERNS


def seeker(query: Query) -> Seeker:
    """A function that tells what an undecided rule waits for: its scope, and every binding that may yet be true."""
    return _Compiler(query).seeker()


class _Compiler:
    """Turns the formulas of one query into tests that note doubts."""

    def __init__(self, query: Query) -> None:
        self._query = query
        self._measures = {measure.name: measure for measure in query.measures}

    def seeker(self) -> Seeker:
        slots = {self._query.subject: 0}
        tests = [self._alternative(alternative, slots) for alternative in self._query.alternatives]
        if self._query.scope is not None:
            tests.insert(0, self._test(self._query.scope, slots))

        def doubts(case: Case) -> Doubts:
            look = _Look([case.root, *[None] * _SLOTS], [0] * (_SLOTS + 1), case.relations, [], {})
            for test in tests:
                test(look)
            return _sorted_out(look.noted)

        return doubts

    def _alternative(self, alternative: Alternative, slots: _Slots) -> _Test:
        if alternative.sample is not None:
            return self._sampled(alternative, alternative.sample, slots)
        return self._search(alternative.patterns, alternative.condition, slots)

    def _search(self, patterns: Sequence[Pattern], condition: Formula, slots: _Slots) -> _Test:
        """Whether some binding makes the condition true; parts of it are tested as soon as their rows are bound."""
        if not patterns:
            return self._test(condition, slots)
        inner = {**slots, **{pattern.variable: len(slots) + i for i, pattern in enumerate(patterns)}}
        levels: list[list[_Test]] = [[] for _ in patterns]
        for part in condition.parts if isinstance(condition, And) else (condition,):
            deepest = max((inner[name] for name in _variables(part) if name in inner), default=0)
            levels[max(0, deepest - len(slots))].append(self._test(part, inner))
        test: _Test = _nothing_more
        for pattern, tests in zip(reversed(patterns), reversed(levels), strict=True):
            test = _some_row(pattern.relation, inner[pattern.variable], _all([*tests, test]))
        return test

    def _sampled(self, alternative: Alternative, sample: Sample, slots: _Slots) -> _Test:
        """Look at every binding: one below the least sample is undecided, whatever its condition says."""
        patterns = alternative.patterns
        inner = {**slots, **{pattern.variable: len(slots) + i for i, pattern in enumerate(patterns)}}
        condition = self._test(alternative.condition, inner)
        slot, index, relation = inner[sample.size.variable], sample.size.index, sample.size.relation

        def look_at(look: _Look) -> bool | None:
            row = look.rows[slot]
            size = None if row is None else row[index]
            if size is not None and int(size) < sample.minimum:
                look.noted.append(_TooSmall(int(size), sample.minimum))
                return None
            truth = condition(look)
            if size is not None:
                return truth
            if row is not None:
                look.noted.append(Cell(relation, look.at[slot], index))
            return None

        test: _Test = look_at
        for pattern in reversed(patterns):
            test = _some_row(pattern.relation, inner[pattern.variable], test)
        return test

    def _test(self, formula: Formula, slots: _Slots) -> _Test:
        match formula:
            case Compare(left, op, right) if isinstance(right, Literal):
                return _literal_test(left, slots[left.variable], _COMPARISONS[op], right.value)
            case Compare():
                return _fields_test(formula, slots)
            case Member(ref, values):
                return _literal_test(ref, slots[ref.variable], lambda value, known: value in known, frozenset(values))
            case And(parts):
                return _all([self._test(part, slots) for part in parts])
            case Or(parts):
                return _any([self._test(part, slots) for part in parts])
            case Not(part):
                return _negation(self._test(part, slots))
            case MeasureTest():
                return self._measure_test(formula, slots)
            case Absence(patterns, condition):
                return _negation(self._search(patterns, condition, slots))

    def _measure_test(self, test: MeasureTest, slots: _Slots) -> _Test:
        measure = self._measures[test.measure]
        slot = len(slots)
        selects = self._test(measure.filter, {self._query.subject: 0, measure.relation: slot})

        def measured(look: _Look) -> bool | None:
            value = look.measures.get(measure.name)
            if value is None:
                value = look.measures[measure.name] = _measured(look, measure, selects, slot)
            truth = measuring.holds(value.bounds, test)
            if truth is None:
                _note_measure(look, measure, selects, slot, value)
            return truth

        return measured


def _measured(look: _Look, measure: Measure, selects: _Test, slot: int) -> _Measured:
    known = look.relations.get(measure.relation, NOTHING_KNOWN)
    weight = None if measure.weight is None else measure.weight.index
    unit = 1 if measure.weight is None else 10 ** DECIMAL_PLACES[measure.weight.kind]
    start, rows = len(look.noted), []
    for position, row in enumerate(known.rows):
        look.rows[slot], look.at[slot] = row, position
        value = 1 if weight is None else row[weight]
        rows.append((selects(look), None if value is None else int(value)))
    del look.noted[start:]
    return _Measured(measuring.fold(measure.kind, known.complete, rows, unit), tuple(rows))


def _note_measure(look: _Look, measure: Measure, selects: _Test, slot: int, value: _Measured) -> None:
    """Note what an undecided measure waits for: rows that may be missing, selections and weights not known."""
    known = look.relations.get(measure.relation, NOTHING_KNOWN)
    if not known.complete:
        look.noted.append(measure.relation)
    for position, (selected, weight) in enumerate(value.rows):
        if selected is None:
            look.rows[slot], look.at[slot] = known.rows[position], position
            selects(look)
        counts = selected is not False or measure.kind is MeasureKind.SHARE
        if weight is None and counts and measure.weight is not None:
            look.noted.append(Cell(measure.relation, position, measure.weight.index))


def _nothing_more(look: _Look) -> bool | None:
    """The end of a join: true, unless the binding uses a row that need not exist."""
    return True


def _some_row(relation: str, slot: int, test: _Test) -> _Test:
    """Whether some row of the relation passes the test. A list that is not complete may hold one more."""

    def some(look: _Look) -> bool | None:
        known = look.relations.get(relation, NOTHING_KNOWN)
        start, undecided = len(look.noted), False
        for position, row in enumerate(known.rows):
            look.rows[slot], look.at[slot] = row, position
            truth = test(look)
            if truth:
                del look.noted[start:]
                return True
            undecided = undecided or truth is None
        if not known.complete:
            look.rows[slot], look.at[slot] = None, UNSEEN
            if test(look) is not False:
                look.noted.append(relation)
                undecided = True
        return None if undecided else False

    return some


def _literal_test(ref: FieldRef, slot: int, compare: Callable[[Any, Any], bool], literal: Any) -> _Test:
    relation, index = ref.relation, ref.index

    def test(look: _Look) -> bool | None:
        row = look.rows[slot]
        if row is None:
            return None
        value = row[index]
        if value is None:
            look.noted.append(Cell(relation, look.at[slot], index))
            return None
        return compare(value, literal)

    return test


def _fields_test(comparison: Compare, slots: _Slots) -> _Test:
    compare = _COMPARISONS[comparison.op]
    refs = (comparison.left, comparison.right)
    sides = tuple((slots[ref.variable], ref.index, ref.relation) for ref in refs if isinstance(ref, FieldRef))
    identities = comparison.left.kind in IDENTITY

    def test(look: _Look) -> bool | None:
        values = []
        for slot, index, relation in sides:
            row = look.rows[slot]
            value = None if row is None else row[index]
            if value is None and row is not None:
                look.noted.append(Cell(relation, look.at[slot], index))
            values.append(value)
        left, right = values
        if left is not None and right is not None:
            return compare(left, right)
        if identities:
            look.noted.append(_Pair(*(Cell(relation, look.at[slot], index) for slot, index, relation in sides)))
        return None

    return test


def _all(tests: Sequence[_Test]) -> _Test:
    if len(tests) == 1:
        return tests[0]

    def test(look: _Look) -> bool | None:
        start, known = len(look.noted), True
        for part in tests:
            truth = part(look)
            if truth is False:
                del look.noted[start:]
                return False
            known = known and truth is not None
        return True if known else None

    return test


def _any(tests: Sequence[_Test]) -> _Test:
    def test(look: _Look) -> bool | None:
        start, known = len(look.noted), True
        for part in tests:
            truth = part(look)
            if truth:
                del look.noted[start:]
                return True
            known = known and truth is not None
        return False if known else None

    return test


def _negation(test: _Test) -> _Test:
    def negated(look: _Look) -> bool | None:
        truth = test(look)
        return None if truth is None else not truth

    return negated


def _variables(formula: Formula) -> set[str]:
    match formula:
        case Compare(left, _, right):
            return {left.variable, right.variable} if isinstance(right, FieldRef) else {left.variable}
        case Member(ref):
            return {ref.variable}
        case And(parts) | Or(parts):
            return set().union(*(_variables(part) for part in parts))
        case Not(part) | Absence(_, part):
            return _variables(part)
        case MeasureTest():
            return set()


def _sorted_out(noted: Sequence[_Doubt]) -> Doubts:
    doubts = Doubts()
    for doubt in noted:
        if isinstance(doubt, str):
            doubts.lists.add(doubt)
        elif isinstance(doubt, Cell):
            doubts.cells.add(doubt)
        elif isinstance(doubt, _Pair):
            doubts.pairs.add((doubt.left, doubt.right))
        else:
            doubts.samples.add((doubt.size, doubt.least))
    return doubts
