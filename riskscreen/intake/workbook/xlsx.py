"""Sheets of an .xlsx file: values only, row by row, nothing of it ever run."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date
from io import BytesIO
from typing import TYPE_CHECKING, Any
from zipfile import ZipFile

from riskscreen.errors import UsageError
from riskscreen.intake.messages import Message
from riskscreen.intake.streams import ReadError
from riskscreen.intake.workbook.grid import BLANK, MOST_COLUMNS, Cell, Grid, filled_rows
from riskscreen.intake.workbook.package import DAMAGED, Package, SheetPart, package_of
from riskscreen.intake.workbook.sheet_xml import Written, rows, shared_texts

if TYPE_CHECKING:
    from riskscreen.intake.workbook.formats import Format

NEEDS_OFFICE = "workbooks need openpyxl: install it with pip install 'riskscreen[office]'"
MOST_SPREAD = 40_000_000
"""Cells that a sheet may span, blank ones included: rows that reach far to the right take as long as full ones."""

_FRACTION = re.compile("[.eE]")
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
        from openpyxl.utils import datetime as days
    except ImportError:
        raise UsageError(NEEDS_OFFICE) from None
    from riskscreen.intake.workbook.formats import formats

    package = package_of(content)
    try:
        with ZipFile(BytesIO(content)) as parts:
            shown = formats(parts.read(package.styles)) if package.styles else []
            texts: list[str] = []
            if package.texts:
                with parts.open(package.texts) as stream:
                    texts = [_unescaped(text) for text in shared_texts(stream.read)]
    except ReadError:
        raise
    except Exception:  # a broken part can make its reader fail in any way
        raise ReadError(DAMAGED) from None
    return _grids(content, package, _Cells(texts, shown, package.since_1904, days))


def _grids(content: bytes, package: Package, cells: _Cells) -> Iterator[Grid]:
    for sheet in package.sheets:
        yield Grid(sheet.name, filled_rows(_rows(content, sheet, cells), sheet.merges), sheet.hidden)


def _rows(content: bytes, sheet: SheetPart, cells: _Cells) -> Iterator[tuple[int, list[Cell]]]:
    spread = 0
    try:
        with ZipFile(BytesIO(content)) as parts, parts.open(sheet.part) as stream:
            for number, written in rows(stream.read):
                width = max(cell.column for cell in written)
                spread += width
                if spread > MOST_SPREAD:
                    raise ReadError(_TOO_SPREAD)
                row = [BLANK] * min(width, MOST_COLUMNS)
                for cell in written:
                    if cell.column > MOST_COLUMNS:
                        continue
                    if sheet.unvalued and (number, cell.column) in sheet.unvalued:
                        row[cell.column - 1] = Cell(None, flaw=_NO_VALUE)
                    elif cell.value is not None:
                        row[cell.column - 1] = cells.read(cell)
                yield number, row
    except ReadError:
        raise
    except Exception:  # a broken sheet can make its reader fail in any way
        raise ReadError(DAMAGED) from None


class _Cells:
    """Reads cells as they are written, with the texts and formats of their workbook."""

    def __init__(self, texts: Sequence[str], shown: Sequence[Format], since_1904: bool, days: Any) -> None:
        self._texts = [Cell(text) if text else BLANK for text in texts]
        self._formats = shown
        self._since_1904 = since_1904
        self._epoch = days.MAC_EPOCH if since_1904 else days.WINDOWS_EPOCH
        self._day_of_serial: Any = days.from_excel
        self._day_of_text: Any = days.from_ISO8601

    def read(self, cell: Written) -> Cell:
        """The cell, its type and format applied."""
        value = cell.value or ""
        if cell.kind == "s":
            return self._texts[int(value)]
        if cell.kind in ("str", "inlineStr"):
            return Cell(_unescaped(value))
        if cell.kind == "n":
            return self._number(float(value) if _FRACTION.search(value) else int(value), cell.style)
        if cell.kind == "b":
            return Cell(bool(int(value)))
        if cell.kind == "d":
            return Cell(self._day_of_text(value))
        return Cell(None, flaw=_SHOWS_ERROR)

    def _number(self, number: int | float, style: int) -> Cell:
        """A number as its format shows it; a date that no calendar has is an error, as spreadsheets show it."""
        shown = self._formats[style] if self._formats else None
        if shown is None:
            return Cell(number, since_1904=self._since_1904)
        if not shown.is_date:
            return Cell(number, shown.percent, shown.zeros, since_1904=self._since_1904)
        try:
            value = self._day_of_serial(number, self._epoch, timedelta=shown.is_duration)
        except (OverflowError, ValueError):
            return Cell(None, flaw=_SHOWS_ERROR)
        return Cell(value, month_only=shown.is_month and isinstance(value, date) and value.day == 1)


def _unescaped(text: str) -> str:
    """Characters that XML cannot hold are written as ``_x0007_``."""
    return _ESCAPED.sub(lambda match: chr(int(match[1], 16)), text) if "_x" in text else text
