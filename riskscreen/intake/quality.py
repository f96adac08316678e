"""Notes on the quality of the data: the same oddity is counted, not repeated."""

from __future__ import annotations

import json
from difflib import get_close_matches
from typing import Any

from riskscreen.intake.messages import Message, close_word
from riskscreen.intake.oddities import UNKNOWN_FIELD, Oddity, known_keys
from riskscreen.intake.pieces import Place
from riskscreen.intake.strict_json import printable
from riskscreen.model.report import Language, Quality

MOST_PATHS = 1_000
"""Different notes that are kept apart; data with more unknown fields than that is counted together."""

_LONGEST_PATH = 200
_LONGEST_VALUE = 40
_OTHERS = "/*"


class QualityNotes:
    """Counts oddities by path, and remembers where each was met first."""

    def __init__(self) -> None:
        self._counts: dict[Oddity, int] = {}
        self._first: dict[Oddity, str] = {}
        self._hints: dict[Oddity, Message] = {}

    def add(self, oddity: Oddity, place: Place, value: Any = None, hint: Message | None = None) -> None:
        """Counts one oddity of the record at ``place``.

        The ``value`` that is odd is shown, if short and plain. ``hint`` is a tail to a sentence: what may be meant.
        """
        if oddity not in self._counts and len(self._counts) >= MOST_PATHS:
            oddity = Oddity(_OTHERS, oddity.issue)
        self._counts[oddity] = self._counts.get(oddity, 0) + 1
        if oddity not in self._first:
            self._first[oddity] = located(place) + _told(value)
        if hint is not None:
            self._hints.setdefault(oddity, hint)

    def report(self, lang: Language) -> list[Quality]:
        """All notes, sorted by path. The example says where to look, and which known field may be meant."""
        return [
            Quality(path=_shown(oddity.path), issue=oddity.issue, count=count, example=self._example(oddity, lang))
            for oddity, count in sorted(self._counts.items())
        ]

    def _example(self, oddity: Oddity, lang: Language) -> str:
        where = self._first[oddity]
        tail = self._hints.get(oddity)
        if oddity.issue == UNKNOWN_FIELD:
            close = get_close_matches(oddity.path.rpartition("/")[2], known_keys(oddity.path), n=1)
            tail = close_word(close[0] if close else None)
        if tail is None:
            return where
        return where + (tail.zh if lang == "zh" else tail.en)


def _told(value: Any) -> str:
    """A short plain value behind a place; anything else is not repeated."""
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return ""
    text = printable(json.dumps(value, ensure_ascii=False))
    return f" {text}" if len(text) <= _LONGEST_VALUE else ""


def located(place: Place) -> str:
    """A place as people write it: ``batch.jsonl:3``, ``batch.json[0]``, ``batch.xlsx 项目!A7``."""
    if place.cell is not None:
        return f"{place.source} {place.cell}"
    if place.index is not None:
        return f"{place.source}[{place.index}]"
    return place.source if place.line is None else f"{place.source}:{place.line}"


def _shown(path: str) -> str:
    return path if len(path) <= _LONGEST_PATH else f"{path[:_LONGEST_PATH]}…"
