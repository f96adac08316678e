"""The properties of the rules that come with the package: what is declared holds, and what holds is declared."""

from __future__ import annotations

from functools import cache, partial

import pytest

from riskscreen.rulebook.book import Rulebook
from riskscreen.rulebook.load import load_rulebook
from riskscreen.rulebook.properties.run import Processes, RuleProperties, Status, run_properties

shipped = cache(partial(load_rulebook, examples=True))


def told(rules: list[RuleProperties], *statuses: Status) -> list[str]:
    """The properties of these statuses, with their rules, and the counterexamples of those that do not hold."""
    return [
        f"{rule.name}: {result.tried} {result.status} {result.fault.message if result.fault else ''}"
        for rule in rules
        for result in rule.with_status(*statuses)
    ]


def require_sound(rulebook: Rulebook, cases: int) -> int:
    """Try all properties of a rule book; nothing may be broken, hardly tried or left to be declared."""
    rules = run_properties(rulebook, cases=cases, processes=Processes(2, shipped))
    assert told(rules, Status.BROKEN, Status.HARDLY_TRIED, Status.SUGGESTED) == []
    assert [rule.name for rule in rules if rule.untried] == []
    return sum(result.tally.decided for rule in rules for result in rule.with_status(Status.HELD))


def test_what_the_rules_declare_holds_and_what_holds_is_declared() -> None:
    assert require_sound(shipped(), cases=25) > 20_000


@pytest.mark.slow
def test_the_same_on_many_more_cases(capsys: pytest.CaptureFixture[str]) -> None:
    decided = require_sound(shipped(), cases=1000)
    with capsys.disabled():
        print(f"\n{decided} decided cases, every declared property holds")


def test_every_rule_says_that_order_and_other_facts_do_not_matter() -> None:
    for rule in shipped().rules:
        assert {"record-order", "irrelevant-fact"} <= set(rule.file.invariant_under), rule.full_name
