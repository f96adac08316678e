"""What is kept of the processes of a part until the whole batch is known: compact columns, out of memory."""

from __future__ import annotations

import heapq
import pickle
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import suppress
from typing import IO, Generic, TypeAlias, TypeVar

from msgspec import Struct, field

Key: TypeAlias = tuple[bool | int | str | None, ...]
"""The values of a view of a process."""

VIEWS: Mapping[str, tuple[str, ...]] = {
    "R003": ("period_required", "own_minimum", "submission_days", "minimum_days"),
    "R018": ("bids_expected", "tenderers"),
    "R035": ("only_valid_won", "others_disqualified"),
    "R036": ("prices_compared", "lowest_disqualified"),
}
"""The columns of ``ProcessRow`` that a rule on processes may read, by code; keys of R036 begin with the currency."""

MOST_ROWS = 50_000
"""Rows that are held in memory while they are put in order."""

Item = TypeVar("Item")


class Gaps(Struct, gc=False):
    """The price gaps of a part, column by column; ``places`` are those of their processes."""

    places: list[int] = field(default_factory=list)
    currencies: list[str] = field(default_factory=list)
    ratios: list[float] = field(default_factory=list)
    winners: list[str] = field(default_factory=list)
    seconds: list[str] = field(default_factory=list)


class Sheet(Struct, gc=False):
    """The processes of a part by place. ``keys`` gives, for each view, the places of the processes with each key.

    ``sole``: the one tenderer with valid bids, by place, of processes that it won.
    """

    part: int
    ocids: list[str] = field(default_factory=list)
    keys: dict[str, list[tuple[Key, list[int]]]] = field(default_factory=dict)
    sole: dict[int, str] = field(default_factory=dict)
    gaps: Gaps = field(default_factory=Gaps)


class Row(Struct, array_like=True, gc=False):
    """What a process is flagged with, by code. Rows are sorted by process, and in the order of the input."""

    ocid: str
    part: int
    place: int
    values: dict[str, float]


def in_order(row: Row) -> tuple[str, int, int]:
    """What rows are sorted by."""
    return row.ocid, row.part, row.place


class Spill(Generic[Item]):
    """Items kept in a temporary file, which has no name and ends with the process."""

    def __init__(self) -> None:
        self._file: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115 -- it is closed with this object

    def add(self, item: Item) -> None:
        """Keep one item more."""
        pickle.dump(item, self._file, pickle.HIGHEST_PROTOCOL)

    def __iter__(self) -> Iterator[Item]:
        """The items in the order in which they were kept."""
        self._file.seek(0)
        with suppress(EOFError):
            while True:
                yield pickle.load(self._file)  # noqa: S301 -- written by this process, to a file without a name


class SortedRows:
    """Rows in order, however many: what is beyond ``MOST_ROWS`` is kept in sorted runs out of memory."""

    def __init__(self) -> None:
        self._rows: list[Row] = []
        self._runs: list[Spill[Row]] = []

    def add(self, row: Row) -> None:
        """Take a row."""
        self._rows.append(row)
        if len(self._rows) >= MOST_ROWS:
            run = Spill[Row]()
            for each in sorted(self._rows, key=in_order):
                run.add(each)
            self._runs.append(run)
            self._rows = []

    def __iter__(self) -> Iterator[Row]:
        """All rows in order."""
        self._rows.sort(key=in_order)
        return heapq.merge(*self._runs, self._rows, key=in_order) if self._runs else iter(self._rows)
