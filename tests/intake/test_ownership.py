"""Statements of ownership (BODS) beside releases."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from riskscreen import Screener
from riskscreen.model.report import Report

RELEASE: dict[str, Any] = {
    "ocid": "ocds-1",
    "tag": ["compiled"],
    "parties": [
        {"id": "GB-COH-11", "name": "Sun Care", "roles": ["tenderer"]},
        {"id": "moon", "identifier": {"scheme": "GB-COH", "id": "22"}, "roles": ["tenderer"]},
    ],
    "bids": {
        "details": [
            {"id": "1", "status": "valid", "tenderers": [{"id": "GB-COH-11"}]},
            {"id": "2", "status": "valid", "tenderers": [{"id": "moon"}]},
        ]
    },
}


def entity(name: str, number: str) -> dict[str, Any]:
    identifiers = [{"scheme": "GB-COH", "id": number}]
    return {"statementID": name, "statementType": "entityStatement", "name": name, "identifiers": identifiers}


def person(name: str) -> dict[str, Any]:
    return {"statementID": name, "statementType": "personStatement", "names": [{"fullName": f"Mx {name}"}]}


def link(name: str, owned: str, owner: str, kind: str = "Person", **more: Any) -> dict[str, Any]:
    sides = {
        "subject": {"describedByEntityStatement": owned},
        "interestedParty": {f"describedBy{kind}Statement": owner},
    }
    return {"statementID": name, "statementType": "ownershipOrControlStatement", **sides, **more}


PEOPLE = [entity("e-sun", "11"), entity("e-moon", "22"), person("p-zed-9001")]
BOTH = [link("l-1", "e-sun", "p-zed-9001"), link("l-2", "e-moon", "p-zed-9001")]


@pytest.fixture(scope="module")
def screener() -> Screener:
    return Screener(lang="en", engine="reference", as_of="2026-01-01")


def flagged(report: Report) -> set[str]:
    (project,) = report.projects
    return {finding.code for finding in project.findings}


def screened(screener: Screener, tmp_path: Path, statements: list[Any], lines: bool = False) -> Report:
    (tmp_path / "releases.json").write_text(json.dumps({"releases": [RELEASE]}))
    text = "".join(json.dumps(each) + "\n" for each in statements) if lines else json.dumps(statements)
    (tmp_path / ("owners.jsonl" if lines else "owners.json")).write_text(text)
    report = screener.screen(tmp_path)
    assert report.accounting.model_dump() == {"read": 1, "screened": 1, "rejected": 0, "duplicates": 0}
    return report


@pytest.mark.parametrize("lines", [False, True])
def test_a_common_owner_is_found_and_shown(screener: Screener, tmp_path: Path, lines: bool) -> None:
    report = screened(screener, tmp_path, [*PEOPLE, *BOTH], lines)
    assert {"R032", "SW312"} <= flagged(report)
    shared = next(finding for finding in report.projects[0].findings if finding.code == "R032")
    assert ("/parties/0/beneficialOwners/0/id", "p-zed-9001") in [
        (each.pointer, each.value) for each in shared.evidence
    ]
    notes = {(note.path, note.issue): note.count for note in report.quality}
    assert notes["", "statement of ownership (BODS)"] == 5
    assert notes["/parties/beneficialOwners", "owner added from a statement of ownership"] == 2


def test_without_statements_nobody_is_an_owner(screener: Screener) -> None:
    assert "R032" not in flagged(screener.screen([RELEASE]))


@pytest.mark.parametrize(
    "links",
    [
        [BOTH[0]],
        [BOTH[0], link("l-2", "e-moon", "p-zed-9001", interests=[{"type": "shareholding", "endDate": "2020-01-01"}])],
        [*BOTH, link("l-3", "e-moon", "p-other-9002", replacesStatements=["l-2"])],
        [BOTH[0], link("l-2", "e-moon", "nobody")],
        [BOTH[0], {**BOTH[1], "interestedParty": {"unspecified": {"reason": "no-beneficial-owners"}}}],
        [BOTH[0], {**BOTH[1], "subject": 5, "interests": "x", "replacesStatements": {}}],
    ],
    ids=["one", "ended", "replaced", "unknown", "unspecified", "dirty"],
)
def test_what_is_no_common_owner(screener: Screener, tmp_path: Path, links: list[Any]) -> None:
    assert "R032" not in flagged(screened(screener, tmp_path, [*PEOPLE, person("p-other-9002"), *links]))


def test_version_0_4_by_records(screener: Screener, tmp_path: Path) -> None:
    def record(name: str, kind: str, status: str = "new", **details: Any) -> dict[str, Any]:
        head = {"statementId": f"s-{name}-{status}", "recordId": name, "recordType": kind, "recordStatus": status}
        return {**head, "recordDetails": details}

    sun = record("r-sun", "entity", identifiers=[{"scheme": "GB-COH", "id": "11"}])
    moon = record("r-moon", "entity", identifiers=[{"scheme": "GB-COH", "id": "22"}])
    zed = record("r-zed-9001", "person", names=[{"fullName": "Zed"}])
    links = [
        record("l-1", "relationship", subject="r-sun", interestedParty="r-zed-9001"),
        record("l-2", "relationship", subject="r-moon", interestedParty="r-zed-9001"),
    ]
    assert "R032" in flagged(screened(screener, tmp_path, [sun, moon, zed, *links]))
    closed = record("l-2", "relationship", "closed")
    assert "R032" not in flagged(screened(screener, tmp_path, [sun, moon, zed, *links, closed]))


def test_an_entity_is_a_shareholder_with_its_exact_share(screener: Screener, tmp_path: Path) -> None:
    half = [{"type": "shareholding", "share": {"exact": 50}}]
    links = [link(f"l-{at}", owned, "e-top", "Entity", interests=half) for at, owned in enumerate(("e-sun", "e-moon"))]
    report = screened(screener, tmp_path, [*PEOPLE, entity("e-top", "33"), *links])
    assert "R033" in flagged(report)
    held = next(finding for finding in report.projects[0].findings if finding.code == "R033")
    assert "50 %" in held.message


def test_what_a_release_states_stays(screener: Screener) -> None:
    parties = [{**RELEASE["parties"][0], "beneficialOwners": [{"id": "p-zed-9001", "name": "As published"}]}]
    record = {**RELEASE, "parties": [*parties, RELEASE["parties"][1]]}
    report = screener.screen([record, *PEOPLE, *BOTH])
    notes = {note.path: note.count for note in report.quality if note.issue.startswith("owner added")}
    assert notes == {"/parties/beneficialOwners": 1}
    dirty = {**RELEASE, "parties": [{**RELEASE["parties"][0], "beneficialOwners": "none"}, None, 5]}
    assert len(screener.screen([dirty, *PEOPLE, *BOTH]).projects) == 1
