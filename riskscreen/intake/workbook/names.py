"""What sheets and columns are called, in both languages, and how a name that people typed is recognised."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from riskscreen.model.base import Record
from riskscreen.model.field_guide import FIELD_GUIDE
from riskscreen.model.field_hints import HINTS_IN_CHINESE
from riskscreen.model.report import Language

_HUMP = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_MARKS = re.compile(r"[\W_]+")


@dataclass(frozen=True, slots=True)
class Label:
    """A name and an explanation in both languages."""

    zh: str
    en: str
    hint_zh: str
    hint_en: str

    def name(self, lang: Language) -> str:
        """The name in one language."""
        return self.zh if lang == "zh" else self.en

    def hint(self, lang: Language) -> str:
        """The explanation in one language."""
        return self.hint_zh if lang == "zh" else self.hint_en


def label_of(part: type[Record], key: str) -> Label:
    """The label of a field, from the field guide; its English name is its key in words."""
    guide = FIELD_GUIDE[part.__name__][key]
    return Label(guide.zh, in_words(key), HINTS_IN_CHINESE[part.__name__][key], guide.en)


def in_words(key: str) -> str:
    """A key as people write it: ``dateSigned`` is ``Date signed``."""
    words = _HUMP.sub(" ", key).lower()
    return "ID" if words == "id" else words[:1].upper() + words[1:]


def joined_label(labels: Sequence[Label]) -> Label:
    """The name of a value inside parts: all their names, but none that the next one repeats."""
    zh: list[str] = []
    for label in labels:
        if zh and label.zh.startswith(zh[-1]):
            zh.pop()
        if not zh or not zh[-1].endswith(label.zh):
            zh.append(label.zh)
    en = " / ".join([labels[0].en, *(label.en[:1].lower() + label.en[1:] for label in labels[1:])])
    return Label("·".join(zh), en.replace("iD", "ID"), labels[-1].hint_zh, labels[-1].hint_en)


def folded(name: str) -> str:
    """A name as it is compared: without width, case, blanks and punctuation."""
    return _MARKS.sub("", unicodedata.normalize("NFKC", name).casefold())
