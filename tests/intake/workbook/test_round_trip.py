"""A project written to the workbook and read back says the same, and is judged the same."""

from __future__ import annotations

import io
import json
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from riskscreen.intake.read import Record, read_inputs
from riskscreen.intake.workbook.write import write_csv_folder, write_workbook
from riskscreen.model.project import Project
from riskscreen.model.report import Language, Report
from riskscreen.screening import Screener
from tests.support.command_line import FIXTURES
from tests.support.projects import projects
from tests.support.workbooks import said

BATCHES = sorted(path.name for path in FIXTURES.glob("*.json*"))
LANGUAGES: tuple[Language, ...] = ("zh", "en")


def _records(fixture: str) -> list[dict[str, Any]]:
    text = (FIXTURES / fixture).read_text(encoding="utf-8")
    return [json.loads(line) for line in text.splitlines()] if fixture.endswith("l") else [json.loads(text)]


def _without_places(report: Report) -> dict[str, Any]:
    """The report without what tells a workbook from JSON: the file, the line, and the cells."""
    plain = report.model_dump(mode="json")
    for project in plain["projects"]:
        for key in ("source", "line", "index", "cells"):
            del project[key]
    return _without_cells(plain)  # type: ignore[no-any-return]  # a dict stays one


def _without_cells(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _without_cells(part) for key, part in value.items() if key != "cell"}
    return [_without_cells(item) for item in value] if isinstance(value, list) else value


@pytest.fixture(scope="module")
def screener() -> Screener:
    return Screener(engine="reference", as_of="2026-01-01")


@pytest.mark.parametrize(
    ("fixture", "lang"), [*((name, "zh") for name in BATCHES), ("clean.json", "en"), ("wu2024.json", "en")]
)
def test_a_fixture_in_a_workbook_gives_the_same_report(
    fixture: str, lang: Language, screener: Screener, tmp_path: Path
) -> None:
    with (tmp_path / "projects.xlsx").open("wb") as stream:
        write_workbook(stream, _records(fixture), lang)
    write_csv_folder(tmp_path / "csv", _records(fixture), lang)
    expected = _without_places(screener.screen(FIXTURES / fixture))
    assert _without_places(screener.screen(tmp_path / "projects.xlsx")) == expected
    assert _without_places(screener.screen(tmp_path / "csv")) == expected


hostile = st.text(
    st.sampled_from(
        "=+-@'\"\t\n\r\x07\x1b,;、，：。 \u200b\u202e\ufeff\uffff😀𠮷ab1_x0041_无不详注：【示例】合计项目编号"
    ),
    max_size=12,
)


def _made_hostile(record: Any, draw: st.DrawFn) -> Any:
    """The record with some of its free texts replaced."""
    free = {"id", "title", "name", "description", "unit", "decision", "category", "function", "indicator", "period"}
    if isinstance(record, dict):
        return {
            key: draw(hostile)
            if key in free and isinstance(part, str) and draw(st.booleans())
            else _made_hostile(part, draw)
            for key, part in record.items()
        }
    return [_made_hostile(item, draw) for item in record] if isinstance(record, list) else record


@st.composite
def batches(draw: st.DrawFn) -> list[dict[str, Any]]:
    found = [_made_hostile(draw(projects()), draw) for _ in range(draw(st.integers(1, 3)))]
    for number, record in enumerate(found):
        record["id"] = f"{draw(hostile)}{number}"
    return found


def _read_back(path: Path) -> list[Record]:
    results = list(read_inputs([str(path)]))
    assert all(isinstance(result, Record) for result in results), results
    return [result for result in results if isinstance(result, Record)]


def _is_said_by(record: dict[str, Any], back: Record) -> None:
    expected = said(Project.model_validate(record).model_dump(by_alias=True, exclude_none=True))
    assert said(back.project.model_dump(by_alias=True, exclude_none=True)) == expected


@settings(max_examples=12, deadline=None)
@given(batches(), st.sampled_from(LANGUAGES))
def test_any_projects_come_back_from_a_workbook(batch: list[dict[str, Any]], lang: Language) -> None:
    stream = io.BytesIO()
    write_workbook(stream, batch, lang)
    with TemporaryDirectory() as folder:
        path = Path(folder) / "projects.xlsx"
        path.write_bytes(stream.getvalue())
        for record, back in zip(batch, _read_back(path), strict=True):
            _is_said_by(record, back)


@settings(max_examples=30, deadline=None)
@given(batches(), st.sampled_from(LANGUAGES))
def test_any_projects_come_back_from_csv_files(batch: list[dict[str, Any]], lang: Language) -> None:
    with TemporaryDirectory() as folder:
        write_csv_folder(Path(folder), batch, lang)
        for record, back in zip(batch, _read_back(Path(folder)), strict=True):
            _is_said_by(record, back)
