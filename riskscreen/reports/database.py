"""The report as a DuckDB database, with a table for each of its parts."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from riskscreen.model.tables.arrow import flat_table
from riskscreen.model.tables.columns import OF_PROJECTS, TABLES
from riskscreen.model.tables.rows import Row, project_rows, whole_rows
from riskscreen.reports.chunks import chunks
from riskscreen.reports.rule_texts import rule_rows
from riskscreen.rulebook.book import Rulebook
from riskscreen.screening import Running

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection


def write_database(running: Running, path: Path, book: Rulebook) -> None:
    """Makes the database at a path where there is none; no more than some projects are in memory at a time."""
    import duckdb

    try:
        with duckdb.connect(str(path)) as database:
            _fill(database, running, book)
    except RuntimeError as error:
        if isinstance(error.__cause__, KeyboardInterrupt) or "interrupt" in str(error).lower():
            raise KeyboardInterrupt from error  # which DuckDB tells in words of its own
        raise


def _fill(database: DuckDBPyConnection, running: Running, book: Rulebook) -> None:
    for table in TABLES:
        database.register("form", flat_table(table, []))
        database.execute(f'CREATE TABLE "{table}" AS FROM form')
    for first, projects in chunks(running.projects()):
        parts = [project_rows(project, place) for place, project in enumerate(projects, start=first)]
        for table in OF_PROJECTS:
            _add(database, table, [row for part in parts for row in part[table]])
    for table, rows in whole_rows(running.whole()).items():
        _add(database, table, rows)
    _add(database, "rules", list(rule_rows(book)))


def _add(database: DuckDBPyConnection, table: str, rows: Sequence[Row]) -> None:
    if rows:
        database.register("more", flat_table(table, rows))
        database.execute(f'INSERT INTO "{table}" FROM more')
        database.unregister("more")
