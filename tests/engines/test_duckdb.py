"""The columnar engine: what SQL would get wrong if it were written as one first thinks."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice

import pytest

from riskscreen.engines import duckdb as columnar
from riskscreen.engines.base import CLEAR, OUT_OF_SCOPE, UNKNOWN, EngineRule, Evaluation, Failure, Outcome, Verdict
from riskscreen.engines.duckdb import DuckdbEngine
from riskscreen.engines.reference import ReferenceEngine
from riskscreen.facts.case import Case
from tests.support.engines import Fields, case, rule

TRILLION = 10**12


def judged(rules: Sequence[EngineRule], *cases: Case) -> list[tuple[Outcome, ...]]:
    """What the engine makes of the cases; the reference has to make the same of them."""
    with DuckdbEngine(rules) as engine:
        evaluations = list(engine.evaluate(cases))
    assert evaluations == list(ReferenceEngine(rules).evaluate(cases))
    return [evaluation.outcomes for evaluation in evaluations if isinstance(evaluation, Evaluation)]


def flagged(*positions: int) -> Outcome:
    return Outcome(Verdict.FLAGGED, ((0, positions),))


def test_a_value_that_is_not_known_is_in_no_list_and_out_of_none() -> None:
    (outcomes,) = judged(
        [
            rule({"t": 'target where kind in ["honour", "visit"]'}),
            rule({"t": 'target where kind not in ["honour", "visit"]'}),
            rule({"none": {"t": 'target where kind in ["honour"]'}}),
        ],
        case(target=[{"kind": None}]),
    )
    assert outcomes == (UNKNOWN, UNKNOWN, UNKNOWN)


def test_nothing_is_absent_from_what_is_known_to_be_empty_only() -> None:
    absent = rule({"none": {"t": 'target where kind == "honour"'}})
    assert judged([absent], case(target=[]), case(), case(target=[], incomplete=["target"])) == [
        (flagged(),),
        (UNKNOWN,),
        (UNKNOWN,),
    ]


def test_a_row_that_may_exist_makes_no_binding_true() -> None:
    anything = rule({"t": "target"})
    incomplete = case(target=[], incomplete=["target"])
    assert judged([anything], incomplete, case(target=[{}]), case(target=[])) == [(UNKNOWN,), (flagged(0),), (CLEAR,)]


def test_an_aggregate_over_no_rows_is_zero_and_over_incomplete_rows_a_lower_bound() -> None:
    rules = [
        rule("n >= 1", let={"n": "count(target)"}),
        rule("n == 0", let={"n": "sum(payment.amount)"}),
        rule("n <= $most", let={"n": 'share(target where kind == "honour")'}, most="0.5"),
    ]
    assert judged(
        rules,
        case(target=[], payment=[]),
        case(target=[{"kind": "honour"}], payment=[{"amount": 1}, {}], incomplete=["target"]),
        case(target=[{"kind": "honour"}, {"kind": "visit"}], payment=[{"amount": None}]),
    ) == [
        (CLEAR, flagged(), flagged()),
        (flagged(), CLEAR, UNKNOWN),
        (flagged(), UNKNOWN, flagged()),
    ]


def test_shares_are_compared_to_the_last_digit() -> None:
    """A third is less than 0.333334 and more than 0.333333, whatever the size of the numbers."""
    let = {"part": 'share(criterion.weight where kind == "outcome")'}
    rules = [rule("part > $least", let=let, least="0.333333"), rule("part > $least", let=let, least="0.333334")]
    huge = _criteria(outcome=TRILLION, process=2 * TRILLION)
    assert judged(rules, case(criterion=huge)) == [(flagged(), CLEAR)]
    just = rule("part >= $least", let=let, least="0.5")
    half = _criteria(outcome=TRILLION, process=TRILLION)
    assert judged([just], case(criterion=half), case(criterion=[*half, *_criteria(process=1)])) == [
        (flagged(),),
        (CLEAR,),
    ]


def _criteria(**weights: int) -> list[Fields]:
    return [{"kind": kind, "weight": weight} for kind, weight in weights.items()]


def test_numbers_beyond_64_bits_are_compared_exactly() -> None:
    rules = [
        rule("project.service_staff > $staff", staff=10**30),
        rule("total > $total", let={"total": "sum(payment.amount)"}, total=3 * 10**20),
    ]
    cases = [
        case({"service_staff": 10**30}, payment=[{"amount": 10**22}] * 3),
        case({"service_staff": 10**30 + 1}, payment=[*[{"amount": 10**22}] * 3, {"amount": 1}]),
        case({"service_staff": 1}, payment=[{"amount": 1}]),
    ]
    assert judged(rules, *cases) == [(CLEAR, CLEAR), (flagged(), flagged()), (CLEAR, CLEAR)]


def test_a_value_that_no_column_holds_fails_alone() -> None:
    rules = [rule("project.service_staff >= 1"), rule("project.buyer == project.contractor")]
    broken = [case({"service_staff": 10**40}), case({"buyer": "half a pair \ud800"})]
    with DuckdbEngine(rules) as engine:
        answers = list(engine.evaluate([case({"service_staff": 1}), *broken, case({"service_staff": 0})]))
    verdicts = [answer.outcomes[0].verdict for answer in answers if isinstance(answer, Evaluation)]
    assert verdicts == [Verdict.FLAGGED, Verdict.CLEAR]
    failures = [answer for answer in answers if isinstance(answer, Failure)]
    assert ["project.service_staff" in failures[0].reason, "project.buyer" in failures[1].reason] == [True, True]
    assert ["project.service_staff" in failures[0].reason_zh, "\ud800" in failures[1].reason] == [True, False]


def test_a_batch_is_not_judged_by_what_was_so_of_the_one_before(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where all values so far were at least 1, a planner may take it for granted that they always are."""
    monkeypatch.setattr(columnar, "CASES_AT_A_TIME", 1)
    values = (1, 0, None, 10**30, -(10**30), 5)
    verdicts = [UNKNOWN if value is None else flagged() if value >= 1 else CLEAR for value in values]
    cases = [case({"service_staff": value}) for value in values]
    assert judged([rule("project.service_staff >= 1")], *cases) == [(verdict,) for verdict in verdicts]


