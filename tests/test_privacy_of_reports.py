"""Nothing private stands in any report, wherever a record has it, and with ``redact`` no person's name does."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from riskscreen.model.report import Report
from riskscreen.reports.json import to_json
from riskscreen.reports.jsonl import to_jsonl
from riskscreen.reports.table import write_table
from riskscreen.screening import Screener
from tests.support.command_line import FIXTURES, command_line

PRIVATE = {
    "identity number": "11010519491231002X",
    "mobile": "13812345678",
    "telephone": "010-62345678",
    "card": "6222021234567890128",
    "address": "建国路88号3号楼502室",
    "full width": "１３８１２３４５６７８",
}
EVALUATOR = "n-2017-evaluation-01"


@cache
def batch() -> list[dict[str, Any]]:
    """The projects of one evaluator, enough of them for findings on it."""
    records = [json.loads(line) for line in (FIXTURES / "wang2019.jsonl").read_text("utf-8").splitlines()[:120]]
    return [record for record in records if record.get("evaluation", {}).get("evaluator", {}).get("id") == EVALUATOR]


@cache
def screener(redact: bool = False) -> Screener:
    return Screener(engine="reference", lang="en", redact=redact, as_of="2026-01-01")


def printed(report: Report) -> Iterator[str]:
    table = io.StringIO()
    write_table(report, table, columns=200, colour=False, top=0, explain=0)
    yield to_json(report)
    yield "".join(to_jsonl(report))
    yield table.getvalue().replace("\n", "")


def replaced(records: list[dict[str, Any]], old: str, new: str) -> list[dict[str, Any]]:
    text = json.dumps(records, ensure_ascii=False)
    return json.loads(text.replace(json.dumps(old, ensure_ascii=False), json.dumps(new, ensure_ascii=False)))  # type: ignore[no-any-return]


PLACES = ("project", "buyer", "evaluator", "category")
EVERYWHERE = [
    # every kind of value in one place each and every place with one kind are enough from day to day
    pytest.param(place, private, id=f"{place}-{kind}", marks=[] if row % len(PLACES) == column else pytest.mark.slow)
    for row, (kind, private) in enumerate(PRIVATE.items())
    for column, place in enumerate(PLACES)
]


@pytest.mark.parametrize(("place", "private"), EVERYWHERE)
def test_identifiers_in_a_batch_hold_nothing_private(place: str, private: str) -> None:
    first = batch()[0]
    old = {
        "project": first["id"],
        "buyer": first["buyer"]["id"],
        "evaluator": first["evaluation"]["evaluator"]["id"],
        "category": first["category"],
    }
    report = screener().screen(replaced(batch(), old[place], private))
    assert report.accounting.screened == len(batch())
    assert all(private not in text for text in printed(report))


def test_projects_that_are_named_by_private_numbers_can_be_told_apart() -> None:
    records = [{**record, "id": f"1381234567{number}"} for number, record in enumerate(batch()[:3])]
    report = screener().screen(records)
    assert [project.id for project in report.projects] == ["[withheld 1]", "[withheld 2]", "[withheld 3]"]
    assert [project.index for project in report.projects] == [0, 1, 2]
    named = {piece.project for each in report.organisations for finding in each.findings for piece in finding.evidence}
    assert named <= {"[withheld 1]", "[withheld 2]", "[withheld 3]"}


def test_an_organisation_without_a_name_is_called_alike_wherever_it_stands() -> None:
    bidders = [{"tenderers": [{"id": number}]} for number in ("13812345678", "13912345678")]
    parties = [
        {"id": "13812345678", "contactPoint": {"telephone": "1"}},
        {"id": "13912345678", "contactPoint": {"telephone": "1"}},
    ]
    project = screener().screen_one({"id": "p", "bids": bidders, "parties": parties})
    (finding,) = [each for each in project.findings if each.code == "SW312"]
    ids = {piece.value for piece in finding.evidence if piece.pointer.endswith("/id")}
    assert ids == {"[withheld 1]", "[withheld 2]"} == set(re.findall(r"\[withheld \d\]", finding.message))


@pytest.mark.parametrize("private", PRIVATE.values(), ids=PRIVATE)
def test_rejects_and_notes_on_quality_hold_nothing_private(private: str) -> None:
    records: list[dict[str, Any]] = [
        {"id": private, "title": 5},
        {"id": f"{private}-b", "title": 5},
        {"id": "a", f"电话{private}": {"x": 1}},
        {"id": "b", "incomplete": [private]},
        {"id": "c", "contract": {"value": {"amount": 1, "currency": private}}},
        {"id": "d", "budgetYear": f"{private}"},
        {"id": private, "title": "x"},
        {"id": private, "title": "y"},
    ]
    report = screener().screen(records)
    assert report.accounting.rejected > 2
    assert all(private not in text for text in printed(report))


def test_names_of_files_hold_nothing_private_and_stay_apart(tmp_path: Path) -> None:
    for number in ("13812345678", "13912345678"):
        (tmp_path / f"{number}.json").write_text(json.dumps({"id": number}), "utf-8")
        (tmp_path / f"{number}-bad.json").write_text(json.dumps({"id": number, "title": 5}), "utf-8")
    report = screener().screen(tmp_path)
    assert all(not re.search("13[89]12345678", text) for text in printed(report))
    sources = [project.source for project in report.projects] + [reject.source for reject in report.rejects]
    assert len(set(sources)) == 4


def test_errors_hold_nothing_private(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    outcome = command_line(monkeypatch, "screen", tmp_path / "13812345678.json")
    assert outcome.code == 2
    assert "13812345678" not in outcome.err
    assert "[withheld].json" in outcome.err


NAMED = "张伟明"


def test_redacted_reports_hold_no_name_of_a_person_also_where_other_records_have_it() -> None:
    role = {"person": {"id": "P-7", "name": NAMED}, "side": "contractor"}
    records: list[dict[str, Any]] = [
        {"id": "p1", "roles": [role, {"person": {"id": "P-8", "name": "Smith John"}, "side": "buyer"}]},
        {"id": f"{NAMED}-2018", "title": f"{NAMED}主持的项目", "contractor": {"id": "c", "name": "SMITH JOHN 工作室"}},
        {"id": f"{NAMED}-x", "title": 4},
        {"id": "李秀英-x", "title": 4, "roles": [{"person": {"name": "李秀英"}, "side": "buyer"}]},
        {"id": "p5", "title": "李秀英的项目", f"{NAMED}的备注": 1},
    ]
    report = screener(redact=True).screen(records)
    assert [project.id for project in report.projects] == ["p1", "Person 1-2018", "p5"]
    assert [reject.id for reject in report.rejects] == ["Person 1-x", "Person 3-x"]
    for text in printed(report):
        assert not any(name in text.lower() for name in (NAMED, "smith john", "李秀英", "p-7"))


def test_redacted_findings_on_a_batch_hold_no_name_of_a_person() -> None:
    records = replaced(batch(), batch()[0]["buyer"]["name"], f"{NAMED}办公室")
    records = replaced(records, records[0]["evaluation"]["evaluator"]["id"], f"{NAMED}评估")
    records[-1]["roles"] = [{"person": {"id": "P-7", "name": NAMED}, "side": "contractor"}]
    report = screener(redact=True).screen(records)
    assert report.organisations
    assert all(NAMED not in text for text in printed(report))


def test_redact_knows_the_persons_of_ocds() -> None:
    party = {
        "id": "GB-COH-10",
        "name": "Carers",
        "beneficialOwners": [{"id": "1", "name": "Ada Hill"}],
        "persones": [{"id": "GB-P-7", "name": "Bo Moor"}],
        "contactPoint": {"name": "Cy Dale"},
        "shareholders": [{"id": "1", "shareholder": {"id": "GB-COH-11", "name": "Holding"}}],
    }
    release = {
        "ocid": "ocds-1",
        "parties": [party, {"id": "GB-COH-11", "name": "Holding"}],
        "tender": {"id": "1", "title": "Services of Ada Hill, Bo Moor and Cy Dale for Holding"},
    }
    screener = Screener(lang="en", engine="reference", redact=True)
    (project,) = screener.screen([release]).projects
    assert not any(name in str(project.title) for name in ("Ada Hill", "Bo Moor", "Cy Dale"))
    assert str(project.title).startswith("Services of Person ")
    assert str(project.title).endswith(" for Holding")
