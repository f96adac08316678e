"""Reports on a workbook name cells: of the evidence, and of what to fill in."""

from __future__ import annotations

from pathlib import Path

import pytest

from riskscreen.intake.workbook.places import quoted
from riskscreen.model.report import ProjectReport
from riskscreen.screening import Screener
from tests.support.command_line import command_line
from tests.support.workbooks import Sheets, read, write

SHEETS: Sheets = {
    "项目": [
        ["项目编号", "项目类别", "合同·服务期·开始日期", "合同·服务期·结束日期", "承接方·标识"],
        [],
        ["P1", "社区老人居家养老服务", "2018.1.1", "2018.5.31", "org-a"],
    ],
    "任职": [
        ["项目编号", "所属方", "人员标识"],
        ["P1", "购买方", "person-1"],
        ["P1", "承接方", "person-1"],
    ],
    "评估": [["评估完成日期", "项目编号", "结果应用"], [None, "P1", "无"]],
    "清单状况": [["项目编号", "机构关系"], ["P1", "无"]],
}


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> ProjectReport:
    path = write(tmp_path_factory.mktemp("places") / "x.xlsx", SHEETS)
    (found,) = Screener(engine="reference").screen(path).projects
    return found


def test_the_record_is_told_by_its_row(project: ProjectReport) -> None:
    assert (project.line, project.index) == (3, None)


def test_evidence_names_its_cell(project: ProjectReport) -> None:
    cells = {each.pointer: each.cell for finding in project.findings for each in finding.evidence}
    assert cells["/contract/period/startDate"] == "项目!C3"
    assert cells["/contract/period/endDate"] == "项目!D3"
    assert cells["/evaluation/uses"] == "评估!C2"
    assert cells["/roles/1/person/id"] == "任职!C3"


def test_what_is_missing_names_the_cell_or_the_sheet_to_fill_in(project: ProjectReport) -> None:
    assert project.cells["/evaluation/date"] == "评估!A2"
    assert project.cells["/activities"] == "活动"
    assert set(project.cells) == {pointer for each in project.unknown for pointer in each.missing}


@pytest.mark.parametrize(
    ("pointer", "cell"),
    [
        ("/ties", "清单状况!B2"),
        ("/roles/0", "任职!A2"),
        ("/roles/0/organisation/id", "任职!A2"),
        ("/contract/period", "项目!C3"),
        ("/contract", "项目!C3"),
        ("/id", "项目!A3"),
        ("/title", "项目!项目名称"),
        ("/evaluation/evaluator/revenueBySource/0/amount", "评估方按来源划分的收入!金额"),
    ],
)
def test_every_pointer_has_a_place(pointer: str, cell: str, tmp_path: Path) -> None:
    (record,), _, _ = read(write(tmp_path / "x.xlsx", SHEETS))
    assert record.cells is not None
    assert record.cells.find(pointer) == cell


@pytest.mark.parametrize(
    ("name", "written"),
    [("项目", "项目"), ("Earlier awards", "'Earlier awards'"), ("a'b", "'a''b'"), ("2018", "'2018'")],
)
def test_names_of_sheets_are_quoted_as_formulas_do(name: str, written: str) -> None:
    assert quoted(name) == written


def test_the_table_shows_cells(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    outcome = command_line(monkeypatch, "screen", write(tmp_path / "x.xlsx", SHEETS), "--engine", "reference")
    assert outcome.code == 0
    assert "数据：项目!D3 = 2018-05-31" in outcome.out
    (most_useful,) = [line for line in outcome.out.splitlines() if "补充以下字段最有帮助" in line]
    assert "项目!购买方·标识\u00a0(7)" in most_useful
    assert "/" not in most_useful
