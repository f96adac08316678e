"""The reference engine: what rules mean, in plain Python.

Each rule is compiled once to closures over an *environment*: a list of rows, one slot a variable, the subject's
own row in slot 0. A closure returns True, False, or None for unknown. Joins are nested loops that drop a
partial binding as soon as one part of the condition is false.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

from riskscreen.engines.base import CLEAR, OUT_OF_SCOPE, UNKNOWN, Binding, EngineRule, Evaluation, Outcome, Verdict
from riskscreen.facts.case import NOTHING_KNOWN, Case
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
    Sample,
)
from riskscreen.lang.vocabulary import DECIMAL_PLACES, Row


@dataclass(slots=True)
class Environment:
    """What a closure looks at: the case, the row bound to each slot, the measures of the rule."""

    case: Case
    rows: list[Row | None]
    measures: dict[str, measuring.Bounds | None]


Test: TypeAlias = Callable[[Environment], bool | None]
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
        self._judges: dict[str, list[Callable[[Case], Outcome]]] = {}
        for rule in rules:
            self._judges.setdefault(rule.query.subject, []).append(_judge(rule.query))

    def evaluate(self, cases: Iterable[Case]) -> Iterator[Evaluation]:
        """One evaluation a case, in the order of the cases."""
        for case in cases:
            yield self.judge(case)

    def judge(self, case: Case) -> Evaluation:
        """The outcomes of all rules on this kind of subject, in the order the rules were given."""
        return Evaluation(tuple([judge(case) for judge in self._judges.get(case.subject, ())]))

    def close(self) -> None:
        """Nothing to give back."""


def _judge(query: Query) -> Callable[[Case], Outcome]:
    slots = {query.subject: 0}
    measures = [(measure.name, _measure(measure, slots)) for measure in query.measures]
    scope = None if query.scope is None else _test(query.scope, slots)
    alternatives = [_alternative(alternative, slots) for alternative in query.alternatives]

    def judge(case: Case) -> Outcome:
        environment = Environment(case, [case.root], {})
        for name, value in measures:
            environment.measures[name] = value(environment)
        if scope is not None:
            within = scope(environment)
            if not within:
                return UNKNOWN if within is None else OUT_OF_SCOPE
        bindings: list[Binding] = []
        undecided = False
        for position, search in enumerate(alternatives):
            found, open_end = search(environment)
            bindings += [(position, rows) for rows in found]
            undecided = undecided or open_end
        if bindings:
            return Outcome(Verdict.FLAGGED, tuple(bindings))
        return UNKNOWN if undecided else CLEAR

    return judge


Search: TypeAlias = Callable[[Environment], tuple[list[tuple[int, ...]], bool]]
"""All true bindings in order, and whether some other binding is unknown."""


def _alternative(alternative: Alternative, slots: Slots) -> Search:
    if alternative.sample is not None:
        return _sampled(alternative, slots)
    if not alternative.patterns:
        test = _test(alternative.condition, slots)

        def decide(environment: Environment) -> tuple[list[tuple[int, ...]], bool]:
            truth = test(environment)
            return ([()], False) if truth else ([], truth is None)

        return decide
    return _join(alternative.patterns, alternative.condition, slots)


def _sampled(alternative: Alternative, slots: Slots) -> Search:
    """A join that reads every binding: one below the minimum sample is unknown even where its condition is false."""
    inner = _with_slots(alternative.patterns, slots)
    condition = _test(alternative.condition, inner)
    sample: Sample = alternative.sample  # type: ignore[assignment]  # the caller has looked
    large_enough = _test(Compare(sample.size, Op.GE, Literal(sample.minimum, sample.size.kind)), inner)

    def test(environment: Environment) -> bool | None:
        return condition(environment) if large_enough(environment) else None

    return _loops(alternative.patterns, inner, [[] for _ in alternative.patterns[1:]] + [[test]])


def _join(patterns: Sequence[Pattern], condition: Formula, slots: Slots) -> Search:
    """A join that tests each part of the condition as soon as the rows it needs are bound."""
    inner = _with_slots(patterns, slots)
    first = len(inner) - len(patterns)
    levels: list[list[Test]] = [[] for _ in patterns]
    for part in _conjuncts(condition):
        deepest = max((inner[variable] for variable in _variables(part) if variable in inner), default=0)
        levels[max(0, deepest - first)].append(_test(part, inner))
    return _loops(patterns, inner, levels)


def _with_slots(patterns: Sequence[Pattern], slots: Slots) -> dict[str, int]:
    return {**slots, **{pattern.variable: len(slots) + i for i, pattern in enumerate(patterns)}}


def _loops(patterns: Sequence[Pattern], slots: Slots, levels: Sequence[Sequence[Test]]) -> Search:
    """Nested loops over the rows of the patterns; ``levels`` are the tests to make once each pattern is bound.

    A relation that is not complete contributes one row more, of which nothing is known, not even that it exists:
    a binding that uses it cannot be true.
    """
    depth = len(patterns)
    first = slots[patterns[0].variable]
    relations = [pattern.relation for pattern in patterns]

    def search(environment: Environment) -> tuple[list[tuple[int, ...]], bool]:
        rows_of = [environment.case.relations.get(relation, NOTHING_KNOWN) for relation in relations]
        bound = environment.rows
        bound.extend([None] * depth)
        found: list[tuple[int, ...]] = []
        chosen = [0] * depth
        undecided = False

        def descend(level: int, certain: bool) -> None:
            nonlocal undecided
            if level == depth:
                if certain:
                    found.append(tuple(chosen))
                else:
                    undecided = True
                return
            known = rows_of[level]
            for position, row in enumerate(known.rows):
                bound[first + level] = row
                chosen[level] = position
                truth = _all(levels[level], environment)
                if truth is not False:
                    descend(level + 1, certain and truth is not None)
            if not known.complete:
                bound[first + level] = None
                if _all(levels[level], environment) is not False:
                    descend(level + 1, False)

        descend(0, True)
        del bound[-depth:]
        return found, undecided

    return search


def _all(tests: Sequence[Test], environment: Environment) -> bool | None:
    known = True
    for test in tests:
        truth = test(environment)
        if truth is False:
            return False
        known = known and truth is not None
    return True if known else None


def _measure(measure: Measure, slots: Slots) -> Callable[[Environment], measuring.Bounds | None]:
    inner = {**slots, measure.relation: len(slots)}
    slot = len(slots)
    selects = _test(measure.filter, inner)
    weight = None if measure.weight is None else measure.weight.index
    unit = 1 if measure.weight is None else 10 ** DECIMAL_PLACES[measure.weight.kind]

    def value(environment: Environment) -> measuring.Bounds | None:
        relation = environment.case.relations.get(measure.relation, NOTHING_KNOWN)
        rows = environment.rows
        rows.append(None)
        selected: list[tuple[bool | None, int | None]] = []
        for row in relation.rows:
            rows[slot] = row
            selected.append((selects(environment), 1 if weight is None else row[weight]))  # type: ignore[arg-type]
        rows.pop()
        return measuring.fold(measure.kind, relation.complete, selected, unit)

    return value


def _test(formula: Formula, slots: Slots) -> Test:
    match formula:
        case Compare():
            return _compare(formula, slots)
        case Member(ref, values):
            return _compare_literal(
                slots[ref.variable], ref.index, lambda value, known: value in known, frozenset(values)
            )
        case And(parts):
            tests = [_test(part, slots) for part in parts]
            return tests[0] if len(tests) == 1 else lambda environment: _all(tests, environment)
        case Or(parts):
            return _any([_test(part, slots) for part in parts])
        case Not(part):
            return _negation(_test(part, slots))
        case MeasureTest():
            return lambda environment: measuring.holds(environment.measures[formula.measure], formula)
        case Absence(patterns, condition):
            return _absence(_join(patterns, condition, slots))


def _compare(comparison: Compare, slots: Slots) -> Test:
    left, right, compare = comparison.left, comparison.right, _COMPARISONS[comparison.op]
    if isinstance(right, Literal):
        return _compare_literal(slots[left.variable], left.index, compare, right.value)
    return _compare_fields(left, compare, right, slots)


def _compare_literal(slot: int, index: int, compare: Callable[[Any, Any], bool], literal: Any) -> Test:
    def test(environment: Environment) -> bool | None:
        row = environment.rows[slot]
        if row is None:
            return None
        value = row[index]
        return None if value is None else compare(value, literal)

    return test


def _compare_fields(left: FieldRef, compare: Callable[[Any, Any], bool], right: FieldRef, slots: Slots) -> Test:
    left_slot, left_index = slots[left.variable], left.index
    right_slot, right_index = slots[right.variable], right.index

    def test(environment: Environment) -> bool | None:
        left_row, right_row = environment.rows[left_slot], environment.rows[right_slot]
        if left_row is None or right_row is None:
            return None
        a, b = left_row[left_index], right_row[right_index]
        return None if a is None or b is None else compare(a, b)

    return test


def _any(tests: Sequence[Test]) -> Test:
    def test(environment: Environment) -> bool | None:
        known = True
        for part in tests:
            truth = part(environment)
            if truth:
                return True
            known = known and truth is not None
        return False if known else None

    return test


def _negation(test: Test) -> Test:
    def negated(environment: Environment) -> bool | None:
        truth = test(environment)
        return None if truth is None else not truth

    return negated


def _absence(search: Search) -> Test:
    def test(environment: Environment) -> bool | None:
        found, undecided = search(environment)
        return False if found else None if undecided else True

    return test


def _conjuncts(formula: Formula) -> Iterator[Formula]:
    if isinstance(formula, And):
        for part in formula.parts:
            yield from _conjuncts(part)
    else:
        yield formula


def _variables(formula: Formula) -> Iterator[str]:
    match formula:
        case Compare(left, _, right):
            yield left.variable
            if isinstance(right, FieldRef):
                yield right.variable
        case Member(ref):
            yield ref.variable
        case And(parts) | Or(parts):
            for part in parts:
                yield from _variables(part)
        case Not(part) | Absence(_, part):
            yield from _variables(part)
        case MeasureTest():
            return
