"""A sheet as CSV, for spreadsheets and statistics programs alike."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import TextIO

from riskscreen.model.report import Language
from riskscreen.reports.cell_text import fitting, lines_of, looks_like_formula
from riskscreen.reports.columns import Cell, Column, Sheet

_MARK = "\ufeff"
"""Without this mark Excel takes the file for one in the machine's old character set, and Chinese is lost."""

_AFTER_SEMICOLON = re.compile(r"(;\s*)(?=[=+\-@＝＋－＠])")
"""Where a spreadsheet whose list separator is a semicolon would see a new cell with a formula."""


def write_csv(sheet: Sheet, stream: TextIO, lang: Language) -> None:
    """Writes a sheet; see :func:`write_csv_rows`."""
    write_csv_rows(sheet.columns, sheet.rows, stream, lang)


def write_csv_rows(
    columns: Sequence[Column], rows: Iterable[Mapping[str, Cell]], stream: TextIO, lang: Language
) -> None:
    """Writes columns and rows in UTF-8 with a byte order mark, one line a row, every text in quotes.

    A text that a spreadsheet would take for a formula begins with an apostrophe; lines of one cell are joined by
    semicolons.
    """
    stream.write(_MARK)
    writer = csv.writer(stream, quoting=csv.QUOTE_NONNUMERIC, lineterminator="\r\n")
    writer.writerow([column.heading for column in columns])
    writer.writerows([_cell(row.get(column.key), lang) for column in columns] for row in rows)


def _cell(cell: Cell, lang: Language) -> str | int | float:
    if isinstance(cell, int | float):
        return cell
    text = _AFTER_SEMICOLON.sub(r"\1'", "; ".join(lines_of(cell)))
    return fitting(f"'{text}" if looks_like_formula(text) else text, lang)
