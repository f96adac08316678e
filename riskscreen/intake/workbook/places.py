"""Where in the workbook a value of a project stands, or would stand: cells by JSON Pointer."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from riskscreen.intake.workbook.grid import letters
from riskscreen.intake.workbook.layout import Path, sheets
from riskscreen.model.report import Language

_PLAIN_NAME = re.compile(r"[^\W\d][\w.]*")


@dataclass(frozen=True, slots=True)
class SheetColumns:
    """A sheet of a file, by the name it has there, with the position of the column of each value.

    ``columns`` goes by the list inside an entry, if any, and the path from there. ``key``: the column of the project's
    number.
    """

    name: str
    columns: Mapping[tuple[str | None, Path], int]
    key: int

    def cell(self, column: int, row: int) -> str:
        """A cell as formulas write it: ``项目!D7``, ``'Earlier awards'!B2``."""
        return f"{quoted(self.name)}!{letters(column)}{row}"

    def first(self, row: int) -> str:
        """The first cell of a row: that of the project's number."""
        return self.cell(self.key, row)

    def of(self, inside: str | None, path: Path, row: int) -> str | None:
        """The cell of the value at a path, of the list of words it is in, or of the first value below it."""
        for length in range(len(path), 0, -1):
            if (inside, path[:length]) in self.columns:
                return self.cell(self.columns[inside, path[:length]], row)
        below = [
            at
            for (of, own), at in self.columns.items()
            if path and ((of == inside and own[: len(path)] == path) or (inside is None and of == path[0]))
        ]
        return self.cell(min(below), row) if below else None


class Stand(NamedTuple):
    """The row that a part of a project has, or an item of the list ``inside`` an entry."""

    columns: SheetColumns
    row: int
    inside: str | None = None


@dataclass(slots=True)
class Cells:
    """Where one project's values stand. ``rows``: the row of each part that has one; ``exact``: single cells."""

    lang: Language
    rows: dict[Path, Stand] = field(default_factory=dict)
    exact: dict[Path, str] = field(default_factory=dict)

    def find(self, pointer: str) -> str:
        """The cell of the value at a pointer; the row's first cell or the sheet's name where there is none."""
        return self.at(tuple(int(step) if step.isdecimal() else step for step in pointer.split("/")[1:]))

    def at(self, path: Path) -> str:
        """The same, for a path of keys and positions."""
        if path in self.exact:
            return self.exact[path]
        for length in range(len(path), -1, -1):
            stand = self.rows.get(path[:length])
            if stand is not None:
                if length == len(path) and length:
                    return stand.columns.first(stand.row)
                if found := stand.columns.of(stand.inside, path[length:], stand.row):
                    return found
                if length and isinstance(path[length - 1], int):
                    return stand.columns.first(stand.row)
        return self._sheet(path)

    def _sheet(self, path: Path) -> str:
        """The name of the sheet that a list or a part would be filled in on, and of the column that the file lacks."""
        keys = tuple(step for step in path if isinstance(step, str))
        sheet = next(
            sheet
            for length in range(len(keys), -1, -1)
            for sheet in sheets()
            if sheet.path == keys[:length] and not sheet.states
        )
        name = quoted(sheet.label.name(self.lang))
        own = keys[len(sheet.path) :]
        lacking = next((column for column in sheet.columns if own and column.path == own and not column.inside), None)
        return name if lacking is None else f"{name}!{lacking.label.name(self.lang)}"


def quoted(name: str) -> str:
    """A sheet's name as formulas write it."""
    return name if _PLAIN_NAME.fullmatch(name) else "'" + name.replace("'", "''") + "'"
