"""Making a baseline of the projects that an intake reads."""

from __future__ import annotations

from collections.abc import Iterator, Sequence, Set
from pathlib import Path
from typing import TYPE_CHECKING

from riskscreen.baseline.rows import FORMAT, TABLES, Row, digest, entry_row
from riskscreen.batched import batched
from riskscreen.facts.market.entries import entries_of
from riskscreen.facts.process.policy import process_settings
from riskscreen.facts.process.settings import ProcessSettings
from riskscreen.facts.process.statistics import ProcessStatistics
from riskscreen.facts.taxonomy import Taxonomy
from riskscreen.findings.organisations import organisations_of
from riskscreen.findings.privacy import Privacy, has_identity_number
from riskscreen.intake.read import Intake, Record
from riskscreen.model.policy import Policy
from riskscreen.model.release import Release
from riskscreen.rulebook.digest import baseline_digest

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

_CHUNK = 5000
_PERSON = "natural-person:{}"
_ORGANISATIONS_IN = {
    "entries": ("buyer", "contractor", "evaluator"),
    "awards": ("buyer", "contractor"),
    "bidding": ("organisation",),
    "disqualification": ("organisation",),
    "variety": ("organisation",),
}


def build_baseline(
    intake: Intake, policy: Policy, taxonomy: Taxonomy, as_of: str, path: Path, version: str
) -> tuple[int, int]:
    """Writes the baseline to a path where there is no file; how many projects and how many processes it is of.

    ``as_of`` is the day it is of, ``version`` that of the program.
    """
    import duckdb

    with duckdb.connect() as database:  # in memory: what is replaced below would stay in the file, unseen
        for table, columns in TABLES.items():
            database.execute(f"CREATE TABLE {table} ({columns})")
        projects = processes = 0
        persons: set[str] = set()
        settings = process_settings(policy)
        for records in batched((item for item in intake if isinstance(item, Record)), _CHUNK):
            _add(database, records, taxonomy, settings, persons)
            projects += len(records)
            processes += sum(record.release is not None for record in records)
        _hide_persons(database, persons)
        accounting = intake.accounting
        head = (FORMAT, version, baseline_digest(policy, taxonomy), as_of, projects, processes)
        _insert(database, "baseline", [(*head, accounting.rejected, accounting.duplicates)])
        _write(database, path)
    return projects, processes


def _write(database: DuckDBPyConnection, path: Path) -> None:
    quoted = str(path).replace("'", "''")
    database.execute(f"ATTACH '{quoted}' AS made")
    for table in TABLES:
        database.execute(f"CREATE TABLE made.{table} AS FROM {table}")
    database.execute("DETACH made")


def _add(
    database: DuckDBPyConnection,
    records: Sequence[Record],
    taxonomy: Taxonomy,
    settings: ProcessSettings,
    persons: set[str],
) -> None:
    projects = [record.project for record in records]
    persons |= organisations_of(projects, [record.release for record in records]).persons
    _insert(database, "entries", [entry_row(entry) for entry in entries_of(projects, taxonomy)])
    _insert(database, "awards", [row for record in records for row in _award(record)])
    rows: dict[str, list[Row]] = {"price_gaps": [], "bidding": [], "disqualification": [], "variety": []}
    for record in records:
        if record.release is not None:
            _count(record.release, settings, rows)
    for table, counted in rows.items():
        _insert(database, table, counted)


def _award(record: Record) -> Iterator[Row]:
    """What a process says of who won it, where it says all: later ones may follow on it."""
    project, award = record.project, record.project.award
    if record.release is not None and project.buyer and project.contractor and award and award.date:
        yield project.id, project.buyer.id, project.contractor.id, award.date.toordinal()


def _count(release: Release, settings: ProcessSettings, rows: dict[str, list[Row]]) -> None:
    """What one process adds to the statistics of a batch: those of a batch that holds nothing else."""
    alone, process = ProcessStatistics([release], settings), digest(release.ocid or "")
    rows["price_gaps"] += [(process, gap) for gap in alone.gap_fences.ordered]
    rows["bidding"] += [(process, organisation, tally.part) for organisation, tally in alone.bidding.items()]
    for role, tallies in alone.disqualified.items():
        rows["disqualification"] += [(process, role, each, tally.part, tally.whole) for each, tally in tallies.items()]
    for organisation, variety in alone.variety.items():
        rows["variety"] += [(process, organisation, each) for each in sorted(variety.classes)]


def _insert(database: DuckDBPyConnection, table: str, rows: Sequence[Row]) -> None:
    """Through Arrow: row by row takes a hundred times as long."""
    if not rows:
        return
    import pyarrow as pa

    columns = [pa.array(list(column)) for column in zip(*rows, strict=True)]
    database.register("more", pa.table(columns, names=[f"c{number}" for number in range(len(columns))]))
    database.execute(f"INSERT INTO {table} FROM more")
    database.unregister("more")


def _hide_persons(database: DuckDBPyConnection, named: Set[str]) -> None:
    """Put numbers in the place of natural persons, and digests in the place of texts that hold what is private."""
    privacy = Privacy("en")
    found = sorted(_organisations(database))
    private = [each for each in found if each in named or has_identity_number(each) or privacy.identifier(each) != each]
    persons = [(each, _PERSON.format(number)) for number, each in enumerate(private, start=1)]
    database.execute("CREATE TEMP TABLE persons (id VARCHAR, token VARCHAR)")
    _insert(database, "persons", persons)
    for table, columns in _ORGANISATIONS_IN.items():
        for column in columns:
            database.execute(f"UPDATE {table} SET {column} = token FROM persons WHERE {column} = persons.id")
    database.execute("DROP TABLE persons")
    for column in ("category", "region"):
        texts = database.execute(f"SELECT DISTINCT {column} FROM entries WHERE {column} IS NOT NULL").fetchall()
        for (text,) in texts:
            if privacy.text(text) != text:
                database.execute(f"UPDATE entries SET {column} = ? WHERE {column} = ?", [digest(text), text])


def _organisations(database: DuckDBPyConnection) -> set[str]:
    found: set[str] = set()
    for table, columns in _ORGANISATIONS_IN.items():
        for column in columns:
            query = f"SELECT DISTINCT {column} FROM {table} WHERE {column} IS NOT NULL"
            found.update(identifier for (identifier,) in database.execute(query).fetchall())
    return found
