"""The reference engine: what rules mean, in plain Python.

Each rule is compiled once to closures over a *frame*: the subject's own row in slot 0, one slot a variable. A
closure returns True, False, or None for unknown. A join is a chain of steps, one a pattern, that drops a partial
binding as soon as one part of the condition is false.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

from riskscreen.engines.base import CLEAR, OUT_OF_SCOPE, UNKNOWN, Binding, EngineRule, Evaluation, Outcome, Verdict
from riskscreen.facts.case import NOTHING_KNOWN, Case, Rows
from riskscreen.lang import measure as measuring
from riskscreen.lang.compile import MAX_PATTERNS
from riskscreen.lang.parts import conjuncts, facts_read, variables_in
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
    Sample,
)
from riskscreen.lang.vocabulary import DECIMAL_PLACES, Row


@dataclass(slots=True)
class Frame:
    """What a closure looks at: the row bound to each slot (None: nothing known), the relations, the rule's measures."""

    rows: list[Row | None]
    relations: Mapping[str, Rows]
    measures: dict[str, measuring.Bounds | None]


# The subject, the variables of an alternative and of a none: in it; a measure's row comes before any of them.
_SLOTS = 1 + 2 * MAX_PATTERNS

Test: TypeAlias = Callable[[Frame], bool | None]
Slots: TypeAlias = Mapping[str, int]

_COMPARISONS: Mapping[Op, Callable[[Any, Any], bool]] = {
    Op.EQ: operator.eq,
    Op.NE: operator.ne,
    Op.LT: operator.lt,
    Op.LE: operator.le,
    Op.GT: operator.gt,
    Op.GE: operator.ge,
}


class ReferenceEngine:
    """Judges cases one after the other, in this process."""

    name = "reference"

    def __init__(self, rules: Sequence[EngineRule]) -> None:
        self._judges: dict[str, list[_Judge]] = {}
        for rule in rules:
            self._judges.setdefault(rule.query.subject, []).append(_Judge(rule.query))

    def evaluate(self, cases: Iterable[Case]) -> Iterator[Evaluation]:
        """One evaluation a case, in the order of the cases."""
        for case in cases:
            yield self.judge(case)

    def judge(self, case: Case) -> Evaluation:
        """The outcomes of all rules on this kind of subject, in the order the rules were given."""
        frame, known = _frame(case.root, case.relations), case.known
        return Evaluation(
            tuple(
                [
                    judge.on_nothing if judge.reads.isdisjoint(known) else judge.outcome(frame)
                    for judge in self._judges.get(case.subject, ())
                ]
            )
        )

    def close(self) -> None:
        """Nothing to give back."""


class _Judge:
    """One rule's judge. ``on_nothing`` is the outcome where nothing is known of all that the rule ``reads``."""

    __slots__ = ("on_nothing", "outcome", "reads")

    def __init__(self, query: Query) -> None:
        self.outcome = _judge(query)
        self.reads = facts_read(query)
        width = 1 + max((read for read in self.reads if isinstance(read, int)), default=-1)
        self.on_nothing = self.outcome(_frame((None,) * width, {}))


def _frame(root: Row, relations: Mapping[str, Rows]) -> Frame:
    return Frame([root, *[None] * _SLOTS], relations, {})


def _judge(query: Query) -> Callable[[Frame], Outcome]:
    slots = {query.subject: 0}
    measures = [(measure.name, _measure(measure, slots)) for measure in query.measures]
    scope = None if query.scope is None else _test(query.scope, slots)
    searches = list(enumerate(_alternative(alternative, slots) for alternative in query.alternatives))

    def judge(frame: Frame) -> Outcome:
        for name, value in measures:
            frame.measures[name] = value(frame)
        if scope is not None:
            within = scope(frame)
            if not within:
                return UNKNOWN if within is None else OUT_OF_SCOPE
        bindings: list[Binding] = []
        undecided = False
        for position, search in searches:
            found: list[tuple[int, ...]] = []
            undecided = search(frame, (), found, True) or undecided
            bindings += [(position, rows) for rows in found]
        if bindings:
            return Outcome(Verdict.FLAGGED, tuple(bindings))
        return UNKNOWN if undecided else CLEAR

    return judge


