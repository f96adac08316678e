"""What some data can decide, which fields would decide more, and which rules flag too much."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from decimal import Decimal
from functools import cache
from typing import Any

import pytest
from hypothesis import given, settings

from riskscreen.model.policy import Policy, RuleChoice
from riskscreen.model.report import Report
from riskscreen.rulebook.coverage import Coverage, RuleCoverage, coverage
from riskscreen.screening import Screener
from tests.support.projects import batches

Records = Sequence[dict[str, Any]]


@cache
def screener() -> Screener:
    return Screener(engine="reference")


def screened(records: Records, judge: Screener | None = None) -> tuple[Report, Coverage]:
    judge = judge or screener()
    report = judge.screen(records)
    return report, coverage(report, judge.rulebook)


def only(*codes: str, **settings_of_policy: Any) -> Screener:
    """A screener with these rules alone."""
    off = [rule.full_name for rule in screener().rulebook.rules if rule.code not in codes]
    rules = {name: RuleChoice(enabled=False) for name in off}
    return Screener(policy=Policy(rules=rules, **settings_of_policy), engine="reference")


def of_rule(found: Coverage, code: str) -> RuleCoverage:
    return next(each for each in found.rules if each.rule.code == code)


@settings(max_examples=25, deadline=None)
@given(batches(max_size=4))
def test_every_judgement_is_counted_once_and_every_undecided_one_has_its_step(records: Records) -> None:
    report, found = screened(records)
    cases = {"project": found.projects, "organisation": found.organisations, "market": 1}
    for each in found.rules:
        total = each.flagged + each.clear + each.unknown + each.out_of_scope
        assert total == cases[each.rule.file.subject], each.rule.code
        assert sum(each.reasons.values()) == each.unknown
        assert min(each.clear, each.flagged) >= 0
    assert found.decided == found.judgements - sum(len(project.unknown) for project in report.projects)
    gained = sum(step.judgements for step in found.steps)
    if len(found.steps) < 50:
        assert found.decided + gained + found.beyond_fields == found.judgements
    filled: set[str] = set()
    lacking = [
        {re.sub(r"/\d+(?=/|$)", "/*", pointer) for pointer in unknown.missing}
        for project in report.projects
        for unknown in project.unknown
        if unknown.missing
    ]
    for step in found.steps:
        before = sum(fields <= filled for fields in lacking)
        filled.update(step.fields)
        assert sum(fields <= filled for fields in lacking) - before == step.judgements == sum(step.rules.values())


@settings(max_examples=25, deadline=None)
@given(batches(max_size=3))
def test_no_other_set_of_fields_decides_more_for_each_field_than_the_first_step(records: Records) -> None:
    report, found = screened(records)
    lacking = Counter(
        frozenset(re.sub(r"/\d+(?=/|$)", "/*", pointer) for pointer in unknown.missing)
        for project in report.projects
        for unknown in project.unknown
        if unknown.missing
    )
    best = max(
        (Decimal(sum(n for others, n in lacking.items() if others <= fields)) / len(fields) for fields in lacking),
        default=Decimal(0),
    )
    first = found.steps[0] if found.steps else None
    assert (Decimal(first.judgements) / len(first.fields) if first else Decimal(0)) == best


WINDOW = {"period": {"startDate": "2018-01-01", "endDate": "2018-05-31"}}


def test_counts_and_steps_of_a_small_batch() -> None:
    judge = only("SW501", "SW102", "SW103", "SW508")
    records = [
        {"id": "a", "contract": WINDOW, "category": "社区社会工作服务", "continuity": {"plan": True}},
        {"id": "b", "contract": {**WINDOW, "planAdjustable": False}, "category": "社会组织人员培训服务"},
        {"id": "c", "contract": {"planAdjustable": True, "approvals": [{}, {}]}},
    ]
    _, found = screened(records, judge)
    assert (found.projects, found.judgements, found.decided, found.beyond_fields) == (3, 12, 6, 0)
    counts = {each.rule.code: (each.flagged, each.clear, each.unknown, each.out_of_scope) for each in found.rules}
    assert counts == {"SW501": (2, 0, 1, 0), "SW102": (1, 1, 1, 0), "SW103": (0, 0, 3, 0), "SW508": (0, 1, 1, 1)}
    assert of_rule(found, "SW103").missing == [
        ("/contract/approvals", 2),
        ("/contract/approvals/*/buyerApprovalRequired", 1),
    ]
    # most judgements for each field first, and of equal ones the weightiest
    assert [(step.fields, step.judgements, step.decided) for step in found.steps] == [
        (("/contract/approvals",), 2, 8),
        (("/contract/approvals/*/buyerApprovalRequired",), 1, 9),
        (("/contract/planAdjustable",), 1, 10),
        (("/contract/period/endDate", "/contract/period/startDate"), 1, 11),
        (("/category", "/continuity/plan"), 1, 12),
    ]
    assert found.steps[0].rules == {"social-services/SW103": 2}
    assert found.steps[0].weight == 2 * of_rule(found, "SW103").rule.weight


def test_weight_decides_between_steps_of_equal_number() -> None:
    _, found = screened([{"id": "a"}], only("SW102", "SW203"))
    assert [step.fields for step in found.steps] == [("/needsAssessment/conducted",), ("/contract/planAdjustable",)]


def test_dates_outside_the_calendar_are_beyond_any_field() -> None:
    far = {"startDate": "2150-01-01", "endDate": "2150-12-31"}
    _, found = screened([{"id": "a", "contract": {"period": far}}], only("SW502"))
    assert (found.decided, found.beyond_fields, found.steps) == (0, 1, ())


def test_batch_rules_count_organisations_and_tell_the_sample_they_lack() -> None:
    records = [{"id": f"p{n}", "buyer": {"id": "b"}, "contractor": {"id": "s"}} for n in range(3)]
    _, found = screened(records, only("SW310", "SW510"))
    award, deadline = of_rule(found, "SW310"), of_rule(found, "SW510")
    assert found.organisations == 2
    assert (award.flagged, award.clear, award.unknown) == (0, 0, 2)
    assert award.sample == (3, 5)
    assert (deadline.unknown, found.judgements) == (1, 0)


@pytest.mark.parametrize(
    ("flagged", "clear", "policy", "warned"),
    [
        (8, 2, {}, Decimal("0.8")),
        (7, 3, {}, None),
        (8, 1, {}, None),
        (7, 3, {"implausible_share": Decimal("0.7")}, Decimal("0.7")),
        (8, 2, {"implausible_share": Decimal(1)}, None),
        (1, 0, {"implausible_least": 1}, Decimal(1)),
        (0, 9, {"implausible_share": Decimal(0), "implausible_least": 1}, None),
    ],
)
def test_a_rule_that_flags_too_large_a_share_of_enough_cases_is_warned_of(
    flagged: int, clear: int, policy: dict[str, Any], warned: Decimal | None
) -> None:
    answers = [False] * flagged + [True] * clear
    records = [{"id": f"p{n}", "contract": {"planAdjustable": answer}} for n, answer in enumerate(answers)]
    unknown = [{"id": f"u{n}"} for n in range(20)]
    _, found = screened([*records, *unknown], only("SW102", **policy))
    assert of_rule(found, "SW102").implausible == warned
    assert [each.rule.code for each in found.implausible] == (["SW102"] if warned else [])
