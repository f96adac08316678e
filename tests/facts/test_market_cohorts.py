"""By what a policy groups projects for a statistic, and what is said of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pytest

from riskscreen.errors import RuleFaults, UsageError
from riskscreen.facts.market.cohorts import Cohorts
from riskscreen.model.policy import Policy
from riskscreen.rulebook.load import load_rulebook
from riskscreen.screening import Screener
from tests.support.batch import Json, cases, records

SUPPLIES = records(
    {"contractor": "c", "year": 2017},
    {"contractor": "d", "year": 2017},
    {"contractor": "c", "year": 2018},
    {"contractor": "c", "year": 2018},
    {"contractor": "d", "year": 2018, "category": "road works"},
    buyer="b",
    amount=1,
)


def _table(batch: list[Json], cohorts: dict[str, list[str]], subject: str, relation: str) -> list[dict[str, Any]]:
    case = cases(batch, Cohorts(cohorts))[subject]
    keys: Sequence[Mapping[str, Any]] = case.cohorts.get(relation) or [{}] * len(case.relations[relation].rows)
    rows = [row._asdict() for row in case.relations[relation].rows]  # type: ignore[attr-defined]  # a NamedTuple
    return [{**row, **dict(added)} for row, added in zip(rows, keys, strict=True)]


def test_each_value_of_an_added_key_is_a_cohort_of_its_own() -> None:
    by_year = _table(SUPPLIES, {"supply": ["buyer", "year"]}, "c", "supply")
    assert [(row["year"], row["share"], row["buyer_awards"]) for row in by_year] == [
        (2017, 500_000, 2),
        (2018, 666_667, 3),
    ]
    case = cases(SUPPLIES, Cohorts({"supply": ["buyer", "year"]}))["c"]
    assert case.relations["supply"].complete
    assert case.members["supply"] == ((0, 1), (2, 3, 4))


def test_a_project_without_the_key_may_belong_to_any_cohort() -> None:
    batch = records({"contractor": "c", "year": 2017}, {"contractor": "d"}, buyer="b", amount=1)
    (row,) = _table(batch, {"supply": ["buyer", "year"]}, "c", "supply")
    assert (row["share"], row["share_least"], row["share_most"]) == (None, 500_000, 1_000_000)
    assert not cases(batch, Cohorts({"supply": ["buyer", "year"]}))["c"].relations["supply"].complete


def test_without_a_key_all_its_values_are_one_cohort() -> None:
    batch = records({"contractor": "c", "category": "x"}, {"contractor": "d"}, buyer="b", amount=1)
    (row,) = _table(batch, {"purchasing": ["buyer"]}, "b", "purchasing")
    assert (row["category"], row["hhi"], row["awards"]) == (None, 5000, 2)


def test_the_market_is_cut_too() -> None:
    batch = records(
        *[{"end": "2018-05-31", "region": "r"}] * 2, {"end": "2018-06-30", "region": "s"}, buyer="b", year=1
    )
    batch = [{**item, "budgetYear": 2018} for item in batch]
    found = _table(batch, {"deadline": ["buyer", "region"]}, "market", "deadline")
    assert [(row["region"], row["year"], row["month"], row["share"]) for row in found] == [
        ("r", None, 5, 1_000_000),
        ("s", None, 6, 1_000_000),
    ]


@pytest.mark.parametrize(
    ("cohorts", "said"),
    [
        ("{suply: [buyer]}", "there is no statistic 'suply' that can be grouped (did you mean 'supply'?)"),
        ("{supply: [buyer, yaer]}", "supply: projects cannot be grouped by 'yaer' (did you mean 'year'?)"),
        ("{supply: [year]}", "supply is a statistic of each buyer and is always grouped by it; add it"),
        ("{reaward: [year]}", "there is no statistic 'reaward' that can be grouped"),
        ("[supply]", "a mapping (key: value) is expected"),
    ],
)
def test_a_wrong_choice_is_a_fault_with_its_line(cohorts: str, said: str, tmp_path: Any) -> None:
    policy = tmp_path / "policy.yaml"
    policy.write_text(f"language: zh\ncohorts: {cohorts}\n", encoding="utf-8")
    with pytest.raises(RuleFaults) as raised:
        load_rulebook(policy=policy)
    (fault,) = raised.value.faults
    assert said in fault.message
    assert fault.location.line == 2
    with pytest.raises((UsageError, ValueError)):
        Policy.model_validate({"cohorts": {"supply": ["year"]}})


def test_choices_are_in_the_digests_unless_they_change_nothing() -> None:
    digests = {
        name: load_rulebook(policy=Policy(cohorts=chosen)).policy_digest
        for name, chosen in {
            "none": {},
            "usual": {"supply": ["buyer"]},
            "by year": {"supply": ["buyer", "year"]},
            "in another order": {"supply": ["year", "buyer"]},
        }.items()
    }
    assert digests["none"] == digests["usual"] != digests["by year"] == digests["in another order"]


def _concentrated(lang: str, **policy: Any) -> list[tuple[str, Any]]:
    batch = records(*[{"contractor": "c", "year": 2018}] * 9, *[{"contractor": "d", "year": 2017}] * 9, amount=1)
    named = [{**item, "buyer": {"id": "b", "name": "某区民政局"}, "category": "社区老人居家养老服务"} for item in batch]
    screener = Screener(policy=policy, engine="reference", lang=lang, overrides={"SW310.min_awards": 5})  # type: ignore[arg-type]
    found = screener.screen(named).organisations
    return [(finding.message, finding.cohort) for each in found for finding in each.findings if each.id == "c"]


@pytest.mark.parametrize(
    ("lang", "said"),
    [
        ("zh", "（仅在以下范围内比较：类别 = 社区老人居家养老服务，预算年度 = 2018。）"),
        ("en", " (Compared only within category = Home care for elders, budget year = 2018.)"),
    ],
)
def test_findings_name_the_cohort_and_messages_say_what_it_is_narrowed_to(lang: str, said: str) -> None:
    ((plain, usual),) = _concentrated(lang)
    ((message, cohort),) = _concentrated(lang, cohorts={"supply": ["buyer", "category", "year"]})
    assert usual.by == {"buyer": "b"}
    assert (cohort.by, cohort.n, cohort.value) == ({"buyer": "b", "category": "elder-care", "year": 2018}, 9, 1.0)
    assert said in message
    assert said not in plain


@pytest.mark.parametrize(("lang", "said"), [("zh", "“全部”类别"), ("en", "in the category all")])
def test_a_key_that_was_taken_away_is_told_as_all(lang: str, said: str) -> None:
    batch = [
        {**item, "category": f"x{n}"}
        for n, item in enumerate(records(*[{"contractor": "c"}] * 12, buyer="b", amount=1))
    ]
    screener = Screener(policy={"cohorts": {"purchasing": ["buyer"]}}, engine="reference", lang=lang)  # type: ignore[arg-type]
    messages = [finding for each in screener.screen(batch).organisations if each.id == "b" for finding in each.findings]
    assert [said in each.message for each in messages] == [True]
    assert messages[0].cohort is not None
    assert messages[0].cohort.by == {}


def test_what_is_missing_names_the_keys_that_were_added() -> None:
    batch = records(*[{"contractor": "c"}] * 12, {"contractor": "d"}, buyer="b", amount=1, category="x")
    report = Screener(policy={"cohorts": {"supply": ["buyer", "region"]}}, engine="reference").screen(batch)
    missing = {place for each in report.market.unknown if each.code == "SW310" for place in each.missing}
    assert "/region/id" in missing