def measure_bounds(query: Query) -> Callable[[Case], Mapping[str, measuring.Bounds | None]]:
    """What is known of the value of each of a query's measures on a case; None for a share that cannot be known."""
    slots = {query.subject: 0}
    measures = [(measure.name, _measure(measure, slots)) for measure in query.measures]

    def bounds(case: Case) -> Mapping[str, measuring.Bounds | None]:
        frame = _frame(case.root, case.relations)
        return {name: value(frame) for name, value in measures}

    return bounds


RowTest: TypeAlias = Callable[[Mapping[str, Row]], bool | None]
"""The value of a condition on rows by the variables that stand for them."""


def row_test(condition: Formula) -> RowTest:
    """A condition over given rows alone: it names no measure and no absence."""
    names = sorted(variables_in(condition))
    test = _test(condition, {name: slot for slot, name in enumerate(names)})
    return lambda rows: test(Frame([rows[name] for name in names], {}, {}))


Step: TypeAlias = Callable[[Frame, tuple[int, ...], list[tuple[int, ...]], bool], bool]
"""Goes on with a partial binding: (frame, row positions chosen so far, true bindings found, whether all is known to
be true so far). Adds to what is found, and returns whether some binding is left unknown."""


def _end(frame: Frame, chosen: tuple[int, ...], found: list[tuple[int, ...]], certain: bool) -> bool:
    if certain:
        found.append(chosen)
    return not certain


def _alternative(alternative: Alternative, slots: Slots) -> Step:
    if alternative.sample is not None:
        return _sampled(alternative, alternative.sample, slots)
    if alternative.patterns:
        return _join(alternative.patterns, alternative.condition, slots)
    return _decide(_test(alternative.condition, slots))


def _decide(test: Test) -> Step:
    """A step that binds nothing more."""

    def decide(frame: Frame, chosen: tuple[int, ...], found: list[tuple[int, ...]], certain: bool) -> bool:
        truth = test(frame)
        return truth is not False and _end(frame, chosen, found, certain and truth is not None)

    return decide


def _sampled(alternative: Alternative, sample: Sample, slots: Slots) -> Step:
    """A join that reads every binding: one below the minimum sample is unknown even where its condition is false."""
    inner = _with_slots(alternative.patterns, slots)
    condition = _test(alternative.condition, inner)
    large_enough = _test(Compare(sample.size, Op.GE, Literal(sample.minimum, sample.size.kind)), inner)
    step = _decide(lambda frame: condition(frame) if large_enough(frame) else None)
    for pattern in reversed(alternative.patterns):
        step = _step(pattern.relation, inner[pattern.variable], _all([]), step)
    return step


def _join(patterns: Sequence[Pattern], condition: Formula, slots: Slots) -> Step:
    """A join that tests each part of the condition as soon as the rows it needs are bound."""
    inner = _with_slots(patterns, slots)
    first = len(slots)
    levels: list[list[Test]] = [[] for _ in patterns]
    for part in conjuncts(condition):
        deepest = max((inner[variable] for variable in variables_in(part) if variable in inner), default=0)
        levels[max(0, deepest - first)].append(_test(part, inner))
    step: Step = _end
    for pattern, tests in zip(reversed(patterns), reversed(levels), strict=True):
        step = _step(pattern.relation, inner[pattern.variable], _all(tests), step)
    return step


def _with_slots(patterns: Sequence[Pattern], slots: Slots) -> dict[str, int]:
    return {**slots, **{pattern.variable: len(slots) + i for i, pattern in enumerate(patterns)}}


