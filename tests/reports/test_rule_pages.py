"""Rules as pages of a handbook and as a list, from the rules that come with the package."""

from __future__ import annotations

import io
import json
import re
from functools import cache
from typing import get_args

import pytest

from riskscreen.model.report import Language
from riskscreen.model.rule import DatedValue
from riskscreen.reports.plain_text import width
from riskscreen.reports.rule_list import rule_json, rules_json, write_rule_list
from riskscreen.reports.rule_page import write_rule
from riskscreen.reports.words import known
from riskscreen.rulebook.book import Rulebook
from riskscreen.rulebook.load import load_rulebook

LANGUAGES: tuple[Language, ...] = get_args(Language)


@cache
def _book() -> Rulebook:
    return load_rulebook(examples=True)


def _page(code: str, lang: Language, columns: int = 80, book: Rulebook | None = None) -> str:
    book = book or _book()
    stream = io.StringIO()
    write_rule(book.rule(code), book.sources, stream, lang=lang, columns=columns, colour=False)
    return stream.getvalue()


def _flat(text: str) -> str:
    return re.sub(r"\s+", "", text)


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("columns", [60, 80, 120])
def test_every_page_fits_and_holds_every_text(lang: Language, columns: int) -> None:
    for rule in _book().rules:
        page = _page(rule.code, lang, columns)
        assert all(width(line) <= columns for line in page.splitlines())
        file = rule.file
        flat = _flat(page)
        for texts in (file.title, file.message, file.rationale, file.innocent, file.verify, file.remedy):
            assert _flat(texts.in_language(lang)) in flat
        for name, expression in file.let.items():
            assert _flat(f"{name} = {expression}") in flat
        for cite in file.cites:
            assert _flat(f"{cite.source} {cite.at or ''}") in flat
            assert _flat(_book().sources[cite.source].reference.in_language(lang))[:20] in flat


def test_page_of_joins() -> None:
    page = _page("SW401", "zh")
    assert 'worker    role where side == "professional"' in page
    assert "/roles/*/person/id" in page
    assert "示例：标记" in page


def test_page_shows_a_threshold_with_its_basis_and_what_was_set() -> None:
    page = _page("SW501", "en", book=load_rulebook(examples=True, overrides={"SW501.max_months": "4"}))
    assert "max_months = 5 months · printed in the source (wang2019)" in page
    assert "set to 4 here" in page
    assert "set to" not in _page("SW501", "en")


def test_every_unit_has_words() -> None:
    for rule in _book().rules:
        for declared in rule.file.params.values():
            values = declared if isinstance(declared, list) else [declared]
            units = {value.unit for value in values if value.unit}
            assert all(known(f"unit_{unit}") for unit in units), (rule.code, units)
            assert all(isinstance(value, DatedValue) == isinstance(declared, list) for value in values)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_list_has_every_rule_and_fits(lang: Language) -> None:
    stream = io.StringIO()
    write_rule_list(_book().rules, stream, lang=lang, columns=80, colour=False)
    text = stream.getvalue()
    assert all(re.search(rf"^{rule.code}\b", text, re.MULTILINE) for rule in _book().rules)
    assert all(width(line) <= 80 for line in text.splitlines())


def test_json_list_has_the_keys_of_the_contract() -> None:
    rules = json.loads(rules_json(_book()))["rules"]
    assert [rule["code"] for rule in rules] == [rule.code for rule in _book().rules]
    for rule in rules:
        assert {"code", "pack", "kind", "title", "cites", "examples"} <= rule.keys()
        assert rule["title"].keys() == {"en", "zh"}
        assert rule["examples"].keys() == {"flagged", "clear", "unknown"}
        assert min(rule["examples"].values()) >= 1
        assert all(cite["source"] in _book().sources for cite in rule["cites"])


def test_json_of_one_rule_has_its_examples_and_sources() -> None:
    rule = json.loads(rule_json(_book().rule("SW501"), _book()))
    assert rule["params"]["max_months"]["value"] == 5
    assert len(rule["examples"]) >= 3
    assert rule["sources"]["wang2019"]["reference"]["zh"].startswith("王力平")
