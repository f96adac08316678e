"""The evidence of a finding: the input values behind it, all of them and no others."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings

from riskscreen.findings.pointers import first, natural
from riskscreen.model.report import Finding, ProjectReport
from riskscreen.screening import Screener
from tests.support.office import own_rule
from tests.support.projects import projects
from tests.support.typical import typical_project

SCREENER = Screener(engine="reference")
MARK = "〔已隐去〕"


def evidence(screener: Screener, **record: Any) -> dict[str, Any]:
    """The evidence of the one finding on a record, by pointer."""
    report = screener.screen_one({"id": "p", **record})
    (finding,) = report.findings
    return {item.pointer: item.value for item in finding.evidence}


def test_a_plain_value_is_shown_as_given(tmp_path: Path) -> None:
    screener = own_rule(tmp_path, "when: project.showcase and project.needs_assessed == false")
    assert evidence(screener, showcase=True, needsAssessment={"conducted": False, "date": "2018-01-01"}) == {
        "/needsAssessment/conducted": False,
        "/showcase": True,
    }


def test_a_derived_value_is_shown_by_its_inputs(tmp_path: Path) -> None:
    screener = own_rule(tmp_path, "when: project.window_months >= 1")
    contract = {"period": {"startDate": "2018-01-01", "endDate": "2018-05-31T12:00:00"}}
    assert evidence(screener, contract=contract) == {
        "/contract/period/endDate": "2018-05-31T12:00:00",
        "/contract/period/startDate": "2018-01-01",
    }


def test_only_the_true_parts_of_a_disjunction_are_shown(tmp_path: Path) -> None:
    screener = own_rule(tmp_path, "when: project.showcase or project.renewal_clause or not project.continuity_plan")
    record = {"showcase": True, "contract": {"renewalClause": False}, "continuity": {"plan": False}}
    assert evidence(screener, **record) == {"/continuity/plan": False, "/showcase": True}


def test_of_a_denied_conjunction_the_false_parts_are_shown(tmp_path: Path) -> None:
    screener = own_rule(tmp_path, "when: not (project.showcase and project.renewal_clause)")
    assert evidence(screener, showcase=True, contract={"renewalClause": False}) == {"/contract/renewalClause": False}


def test_the_scope_is_evidence_too(tmp_path: Path) -> None:
    screener = own_rule(tmp_path, "scope: project.category_continuing\nwhen: project.showcase")
    assert evidence(screener, showcase=True, category="社区老人居家养老服务") == {
        "/category": "社区老人居家养老服务",
        "/showcase": True,
    }


def test_all_true_bindings_are_shown(tmp_path: Path) -> None:
    screener = own_rule(tmp_path, 'when:\n  r: role where side == "buyer" and person == person')
    roles = [
        {"person": {"id": "a"}, "side": "buyer"},
        {"person": {"id": "b"}, "side": "community"},
        {"person": {"id": "c"}, "side": "buyer"},
    ]
    assert evidence(screener, roles=roles) == {
        "/roles/0/person/id": "a",
        "/roles/0/side": "buyer",
        "/roles/2/person/id": "c",
        "/roles/2/side": "buyer",
    }


def test_a_row_that_need_only_exist_is_shown_by_what_it_holds(tmp_path: Path) -> None:
    screener = own_rule(tmp_path, "when:\n  t: target")
    assert evidence(screener, targets=[{"kind": "output", "planned": 3, "unit": "场"}]) == {
        "/targets/0/kind": "output",
        "/targets/0/planned": 3,
    }


def test_a_row_of_which_nothing_else_is_known_is_shown_by_whatever_stands_there(tmp_path: Path) -> None:
    screener = own_rule(tmp_path, "when:\n  d: deviation")
    deviations = [{"description": "以活动代替个案", "seenBy": ["甲"]}, {}, {"date": None}]
    assert evidence(screener, standardDeviations=deviations) == {
        "/standardDeviations/0/description": "以活动代替个案",
        "/standardDeviations/0/seenBy/0": "甲",
        "/standardDeviations/1": {},
        "/standardDeviations/2": {},
    }


def test_a_lower_bound_rests_on_the_rows_counted(tmp_path: Path) -> None:
    screener = own_rule(tmp_path, 'let: {visits: count(activity where kind == "visit")}\nwhen: visits >= 1')
    activities = [{"kind": "visit"}, {"kind": "event"}, {}, {"kind": "visit"}]
    assert evidence(screener, activities=activities) == {"/activities/0/kind": "visit", "/activities/3/kind": "visit"}


def test_a_share_rests_on_every_row(tmp_path: Path) -> None:
    formal = 'let: {part: share(criterion.weight where kind == "outcome")}\nwhen: part > 0'
    criteria = [{"kind": "outcome", "weight": 0.5}, {"kind": "output", "weight": 0.25}]
    assert evidence(own_rule(tmp_path, formal), evaluation={"criteria": criteria}) == {
        "/evaluation/criteria/0/kind": "outcome",
        "/evaluation/criteria/0/weight": 0.5,
        "/evaluation/criteria/1/kind": "output",
        "/evaluation/criteria/1/weight": 0.25,
    }


def test_an_upper_bound_rests_on_every_row(tmp_path: Path) -> None:
    screener = own_rule(tmp_path, 'let: {visits: count(activity where kind == "visit")}\nwhen: visits <= 1')
    assert evidence(screener, activities=[{"kind": "visit"}, {"kind": "event"}]) == {
        "/activities/0/kind": "visit",
        "/activities/1/kind": "event",
    }


@pytest.mark.parametrize(
    "formal", ["let: {n: count(target)}\nwhen: n == 0", 'when:\n  none: {t: target where kind == "outcome"}']
)
def test_a_list_stated_to_be_empty_is_evidence(tmp_path: Path, formal: str) -> None:
    assert evidence(own_rule(tmp_path, formal), targets=[]) == {"/targets": []}


def test_that_there_is_none_rests_on_what_all_rows_are(tmp_path: Path) -> None:
    screener = own_rule(tmp_path, 'when:\n  none: {p: participant where side == "beneficiary"}')
    participants = [{"side": "buyer", "comments": 3}, {"side": "expert"}]
    assert evidence(screener, needsAssessment={"participants": participants}) == {
        "/needsAssessment/participants/0/side": "buyer",
        "/needsAssessment/participants/1/side": "expert",
    }


def test_a_list_within_a_list_that_is_empty_is_evidence(tmp_path: Path) -> None:
    screener = own_rule(tmp_path, "let: {owners: count(owner)}\nwhen: owners <= 1")
    parties = [{"id": "a", "owners": [{"id": "x"}]}, {"id": "b", "owners": []}]
    assert evidence(screener, parties=parties) == {
        "/parties/0/id": "a",
        "/parties/0/owners/0/id": "x",
        "/parties/1/owners": [],
    }


def test_private_details_are_withheld_and_the_identifiers_they_hang_on_are_not(tmp_path: Path) -> None:
    formal = "when:\n  a: tenderer\n  b: tenderer where position > a.position and address == a.address"
    address = {"streetAddress": "建设路1号"}
    record = {
        "bids": [{"tenderers": [{"id": "a"}, {"id": "b"}]}],
        "parties": [{"id": "a", "address": address}, {"id": "b", "address": address}],
    }
    assert evidence(own_rule(tmp_path, formal), **record) == {
        "/bids/0/tenderers/0/id": "a",
        "/bids/0/tenderers/1/id": "b",
        "/parties/0/address/streetAddress": MARK,
        "/parties/0/id": "a",
        "/parties/1/address/streetAddress": MARK,
        "/parties/1/id": "b",
    }


def findings(report: ProjectReport) -> list[Finding]:
    return [*report.findings, *report.protective]


def check_evidence(record: dict[str, Any], finding: Finding) -> None:
    pointers = [item.pointer for item in finding.evidence]
    assert pointers
    assert pointers == sorted(set(pointers), key=natural)
    for item in finding.evidence:
        assert item.value in (first(record, item.pointer), MARK, {})


def reduced(record: dict[str, Any], finding: Finding) -> dict[str, Any]:
    """The record without every value that is not in the finding's evidence.

    The items of a list stay, emptied; a list of words stays whole or goes whole.
    """
    kept = {item.pointer for item in finding.evidence}

    def reduce(value: Any, pointer: str) -> Any:
        if isinstance(value, dict) and pointer not in kept:
            parts = {key: reduce(part, f"{pointer}/{key}") for key, part in value.items()}
            return {key: part for key, part in parts.items() if part is not None}
        if isinstance(value, list) and value:
            items = [reduce(item, f"{pointer}/{index}") for index, item in enumerate(value)]
            return items if isinstance(value[0], dict) else value if any(items) else None
        return value if pointer in kept else None

    return {**reduce(record, ""), "id": record["id"], "incomplete": record.get("incomplete", [])}


@pytest.mark.parametrize("change", [{}, {"parties": None, "targets": [], "roles": [], "ties": []}])
def test_the_evidence_of_a_typical_project_is_enough_for_its_findings(change: dict[str, Any]) -> None:
    check_sufficiency(typical_project(**change))


@settings(max_examples=40, deadline=None)
@given(projects())
def test_the_evidence_of_any_project_is_enough_for_its_findings(record: dict[str, Any]) -> None:
    check_sufficiency(record)


def check_sufficiency(record: dict[str, Any]) -> None:
    for finding in findings(SCREENER.screen_one(record)):
        check_evidence(record, finding)
        again = findings(SCREENER.screen_one(reduced(record, finding)))
        assert finding.code in [other.code for other in again]
