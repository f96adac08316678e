"""Changes shown to matter to no verdict: the arguments, and where they do not hold."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from riskscreen.engines.base import EngineRule
from riskscreen.engines.reference import ReferenceEngine
from riskscreen.facts.extract import project_case
from riskscreen.facts.market import batch_cases
from riskscreen.facts.vocabulary import VOCABULARY
from riskscreen.lang.compile import RuleProblems, compile_rule
from riskscreen.lang.tree import Query
from riskscreen.model.project import Project
from riskscreen.rulebook.load import load_rulebook
from riskscreen.rulebook.mutation.same import why_same
from riskscreen.rulebook.mutation.texts import variants
from tests.support.batch_strategy import batches
from tests.support.engines import rule
from tests.support.projects import Json, projects
from tests.support.taxonomy import TAXONOMY


def same(one: str | Mapping[str, Any], other: str | Mapping[str, Any], **more: Any) -> str:
    return why_same(rule(one, **more).query, rule(other, **more).query)


def pairs(second: str, first: str = "tenderer") -> Mapping[str, str]:
    return {"a": first, "b": f"tenderer where {second}"}


DIFFERENT_BIDS = "bid != a.bid and address == a.address"


@pytest.mark.parametrize(
    "order",
    ["position < a.position and", "position != a.position and", "position >= a.position and",
     "a.position >= position and", ""],
)  # fmt: skip
def test_pairs_asked_the_same_can_be_ordered_at_will(order: str) -> None:
    assert same(pairs(f"position > a.position and {DIFFERENT_BIDS}"), pairs(f"{order} {DIFFERENT_BIDS}"))


@pytest.mark.parametrize(
    ("rows", "changed"),
    [
        # a row and itself have one address, and only a value known of every row is sure to be no other
        ("position > a.position and address == a.address", "address == a.address"),
        ("position > a.position and organisation != a.organisation", "organisation != a.organisation"),
        ("position > a.position and bid <= a.bid", "bid <= a.bid"),
        # the two rows are not asked the same
        (f"position > a.position and organisation == project.buyer and {DIFFERENT_BIDS}",
         f"position < a.position and organisation == project.buyer and {DIFFERENT_BIDS}"),
        # no pair at all
        (f"position > a.position and {DIFFERENT_BIDS}", f"position == a.position and {DIFFERENT_BIDS}"),
        # more than the order is changed
        (f"position > a.position and {DIFFERENT_BIDS}", "position < a.position and bid != a.bid"),
    ],
)  # fmt: skip
def test_the_order_of_other_pairs_may_matter(rows: str, changed: str) -> None:
    assert not same(pairs(rows), pairs(changed))


def test_a_later_row_is_never_of_an_earlier_bid() -> None:
    before = pairs("position > a.position and bid != a.bid and organisation == project.buyer")
    assert same(before, pairs("position > a.position and bid > a.bid and organisation == project.buyer"))
    assert not same(before, pairs("position > a.position and bid < a.bid and organisation == project.buyer"))
    assert not same(before, pairs("position > a.position and bid >= a.bid and organisation == project.buyer"))


def test_other_variables_may_change_places_too() -> None:
    def joined(order: str, shared: str = "owner == o.owner") -> Mapping[str, str]:
        return {
            "a": "tenderer",
            "b": f"tenderer where position {order} a.position and bid != a.bid",
            "o": "owner where organisation == a.organisation",
            "p": f"owner where organisation == b.organisation and {shared}",
        }

    assert same(joined(">"), joined("<"))
    assert not same(joined(">", "owner == a.organisation"), joined("<", "owner == a.organisation"))


def test_a_measure_that_no_condition_tests() -> None:
    before = {"n": "count(role)", "m": "count(bid)"}
    one = rule("n >= 1", let=before).query
    assert why_same(one, rule("n >= 1", let={**before, "m": "count(bid where valid)"}).query)
    assert not why_same(one, rule("n >= 1", let={**before, "n": 'count(role where side == "buyer")'}).query)


def _claimed() -> list[tuple[str, Query, Query]]:
    """Every change of a shipped rule that is said not to matter, with the rule."""
    found = []
    for shipped in load_rulebook().rules:
        for variant in variants(shipped.file, shipped.query, shipped.params):
            try:
                changed = compile_rule(variant.text, VOCABULARY).query
            except RuleProblems:
                continue
            if variant.no_matter or why_same(shipped.query, changed):
                found.append((f"{shipped.code}: {variant.what}", shipped.query, changed))
    return found


CLAIMED = _claimed()
BEFORE = ReferenceEngine([EngineRule(name, before) for name, before, _ in CLAIMED])
AFTER = ReferenceEngine([EngineRule(name, after) for name, _, after in CLAIMED])


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(projects())
def test_what_is_said_not_to_matter_changes_no_verdict_on_a_project(record: Json) -> None:
    case = project_case(Project.model_validate(record), TAXONOMY)
    assert [o.verdict for o in BEFORE.judge(case).outcomes] == [o.verdict for o in AFTER.judge(case).outcomes]


@settings(max_examples=20, deadline=None)
@given(batches())
def test_what_is_said_not_to_matter_changes_no_verdict_on_a_batch(records: list[Json]) -> None:
    for case in batch_cases([Project.model_validate(record) for record in records], TAXONOMY):
        assert [o.verdict for o in BEFORE.judge(case).outcomes] == [o.verdict for o in AFTER.judge(case).outcomes]
