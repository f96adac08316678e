"""The law of absence for a batch: one value less in one project never turns a verdict round, or decides one."""

from __future__ import annotations

from decimal import Decimal
from itertools import chain
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from riskscreen.engines.base import EngineRule, Verdict
from riskscreen.engines.reference import ReferenceEngine
from riskscreen.facts.case import Case
from riskscreen.facts.market.cohorts import USUAL, Cohorts
from riskscreen.facts.vocabulary import VOCABULARY
from riskscreen.lang.compile import RuleText, compile_rule
from riskscreen.lang.vocabulary import Relation
from riskscreen.model.cohorts import GROUPINGS, KEYS, checked_cohorts
from tests.support.batch import Json, cases, records
from tests.support.batch_strategy import batches
from tests.support.deletions import removable, without

PARAMS = {"tenth": "0.1", "third": "0.3", "half": "0.5", "most": "0.8", "more": "1.5", "two": "2", "index": "5000"}
YEAR = {"year": "365"}

# One pattern a rule, in both directions of each comparison, so that a wrong bound on either side shows.
ORGANISATION = {
    "s: supply where share >= $half": "s.awards >= 1",
    "s: supply where share < $half": "s.buyer_awards >= $two",
    "p: purchasing where hhi >= $index": "p.awards >= 1",
    "p: purchasing where hhi < $index": "p.awards >= $two",
    "d: design where projects >= $two and sites >= $two": "d.buyer_projects >= 1",
    "d: design where projects < $two or sites < $two": "d.buyer_projects >= $two",
    "e: evaluator where projects >= $two": "e.year_projects >= 1",
    "e: evaluator where projects < $two": "e.year_projects >= $two",
    "e: evaluator where pass_share >= 1": "e.results >= $two",
    "e: evaluator where pass_share < $most": "e.results >= 1",
    "e: evaluator where score_deviation < $two": "e.scores >= $two",
    "e: evaluator where score_deviation >= $two": "e.scores >= 1",
    "r: reaward where (failed or lowest) and days_to_next <= $year": "r.contracts >= 1",
    "r: reaward where not failed or lowest == false or days_to_next > $year": "r.contracts >= $two",
}
MARKET = {
    "d: deadline where share >= $most and categories >= $two": "d.projects >= 1",
    "d: deadline where share >= $third and categories < $two": "d.projects >= 1",
    "d: deadline where share < $most": "d.projects >= $two",
    "a: area where ratio >= $more": "a.projects >= 1",
    "a: area where ratio < $more": "a.projects >= $two",
    "a: area where award_share <= $half and need_share >= $tenth": "a.projects >= 1",
}


def _rule(subject: str, pattern: str, sample: str) -> EngineRule:
    variable, text = pattern.split(": ", 1)
    params = {name: Decimal(value) for name, value in (PARAMS | YEAR).items()}
    when = {variable: text, "sample": sample, "statistic": sample.split(" ")[0]}
    return EngineRule(pattern, compile_rule(RuleText(subject, when, params=params), VOCABULARY).query)


RULES = [
    *(_rule("organisation", *item) for item in ORGANISATION.items()),
    *(_rule("market", *item) for item in MARKET.items()),
]
CODES = {
    subject: [rule.code for rule in RULES if rule.query.subject == subject] for subject in ("organisation", "market")
}
ENGINE = ReferenceEngine(RULES)


def _verdicts(batch: list[Json], cohorts: Cohorts = USUAL) -> dict[tuple[str, str], Verdict]:
    """The verdict of every rule, by organisation (or the market) and rule."""
    found = list(cases(batch, cohorts).values())
    return {
        (case.id, code): outcome.verdict
        for case, evaluation in zip(found, ENGINE.evaluate(found), strict=True)
        for code, outcome in zip(CODES[case.subject], evaluation.outcomes, strict=True)
    }


def _less(batch: list[Json], position: int, pointer: str) -> list[Json]:
    return [without(item, pointer) if place == position else item for place, item in enumerate(batch)]


