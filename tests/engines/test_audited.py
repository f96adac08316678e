"""A large batch is judged by one engine, and some of its projects by another besides."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from riskscreen.engines.audited import AUDITED, AuditedEngine, chosen_for_audit
from riskscreen.engines.base import CLEAR, Evaluation, Outcome, Verdict
from riskscreen.engines.reference import ReferenceEngine
from riskscreen.facts.case import Case
from tests.support.engines import case, rule

RULES = [rule("project.showcase", code="test/R1"), rule("project.category_continuing", code="test/R2")]
FLAGGED = Outcome(Verdict.FLAGGED, ((0, ()),))


class ClearsAll:
    """An engine that is wrong wherever anything is flagged."""

    name = "wrong"

    def __init__(self) -> None:
        self.closed = False

    def evaluate(self, cases: Iterable[Case]) -> Iterator[Evaluation]:
        for _ in cases:
            yield Evaluation((CLEAR, CLEAR))

    def close(self) -> None:
        self.closed = True


def test_as_many_are_chosen_as_wanted_and_the_same_in_any_order() -> None:
    identifiers = [f"p{number}" for number in range(3000)]
    chosen = chosen_for_audit(identifiers)
    assert len(chosen) == AUDITED == 200
    assert chosen < set(identifiers)
    assert chosen == chosen_for_audit(reversed(identifiers))
    assert chosen != frozenset(identifiers[:200])


def test_all_are_chosen_of_a_few_and_any_text_can_be_an_identifier() -> None:
    assert chosen_for_audit(["a", "\ud800", ""]) == {"a", "\ud800", ""}


def test_a_difference_on_a_chosen_project_is_disputed_and_the_auditor_stands() -> None:
    showcases = [replace(case({"showcase": True, "category_continuing": False}), id=name) for name in ("p1", "p2")]
    wrong = ClearsAll()
    engine = AuditedEngine(wrong, ReferenceEngine(RULES), RULES, {"p2"})
    assert engine.name == "wrong"
    first, second = engine.evaluate(showcases)
    assert first == Evaluation((CLEAR, CLEAR))
    assert second.outcomes == (FLAGGED, CLEAR)
    (dispute,) = second.disputed
    assert (dispute.code, dispute.reason) == ("test/R1", "the reference engine says flagged, the wrong engine clear")
    engine.close()
    assert wrong.closed


def test_nothing_is_disputed_where_both_agree_and_other_subjects_are_not_chosen() -> None:
    rules = [*RULES, rule({"s": "supply", "sample": "s.awards >= 1"}, subject="organisation", code="test/R3")]
    engine = AuditedEngine(ReferenceEngine(rules), ClearsAll(), rules, {"case"})
    organisation = case(subject="organisation", supply=[{"awards": 1}])
    project, other = engine.evaluate([case({"showcase": False, "category_continuing": False}), organisation])
    assert project == Evaluation((CLEAR, CLEAR))
    assert other == Evaluation((Outcome(Verdict.FLAGGED, ((0, (0,)),)),))
