"""Sheets as they come out of a file: rows of cells, whatever kind of file it was."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, NamedTuple

from riskscreen.intake.messages import Message

MOST_COLUMNS = 1_000
"""Columns of a sheet that are looked at; the workbook needs about 60."""

_WIDE = 3


class Cell(NamedTuple):
    """The value of a cell: text, a number, a truth value, a date, or None where it is blank.

    ``percent``: it is shown as a percentage. ``zeros``: digits that a number is shown with at least. ``merged``: the
    value was taken from the cell that this one is merged with. ``flaw``: why its value cannot be had.
    ``since_1904``: a number of days in it counts from 1904, as on old Macintoshes, not from 1900. ``month_only``: it is
    shown as a month, and the first day of it, which spreadsheet programs add by themselves, was never written.
    """

    value: Any
    percent: bool = False
    zeros: int = 0
    merged: bool = False
    flaw: Message | None = None
    since_1904: bool = False
    month_only: bool = False

    @property
    def blank(self) -> bool:
        """Whether nothing stands in it."""
        value = self.value
        if value is None:
            return self.flaw is None
        return isinstance(value, str) and not value.strip() and self.flaw is None


BLANK = Cell(None)


class Merge(NamedTuple):
    """A range of merged cells; rows and columns count from 1, both ends included."""

    first_row: int
    first_column: int
    last_row: int
    last_column: int


class Row(NamedTuple):
    """A row with something in it. ``number`` counts from 1; ``wide``: its first cell is merged across the table."""

    number: int
    cells: list[Cell]
    wide: bool = False

    def at(self, column: int) -> Cell:
        """The cell in a column, counted from 0."""
        return self.cells[column] if column < len(self.cells) else BLANK


@dataclass(frozen=True, slots=True)
class Grid:
    """A sheet. Its rows can be read once."""

    name: str
    rows: Iterator[Row]
    hidden: bool = False


def filled_rows(rows: Iterable[tuple[int, list[Cell]]], merges: Iterable[Merge]) -> Iterator[Row]:
    """The rows in which something stands. A value merged over several rows stands in each of them."""
    starting: dict[int, list[Merge]] = {}
    for merge in merges:
        starting.setdefault(merge.first_row, []).append(merge)
    reaching: dict[int, tuple[Cell, int]] = {}
    for number, cells in rows:
        here = starting.get(number, ())
        if not all(cell.blank for cell in cells):
            yield Row(number, _with_merged(number, cells, reaching), _is_wide(cells, here))
        for merge in here:
            column = merge.first_column - 1
            if merge.last_row > number and column < len(cells):
                reaching[column] = (cells[column]._replace(merged=True), merge.last_row)


def _with_merged(number: int, cells: list[Cell], reaching: dict[int, tuple[Cell, int]]) -> list[Cell]:
    for column, (cell, last_row) in list(reaching.items()):
        if last_row < number:
            del reaching[column]
        elif column >= len(cells):
            cells = [*cells, *[BLANK] * (column - len(cells)), cell]
        elif cells[column].blank:
            cells[column] = cell
    return cells


def _is_wide(cells: list[Cell], merges: Sequence[Merge]) -> bool:
    if not merges:
        return False
    first = next(column for column, cell in enumerate(cells, start=1) if not cell.blank)
    return any(
        merge.first_column <= first <= merge.last_column and merge.last_column - merge.first_column >= _WIDE - 1
        for merge in merges
    )


@cache
def letters(column: int) -> str:
    """The letters of a column counted from 0: A, …, Z, AA, …"""
    name, rest = "", column + 1
    while rest:
        rest, digit = divmod(rest - 1, 26)
        name = chr(ord("A") + digit) + name
    return name
