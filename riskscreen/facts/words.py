"""Words of a list, looked up in a text in Chinese or English.

Both are brought to one form first: compatibility characters unified (NFKC), letters case-folded, spaces between
Chinese characters dropped, punctuation turned into a space. Chinese words are found anywhere in a run of Chinese
characters; words in letters or digits are found as whole words only, so that "grading" does not stand in "upgrading".
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

_UNSPACED = "\u3005\u3040-\u30ff\u3400-\u9fff\U00020000-\U0003134f"  # scripts that put no space between words
_INNER_SPACE = re.compile(rf"(?<=[{_UNSPACED}])\s+(?=[{_UNSPACED}])")
_RUN = re.compile(rf"[{_UNSPACED}]+|[^\W_{_UNSPACED}]+")
_ENDS_UNSPACED = re.compile(rf"[{_UNSPACED}]$")
_STARTS_UNSPACED = re.compile(rf"[{_UNSPACED}]")


@lru_cache(maxsize=16_384)
def normalise(text: str) -> str:
    """The text's runs of characters, one space between them: ``Home-Care(养老)`` becomes ``home care 养老``."""
    unified = unicodedata.normalize("NFKC", text).casefold()
    return " ".join(_RUN.findall(_INNER_SPACE.sub("", unified)))


def search_key(word: str) -> str:
    """The normalised word with a space at each end that must be a word's end; empty if it has no letter or digit."""
    plain = normalise(word)
    if not plain:
        return ""
    before = "" if _STARTS_UNSPACED.match(plain) else " "
    after = "" if _ENDS_UNSPACED.search(plain) else " "
    return f"{before}{plain}{after}"


def searched(text: str) -> str:
    """The form of a text in which search keys are looked for."""
    return f" {normalise(text)} "


@dataclass(frozen=True, slots=True)
class Words:
    """A list of words, prepared for looking them up."""

    keys: tuple[str, ...] = ()

    @classmethod
    def of(cls, words: Iterable[str]) -> Words:
        """The words, each once, in the order given; what has no letter or digit is left out."""
        return cls(tuple(dict.fromkeys(key for key in map(search_key, words) if key)))

    def stand_in(self, text: str) -> bool:
        """Whether one of the words stands in the text."""
        return bool(self.keys) and _any_of(self.keys).search(searched(text)) is not None


@lru_cache(maxsize=512)
def _any_of(keys: tuple[str, ...]) -> re.Pattern[str]:
    """One search for all words: a list can be long, and every project is looked up in several."""
    return re.compile("|".join(map(re.escape, keys)))


NO_WORDS = Words()
