"""A portfolio as a page of HTML: tables alone, no script, nothing from elsewhere."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from riskscreen.model.portfolio import Portfolio
from riskscreen.reports.cell_text import shown
from riskscreen.reports.columns import Kind, Sheet
from riskscreen.reports.portfolio.sheets import portfolio_sheets
from riskscreen.reports.static_page import FOOT, head, table, text
from riskscreen.reports.words import say


def to_html(portfolio: Portfolio) -> str:
    """The page, complete in itself."""
    return "".join(_parts(portfolio))


def _parts(portfolio: Portfolio) -> Iterator[str]:
    lang = portfolio.language
    accounting = say("accounting", lang, **portfolio.accounting.model_dump())
    yield head(say("portfolio", lang), accounting, lang, landscape=True)
    for sheet in portfolio_sheets(portfolio):
        yield f"<section><h2>{text(sheet.title)}</h2>\n"
        yield table(((column.heading, _style(column.kind)) for column in sheet.columns), _rows(sheet))
        yield "</section>\n"
    yield FOOT


def _rows(sheet: Sheet) -> Iterator[str]:
    for row in sheet.rows:
        first, *others = ((shown(row.get(column.key), column.kind), _style(column.kind)) for column in sheet.columns)
        cells = (f"<td{f' class={style}' if style else ''}>{_lines(lines)}</td>" for lines, style in others)
        yield f'<tr><th scope="row">{_lines(first[0])}</th>{"".join(cells)}</tr>\n'


def _lines(lines: list[str]) -> str:
    return "<br>".join(map(escape, lines))


def _style(kind: Kind) -> str:
    """Numbers stand to the right."""
    return "" if kind in (Kind.TEXT, Kind.PROSE) else "n"
