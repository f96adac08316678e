"""Workbook and workpapers as LibreOffice opens them, without its help to repair them.

apt-get update && apt-get install -y libreoffice-calc libreoffice-writer
pytest -m slow tests/reports/test_libreoffice.py
"""

from __future__ import annotations

import csv
import io
import shutil
import subprocess
from datetime import date
from pathlib import Path

import pytest

from riskscreen.model.report import Report
from riskscreen.reports.plain_text import plain
from riskscreen.reports.report_sheets import report_sheets
from riskscreen.reports.workbook import write_workbook
from riskscreen.reports.workpaper import write_workpapers
from tests.support.hostile import FORMULAS, hostile_report
from tests.support.reports import report

pytestmark = pytest.mark.slow

# Text, comma, double quotes, UTF-8, from line 1; cells as they are stored, every sheet to a file of its own.
_EVERY_SHEET = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,false,false,false,false,-1"


@pytest.fixture
def office(tmp_path: Path) -> list[str]:
    """The command that converts files, with a profile of its own."""
    program = shutil.which("soffice")
    assert program, "soffice is missing: apt-get update && apt-get install -y libreoffice-calc libreoffice-writer"
    return [program, "--headless", f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}", "--convert-to"]


def _converted(office: list[str], file: Path, to: str) -> list[Path]:
    folder = file.parent / "converted"
    done = subprocess.run(  # noqa: S603 -- the office found above, our own files
        [*office, to, "--outdir", folder, file], check=True, capture_output=True, text=True, timeout=300
    )
    assert "rror" not in done.stdout + done.stderr
    return sorted(folder.iterdir())


def _workbook(of: Report, file: Path) -> Path:
    stream = io.BytesIO()
    write_workbook(report_sheets(of), stream, lang=of.language, title="x", footer="y", made=date(2026, 11, 1))
    file.write_bytes(stream.getvalue())
    return file


def test_every_sheet_opens_with_every_row(office: list[str], tmp_path: Path) -> None:
    of = report("en")
    files = _converted(office, _workbook(of, tmp_path / "book.xlsx"), _EVERY_SHEET)
    rows = {
        path.stem.removeprefix("book-"): list(csv.reader(path.open(encoding="utf-8", newline=""))) for path in files
    }
    for sheet in report_sheets(of):
        header, *body = rows[sheet.title]
        assert header == [column.heading for column in sheet.columns]
        assert len(body) == len(sheet.rows)


def test_hostile_texts_stay_texts(office: list[str], tmp_path: Path) -> None:
    files = _converted(office, _workbook(hostile_report("en"), tmp_path / "book.xlsx"), _EVERY_SHEET)
    (projects,) = [path for path in files if path.stem == "book-projects"]
    names = {row[2].strip() for row in csv.reader(projects.open(encoding="utf-8", newline=""))}
    assert {plain(text).strip() for text in FORMULAS} <= names


@pytest.mark.parametrize("of", [report("zh"), report("en"), hostile_report("zh")], ids=["zh", "en", "hostile"])
def test_workpapers_open(office: list[str], tmp_path: Path, of: Report) -> None:
    stream = io.BytesIO()
    write_workpapers(of, stream)
    (tmp_path / "papers.docx").write_bytes(stream.getvalue())
    (text,) = _converted(office, tmp_path / "papers.docx", "txt:Text (encoded):UTF8")
    content = text.read_text(encoding="utf-8")
    assert all(plain(project.title or "")[:40].strip() in content for project in of.projects)
