"""How the workbook looks: headers, widths, drop-downs, tips that appear where one fills in, and the guide sheets."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING
from unicodedata import east_asian_width

from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter, quote_sheetname
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.properties import PageSetupProperties

from riskscreen.intake.workbook.grid import letters
from riskscreen.intake.workbook.layout import Column, Kind, Sheet
from riskscreen.intake.workbook.manual import FORMATS, HOW_TO, format_of, hint_of, word_lists
from riskscreen.intake.workbook.tables import GUIDE_SHEETS
from riskscreen.intake.workbook.words import NAMELESS_WORDS, NO, STATE_WORDS, YES, label
from riskscreen.intake.workbook.write import header
from riskscreen.model.report import Language

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

LAST_ROW = 20_000
"""Rows that have drop-downs and tips."""

_LONGEST_TIP, _LONGEST_TITLE = 255, 32
_HEADER_HEIGHT = 48
_LINE_HEIGHT, _HOW_TO_WIDTH = 17, 110
_WIDTHS: Mapping[Kind, int] = {
    Kind.KEY: 20,
    Kind.ORDER: 7,
    Kind.TEXT: 24,
    Kind.IDENTIFIER: 18,
    Kind.MONEY: 15,
    Kind.WORD: 18,
    Kind.WORDS: 34,
    Kind.STATE: 14,
}
_NARROWEST = 12
_HEADER_COLOURS = ("1F4E79", "385723", "7F6000", "5B3A6E", "843C0C", "1F5C5C")
_GREY = "7F7F7F"
_EXAMPLE_FILL = "F2F2F2"


class Styler:
    """Dresses the sheets of one workbook in one language."""

    def __init__(self, book: Workbook, lang: Language) -> None:
        self._lang: Language = lang
        self._font = "微软雅黑" if lang == "zh" else "Calibri"
        self._words = _word_ranges(lang)
        side = Side(style="thin", color="D9D9D9")
        self._line = Border(left=side, right=side, top=side, bottom=side)
        self._wrapped = Alignment(wrap_text=True, vertical="top")
        self._fills = [PatternFill("solid", fgColor=colour) for colour in _HEADER_COLOURS]

    def data_sheet(self, page: Worksheet, sheet: Sheet) -> None:
        """The header, widths, formats, drop-downs and tips of a sheet to fill in."""
        group, fill = "", -1
        for at, column in enumerate(sheet.columns, start=1):
            part = column.labels[0].en if len(column.labels) > 1 else ""
            if at == 1 or part != group:
                group, fill = part, fill + 1
            cell = page.cell(1, at, header(sheet, column, self._lang))
            cell.font = Font(name=self._font, bold=True, color="FFFFFF", size=10)
            cell.fill = self._fills[fill % len(self._fills)]
            cell.alignment = Alignment(wrap_text=True, vertical="center", horizontal="center")
            cell.border = self._line
            dimension = page.column_dimensions[letters(at - 1)]
            dimension.width = max(
                _WIDTHS.get(column.kind, _NARROWEST), _NARROWEST if column.kind is not Kind.ORDER else 7
            )
            dimension.number_format = FORMATS.get(column.kind, "General")
            page.add_data_validation(self._validation(sheet, column, letters(at - 1)))
        page.row_dimensions[1].height = _HEADER_HEIGHT
        page.freeze_panes = "C2" if not sheet.path and not sheet.states else "B2"
        page.sheet_properties.tabColor = "1F4E79" if not sheet.path else "9DC3E6"
        page.print_title_rows = "1:1"
        _print(page, across=bool(sheet.path))

    def example_row(self, page: Worksheet, row: int, columns: int) -> None:
        """An example, which looks like one."""
        for at in range(1, columns + 1):
            cell = page.cell(row, at)
            cell.font = Font(name=self._font, italic=True, color=_GREY, size=10)
            cell.fill = PatternFill("solid", fgColor=_EXAMPLE_FILL)

    def how_to(self, page: Worksheet) -> None:
        """The sheet that explains the workbook, in both languages, its own first."""
        other: Language = "en" if self._lang == "zh" else "zh"
        row = 0
        for lang in (self._lang, other):
            row += 1
            for word, said in HOW_TO[lang]:
                row += 1
                title = not word
                page.cell(row, 1, said if title else word).font = Font(
                    bold=True, size=14 if title else 11, name=self._font
                )
                if not title:
                    page.cell(row, 2, said).font = Font(name=self._font, size=11)
                    page.cell(row, 2).alignment = self._wrapped
                    page.cell(row, 1).alignment = self._wrapped
                    lines = 1 + columns_of(said) // (_HOW_TO_WIDTH - 4)
                    page.row_dimensions[row].height = _LINE_HEIGHT * lines
        page.column_dimensions["A"].width = 16
        page.column_dimensions["B"].width = _HOW_TO_WIDTH
        page.sheet_view.showGridLines = False
        _print(page)
        page.sheet_properties.tabColor = _GREY

    def fields(self, page: Worksheet, head: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
        """The sheet that lists every field."""
        self._table(page, [head, *rows], (18, 34, 50, 44, 22, 40, 50, 44, 44))

    def words(self, page: Worksheet) -> None:
        """The sheet of closed lists, two columns a list: the name and the word. Drop-downs point here."""
        for number, (words, name) in enumerate(word_lists().items()):
            at = 2 * number + 1
            rows = [(name, ""), *((label(word, "zh"), word) for word in words)]
            for row, (zh, en) in enumerate(rows, start=1):
                one, two = (zh, en) if self._lang == "zh" or row == 1 else (en, zh)
                page.cell(row, at, one)
                page.cell(row, at + 1, two).font = Font(name=self._font, color=_GREY)
            page.cell(1, at).font = Font(bold=True, name=self._font)
            page.cell(1, at).alignment = self._wrapped
            page.merge_cells(start_row=1, end_row=1, start_column=at, end_column=at + 1)
            for column in (at, at + 1):
                page.column_dimensions[get_column_letter(column)].width = 24
        page.row_dimensions[1].height = _HEADER_HEIGHT
        page.freeze_panes = "A2"
        page.sheet_properties.tabColor = _GREY

    def _table(self, page: Worksheet, rows: Iterable[Sequence[str]], widths: Sequence[int]) -> None:
        for number, row in enumerate(rows, start=1):
            for at, text in enumerate(row, start=1):
                cell = page.cell(number, at, text)
                cell.alignment = self._wrapped
                cell.font = Font(name=self._font, bold=number == 1, size=10)
        for at, width in enumerate(widths):
            page.column_dimensions[letters(at)].width = width
        page.freeze_panes = "C2"
        page.auto_filter.ref = page.dimensions
        _print(page)
        page.sheet_properties.tabColor = _GREY

    def _validation(self, sheet: Sheet, column: Column, letter: str) -> DataValidation:
        """The tip of a column, and its drop-down if it has one. Nothing is refused: reading tells what is wrong."""
        choice = self._choice(column)
        other: Language = "en" if self._lang == "zh" else "zh"
        tips = [f"{hint_of(sheet, column, lang)}\n{format_of(column, lang)}" for lang in (self._lang, other)]
        room = _LONGEST_TIP - 1
        first = _cut(tips[0], room // 2 if len(tips[1]) > room // 2 else room - len(tips[1]))
        tip = f"{first}\n{_cut(tips[1], room - len(first))}"
        validation = DataValidation(
            type=None if choice is None else "list",
            formula1=choice,
            allow_blank=True,
            showErrorMessage=False,
            showInputMessage=True,
            promptTitle=_cut(column.label.name(self._lang), _LONGEST_TITLE),
            prompt=tip,
        )
        validation.add(f"{letter}2:{letter}{LAST_ROW}")
        return validation

    def _choice(self, column: Column) -> str | None:
        """What a drop-down shows: words written out, or the range of a closed list."""
        if column.words:
            return self._words[column.words]
        side = 0 if self._lang == "zh" else 1
        if column.kind is Kind.FLAG:
            return f'"{YES[self._lang]},{NO[self._lang]}"'
        if column.kind is Kind.STATE:
            return '"' + ",".join(words[side] for words in STATE_WORDS.values() if "，" not in words[side]) + '"'
        if column.kind is Kind.NAMELESS:
            return '"' + ",".join(words[side] for words in NAMELESS_WORDS.values()) + '"'
        return None


def _word_ranges(lang: Language) -> Mapping[tuple[str, ...], str]:
    """The range of the words of each closed list."""
    page = quote_sheetname(GUIDE_SHEETS[lang][2])
    return {
        words: f"{page}!${letters(2 * number)}$2:${letters(2 * number)}${len(words) + 1}"
        for number, words in enumerate(word_lists())
    }


def _print(page: Worksheet, across: bool = True) -> None:
    """Landscape; ``across``: all columns on one page."""
    page.page_setup.orientation = "landscape"
    page.page_setup.paperSize = page.PAPERSIZE_A4
    if across:
        page.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
        page.page_setup.fitToHeight = 0


def columns_of(text: str) -> int:
    """How many columns of Latin letters a text is wide."""
    return sum(2 if east_asian_width(sign) in "WF" else 1 for sign in text)


def _cut(text: str, most: int) -> str:
    return text if len(text) <= most else f"{text[: most - 1]}…"
