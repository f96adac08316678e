"""Why a rule is undecided, and which values would decide it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings

from riskscreen.findings.pointers import ABSENT, first
from riskscreen.model.report import ProjectReport, Unknown
from riskscreen.screening import Screener
from tests.support.deletions import deletions
from tests.support.office import own_rule
from tests.support.projects import projects
from tests.support.typical import typical_project

SCREENER = Screener(engine="reference")


def unknown(screener: Screener, **record: Any) -> Unknown:
    """The one undecided rule on a record."""
    (rule,) = screener.screen_one({"id": "p", **record}).unknown
    return rule


def why(screener: Screener, **record: Any) -> tuple[str, list[str]]:
    rule = unknown(screener, **record)
    return rule.reason, list(rule.missing)


def test_absent_inputs_are_missing(tmp_path: Path) -> None:
    screener = own_rule(tmp_path, "when: project.window_months >= 1 and project.showcase")
    end, start = "/contract/period/endDate", "/contract/period/startDate"
    assert why(screener) == ("missing", [end, start, "/showcase"])
    assert why(screener, showcase=True, contract={"period": {"startDate": "2018-01-01"}}) == ("missing", [end])
    assert why(screener, contract={"period": {"startDate": "2018-01-01", "endDate": "2018-03-31"}}) == (
        "missing",
        ["/showcase"],
    )


def test_what_cannot_decide_any_more_is_not_asked_for(tmp_path: Path) -> None:
    screener = own_rule(tmp_path, "when: (project.showcase and project.renewal_clause) or project.needs_assessed")
    assert why(screener, showcase=False) == ("missing", ["/needsAssessment/conducted"])


def test_an_unknown_scope_is_asked_for(tmp_path: Path) -> None:
    screener = own_rule(tmp_path, "scope: project.category_continuing\nwhen: project.showcase")
    assert why(screener, showcase=True) == ("missing", ["/category"])


def test_an_absent_list_is_missing_and_a_partial_one_incomplete(tmp_path: Path) -> None:
    screener = own_rule(tmp_path, 'when:\n  r: role where side == "buyer"')
    assert why(screener) == ("missing", ["/roles"])
    assert why(screener, roles=[{"side": "community"}], incomplete=["roles"]) == ("incomplete", ["/roles"])
    assert why(screener, roles=[{"side": "community"}, {}]) == ("missing", ["/roles/1/side"])
    assert why(screener, roles=[{}], incomplete=["roles"]) == ("missing", ["/roles", "/roles/0/side"])


def test_lists_within_a_list_are_named_one_by_one(tmp_path: Path) -> None:
    screener = own_rule(tmp_path, "when:\n  o: owner where owner == project.buyer")
    parties = [{"id": "a", "owners": []}, {"id": "b"}, {"id": "c"}]
    assert why(screener, buyer={"id": "x"}, parties=parties) == ("missing", ["/parties/1/owners", "/parties/2/owners"])


def test_a_measure_waits_for_its_list_its_filter_and_its_weights(tmp_path: Path) -> None:
    formal = 'let: {part: share(criterion.weight where kind == "outcome")}\nwhen: part > 0'
    screener = own_rule(tmp_path, formal)
    assert why(screener) == ("missing", ["/evaluation/criteria"])
    assert why(screener, evaluation={"criteria": [{"kind": "output"}, {"weight": 1}]}) == (
        "missing",
        ["/evaluation/criteria/0/weight", "/evaluation/criteria/1/kind"],
    )
    whole = {"criteria": [{"kind": "output", "weight": 1}]}
    assert why(screener, evaluation=whole, incomplete=["evaluation/criteria"]) == (
        "incomplete",
        ["/evaluation/criteria"],
    )


def test_a_derived_value_waits_for_the_items_of_a_list(tmp_path: Path) -> None:
    screener = own_rule(tmp_path, "when: project.contractor_revenue_share_buyer > 0")
    revenue = "/contractor/revenueBySource"
    assert why(screener, buyer={"id": "b"}) == ("missing", [revenue])
    partly = [{"source": {"id": "b"}, "amount": 1}, {"source": {"id": "c"}}, {"amount": 2}]
    assert why(screener, buyer={"id": "b"}, contractor={"revenueBySource": partly}) == (
        "missing",
        [f"{revenue}/1/amount", f"{revenue}/2/source/id"],
    )
    whole = {"revenueBySource": partly[:1]}
    assert why(screener, buyer={"id": "b"}, contractor=whole, incomplete=["contractor/revenueBySource"]) == (
        "incomplete",
        [revenue],
    )


SAME_PERSON = 'when:\n  a: role where side == "buyer"\n  b: role where side == "community" and person == a.person'


@pytest.mark.parametrize(
    ("lang", "note"),
    [("zh", "姓名或名称相同，身份未能确认"), ("en", "same name, identity not established")],
)
def test_the_same_name_is_no_identity(tmp_path: Path, lang: str, note: str) -> None:
    roles = [
        {"side": "buyer", "person": {"id": "p1", "name": "王某"}},
        {"side": "community", "person": {"name": "王某 "}},
    ]
    rule = unknown(own_rule(tmp_path, SAME_PERSON, lang=lang), roles=roles)
    assert (rule.reason, list(rule.missing), rule.note) == ("identity", ["/roles/1/person/id"], note)


def test_another_name_without_an_identifier_is_merely_missing(tmp_path: Path) -> None:
    roles = [
        {"side": "buyer", "person": {"name": "王某"}},
        {"side": "community", "person": {"name": "李某"}},
    ]
    screener = own_rule(tmp_path, SAME_PERSON)
    assert why(screener, roles=roles) == ("missing", ["/roles/0/person/id", "/roles/1/person/id"])
    unnamed = [{"side": "buyer", "person": {}}, {"side": "community", "person": {}}]
    assert why(screener, roles=unnamed)[0] == "missing"


def test_the_same_name_of_organisations_counts_too(tmp_path: Path) -> None:
    screener = own_rule(tmp_path, "when: project.evaluator == project.contractor")
    record = {"contractor": {"id": "c", "name": "评估院"}, "evaluation": {"evaluator": {"name": "评估院"}}}
    assert why(screener, **record) == ("identity", ["/evaluation/evaluator/id"])


def test_dates_that_no_calendar_covers(tmp_path: Path) -> None:
    screener = own_rule(tmp_path, "when: project.spring_festival_in_window")
    rule = unknown(screener, contract={"period": {"startDate": "1990-01-01", "endDate": "1990-05-31"}})
    assert (rule.reason, list(rule.missing)) == ("calendar", [])
    assert rule.note is not None
    assert "2004" in rule.note
    assert why(screener, contract={"period": {"startDate": "1990-01-01"}})[0] == "missing"


def test_values_that_do_not_decide_are_named_with_a_note(tmp_path: Path) -> None:
    rule = unknown(own_rule(tmp_path, "when: project.category_continuing"), category="道路养护")
    assert (rule.reason, list(rule.missing)) == ("missing", ["/category"])
    assert rule.note is not None


def test_a_detail_that_no_entry_holds_is_missing_from_the_list_of_entries(tmp_path: Path) -> None:
    screener = own_rule(tmp_path, "when:\n  t: tenderer where address == address and organisation == project.buyer")
    record = {"buyer": {"id": "a"}, "bids": [{"tenderers": [{"id": "a"}]}]}
    assert why(screener, **record) == ("missing", ["/parties"])
    rule = unknown(screener, **record, parties=[{"id": "b"}])
    assert (rule.reason, list(rule.missing)) == ("missing", ["/parties"])


def named(report: ProjectReport) -> dict[str, Unknown]:
    return {rule.code: rule for rule in report.unknown}


@settings(max_examples=40, deadline=None)
@given(projects())
def test_every_unknown_names_what_is_not_there(record: dict[str, Any]) -> None:
    for rule in SCREENER.screen_one(record).unknown:
        assert rule.missing or rule.reason == "calendar"
        assert len(set(rule.missing)) == len(rule.missing)
        if rule.reason in ("missing", "identity") and rule.note is None:
            assert any(first(record, pointer) is ABSENT for pointer in rule.missing)


def test_what_was_said_of_other_records_is_said_only_where_it_is_true() -> None:
    """Unknowns are remembered by the shape of the record: a screener that has seen others says what a new one does."""
    rulebook = SCREENER.rulebook
    records = [less for _, less in deletions(typical_project())]
    partial = [record | {"incomplete": ["activities", "bids"]} for record in records[::7]]
    for record in [*records[::70], *partial[::12]]:
        assert SCREENER.screen_one(record).unknown == Screener(rulebook=rulebook).screen_one(record).unknown


def test_a_rule_that_a_deleted_value_decided_asks_for_it_back() -> None:
    record = typical_project()
    before = named(SCREENER.screen_one(record))
    asked = 0
    for pointer, less in deletions(record):
        for code, rule in named(SCREENER.screen_one(less)).items():
            if code not in before and rule.reason != "calendar":
                asked += 1
                assert any(known(pointer, missing) for missing in rule.missing), (code, pointer, rule.missing)
    assert asked > 100


def known(deleted: str, missing: str) -> bool:
    """Whether one of the two pointers is the other, or lies within it."""
    return f"{deleted}/".startswith(f"{missing}/") or f"{missing}/".startswith(f"{deleted}/")
