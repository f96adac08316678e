"""Which column of a sheet holds which value: headers in either language, in any order, with units beside them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from difflib import get_close_matches
from functools import cache
from typing import Any

from riskscreen.intake.messages import Message, close_word
from riskscreen.intake.streams import ReadError
from riskscreen.intake.workbook.grid import Row, letters
from riskscreen.intake.workbook.layout import Column, Kind, Sheet, sheets
from riskscreen.intake.workbook.names import folded
from riskscreen.intake.workbook.numbers import factor

HEADER_WITHIN = 12
"""Rows with something in them among which the header is looked for; titles may stand above it."""

_IN_BRACKETS = re.compile(r"[(（\[【［]([^)）\]】］]*)[)）\]】］]")
# Who writes "buyer" or "price" above a column means the buyer's name and the amount.
_SPEAKS_FOR_ITS_PART = ("name", "amount")
_KEY_NAMES = ("项目编号", "项目编码", "项目代码", "Project ID", "Project number", "Project No.", "Project code")


@dataclass(frozen=True, slots=True)
class Held:
    """A column of a file: which value it holds, and what its header says numbers are to be multiplied by.

    ``told``: what texts in it were found to say.
    """

    column: Column
    factor: Decimal | None
    told: dict[str, Any] = field(default_factory=dict, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Header:
    """The header of a sheet. ``columns`` and ``unknown`` (headers that are not understood) go by position from 0."""

    row: int
    columns: Mapping[int, Held]
    unknown: Mapping[int, Message]
    texts: tuple[str, ...]
    key: int


def sheet_called(name: str) -> Sheet | None:
    """The sheet that goes by a name, in either language or as the path of its list."""
    return _sheet_names().get(folded(name))


def find_header(sheet: Sheet, name: str, rows: Iterable[Row]) -> Header | None:
    """The header among the first rows: the first one that names the project's number.

    Raises ``ReadError`` for two columns that say the same.
    """
    for row in rows:
        texts = [cell.value if isinstance(cell.value, str) and not cell.merged else "" for cell in row.cells]
        found = {at: held for at, text in enumerate(texts) if text.strip() and (held := _held(sheet, text))}
        key = next((at for at, held in found.items() if held.column.kind is Kind.KEY), None)
        if key is not None:
            _refuse_doubles(found, name, row.number)
            unknown = {at: _close(sheet, text) for at, text in enumerate(texts) if text.strip() and at not in found}
            return Header(row.number, found, unknown, tuple(text.strip() for text in texts), key)
    return None


def _held(sheet: Sheet, text: str) -> Held | None:
    names = _column_names(sheet)
    for line in (text, *text.split("\n")):
        units = [factor(unit) for unit in _IN_BRACKETS.findall(line)]
        bare = folded(_IN_BRACKETS.sub("", line))
        column = names.get(bare) or names.get(folded(line))
        if column is not None:
            return Held(column, next((unit for unit in units if unit is not None), None))
    return None


def _refuse_doubles(found: Mapping[int, Held], name: str, row: int) -> None:
    first: dict[Column, int] = {}
    for at, held in found.items():
        if held.column in first:
            one, two = (f"{letters(column)}{row}" for column in (first[held.column], at))
            raise ReadError(
                Message(
                    f"sheet {name}: the headers in {one} and {two} say the same; rename one of them",
                    f"工作表“{name}”：{one}和{two}的表头含义相同，请修改其中一个",
                )
            )
        first[held.column] = at


def _close(sheet: Sheet, text: str) -> Message:
    """The known header that is probably meant, as a tail to a sentence."""
    names = {folded(name): name for column in sheet.columns for name in (column.label.zh, column.label.en)}
    close = get_close_matches(folded(text), names, n=1, cutoff=0.7)
    return close_word(names[close[0]] if close else None)


@cache
def _sheet_names() -> Mapping[str, Sheet]:
    names: dict[str, Sheet] = {}
    for sheet in sheets():
        own = () if not sheet.path else ("/".join(sheet.path),)
        for name in (sheet.label.zh, sheet.label.en, *own):
            names[folded(name)] = sheet
    names.setdefault("project", sheets()[0])
    names.setdefault("项目表", sheets()[0])
    return names


@cache
def _column_names(sheet: Sheet) -> Mapping[str, Column]:
    """Every name a column goes by. A short one counts only where it means a single column."""
    names: dict[str, Column] = {}
    short: dict[str, set[Column]] = {}
    for column in sheet.columns:
        if column.kind is Kind.KEY:
            names |= {folded(name): column for name in _KEY_NAMES}
            if column.path:
                names["id"] = column
            continue
        zh, en = (tuple(getattr(label, lang) for label in column.labels) for lang in ("zh", "en"))
        inside = () if column.inside is None else (column.inside,)
        path = "".join(str(step) for step in (*inside, *column.path))
        for name in (column.label.zh, column.label.en, "".join(zh), "".join(en), path):
            if name:
                names.setdefault(folded(name), column)
        for steps in (zh, en):
            for length in range(1, len(steps)):
                short.setdefault(folded("".join(steps[-length:])), set()).add(column)
                if column.path and column.path[-1] in _SPEAKS_FOR_ITS_PART:
                    short.setdefault(folded("".join(steps[-length - 1 : -1])), set()).add(column)
    return {**{name: next(iter(of)) for name, of in short.items() if len(of) == 1}, **names}