def _check(batch: list[Json], less: list[Json], removed: str, cohorts: Cohorts = USUAL) -> None:
    before, after = _verdicts(batch, cohorts), _verdicts(less, cohorts)
    for key in before.keys() & after.keys():
        assert after[key] in (before[key], Verdict.UNKNOWN), (removed, key)


@settings(max_examples=300, deadline=None)
@given(batches(), st.data())
def test_one_value_less_only_makes_verdicts_unknown(batch: list[Json], data: st.DataObject) -> None:
    position = data.draw(st.integers(0, len(batch) - 1))
    pointer = data.draw(st.sampled_from(removable(batch[position]) or ["/"]))
    if pointer != "/":
        _check(batch, _less(batch, position, pointer), f"{position}{pointer}")


@st.composite
def groupings(draw: st.DrawFn) -> Cohorts:
    keys = st.sets(st.sampled_from(KEYS))
    chosen = {name: sorted({*grouping.fixed, *draw(keys)}) for name, grouping in GROUPINGS.items()}
    return Cohorts(checked_cohorts(chosen))


@settings(max_examples=80, deadline=None)
@given(batches(), groupings(), st.data())
def test_one_value_less_only_makes_verdicts_unknown_however_projects_are_grouped(
    batch: list[Json], cohorts: Cohorts, data: st.DataObject
) -> None:
    position = data.draw(st.integers(0, len(batch) - 1))
    pointer = data.draw(st.sampled_from(removable(batch[position]) or ["/"]))
    if pointer != "/":
        _check(batch, _less(batch, position, pointer), f"{position}{pointer}", cohorts)


def _key(relation: Relation, row: tuple[Any, ...]) -> tuple[Any, ...]:
    return tuple(row[index] for index, field in enumerate(relation.fields) if field.cohort)


def _bounds(case: Case) -> dict[tuple[Any, ...], tuple[int | None, int | None, int | None]]:
    """Value, least and most of every bounded field of the rows that their cohort tells apart."""
    found = {}
    for name, relation in VOCABULARY[case.subject].by_name.items():
        if name in ("design", "reaward") or relation.form != "native":
            continue
        for row in case.relations[name].rows:
            values: dict[str, Any] = dict(zip((field.name for field in relation.fields), row, strict=True))
            for field in relation.fields:
                if field.least:
                    key = (case.id, name, field.name, *_key(relation, row))
                    found[key] = (values[field.name], values[field.least], values[field.most])
    return found


@settings(max_examples=200, deadline=None)
@given(batches(), st.data())
def test_one_value_less_only_widens_bounds(batch: list[Json], data: st.DataObject) -> None:
    position = data.draw(st.integers(0, len(batch) - 1))
    pointer = data.draw(st.sampled_from(removable(batch[position]) or ["/"]))
    less = batch if pointer == "/" else _less(batch, position, pointer)
    before = dict(chain.from_iterable(_bounds(case).items() for case in cases(batch).values()))
    after = dict(chain.from_iterable(_bounds(case).items() for case in cases(less).values()))
    for key in before.keys() & after.keys():
        (value, least, most), (value_now, least_now, most_now) = before[key], after[key]
        assert value_now in (value, None), key
        if least_now is not None and most_now is not None:
            assert least is not None, key
            assert most is not None, key
            assert least_now <= least <= most <= most_now, key


YEAR_OF_CARE: Json = {"buyer": "b", "year": 2018, "contractor": "c", "category": "社区老人居家养老服务", "amount": 1}
RESULT: Json = {"evaluator": "e", "evaluated": "2018-06-30", "passed": True, "score": 90}
SITES = ({"site": "s1"}, {"site": "s2"}, {"site": "s3"})
SCORES = ({"score": 90}, {"score": 91}, {"score": 90})
ENDS = [{"end": "2018-05-31", "category": category} for category in ("a", "b", "c", "a", "b")]
POOR = {"contractor": "c", "passed": False, "evaluated": "2018-06-30", "signed": "2017-12-26", "score": 60}
AGAIN = {"contractor": "c", "signed": "2018-12-26", "score": 80, "passed": True}
LATER = {**AGAIN, "signed": "2019-12-26"}
HALF = {"region": "r", "need": "0.5"}
TENTH = {"region": "s", "need": "0.1"}


