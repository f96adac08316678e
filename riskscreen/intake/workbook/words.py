"""Words that cells hold in the place of values: yes and no, closed lists, and what stands for nothing known."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from enum import Enum, auto
from functools import lru_cache

from riskscreen.intake.workbook.names import folded
from riskscreen.model.report import Language
from riskscreen.model.words import WORDS_IN_CHINESE

YES: Mapping[Language, str] = {"zh": "是", "en": "yes"}
NO: Mapping[Language, str] = {"zh": "否", "en": "no"}
SEPARATOR: Mapping[Language, str] = {"zh": "、", "en": "; "}

_TRUE = frozenset({
    "是", "有", "对", "√", "✓", "✔", "☑", "y", "yes", "true", "t", "1", "已", "已有",
})  # fmt: skip
_FALSE = frozenset({
    "否", "无", "没有", "不是", "错", "×", "✗", "✘", "✕", "n", "no", "false", "f", "0", "未",
})  # fmt: skip
_BETWEEN_WORDS = re.compile(r"[、,;/|\n]+")
_PART_OF_LABEL = re.compile(r"[、]|等$")
_SIGNS_OF_NOTHING = frozenset({
    "-", "--", "—", "——", "―", "–", "/", "\\\\", "…", "……", "?", "??", "...", "。",
})  # fmt: skip
_WORDS_OF_NOTHING = frozenset({
    "不详", "未知", "不清楚", "不明", "待定", "待填", "待补", "待补充", "待核实", "暂缺", "缺", "空", "na", "n/a",
    "unknown", "tbd",
})  # fmt: skip
_WORDS_OF_NONE = frozenset({
    "无", "没有", "无编号", "none", "null", "nil", "不适用",
})  # fmt: skip

_ALSO_CALLED: Mapping[str, str] = {
    "单一来源采购": "direct",
    "单一来源": "direct",
    "竞争性谈判": "limited",
    "询价采购": "limited",
    "竞争性磋商": "selective",
    "邀请招标": "selective",
    "公开招投标": "open",
    "社工机构": "social-work-agency",
    "社会工作机构": "social-work-agency",
    "事业单位法人": "public-institution",
    "公司": "company",
    "区县级": "county",
    "区级": "county",
    "县级": "county",
    "省级": "provincial",
    "甲方": "buyer",
    "乙方": "contractor",
}


class State(Enum):
    """What is known of a list besides its entries."""

    NONE = auto()
    INCOMPLETE = auto()
    NONE_SO_FAR = auto()
    COMPLETE = auto()


class Nameless(Enum):
    """What is known of a list inside an entry besides its items."""

    NONE = auto()
    ONE_UNNAMED = auto()


STATE_WORDS: Mapping[State, tuple[str, str]] = {
    State.NONE: ("无", "none"),
    State.INCOMPLETE: ("不完整", "incomplete"),
    State.NONE_SO_FAR: ("暂无，不完整", "none so far"),
    State.COMPLETE: ("完整", "complete"),
}
"""How the state of a list is written, in Chinese and in English."""

NAMELESS_WORDS: Mapping[Nameless, tuple[str, str]] = {
    Nameless.NONE: ("无", "none"),
    Nameless.ONE_UNNAMED: ("不详", "unnamed"),
}
"""How the state of a list inside an entry is written."""

_STATES = {
    **{folded(word): state for state, words in STATE_WORDS.items() for word in words},
    **{folded(word): State.NONE for word in ("没有", "确认无", "确无")},
    **{folded(word): State.INCOMPLETE for word in ("部分", "不全", "partial", "不完全")},
    **{folded(word): State.NONE_SO_FAR for word in ("暂无",)},
}
_NAMELESS = {
    **{folded(word): state for state, words in NAMELESS_WORDS.items() for word in words},
    folded("没有"): Nameless.NONE,
    folded("未知"): Nameless.ONE_UNNAMED,
    folded("unknown"): Nameless.ONE_UNNAMED,
}


@lru_cache(maxsize=4096)
def means_nothing(text: str, *, none_too: bool) -> bool:
    """Whether a text stands for nothing known. ``none_too``: a word such as 无 does too, where it says no value."""
    plain = unicodedata.normalize("NFKC", text).strip().casefold()
    return plain in _SIGNS_OF_NOTHING or plain in _WORDS_OF_NOTHING or (none_too and plain in _WORDS_OF_NONE)


def truth(text: str) -> bool | None:
    """What a word of yes or no says."""
    plain = unicodedata.normalize("NFKC", text).strip().casefold()
    return True if plain in _TRUE else False if plain in _FALSE else None


def state(text: str) -> State | None:
    """What a word says of a list."""
    return _STATES.get(folded(text))


def nameless(text: str) -> Nameless | None:
    """What a word says of a list inside an entry."""
    return _NAMELESS.get(folded(text))


@lru_cache(maxsize=1024)
def word(text: str, words: tuple[str, ...]) -> str | None:
    """The word of a closed list that a text means: the word itself, its label, or a name in use for it."""
    wanted = folded(text)
    also = _ALSO_CALLED.get(wanted)
    return _names(words).get(wanted) or (also if also in words else None)


@lru_cache(maxsize=1024)
def several_words(text: str, words: tuple[str, ...]) -> list[str] | str | None:
    """The words that a text lists; an empty list where it says that there is none.

    Where a part of it is no word of the list, that part.
    """
    if state(text) is State.NONE:
        return []
    found = []
    for part in _BETWEEN_WORDS.split(unicodedata.normalize("NFKC", text)):
        if part.strip():
            known = word(part, words)
            if known is None:
                return part.strip()
            found.append(known)
    return found or None


def label(code: str, lang: Language) -> str:
    """A word of a closed list as people write it."""
    return WORDS_IN_CHINESE[code] if lang == "zh" else code


@lru_cache(maxsize=64)
def _names(words: tuple[str, ...]) -> dict[str, str]:
    names: dict[str, str] = {}
    for code in words:
        for part in filter(None, _PART_OF_LABEL.split(WORDS_IN_CHINESE[code])):
            names.setdefault(folded(part), code)
    for code in words:
        names[folded(WORDS_IN_CHINESE[code])] = code
        names[folded(code)] = code
    return names
