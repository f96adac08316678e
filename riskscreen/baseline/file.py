"""A baseline as a screening uses it: what is known of a market beside the projects at hand."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any

from riskscreen.baseline.rows import FORMAT, comparable, digest, entry_of
from riskscreen.errors import UsageError
from riskscreen.facts.market.cohorts import Cohorts
from riskscreen.facts.market.entries import Entry
from riskscreen.facts.process.known import KnownProcesses
from riskscreen.model.report import BaselineNote

_AGAIN = "build it again with riskscreen baseline build"


class Baseline:
    """The file, open for reading. ``note`` says what it is of. May be shared by threads.

    Raises :class:`riskscreen.errors.UsageError` for what is no baseline, for one of another form, and where DuckDB is
    not installed.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._database = _opened(path)
        self.note, self.reading = self._head()

    def check(self, reading: str) -> None:
        """Raises :class:`riskscreen.errors.UsageError` if its projects were read otherwise than with this digest."""
        if reading != self.reading:
            raise UsageError(
                f"{self.path}: this baseline was built with another taxonomy, or with a policy that reads data "
                f"otherwise; {_AGAIN} and the same --policy and --rules"
            )

    def comparable(self, entry: Entry) -> Entry:
        """An entry of a project at hand, as it can be compared with those of the file."""
        return comparable(entry)

    def entries(self, own: Sequence[Entry], cohorts: Cohorts) -> list[Entry]:
        """The entries that bear on statistics in which the projects at hand have a part, without these themselves."""
        wanted, values = "buyer IS NULL OR list_contains(?, buyer)", [_known(entry.buyer for entry in own)]
        evaluators = _known(entry.evaluator for entry in own)
        if evaluators and "year" in cohorts.dropped("evaluator"):
            wanted, values = "true", []
        elif evaluators:
            wanted += " OR evaluator IS NULL OR list_contains(?, evaluator) OR list_contains(?, year)"
            values += [evaluators, _known(entry.year for entry in own)]
        query = f"SELECT * FROM entries WHERE NOT list_contains(?, id) AND ({wanted})"
        rows = self._rows(query, [[entry.id for entry in own], *values])
        return [entry_of(row, position) for position, row in enumerate(rows, start=len(own))]

    def others(self, own: Sequence[Entry]) -> int:
        """How many projects it is of beside those at hand."""
        query = "SELECT count(*) FROM entries WHERE NOT list_contains(?, id)"
        return int(self._rows(query, [[entry.id for entry in own]])[0][0])

    def awards(self, buyer: str, supplier: str, before: date, most: int) -> list[tuple[str, date]]:
        """The ocids and days of what a supplier won from a buyer before a day, the latest first."""
        wanted = "buyer = ? AND contractor = ? AND day < ?"
        query = f"SELECT ocid, day FROM awards WHERE {wanted} ORDER BY day DESC, ocid LIMIT ?"
        found = self._rows(query, [buyer, supplier, before.toordinal(), most])
        return [(ocid, date.fromordinal(day)) for ocid, day in found]

    def processes(self, ocids: Iterable[str]) -> KnownProcesses:
        """The counts of its processes, without those at hand."""
        if not self.note.processes:
            return KnownProcesses()
        known = [digest(ocid) for ocid in ocids]
        held = self._rows("SELECT count(*) FROM entries WHERE list_contains(?, id)", [known])[0][0]
        return self._counts(known) if held else self._all_processes

    def close(self) -> None:
        """Close the file."""
        self._database.close()

    @cached_property
    def _all_processes(self) -> KnownProcesses:
        return self._counts([])

    def _counts(self, without: Sequence[str]) -> KnownProcesses:
        others = "WHERE NOT list_contains(?, process)"
        disqualified: dict[str, dict[str, tuple[int, int]]] = {}
        for role, organisation, part, whole in self._rows(
            f"SELECT role, organisation, sum(disqualified), sum(submitted) FROM disqualification {others} "
            "GROUP BY ALL ORDER BY ALL",
            [without],
        ):
            disqualified.setdefault(role, {})[organisation] = (int(part), int(whole))
        gaps = self._rows(f"SELECT ratio FROM price_gaps {others} ORDER BY ratio", [without])
        bidding = self._rows(
            f"SELECT organisation, sum(won), count(*) FROM bidding {others} GROUP BY ALL ORDER BY ALL", [without]
        )
        variety = self._rows(
            f"SELECT organisation, list(DISTINCT class), count(DISTINCT process) FROM variety {others} "
            "GROUP BY organisation ORDER BY organisation",
            [without],
        )
        return KnownProcesses(
            gaps=[ratio for (ratio,) in gaps],
            bidding={organisation: (int(won), int(bid)) for organisation, won, bid in bidding},
            disqualified=disqualified,
            variety={organisation: (frozenset(classes), int(count)) for organisation, classes, count in variety},
        )

    def _head(self) -> tuple[BaselineNote, str]:
        from duckdb import Error

        try:
            ((form,),) = self._rows("SELECT format FROM baseline", [])
        except (Error, ValueError):
            raise UsageError(f"{self.path} is no baseline; {_AGAIN}") from None
        if form != FORMAT:
            raise UsageError(
                f"{self.path}: this baseline is of format {form}, and this version of riskscreen reads {FORMAT}; "
                f"{_AGAIN}"
            )
        query = "SELECT version, reading, as_of, projects, processes FROM baseline"
        ((version, reading, as_of, projects, processes),) = self._rows(query, [])
        return BaselineNote(as_of=as_of, projects=projects, processes=processes, version=version), reading

    def _rows(self, query: str, values: Sequence[Any]) -> list[tuple[Any, ...]]:
        with self._database.cursor() as cursor:
            rows: list[tuple[Any, ...]] = cursor.execute(query, list(values)).fetchall()
            return rows


def _opened(path: Path) -> Any:
    from importlib.util import find_spec

    if find_spec("duckdb") is None:
        raise UsageError(
            "a baseline needs the Python package duckdb, which is not installed; install it with: "
            "pip install 'riskscreen[columnar]'"
        )
    if not path.is_file():
        raise UsageError(f"{path}: there is no such file")
    import duckdb

    try:
        return duckdb.connect(str(path), read_only=True)
    except duckdb.Error:
        raise UsageError(f"{path} is no baseline; {_AGAIN}") from None


def _known(values: Iterable[Any]) -> list[Any]:
    return sorted({value for value in values if value is not None})
