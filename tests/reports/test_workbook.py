"""The Excel workbook: read back by another library; texts stay texts; nothing in a record acts on a spreadsheet."""

from __future__ import annotations

import io
import re
import xml.etree.ElementTree as ElementTree
import zipfile
from collections.abc import Iterator
from datetime import date
from functools import cache
from typing import Any

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from riskscreen.model.report import Evidence, Language, Report
from riskscreen.reports import workbook
from riskscreen.reports.columns import Column, Kind, Sheet
from riskscreen.reports.report_sheets import report_sheets
from tests.support.hostile import acts, hostile_report
from tests.support.reports import finding, project, report

NAMES = {
    "zh": ["概览", "项目", "发现", "数据", "未能判定", "退回记录", "数据提示", "规则", "文献"],
    "en": ["overview", "projects", "findings", "data", "unknowns", "rejects", "notes", "rules", "sources"],
}


def _written(sheets: list[Sheet], lang: Language = "zh") -> bytes:
    stream = io.BytesIO()
    workbook.write_workbook(sheets, stream, lang=lang, title="报告", footer="标记只是线索。", made=date(2026, 11, 1))
    return stream.getvalue()


def _bytes(of: Report) -> bytes:
    return _written(report_sheets(of), of.language)


def _opened(content: bytes) -> Any:
    return openpyxl.load_workbook(io.BytesIO(content))


def _rows(page: Worksheet) -> list[list[Any]]:
    return [[cell.value for cell in row] for row in page.iter_rows()]


def _one_sheet(*cells: object, kind: Kind = Kind.TEXT) -> Worksheet:
    """What is read back of a sheet with one column."""
    rows: list[Any] = [{"a": cell} for cell in cells]
    page: Worksheet = _opened(_written([Sheet("s", "s", [Column("a", "A", kind)], rows)])).active
    return page


@cache
def _hostile() -> bytes:
    return _bytes(hostile_report())


def _hostile_cells() -> Iterator[Any]:
    for page in _opened(_hostile()):
        for row in page.iter_rows():
            yield from row


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_another_library_reads_every_sheet(lang: Language) -> None:
    book = _opened(_bytes(report(lang)))
    assert book.sheetnames == NAMES[lang]
    projects = _rows(book[NAMES[lang][1]])
    assert [row[:2] for row in projects[1:]] == [[1, "NX-2018-003"], [2, "NX-2018-002"], [3, "NX-2018-001"]]
    assert projects[1][3:6] == [88.8, pytest.approx(78.8), 100]
    findings = _rows(book[NAMES[lang][2]])
    assert [row[3] for row in findings[1:]] == ["SW501", "PF05"] * 3 + ["SW310", "SW510"]
    assert len(_rows(book[NAMES[lang][5]])) == 1 + 2


def test_every_cell_is_what_the_sheets_say() -> None:
    of = report()
    book = _opened(_bytes(of))
    for sheet in report_sheets(of):
        header, *rows = _rows(book[sheet.title])
        assert header == [column.heading for column in sheet.columns]
        assert len(rows) == len(sheet.rows)
        for written, row in zip(rows, sheet.rows, strict=True):
            cells = [row.get(column.key) for column in sheet.columns]
            expected = ["\n".join(cell) if isinstance(cell, list) else cell for cell in cells]
            assert written == [None if cell == "" else cell for cell in expected]


def test_headers_are_frozen_and_filtered_and_print_on_every_page() -> None:
    for page in _opened(_bytes(report())):
        assert page.freeze_panes[1:] == "2"
        assert page.auto_filter.ref == page.dimensions
        assert page.print_title_rows == "$1:$1"


def test_bands_and_severities_are_coloured_and_chinese_has_room() -> None:
    book = _opened(_bytes(report()))
    rules = [rule for ranges in book["项目"].conditional_formatting for rule in ranges.rules]
    assert {rule.formula[0] for rule in rules if rule.formula} == {
        f'"{band}"' for band in ("极高", "高", "中", "低", "待定")
    }
    assert book["发现"].conditional_formatting
    title = "第1社区居家养老服务"
    assert book["项目"].column_dimensions["C"].width >= 2 * len(title)


def test_a_wrapped_text_has_the_height_it_needs() -> None:
    page = _one_sheet("长" * 300, "短", kind=Kind.PROSE)
    assert page.row_dimensions[2].height >= 15 * 300 * 2 / 54
    assert page.row_dimensions[3].height in (None, 15)


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@x", " =1+1", "＝1+1", "-", "=", "http://a.example", "007"])
def test_a_text_stays_a_text(text: str) -> None:
    cell = _one_sheet(text)["A2"]
    assert (cell.data_type, cell.value, cell.hyperlink) == ("s", text, None)
    assert bool(cell.quotePrefix) == (text.strip()[0] in "=+-@＝")


def test_long_texts_are_cut_visibly_at_what_a_cell_takes() -> None:
    for text in ("x" * 32_768, "😀" * 20_000):
        value = _one_sheet(text)["A2"].value
        assert len(value.encode("utf-16-le")) // 2 <= 32_767
        assert value.endswith(f"……〔已截断，全文共{len(text)}字〕")
    assert _one_sheet("x" * 32_767)["A2"].value == "x" * 32_767


def test_numbers_beyond_excels_digits_are_texts() -> None:
    page = _one_sheet(10**14, 10**15 + 1, kind=Kind.COUNT)
    assert [page["A2"].value, page["A3"].value] == [10**14, "1000000000000001"]


def test_more_rows_than_a_sheet_takes_go_on_in_another(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbook, "ROWS_OF_A_SHEET", 4)
    rows: list[Any] = [{"a": number} for number in range(7)]
    book = _opened(_written([Sheet("s", "记录", [Column("a", "A")], rows)]))
    assert book.sheetnames == ["记录", "记录 2", "记录 3"]
    assert [value for page in book for (value,) in _rows(page)[1:]] == list(range(7))


def test_same_report_same_bytes() -> None:
    assert _bytes(report()) == _bytes(report())


def test_hostile_texts_make_no_formula_no_link_and_no_character_that_acts() -> None:
    cells = [cell for cell in _hostile_cells() if cell.value is not None]
    texts = [cell.value for cell in cells if isinstance(cell.value, str)]
    assert not [cell for cell in cells if cell.data_type == "f" or cell.hyperlink]
    assert not [text for text in texts if acts(text)]
    assert max(len(text.encode("utf-16-le")) // 2 for text in texts) <= 32_767
    assert any(text.startswith("<script>alert(1)</script>") for text in texts)
    assert any(text == "=1+1" for text in texts)


def test_hostile_workbook_is_sound_xml_without_links() -> None:
    with zipfile.ZipFile(io.BytesIO(_hostile())) as parts:
        for name in parts.namelist():
            tree = ElementTree.fromstring(parts.read(name))  # noqa: S314 -- our own output
            assert not [part for part in tree.iter() if re.search(r"\}(f|hyperlink|oleObject)$", part.tag)], name
            assert b'TargetMode="External"' not in parts.read(name)


def test_many_values_are_counted_in_the_finding_and_listed_among_the_data() -> None:
    many = [Evidence(pointer=f"/bids/{n}/id", value=f"b{n}") for n in range(40)]
    book = _opened(_bytes(report(projects=[project(findings=[finding(evidence=many)], protective=[])])))
    data = next(row for row in _rows(book["发现"]) if row[3] == "SW501")[10]
    assert data.splitlines()[-1] == "另有28个数据"
    listed = [row[6] for row in _rows(book["数据"]) if str(row[5]).startswith("/bids")]
    assert listed == [f"b{n}" for n in range(40)]