def test_bindings_are_sorted_and_those_of_all_alternatives_stand_in_order() -> None:
    pairs = rule(
        {
            "any": [
                {"a": 'role where side == "contractor"', "b": 'role where person == a.person and side == "buyer"'},
                "project.showcase",
                {"c": 'role where side == "buyer"'},
            ]
        }
    )
    sides = ["buyer", "contractor", "buyer", "contractor"]
    roles = [{"side": side, "person": "p"} for side in sides]
    ((outcome,),) = judged([pairs], case({"showcase": True}, role=roles))
    assert outcome.bindings == ((0, (1, 0)), (0, (1, 2)), (0, (3, 0)), (0, (3, 2)), (1, ()), (2, (0,)), (2, (2,)))


def test_names_that_differ_in_case_alone_are_two_names() -> None:
    """To SQL ``a`` and ``A`` are one."""
    twins = rule({"a": 'role where side == "buyer"', "A": 'role where side == "contractor" and person == a.person'})
    roles = [{"side": "buyer", "person": "p"}, {"side": "contractor", "person": "p"}]
    assert judged([twins], case(role=roles)) == [(flagged(0, 1),)]


def test_many_rows_of_which_nothing_is_known_do_not_multiply() -> None:
    """Four variables over 300 such rows would be eight billion bindings."""
    patterns = {f"r{i}": "role where person == project.buyer" for i in range(3)}
    joined = rule({"r": "role", **dict.fromkeys(patterns, "role where person == r.person")})
    assert judged([joined], case(role=[{}] * 300)) == [(UNKNOWN,)]


def test_a_scope_that_is_not_known_leaves_the_rule_unknown() -> None:
    scoped = rule("project.service_staff >= 1", scope="project.category_continuing")
    cases = [case({"category_continuing": value, "service_staff": 1}) for value in (True, False, None)]
    assert judged([scoped], *cases) == [(flagged(),), (OUT_OF_SCOPE,), (UNKNOWN,)]


def test_cases_of_all_subjects_are_answered_in_their_order() -> None:
    rules = [rule("project.showcase"), rule({"s": "supply", "sample": "s.awards >= 1"}, subject="organisation")]
    mixed = [
        case({"showcase": True}),
        case(subject="organisation", supply=[{"awards": 1}, {}]),
        case(subject="market"),
        case({"showcase": False}),
    ]
    assert judged(rules, *mixed) == [(flagged(),), (flagged(0),), (), (CLEAR,)]


def test_cases_are_read_a_batch_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(columnar, "CASES_AT_A_TIME", 2)
    read: list[int] = []

    def cases() -> Iterator[Case]:
        for number in range(7):
            read.append(number)
            yield case({"service_staff": number})

    with DuckdbEngine([rule("project.service_staff >= $n", n=3)]) as engine:
        answers = engine.evaluate(cases())
        assert len(list(islice(answers, 1))) == 1
        assert read == [0, 1]
        verdicts = [answer.outcomes[0].verdict for answer in answers if isinstance(answer, Evaluation)]
    assert verdicts == [Verdict.CLEAR] * 2 + [Verdict.FLAGGED] * 4
