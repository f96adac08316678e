"""Explanations against the reference engine, on random queries and cases: grounds are enough for a flag, and what
leaves a rule undecided is all that could decide it."""

from random import Random

from hypothesis import given
from hypothesis import strategies as st

from riskscreen.engines.base import EngineRule, Outcome, Verdict
from riskscreen.engines.reference import ReferenceEngine
from riskscreen.facts.case import Case, Rows
from riskscreen.findings.doubts import Doubter, doubts
from riskscreen.findings.grounds import GroundsFinder
from riskscreen.findings.view import Cell, Reading, View
from riskscreen.lang.tree import Query
from riskscreen.lang.vocabulary import Row
from tests.support.queries import DOMAINS, RELATIONS, SHAPES, SUBJECT, cases, queries


def judged(query: Query, case: Case) -> Outcome:
    return ReferenceEngine([EngineRule("test/R1", query)]).judge(case).outcomes[0]


def only(case: Case, cells: set[Cell], lists: set[str]) -> Case:
    """The case without every value that is not in ``cells``; only ``lists`` are still known to be complete."""

    def row(relation: str, position: int, values: Row) -> Row:
        return tuple(v if Cell(relation, position, field) in cells else None for field, v in enumerate(values))

    relations = {
        name: Rows(tuple(row(name, i, r) for i, r in enumerate(known.rows)), known.complete and name in lists)
        for name, known in case.relations.items()
    }
    return Case(case.subject, case.id, row(SUBJECT, 0, case.root), relations)


def without_doubts_elsewhere(case: Case, cells: set[Cell], lists: set[str], random: Random) -> Case:
    """The case with every unknown value but those in ``cells`` filled in, and every list but ``lists`` complete."""

    def row(relation: str, position: int, values: Row) -> Row:
        return tuple(
            random.choice(DOMAINS[kind]) if v is None and Cell(relation, position, field) not in cells else v
            for field, (v, (_, kind)) in enumerate(zip(values, SHAPES[relation], strict=True))
        )

    relations = {}
    for name in RELATIONS:
        known = case.relations.get(name, Rows())
        rows = tuple(row(name, i, r) for i, r in enumerate(known.rows))
        relations[name] = Rows(rows, known.complete or name not in lists)
    return Case(case.subject, case.id, row(SUBJECT, 0, case.root), relations)


@given(queries(), cases())
def test_a_view_finds_the_bindings_that_the_engine_finds(query: Query, case: Case) -> None:
    view = View(Reading(query), case)
    outcome = judged(query, case)
    for position, rows in outcome.bindings:
        alternative = query.alternatives[position]
        assert view.truth(alternative.condition, view.bind(alternative, rows)) is True
    if query.scope is not None:
        scope = view.truth(query.scope, view.outermost)
        assert (scope is False) == (not outcome.in_scope)
        assert scope is True or not outcome.bindings
        if scope is not True:
            return
    for position, alternative in enumerate(query.alternatives):
        if alternative.sample is None:
            bindings = view.bindings(alternative.patterns, alternative.condition, view.outermost)
            true = [[bound[p.variable][1] for p in alternative.patterns] for bound, truth in bindings if truth]
            assert true == [list(rows) for at, rows in outcome.bindings if at == position]


@given(queries(), cases())
def test_the_grounds_of_a_flag_are_enough_for_it(query: Query, case: Case) -> None:
    outcome = judged(query, case)
    if outcome.verdict is Verdict.FLAGGED:
        found = GroundsFinder(reading := Reading(query)).grounds(View(reading, case), outcome.bindings)
        assert judged(query, only(case, found.cells, found.lists)).bindings == outcome.bindings


@given(queries(), cases(), st.randoms(use_true_random=False))
def test_nothing_but_the_doubts_of_an_unknown_can_decide_it(query: Query, case: Case, random: Random) -> None:
    if judged(query, case).verdict is Verdict.UNKNOWN:
        found = doubts(View(Reading(query), case))
        assert found.cells or found.lists or found.samples
        filled = without_doubts_elsewhere(case, found.cells, found.lists, random)
        assert judged(query, filled).verdict is Verdict.UNKNOWN


@given(queries(), cases())
def test_doubts_are_unknown_values_and_lists_that_may_hold_more(query: Query, case: Case) -> None:
    if judged(query, case).verdict is Verdict.UNKNOWN:
        found = doubts(View(Reading(query), case))
        for relation, row, field in found.cells:
            values = case.root if relation == SUBJECT else case.relations[relation].rows[row]
            assert values[field] is None
        assert not any(case.relations[name].complete for name in found.lists if name in case.relations)


@given(queries(), st.lists(cases(), min_size=1, max_size=4))
def test_remembered_doubts_are_those_of_the_case(query: Query, batch: list[Case]) -> None:
    doubter = Doubter(Reading(query))
    for case in [*batch, *batch]:
        assert doubter.doubts(case) == doubts(View(Reading(query), case))
