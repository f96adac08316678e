"""Markup that repeats in what waits to be opened is written once: the page stays small enough to be sent on.

A phrase is a table head or a text in both languages. One that occurs often stands in a list in the page, and a single
character of a private area stands for it; the script puts it back. Characters of that area in records are written as
numeric references (see :mod:`riskscreen.reports.html.both`), so that none of them is ever taken for a phrase.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence

FIRST = 0xE000
MOST = 0x1900
"""Characters of the private area."""

_OFTEN = 8
_PHRASE = re.compile(
    r"<thead>.*?</thead>|<caption class=\"sr\">.*?</caption>"
    r"|(?:<span class=\"place\">)?<span lang=\"zh\">[^<]*</span><span lang=\"en\">[^<]*</span>"
    r"(?:</span> <code>[^<]*</code>)?",
    re.DOTALL,
)


def shortened(texts: Sequence[str]) -> tuple[list[str], list[str]]:
    """The texts with their phrases replaced, and the phrases in the order of their characters."""
    phrases = _frequent(texts)
    signs = {phrase: chr(FIRST + at) for at, phrase in enumerate(phrases)}
    return [_PHRASE.sub(lambda match: signs.get(match[0], match[0]), text) for text in texts], phrases


def _frequent(texts: Iterable[str]) -> list[str]:
    counts: Counter[str] = Counter()
    for text in texts:
        counts.update(_PHRASE.findall(text))
    often = [phrase for phrase, count in counts.most_common(MOST) if count >= _OFTEN]
    return sorted(often, key=lambda phrase: (-counts[phrase] * len(phrase), phrase))
