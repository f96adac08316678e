"""A relation of a batch case with the projects behind each of its rows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Protocol

from riskscreen.facts.case import Case, Rows
from riskscreen.lang.vocabulary import Row


@dataclass(frozen=True, slots=True)
class Table:
    """Rows in a fixed order, the places in the batch of each row's cohort, and whether there can be no other rows.

    ``cohorts``: where a policy groups by more keys than a row has, the values of these for each row.
    """

    rows: tuple[Row, ...]
    members: tuple[tuple[int, ...], ...]
    complete: bool
    cohorts: tuple[Mapping[str, str | int], ...] = ()

    @classmethod
    def of(cls, rows: Iterable[tuple[Row, tuple[int, ...]]], complete: bool) -> Table:
        """The table of rows with their cohorts."""
        pairs = list(rows)
        return cls(tuple(row for row, _ in pairs), tuple(members for _, members in pairs), complete)


class Statistic(Protocol):
    """A relation of every organisation, computed from the whole batch at once."""

    def of(self, organisation: str) -> Table:
        """The organisation's rows."""
        ...


def batch_case(subject: str, id: str, root: Row, tables: dict[str, Table]) -> Case:
    """The case of an organisation or of the market."""
    relations = {name: Rows(table.rows, table.complete) for name, table in tables.items()}
    members = {name: table.members for name, table in tables.items()}
    cohorts = {name: table.cohorts for name, table in tables.items() if table.cohorts}
    return Case(subject, id, root, relations, members=members, cohorts=cohorts)
