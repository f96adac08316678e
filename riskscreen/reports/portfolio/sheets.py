"""A portfolio as sheets: one for each table, years side by side; and as one long table for programs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import get_args

from riskscreen.model.portfolio import Amount, Dimension, Group, Portfolio, PortfolioRow, PortfolioTable
from riskscreen.model.portfolio import Cell as Counted
from riskscreen.model.report import Language
from riskscreen.reports.columns import Cell, Column, Kind, Sheet, columns_of, heading_of
from riskscreen.reports.words import say

ALL = "all"
"""The period that is all years together."""

_TEN_THOUSAND = 10_000
_RENMINBI = "CNY"


def portfolio_sheets(portfolio: Portfolio) -> list[Sheet]:
    """One sheet a table, then the rejected records and the notes on the data, if there are any."""
    lang = portfolio.language
    sheets = [table_sheet(portfolio, table) for table in portfolio.tables]
    if portfolio.rejects:
        rejects = [reject.model_dump() for reject in portfolio.rejects]
        columns = columns_of(("source", "line", "index", "id", "error"), lang)
        sheets.append(Sheet("rejects", say("sheet_rejects", lang), columns, rejects))
    if portfolio.quality:
        notes = [note.model_dump() for note in portfolio.quality]
        columns = columns_of(("path", "issue", "count", "example"), lang)
        sheets.append(Sheet("notes", say("sheet_notes", lang), columns, notes))
    return sheets


def periods_of(portfolio: Portfolio, table: PortfolioTable) -> list[str]:
    """The periods that a table has columns for: every year, by its number or ``None``, and ``all`` of them."""
    years = [] if table.by == ["year"] else [str(year) for year in portfolio.years]
    return years if len(years) == 1 else [*years, ALL]


def table_sheet(portfolio: Portfolio, table: PortfolioTable, periods: Sequence[str] | None = None) -> Sheet:
    """A table as a sheet, with the same columns for each of the periods; for every one of them without a choice."""
    lang = portfolio.language
    layout = _Layout(portfolio, table, periods_of(portfolio, table) if periods is None else periods)
    rows = [*table.rows, *([table.stated] if table.stated else []), table.total]
    names = _Names(table, lang)
    title = " × ".join(heading_of(by, lang) for by in table.by)
    return Sheet("-".join(table.by), title, layout.columns(), [layout.row(row, names.of(row)) for row in rows])


def long_table(portfolio: Portfolio) -> Sheet:
    """Every cell of every table as a row: which table, which groups, which year, and its numbers in units."""
    lang = portfolio.language
    dimensions: tuple[Dimension, ...] = get_args(Dimension)
    heads = [("table", say("table_by", lang))]
    heads += [(f"group.{by}", heading_of(by, lang)) for by in dimensions]
    heads += [(f"id.{by}", say("id_of", lang, what=heading_of(by, lang))) for by in dimensions if by != "year"]
    heads += [("in_year", say("in_year", lang))]
    heads += [(key, say(key, lang)) for key in ("projects_count", "projects_share", "currency_of")]
    heads += [(key, say(key, lang)) for key in ("amount_of", "amount_share", "without_amount")]
    rows = [row for table in portfolio.tables for row in _long_rows(table, lang)]
    return Sheet("portfolio", say("portfolio", lang), [Column(key, heading) for key, heading in heads], rows)


class _Layout:
    """The columns of one table: its groups, then the same measures for each year and for all."""

    def __init__(self, portfolio: Portfolio, table: PortfolioTable, periods: Sequence[str]) -> None:
        self._lang = portfolio.language
        self._by = table.by
        self._years = portfolio.years
        self._periods = periods
        self._currencies = portfolio.currencies
        self._amounts_missing = table.total.all.without_amount > 0

    def columns(self) -> list[Column]:
        """The columns in their order."""
        found = [Column(f"group{place}", heading_of(by, self._lang)) for place, by in enumerate(self._by)]
        for key in self._periods:
            period = self._period(key)
            found.append(self._column(f"{key}.projects", period, "projects_count", Kind.COUNT))
            found.append(self._column(f"{key}.share", period, "projects_share", Kind.SHARE))
            for currency in self._currencies:
                unit = _unit(currency, self._lang)
                found.append(self._column(f"{key}.{currency}", period, "amount_in", Kind.AMOUNT, unit))
                several = f" {currency or say('no_currency', self._lang)}" if len(self._currencies) > 1 else ""
                share = self._column(f"{key}.{currency}.share", period, "amount_share", Kind.SHARE)
                found.append(Column(share.key, share.heading + several, share.kind))
            if self._amounts_missing:
                found.append(self._column(f"{key}.without", period, "without_amount", Kind.COUNT))
        return found

    def row(self, row: PortfolioRow, names: Sequence[str]) -> dict[str, Cell]:
        """The row's cells by column."""
        written: dict[str, Cell] = {f"group{place}": name for place, name in enumerate(names)}
        counted = {str(cell.year): cell for cell in row.years} | {ALL: row.all}
        for key in self._periods:
            cell = counted[key]
            written[f"{key}.projects"] = cell.projects
            written[f"{key}.share"] = cell.share
            written[f"{key}.without"] = cell.without_amount
            for amount in cell.amounts:
                written[f"{key}.{amount.currency}"] = _in_unit(amount, self._lang)
                written[f"{key}.{amount.currency}.share"] = amount.share
        return written

    def _period(self, key: str) -> str:
        """What a period is called above a column; nothing where there is no other."""
        if key == ALL:
            return "" if self._by == ["year"] else say("all_years", self._lang)
        return year_words(next(year for year in self._years if str(year) == key), self._lang)

    def _column(self, key: str, period: str, measure: str, kind: Kind, unit: str = "") -> Column:
        return Column(key, f"{period} {say(measure, self._lang, unit=unit)}".strip(), kind)


