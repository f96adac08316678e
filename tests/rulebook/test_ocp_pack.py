"""The pack on contracting processes: sound, tried on every engine, and true to the law of absence."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from functools import cache
from typing import Any

import pytest

from riskscreen.engines.base import Engine, EngineRule, Verdict
from riskscreen.engines.reference import ReferenceEngine
from riskscreen.engines.select import build_engine, durable_available
from riskscreen.facts.process.settings import ProcessSettings
from riskscreen.rulebook.book import Rule, Rulebook
from riskscreen.rulebook.cases import case_of, members_of
from riskscreen.rulebook.examples import run_examples
from riskscreen.rulebook.given import given_records, given_settings
from riskscreen.rulebook.lint import lint_rules
from riskscreen.rulebook.load import load_rulebook
from riskscreen.rulebook.mutation.run import run_mutations
from riskscreen.rulebook.verify.run import verify
from tests.support.deletions import removable, without

PACK = "ocp"
AS_THE_PEER = frozenset(["R003", "R018", "R024", "R025", "R028", "R030", "R035", "R036", "R038", "R048", "R058"])
"""Rules whose statistics count what is published, as OCDS Cardinal does."""
LISTS = ("/awards", "/bids", "/bids/details")
"""Without these a process publishes no award or bid: whole lists are claims of their own."""
ENGINES = ["reference", "duckdb"] if durable_available() else ["reference", "durable", "duckdb"]


@cache
def pack() -> Rulebook:
    return load_rulebook([PACK], examples=True)


def rules(subject: str) -> list[Rule]:
    return [rule for rule in pack().rules if rule.file.subject == subject]


def test_lint_has_nothing_to_say() -> None:
    assert [str(fault) for fault in lint_rules([PACK]).faults] == []


@pytest.mark.parametrize("name", ENGINES)
def test_every_example_holds_and_every_threshold_has_one_on_both_sides(name: str) -> None:
    def build(engine_rules: Sequence[EngineRule]) -> Engine:
        return build_engine(name, engine_rules)

    assert "\n".join(map(str, run_examples(pack(), [build]).faults)) == ""


def test_the_examples_notice_every_change_of_a_rule() -> None:
    report = run_mutations(pack())
    assert [str(fault) for fault in report.faults] == []
    assert report.total.tried > 10 * len(report.rules)


def test_no_rule_is_proved_unsound() -> None:
    found = verify(pack(), seconds=60, today=date(2026, 1, 1))
    assert [str(finding) for finding in found.findings if finding.severity == "error"] == []


def test_codes_are_those_of_the_guide_and_say_where_they_come_from() -> None:
    for rule in pack().rules:
        assert rule.code in {f"R{number:03}" for number in range(1, 74)}
        assert rule.file.kind == "screen"
        assert any(cite.source in ("ocp2024", "cardinal") for cite in rule.file.cites), rule.code


def deletions(record: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    for pointer in removable(record):
        if pointer != "/ocid":
            yield pointer, without(record, pointer)


def test_every_flag_of_the_guide_has_a_rule_or_a_reason_why_not() -> None:
    decided, undecided = {rule.code for rule in pack().rules}, set(pack().undecidable[PACK])
    assert decided | undecided == {f"R{number:03}" for number in range(1, 74)}
    assert not decided & undecided
    assert len(decided) >= 35


@pytest.mark.parametrize("rule", rules("project"), ids=lambda rule: rule.code)
def test_one_value_less_leaves_the_verdict_or_makes_it_unknown(rule: Rule) -> None:
    engine = ReferenceEngine([EngineRule(rule.full_name, rule.query)])

    def verdict(record: dict[str, Any], settings: ProcessSettings) -> Verdict:
        case = case_of("project", members_of([record]) or [], pack().taxonomy, None, settings=settings)
        assert case is not None
        return engine.judge(case).outcomes[0].verdict

    for example in rule.examples:
        record, *others = given_records(example)
        if others:
            continue  # a statistic of a batch
        settings = given_settings(example)
        before = verdict(record, settings)
        for removed, less in deletions(record):
            assert verdict(less, settings) in (before, Verdict.UNKNOWN), (example.note, removed)


BATCH_RULES = [rule for rule in (*rules("organisation"), *rules("market")) if rule.code not in AS_THE_PEER]


@pytest.mark.parametrize("rule", BATCH_RULES, ids=lambda rule: rule.code)
def test_one_value_less_in_a_batch_leaves_the_verdict_or_makes_it_unknown(rule: Rule) -> None:
    engine = ReferenceEngine([EngineRule(rule.full_name, rule.query)])

    def verdict(records: list[dict[str, Any]], organisation: str | None) -> Verdict | None:
        case = case_of(rule.file.subject, members_of(records) or [], pack().taxonomy, organisation)
        return None if case is None else engine.judge(case).outcomes[0].verdict

    for example in rule.examples:
        records = given_records(example)
        before = verdict(records, example.organisation)
        for place in {0, len(records) - 1}:
            for removed, less in deletions(records[place]):
                if removed not in LISTS:
                    batch = [*records[:place], less, *records[place + 1 :]]
                    after = verdict(batch, example.organisation)
                    assert after in (before, Verdict.UNKNOWN, None), (example.note, place, removed)
