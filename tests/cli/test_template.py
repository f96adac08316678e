"""``riskscreen template``: what it writes can be opened, filled in, and screened."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from riskscreen.intake.workbook.layout import sheets
from riskscreen.intake.workbook.notes import EXAMPLE_MARKS
from riskscreen.intake.workbook.tables import GUIDE_SHEETS
from tests.support.command_line import command_line
from tests.support.workbooks import read


@pytest.mark.parametrize(("options", "lang"), [([], "zh"), (["--lang", "en"], "en")])
def test_the_workbook(options: list[str], lang: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "projects.xlsx"
    outcome = command_line(monkeypatch, "template", "-o", path, *options)
    assert (outcome.code, outcome.out, outcome.err) == (0, "", "")
    book = load_workbook(path)
    how_to, *others = GUIDE_SHEETS[lang]
    assert book.sheetnames == [how_to, *(sheet.label.name(lang) for sheet in sheets()), *others]
    for sheet in sheets():
        page = book[sheet.label.name(lang)]
        assert [str(cell.value).rstrip("*") for cell in page[1]] == [each.label.name(lang) for each in sheet.columns]
        assert page.freeze_panes in ("B2", "C2")
        assert str(page["A2"].value).startswith(EXAMPLE_MARKS[lang])
        tips = [(tip.promptTitle, tip.prompt) for tip in page.data_validations.dataValidation]
        assert len(tips) == len(sheet.columns)
        for title, prompt in tips:
            assert 0 < len(title) <= 32
            assert 0 < len(prompt) <= 255
            assert any("\u4e00" <= sign <= "\u9fff" for sign in prompt)
            assert any(sign.isascii() and sign.isalpha() for sign in prompt)


def test_every_column_of_the_example_is_filled_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    command_line(monkeypatch, "template", "-o", tmp_path / "projects.xlsx")
    book = load_workbook(tmp_path / "projects.xlsx")
    for sheet in sheets():
        page = book[sheet.label.zh]
        blank = [cell.coordinate for cell in page[2] if cell.value in (None, "…")]
        allowed = 1 if sheet.inner else 28 if sheet.states else 0
        assert len(blank) <= allowed, (sheet.label.zh, blank)


def test_drop_downs_name_the_words_of_their_list(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    command_line(monkeypatch, "template", "-o", tmp_path / "projects.xlsx")
    book = load_workbook(tmp_path / "projects.xlsx")
    choices = {tip.promptTitle: tip.formula1 for tip in book["项目"].data_validations.dataValidation}
    assert choices["示范或品牌项目"] == '"是,否"'
    page, _, span = choices["采购公告·采购方式"].rpartition("!")
    shown = [row[0].value for row in book[page.strip("'")][span.replace("$", "")]]
    assert shown == ["公开招标", "邀请招标、竞争性磋商等", "谈判、询价等", "单一来源或直接委托"]


@pytest.mark.parametrize("name", ["projects.xlsx", "projects"])
def test_filled_in_it_is_screened(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / name
    assert command_line(monkeypatch, "template", "-o", path).code == 0
    empty = command_line(monkeypatch, "screen", path)
    assert (empty.code, empty.out) == (2, "")
    assert "no row with a project below its header" in empty.err
    if path.is_dir():
        with (path / "项目.csv").open("a", encoding="utf-8") as stream:
            stream.write("2018-001,甲项目\n")
    else:
        book = load_workbook(path)
        book["项目"]["A3"], book["项目"]["B3"] = "2018-001", "甲项目"
        book.save(path)
    records, rejects, intake = read(path)
    assert [(record.project.id, record.project.title) for record in records] == [("2018-001", "甲项目")]
    assert (rejects, intake.quality) == ([], [])


def test_other_endings_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    outcome = command_line(monkeypatch, "template", "-o", tmp_path / "projects.xls")
    assert outcome.code == 2
    assert "written as .xlsx, or as a folder of CSV files" in outcome.err
