"""Text in both languages, as the page holds it: each wrapped in its language, of which the page shows one."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup, escape

from riskscreen.reports.plain_text import plain

_PRIVATE = re.compile("[\ue000-\uf8ff]")

LONGEST_VALUE, LONGEST_TEXT = 600, 3_000
"""What is longer is cut in the page, which says how long it is; the JSON report has it whole."""


@dataclass(frozen=True, slots=True)
class Both:
    """The same said in both languages. In a template it writes itself, escaped."""

    zh: str
    en: str

    def __html__(self) -> str:
        return self.wrapped("span")

    @property
    def svg(self) -> Markup:
        """The text for a picture."""
        return Markup(self.wrapped("tspan"))  # noqa: S704 -- wrapped() escapes

    def wrapped(self, tag: str) -> str:
        """Each language in an element of its own; one element less where both say the same."""
        zh, en = escaped(shown(self.zh, LONGEST_TEXT)), escaped(shown(self.en, LONGEST_TEXT))
        if zh == en:
            return str(zh)
        return f'<{tag} lang="zh">{zh}</{tag}><{tag} lang="en">{en}</{tag}>'

    def in_language(self, lang: str) -> str:
        """One of the two."""
        return self.zh if lang == "zh" else self.en

    def columns(self) -> float:
        """The width of the wider text, in characters of Chinese."""
        return max(ems(shown(self.zh)), ems(shown(self.en)))


def same(text: str) -> Both:
    """What is the same in both languages."""
    return Both(text, text)


def escaped(text: str) -> Markup:
    """The text for a page. Characters of the private area, which have a meaning of their own there, are spelt out."""
    return Markup(_PRIVATE.sub(lambda sign: f"&#{ord(sign[0])};", str(escape(text))))  # noqa: S704 -- just escaped


def shown(text: Any, most: int = LONGEST_VALUE) -> str:
    """A value as the page prints it: on one line, not endless, and nothing in it acts on the reader's screen."""
    line = plain(str(text))
    return line if len(line) <= most else f"{line[:most].rstrip()}… ({len(line):,})"


def ems(text: str) -> float:
    """About how wide a text is set, in widths of a Chinese character."""
    return sum(1.0 if sign >= "\u2e80" else 0.56 for sign in text)


def cut(text: str, most: float) -> str:
    """The text, cut with an ellipsis where it is wider than ``most`` Chinese characters."""
    if ems(text) <= most:
        return text
    used = 0.0
    for end, sign in enumerate(text):
        used += ems(sign)
        if used > most - 1:
            return f"{text[:end].rstrip()}…"
    return text
