"""What rules say to people: nothing that accuses, each language in itself, and values in every message."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from itertools import chain

from riskscreen.model.rule import Param, RuleHead, Texts
from riskscreen.model.sources import SourceEntry
from riskscreen.rulebook.checks import PLACEHOLDER
from riskscreen.rulebook.lint.remark import Remark
from riskscreen.rulebook.yaml_source import DataPath

_KEYS = ("title", "message", "rationale", "innocent", "verify", "remedy")
_ACCUSING = {
    "en": re.compile(
        r"\b(corrupt\w*|fraud\w*|illegal\w*|unlawful\w*|illicit\w*|crim(?:e|es|inal\w*)|brib\w*|embezzl\w*|kickbacks?"
        r"|collu[ds]\w*|conspir\w*|rigg(?:ed|ing)|rent[- ]seeking|guilt\w*|culprits?|misappropriat\w*|misconduct"
        r"|wrongdoing|malpractice|swindl\w*|cheat\w*|theft|thie(?:f|ves)|st(?:eal\w*|ole\w*)|nepotism|cronyism"
        r"|launder\w*)\b",
        re.IGNORECASE,
    ),
    "zh": re.compile(
        "违法|违规|违纪|非法|不法|腐败|舞弊|贪污|受贿|行贿|贿赂|犯罪|诈骗|欺诈|串通|串标|围标|寻租|勾结|合谋|侵吞|骗取|套取"
        "|利益输送|回扣|黑幕|造假|作弊|徇私|渎职"
    ),
}
_CHINESE = re.compile(r"[\u3400-\u9fff]+")
_IN_BRACKETS = re.compile(r"\([^()]*\)|（[^（）]*）")
_ENGLISH = re.compile(r"[A-Za-z][A-Za-z'’-]*(?:[ ,;:]+[A-Za-z][A-Za-z'’-]*){3,}")
"""Four Latin words in a row: a sentence, and no name of a programme or place."""


def text_remarks(file: RuleHead, sources: Mapping[str, SourceEntry] | None) -> Iterator[Remark]:
    """Everything wrong with what a rule says, text by text.

    Without ``sources`` it is not known which terms are coined, and nothing is said of words that accuse.
    """
    for path, texts in texts_of(file):
        if _same(texts):
            message = "the same text stands under en and zh; translate it"
            yield Remark((*path, "zh"), 0, "same-in-both-languages", message)
        else:
            yield from _of_wrong_language(path, texts)
    if sources is not None and file.kind in ("sign", "screen"):
        yield from _accusing(file, sources)
    own = list(_of_alternatives(file))
    named = bool(PLACEHOLDER.search(file.message.en + file.message.zh))
    yield from _values(("message",), file.message, needed=not own)
    for path, texts in own:
        yield from _values(path, texts, needed=not named)
    if len(file.alternative_messages) > 1 and not any(file.alternative_messages):
        message = (
            "these alternatives share one message, so that a finding cannot say which of them is true; give each a "
            "message (en and zh) of its own that names its values"
        )
        yield Remark(("when", "any"), 0, "one-message-for-all", message)


def _of_alternatives(file: RuleHead) -> Iterator[tuple[DataPath, Texts]]:
    for position, texts in enumerate(file.alternative_messages):
        if texts is not None:
            yield ("when", "any", position, "message"), texts


def texts_of(file: RuleHead) -> Iterator[tuple[DataPath, Texts]]:
    """Every text of a rule that people read, with its place."""
    for key in _KEYS:
        yield (key,), getattr(file, key)
    yield from _of_alternatives(file)
    for name, declared in file.params.items():
        values: list[tuple[DataPath, Param]] = (
            [((), declared)]
            if isinstance(declared, Param)
            else [((place,), each) for place, each in enumerate(declared)]
        )
        for place, value in values:
            if value.note is not None:
                yield ("params", name, *place, "note"), value.note
    for position, citation in enumerate(file.cites):
        if citation.note is not None:
            yield ("cites", position, "note"), citation.note


def _same(texts: Texts) -> bool:
    return texts.en.split() == texts.zh.split()


def _of_wrong_language(path: DataPath, texts: Texts) -> Iterator[Remark]:
    chinese = _CHINESE.search(_IN_BRACKETS.sub("", texts.en))
    if chinese:
        message = f"{chinese[0]} stands in the English text; say it in English, or put a coined term in brackets"
        yield Remark((*path, "en"), 0, "chinese-in-english", message)
    english = _ENGLISH.search(PLACEHOLDER.sub("", texts.zh))
    if english:
        message = f"{_shortened(english[0])!r} stands in the Chinese text; translate it"
        yield Remark((*path, "zh"), 0, "english-in-chinese", message)


def _accusing(file: RuleHead, sources: Mapping[str, SourceEntry]) -> Iterator[Remark]:
    cited = {citation.source for citation in file.cites}
    terms = chain.from_iterable(entry.terms for key, entry in sources.items() if key in cited)
    coined = re.compile("|".join(map(re.escape, sorted(terms, key=len, reverse=True))) or r"(?!)", re.IGNORECASE)
    for path, texts in texts_of(file):
        for lang, words in _ACCUSING.items():
            found = dict.fromkeys(words.findall(coined.sub("", texts.in_language(lang))))
            if found:
                message = (
                    f"{', '.join(found)}: this accuses, and a flag is only a reason to look; say what the data shows. "
                    "A term that a cited source coins may stand here if the bibliography lists it under its terms"
                )
                yield Remark((*path, lang), 0, "accusing-word", message)


def _values(path: DataPath, message: Texts, needed: bool) -> Iterator[Remark]:
    """Values that a message lacks, if it needs any, or shows in one language only."""
    named = {lang: set(PLACEHOLDER.findall(message.in_language(lang))) for lang in ("en", "zh")}
    lacking = [lang for lang, names in named.items() if not names]
    if lacking and (needed or len(lacking) == 1):
        place = path if len(lacking) == 2 else (*path, *lacking)
        text = "the message shows no value of the case; name one, such as {project.start}"
        yield Remark(place, 0, "message-without-value", text)
    elif named["en"] != named["zh"]:
        only = ", ".join(f"{{{name}}}" for name in sorted(named["en"] ^ named["zh"]))
        text = f"only one of the two languages shows {only}; both must say the same"
        yield Remark((*path, "zh"), 0, "values-differ", text)


def _shortened(text: str) -> str:
    return text if len(text) <= 40 else f"{text[:40]}…"
