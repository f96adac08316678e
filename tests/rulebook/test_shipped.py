"""The rules that come with the package: all there, all sound, every example true on every engine."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from functools import cache
from typing import Any

import jsonschema
import pytest

from riskscreen.engines.base import Engine, EngineRule
from riskscreen.engines.select import build_engine, durable_available
from riskscreen.model.rule import RuleFile
from riskscreen.rulebook.examples import run_examples
from riskscreen.rulebook.load import Rulebook, load_rulebook

SOCIAL_SERVICES = """
PF01-institutional-cooperation PF02-mutual-learning PF03-resource-network PF04-local-structure
PF05-whole-process-coproduction PF06-satisfaction-led-evaluation PF07-bottom-up-oversight
PF08-independent-evaluator PF09-trust-and-public-value SW101-output-quota-authorisation
SW102-no-plan-discretion SW103-function-without-power SW104-year-end-rush SW105-annual-only-contract
SW106-missing-procedure-step SW107-showcase-project SW201-needs-without-recipients SW202-silent-recipient
SW203-no-needs-assessment SW204-cloned-design SW205-narrow-coverage SW206-supply-need-mismatch
SW301-mismatched-contractor SW302-basic-service-only SW303-few-licensed-staff SW304-strong-tie-weak-capacity
SW305-nurtured-winner SW306-buyer-dependence SW307-buyer-in-governance SW308-icing-not-charcoal
SW309-repeat-incumbent SW310-award-concentration SW311-thin-competition SW312-linked-bidders
SW313-area-need-gap SW401-three-in-one SW402-two-in-one SW403-self-supervision SW404-evaluator-tie
SW501-five-month-window SW502-festival-eroded-window SW503-deadline-bunching SW504-exactly-on-target
SW505-passive-recipient SW506-closing-to-keep-money SW507-paid-before-service SW508-ends-with-project
SW509-service-gap SW510-uniform-deadline SW511-standards-bent-to-acceptance SW601-evaluator-dependence
SW602-buyer-picks-evaluator SW603-evaluator-overload SW604-everyone-passes SW605-paper-only-evaluation
SW606-results-figures-only SW607-no-satisfaction-measure SW608-evaluation-without-consequence
SW609-self-evaluation SW610-no-citizen-oversight SW611-instant-acceptance SW612-failure-rewarded
SW613-active-compliance
"""
ENGINES = ["reference", "duckdb"] if durable_available() else ["reference", "durable", "duckdb"]


@cache
def shipped() -> Rulebook:
    return load_rulebook(examples=True)


def test_every_sign_and_protective_factor_of_the_papers_has_its_rule() -> None:
    assert [f"{rule.code}-{rule.file.name}" for rule in shipped().rules] == sorted(SOCIAL_SERVICES.split())


def test_reading_without_examples_gives_the_same_rules() -> None:
    quick = load_rulebook()
    assert quick.digest == shipped().digest
    assert [rule.query for rule in quick.rules] == [rule.query for rule in shipped().rules]


@pytest.mark.parametrize("name", ENGINES)
def test_every_example_holds_and_every_threshold_has_one_on_both_sides(name: str) -> None:
    def build(rules: Sequence[EngineRule]) -> Engine:
        return build_engine(name, rules)

    assert "\n".join(map(str, run_examples(shipped(), [build]).faults)) == ""


def test_the_json_schema_of_a_rule_accepts_the_files() -> None:
    schema = jsonschema.Draft202012Validator(RuleFile.model_json_schema())
    for rule in shipped().rules:
        assert [error.message for error in schema.iter_errors(_as_json(rule.source.data))] == []


def test_protective_factors_are_those_with_their_code() -> None:
    for rule in shipped().rules:
        assert (rule.file.kind == "protective") is rule.code.startswith("PF")


def _as_json(value: Any) -> Any:
    if isinstance(value, Decimal):
        return float(value)
    if isinstance(value, dict):
        return {key: _as_json(part) for key, part in value.items()}
    return [_as_json(part) for part in value] if isinstance(value, list) else value
