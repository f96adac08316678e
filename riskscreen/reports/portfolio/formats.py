"""Every form a portfolio can be written in."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, BinaryIO, TextIO

from riskscreen.reports.formats import Format, Setting

if TYPE_CHECKING:
    from riskscreen.model.portfolio import Portfolio


def _table(portfolio: Portfolio, stream: TextIO, setting: Setting) -> None:
    from riskscreen.reports.portfolio import text

    top = text.TOP if setting.top is None else setting.top
    text.write_portfolio(portfolio, stream, columns=setting.columns, colour=setting.colour, top=top)


def _json(portfolio: Portfolio, stream: TextIO, setting: Setting) -> None:
    from riskscreen.reports.json import escaped

    stream.write(f"{escaped(portfolio.model_dump_json(indent=2))}\n")


def _csv(portfolio: Portfolio, stream: TextIO, setting: Setting) -> None:
    from riskscreen.reports.csv import write_csv
    from riskscreen.reports.portfolio.sheets import long_table

    write_csv(long_table(portfolio), stream, portfolio.language)


def _md(portfolio: Portfolio, stream: TextIO, setting: Setting) -> None:
    from riskscreen.reports.markdown_text import heading, table, text
    from riskscreen.reports.portfolio.sheets import portfolio_sheets
    from riskscreen.reports.words import say

    accounting = say("accounting", portfolio.language, **portfolio.accounting.model_dump())
    lines = [*heading(1, say("portfolio", portfolio.language)), text(accounting), ""]
    for sheet in portfolio_sheets(portfolio):
        lines += [*heading(2, sheet.title), *table(sheet)]
    stream.write("\n".join(lines))


def _html(portfolio: Portfolio, stream: TextIO, setting: Setting) -> None:
    from riskscreen.reports.portfolio.page import to_html

    stream.write(to_html(portfolio))


def _xlsx(portfolio: Portfolio, stream: BinaryIO, setting: Setting) -> None:
    from riskscreen.reports.portfolio.sheets import portfolio_sheets
    from riskscreen.reports.words import say
    from riskscreen.reports.workbook import write_workbook

    lang = portfolio.language
    accounting = say("accounting", lang, **portfolio.accounting.model_dump())
    write_workbook(portfolio_sheets(portfolio), stream, lang=lang, title=say("portfolio", lang), footer=accounting)


PORTFOLIO_FORMATS: Mapping[str, Format] = {
    "table": Format(write=_table, suffix=".txt", limits=frozenset({"top"})),
    "json": Format(write=_json, suffix=".json"),
    "csv": Format(write=_csv, suffix=".csv"),
    "md": Format(write=_md, suffix=".md"),
    "html": Format(write=_html, suffix=".html"),
    "xlsx": Format(write=_xlsx, suffix=".xlsx", binary=True, libraries=("xlsxwriter",), extra="office"),
}
