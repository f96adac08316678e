"""Values as people write them, in the language of the report."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from functools import cache, lru_cache

from riskscreen.facts.vocabulary import MARKET, ORGANISATION
from riskscreen.lang.measure import Bounds
from riskscreen.lang.vocabulary import Kind, Value, decode
from riskscreen.model.report import Language
from riskscreen.model.words import WORDS_IN_CHINESE

_YES, _NO = {"en": "yes", "zh": "是"}, {"en": "no", "zh": "否"}
UNKNOWN = {"en": "unknown", "zh": "不详"}
_AT_LEAST = {"en": "at least {}", "zh": "至少{}"}
_UNPROVEN = {"en": "{} (identity not established)", "zh": "{}（身份未确认）"}
EVERY = {"en": "all", "zh": "全部"}
"""In the place of a key by which projects are not grouped."""
_WITHIN = {"en": " (Compared only within {}.)", "zh": "（仅在以下范围内比较：{}。）"}
_BETWEEN = {"en": "{} to {}", "zh": "{}至{}"}
_MOST_PLACES = 12


@lru_cache(maxsize=4096)
def known(value: Value, kind: Kind, lang: Language, thresholds: Sequence[Decimal] = ()) -> str:
    """A known value, as engines see it, that is no identity. ``thresholds``: as for :func:`number`."""
    if kind is Kind.BOOL:
        return (_YES if value else _NO)[lang]
    if kind is Kind.CODE:
        return code(str(value), lang)
    decoded = decode(value, kind)
    if isinstance(decoded, date):
        return decoded.isoformat()
    return str(decoded) if isinstance(decoded, str) else number(Decimal(decoded), kind, lang, thresholds)


def number(value: Decimal, kind: Kind, lang: Language, thresholds: Sequence[Decimal] = ()) -> str:
    """A number of a kind: ``62.5 %`` for a share, thousands separated in money, no zeros at the end.

    A share has as many digits as it takes to stand to each of ``thresholds`` as it truly does: 9.99 % is not 10 %.
    """
    if kind is Kind.SHARE:
        percent = _rounded(100 * value, [100 * threshold for threshold in thresholds])
        return f"{_plain(percent)} %" if lang == "en" else f"{_plain(percent)}%"
    return f"{_trimmed(value):,f}" if kind is Kind.MONEY else _plain(value)


def _rounded(percent: Decimal, thresholds: Sequence[Decimal]) -> Decimal:
    for places in range(1, _MOST_PLACES):
        rounded = percent.quantize(Decimal(1).scaleb(-places))
        if all(rounded.compare(threshold) == percent.compare(threshold) for threshold in thresholds):
            return rounded
    return percent


def money(hundredths: int, currency: str | None, lang: Language) -> str:
    """An amount with its currency, if that is known."""
    digits = known(hundredths, Kind.MONEY, lang)
    if currency is None:
        return digits
    return f"{digits}元" if lang == "zh" and currency == "CNY" else f"{currency} {digits}"


def measured(bounds: Bounds | None, kind: Kind, lang: Language, thresholds: Sequence[Decimal] = ()) -> str:
    """What is known of a measure: its value, or the bounds it lies in. ``thresholds``: as for :func:`number`."""
    if bounds is None or (bounds.high is None and not bounds.low):
        return UNKNOWN[lang]  # that it is not below nothing goes without saying
    low = number(Decimal(bounds.low) / bounds.unit, kind, lang, thresholds)
    if bounds.exact:
        return low
    if bounds.high is None:
        return at_least(low, lang)
    return _BETWEEN[lang].format(low, number(Decimal(bounds.high) / bounds.unit, kind, lang, thresholds))


def at_least(text: str, lang: Language) -> str:
    """A lower bound."""
    return _AT_LEAST[lang].format(text)


def unproven(name: str, lang: Language) -> str:
    """Somebody who is named and has no identifier."""
    return _UNPROVEN[lang].format(name)


@cache
def key_label(name: str, lang: Language) -> str:
    """What a key of a cohort is called; the same name means the same in all batch relations."""
    fields = (field for of in (ORGANISATION, MARKET) for relation in of.relations for field in relation.fields)
    label = next((field.label for field in fields if field.cohort and field.name == name), None)
    if label is None:
        return name
    return label.zh if lang == "zh" else label.en


def within(keys: Sequence[tuple[str, str]], lang: Language) -> str:
    """By which further keys, with their values, projects were compared."""
    told = (", " if lang == "en" else "，").join(f"{key_label(key, lang)} = {value}" for key, value in keys)
    return _WITHIN[lang].format(told)


def code(word: str, lang: Language) -> str:
    """A word of a closed list."""
    return WORDS_IN_CHINESE.get(word, word) if lang == "zh" else word.replace("-", " ")


def _plain(value: Decimal) -> str:
    return f"{_trimmed(value):f}"


def _trimmed(value: Decimal) -> Decimal:
    whole = value.to_integral_value()
    return whole if value == whole else value.normalize()
