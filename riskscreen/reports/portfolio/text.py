"""A portfolio as text for people: each table in as many years at once as fit the width."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, TextIO

from rich.text import Text

from riskscreen.model.portfolio import Portfolio, PortfolioTable
from riskscreen.reports.batch_text import write_quality, write_rejects
from riskscreen.reports.cell_text import shown
from riskscreen.reports.columns import Kind, Sheet
from riskscreen.reports.page import BETWEEN_COLUMNS, Page
from riskscreen.reports.plain_text import clipped, width
from riskscreen.reports.portfolio.sheets import periods_of, table_sheet

TOP = 20
NARROWEST_NAME = 24


def write_portfolio(portfolio: Portfolio, stream: TextIO, *, columns: int, colour: bool, top: int = TOP) -> None:
    """Writes every table, ``columns`` wide; of a long one by one thing ``top`` rows, 0 for all.

    What is left out is said.
    """
    page = Page(stream, portfolio.language, columns, colour)
    page.paragraph(page.say("portfolio"), style="bold")
    page.paragraph(page.say("accounting", **portfolio.accounting.model_dump()))
    for table in portfolio.tables:
        _write_table(page, portfolio, table, top)
    write_rejects(page, portfolio.rejects)
    write_quality(page, portfolio.quality)


def _write_table(page: Page, portfolio: Portfolio, table: PortfolioTable, top: int) -> None:
    whole = table_sheet(portfolio, table)
    page.heading(whole.title)
    left_out = max(0, len(table.rows) - top) if top and len(table.by) == 1 else 0
    kept = [number for number in range(len(whole.rows)) if not len(table.rows) - left_out <= number < len(table.rows)]
    for sheet in _blocks(page, portfolio, table):
        _write_block(page, sheet, [sheet.rows[number] for number in kept], len(table.by))
    if left_out:
        page.paragraph(page.say("left_out_rows", count=left_out), style="bold")


def _blocks(page: Page, portfolio: Portfolio, table: PortfolioTable) -> Iterator[Sheet]:
    """The table in parts of as many periods as fit beside the names."""
    periods = periods_of(portfolio, table)
    for size in range(len(periods), 0, -1):
        parts = [periods[start : start + size] for start in range(0, len(periods), size)]
        sheets = [table_sheet(portfolio, table, part) for part in parts]
        if size == 1 or all(_fits(page, sheet, len(table.by)) for sheet in sheets):
            yield from sheets
            return


def _fits(page: Page, sheet: Sheet, groups: int) -> bool:
    return _room(page, sheet, groups) >= NARROWEST_NAME * groups


def _room(page: Page, sheet: Sheet, groups: int) -> int:
    """The columns left for names."""
    numbers = sum(_number_width(sheet, place) + BETWEEN_COLUMNS for place in range(groups, len(sheet.columns)))
    return page.columns - numbers - BETWEEN_COLUMNS * groups


def _number_width(sheet: Sheet, place: int) -> int:
    column = sheet.columns[place]
    words = [*column.heading.split(" "), *(_shown(sheet, row, place) for row in sheet.rows)]
    return max(map(width, words))


def _write_block(page: Page, sheet: Sheet, rows: Sequence[Any], groups: int) -> None:
    for_name = max(8, min(NARROWEST_NAME * 2, _room(page, sheet, groups) // groups))
    columns: list[dict[str, Any]] = []
    for place, column in enumerate(sheet.columns):
        heading = "\n".join(column.heading.split(" "))
        if place < groups:
            columns.append({"header": heading, "width": for_name, "no_wrap": True})
        else:
            columns.append(
                {"header": heading, "justify": "right", "no_wrap": True, "width": _number_width(sheet, place)}
            )
    page.table(columns, [[_cell(sheet, row, place, for_name) for place in range(len(sheet.columns))] for row in rows])


def _cell(sheet: Sheet, row: Any, place: int, for_name: int) -> Text:
    words = _shown(sheet, row, place)
    return Text(clipped(words, for_name) if sheet.columns[place].kind is Kind.TEXT else words)


def _shown(sheet: Sheet, row: Any, place: int) -> str:
    column = sheet.columns[place]
    return " ".join(shown(row.get(column.key), column.kind))