@pytest.mark.parametrize(
    ("code", "subject", "verdict", "batch"),
    [
        ("s: supply where share >= $half", "c", "flagged", records({}, {}, {"contractor": "d"}, **YEAR_OF_CARE)),
        (
            "s: supply where share >= $half",
            "c",
            "clear",
            records({}, {"contractor": "d"}, {"contractor": "f"}, **YEAR_OF_CARE),
        ),
        ("p: purchasing where hhi >= $index", "b", "flagged", records({}, {"contractor": "d"}, **YEAR_OF_CARE)),
        (
            "p: purchasing where hhi >= $index",
            "b",
            "clear",
            records({}, {"contractor": "d"}, {"contractor": "f"}, **YEAR_OF_CARE),
        ),
        (
            "d: design where projects >= $two and sites >= $two",
            "b",
            "flagged",
            records(*SITES, buyer="b", targets={"Visits": 1, "Talks": 2}),
        ),
        (
            "d: design where projects >= $two and sites >= $two",
            "b",
            "clear",
            records(*[{"targets": {"Visits": n}} for n in range(3)], buyer="b", site="s1"),
        ),
        ("e: evaluator where projects >= $two", "e", "flagged", records({}, {}, **YEAR_OF_CARE, **RESULT)),
        ("e: evaluator where projects >= $two", "e", "clear", records({}, {"evaluator": "e2"}, year=2018, **RESULT)),
        ("e: evaluator where pass_share >= 1", "e", "flagged", records({}, {}, {}, year=2018, **RESULT)),
        ("e: evaluator where pass_share >= 1", "e", "clear", records({}, {}, {"passed": False}, year=2018, **RESULT)),
        ("e: evaluator where score_deviation < $two", "e", "flagged", records(*SCORES, year=2018, evaluator="e")),
        (
            "e: evaluator where score_deviation < $two",
            "e",
            "clear",
            records(*SCORES, {"score": 60}, year=2018, evaluator="e"),
        ),
        (
            "r: reaward where (failed or lowest) and days_to_next <= $year",
            "c",
            "flagged",
            records(POOR, AGAIN, {"contractor": "d", "score": 70}, buyer="b", year=2018),
        ),
        (
            "r: reaward where (failed or lowest) and days_to_next <= $year",
            "c",
            "clear",
            records(POOR, LATER, {"contractor": "d", "score": 70}, buyer="b", year=2018),
        ),
        (
            "r: reaward where (failed or lowest) and days_to_next <= $year",
            "c",
            "flagged",
            records({**POOR, "passed": True}, AGAIN, {"contractor": "d", "score": 70}, buyer="b", year=2018),
        ),
        (
            "d: deadline where share >= $most and categories >= $two",
            "market",
            "flagged",
            records(*ENDS, buyer="b", year=1999),
        ),
        (
            "d: deadline where share >= $most and categories >= $two",
            "market",
            "clear",
            records(*ENDS, *[{"end": "2018-06-30", "category": "a"}] * 2, buyer="b", year=1999),
        ),
        ("a: area where ratio >= $more", "market", "flagged", records(*[HALF] * 3, TENTH, TENTH, buyer="b", year=2018)),
        (
            "a: area where ratio >= $more",
            "market",
            "clear",
            records(*[HALF] * 3, *[{"region": "s", "need": "0.5"}] * 3, buyer="b", year=2018),
        ),
    ],
)
def test_each_value_in_turn(code: str, subject: str, verdict: str, batch: list[Json]) -> None:
    assert _verdicts(batch)[subject, code] == verdict
    for position, item in enumerate(batch):
        for pointer in removable(item):
            _check(batch, _less(batch, position, pointer), f"{position}{pointer}")
