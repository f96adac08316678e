"""Writing the workbook: empty, as the template to fill in, or filled with projects."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

from riskscreen.errors import UsageError
from riskscreen.intake.native import read_project
from riskscreen.intake.objects import as_json
from riskscreen.intake.workbook.example import any_value, example_project
from riskscreen.intake.workbook.fill import FORMULA_SIGNS, Value, rows_of
from riskscreen.intake.workbook.layout import Column, Kind, Sheet, sheets
from riskscreen.intake.workbook.manual import FIELDS_HEADER, FORMATS, HOW_TO, fields
from riskscreen.intake.workbook.tables import GUIDE_SHEETS
from riskscreen.intake.workbook.values import LITERAL
from riskscreen.model.project import Project
from riskscreen.model.report import Language

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

LONGEST_TEXT = 32_767
"""Characters that a cell can hold."""

_CONTROL = re.compile("_x(?=[0-9A-Fa-f]{4}_)|[\x00-\x08\x0b-\x1f\ufffe\uffff]")


def write_workbook(
    stream: BinaryIO, projects: Iterable[Project | Mapping[str, Any]] = (), lang: Language = "zh"
) -> None:
    """Writes the workbook as .xlsx: filled with ``projects``, or, without any, the template with its example rows.

    Raises ``UsageError`` where openpyxl is missing or a text is longer than a cell can hold, and what reading a
    project raises for what is none.
    """
    try:
        from openpyxl import Workbook
    except ImportError:
        from riskscreen.intake.workbook.xlsx import NEEDS_OFFICE

        raise UsageError(NEEDS_OFFICE) from None
    from riskscreen.intake.workbook.style import Styler

    book = Workbook()
    styler = Styler(book, lang)
    filled = _Content(projects, lang)
    for sheet in sheets():
        page = book.create_sheet(sheet.label.name(lang))
        styler.data_sheet(page, sheet)
        for number, row in enumerate(filled.rows(sheet), start=2):
            for at, column in enumerate(sheet.columns, start=1):
                if column in row:
                    _set(page, number, at, row[column], column)
            if filled.examples:
                styler.example_row(page, number, len(sheet.columns))
    how_to, all_fields, words = GUIDE_SHEETS[lang]
    styler.how_to(book.create_sheet(how_to, 0))
    styler.fields(book.create_sheet(all_fields), FIELDS_HEADER[lang], fields(lang))
    styler.words(book.create_sheet(words))
    del book[book.sheetnames[1]]  # the one that every new workbook has
    book.active = 0
    book.save(stream)


def write_csv_folder(folder: Path, projects: Iterable[Project | Mapping[str, Any]] = (), lang: Language = "zh") -> None:
    """Writes the same as a folder of CSV files, one a sheet, in UTF-8 with the mark that Excel knows it by.

    Raises ``UsageError`` where the folder cannot be written.
    """
    filled = _Content(projects, lang)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for sheet in sheets():
            lines = [[header(sheet, column, lang) for column in sheet.columns]]
            lines += [[_as_text(row.get(column, "")) for column in sheet.columns] for row in filled.rows(sheet)]
            _write_csv(folder / f"{sheet.label.name(lang)}.csv", lines)
        how_to, all_fields, _ = GUIDE_SHEETS[lang]
        _write_csv(folder / f"{how_to}.csv", [list(line) for line in HOW_TO[lang]])
        _write_csv(folder / f"{all_fields}.csv", [list(FIELDS_HEADER[lang]), *map(list, fields(lang))])
    except OSError as error:
        raise UsageError(f"cannot write {error.filename or folder}: {error.strerror}") from None


def header(sheet: Sheet, column: Column, lang: Language) -> str:
    """The header of a column; the one required field bears a star."""
    return column.label.name(lang) + ("*" if column.kind is Kind.KEY and not sheet.path and not sheet.states else "")


class _Content:
    """The rows of all sheets. ``examples``: there are no projects, and what there is are example rows."""

    def __init__(self, projects: Iterable[Project | Mapping[str, Any]], lang: Language) -> None:
        self._rows: dict[Sheet, list[Mapping[Column, Value]]] = {sheet: [] for sheet in sheets()}
        self.examples = True
        for project in projects:
            self.examples = False
            self._add(project if isinstance(project, Project) else read_project(as_json(project)[0]), lang)
        if self.examples:
            self._add(read_project(example_project(lang)), lang)
            self._complete(lang)

    def rows(self, sheet: Sheet) -> Iterator[Mapping[Column, Value]]:
        """The rows of a sheet, by column."""
        return iter(self._rows[sheet])

    def _add(self, project: Project, lang: Language) -> None:
        for sheet, rows in rows_of(project, lang).items():
            self._rows[sheet] += rows

    def _complete(self, lang: Language) -> None:
        """Puts something into the columns that the example has nothing for, such as those of new fields."""
        key = next(iter(self._rows[sheets()[0]]))[sheets()[0].key]
        for sheet, rows in self._rows.items():
            first = {sheet.key: str(key).lstrip(LITERAL), **(rows[0] if rows else {})}
            first[sheet.key] = str(key).lstrip(LITERAL)
            for column in sheet.columns:
                value = any_value(column, lang)
                if value is not None:
                    first.setdefault(column, value)
            self._rows[sheet] = [first, *({**row, sheet.key: first[sheet.key]} for row in rows[1:])]


def _set(page: Worksheet, row: int, at: int, value: Value, column: Column) -> None:
    cell = page.cell(row, at)
    if isinstance(value, str):
        cell.value = _escaped(value)
        cell.data_type = "s"  # never a formula, whatever it begins with
        cell.quotePrefix = value.startswith(FORMULA_SIGNS)
    else:
        cell.value = value
    cell.number_format = FORMATS.get(column.kind, "General")


def _escaped(text: str) -> str:
    """The text with characters that XML cannot hold as ``_x0007_``, as spreadsheet programs write them."""
    if len(text) > LONGEST_TEXT:
        raise UsageError(f"a text of {len(text)} characters does not fit into a cell, which holds {LONGEST_TEXT}")
    return _CONTROL.sub(lambda match: "_x005F_x" if match[0] == "_x" else f"_x{ord(match[0]):04X}_", text)


def _as_text(value: Value) -> str:
    return value.isoformat() if isinstance(value, date) else str(value)


def _write_csv(file: Path, lines: Iterable[Iterable[str]]) -> None:
    with file.open("w", encoding="utf-8-sig", newline="") as stream:
        csv.writer(stream).writerows(lines)
