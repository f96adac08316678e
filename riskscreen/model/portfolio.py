"""What was bought: counts, amounts and shares of a batch, in the form of ``portfolio --format json``."""

from __future__ import annotations

from typing import Literal

from riskscreen.model.report import Accounting, Language, Part, Quality, Reject

Dimension = Literal["category", "region", "buyer", "supplier", "year"]


class Amount(Part):
    """The contract values in one currency, in its units; ``currency`` is None where the records name none.

    ``share`` is the part of the whole in that currency; ``projects`` is the number of projects with such a value.
    """

    currency: str | None
    amount: int | float
    share: float | None
    projects: int


class Cell(Part):
    """The projects of a group and of a year; ``year`` is None for those that state none.

    ``share`` is the part of all projects of the table in that year or, in a table by two things, of the group that
    this one is part of. ``without_amount`` is the number of projects whose value is not known: the amounts are at
    least what stands here.
    """

    year: int | None
    projects: int
    share: float | None
    amounts: list[Amount]
    without_amount: int


class Group(Part):
    """One value of a dimension. ``kind`` tells a value, what is not stated, and all values together apart."""

    by: Dimension
    kind: Literal["value", "not stated", "all"]
    id: str | None = None
    name: str | None = None


class PortfolioRow(Part):
    """One group, or one group within another, in each year and in all."""

    groups: list[Group]
    years: list[Cell]
    all: Cell


class PortfolioTable(Part):
    """Counts by one thing, or by one within another. ``stated`` sums up the rows whose value is stated, if not all are.

    A table by two things has a row for each group of the first, its parts after it, and the parts of all at its end.
    """

    by: list[Dimension]
    rows: list[PortfolioRow]
    stated: PortfolioRow | None
    total: PortfolioRow


class Portfolio(Part):
    """All tables, and what became of every record."""

    schema_version: Literal["1"] = "1"
    language: Language
    years: list[int | None]
    currencies: list[str | None]
    accounting: Accounting
    rejects: list[Reject]
    quality: list[Quality]
    tables: list[PortfolioTable]
