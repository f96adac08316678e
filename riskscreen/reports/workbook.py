"""Sheets as an Excel workbook: what a record holds is text, whatever it looks like, and stays within Excel's limits."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from io import BytesIO
from itertools import islice
from math import ceil
from typing import Any, BinaryIO

import xlsxwriter

from riskscreen.model.report import Language
from riskscreen.reports.cell_text import fitting, lines_of, looks_like_formula
from riskscreen.reports.columns import Cell, Column, Kind, Sheet
from riskscreen.reports.plain_text import width
from riskscreen.reports.words import say

ROWS_OF_A_SHEET = 1_048_576
LARGEST_EXACT = 10**15
"""Excel keeps fifteen digits; a longer whole number is written as text."""

_NO_DATE = date(1980, 1, 1)
"""The clock would make two workbooks of one input differ."""
_MEASURED_ROWS = 500
_LINE_HEIGHT, _HIGHEST_ROW = 15, 409
_SPREAD = 1.1
"""A line breaks before its last column is used."""
_PRINTED_WIDTH = 220
"""Characters across a printed page that can still be read."""
_NARROWEST = 6
_WIDEST = {Kind.TEXT: 36, Kind.PROSE: 52}
_HEADER = {
    "bold": True,
    "font_color": "#FFFFFF",
    "bg_color": "#1F3864",
    "text_wrap": True,
    "valign": "vcenter",
    "indent": 1,
}
_NUMBERS = {Kind.COUNT: "#,##0", Kind.SCORE: "0.0", Kind.POINTS: "0.0", Kind.SHARE: "0.0%", Kind.AMOUNT: "#,##0.00"}
_SCORE_SCALE = {
    "type": "2_color_scale",
    "min_type": "num",
    "max_type": "num",
    "min_value": 0,
    "max_value": 100,
    "min_color": "#FFFFFF",
    "max_color": "#F4A070",
}
_COLOURS: Mapping[Kind, Mapping[str, dict[str, str]]] = {
    Kind.BAND: {
        "critical": {"bg_color": "#C00000", "font_color": "#FFFFFF"},
        "high": {"bg_color": "#F8CBAD", "font_color": "#7B2C00"},
        "medium": {"bg_color": "#FFE699", "font_color": "#5F4B00"},
        "low": {"bg_color": "#C6E0B4", "font_color": "#1E4D10"},
        "undetermined": {"bg_color": "#D9D2E9", "font_color": "#3B2A63"},
    },
    Kind.SEVERITY: {
        "critical": {"font_color": "#C00000", "bold": "1"},
        "high": {"font_color": "#B03A00"},
        "medium": {"font_color": "#7A5C00"},
        "low": {"font_color": "#2B6A1B"},
    },
}


def write_workbook(
    sheets: Sequence[Sheet], stream: BinaryIO, *, lang: Language, title: str, footer: str, made: date = _NO_DATE
) -> None:
    """Writes the workbook; the same sheets give the same bytes.

    ``footer`` stands below every printed page; ``made`` is the date of the report, if it has one.
    """
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    packed = BytesIO()  # a pipe would get another form of the same archive
    book = xlsxwriter.Workbook(packed, options)
    created = datetime(made.year, made.month, made.day)
    book.set_properties({"title": title, "comments": footer, "created": created})
    looks = _Looks(book)
    for sheet in sheets:
        for number, rows in enumerate(_parts(sheet.rows), start=1):
            name = sheet.title if number == 1 else f"{sheet.title} {number}"
            _write_sheet(book.add_worksheet(name), sheet.columns, rows, looks, lang, footer)
    book.close()
    stream.write(packed.getbuffer())


class _Looks:
    """The formats of a workbook, each made once."""

    def __init__(self, book: Any) -> None:
        self._book = book
        self._made: dict[tuple[tuple[str, Any], ...], Any] = {}
        self.header = self.of(_HEADER)

    def of(self, properties: Mapping[str, Any]) -> Any:
        """The format with these properties."""
        key = tuple(sorted(properties.items()))
        if key not in self._made:
            self._made[key] = self._book.add_format(dict(properties))
        return self._made[key]

    def text(self, kind: Kind, quoted: bool) -> Any:
        """For text; ``quoted`` keeps it a text when somebody edits the cell."""
        return self.of({"valign": "top", "indent": 1, "text_wrap": kind is Kind.PROSE, "quote_prefix": quoted})

    def number(self, kind: Kind) -> Any:
        """For numbers of a kind of column."""
        shown = {"num_format": _NUMBERS[kind]} if kind in _NUMBERS else {"align": "left", "indent": 1}
        return self.of({"valign": "top", **shown})


def _parts(rows: Sequence[Mapping[str, Cell]]) -> Iterator[Sequence[Mapping[str, Cell]]]:
    """The rows in portions that fit below a header; one empty portion where there are none."""
    size = ROWS_OF_A_SHEET - 1
    yield from (rows[start : start + size] for start in range(0, len(rows) or 1, size))


def _write_sheet(
    page: Any, columns: Sequence[Column], rows: Sequence[Mapping[str, Cell]], looks: _Looks, lang: Language, footer: str
) -> None:
    widths = [_width(column, rows) for column in columns]
    heights = [1] * len(rows)
    for place, column in enumerate(columns):
        page.write_string(0, place, column.heading, looks.header)
        page.set_column(place, place, widths[place])
        for number, row in enumerate(rows):
            text = _write_cell(page, number + 1, place, row.get(column.key), column.kind, looks, lang)
            if text and column.kind is Kind.PROSE:
                heights[number] = max(heights[number], _lines(text, widths[place]))
        if rows:
            _colour(page, len(rows), place, column.kind, looks, lang)
    for number, lines in enumerate(heights, start=1):
        if lines > 1:
            page.set_row(number, min(lines * _LINE_HEIGHT, _HIGHEST_ROW))
    named = [place for place, column in enumerate(columns) if column.key == "id" or column.key.startswith("group")]
    identifier = max(named, default=-1)
    page.freeze_panes(1, identifier + 1)
    page.autofilter(0, 0, len(rows), len(columns) - 1)
    _lay_out_for_print(page, sum(widths), identifier, footer)


def _lay_out_for_print(page: Any, width_of_all: float, identifier: int, footer: str) -> None:
    """A4, as many pages wide as keep the print readable; what names a row stands on each."""
    page.set_landscape()
    page.set_paper(9)
    page.set_margins(left=0.4, right=0.4)
    page.fit_to_pages(ceil(width_of_all / _PRINTED_WIDTH), 0)
    page.repeat_rows(0)
    if identifier >= 0:
        page.repeat_columns(0, identifier)
    page.set_footer(f"&L&8{footer}&R&8&P / &N")


def _write_cell(page: Any, row: int, place: int, cell: Cell, kind: Kind, looks: _Looks, lang: Language) -> str:
    """Writes a cell; returns the text it got, if any."""
    if cell is None:
        return ""
    if isinstance(cell, int | float) and abs(cell) < LARGEST_EXACT:
        page.write_number(row, place, cell, looks.number(kind))
        return ""
    text = "\n".join(lines_of(cell))
    if text:
        text = fitting(text, lang)
        page.write_string(row, place, text, looks.text(kind, looks_like_formula(text)))
    return text


def _width(column: Column, rows: Sequence[Mapping[str, Cell]]) -> float:
    """Wide enough for what stands in the first rows; Chinese characters count twice."""
    widest = _WIDEST.get(column.kind, 18)
    cells = (row.get(column.key) for row in islice(rows, _MEASURED_ROWS))
    longest = max((width(line) for cell in cells for line in lines_of(cell)), default=0)
    return max(_NARROWEST, width(column.heading) + 4, min(longest, widest)) + 1.5


def _lines(text: str, columns: float) -> int:
    """How many lines a text takes in a cell. Not every program works out the height of wrapped cells by itself."""
    return sum(max(1, ceil(width(line) * _SPREAD / columns)) for line in text.split("\n"))


def _colour(page: Any, rows: int, place: int, kind: Kind, looks: _Looks, lang: Language) -> None:
    if kind is Kind.SCORE:
        page.conditional_format(1, place, rows, place, _SCORE_SCALE)
    for word, properties in _COLOURS.get(kind, {}).items():
        rule = {"type": "cell", "criteria": "==", "value": f'"{say(word, lang)}"', "format": looks.of(properties)}
        page.conditional_format(1, place, rows, place, rule)
