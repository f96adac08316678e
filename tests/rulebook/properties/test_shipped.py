"""The properties of the rules that come with the package: what is declared holds, and what holds is declared."""

from __future__ import annotations

from functools import cache, partial

import pytest

from riskscreen.rulebook.load import load_rulebook
from riskscreen.rulebook.properties.run import Processes, RuleProperties, Status, run_properties

shipped = cache(partial(load_rulebook, ["ocp", "social-services"], examples=True))


def told(rules: list[RuleProperties], *statuses: Status) -> list[str]:
    """The properties of these statuses, with their rules, and the counterexamples of those that do not hold."""
    return [
        f"{rule.name}: {result.tried} {result.status} {result.fault.message if result.fault else ''}"
        for rule in rules
        for result in rule.with_status(*statuses)
    ]


def tried(cases: int) -> list[RuleProperties]:
    rules = run_properties(shipped(), cases=cases, processes=Processes(2, shipped))
    assert [rule.name for rule in rules if rule.untried] == []
    return rules


def test_what_the_rules_declare_holds() -> None:
    """On a tenth of the cases that the command makes: too few to say what else could be declared."""
    rules = tried(cases=10)
    assert told(rules, Status.BROKEN) == []
    assert sum(result.tally.decided for rule in rules for result in rule.with_status(Status.HELD)) > 5_000


@pytest.mark.slow
@pytest.mark.parametrize("cases", [100, 1000])
def test_what_holds_is_declared_and_tried_enough(cases: int, capsys: pytest.CaptureFixture[str]) -> None:
    rules = tried(cases)
    assert told(rules, Status.BROKEN, Status.HARDLY_TRIED, Status.SUGGESTED) == []
    decided = sum(result.tally.decided for rule in rules for result in rule.with_status(Status.HELD))
    with capsys.disabled():
        print(f"\n{decided} decided cases, every declared property holds")


def test_every_rule_of_social_services_says_that_order_and_other_facts_do_not_matter() -> None:
    for rule in shipped().rules:
        if rule.pack == "social-services":
            assert {"record-order", "irrelevant-fact"} <= set(rule.file.invariant_under), rule.full_name
