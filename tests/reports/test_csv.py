"""CSV: one table that every reader takes, with nothing in it that a spreadsheet would run."""

from __future__ import annotations

import csv
import io
import re

import pytest

from riskscreen.model.report import Language, Report
from riskscreen.reports.csv import write_csv_rows
from riskscreen.reports.ranking import ranked
from riskscreen.reports.report_sheets import report_sheets, statement_columns, statement_rows
from tests.support.hostile import acts, hostile_report
from tests.support.reports import project, report


def _text(of: Report) -> str:
    stream = io.StringIO()
    write_csv_rows(statement_columns(of.language), statement_rows(of, ranked(of.projects)), stream, of.language)
    return stream.getvalue()


def _rows(of: Report) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(_text(of).removeprefix("\ufeff"))))


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_one_line_for_each_thing_said(lang: Language) -> None:
    said = _rows(report(lang))
    head = {"zh": ("标识", "规则", "结论"), "en": ("Id", "Rule", "Verdict")}[lang]
    of_first = [(row[head[0]], row[head[1]]) for row in said][:3]
    assert of_first == [("NX-2018-003", code) for code in ("SW501", "PF05", "SW601")]
    words = {"zh": {"标记", "保护", "未知", "退回", ""}, "en": {"flagged", "protects", "unknown", "rejected", ""}}[lang]
    assert {row[head[2]] for row in said} == words
    assert [row["具体情况" if lang == "zh" else "What was found"] for row in said][-1] == report().notice


def test_a_project_of_which_nothing_is_said_has_a_line() -> None:
    rows = _rows(report(projects=[project(7, findings=[], unknown=[], protective=[])]))
    assert (rows[0]["标识"], rows[0]["结论"], rows[0]["风险分"]) == ("NX-2018-007", "", "61.4")


def test_columns_are_those_of_the_workbook() -> None:
    headings = {column.key: column.heading for column in statement_columns(report().language)}
    for sheet in report_sheets(report()):
        if sheet.key in {"projects", "findings", "unknowns", "rejects"}:
            shared = {column.key: column.heading for column in sheet.columns if column.key in headings}
            assert shared.items() <= headings.items()
            assert len(shared) >= 5


def test_excel_is_told_the_character_set() -> None:
    assert _text(report()).startswith("\ufeff")
    assert _text(report()).endswith("\r\n")


def test_hostile_texts_are_no_formulas_whatever_separates_the_cells() -> None:
    text = _text(hostile_report())
    cells = [cell for row in csv.reader(io.StringIO(text.removeprefix("\ufeff"))) for cell in row]
    assert not [cell for cell in cells if re.match(r"\s*[=+\-@＝]", cell)]
    assert not re.findall(r";\s*[=+\-@＝]", text)
    assert not acts(text.replace("\r\n", "\n"))
    assert max(map(len, cells)) <= 32_767


def test_hostile_lines_all_have_as_many_cells_as_the_header() -> None:
    rows = list(csv.reader(io.StringIO(_text(hostile_report()))))
    assert {len(row) for row in rows} == {len(rows[0])}
