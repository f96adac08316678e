"""What is known of a contracting process, where its release says it and where it is silent."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest

from riskscreen.facts.case import NOTHING_KNOWN, Case
from riskscreen.facts.extract import project_case
from riskscreen.facts.process.settings import USUAL, Absence, ProcessSettings
from riskscreen.facts.process.statistics import ProcessStatistics
from riskscreen.facts.taxonomy import Taxonomy
from riskscreen.facts.vocabulary import PROJECT
from riskscreen.model.project import Project
from riskscreen.model.release import Release

SILENT = ProcessSettings(absence=Absence.SILENCE)


def case_of(release: dict[str, Any], settings: ProcessSettings = USUAL) -> Case:
    process = msgspec.convert({"ocid": "ocds-1", **release}, Release)
    return project_case(Project(id="p"), Taxonomy(), process, ProcessStatistics([process], settings))


def process(release: dict[str, Any], settings: ProcessSettings = USUAL) -> dict[str, Any]:
    (row,) = case_of(release, settings).relations["process"].rows
    names = [field.name for field in PROJECT.by_name["process"].fields]
    return dict(zip(names, row, strict=True))


def rows(release: dict[str, Any], relation: str, settings: ProcessSettings = USUAL) -> list[dict[str, Any]]:
    names = [field.name for field in PROJECT.by_name[relation].fields]
    return [dict(zip(names, row, strict=True)) for row in case_of(release, settings).relations[relation].rows]


def period(start: str | None, end: str | None) -> dict[str, Any]:
    return {"tender": {"tenderPeriod": {"startDate": start, "endDate": end}}}


def bid(status: str | None, amount: float | None, *tenderers: str | None, **more: Any) -> dict[str, Any]:
    value = {"amount": amount, "currency": "USD"}
    return {"status": status, "value": value, "tenderers": [{"id": each} for each in tenderers], **more}


def award(status: str | None, *suppliers: str | None) -> dict[str, Any]:
    return {"status": status, "suppliers": [{"id": each} for each in suppliers]}


def test_a_project_in_the_native_form_is_no_process() -> None:
    case = project_case(Project(id="p"), Taxonomy())
    for name, relation in PROJECT.by_name.items():
        assert (name in case.relations) is (relation.form == "native")


def test_an_empty_release_says_nothing() -> None:
    known = {name for name, value in process({}).items() if value is not None}
    assert known == {"excluded", "period_required", "own_minimum", "prices_compared"}  # no policy sets any of these
    for name in ("published_bid", "bidder", "award_supplier"):
        assert case_of({}).relations[name] == NOTHING_KNOWN
        assert case_of({}, SILENT).relations[name].complete


@pytest.mark.parametrize(
    ("start", "end", "days", "as_the_peer_reads"),
    [
        ("2023-01-01T00:00:00Z", "2023-01-16T00:00:00Z", 15, 15),
        ("2023-01-01T00:00:01Z", "2023-01-16T00:00:00Z", 14, 14),
        ("2023-01-01T00:00:00+02:00", "2023-01-15T22:00:00Z", 15, 15),
        ("2023-01-01T00:00:00+02:00", "2023-01-15T21:59:59.9Z", 14, 14),
        ("2023-01-16T00:00:00Z", "2023-01-15T12:00:00Z", 0, 0),  # rounded towards zero
        ("2023-01-16t00:00:00z", "2023-01-14 23:59:59-00:00", -1, -1),
        ("2023-01-01", "2023-01-16", 15, None),
        ("2023-01-01T00:00:00", "2023-01-16T00:00:00", 15, None),
        ("2023-01-01", "2023-01-16T00:00:00Z", None, None),
        ("2023-02-30T00:00:00Z", "2023-03-16T00:00:00Z", None, None),
        ("01/01/2023", "2023-01-16", None, None),
        (None, "2023-01-16", None, None),
    ],
)
def test_days_to_submit_bids(start: str | None, end: str, days: int | None, as_the_peer_reads: int | None) -> None:
    assert process(period(start, end))["submission_days"] == days
    assert process(period(start, end), SILENT)["submission_days"] == as_the_peer_reads


@pytest.mark.parametrize(
    ("handed_in", "deadline", "late", "as_the_peer_reads"),
    [
        ("2023-01-01T10:00:00Z", "2023-01-01T10:00:00Z", False, False),
        ("2023-01-01T10:00:01Z", "2023-01-01T10:00:00Z", True, True),
        ("2023-01-01T10:00:00Z", "2023-01-01T12:00:00+02:00", False, False),
        ("2023-01-01T11:00:00Z", "2023-01-01T12:00:00+02:00", True, False),  # the texts are the other way round
        ("2023-01-01", "2023-01-01T12:00:00Z", None, False),
        ("2023-01-03", "2023-01-01T12:00:00Z", True, True),
        ("2022-12-30", "2023-01-01T12:00:00Z", False, False),
        ("late", "2023-01-01T12:00:00Z", None, True),
        (None, "2023-01-01T12:00:00Z", None, False),
    ],
)
def test_late_bids(handed_in: str | None, deadline: str, late: bool | None, as_the_peer_reads: bool) -> None:
    release = period("2022-12-01", deadline) | {"bids": {"details": [bid("valid", 1, "A", date=handed_in)]}}
    assert [row["late"] for row in rows(release, "bidder")] == [late]
    assert [row["late"] for row in rows(release, "bidder", SILENT)] == [as_the_peer_reads]


@pytest.mark.parametrize(
    ("bids", "awards", "known", "as_the_peer_reads"),
    [
        ([bid("disqualified", 1, "A"), bid("valid", 2, "B")], [award("active", "B")], True, True),
        ([bid("disqualified", 1, "A"), bid("valid", 2, "B")], [award("pending", "B")], False, False),
        ([bid("disqualified", 1, "A"), bid("pending", 2, "B")], [award("active", "B")], False, False),
        ([bid("disqualified", 1, "A"), bid("valid", 1, "B")], [award("active", "B")], True, True),
        ([bid("valid", 1, "B"), bid("disqualified", 1, "A")], [award("active", "B")], False, False),
        ([bid("disqualified", 1, "A"), bid("valid", 2, "B"), bid("withdrawn", 0, "C")], [award("active")], True, True),
        ([bid("disqualified", 1, "A"), bid("valid", None, "B")], [award("active", "B")], None, False),
        ([bid("disqualified", 1, "A"), bid("valid", 2, "B"), bid(None, 3, "C")], [award("active", "B")], None, True),
        ([bid("disqualified", 1, "A"), bid("valid", 2, "B")], [award(None, "B")], None, False),
        ([bid("valid", 1, "A"), bid("valid", None, "B")], [award("active", "B")], False, False),
    ],
)
def test_the_lowest_bid_is_disqualified(
    bids: list[Any], awards: list[Any], known: bool | None, as_the_peer_reads: bool
) -> None:
    release = {"bids": {"details": bids}, "awards": awards}
    assert process(release)["lowest_disqualified"] is known
    assert process(release, SILENT)["lowest_disqualified"] is as_the_peer_reads


def test_prices_in_several_currencies_are_not_compared_unless_one_is_chosen() -> None:
    other = bid("valid", 2, "B") | {"value": {"amount": 2, "currency": "EUR"}}
    release = {"bids": {"details": [bid("disqualified", 1, "A"), other]}, "awards": [award("active", "B")]}
    assert process(release)["lowest_disqualified"] is None
    assert process(release, ProcessSettings(currency="USD"))["lowest_disqualified"] is False  # no valid bid is left
    assert process(release, ProcessSettings(currency="EUR"))["lowest_disqualified"] is False


@pytest.mark.parametrize(
    ("bids", "awards", "won", "only", "others"),
    [
        ([bid("valid", 1, "A"), bid("disqualified", 2, "B", "C")], [award("active", "A")], True, "A", 2),
        ([bid("valid", 1, "A"), bid("disqualified", 2, "A")], [award("active", "A")], True, "A", 0),
        ([bid("valid", 1, "A"), bid("valid", 2, "B")], [award("active", "A")], False, None, 0),
        ([bid("valid", 1, "A"), bid("disqualified", 2, "B")], [award("active", "A", "B")], False, "A", 1),
        ([bid("valid", 1, "A"), bid("disqualified", 2, "B")], [award("pending", "A")], False, "A", 1),
        ([bid("valid", 1, "A")], [award("active", "A"), award("unsuccessful"), award("cancelled", "B")], True, "A", 0),
        ([bid("valid", 1, "A"), bid("disqualified", 2, "B")], [], False, "A", 1),
        ([bid("valid", 1, "A"), bid("disqualified", 2, None)], [award("active", "A")], True, "A", None),
        ([bid("valid", 1, "A"), bid(None, 2, "B")], [award("active", "A")], None, None, None),
        ([bid("valid", 1, "A")], [award("active", "A"), award(None, "A")], None, "A", 0),
    ],
)
def test_the_one_tenderer_with_valid_bids(
    bids: list[Any], awards: list[Any], won: bool | None, only: str | None, others: int | None
) -> None:
    row = process({"bids": {"details": bids}, "awards": awards})
    assert (row["only_valid_won"], row["only_valid_tenderer"], row["others_disqualified"]) == (won, only, others)


def test_what_is_silent_does_not_count_where_absence_is_silence() -> None:
    bids = [bid("valid", 1, "A"), bid(None, 2, "B"), bid("disqualified", 3, None, "C"), None]
    release = {"bids": {"details": bids}, "awards": [award("active", "A"), award(None, "B"), None]}
    row = process(release, SILENT)
    assert (row["only_valid_won"], row["only_valid_tenderer"], row["others_disqualified"]) == (True, "A", 1)


def test_settings_choose_the_processes() -> None:
    settings = ProcessSettings(
        excluded_details=frozenset({"lottery"}),
        uncompared_details=frozenset({"fixed price"}),
        submission_methods=frozenset({"open"}),
        submission_days={"urgent": 5},
    )
    urgent = process({"tender": {"procurementMethodDetails": "urgent", "procurementMethod": "limited"}}, settings)
    assert (urgent["excluded"], urgent["prices_compared"]) == (False, True)
    assert (urgent["own_minimum"], urgent["minimum_days"]) == (True, 5)
    assert (urgent["period_required"], urgent["bids_expected"]) == (False, False)
    unsaid = process({"tender": {}}, settings)
    assert [unsaid[name] for name in ("excluded", "prices_compared", "own_minimum", "period_required")] == [None] * 4
    silent = process({"tender": {}}, ProcessSettings(Absence.SILENCE, uncompared_details=frozenset({"x"})))
    assert (silent["prices_compared"], silent["bids_expected"], silent["cancelled"]) == (True, False, False)
    allowed = ProcessSettings(Absence.SILENCE, compared_details=frozenset({"auction"}))
    assert process({"tender": {}}, allowed)["prices_compared"] is False


def test_bids_of_the_same_organisations_at_the_same_price_are_recognised() -> None:
    one, other = bid("valid", 10, "B", "A"), bid("valid", 10.0, "A", "B", "A")
    first, second = rows({"bids": {"details": [one, other]}}, "published_bid")
    assert first["tenderers"] == second["tenderers"] is not None
    assert first["price"] == second["price"] is not None
    assert rows({"bids": {"details": [bid("valid", 1, "A", None)]}}, "published_bid")[0]["tenderers"] is None
    assert rows({"bids": {"details": [bid("valid", 1, None)]}}, "published_bid", SILENT)[0]["tenderers"] is None


@pytest.mark.parametrize("amount", [10**400, 1e308, -0.0, 123456789012345678901234567890])
def test_no_amount_is_too_large_or_too_small(amount: float) -> None:
    case_of({"bids": {"details": [bid("valid", amount, "A")]}})


def test_rows_know_where_they_stand() -> None:
    case = case_of(
        {"bids": {"details": [bid("valid", 1, "A"), bid("valid", 2, "B", "C")]}, "awards": [award("x", "C")]}
    )
    assert case.anchors["bidder"][2] == ("/bids/details/1/tenderers/1", "/bids/details/1")
    assert case.anchors["award_supplier"] == (("/awards/0/suppliers/0", "/awards/0"),)
    assert case.anchors["process"] == (("",),)
    for name, known in case.relations.items():
        assert len(known.rows) == len(case.anchors[name])