class _Names:
    """What the groups of a table are called. Where two bear one name, their identifiers tell them apart."""

    def __init__(self, table: PortfolioTable, lang: Language) -> None:
        self._lang = lang
        self._table = table
        ids = {(group.by, group.name, group.id) for row in table.rows for group in row.groups}
        self._bearers = Counter((by, name) for by, name, _ in ids)

    def of(self, row: PortfolioRow) -> list[str]:
        """A name for each column of groups."""
        if row is self._table.stated:
            names = [say("stated_total", self._lang)]
        elif row is self._table.total:
            names = [say("total", self._lang)]
        else:
            names = [self._name(group) for group in row.groups]
        return names + [""] * (len(self._table.by) - len(names))

    def _name(self, group: Group) -> str:
        if group.kind != "value":
            return group_words(group, self._lang)
        if group.name and group.id and self._bearers[group.by, group.name] > 1:
            return f"{group.name} ({group.id})"
        return group_words(group, self._lang)


def group_words(group: Group, lang: Language) -> str:
    """What a group is called by itself."""
    if group.kind == "value":
        return group.name or group.id or ""
    return say("not_stated" if group.kind == "not stated" else "total", lang)


def year_words(year: int | None, lang: Language) -> str:
    """What a year is called."""
    return say("no_year", lang) if year is None else say("of_year", lang, year=year)


def _unit(currency: str | None, lang: Language) -> str:
    if currency is None:
        return say("no_currency", lang)
    return "万元" if lang == "zh" and currency == _RENMINBI else currency


def _in_unit(amount: Amount, lang: Language) -> int | float:
    """Chinese readers count yuan in ten thousands."""
    if lang != "zh" or amount.currency != _RENMINBI:
        return amount.amount
    scaled = Decimal(str(amount.amount)) / _TEN_THOUSAND
    return int(scaled) if scaled == scaled.to_integral_value() else float(scaled)


def _long_rows(table: PortfolioTable, lang: Language) -> Iterator[dict[str, Cell]]:
    name = " × ".join(heading_of(by, lang) for by in table.by)
    for row in (*table.rows, *([table.stated] if table.stated else []), table.total):
        cells: dict[str, Cell] = {"table": name}
        for group in row.groups:
            cells |= {f"group.{group.by}": group_words(group, lang), f"id.{group.by}": group.id}
        if row is table.stated:
            cells[f"group.{table.by[0]}"] = say("stated_total", lang)
        for cell, period in [*((each, year_words(each.year, lang)) for each in row.years), (row.all, "")]:
            yield from _long_cells({**cells, "in_year": period or say("all_years", lang)}, cell)


def _long_cells(cells: dict[str, Cell], cell: Counted) -> Iterator[dict[str, Cell]]:
    counted: dict[str, Cell] = {
        "projects_count": cell.projects,
        "projects_share": cell.share,
        "without_amount": cell.without_amount,
    }
    if not cell.amounts:
        yield {**cells, **counted}
    for amount in cell.amounts:
        valued: dict[str, Cell] = {
            "currency_of": amount.currency,
            "amount_of": amount.amount,
            "amount_share": amount.share,
        }
        yield {**cells, **counted, **valued}
