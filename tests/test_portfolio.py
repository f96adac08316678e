"""The portfolio: exact counts and sums, nothing filled in, and the paper's tables back from its batch."""

from __future__ import annotations

from functools import cache
from typing import Any

import pytest
from hypothesis import given

from riskscreen.facts.taxonomy import Taxonomy
from riskscreen.intake.read import read_inputs, read_objects
from riskscreen.model.portfolio import Dimension, Portfolio, PortfolioRow, PortfolioTable
from riskscreen.portfolio import DEFAULT_TABLES, count_portfolio
from riskscreen.rulebook.load import load_rulebook
from tests.support import wang2019
from tests.support.projects import batches
from tests.support.wang2019_tables import TABLE_1, TABLE_2


@cache
def _taxonomy() -> Taxonomy:
    return load_rulebook().taxonomy


def _counted(projects: list[dict[str, Any]], *tables: tuple[Dimension, ...]) -> Portfolio:
    return count_portfolio(read_objects(projects), _taxonomy(), "zh", tables or DEFAULT_TABLES)


@cache
def _wang2019() -> Portfolio:
    return count_portfolio(read_inputs([str(wang2019.FILE)]), _taxonomy(), "zh")


def _table(portfolio: Portfolio, *by: Dimension) -> PortfolioTable:
    return next(table for table in portfolio.tables if table.by == list(by))


def _named(table: PortfolioTable) -> dict[tuple[str | None, ...], PortfolioRow]:
    """The rows by the names of their groups; the total's name is 总数."""
    rows = {tuple("总数" if group.kind == "all" else group.name for group in row.groups): row for row in table.rows}
    return {**rows, ("总数",): table.total}


def _cell(row: PortfolioRow, year: int, decimals: int = 1) -> tuple[int, int, str | None, str | None]:
    """Projects, amount in 10,000 yuan, share of the amount and share of the projects in per cent."""
    cell = next(cell for cell in row.years if cell.year == year)
    assert cell.without_amount == 0
    shares = [share if share is None else f"{100 * share:.{decimals}f}" for share in (cell.share,)]
    if not cell.amounts:
        return cell.projects, 0, None, shares[0]
    (amount,) = cell.amounts
    assert amount.currency == "CNY"
    assert amount.share is not None
    assert amount.amount % 10_000 == 0
    return cell.projects, int(amount.amount // 10_000), f"{100 * amount.share:.1f}", shares[0]


@pytest.mark.parametrize("year", TABLE_1)
def test_table_1_of_the_paper(year: int) -> None:
    rows = {name: row for (name,), row in _named(_table(_wang2019(), "category")).items()}
    counted = {name: _cell(row, year)[:3] for name, row in rows.items() if _cell(row, year)[0]}
    assert counted == TABLE_1[year]


@pytest.mark.parametrize("year", TABLE_2)
def test_table_2_of_the_paper(year: int) -> None:
    rows = _named(_table(_wang2019(), "category", "region"))
    regions = _table(_wang2019(), "region")
    assert regions.stated is not None
    for category, (projects, in_b, share, amount) in TABLE_2[year].items():
        of_b = rows[category, "B市"]
        decimals = 0 if share == "13" else 1
        whole = regions.stated if category == "总数" else rows[category,]
        assert _cell(whole, year)[0] == projects
        assert _cell(of_b, year)[:2] == (in_b, amount)
        assert share in (None, _cell(of_b, year, decimals)[3])


def test_amounts_of_different_currencies_are_not_added() -> None:
    def project(number: int, currency: str | None) -> dict[str, Any]:
        value = {"amount": 100.1, **({"currency": currency} if currency else {})}
        return {"id": str(number), "category": "培训", "contract": {"value": value}}

    counted = _counted([project(1, "CNY"), project(2, "USD"), project(3, "CNY"), project(4, None)], ("category",))
    amounts = counted.tables[0].total.all.amounts
    assert [(each.currency, each.amount, each.projects, each.share) for each in amounts] == [
        ("CNY", 200.2, 2, 1.0),
        ("USD", 100.1, 1, 1.0),
        (None, 100.1, 1, 1.0),
    ]
    assert counted.currencies == ["CNY", "USD", None]


def test_what_is_not_stated_stands_apart_and_is_counted() -> None:
    projects: list[dict[str, Any]] = [
        {"id": "1", "region": {"id": "a", "name": "甲"}, "contract": {"value": {"amount": 5, "currency": "CNY"}}},
        {"id": "2", "region": {"id": "a"}},
        {"id": "3", "budgetYear": 2020},
    ]
    table = _counted(projects, ("region",)).tables[0]
    assert [(row.groups[0].kind, row.groups[0].name, row.all.projects) for row in table.rows] == [
        ("value", "甲", 2),
        ("not stated", None, 1),
    ]
    assert (table.total.all.without_amount, table.total.all.amounts[0].amount) == (2, 5)
    assert table.stated is not None
    assert (table.stated.all.projects, table.stated.all.share) == (2, 0.666667)
    assert [cell.year for cell in table.total.years] == [2020, None]


def test_equal_names_with_different_identifiers_are_different_suppliers() -> None:
    projects = [{"id": str(n), "contractor": {"id": f"s{n % 2}", "name": "同名中心"}} for n in range(4)]
    table = _counted(projects, ("supplier",)).tables[0]
    assert [(row.groups[0].id, row.all.projects) for row in table.rows] == [("s0", 2), ("s1", 2)]


def test_a_category_is_called_by_the_records_words_where_they_agree_else_by_the_taxonomys() -> None:
    same = [{"id": "1", "category": "国贫县社会工作服务"}]
    other = [{"id": "2", "category": "农村社会工作服务"}]
    assert _counted(same, ("category",)).tables[0].rows[0].groups[0].name == "国贫县社会工作服务"
    (row,) = _counted(same + other, ("category",)).tables[0].rows
    assert (row.groups[0].id, row.all.projects) == ("rural-services", 2)
    assert row.groups[0].name not in ("国贫县社会工作服务", "农村社会工作服务")


def test_natural_persons_are_not_ranked() -> None:
    person = {"id": "110101199003074514", "name": "张三"}
    table = _counted([{"id": "1", "contractor": person}], ("supplier",)).tables[0]
    assert [(row.groups[0].id, row.groups[0].name) for row in table.rows] == [(None, "自然人")]


def test_rejects_and_repeats_are_accounted_for() -> None:
    counted = _counted([{"id": "1"}, {"id": "1"}, {"id": ""}])
    assert counted.accounting.model_dump() == {"read": 3, "screened": 1, "rejected": 1, "duplicates": 1}
    assert len(counted.rejects) == 1


@given(batches())
def test_rows_add_up_to_the_total_and_parts_to_their_group(projects: list[dict[str, Any]]) -> None:
    counted = _counted(projects, ("category",), ("category", "supplier"), ("year",))
    for table in counted.tables:
        groups = [row for row in table.rows if len(row.groups) == 1]
        assert sum(row.all.projects for row in groups) == table.total.all.projects == counted.accounting.screened
        assert sum(row.all.without_amount for row in groups) == table.total.all.without_amount
        for row in table.rows:
            assert sum(cell.projects for cell in row.years) == row.all.projects
    parts = counted.tables[1]
    for row in parts.rows:
        if len(row.groups) == 1:
            of_row = [each for each in parts.rows if len(each.groups) == 2 and each.groups[0] == row.groups[0]]
            assert sum(each.all.projects for each in of_row) == row.all.projects
