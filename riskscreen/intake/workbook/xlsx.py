"""Sheets of an .xlsx file, read by openpyxl: values only, row by row, nothing of it ever run."""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterator, Mapping
from io import BytesIO
from typing import TYPE_CHECKING, Any

from riskscreen.errors import UsageError
from riskscreen.intake.messages import Message
from riskscreen.intake.streams import ReadError
from riskscreen.intake.workbook.grid import BLANK, MOST_COLUMNS, Cell, Grid, filled_rows
from riskscreen.intake.workbook.package import DAMAGED, SheetPart, sheet_parts

if TYPE_CHECKING:
    from openpyxl import Workbook

NEEDS_OFFICE = "workbooks need openpyxl: install it with pip install 'riskscreen[office]'"
MOST_SPREAD = 40_000_000
"""Cells that a sheet may span, blank ones included: rows that reach far to the right take as long as full ones."""

_QUOTED = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]')
_ZEROS = re.compile("0{2,}")
_ESCAPED = re.compile("_x((?![dD][89a-fA-F])[0-9A-Fa-f]{4})_")
_SHOWS_ERROR = Message(
    "the cell shows an error such as #REF! or #N/A: correct the formula, or write the value itself",
    "该单元格显示错误（如#REF!、#N/A）：请更正公式，或直接填写数值",
)
_TOO_SPREAD = Message(
    "a sheet spans too many cells: delete what stands far below or to the right of the table, formats included",
    "工作表的范围过大：请删除表格下方和右侧远处的内容和格式",
)
_NO_VALUE = Message(
    "the formula has no value stored with it: open the file in Excel or LibreOffice and save it, or write the value",
    "该单元格的公式没有存储计算结果：请用Excel或WPS打开并保存文件，或直接填写数值",
)


def xlsx_grids(content: bytes) -> Iterator[Grid]:
    """The worksheets of a workbook in order. Raises ``ReadError``, and ``UsageError`` where openpyxl is missing."""
    try:
        from openpyxl import load_workbook
    except ImportError:
        raise UsageError(NEEDS_OFFICE) from None
    parts = sheet_parts(content)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of features that openpyxl cannot keep when writing
            book = load_workbook(BytesIO(content), read_only=True, data_only=True, keep_links=False)
    except Exception:  # a broken workbook can make openpyxl fail in any way
        raise ReadError(DAMAGED) from None
    return _grids(book, parts)


def _grids(book: Workbook, parts: Mapping[str, SheetPart]) -> Iterator[Grid]:
    since_1904 = book.epoch.year == 1904
    for sheet in book.worksheets:
        part = parts.get(sheet.title) or SheetPart(False, (), frozenset())
        yield Grid(sheet.title, filled_rows(_rows(sheet, part, since_1904), part.merges), part.hidden)


def _rows(sheet: Any, part: SheetPart, since_1904: bool) -> Iterator[tuple[int, list[Cell]]]:
    sheet.reset_dimensions()  # what the file says of its size may be wrong
    spread = 0
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            for number, row in enumerate(sheet.iter_rows(), start=1):
                spread += len(row)
                if spread > MOST_SPREAD:
                    raise ReadError(_TOO_SPREAD)
                row = row[:MOST_COLUMNS]
                if (part.unvalued and row) or any(cell.value is not None for cell in row):
                    yield number, [_cell(cell, number, at, part, since_1904) for at, cell in enumerate(row, start=1)]
    except ReadError:
        raise
    except Exception:  # a broken sheet can make openpyxl fail in any way
        raise ReadError(DAMAGED) from None


def _cell(cell: Any, row: int, column: int, part: SheetPart, since_1904: bool) -> Cell:
    if (row, column) in part.unvalued:
        return Cell(None, flaw=_NO_VALUE)
    value = cell.value
    if value is None:
        return BLANK
    if cell.data_type == "e":
        return Cell(None, flaw=_SHOWS_ERROR)
    if isinstance(value, str):
        return Cell(_unescaped(value))
    if isinstance(value, int | float) and not isinstance(value, bool):
        shown = _QUOTED.sub("", cell.number_format or "")
        zeros = len(shown) if _ZEROS.fullmatch(shown) else 0
        return Cell(value, "%" in shown, zeros, since_1904=since_1904)
    return Cell(value)


def _unescaped(text: str) -> str:
    """Characters that XML cannot hold are written as ``_x0007_``."""
    return _ESCAPED.sub(lambda match: chr(int(match[1], 16)), text) if "_x" in text else text
