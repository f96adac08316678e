"""A proof about some rows holds for more: nothing that is proved is refuted by larger records, or by any case at hand.

The claims are about a shipped rule and the same rule with one small change, the closest pairs there are.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from functools import cache
from random import Random

import pytest

from riskscreen.facts.vocabulary import VOCABULARY
from riskscreen.lang.compile import RuleProblems, compile_rule
from riskscreen.lang.tree import Query
from riskscreen.rulebook.given import given_case
from riskscreen.rulebook.load import load_rulebook
from riskscreen.rulebook.mutation.texts import variants
from riskscreen.rulebook.verify.search import Clock
from riskscreen.rulebook.verify.sizes import Sizes, sizes_for
from riskscreen.rulebook.verify.trial import Claim
from riskscreen.rulebook.verify.workshop import Workshop

BOOK = load_rulebook(examples=True)


@cache
def _pairs() -> tuple[tuple[Query, Query], ...]:
    return tuple(_changed())


def _changed() -> Iterator[tuple[Query, Query]]:
    for rule in BOOK.rules:
        for variant in variants(rule.file, rule.query, rule.params):
            try:
                changed = compile_rule(variant.text, VOCABULARY).query
            except RuleProblems:
                continue
            yield rule.query, changed
            yield changed, rule.query


def _workshop(pairs: list[tuple[Query, Query]]) -> Workshop:
    workshop = Workshop([query for pair in pairs for query in pair], BOOK.taxonomy, Clock(10_000))
    for rule in BOOK.rules:
        cases = (given_case(rule.file.subject, example, BOOK.taxonomy) for example in rule.examples)
        for case in filter(None, cases):
            workshop.keep(case)
    return workshop


def _open(pairs: list[tuple[Query, Query]]) -> list[str]:
    """Why some claims were not decided; all others were, by a witness or a proof that nothing refutes."""
    workshop = _workshop(pairs)
    reasons = []
    for flagged, clear in pairs:
        claim = Claim((flagged,), (clear,))
        answer = workshop.ask(claim)
        if answer.open:
            reasons.append(answer.reason)
        if answer.proved:
            assert not workshop.seen(claim)
            sizes = sizes_for(claim)
            larger = Sizes(Counter({name: min(2 * rows + 1, rows + 2) for name, rows in sizes.rows.items()}))
            _, again = workshop.find(claim, larger)
            assert again.witness is None
    return reasons


def test_no_proof_is_refuted() -> None:
    chosen = Random(0).sample(_pairs(), 40)  # noqa: S311 -- the same claims in every run
    assert len(_open(chosen)) <= 1


@pytest.mark.slow
def test_no_proof_of_all_is_refuted() -> None:
    pairs = list(_pairs())
    reasons = _open(pairs)
    print(f"{len(pairs)} claims, {len(reasons)} not decided")
    assert len(reasons) < len(pairs) / 100
