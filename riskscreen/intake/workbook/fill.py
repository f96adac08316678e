"""From projects to the rows of the workbook: the way back, so that a project can be taken out of JSON and edited."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import Any, TypeAlias

from riskscreen.intake.objects import as_json
from riskscreen.intake.workbook.drafts import got
from riskscreen.intake.workbook.layout import Column, Kind, Path, Sheet, sheets
from riskscreen.intake.workbook.notes import looks_like_no_number
from riskscreen.intake.workbook.numbers import shown_number
from riskscreen.intake.workbook.values import LITERAL, text_of
from riskscreen.intake.workbook.words import (
    NAMELESS_WORDS,
    NO,
    SEPARATOR,
    STATE_WORDS,
    YES,
    Nameless,
    State,
    label,
    means_nothing,
)
from riskscreen.model.project import Project
from riskscreen.model.report import Language

Value: TypeAlias = str | int | float | date | bool
"""What is written into a cell."""

_FIRST_SURE_DAY = date(1900, 3, 1)  # spreadsheets believe in a 29 February 1900
FORMULA_SIGNS = ("=", "+", "-", "@")
"""What spreadsheet programs take for the beginning of a formula when it is typed in."""


def rows_of(project: Project, lang: Language) -> dict[Sheet, list[Mapping[Column, Value]]]:
    """The rows that say what a project says, by sheet; a column that is not in a row stays blank."""
    raw = as_json(project.model_dump(by_alias=True, exclude_none=True))[0]
    written = _Writer(raw, lang)
    return {sheet: list(written.rows(sheet)) for sheet in sheets()}


class _Writer:
    def __init__(self, raw: dict[str, Any], lang: Language) -> None:
        self._raw = raw
        self._lang: Language = lang

    def rows(self, sheet: Sheet) -> Iterator[dict[Column, Value]]:
        """The rows of one sheet, the project's number in each."""
        if sheet.states:
            rows: Iterable[dict[Column, Value]] = filter(None, [self._states(sheet)])
        elif sheet.listed:
            entries = got(self._raw, sheet.path) or ()
            rows = (row for number, entry in enumerate(entries, 1) for row in self._entry(sheet, entry, number))
        else:
            values = self._plain(sheet, got(self._raw, sheet.path) or {})
            rows = [values] if values or not sheet.path else ()
        key = self._value(sheet.key, self._raw["id"])
        for row in rows:
            yield {sheet.key: key, **row}

    def _plain(self, sheet: Sheet, part: dict[str, Any], inside: str | None = None) -> dict[Column, Value]:
        values = {}
        for column in sheet.columns:
            if column.inside == inside and column.path and column.kind is not Kind.KEY:
                value = _at(part, column.path)
                if value is not None:
                    values[column] = self._value(column, value)
        return values

    def _entry(self, sheet: Sheet, entry: dict[str, Any], number: int) -> Iterator[dict[Column, Value]]:
        """The row of an entry, and further ones where a list inside it holds several items."""
        own = self._plain(sheet, entry)
        lists = {inside: entry[inside] for inside in sheet.inner if inside in entry}
        rows: list[dict[Column, Value]] = [own] + [{} for _ in range(max(map(len, lists.values()), default=1) - 1)]
        nameless = {column.inside: column for column in sheet.columns if column.kind is Kind.NAMELESS}
        for inside, items in lists.items():
            if not items:
                own[nameless[inside]] = self._said(NAMELESS_WORDS[Nameless.NONE])
            for row, item in zip(rows, items, strict=False):
                unnamed = {nameless[inside]: self._said(NAMELESS_WORDS[Nameless.ONE_UNNAMED])}
                row.update(self._plain(sheet, item, inside) or unnamed)
        order = next((column for column in sheet.columns if column.kind is Kind.ORDER), None)
        for row in rows:
            yield row if order is None else {order: number, **row}

    def _states(self, sheet: Sheet) -> dict[Column, Value]:
        incomplete = set(self._raw.get("incomplete", ()))
        states: dict[Column, Value] = {}
        words = {(*s.path, *c.path) for s in sheets() for c in s.columns if c.kind is Kind.WORDS}
        for column in sheet.columns[1:]:
            state = _state(got(self._raw, column.path), "/".join(map(str, column.path)) in incomplete)
            if state is not None and not (state is State.NONE and column.path in words):
                states[column] = self._said(STATE_WORDS[state])
        return states

    def _value(self, column: Column, value: Any) -> Value:
        if column.kind is Kind.DATE:
            day = date.fromisoformat(value)
            return day if day >= _FIRST_SURE_DAY else str(value)
        if column.kind is Kind.FLAG:
            return (YES if value else NO)[self._lang]
        if column.kind is Kind.WORD:
            return label(value, self._lang)
        if column.kind is Kind.WORDS:
            none = self._said(STATE_WORDS[State.NONE])
            return SEPARATOR[self._lang].join(label(each, self._lang) for each in value) if value else none
        if isinstance(value, str) and column.kind in (Kind.KEY, Kind.TEXT, Kind.IDENTIFIER):
            return literal(value, key=column.kind is Kind.KEY)
        return value if not isinstance(value, int | float) or _is_exact(value) else str(value)

    def _said(self, words: tuple[str, str]) -> str:
        return words[0] if self._lang == "zh" else words[1]


def literal(text: str, *, key: bool = False) -> str:
    """The text as it is written: marked where it would be read as something else."""
    odd = text.startswith((LITERAL, *FORMULA_SIGNS)) or text_of(text) != text or means_nothing(text, none_too=True)
    return f"{LITERAL}{text}" if odd or (key and looks_like_no_number(text)) else text


def _is_exact(number: int | float) -> bool:
    """Whether a spreadsheet, which keeps 15 digits, keeps this number."""
    return shown_number(float(number)) == Decimal(str(number))


def _at(part: Any, path: Path) -> Any:
    for step in path:
        if isinstance(step, int):
            part = part[step] if isinstance(part, list) and step < len(part) else None
        else:
            part = part.get(step) if isinstance(part, dict) else None
    return part


def _state(entries: Any, incomplete: bool) -> State | None:
    if incomplete:
        return State.NONE_SO_FAR if entries == [] else State.INCOMPLETE
    return State.NONE if entries == [] else None
