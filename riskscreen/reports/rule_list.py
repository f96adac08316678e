"""The rules in force as a table or as JSON (``rules list``), and one rule as JSON (``rules show``)."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any, TextIO

from rich.text import Text

from riskscreen.model.report import Language
from riskscreen.reports.page import BETWEEN_COLUMNS, Page
from riskscreen.reports.plain_text import plain, wrapped
from riskscreen.rulebook.book import Rule, Rulebook


def rules_json(book: Rulebook) -> str:
    """``{"rules": [...]}`` with everything but the examples themselves, which are counted by verdict."""
    return _dumped({"rules": [_summary(rule) for rule in book.rules]})


def rule_json(rule: Rule, book: Rulebook) -> str:
    """One whole rule, its examples and the full entries of its sources included."""
    sources = {cite.source: book.sources[cite.source].model_dump() for cite in rule.file.cites}
    whole = {**_summary(rule), "examples": [example.model_dump() for example in rule.examples]}
    return _dumped({**whole, "sources": sources})


def write_rule_list(rules: Sequence[Rule], stream: TextIO, *, lang: Language, columns: int, colour: bool) -> None:
    """One row a rule, by stage as the packs have them."""
    page = Page(stream, lang, columns, colour)
    for_code, for_kind, for_severity, for_sources = 7, 19 if lang == "en" else 12, 8, 10
    rest = page.columns - for_code - for_kind - for_severity - for_sources - 4 * BETWEEN_COLUMNS
    page.table(
        [
            {"header": page.say("code"), "width": for_code},
            {"header": page.say("rule_title"), "width": rest},
            {"header": page.say("kind"), "width": for_kind},
            {"header": page.say("severity"), "width": for_severity},
            {"header": page.say("cites"), "width": for_sources},
        ],
        [
            [
                Text(rule.code, style="bold"),
                Text("\n".join(wrapped(plain(rule.file.title.in_language(lang)), rest))),
                Text(page.say(f"{rule.file.kind}_kind")),
                Text(page.say(rule.file.severity)),
                Text("\n".join(dict.fromkeys(cite.source for cite in rule.file.cites))),
            ]
            for rule in rules
        ],
    )
    page.paragraph(page.say("rule_list", count=len(rules)), style="dim")


def _summary(rule: Rule) -> dict[str, Any]:
    counts = Counter(example.verdict for example in rule.examples)
    file = rule.file.model_dump(by_alias=True, exclude={"examples"})
    return {
        "code": rule.code,
        "pack": rule.pack,
        **file,
        "weight": float(rule.weight),
        "examples": {verdict: counts[verdict] for verdict in ("flagged", "clear", "unknown")},
    }


def _dumped(value: dict[str, Any]) -> str:
    return f"{json.dumps(value, ensure_ascii=False, indent=2, default=_plain)}\n"


def _plain(value: Any) -> float | int | str:
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} is no part of a rule")
