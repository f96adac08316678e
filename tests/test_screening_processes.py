"""The ocp pack from file to report: processes, organisations and the market, with nothing private in print."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from riskscreen.model.report import Report
from riskscreen.screening import Screener
from tests.support.command_line import command_line

TELEPHONE, STREET = "555 0100", "Main Street 1"


def release(number: int) -> dict[str, Any]:
    day = f"2024-02-{number:02}"
    bids = [
        {"id": who, "status": "valid", "value": {"amount": amount, "currency": "USD"}, "tenderers": [{"id": who}]}
        for who, amount in (("A", 99_500), ("C", 102_485))
    ]
    return {
        "ocid": f"ocds-213czf-{number}",
        "buyer": {"id": "B", "name": "City"},
        "parties": [
            {"id": "B", "name": "City", "roles": ["buyer"], "contactPoint": {"telephone": TELEPHONE}},
            {"id": "A", "name": "Alpha", "roles": ["tenderer"], "contactPoint": {"telephone": TELEPHONE}},
            {"id": "C", "name": "Gamma", "roles": ["tenderer"], "address": {"streetAddress": STREET}},
        ],
        "tender": {
            "procurementMethod": "open",
            "numberOfTenderers": 2,
            "tenderPeriod": {"startDate": "2024-01-01", "endDate": day},
            "items": [{"classification": {"scheme": "CPV", "id": "45210000"}}],
        },
        "bids": {"details": bids},
        "awards": [
            {
                "id": "a",
                "status": "active",
                "date": day,
                "value": {"amount": 99_500, "currency": "USD"},
                "suppliers": [{"id": "A"}],
            }
        ],
        "contracts": [{"awardID": "a", "value": {"amount": 120_000, "currency": "USD"}, "documents": []}],
    }


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Report:
    path: Path = tmp_path_factory.mktemp("ocds") / "batch.jsonl"
    path.write_text("\n".join(json.dumps(release(number)) for number in range(1, 25)), encoding="utf-8")
    return Screener(packs=["ocp"], lang="en", engine="reference", as_of="2026-01-01").screen(path)


def test_processes_are_flagged_with_the_places_of_the_release(report: Report) -> None:
    found = {finding.code: finding for finding in report.projects[0].findings}
    assert {"R043", "R059", "R061", "R063"} <= set(found)
    assert found["R059"].message == "The contract's value is 120.6 % of its award's. The flag begins above 110 %."
    assert {"/awards/0/value/amount", "/contracts/0/value/amount"} <= {each.pointer for each in found["R059"].evidence}
    missing = {each.code: each.missing for each in report.projects[0].unknown}
    assert list(missing["R001"]) == ["/planning/documents"]


def test_organisations_and_classes_are_called_by_name(report: Report) -> None:
    said = {(each.id, finding.code): finding.message for each in report.organisations for finding in each.findings}
    assert said["A", "R040"] == "24 of 24 awards of City (100 %); the flag begins at 50 %."
    assert said["A", "R053"].startswith("In 24 competitive processes beside Gamma it won 100 %")
    assert said["B", "R019"].startswith("Class CPV 45: 100 % of 24 competitive tenders")
    assert [finding.code for finding in report.market.findings] == ["R051"]


def test_addresses_and_numbers_are_compared_and_never_printed(report: Report) -> None:
    text = report.model_dump_json()
    assert TELEPHONE not in text
    assert STREET not in text


@pytest.mark.parametrize("form", ["table", "json", "jsonl", "html", "md", "csv", "sarif", "xlsx", "docx"])
def test_a_batch_too_small_to_compare_is_reported_in_every_form(
    form: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    batch, written = tmp_path / "batch.jsonl", tmp_path / "report"
    batch.write_text(json.dumps(release(1)), encoding="utf-8")
    outcome = command_line(
        monkeypatch, "screen", batch, "--pack", "ocp", "--engine", "reference", "--format", form, "-o", written
    )
    assert (outcome.code, written.stat().st_size > 0) == (0, True), outcome.err


def test_coverage_of_a_batch_too_small_to_compare(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    batch = tmp_path / "batch.jsonl"
    batch.write_text(json.dumps(release(1)), encoding="utf-8")
    outcome = command_line(monkeypatch, "rules", "coverage", batch, "--pack", "ocp", "--lang", "en")
    assert outcome.code == 0
    assert "R016" in outcome.out
