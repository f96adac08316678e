"""What was read from a workbook is shown by its cells: where a value stands, and where one is missing."""

from __future__ import annotations

import csv
import io
import json
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import docx
import openpyxl
import pytest

from riskscreen.intake.workbook.write import write_workbook
from tests.support.command_line import FIXTURES, command_line
from tests.support.pages import Page

FIXTURE = FIXTURES / "wu2024.json"


@cache
def _reports() -> dict[str, bytes]:
    """The reports on the fixture in a workbook, by format, and on its JSON, by ``json.`` and the format."""
    with TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        source = Path(folder) / "projects.xlsx"
        with source.open("wb") as stream:
            write_workbook(stream, [json.loads(FIXTURE.read_text(encoding="utf-8"))])
        made = {}
        for prefix, batch in (("", source), ("json.", FIXTURE)):
            for form in ("xlsx", "csv", "html", "docx"):
                target = Path(folder) / f"{prefix}report.{form}"
                run = command_line(patch, "screen", batch, "--engine", "reference", "--lang", "en", "-o", target)
                assert run.code == 0
                made[f"{prefix}{form}"] = target.read_bytes()
        return made


def _sheet(name: str, prefix: str = "") -> list[dict[str, Any]]:
    page = openpyxl.load_workbook(io.BytesIO(_reports()[f"{prefix}xlsx"]))[name]
    head, *rows = page.iter_rows(values_only=True)
    return [dict(zip(map(str, head), row, strict=True)) for row in rows]


def test_the_workbook_names_the_cell_of_every_value() -> None:
    rows = _sheet("data")
    assert rows
    assert all("!" in row["Cell of the workbook"] for row in rows)
    assert "Cell of the workbook" not in _sheet("data", "json.")[0]


def test_the_workbook_names_the_cells_to_fill_in() -> None:
    rows = [row for row in _sheet("unknowns") if row["Id"] and row["What would decide it"]]
    assert rows
    assert all(row["Cell to fill in"] for row in rows)
    assert "Cell to fill in" not in _sheet("unknowns", "json.")[0]


def test_csv_names_both() -> None:
    lines = list(csv.DictReader(io.StringIO(_reports()["csv"].decode("utf-8-sig"))))
    said = {verdict: [line for line in lines if line["Verdict"] == verdict] for verdict in ("flagged", "unknown")}
    assert all("!" in line["Cells of the workbook"] for line in said["flagged"])
    assert any("!" in line["Cells of the workbook"] for line in said["unknown"])


def test_the_page_and_the_workpaper_name_them_too() -> None:
    page = Page(_reports()["html"].decode("utf-8"))
    places = {each.text for each in page.of("code")}
    assert any(place.startswith("项目!") for place in places)
    paper = docx.Document(io.BytesIO(_reports()["docx"]))
    words = " ".join(cell.text for table in paper.tables for row in table.rows for cell in row.cells)
    assert "项目!" in words
    assert "/contractor/" not in words