def _step(relation: str, slot: int, test: Test, go_on: Step) -> Step:
    """Bind each row of a relation in turn.

    A relation that is not complete contributes one row more, of which nothing is known, not even that it exists:
    a binding that uses it cannot be true.
    """

    def step(frame: Frame, chosen: tuple[int, ...], found: list[tuple[int, ...]], certain: bool) -> bool:
        known = frame.relations.get(relation, NOTHING_KNOWN)
        rows = frame.rows
        undecided = False
        for position, row in enumerate(known.rows):
            rows[slot] = row
            truth = test(frame)
            if truth is False or (undecided and not (truth and certain)):
                continue
            undecided = go_on(frame, (*chosen, position), found, certain and truth is not None) or undecided
        if not known.complete and not undecided:
            rows[slot] = None
            undecided = test(frame) is not False and go_on(frame, chosen, found, False)
        return undecided

    return step


def _measure(measure: Measure, slots: Slots) -> Callable[[Frame], measuring.Bounds | None]:
    slot = len(slots)
    selects = _test(measure.filter, {**slots, measure.relation: slot})
    weight = None if measure.weight is None else measure.weight.index
    unit = 1 if measure.weight is None else 10 ** DECIMAL_PLACES[measure.weight.kind]

    def value(frame: Frame) -> measuring.Bounds | None:
        relation = frame.relations.get(measure.relation, NOTHING_KNOWN)
        selected: list[tuple[bool | None, int | None]] = []
        for row in relation.rows:
            frame.rows[slot] = row
            selected.append((selects(frame), 1 if weight is None else row[weight]))  # type: ignore[arg-type]  # a number
        return measuring.fold(measure.kind, relation.complete, selected, unit)

    return value


def _test(formula: Formula, slots: Slots) -> Test:
    match formula:
        case Compare():
            return _compare(formula, slots)
        case Member(ref, values):
            return _compare_literal(slots[ref.variable], ref.index, _is_among, frozenset(values))
        case And(parts):
            return _all([_test(part, slots) for part in parts])
        case Or(parts):
            return _any([_test(part, slots) for part in parts])
        case Not(part):
            return _negation(_test(part, slots))
        case MeasureTest():
            return lambda frame: measuring.holds(frame.measures[formula.measure], formula)
        case Absence(patterns, condition):
            return _absence(_join(patterns, condition, slots))


def _is_among(value: Any, values: frozenset[Any]) -> bool:
    return value in values


def _compare(comparison: Compare, slots: Slots) -> Test:
    left, right, compare = comparison.left, comparison.right, _COMPARISONS[comparison.op]
    if isinstance(right, Literal):
        return _compare_literal(slots[left.variable], left.index, compare, right.value)
    return _compare_fields(left, compare, right, slots)


def _compare_literal(slot: int, index: int, compare: Callable[[Any, Any], bool], literal: Any) -> Test:
    def test(frame: Frame) -> bool | None:
        row = frame.rows[slot]
        if row is None:
            return None
        value = row[index]
        return None if value is None else compare(value, literal)

    return test


def _compare_fields(left: FieldRef, compare: Callable[[Any, Any], bool], right: FieldRef, slots: Slots) -> Test:
    left_slot, left_index = slots[left.variable], left.index
    right_slot, right_index = slots[right.variable], right.index

    def test(frame: Frame) -> bool | None:
        left_row, right_row = frame.rows[left_slot], frame.rows[right_slot]
        if left_row is None or right_row is None:
            return None
        a, b = left_row[left_index], right_row[right_index]
        return None if a is None or b is None else compare(a, b)

    return test


def _all(tests: Sequence[Test]) -> Test:
    if len(tests) == 1:
        return tests[0]

    def test(frame: Frame) -> bool | None:
        known = True
        for part in tests:
            truth = part(frame)
            if truth is False:
                return False
            known = known and truth is not None
        return True if known else None

    return test


def _any(tests: Sequence[Test]) -> Test:
    def test(frame: Frame) -> bool | None:
        known = True
        for part in tests:
            truth = part(frame)
            if truth:
                return True
            known = known and truth is not None
        return False if known else None

    return test


def _negation(test: Test) -> Test:
    def negated(frame: Frame) -> bool | None:
        truth = test(frame)
        return None if truth is None else not truth

    return negated


def _absence(search: Step) -> Test:
    def test(frame: Frame) -> bool | None:
        found: list[tuple[int, ...]] = []
        undecided = search(frame, (), found, True)
        return False if found else None if undecided else True

    return test
