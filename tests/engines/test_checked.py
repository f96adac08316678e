"""Two engines: what one does not see as the other does is never hidden."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

import pytest

from riskscreen.engines.base import (
    CLEAR,
    OUT_OF_SCOPE,
    UNKNOWN,
    Dispute,
    Evaluation,
    Failure,
    Outcome,
    Verdict,
)
from riskscreen.engines.checked import CheckedEngine, CoveredEngine
from riskscreen.engines.durable import DurableEngine
from riskscreen.engines.reference import ReferenceEngine
from riskscreen.facts.case import Case
from tests.support.engines import case, rule
from tests.support.needs import needs_durable

pytestmark = needs_durable

RULES = [
    rule("project.showcase", code="test/R1"),
    rule({"p": "payment where amount >= 1"}, code="test/R2"),
    rule({"s": "supply where awards >= 1"}, code="test/R3", subject="organisation"),
]
CASES = [
    case({"showcase": True}, payment=[{"amount": 100}, {"amount": 200}]),
    case({"id": "A"}, subject="organisation", supply=[{"awards": 1}]),
    case({"showcase": False}, payment=[{"amount": 0}]),
    case(),
]


class Altered:
    """An engine one of whose answers is replaced."""

    def __init__(self, engine: ReferenceEngine, place: int, answer: Evaluation | Failure) -> None:
        self.name = "altered"
        self.closed = 0
        self._engine = engine
        self._place = place
        self._answer = answer

    def evaluate(self, cases: Iterable[Case]) -> Iterator[Evaluation | Failure]:
        for place, evaluation in enumerate(self._engine.evaluate(cases)):
            yield self._answer if place == self._place else evaluation

    def close(self) -> None:
        self.closed += 1


def reference() -> ReferenceEngine:
    return ReferenceEngine(RULES)


def truth() -> list[Evaluation]:
    return list(reference().evaluate(CASES))


def test_engines_that_agree_leave_no_dispute() -> None:
    engine = CheckedEngine(reference(), reference(), RULES)
    assert list(engine.evaluate(CASES)) == truth()


FOUND = Outcome(Verdict.FLAGGED, ((0, (0,)), (0, (1,))))


@pytest.mark.parametrize(
    ("place", "outcomes", "code", "words"),
    [
        (0, (UNKNOWN, FOUND), "test/R1", "the reference engine says flagged, the altered engine unknown"),
        (2, (CLEAR, UNKNOWN), "test/R2", "the reference engine says clear, the altered engine unknown"),
        (2, (OUT_OF_SCOPE, CLEAR), "test/R1", "the reference engine says clear, the altered engine out of scope"),
        (1, (CLEAR,), "test/R3", "the reference engine says flagged, the altered engine clear"),
        (
            0,
            (Outcome(Verdict.FLAGGED, ((0, ()),)), replace(FOUND, bindings=((0, (1,)), (0, (2,))))),
            "test/R2",
            "both engines say flagged, but on different rows (matches only reference finds: 1; only altered: 1)",
        ),
    ],
)
def test_a_planted_fault_is_disputed_and_the_judge_stands(
    place: int, outcomes: tuple[Outcome, ...], code: str, words: str
) -> None:
    witness = Altered(reference(), place, Evaluation(outcomes))
    evaluations = list(CheckedEngine(reference(), witness, RULES).evaluate(CASES))
    assert [evaluation.outcomes for evaluation in evaluations] == [evaluation.outcomes for evaluation in truth()]
    assert [evaluation.disputed for evaluation in evaluations] == [
        (Dispute(code, words),) if number == place else () for number in range(len(CASES))
    ]


def test_a_fault_planted_in_the_judge_is_disputed_too() -> None:
    outcomes = (CLEAR, FOUND)
    with DurableEngine(RULES) as durable:
        judge = CoveredEngine(Altered(reference(), 0, Evaluation(outcomes)), reference())
        first, *others = CheckedEngine(judge, durable, RULES).evaluate(CASES)
    assert first.outcomes == outcomes
    assert first.disputed == (Dispute("test/R1", "the altered engine says clear, the durable engine flagged"),)
    assert others == truth()[1:]


def test_a_witness_that_fails_on_a_case_is_disputed() -> None:
    witness = Altered(reference(), 2, Failure("it died"))
    evaluations = list(CheckedEngine(reference(), witness, RULES).evaluate(CASES))
    assert [evaluation.disputed for evaluation in evaluations] == [
        (),
        (),
        (Dispute("", "judged by the reference engine alone: it died"),),
        (),
    ]
    assert [evaluation.outcomes for evaluation in evaluations] == [evaluation.outcomes for evaluation in truth()]


def test_a_case_that_an_engine_fails_on_is_judged_by_its_stand_in() -> None:
    engine = CoveredEngine(Altered(reference(), 0, Failure("it died")), reference())
    assert engine.name == "altered"
    first, *others = engine.evaluate(CASES)
    assert first == Evaluation(truth()[0].outcomes, (Dispute("", "judged by the reference engine alone: it died"),))
    assert others == truth()[1:]


def test_disputes_of_either_engine_are_kept() -> None:
    doubt = Dispute("test/R1", "odd")
    disputed = Evaluation(truth()[0].outcomes, (doubt,))
    judge = CoveredEngine(Altered(reference(), 0, disputed), reference())
    (first, *_) = CheckedEngine(judge, Altered(reference(), 0, disputed), RULES).evaluate(CASES)
    assert first.disputed == (doubt, doubt)


def test_the_durable_engine_agrees_with_the_reference() -> None:
    with DurableEngine(RULES) as durable:
        assert list(CheckedEngine(reference(), durable, RULES).evaluate(CASES)) == truth()


def test_an_engine_that_loses_a_case_is_an_error_not_a_shorter_report() -> None:
    class Forgetful(Altered):
        def evaluate(self, cases: Iterable[Case]) -> Iterator[Evaluation | Failure]:
            yield from list(super().evaluate(cases))[:-1]

    with pytest.raises(ValueError, match="shorter"):
        list(CheckedEngine(reference(), Forgetful(reference(), 9, Failure("")), RULES).evaluate(CASES))


def test_closing_closes_both() -> None:
    one, other = Altered(reference(), 9, Failure("")), Altered(reference(), 9, Failure(""))
    CheckedEngine(CoveredEngine(one, reference()), other, RULES).close()
    assert (one.closed, other.closed) == (1, 1)


def test_disputes_are_told_in_chinese_too() -> None:
    failing = Altered(reference(), 2, Failure("it died", "进程退出"))
    (dispute,) = list(CheckedEngine(reference(), failing, RULES).evaluate(CASES))[2].disputed
    assert dispute.in_language("zh") == "仅由reference引擎判定：进程退出"
    assert dispute.in_language("en") == "judged by the reference engine alone: it died"
    witness = Altered(reference(), 2, Evaluation((OUT_OF_SCOPE, UNKNOWN)))
    disputes = list(CheckedEngine(reference(), witness, RULES).evaluate(CASES))[2].disputed
    assert [dispute.in_language("zh") for dispute in disputes] == [
        "reference引擎判定为未命中，altered引擎判定为不适用",
        "reference引擎判定为未命中，altered引擎判定为无法判断",
    ]
