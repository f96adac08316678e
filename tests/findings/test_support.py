"""Which rules each form of data supports, and what the others need."""

from __future__ import annotations

from functools import cache

import pytest

from riskscreen.facts.vocabulary import VOCABULARY
from riskscreen.findings.support import needs
from riskscreen.rulebook.load import Rulebook, load_rulebook


@cache
def _book() -> Rulebook:
    return load_rulebook(packs=["social-services", "ocp"])


def _needs(code: str, form: str) -> tuple[str, ...] | None:
    rule = _book().rule(code)
    return needs(rule.query, VOCABULARY[rule.query.subject], form)


@pytest.mark.parametrize(
    "code",
    [
        "SW104",
        "SW301",
        "SW302",
        "SW307",
        "SW309",
        "SW310",
        "SW311",
        "SW312",
        "SW402",
        "SW501",
        "SW502",
        "SW507",
        "SW510",
    ],
)
def test_signs_that_ocds_can_show(code: str) -> None:
    assert _needs(code, "ocds") is None
    assert _needs(code, "native") is None


@pytest.mark.parametrize(
    ("code", "wanted"),
    [
        ("SW601", "/evaluation/evaluator/revenueBySource/*/amount"),
        ("SW605", "/evaluation/methods"),
        ("SW105", "/contract/renewalClause"),
        ("SW401", "/roles/*/side"),  # professional and community are no sides that OCDS knows
        ("SW604", "/evaluation/passed"),
        ("PF08", "/evaluation/selection"),
    ],
)
def test_signs_that_ocds_cannot_show_say_what_they_need(code: str, wanted: str) -> None:
    found = _needs(code, "ocds")
    assert found is not None
    assert wanted in found
    assert _needs(code, "native") is None


def test_flags_on_processes_need_ocds() -> None:
    for rule in _book().rules:
        if rule.pack == "ocp":
            found = needs(rule.query, VOCABULARY[rule.query.subject], "native")
            assert found, rule.full_name
            assert needs(rule.query, VOCABULARY[rule.query.subject], "ocds") is None, rule.full_name
