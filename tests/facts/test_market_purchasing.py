"""How concentrated a buyer's spending in a category is."""

from __future__ import annotations

from typing import Any

import pytest

from tests.support.batch import complete, records, rows

CARE = "社区老人居家养老服务"


def _indices(projects: list[dict[str, Any]]) -> list[tuple[str, int | None, int]]:
    found = rows(records(*projects, buyer="b"), "b", "purchasing")
    return [(row["category"], row["hhi"], row["awards"]) for row in found]


@pytest.mark.parametrize(
    ("amounts", "index"),
    [
        ([7], 10_000),
        ([1, 1], 5_000),
        ([1, 1, 1], 3_333),
        ([3, 1], 6_250),
        (["0.01", "0.01", "0.02"], 3_750),
        ([1] * 32, 312),  # 312.5, half to even
        ([1] * 96, 104),
        ([0, 0], 0),
    ],
)
def test_index_of_contractors_with_one_contract_each(amounts: list[Any], index: int) -> None:
    projects = [{"contractor": f"c{n}", "amount": amount, "category": CARE} for n, amount in enumerate(amounts)]
    assert _indices(projects) == [("elder-care", index, len(amounts))]


def test_contracts_of_one_contractor_add_up() -> None:
    projects = [{"contractor": c, "amount": a, "category": CARE} for c, a in (("c", 1), ("c", 2), ("d", 1))]
    assert _indices(projects) == [("elder-care", 6_250, 3)]


def test_categories_are_those_of_the_taxonomy_or_else_the_text_stated() -> None:
    projects = [
        {"contractor": "c", "amount": 1, "category": text}
        for text in (CARE, "Home Care for elders (2018)", "Road  works", "road works")
    ]
    assert _indices(projects) == [("elder-care", 10_000, 2), ("road works", 10_000, 2)]


@pytest.mark.parametrize(
    "further",
    [
        {"contractor": "d", "category": CARE},
        {"amount": 1, "category": CARE},
        {"contractor": "d", "amount": 1, "category": CARE, "currency": None},
        {"contractor": "d", "amount": 1, "category": CARE, "currency": "USD"},
        {"contractor": "d", "amount": 1},
        {"contractor": "d", "amount": 1, "category": CARE, "buyer": None},
        {"contractor": "d", "amount": 1, "buyer": None},
    ],
)
def test_index_is_unknown_where_a_value_lacks_in_or_may_belong_to_the_cohort(further: dict[str, Any]) -> None:
    projects = [{"contractor": "c", "amount": 1, "category": CARE}, further]
    assert _indices(projects)[0][1] is None


def test_amounts_without_a_currency_are_not_added_up() -> None:
    projects = [{"contractor": c, "amount": 1, "category": CARE, "currency": None} for c in ("c", "d")]
    assert _indices(projects) == [("elder-care", None, 2)]


def test_other_cohorts_do_not_matter() -> None:
    own: dict[str, Any] = {"contractor": "c", "amount": 1, "category": CARE}
    projects = [own, {"category": "road works"}, {"category": "road works", "buyer": None}, {**own, "buyer": "b2"}]
    assert _indices(projects) == [("elder-care", 10_000, 1), ("road works", None, 1)]


@pytest.mark.parametrize(
    ("further", "expected"),
    [
        ({"category": CARE}, True),
        ({}, False),
        ({"category": CARE, "buyer": None}, True),
        ({"category": "road works", "buyer": None}, False),
        ({"buyer": None}, False),
        ({"buyer": "b2"}, True),
    ],
)
def test_other_categories_are_possible_where_a_contract_may_be_in_one(further: dict[str, Any], expected: bool) -> None:
    assert complete(records({"category": CARE}, further, buyer="b"), "b", "purchasing") is expected
