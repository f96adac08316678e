"""A report's tables in the form of Arrow, which DuckDB, polars, pandas and Parquet take over as they are."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from riskscreen.errors import UsageError, suggestion
from riskscreen.model.report import ProjectReport, Report
from riskscreen.model.tables.columns import DISPUTED, EVIDENCE, FINDING, OF_PROJECTS, TABLES, UNKNOWN, Columns, Kind
from riskscreen.model.tables.rows import Row, nested_row, project_rows, rules_told, whole_rows

if TYPE_CHECKING:
    import pyarrow as pa

NESTED = "projects"
"""The table that holds all that is said of a project in its row."""


def needs(what: str, *modules: str) -> None:
    """Raises :class:`riskscreen.errors.UsageError` where one of the packages that ``what`` needs is missing."""
    for module in modules:
        if find_spec(module) is None:
            extra = " 'riskscreen[columnar]'" if module in ("pyarrow", "polars", "duckdb") else f" {module}"
            raise UsageError(
                f"{what} needs the Python package {module}, which is not installed; install it with: pip install{extra}"
            )


def report_table(report: Report, table: str) -> pa.Table:
    """A table of a report; ``projects`` has what is said of each project within its row.

    Raises :class:`riskscreen.errors.UsageError` for a table that there is none of.
    """
    if table not in TABLES:
        raise UsageError(f"there is no table {table!r}{suggestion(table, TABLES)}; a report has: {', '.join(TABLES)}")
    if table == NESTED:
        return nested_table(report.projects, 0)
    if table == "rules":
        return flat_table(table, list(rules_told(report)))
    rows: list[Row] = []
    if table in OF_PROJECTS:
        rows += (row for place, each in enumerate(report.projects) for row in project_rows(each, place)[table])
    return flat_table(table, [*rows, *whole_rows(report).get(table, ())])


def flat_table(table: str, rows: Sequence[Row]) -> pa.Table:
    """Rows of a table, without nested ones."""
    import pyarrow as pa

    return pa.Table.from_pylist(list(rows), schema=_schema(TABLES[table]))


def nested_table(projects: Iterable[ProjectReport], first: int) -> pa.Table:
    """Projects with all that is said of them; ``first`` is the position of the first one."""
    import pyarrow as pa

    rows = [nested_row(project, position) for position, project in enumerate(projects, start=first)]
    return pa.Table.from_pylist(rows, schema=nested_schema())


def nested_schema() -> pa.Schema:
    """The columns of a project with lists of its findings, each with its evidence, of unknowns and of disputes."""
    import pyarrow as pa

    evidence = pa.field("evidence", pa.list_(pa.struct(_fields(EVIDENCE))))
    inner = {"findings": [*_fields(FINDING), evidence], "unknown": _fields(UNKNOWN), "disputed": _fields(DISPUTED)}
    lists = [pa.field(name, pa.list_(pa.struct(fields))) for name, fields in inner.items()]
    return pa.schema([*_fields(TABLES[NESTED]), *lists])


def _schema(columns: Columns) -> pa.Schema:
    import pyarrow as pa

    return pa.schema(_fields(columns))


def _fields(columns: Columns) -> list[Any]:
    import pyarrow as pa

    forms = {
        Kind.TEXT: pa.string(),
        Kind.TEXTS: pa.list_(pa.string()),
        Kind.INT: pa.int64(),
        Kind.NUMBER: pa.float64(),
        Kind.FLAG: pa.bool_(),
        Kind.DAY: pa.date32(),
        Kind.JSON: pa.string(),
    }
    return [pa.field(name, forms[kind]) for name, kind in columns.items()]
