"""A batch whose texts attack whoever opens the report: spreadsheets, browsers, Word, parsers and readers."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from riskscreen.model.report import Language, Report
from riskscreen.screening import Screener
from tests.support.inputs import json_line, write_lines

SCRIPT = "<script>alert(1)</script><img src=x onerror=alert(2)>"
FORMULAS = (
    "=1+1",
    "+1+1",
    "-1+1",
    "@SUM(A1)",
    "\t=1+1",
    "\r=1+1",
    "\n=1+1",
    " =1+1",
    "＝1+1",
    "=cmd|' /C calc'!A0",
    '=HYPERLINK("http://evil.example","x")',
    "x;=1+1;y",
    '";=1+1;"',
)
TURNING = "\u202ecod.exe\u202c \u200f\u2067abc\u2069\u061c"
CONTROL = "a\x00b\x07c\x0bd\x0ce\x1bf\x7fg\x85h\x9bi\u2028j\u2029k"
LONG = "长" * 10_000
HUGE = "=" + "巨😀" * 30_000
EMOJI = "👩‍👩‍👧‍👦🇨🇳😀"
NOT_XML = "x\ufffey\uffffz"
ESCAPES = "_x0041_ ]]> &amp; <!-- --> <![CDATA[ %0d%0a ${7*7} {{7*7}} \\u0041"
MARKDOWN = (
    "| a | b |\n|---|---|\n# big\n```\n[x](javascript:alert(1)) ![y](http://evil.example/z.png) <b>bold</b> @someone"
)
TEXTS = (SCRIPT, *FORMULAS, TURNING, CONTROL, LONG, HUGE, EMOJI, NOT_XML, ESCAPES, MARKDOWN)
"""Every kind of attack once; all are texts that a record may hold."""


def hostile_batch(path: Path) -> Path:
    """A file with a project for each text, which stands wherever a text may stand; its last line is no project."""
    lines = [json_line(**_project(number, text)) for number, text in enumerate(TEXTS)]
    return write_lines(path, [*lines, json_line(id=SCRIPT, title=7), json_line(**{SCRIPT: 1})])


def _project(number: int, text: str) -> dict[str, Any]:
    organisation = {"id": f"{number} {text[:150]}", "name": text}
    person = {"id": f"p{number}", "name": text}
    return {
        "id": f"{number} {text[:150]}" if number % 2 else f"{text[:150]} {number}",
        "title": text,
        "budgetYear": 2018,
        "category": text,
        "region": organisation,
        "buyer": organisation,
        "contractor": organisation,
        "contract": {
            "dateSigned": "2017-12-26",
            "period": {"startDate": "2018-01-01", "endDate": "2018-05-31"},
            "value": {"amount": 200000, "currency": "CNY"},
        },
        "roles": [
            {"person": person, "side": "professional", "title": text, "organisation": organisation},
            {"person": person, "side": "community", "title": text, "organisation": organisation},
            {"person": person, "side": "contractor", "title": text, "organisation": organisation},
        ],
        text[:150]: text,
    }


@cache
def hostile_report(lang: Language = "zh") -> Report:
    """The report on the batch."""
    with TemporaryDirectory() as folder:
        batch = hostile_batch(Path(folder) / "batch.jsonl")
        return Screener(lang=lang, as_of="2026-11-01", engine="reference").screen(batch)


def acts(text: str) -> bool:
    """Whether a text holds a character that acts on a terminal, hides or turns text, or may not stand in XML."""
    return _ACTS.search(text) is not None


_ACTS = re.compile(
    "[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\ufffe\uffff\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]"
)
