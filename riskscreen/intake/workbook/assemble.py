"""From tables to projects: every row finds its project, or a reject says why not."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from copy import deepcopy
from difflib import get_close_matches

from riskscreen.intake.messages import Message, close_word
from riskscreen.intake.native import InvalidRecordError, read_project
from riskscreen.intake.pieces import Piece, Place
from riskscreen.intake.workbook.drafts import Draft, finish, values
from riskscreen.intake.workbook.entries import Entries
from riskscreen.intake.workbook.grid import Row
from riskscreen.intake.workbook.notes import is_example
from riskscreen.intake.workbook.places import quoted
from riskscreen.intake.workbook.tables import Noted, Table, language
from riskscreen.intake.workbook.values import LITERAL, CellProblem, read_text

_CELLS_NAMED = 5
_NO_NUMBER = Message("the project number is missing: fill it in", "缺少项目编号：请填写")


class Assembly:
    """Brings the rows of a file's tables together. ``source`` is how reports call the file."""

    def __init__(self, source: str, found: Sequence[Table], noted: Noted) -> None:
        self._source = source
        self._projects, *self._others = sorted(found, key=lambda table: (bool(table.sheet.path), table.sheet.states))
        self._others.sort(key=lambda table: table.sheet.states)
        self._noted = noted
        self._lang = language(found)
        self._drafts: dict[str, Draft] = {}
        self._rows: list[tuple[int, str, Draft]] = []
        self._stray: dict[str, list[str]] = {}
        self._flawed: list[Piece] = []

    def pieces(self) -> Iterator[Piece]:
        """Every project in the order of its sheet, then the rows that belong to none."""
        for row, key in self._keyed(self._projects):
            self._project(row, key)
        for table in self._others:
            entries = Entries(table, self._noted)
            for row, key in self._keyed(table):
                if key in self._drafts:
                    entries.add(row, key, self._drafts[key])
                else:
                    self._stray.setdefault(key, []).append(table.places.first(row.number))
        for row_number, key, draft in self._rows:
            yield self._piece(row_number, key, draft)
        yield from self._flawed
        for key, cells in self._stray.items():
            yield Piece(Place(self._source), {"id": key} if key else None, (self._is_stray(key, cells),))

    def _keyed(self, table: Table) -> Iterator[tuple[Row, str]]:
        """The rows with their project's number, empty where it is missing; examples are passed over."""
        for row in table.rows:
            cell = row.at(table.header.key)
            if isinstance(cell.value, str) and not cell.value.startswith(LITERAL) and is_example(cell.value.strip()):
                continue
            try:
                yield row, "" if cell.blank else read_text(cell)
            except CellProblem as problem:
                where = table.places.first(row.number)
                self._flawed.append(Piece(self._place(table, row), None, (problem.message.at(where),)))

    def _project(self, row: Row, key: str) -> None:
        table = self._projects
        if not key:
            where = table.places.first(row.number)
            self._flawed.append(Piece(self._place(table, row), None, (_NO_NUMBER.at(where),)))
            return
        draft = Draft(key, table.places, row.number, self._lang)
        for column, value in values(table, row, draft, self._noted):
            draft.put((), column, value, table.sheet)
        draft.own = deepcopy(draft.raw)
        self._rows.append((row.number, key, draft))
        self._drafts.setdefault(key, draft)

    def _piece(self, row: int, key: str, draft: Draft) -> Piece:
        place = Place(self._source, row, cell=self._projects.places.first(row))
        original = self._drafts[key]
        if original is draft:
            finish(draft)
            return Piece(place, draft.raw, tuple(_with_those_of_the_model(draft)), draft.cells)
        if draft.own == original.own and not draft.problems and not original.problems:
            return Piece(place, original.raw, (), original.cells)
        there = self._projects.places.first(original.row)
        message = Message(
            f"this project number stands in {there} already, with other values, and that row was kept: give each "
            "project a number of its own, or remove one of the rows",
            f"该项目编号已在{there}出现且内容不同，已采用前者：请为每个项目设不同的编号，或删除其中一行",
        )
        return Piece(place, {"id": key}, (*draft.problems, message.at(self._projects.places.first(row))))

    def _place(self, table: Table, row: Row) -> Place:
        on_projects = table is self._projects
        return Place(self._source, row.number if on_projects else None, cell=table.places.first(row.number))

    def _is_stray(self, key: str, cells: Sequence[str]) -> Message:
        """Why rows belong to no project."""
        shown, rest = list(cells[:_CELLS_NAMED]), len(cells) - _CELLS_NAMED
        en, zh = ", ".join(shown), "、".join(shown)
        if rest > 0:
            en, zh = f"{en} and {rest} more", f"{zh}等{len(cells)}处"
        if not key:
            return Message(f"{en}: {_NO_NUMBER.en}", f"{zh}：{_NO_NUMBER.zh}")
        sheet = quoted(self._projects.name)
        close = get_close_matches(key, self._drafts, n=1)
        tail = close_word(close[0] if close else None)
        return Message(
            f"{en}: no row of the sheet {sheet} has this project number{tail.en}; correct the number, or add the "
            "project there",
            f"{zh}：“{sheet}”表中没有这个项目编号{tail.zh}；请更正编号，或在该表中补上这个项目",
        )


def _with_those_of_the_model(draft: Draft) -> list[Message]:
    """The problems of a draft; where cells have some, also those that the rest would have, to tell all at once."""
    if draft.problems:
        try:
            read_project(draft.raw, draft.cells)
        except InvalidRecordError as problem:
            return [*draft.problems, *problem.problems]
    return draft.problems
