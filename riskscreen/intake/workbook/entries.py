"""The rows of a sheet beside that of the projects: entries of a list, one part of a project, or states of lists."""

from __future__ import annotations

from typing import Any

from riskscreen.intake.messages import Message
from riskscreen.intake.oddities import Oddity
from riskscreen.intake.workbook.drafts import Draft, got, put, put_list, values
from riskscreen.intake.workbook.grid import Row
from riskscreen.intake.workbook.layout import Column, Kind
from riskscreen.intake.workbook.places import Stand, quoted
from riskscreen.intake.workbook.tables import Noted, Table
from riskscreen.intake.workbook.values import CellProblem, read_cell, read_text
from riskscreen.intake.workbook.words import Nameless

NUMBER_ONLY = "row with a project number only"


class Entries:
    """Adds the rows of one table to their projects."""

    def __init__(self, table: Table, noted: Noted) -> None:
        self._table = table
        self._noted = noted
        self._path = table.sheet.path
        self._started: dict[tuple[str, str], int] = {}
        self._single: dict[str, tuple[int, list[tuple[Column, Any]]]] = {}
        kinds = {held.column.kind: at for at, held in table.header.columns.items()}
        self._order = kinds.get(Kind.ORDER)
        self._nameless = [
            (at, held.column) for at, held in table.header.columns.items() if held.column.kind is Kind.NAMELESS
        ]

    def add(self, row: Row, key: str, draft: Draft) -> None:
        """Adds a row to the project with the number ``key``."""
        if self._table.sheet.states:
            self._state(row, draft)
        elif self._table.sheet.listed:
            self._entry(row, key, draft)
        else:
            self._part(row, key, draft)

    def _state(self, row: Row, draft: Draft) -> None:
        for column, said in values(self._table, row, draft, self._noted):
            where = self._table.places.of(None, column.path, row.number) or ""
            before = draft.states.setdefault(column.path, (said, where))
            if before[0] is not said:
                draft.problems.append(_contradicts(before[1]).at(where))

    def _part(self, row: Row, key: str, draft: Draft) -> None:
        """A part of the project that has a sheet of its own, one row a project."""
        found = list(values(self._table, row, draft, self._noted))
        if key in self._single:
            first, held = self._single[key]
            if found != held:
                there = self._table.places.first(first)
                draft.problems.append(_contradicts(there).at(self._table.places.first(row.number)))
            return
        self._single[key] = (row.number, found)
        draft.cells.rows[self._path] = Stand(self._table.places, row.number)
        for column, value in found:
            draft.put(self._path, column, value, self._table.sheet)
        if not found:
            self._note_number_only(row)

    def _entry(self, row: Row, key: str, draft: Draft) -> None:
        """An entry of a list, or a further row of one."""
        order = self._order_of(row, draft)
        started = self._started.get((key, order)) if order else None
        items = put_list(draft.raw, self._path)
        index = len(items) if started is None else started
        shown = row if started is None else self._without_merged(row)
        own: dict[str, Any] = {}
        inner: dict[str, dict[str, Any]] = {}
        said = list(values(self._table, shown, draft, self._noted))
        for column, value in said:
            target = own if column.inside is None else inner.setdefault(column.inside, {})
            put(target, (), column.path, value, self._table.sheet)
        if started is None:
            items.append(own)
            draft.cells.rows[*self._path, index] = Stand(self._table.places, row.number)
            if order:
                self._started[key, order] = index
        else:
            self._continues(row, draft, index, said)
        self._inner(row, draft, items[index], index, inner)
        if not said and not order and not items[index]:
            self._note_number_only(row)

    def _continues(self, row: Row, draft: Draft, index: int, said: list[tuple[Column, Any]]) -> None:
        """A further row may repeat what the first one says of the entry, but not say something else."""
        item = put_list(draft.raw, self._path)[index]
        for column, value in said:
            if column.inside is None and got(item, column.path) != value:
                where = self._table.places.of(None, column.path, row.number) or ""
                there = draft.cells.at((*self._path, index))
                draft.problems.append(_contradicts(there).at(where))

    def _inner(
        self, row: Row, draft: Draft, item: dict[str, Any], index: int, inner: dict[str, dict[str, Any]]
    ) -> None:
        """The items of the lists inside an entry that stand in this row, and what is said of such lists."""
        for key, value in inner.items():
            self._append(row, draft, item, index, key, value)
        for at, column in self._nameless:
            cell = row.at(at)
            if cell.blank or column.inside is None:
                continue
            inside = column.inside
            where = self._table.places.cell(at, row.number)
            try:
                said = read_cell(cell, column).value
            except CellProblem as problem:
                draft.problems.append(problem.message.at(where))
                continue
            if said is Nameless.ONE_UNNAMED:
                if inside not in inner:
                    self._append(row, draft, item, index, inside, {})
            elif item.get(inside):
                draft.problems.append(
                    Message(
                        "it is said that there are none, but some are given: clear one of the two",
                        "此处称没有，但已填有条目：请清除其一",
                    ).at(where)
                )
            else:
                item[inside] = []
                draft.cells.exact[*self._path, index, inside] = where

    def _append(self, row: Row, draft: Draft, item: dict[str, Any], index: int, inside: str, value: Any) -> None:
        items = item.setdefault(inside, [])
        draft.cells.rows[*self._path, index, inside, len(items)] = Stand(self._table.places, row.number, inside)
        items.append(value)

    def _order_of(self, row: Row, draft: Draft) -> str:
        if self._order is None or row.at(self._order).blank:
            return ""
        try:
            return read_text(row.at(self._order))
        except CellProblem as problem:
            draft.problems.append(problem.message.at(self._table.places.cell(self._order, row.number)))
            return ""

    def _without_merged(self, row: Row) -> Row:
        """A row that continues an entry, without what cells merged with the first row repeat."""
        return row._replace(cells=[cell._replace(value=None) if cell.merged else cell for cell in row.cells])

    def _note_number_only(self, row: Row) -> None:
        where = self._table.places.first(row.number)
        self._noted(Oddity(quoted(self._table.name), NUMBER_ONLY), where, None)


def _contradicts(there: str) -> Message:
    return Message(f"this differs from what {there} says: keep one of the two", f"此处与{there}所填不一致：请保留其一")
