"""The sheets follow the model: each value has one column, each column a name and a tip in both languages."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any, get_args

import pytest
from pydantic import BaseModel

from riskscreen.intake.workbook import layout
from riskscreen.intake.workbook.layout import Column, Kind, Sheet, list_labels, sheets
from riskscreen.intake.workbook.manual import fields
from riskscreen.intake.workbook.names import folded
from riskscreen.intake.workbook.words import SEPARATOR, several_words, word
from riskscreen.model import project as model
from riskscreen.model.base import Flag, Record
from riskscreen.model.field_guide import FIELD_GUIDE
from riskscreen.model.field_hints import HINTS_IN_CHINESE
from riskscreen.model.project import LIST_PATHS, Project
from riskscreen.model.words import WORDS_IN_CHINESE

COLUMNS = [(sheet, column) for sheet in sheets() for column in sheet.columns]


def _leaves(annotation: Any, path: str = "") -> Iterator[str]:
    """The pointer of every plain value that the model can hold; ``*`` stands for any item."""
    parts = [part for part in get_args(annotation) if part is not type(None)]
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        for known in annotation.model_fields.values():
            yield from _leaves(known.annotation, f"{path}/{known.alias}")
    elif getattr(annotation, "__origin__", None) is list:
        yield from _leaves(parts[0], f"{path}/*")
    elif parts and not isinstance(parts[0], str):
        yield from _leaves(parts[0], path)
    else:
        yield path


def test_every_value_of_the_model_has_a_column() -> None:
    expected = set(_leaves(Project)) - {"/incomplete/*"}
    words = {pointer for pointer in expected if pointer.endswith("/*")}
    pairs = {pointer for pointer in expected if pointer.startswith("/ties/*/organisations")}
    held = {row[-1] for row in fields("zh") if row[-1]}
    assert expected - words - pairs <= held
    assert {pointer.removesuffix("/*") for pointer in words} <= held
    assert {pointer.replace("organisations/*", f"organisations/{n}") for pointer in pairs for n in (0, 1)} <= held


def test_every_list_can_be_said_to_be_empty_or_incomplete() -> None:
    assert {"/".join(path) for path in list_labels()} == LIST_PATHS


def test_a_new_field_and_a_new_list_of_the_model_appear_by_themselves(monkeypatch: pytest.MonkeyPatch) -> None:
    class Visit(Record):
        visited_on: date | None = None

    class Larger(Project):
        audited: Flag | None = None
        visits: list[Visit] | None = None

    guide, hints = dict(FIELD_GUIDE), dict(HINTS_IN_CHINESE)
    one = FIELD_GUIDE["Award"]["date"]
    monkeypatch.setattr(
        "riskscreen.intake.workbook.names.FIELD_GUIDE",
        {**guide, "Visit": {"visitedOn": one}, "Larger": {**guide["Project"], "audited": one, "visits": one}},
    )
    monkeypatch.setattr(
        "riskscreen.intake.workbook.names.HINTS_IN_CHINESE",
        {**hints, "Visit": {"visitedOn": "…"}, "Larger": {**hints["Project"], "audited": "…", "visits": "…"}},
    )
    monkeypatch.setattr(layout, "Project", Larger)
    monkeypatch.setattr(layout, "LIST_PATHS", LIST_PATHS | {"visits"})
    list_labels.cache_clear()
    try:
        larger = sheets.__wrapped__()
    finally:
        list_labels.cache_clear()
    assert any(column.path == ("audited",) and column.kind is Kind.FLAG for column in larger[0].columns)
    (visits,) = [sheet for sheet in larger if sheet.path == ("visits",) and sheet.listed]
    assert [column.kind for column in visits.columns] == [Kind.KEY, Kind.DATE]
    assert any(column.path == ("visits",) for column in larger[-1].columns)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_names_are_unique_and_fit(lang: Any) -> None:
    names = [sheet.label.name(lang) for sheet in sheets()]
    assert len({folded(name) for name in names}) == len(names)
    assert all(len(name) <= 31 and not set(name) & set(r"[]:*?/\'") for name in names)
    for sheet in sheets():
        headers = [folded(column.label.name(lang)) for column in sheet.columns]
        assert len(set(headers)) == len(headers), sheet.label


@pytest.mark.parametrize(("sheet", "column"), COLUMNS)
def test_every_column_has_a_tip_in_both_languages(sheet: Sheet, column: Column) -> None:
    assert column.label.zh
    assert column.label.en.isascii()
    assert column.label.hint_zh.endswith("。")
    assert column.label.hint_en.endswith(".")


def test_hints_follow_the_field_guide() -> None:
    assert {part: set(hints) for part, hints in HINTS_IN_CHINESE.items()} == {
        part: set(guides) for part, guides in FIELD_GUIDE.items()
    }


def test_every_word_of_a_closed_list_is_read_back_from_its_label_in_both_languages() -> None:
    for _, column in COLUMNS:
        for code in column.words:
            assert word(code, column.words) == code
            assert word(WORDS_IN_CHINESE[code], column.words) == code
        if column.kind is Kind.WORDS:
            for texts, separator in (
                (column.words, SEPARATOR["en"]),
                (map(WORDS_IN_CHINESE.get, column.words), SEPARATOR["zh"]),
            ):
                assert several_words(separator.join(map(str, texts)), column.words) == list(column.words)


def test_the_words_are_those_of_the_model() -> None:
    used = {code for _, column in COLUMNS for code in column.words}
    assert set(get_args(model.TieType)) <= used <= set(WORDS_IN_CHINESE)
