"""Values and figures as the page writes them."""

from __future__ import annotations

import json
from typing import Any

from riskscreen.facts.vocabulary import MARKET, ORGANISATION
from riskscreen.model.report import Evidence, Finding
from riskscreen.reports.html.both import Both, shown
from riskscreen.reports.html.twins import Twin
from riskscreen.reports.html.words import both


def percent(share: float) -> str:
    """A share as a whole percentage, rounded down so that 100 % means all."""
    return f"{int(share * 100 + 1e-9)}%"


def money(amount: float, currency: str | None) -> Both:
    """An amount with thousands separated, and its currency."""
    digits = f"{amount:,.2f}".removesuffix(".00")
    if currency is None:
        return Both(digits, digits)
    return Both(f"{digits}元" if currency == "CNY" else f"{currency} {digits}", f"{currency} {digits}")


def value(piece: Twin[Evidence]) -> Both:
    """A value of the record; privacy may have put different marks into the two editions."""
    return Both(shown(value_text(piece.zh.value)), shown(value_text(piece.en.value)))


def value_text(stated: Any) -> str:
    """A value as JSON writes it, text without quotes."""
    return stated if isinstance(stated, str) else json.dumps(stated, ensure_ascii=False, default=str)


def cohort(finding: Twin[Finding]) -> Both:
    """What a finding on a batch compares within, in the words of the vocabulary."""
    group, english = finding.zh.cohort, finding.en.cohort
    if group is None or english is None:
        return Both("", "")
    parts = [_equals(_called(name), value_text(stated)) for name, stated in group.by.items()]
    parts.append(both("cohort_size", n=group.n))
    if group.words is not None and english.words is not None:
        parts.append(Both(group.words, english.words))
    return Both("，".join(part.zh for part in parts), ", ".join(part.en for part in parts))


def _equals(name: Both, stated: str) -> Both:
    return Both(f"{name.zh} = {stated}", f"{name.en} = {stated}")


def _called(name: str) -> Both:
    """The label of a key of a cohort; the same name means the same in all batch relations."""
    fields = (field for of in (ORGANISATION, MARKET) for relation in of.relations for field in relation.fields)
    label = next((field.label for field in fields if field.cohort and field.name == name), None)
    return Both(name, name) if label is None else Both(label.zh, label.en)
