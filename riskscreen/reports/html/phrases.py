"""Markup that repeats in what waits to be opened is written once: the page stays small enough to open and to send on.

A phrase is a table head, a text in both languages, or a run of tags between two texts. One that occurs often stands in
a list in the page, and a single character of a private area stands for it; the script puts it back. Characters of that
area in records are written as numeric references (see :mod:`riskscreen.reports.html.both`), so that none of them is
ever taken for a phrase.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence

FIRST = 0xE000
MOST = 0x1900
"""Characters of the private area."""

_OFTEN = 8
_SIGN_BYTES = 3
_TEXTS = re.compile(
    r"<(?:thead>.*?</thead>|caption class=\"sr\">.*?</caption>"
    r"|(?:span class=\"place\"><)?span lang=\"zh\">[^<]*</span><span lang=\"en\">[^<]*</span>"
    r"(?:</span> <code>[^<]*</code>)?"
    r"|tspan lang=\"zh\">[^<]*</tspan><tspan lang=\"en\">[^<]*</tspan>)",
    re.DOTALL,
)
_TAGS = re.compile(r"(?:<[^<>\n]+> ?)+")


def shortened(texts: Sequence[str]) -> tuple[list[str], list[str]]:
    """The texts with their phrases replaced, and the phrases in the order of their characters."""
    phrases: list[str] = []
    for pattern in (_TEXTS, _TAGS):
        found = _worthwhile(pattern, texts)[: MOST - len(phrases)]
        signs = {phrase: chr(FIRST + len(phrases) + at) for at, phrase in enumerate(found)}
        texts = [_replaced(pattern, signs, text) for text in texts]
        phrases.extend(found)
    return list(texts), phrases


def _replaced(pattern: re.Pattern[str], signs: dict[str, str], text: str) -> str:
    return pattern.sub(lambda match: signs.get(match[0], match[0]), text)


def _worthwhile(pattern: re.Pattern[str], texts: Iterable[str]) -> list[str]:
    """The phrases that occur often and are longer than their sign, those first that save most."""
    counts: Counter[str] = Counter()
    for text in texts:
        counts.update(pattern.findall(text))
    often = [phrase for phrase, count in counts.items() if count >= _OFTEN and len(phrase) > _SIGN_BYTES]
    return sorted(often, key=lambda phrase: (-counts[phrase] * (len(phrase) - _SIGN_BYTES), phrase))
