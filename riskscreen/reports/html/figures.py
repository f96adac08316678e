"""Values and figures as the page writes them."""

from __future__ import annotations

from riskscreen.model.report import Evidence, Finding
from riskscreen.reports import finding_words
from riskscreen.reports.finding_words import cohort_words, value_words
from riskscreen.reports.html.both import Both, shown
from riskscreen.reports.html.twins import Twin


def percent(share: float) -> Both:
    """A share as a whole percentage."""
    return Both(finding_words.percent(share, "zh"), finding_words.percent(share, "en"))


def money(amount: float, currency: str | None) -> Both:
    """An amount with thousands separated, and its currency."""
    digits = f"{amount:,.2f}".removesuffix(".00")
    if currency is None:
        return Both(digits, digits)
    return Both(f"{digits}元" if currency == "CNY" else f"{currency} {digits}", f"{currency} {digits}")


def value(piece: Twin[Evidence]) -> Both:
    """A value of the record; privacy may have put different marks into the two editions."""
    return Both(shown(value_words(piece.zh.value)), shown(value_words(piece.en.value)))


def cohort(finding: Twin[Finding]) -> Both:
    """What a finding on a batch compares within, in the words of the vocabulary."""
    group, english = finding.zh.cohort, finding.en.cohort
    if group is None or english is None:
        return Both("", "")
    return Both(cohort_words(group, "zh"), cohort_words(english, "en"))
