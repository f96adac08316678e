"""What the rows say: columns that are more than a copy of one value of the record."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from riskscreen.lang.vocabulary import Value
from tests.support.cases import column_of, root_of, rows_of
from tests.support.typical import typical_project

Json = dict[str, Any]

DERIVED: dict[str, Value] = {
    "category": "elder-care",
    "category_continuing": True,
    "category_professional": True,
    "category_evaluation": False,
    "contractor_name_misfit": False,
    "contractor_type_fits": True,
    "contractor_scope_fits": True,
    "start": date(2018, 1, 1).toordinal(),
    "window_months": 5,
    "window_working_days": 103,
    "spring_festival_in_window": True,
    "framework_months": 12,
    "call_to_contract_days": 44,
    "signed_month": 12,
    "closed_days_before_end": 3,
    "evaluated_days_after_end": 48,
    "gap_before_days": 214,
    "gap_after_days": 30,
    "planned_coverage": 150_000,
    "region_need_position": 375_000,
    "licensed_staff_share": 444_444,
    "contractor_revenue_share_buyer": 516_666,
    "contractor_revenue_share_government": 716_666,
    "evaluator_revenue_share_buyer": 300_000,
    "evaluation_score": 885_000,
    "evaluator_requests_declined": 1,
    "outcome_periods": 2,
}


def test_derived_columns_of_the_project() -> None:
    root = root_of(typical_project())
    assert {name: root[name] for name in DERIVED} == DERIVED


@pytest.mark.parametrize(
    ("record", "known"),
    [
        ({"category": "road works", "contractor": {"name": "家政公司"}}, {}),
        ({"contractor": {"name": "家政公司", "type": "housekeeping-centre", "registeredScope": "家政"}}, {}),
        (
            {"category": "社区老人居家养老服务", "contractor": {"name": "某便民服务中心"}},
            {"contractor_name_misfit": True, "contractor_type_fits": None, "contractor_scope_fits": None},
        ),
        (
            {"category": "home care for elders", "contractor": {"type": "company", "registeredScope": "保洁"}},
            {"contractor_name_misfit": None, "contractor_type_fits": False, "contractor_scope_fits": False},
        ),
        ({"category": "2018年购买服务评估验收服务"}, {"category": "evaluation", "category_evaluation": True}),
    ],
)
def test_nothing_is_said_of_a_category_that_is_not_recognised(record: Json, known: dict[str, Value | None]) -> None:
    columns = dict.fromkeys(name for name in DERIVED if name.startswith(("category", "contractor_")))
    root = root_of(record)
    assert {name: root[name] for name in known} == known
    if not known:
        assert {name: root[name] for name in columns} == columns


def test_income_is_known_only_from_a_complete_list() -> None:
    root = root_of(typical_project(incomplete=["contractor/revenueBySource", "cooperation/outcomeMeasurements"]))
    assert root["contractor_revenue_share_buyer"] is None
    assert root["contractor_revenue_share_government"] is None
    assert root["outcome_periods"] is None
    assert root["evaluator_revenue_share_buyer"] == 300_000


def test_a_tie_is_seen_from_both_ends() -> None:
    record = {"ties": [{"type": "kinship", "organisations": [{"id": "a"}, {"id": "b"}]}, {"type": "other"}]}
    assert rows_of(record, "tie") == [
        {"organisation": "a", "other": "b", "type": "kinship"},
        {"organisation": "b", "other": "a", "type": "kinship"},
        {"organisation": None, "other": None, "type": "other"},
        {"organisation": None, "other": None, "type": "other"},
    ]


def test_roles_are_numbered() -> None:
    record = {"roles": [{"person": {"id": "x"}, "side": "buyer"}, {"organisation": {"id": "o"}}]}
    assert rows_of(record, "role") == [
        {"person": "x", "side": "buyer", "organisation": None, "position": 0},
        {"person": None, "side": None, "organisation": "o", "position": 1},
    ]


def test_owners_and_origins() -> None:
    record = {
        "parties": [{"id": "a", "owners": [{"id": "x"}, {}]}, {"owners": [{"id": "y"}]}],
        "contractor": {"foundedBy": [{"id": "f"}], "incubatedBy": [{"id": "i"}, {}]},
    }
    assert [(row["organisation"], row["owner"]) for row in rows_of(record, "owner")] == [
        ("a", "x"),
        ("a", None),
        (None, "y"),
    ]
    assert [(row["organisation"], row["kind"]) for row in rows_of(record, "origin")] == [
        ("f", "founded"),
        ("i", "incubated"),
        (None, "incubated"),
    ]


def test_tenderers_have_the_details_of_their_party() -> None:
    details = {"address": {"streetAddress": "建设路 1 号"}, "contactPoint": {"telephone": "010-6655 1234"}}
    record = {
        "bids": [{"tenderers": [{"id": "a"}, {"id": "b"}]}, {"tenderers": [{"id": "a"}, {}]}],
        "parties": [{"id": "a", **details}, {"id": "c", **details}],
    }
    tenderers = rows_of(record, "tenderer")
    assert [row["organisation"] for row in tenderers] == ["a", "b", "a", None]
    assert [row["address"] for row in tenderers] == ["建设路1号", None, "建设路1号", None]
    assert [row["telephone"] for row in tenderers] == ["1066551234", None, "1066551234", None]
    positions = column_of(record, "tenderer", "position")
    assert positions == sorted(set(positions), key=lambda position: position or 0)
    unidentified = record | {"parties": [{"id": "a", **details}, {"name": "c"}]}
    assert column_of(unidentified, "tenderer", "address") == [None] * 4


def test_bids() -> None:
    record = {"bids": [{"status": "valid", "value": {"amount": "99.995"}}, {"status": "withdrawn"}, {}]}
    assert rows_of(record, "bid") == [
        {"valid": True, "status": "valid", "amount": 10_000},  # 9999.5 hundredths, half to even
        {"valid": False, "status": "withdrawn", "amount": None},
        {"valid": None, "status": None, "amount": None},
    ]


def test_earlier_awards_are_dated_against_this_award() -> None:
    dates = ("2015-12-11", "2015-12-10", "2018-01-11", None)
    record: Json = {"contractor": {"earlierAwards": [{"date": day} for day in dates]}}
    assert column_of(record | {"award": {"date": "2017-12-11"}}, "earlier_award", "months_before") == [24, 25, -1, None]
    assert column_of(record, "earlier_award", "months_before") == [None] * 4


NEEDS = [{"category": "Day Care"}, {"category": "助餐"}, {}]


@pytest.mark.parametrize(
    ("record", "covered"),
    [
        ({"serviceItems": [{"needCategory": "day  care"}]}, [True, False, None]),
        ({"serviceItems": [{"needCategory": "day  care"}, {}]}, [True, None, None]),
        ({"serviceItems": [{"needCategory": "day  care"}], "incomplete": ["serviceItems"]}, [True, None, None]),
        ({"serviceItems": []}, [False, False, None]),
        ({}, [None, None, None]),
    ],
)
def test_needs_are_covered_by_service_items(record: Json, covered: list[bool | None]) -> None:
    assert column_of(record | {"needsAssessment": {"needs": NEEDS}}, "need", "covered") == covered


def test_service_items_are_classified_by_the_category() -> None:
    items = [{"name": "个案管理", "delivered": "1.5"}, {"name": "保洁"}, {"name": "文艺演出"}, {"delivered": 0}]
    record = {"category": "社区老人居家养老服务", "serviceItems": items}
    assert column_of(record, "service_item", "professional") == [True, False, None, None]
    assert column_of(record, "service_item", "delivered") == [15_000, None, None, 0]
    assert column_of({"serviceItems": items}, "service_item", "professional") == [None] * 4


WINDOW = {"period": {"startDate": "2018-01-01", "endDate": "2018-01-10"}}


def test_activities_and_plan_changes_have_a_place_in_the_window() -> None:
    dated = [{"date": "2018-01-06"}, {"date": "2018-01-31"}, {}]
    record = {"contract": WINDOW, "activities": dated, "planChanges": dated}
    for relation in ("activity", "plan_change"):
        assert column_of(record, relation, "window_position") == [500_000, 3_000_000, None]
    assert column_of(record | {"contract": {}}, "activity", "window_position") == [None] * 3


def test_payments_against_the_contract() -> None:
    payments = [
        {"date": "2017-12-31", "value": {"amount": 80, "currency": "CNY"}},
        {"date": "2018-01-01", "value": {"amount": 20, "currency": "USD"}},
        {"value": {"amount": 20}},
    ]
    record = {"contract": WINDOW | {"value": {"amount": 100, "currency": "CNY"}}, "payments": payments}
    assert rows_of(record, "payment") == [
        {"date": date(2017, 12, 31).toordinal(), "amount": 8000, "contract_share": 800_000, "before_start": True},
        {"date": date(2018, 1, 1).toordinal(), "amount": 2000, "contract_share": None, "before_start": False},
        {"date": None, "amount": 2000, "contract_share": None, "before_start": None},
    ]


def test_expenditures_count_the_days_to_the_end() -> None:
    dated = [{"date": "2018-01-10"}, {"date": "2017-12-31"}, {"date": "2018-01-12"}, {}]
    record = {"contract": WINDOW, "expenditures": dated}
    assert column_of(record, "expenditure", "days_before_end") == [0, 10, -2, None]


def test_targets() -> None:
    figures = [{"planned": 10, "achieved": 10}, {"planned": 10, "achieved": 11}, {"planned": 10, "achieved": 9}, {}]
    assert column_of({"targets": figures}, "target", "exact") == [True, False, False, None]
    assert column_of({"targets": figures}, "target", "met") == [True, True, False, None]


def test_a_local_organisation_without_stated_function_may_have_one() -> None:
    locals_ = [{"organisation": {"id": "v"}, "function": "入户探访"}, {"function": " "}]
    record = {"cooperation": {"localOrganisations": locals_}}
    assert rows_of(record, "local_organisation") == [
        {"organisation": "v", "has_function": True},
        {"organisation": None, "has_function": None},
    ]


def test_words_of_closed_lists_are_rows() -> None:
    record = {
        "evaluation": {"methods": ["survey", "field-visit"], "criteria": [{"kind": "outcome", "weight": "0.35"}]},
        "cooperation": {"recipientStages": ["planning", "evaluation"]},
    }
    assert column_of(record, "method", "kind") == ["survey", "field-visit"]
    assert column_of(record, "recipient_stage", "stage") == ["planning", "evaluation"]
    assert rows_of(record, "criterion") == [{"kind": "outcome", "weight": 350_000}]
