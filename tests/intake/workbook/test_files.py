"""Files that are no workbook, broken, hostile or of another kind: one clear line, never a traceback."""

from __future__ import annotations

import builtins
import gzip
import io
import re
import sys
import zipfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from riskscreen.errors import UsageError
from riskscreen.intake.workbook import package, xlsx
from riskscreen.intake.workbook.write import write_workbook
from riskscreen.model.report import Reject
from tests.support.inputs import read_all
from tests.support.workbooks import Sheets, raw, read, write

PROJECTS = [["项目编号", "项目名称"], ["P1", "甲"]]
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512)


def _content(folder: Path) -> bytes:
    return write(folder / "sound.xlsx", {"项目": PROJECTS}).read_bytes()


def _changed(content: bytes, changes: dict[str, Any]) -> bytes:
    """The package with parts replaced by bytes, or made from what they were; None removes one."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new:
        for name in {*old.namelist(), *changes}:
            change = changes.get(name, old.read(name) if name in old.namelist() else None)
            if callable(change):
                change = change(old.read(name))
            if change is not None:
                new.writestr(name, change)
    return stream.getvalue()


def _refused(path: Path, content: bytes, said: str) -> None:
    path.write_bytes(content)
    with pytest.raises(UsageError, match=said):
        read(path)


SHEET = "xl/worksheets/sheet1.xml"


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"[Content_Types].xml": lambda old: old.replace(b"sheet.main+xml", b"sheet.macroEnabled.main+xml")}, "macros"),
        (
            {
                "[Content_Types].xml": lambda old: old.replace(
                    b"openxmlformats-officedocument.spreadsheetml.sheet.main+xml",
                    b"ms-excel.sheet.macroEnabled.main+xml",
                )
            },
            "save it as .xlsx",
        ),
        (
            {"mimetype": b"application/vnd.oasis.opendocument.spreadsheet"},
            "OpenDocument spreadsheet .*save it as .xlsx",
        ),
        ({"[Content_Types].xml": None}, "zip archive but no workbook"),
        ({"[Content_Types].xml": b"<Types/>"}, "zip archive but no workbook"),
        ({"xl/workbook.xml": None}, "damaged: open it in Excel"),
        ({"xl/workbook.xml": b"<workbook"}, "damaged: open it in Excel"),
        ({SHEET: lambda old: old[: len(old) // 2]}, "damaged: open it in Excel"),
        ({SHEET: lambda old: b'<!DOCTYPE x [<!ENTITY a "aaaa">]>' + old}, "XML document type"),
        ({"xl/styles.xml": b"nothing"}, "damaged: open it in Excel"),
    ],
)
def test_other_and_broken_packages(changes: dict[str, Any], said: str, tmp_path: Path) -> None:
    _refused(tmp_path / "x.xlsx", _changed(_content(tmp_path), changes), said)


def test_old_workbooks_and_those_with_a_password(tmp_path: Path) -> None:
    _refused(tmp_path / "x.xls", OLE, "old workbook .*or one with a password: .*save it as .xlsx")


def test_a_workbook_cut_short(tmp_path: Path) -> None:
    content = _content(tmp_path)
    _refused(tmp_path / "x.xlsx", content[: len(content) // 2], "damaged")


@pytest.mark.parametrize("limit", ["MOST_UNPACKED", "MOST_PARTS"])
def test_a_zip_bomb_is_not_unpacked(limit: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(package, limit, 5)
    _refused(tmp_path / "x.xlsx", _content(tmp_path), "unpacked, the workbook is larger than")


def test_a_part_that_unpacks_to_far_more_than_it_takes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(package, "MOST_UNPACKED", 2**23)
    bomb = _changed(_content(tmp_path), {"xl/media/image1.png": bytes(2**23)})
    assert len(bomb) < 2**17
    _refused(tmp_path / "x.xlsx", bomb, "unpacked, the workbook is larger than")


def test_a_cell_in_the_last_corner_costs_neither_memory_nor_time(tmp_path: Path) -> None:
    def corner(book: Any) -> None:
        book["项目"]["XFD1048576"] = "x"

    def merge_everything(old: bytes) -> bytes:
        return old.replace(b"</sheetData>", b'</sheetData><mergeCells><mergeCell ref="C1:XFD1048000"/></mergeCells>')

    content = write(tmp_path / "x.xlsx", {"项目": PROJECTS}, corner).read_bytes()
    (tmp_path / "x.xlsx").write_bytes(_changed(content, {SHEET: merge_everything}))
    records, rejects, _ = read(tmp_path / "x.xlsx")
    assert ([record.project.id for record in records], rejects) == (["P1"], [])


def test_rows_that_all_reach_far_to_the_right_are_refused_in_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(xlsx, "MOST_SPREAD", 40)
    _refused(
        tmp_path / "x.xlsx",
        write(tmp_path / "y.xlsx", {"项目": [*PROJECTS, *[["P"] * 20] * 3]}).read_bytes(),
        "spans too many",
    )


def test_a_wrong_size_stated_in_the_sheet_hides_no_row(tmp_path: Path) -> None:
    content = _changed(_content(tmp_path), {SHEET: lambda old: old.replace(b'ref="A1:B2"', b'ref="A1"')})
    (tmp_path / "x.xlsx").write_bytes(content)
    assert raw(tmp_path / "x.xlsx") == [{"id": "P1", "title": "甲"}]


def test_formulas_count_by_the_value_stored_with_them(tmp_path: Path) -> None:
    rows: list[list[Any]] = [
        ["项目编号", "项目名称", "合同金额"],
        ["P1", "甲", "=1+1"],
        ["P2", '="乙"&"丙"', 3],
        ["P3", "丁", "=1+2"],
    ]
    content = write(tmp_path / "x.xlsx", {"项目": rows}).read_bytes()
    stored = {
        b'<c r="C2"><f>1+1</f><v />': b'<c r="C2"><f>1+1</f><v>2</v>',
        b"<f>1+1</f><v></v>": b"<f>1+1</f><v>2</v>",
    }

    def with_value(old: bytes) -> bytes:
        for before, after in stored.items():
            old = old.replace(before, after)
        return old

    (tmp_path / "x.xlsx").write_bytes(_changed(content, {SHEET: with_value}))
    records, rejects, _ = read(tmp_path / "x.xlsx")
    assert [record.raw["contract"]["value"]["amount"] for record in records] == [2]
    assert [(reject.id, reject.error.split("：")[0]) for reject in rejects] == [("P2", "项目!B3"), ("P3", "项目!C4")]
    assert "该单元格的公式没有存储计算结果" in rejects[0].error


def test_a_workbook_in_a_folder_is_found_and_a_broken_one_rejected_there(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    write(folder / "a.xlsx", {"项目": PROJECTS})
    (folder / "b.xlsx").write_bytes(b"PK\x03\x04rest")
    (folder / "~$a.xlsx").write_bytes(b"lock")
    records, rejects, _ = read(folder)
    assert [record.project.id for record in records] == ["P1"]
    assert [Path(reject.source).name for reject in rejects] == ["b.xlsx"]


def test_a_workbook_from_standard_input_or_packed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    content = _content(tmp_path)
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(content)))
    records, _, _ = read_all("-")
    (tmp_path / "x.xlsx.gz").write_bytes(gzip.compress(content))
    assert [record.raw for record in records] == raw(tmp_path / "x.xlsx.gz")


def test_the_form_can_be_forced(tmp_path: Path) -> None:
    path = write(tmp_path / "x.dat", {"项目": PROJECTS})
    records, _, _ = read(path, form="workbook")
    assert [record.project.id for record in records] == ["P1"]
    records, rejects, _ = read(path, form="native-json")
    assert (records, len(rejects)) == ([], 1)
    (tmp_path / "x.json").write_text('{"id": "P1"}')
    with pytest.raises(UsageError, match="damaged"):
        read(tmp_path / "x.json", form="workbook")


def test_without_openpyxl_one_line_says_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write(tmp_path / "x.xlsx", {"项目": PROJECTS})
    real = builtins.__import__

    def without(name: str, *rest: Any) -> Any:
        if name.split(".")[0] == "openpyxl":
            raise ImportError(name)
        return real(name, *rest)

    monkeypatch.setattr(builtins, "__import__", without)
    for use in (lambda: read(path), lambda: write_workbook(io.BytesIO())):
        with pytest.raises(UsageError, match=r"pip install 'riskscreen\[office\]'"):
            use()


def test_hostile_texts_never_become_formulas(tmp_path: Path) -> None:
    hostile = [
        '=HYPERLINK("http://example.org")',
        "+1",
        "-1+2",
        "@SUM(1)",
        "\t=1",
        "<script>",
        "\u202eabc",
        "x" * 10_000,
    ]
    batch = [{"id": f"P{number}", "title": text} for number, text in enumerate(hostile)]
    with (tmp_path / "x.xlsx").open("wb") as stream:
        write_workbook(stream, batch)
    for row in load_workbook(tmp_path / "x.xlsx")["项目"].iter_rows(min_row=2):
        assert {cell.data_type for cell in row} <= {"s", "n"}
    assert [project["title"] for project in raw(tmp_path / "x.xlsx")] == [text.strip() for text in hostile]


def test_a_text_too_long_for_a_cell_is_refused() -> None:
    with pytest.raises(UsageError, match="does not fit into a cell"):
        write_workbook(io.BytesIO(), [{"id": "P1", "description": "x" * 32_768}])


@settings(max_examples=25, deadline=None)
@given(st.data())
def test_mangled_workbooks_are_read_or_refused(tmp_path_factory: pytest.TempPathFactory, data: st.DataObject) -> None:
    folder = tmp_path_factory.mktemp("mangled")
    sheets: Sheets = {"项目": [*PROJECTS, ["P2", "=1+1"]], "付款": [["项目编号", "金额"], ["P1", 1.5]]}
    content = write(folder / "sound.xlsx", sheets).read_bytes()
    part = data.draw(st.sampled_from(["[Content_Types].xml", "xl/workbook.xml", SHEET, "xl/styles.xml", ""]))
    cut = data.draw(st.tuples(st.floats(0, 1), st.integers(0, 12), st.binary(max_size=8)))

    def mangle(old: bytes) -> bytes:
        at = int(cut[0] * len(old))
        return old[:at] + cut[2] + old[at + cut[1] :]

    (folder / "sound.xlsx").unlink()
    (folder / "x.xlsx").write_bytes(_changed(content, {part: mangle}) if part else mangle(content))
    records, rejects, _ = read(folder)
    assert records or all(isinstance(reject, Reject) for reject in rejects)
    assert records or rejects


def _with_text(content: bytes, inside: bytes, shared: bool) -> bytes:
    """The workbook with this markup for the text 甲: where it stands, or among the texts that cells share."""
    own = b't="inlineStr"><is><t>&#30002;</t></is>'
    if not shared:
        return _changed(content, {SHEET: lambda old: old.replace(own, b't="inlineStr"><is>' + inside + b"</is>")})
    relation = b"http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings"
    related = b'<Relationship Id="rId99" Type="' + relation + b'" Target="sharedStrings.xml"/></Relationships>'
    texts = b'<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><si>' + inside + b"</si></sst>"
    changes: dict[str, Any] = {
        SHEET: lambda old: old.replace(own, b't="s"><v>0</v>'),
        "xl/sharedStrings.xml": texts,
        "xl/_rels/workbook.xml.rels": lambda old: old.replace(b"</Relationships>", related),
    }
    return _changed(content, changes)


def _saved(path: Path, content: bytes) -> Path:
    path.write_bytes(content)
    return path


@pytest.mark.parametrize(
    ("item", "said"),
    [
        (b"<r><t>\xe7\x94\xb2</t></r><r><rPr><b/></rPr><t>\xe4\xb9\x99</t></r>", "甲乙"),
        (b"<t>\xe7\x94\xb2</t><rPh sb='0' eb='1'><t>jia</t></rPh>", "甲"),
        (b"<t>_x005F_x0041_</t>", "_x0041_"),
        (b"<t>a\n   b</t>\n  ", "a\n   b"),
    ],
)
@pytest.mark.parametrize("shared", [False, True])
def test_texts_of_several_parts(item: bytes, said: str, shared: bool, tmp_path: Path) -> None:
    (record,) = raw(_saved(tmp_path / "texts.xlsx", _with_text(_content(tmp_path), item, shared)))
    assert record["title"] == said


def test_rows_in_no_order_are_damage_and_none_is_lost(tmp_path: Path) -> None:
    changes = {SHEET: lambda old: old.replace(b'<row r="2"', b'<row r="1"')}
    _refused(tmp_path / "rows.xlsx", _changed(_content(tmp_path), changes), "damaged")


def test_cells_without_a_place_follow_each_other(tmp_path: Path) -> None:
    content = _changed(_content(tmp_path), {SHEET: lambda old: re.sub(rb' r="[A-Z]*\d+"', b"", old)})
    assert [record["title"] for record in raw(_saved(tmp_path / "places.xlsx", content))] == ["甲"]
