"""What happened when, as the record says it."""

from __future__ import annotations

from datetime import date
from typing import Any

from riskscreen.findings.privacy import Privacy
from riskscreen.findings.timeline import Moment, Timeline, timeline
from riskscreen.model.project import Project


def _timeline(**record: Any) -> Timeline:
    return timeline(Project.model_validate({"id": "p", **record}), Privacy("zh"))


def _kinds(found: Timeline) -> list[str]:
    return [moment.kind for moment in found.moments]


def test_the_course_from_call_to_evaluation_stands_in_order_with_its_places() -> None:
    found = _timeline(
        tender={"datePublished": "2017-11-15", "tenderPeriod": {"startDate": "2017-11-15", "endDate": "2017-12-01"}},
        award={"date": "2017-12-10"},
        contract={"dateSigned": "2017-12-26", "period": {"startDate": "2018-01-01", "endDate": "2018-05-31"}},
        evaluation={"date": "2018-06-30"},
    )
    assert [(moment.kind, moment.pointer) for moment in found.moments] == [
        ("call", "/tender/datePublished"),
        ("tender_period", "/tender/tenderPeriod"),
        ("awarded", "/award/date"),
        ("signed", "/contract/dateSigned"),
        ("window", "/contract/period"),
        ("festival", None),
        ("evaluated", "/evaluation/date"),
    ]
    assert (found.months, found.working_days, found.calendar_known) == (5, 103, True)


def test_the_spring_festival_is_that_of_the_state_councils_notice() -> None:
    found = _timeline(contract={"period": {"startDate": "2018-01-01", "endDate": "2018-05-31"}})
    assert found.moments[1] == Moment("festival", "delivery", date(2018, 2, 15), date(2018, 2, 21))


def test_a_window_outside_the_calendar_has_no_festivals_and_says_so() -> None:
    found = _timeline(contract={"period": {"startDate": "1990-01-01", "endDate": "1990-12-31"}})
    assert (_kinds(found), found.working_days, found.calendar_known) == (["window"], None, False)


def test_one_known_end_of_a_period_is_a_day() -> None:
    start = _timeline(contract={"period": {"startDate": "2018-01-01"}})
    end = _timeline(contract={"period": {"endDate": "2018-05-31"}})
    assert (_kinds(start), start.moments[0].pointer) == (["window_from"], "/contract/period/startDate")
    assert (_kinds(end), end.moments[0].pointer) == (["window_until"], "/contract/period/endDate")


def test_a_payment_has_its_share_of_the_contract_only_in_the_same_currency() -> None:
    found = _timeline(
        contract={"value": {"amount": 200, "currency": "CNY"}},
        payments=[
            {"date": "2018-01-01", "value": {"amount": 50, "currency": "CNY"}},
            {"date": "2018-01-02", "value": {"amount": 50, "currency": "USD"}},
            {"date": "2018-01-03"},
            {"value": {"amount": 50, "currency": "CNY"}},
        ],
    )
    assert [moment.share for moment in found.moments] == [0.25, None, None]


def test_notes_of_activities_withhold_what_is_private() -> None:
    found = _timeline(activities=[{"date": "2018-03-01", "description": "联系 13800138000"}])
    assert found.moments[0].note == "联系 〔已隐去〕"


def test_a_record_without_dates_has_an_empty_timeline() -> None:
    assert _timeline() == Timeline()
