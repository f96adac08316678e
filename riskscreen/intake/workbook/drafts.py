"""A project in the making: its values as JSON data, where they stand, and what is wrong with them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from riskscreen.intake.messages import Message
from riskscreen.intake.oddities import Oddity
from riskscreen.intake.workbook.grid import BLANK, Cell, Row
from riskscreen.intake.workbook.headers import Held
from riskscreen.intake.workbook.layout import Column, Kind, Path, Sheet
from riskscreen.intake.workbook.places import Cells, SheetColumns, Stand
from riskscreen.intake.workbook.tables import Noted, Table
from riskscreen.intake.workbook.values import CellProblem, Read, read_cell
from riskscreen.intake.workbook.words import State
from riskscreen.model.report import Language

_APART = frozenset({Kind.KEY, Kind.ORDER, Kind.NAMELESS})
_MOST_TOLD = 10_000


class Draft:
    """A project in the making. ``own`` is what its row on the sheet of projects holds."""

    def __init__(self, key: str, places: SheetColumns, row: int, lang: Language) -> None:
        self.row = row
        self.raw: dict[str, Any] = {"id": key}
        self.own: dict[str, Any] = {}
        self.cells = Cells(lang, {(): Stand(places, row)}, {("id",): places.first(row)})
        self.problems: list[Message] = []
        self.states: dict[Path, tuple[State, str]] = {}

    def put(self, base: Path, column: Column, value: Any, sheet: Sheet) -> None:
        """Sets the value of a column of a sheet, relative to ``base``."""
        put(self.raw, base, column.path, value, sheet)


def values(table: Table, row: Row, draft: Draft, noted: Noted) -> Iterator[tuple[Column, Any]]:
    """What the cells of a row say, the project's number left out; problems go to the draft."""
    columns = table.header.columns
    for at, cell in enumerate(row.cells):
        if cell is BLANK or at not in columns or columns[at].column.kind in _APART or cell.blank:
            continue
        column = columns[at].column
        try:
            read = _read(cell, columns[at])
        except CellProblem as problem:
            draft.problems.append(problem.message.at(table.places.cell(at, row.number)))
            continue
        if read.note is not None:
            inside = () if column.inside is None else (column.inside,)
            steps = (step for step in (*table.sheet.path, *inside, *column.path) if isinstance(step, str))
            noted(Oddity("".join(f"/{step}" for step in steps), read.note), table.places.cell(at, row.number), None)
        if read.value is not None:
            yield column, read.value


def _read(cell: Cell, held: Held) -> Read:
    """What a cell says. Texts repeat down a column, and each is worked out once."""
    if not isinstance(cell.value, str) or cell.merged:
        return read_cell(cell, held.column, held.factor)
    read = held.told.get(cell.value)
    if read is None:
        read = read_cell(cell, held.column, held.factor)
        if len(held.told) < _MOST_TOLD and not isinstance(read.value, list):
            held.told[cell.value] = read
    return read


def put(whole: dict[str, Any], base: Path, path: Path, value: Any, sheet: Sheet) -> None:
    """Sets the value at ``base`` and then ``path``, with the objects and pairs on the way to it."""
    part: Any = whole
    steps = (*base, *path)
    for position, step in enumerate(steps[:-1]):
        if isinstance(step, int):
            part = part[step]
        elif isinstance(steps[position + 1], int) and position + 1 >= len(base):
            size = sheet.pairs[steps[len(base) : position + 1]]
            part = part.setdefault(step, [{} for _ in range(size)])
        else:
            part = part.setdefault(step, {})
    part[steps[-1]] = value


def got(whole: dict[str, Any], path: Path) -> Any:
    """The value at a path of keys, None where there is none."""
    part: Any = whole
    for step in path:
        part = part.get(step) if isinstance(part, dict) else None
    return part


def finish(draft: Draft) -> None:
    """Settles what was said of lists, once all their entries are read."""
    incomplete: list[str] = []
    for path, (state, where) in draft.states.items():
        entries = got(draft.raw, path)
        if entries and state in (State.NONE, State.NONE_SO_FAR):
            there = draft.cells.at((*path, 0))
            draft.problems.append(
                Message(
                    f"the list is said to have no entries, but {there} holds one: clear one of the two",
                    f"此处称该清单没有条目，但{there}处填有条目：请清除其一",
                ).at(where)
            )
        elif entries is None and state is State.COMPLETE:
            draft.problems.append(
                Message(
                    "the list is said to be complete but has no entries: write 无 (none) if there are none",
                    "此处称该清单完整，但没有任何条目：确认没有时请填“无”",
                ).at(where)
            )
        elif state in (State.NONE, State.NONE_SO_FAR):
            put_list(draft.raw, path)
            draft.cells.exact[path] = where
        if state in (State.INCOMPLETE, State.NONE_SO_FAR):
            incomplete.append("/".join(map(str, path)))
    if incomplete:
        draft.raw["incomplete"] = incomplete


def put_list(whole: dict[str, Any], path: Path) -> list[Any]:
    """The list at a path of keys, made where there is none."""
    part: Any = whole
    for step in path[:-1]:
        part = part.setdefault(step, {})
    found: list[Any] = part.setdefault(path[-1], [])
    return found
