"""Engines against the semantics spelled out, on random rules and cases."""

from __future__ import annotations

import os
from collections import Counter
from itertools import islice
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from riskscreen.engines.base import EngineRule, Evaluation
from riskscreen.engines.duckdb import DuckdbEngine
from riskscreen.engines.durable import DurableEngine
from riskscreen.engines.reference import ReferenceEngine
from riskscreen.facts.case import Case
from tests.support import brute_force
from tests.support.engines import judge_alone
from tests.support.needs import needs_durable
from tests.support.queries import cases, engine_rules, random_case, random_query

pytestmark = needs_durable

slow_generators = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@slow_generators
@given(engine_rules(), st.lists(cases(), min_size=1, max_size=3))
def test_the_reference_engine_means_what_the_semantics_say(rules: list[EngineRule], some: list[Case]) -> None:
    evaluations = ReferenceEngine(rules).evaluate(some)
    for case, evaluation in zip(some, evaluations, strict=True):
        assert list(evaluation.outcomes) == [brute_force.judge(rule.query, case) for rule in rules]


@slow_generators
@given(engine_rules(), st.lists(cases(), min_size=1, max_size=3))
def test_the_durable_engine_means_what_the_semantics_say(rules: list[EngineRule], some: list[Case]) -> None:
    for case, outcomes in zip(some, judge_alone(rules, *some), strict=True):
        assert list(outcomes) == [brute_force.judge(rule.query, case) for rule in rules]


@pytest.mark.parametrize("seed", range(2))
def test_the_duckdb_engine_means_what_the_semantics_say(seed: int) -> None:
    """Planning takes longer than judging: so each rule meets many cases, and some rules are drawn at once."""
    random = Random(seed)  # noqa: S311  # the same cases in every run
    rules = [EngineRule(f"test/R{i}", random_query(random)) for i in range(12)]
    some = [random_case(random) for _ in range(40)]
    with DuckdbEngine(rules) as engine:
        for case, evaluation in zip(some, engine.evaluate(some), strict=True):
            assert isinstance(evaluation, Evaluation)
            assert list(evaluation.outcomes) == [brute_force.judge(rule.query, case) for rule in rules]


RULES_AT_A_TIME = 40
CASES_A_RULE_SET = 500


@pytest.mark.slow
def test_many_cases_on_all_engines(capsys: pytest.CaptureFixture[str]) -> None:
    """As many cases as RISKSCREEN_DIFFERENTIAL_CASES says (2,000 by default), each judged by 40 random rules.

    All engines judge them; durable-rules in worker processes.
    """
    wanted = int(os.environ.get("RISKSCREEN_DIFFERENTIAL_CASES", "2000"))
    verdicts: Counter[str] = Counter()
    judged = 0
    for seed in range((wanted + CASES_A_RULE_SET - 1) // CASES_A_RULE_SET):
        random = Random(seed)  # noqa: S311  # the same cases in every run
        rules = [EngineRule(f"test/R{i}", random_query(random)) for i in range(RULES_AT_A_TIME)]
        some = [random_case(random, most_rows=random.choice((3, 3, 3, 6))) for _ in range(CASES_A_RULE_SET)]
        some = list(islice(some, wanted - judged))
        with DurableEngine(rules, jobs=2) as durable, DuckdbEngine(rules) as columnar:
            engines = (ReferenceEngine(rules), durable, columnar)
            for case, judge, *witnesses in zip(some, *(engine.evaluate(some) for engine in engines), strict=True):
                assert witnesses == [judge, judge], f"seed {seed}: {case}"
                verdicts.update(outcome.verdict for outcome in judge.outcomes)
        judged += len(some)
    with capsys.disabled():
        print(f"\n{judged} cases, {verdicts.total()} verdicts, no disagreement: {dict(verdicts)}")
    assert judged == wanted
    assert min(verdicts.values()) * 10 > verdicts.total(), "one of the verdicts is hardly tested"
