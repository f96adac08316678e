"""What is tidied in OCDS data, what of it is noted, and what a policy decides."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from riskscreen.intake.read import Intake, Record, read_inputs
from riskscreen.model.policy import Policy
from riskscreen.model.release import Release
from riskscreen.model.report import Reject


def _read(tmp_path: Path, policy: Policy | None = None, **release: Any) -> tuple[Release, Record, Intake]:
    path = tmp_path / "data.jsonl"
    path.write_text(json.dumps({"ocid": "ocds-1", **release}))
    intake = read_inputs([str(path)], None, "en", policy)
    (record,) = intake
    assert not isinstance(record, Reject)
    assert record.release is not None
    return record.release, record, intake


def _notes(intake: Intake) -> list[tuple[str, str, int]]:
    return [(note.path, note.issue, note.count) for note in intake.quality]


def test_a_wrong_type_is_absent_and_noted_with_an_example(tmp_path: Path) -> None:
    release, record, intake = _read(
        tmp_path, bids={"details": [{"value": {"amount": "12,5", "currency": "EUR"}}, {"value": {"amount": True}}]}
    )
    assert release.bids is not None
    assert release.bids.details is not None
    assert [bid and bid.value and bid.value.amount for bid in release.bids.details] == [None, None]
    first, second = (note for note in intake.quality if note.path.endswith("/amount"))
    assert (first.path, first.issue, first.count) == ("/bids/details/value/amount", "boolean for number", 1)
    assert (second.path, second.issue, second.count) == ("/bids/details/value/amount", "string for number", 1)
    assert second.example.endswith('data.jsonl:1 "12,5"')
    assert record.raw["bids"]["details"][0]["value"]["amount"] == "12,5"


@pytest.mark.parametrize(
    ("release", "note"),
    [
        ({"tag": "tender"}, ("/tag", "string for array", 1)),
        ({"awards": {"id": "1"}}, ("/awards", "object for array", 1)),
        ({"tender": [{"id": "1"}]}, ("/tender", "array for object", 1)),
        ({"tender": {"numberOfTenderers": 1.0}}, ("/tender/numberOfTenderers", "decimal for integer", 1)),
        ({"tender": {"hasEnquiries": 1}}, ("/tender/hasEnquiries", "number for boolean", 1)),
        ({"buyer": "Bureau"}, ("/buyer", "string for object", 1)),
        ({"buyer": {"id": 7}}, ("/buyer/id", "number for string", 1)),
        ({"parties": [None, {"id": "1"}, None]}, ("/parties", "null item", 2)),
        ({"parties": ["x"]}, ("/parties", "string for object", 1)),
        ({"tender": {"title": "  "}}, ("/tender/title", "empty text", 1)),
        ({"tender": {"status": " active"}}, ("/tender/status", "spaces around a value", 1)),
        ({"tender": {"procurementMethod": "Open"}}, ("/tender/procurementMethod", "code in another case", 1)),
        ({"tender": {"status": "adjudicado"}}, ("/tender/status", "not a word of the code list", 1)),
        ({"date": "01/02/2020"}, ("/date", "not a date", 1)),
        ({"date": "0001-01-01T00:00:00Z"}, ("/date", "year outside 1900 to 2200", 1)),
        ({"tender": {"value": {"amount": 1, "currency": "euro"}}}, ("/tender/value/currency", "not a currency", 1)),
        ({"tender": {"value": {"amount": 1}}}, ("/tender/value/currency", "not set", 1)),
        (
            {"tender": {"value": {"amount": 0, "currency": "EUR"}}},
            ("/tender/value/amount", "amount is zero", 1),
        ),
        ({"tender": {"value": {"amount": -1, "currency": "EUR"}}}, ("/tender/value/amount", "negative amount", 1)),
        ({"tender": {"value": {"amount": 1e15, "currency": "EUR"}}}, ("/tender/value/amount", "amount too large", 1)),
        (
            {"tender": {"tenderPeriod": {"startDate": "2020-02-01", "endDate": "2020-01-01"}}},
            ("/tender/tenderPeriod", "end before start", 1),
        ),
        ({"bids": {"details": [{"id": "1"}]}}, ("/bids/details/status", "not set", 1)),
        ({"buyer": {"name": "Bureau"}}, ("/buyer/id", "organisation without an id", 1)),
    ],
)
def test_each_oddity_is_noted_once_and_alone(
    tmp_path: Path, release: dict[str, Any], note: tuple[str, str, int]
) -> None:
    assert _notes(_read(tmp_path, **release)[2]) == [note]


@pytest.mark.parametrize(
    "identifier", ["IT-CF-NAN", "000000", "XXXXXXXXXX", "0", "n/a", "IT-CF-00000000000", "-", "NULL", "9999999"]
)
def test_placeholders_identify_nobody(tmp_path: Path, identifier: str) -> None:
    release, record, intake = _read(tmp_path, buyer={"id": identifier, "name": "Bureau"})
    assert release.buyer is not None
    assert release.buyer.id is None
    assert ("/buyer/id", "placeholder", 1) in _notes(intake)
    assert record.raw["buyer"]["id"] == identifier


@pytest.mark.parametrize("identifier", ["IT-CF-00000000001", "100", "NANTES", "XX-A-1", "X1"])
def test_other_identifiers_stay(tmp_path: Path, identifier: str) -> None:
    release, _, intake = _read(tmp_path, buyer={"id": identifier})
    assert release.buyer is not None
    assert release.buyer.id == identifier
    assert not intake.quality


def _supplier_id(release: Release) -> str | None:
    (award,) = release.awards or []
    (supplier,) = (award.suppliers if award else None) or []
    return supplier.id if supplier else None


@pytest.mark.parametrize(
    ("party", "reference", "meant"),
    [
        ({"id": "911", "identifier": {"scheme": "CN-USCC", "id": "911"}}, "CN-USCC-911", "CN-USCC-911"),
        ({"id": "911", "identifier": {"scheme": "CN-USCC", "id": "911"}}, "911", "CN-USCC-911"),
        ({"id": "CN-USCC-911"}, "911", "CN-USCC-911"),
        ({"id": "911"}, "CN-USCC-911", "911"),
        ({"id": 911}, "911", "911"),
        ({"id": "911"}, 911, "911"),
        ({"id": "P1", "identifier": {"scheme": "GB-COH", "id": "911"}}, "GB-COH-911", "P1"),
        ({"id": "P1", "additionalIdentifiers": [{"scheme": "GB-COH", "id": "911"}]}, "911", "P1"),
        # what is not the same
        ({"id": "XX-OTHER-911"}, "CN-USCC-911", "CN-USCC-911"),
        ({"id": "911", "identifier": {"scheme": "XX-OTHER", "id": "911"}}, "CN-USCC-911", "CN-USCC-911"),
        ({"id": "0911"}, "911", "911"),
        ({"id": "P1", "name": "Seller"}, "P2", "P2"),
    ],
)
def test_references_mean_the_party_of_the_same_identifier(
    tmp_path: Path, party: dict[str, Any], reference: object, meant: str
) -> None:
    awards = [{"status": "active", "suppliers": [{"id": reference, "name": "Seller"}]}]
    release, _, _ = _read(tmp_path, parties=[party], awards=awards)
    assert _supplier_id(release) == meant


def test_an_identifier_of_two_parties_means_neither(tmp_path: Path) -> None:
    parties = [{"id": "AA-BB-1"}, {"id": "AA-CC-1"}]
    release, _, intake = _read(tmp_path, parties=parties, awards=[{"status": "active", "suppliers": [{"id": "1"}]}])
    assert _supplier_id(release) == "1"
    assert _notes(intake) == [("/awards/suppliers/id", "identifier of several parties", 1)]


def test_what_a_policy_decides(tmp_path: Path) -> None:
    policy = Policy.model_validate(
        {
            "currency": "EUR",
            "defaults": {"bid_status": "valid", "award_status": "active", "classification_scheme": "CPV"},
            "placeholders": {"identifiers": ["CONSORZIO"], "amounts": [0, 0.01]},
            "codes": {"bids/details/status": {"Qualified": "valid", "Out": "disqualified"}},
            "completeness": ["/bids/details", "parties"],
        }
    )
    release, record, intake = _read(
        tmp_path,
        policy,
        parties=[{"id": "CONSORZIO", "name": "A"}],
        bids={
            "details": [
                {"status": "Qualified", "value": {"amount": 3}},
                {"status": "Out", "value": {"amount": 0.01}},
                {},
            ]
        },
        awards=[{"items": [{"classification": {"id": "851"}}]}],
    )
    assert release.bids is not None
    assert release.awards is not None
    bids = [bid for bid in release.bids.details or () if bid is not None]
    assert [bid.status for bid in bids] == ["valid", "disqualified", "valid"]
    assert [bid.value and (bid.value.amount, bid.value.currency) for bid in bids] == [(3, "EUR"), (None, None), None]
    (award,) = release.awards
    assert award is not None
    assert award.status == "active"
    assert [item and item.classification and item.classification.scheme for item in award.items or ()] == ["CPV"]
    assert [party and party.id for party in release.parties or ()] == [None]
    assert record.project.incomplete == []
    assert ("/bids/details/status", "code mapped by the policy", 2) in _notes(intake)
    assert ("/awards/status", "filled in by the policy", 1) in _notes(intake)


def test_a_policy_fills_in_the_roles_in_which_a_process_names_its_parties(tmp_path: Path) -> None:
    policy = Policy.model_validate({"defaults": {"party_roles": True}})
    parties = [{"id": "AA-BB-1"}, {"id": "2", "roles": ["tenderer", "funder"]}, {"id": "3"}, {}]
    mentions: dict[str, Any] = {
        "buyer": {"id": "1"},
        "tender": {"procuringEntity": {"id": "AA-BB-1"}},
        "bids": {"details": [{"status": "valid", "tenderers": [{"id": "2"}, {}]}, None]},
        "awards": [{"status": "active", "suppliers": [{"id": "2"}]}],
    }
    release, _, intake = _read(tmp_path, policy, parties=parties, **mentions)
    assert [party and party.roles for party in release.parties or ()] == [
        ["buyer", "procuringEntity"],
        ["tenderer", "funder", "supplier"],
        None,
        None,
    ]
    assert ("/parties/roles", "filled in by the policy", 2) in _notes(intake)
    unfilled, _, _ = _read(tmp_path, parties=parties, **mentions)
    assert next(party and party.roles for party in unfilled.parties or ()) is None


def test_lists_are_partial_unless_a_policy_says_otherwise(tmp_path: Path) -> None:
    _, record, _ = _read(tmp_path, bids={"details": []}, parties=[])
    assert record.project.incomplete == ["bids", "parties"]


@pytest.mark.parametrize(
    ("policy", "said"),
    [
        ({"codes": {"/bids/details/statu": {}}}, "no code list stands at"),
        ({"codes": {"/awards/status": {"x": "valid"}}}, "'valid' is no word of the code list"),
        ({"completeness": ["/awards/suppliers"]}, "no list that rules count stands at"),
        ({"currency": "euro"}, "currency"),
    ],
)
def test_wrong_policies_say_what_is_wrong(policy: dict[str, Any], said: str) -> None:
    with pytest.raises(ValueError, match=said):
        Policy.model_validate(policy)


def test_literally_read_data_is_neither_merged_nor_tidied(tmp_path: Path) -> None:
    path = tmp_path / "data.jsonl"
    lines = [
        {"ocid": "a", "buyer": {"id": 7}, "tender": {"status": " Active", "numberOfTenderers": 1.0}},
        {"ocid": "a", "buyer": {"id": "000000"}, "bids": {"details": [{"value": {"amount": -1, "currency": "e"}}]}},
    ]
    path.write_text("".join(json.dumps(line) + "\n" for line in lines))
    intake = read_inputs([str(path)], None, "en", literal=True)
    releases = [record.release for record in intake if isinstance(record, Record)]
    first, second = (release for release in releases if release is not None)
    assert first.buyer is not None
    assert first.tender is not None
    assert second.buyer is not None
    assert (first.buyer.id, first.tender.status, first.tender.number_of_tenderers) == (None, " Active", None)
    assert second.buyer.id == "000000"
    assert intake.accounting.duplicates == 0
