"""The sheets of a file as tables of the workbook, and what in the file is no part of any."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import chain, islice
from typing import TypeAlias

from riskscreen.intake.messages import Message
from riskscreen.intake.oddities import Oddity
from riskscreen.intake.streams import ReadError
from riskscreen.intake.workbook.grid import Grid, Row, letters
from riskscreen.intake.workbook.headers import HEADER_WITHIN, Header, find_header, sheet_called
from riskscreen.intake.workbook.layout import Sheet, sheets
from riskscreen.intake.workbook.names import folded
from riskscreen.intake.workbook.notes import is_header_again, is_remark
from riskscreen.intake.workbook.places import SheetColumns, quoted
from riskscreen.model.report import Language

SHEET_NOT_READ = "sheet not read"
HIDDEN_SHEET = "hidden sheet read"
COLUMN_NOT_READ = "column not read"
ROW_NOT_READ = "row read as a remark"

GUIDE_SHEETS = {"zh": ("填写说明", "字段说明", "词表"), "en": ("Read me", "Fields", "Words")}
"""Sheets of the template that hold no data."""

_NO_DATA = frozenset(folded(name) for names in GUIDE_SHEETS.values() for name in names)

Noted: TypeAlias = Callable[[Oddity, str, Message | None], None]
"""Takes what is odd, the cell where it was met, and what may be meant."""


@dataclass(frozen=True, slots=True)
class Table:
    """A sheet of the workbook as it stands in a file. Its rows are those below the header, remarks left out."""

    sheet: Sheet
    name: str
    header: Header
    places: SheetColumns
    rows: Iterator[Row]


def tables(grids: Iterable[Grid], noted: Noted) -> list[Table]:
    """The tables of a file. Raises ``ReadError`` where it has no projects, or a table that cannot be understood."""
    grids = list(grids)
    called = [(grid, sheet_called(grid.name)) for grid in grids]
    projects = sheets()[0]
    if len(grids) == 1 and called[0][1] is None:
        called = [(grids[0], projects)]
    found: dict[tuple[tuple[str, ...], bool], Table] = {}
    for grid, sheet in called:
        table = None if sheet is None else _table(sheet, grid, noted)
        if table is None:
            _unread(grid, sheet, noted)
            continue
        if grid.hidden:
            noted(Oddity(quoted(grid.name), HIDDEN_SHEET), quoted(grid.name), None)
        key = (table.sheet.path, table.sheet.states)
        if key in found:
            raise ReadError(_twice(found[key].name, grid.name))
        found[key] = table
    if ((), False) not in found:
        raise ReadError(_no_projects([grid.name for grid in grids]))
    return list(found.values())


def language(found: Iterable[Table]) -> Language:
    """The language that sheets are called by in a file."""
    names = {folded(table.name) for table in found}
    return "en" if any(folded(sheet.label.en) in names for sheet in sheets()) else "zh"


def _table(sheet: Sheet, grid: Grid, noted: Noted) -> Table | None:
    """The table on a sheet; None where the sheet is empty. Raises ``ReadError`` where it has no header."""
    first = list(islice(grid.rows, HEADER_WITHIN))
    if not first:
        return None
    header = find_header(sheet, grid.name, first)
    if header is None:
        raise ReadError(_no_header(sheet, grid.name))
    columns = {(held.column.inside, held.column.path): at for at, held in header.columns.items() if held.column.path}
    places = SheetColumns(grid.name, columns, header.key)
    for at, hint in header.unknown.items():
        path = f"{quoted(grid.name)}!{header.texts[at]}"
        noted(Oddity(path, COLUMN_NOT_READ), places.cell(at, header.row), hint)
    rows = chain((row for row in first if row.number > header.row), grid.rows)
    return Table(sheet, grid.name, header, places, _entries(rows, header, places, noted))


def _entries(rows: Iterable[Row], header: Header, places: SheetColumns, noted: Noted) -> Iterator[Row]:
    for row in rows:
        if all(cell.blank or cell.merged for cell in row.cells):
            continue
        if is_header_again(row, header):
            continue
        if is_remark(row, header):
            at = next(at for at, cell in enumerate(row.cells) if not cell.blank)
            noted(Oddity(quoted(places.name), ROW_NOT_READ), places.cell(at, row.number), None)
        elif any(not row.at(at).blank for at in header.columns):
            yield row
        else:
            noted(Oddity(quoted(places.name), ROW_NOT_READ), f"{quoted(places.name)}!{letters(0)}{row.number}", None)


def _unread(grid: Grid, sheet: Sheet | None, noted: Noted) -> None:
    """Notes a sheet that is not read, unless nothing is on it or the template put it there."""
    if sheet is None and folded(grid.name) not in _NO_DATA and next(grid.rows, None) is not None:
        noted(Oddity(quoted(grid.name), SHEET_NOT_READ), quoted(grid.name), None)


def _no_projects(names: list[str]) -> Message:
    seen = ", ".join(names[:10]) + (", …" if len(names) > 10 else "")
    return Message(
        f"it has no sheet called 项目 or Projects (there are: {seen}): make a workbook with riskscreen template and "
        "copy the data into it",
        f"其中没有名为“项目”（或Projects）的工作表（现有：{seen}）：请用riskscreen template生成模板后填入数据",
    )


def _no_header(sheet: Sheet, name: str) -> Message:
    other = sheet.columns[1].label
    return Message(
        f"sheet {name}: none of its first rows is a header; one column must be called 项目编号 or Project ID, others "
        f"such as {other.zh} or {other.en}",
        f"工作表“{name}”：开头若干行中没有找到表头；应有一列名为“项目编号”，其他列如“{other.zh}”等",
    )


def _twice(one: str, two: str) -> Message:
    return Message(
        f"the sheets {one} and {two} hold the same list: put their rows on one sheet",
        f"工作表“{one}”和“{two}”是同一清单：请合并到一张工作表",
    )
