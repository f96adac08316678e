"""An evaluator's load and results in a year."""

from __future__ import annotations

from decimal import Decimal, localcontext
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from riskscreen.facts.market.bounds import deviation
from tests.support.batch import Json, complete, only, records


def _batch(*projects: dict[str, Any]) -> list[Json]:
    return records(*projects, evaluator="e", year=2018)


@pytest.mark.parametrize(
    ("further", "expected"),
    [
        ([], (2, 2, 2, 2)),
        ([{}], (3, 3, 3, 3)),
        ([{"evaluator": "e2"}], (2, 2, 2, 3)),
        ([{"year": 2017}], (2, 2, 2, 2)),
        ([{"evaluator": None}], (None, 2, 3, 3)),
        ([{"year": None}], (None, 2, 3, 2)),
        ([{"evaluator": None, "year": None}], (None, 2, 3, 2)),
        ([{"evaluator": None, "year": 2017}], (2, 2, 2, 2)),
        ([{"evaluator": "e2", "year": None}], (2, 2, 2, 2)),
    ],
)
def test_load(further: list[dict[str, Any]], expected: tuple[int | None, ...]) -> None:
    fields = ("projects", "projects_least", "projects_most", "year_projects")
    assert only(_batch({}, {}, *further), "e", "evaluator", fields, year=2018) == expected


@pytest.mark.parametrize(
    ("further", "expected"),
    [
        ([{"passed": True}], (2, 1_000_000, 1_000_000, 1_000_000)),
        ([{"passed": False}], (2, 500_000, 500_000, 500_000)),
        ([{}], (1, None, 500_000, 1_000_000)),
        # a project that may be this evaluator's can only matter by a different result
        ([{"passed": True, "evaluator": None}], (1, 1_000_000, 1_000_000, 1_000_000)),
        ([{"passed": False, "evaluator": None}], (1, None, 500_000, 1_000_000)),
        ([{"passed": False}, {"passed": True, "year": None}], (2, None, 500_000, 666_667)),
        ([{"evaluator": None, "year": None}], (1, None, 500_000, 1_000_000)),
        ([{"passed": False, "evaluator": None, "year": 2017}], (1, 1_000_000, 1_000_000, 1_000_000)),
    ],
)
def test_pass_share(further: list[dict[str, Any]], expected: tuple[int | None, ...]) -> None:
    fields = ("results", "pass_share", "pass_share_least", "pass_share_most")
    assert only(_batch({"passed": True}, *further), "e", "evaluator", fields) == expected


@pytest.mark.parametrize(
    ("further", "expected"),
    [
        ([], (2, 20_000)),
        ([{"score": 92}], (3, 16_330)),  # √(8/3) = 1.63299…
        ([{}], (2, None)),
        ([{"score": 92, "evaluator": None}], (2, None)),
        ([{"score": 92, "year": None}], (2, None)),
        ([{"score": 92, "evaluator": "e2"}], (2, 20_000)),
    ],
)
def test_score_deviation(further: list[dict[str, Any]], expected: tuple[int, int | None]) -> None:
    batch = _batch({"score": 90}, {"score": "94.0"}, *further)
    assert only(batch, "e", "evaluator", ("scores", "score_deviation")) == expected


@given(st.lists(st.integers(0, 1_000_000), min_size=1, max_size=12))
def test_deviation_is_exact_to_the_last_digit(numbers: list[int]) -> None:
    with localcontext() as context:
        context.prec = 60
        mean = Decimal(sum(numbers)) / len(numbers)
        variance = sum(((x - mean) ** 2 for x in numbers), Decimal(0)) / len(numbers)
        assert deviation(numbers) == round(variance.sqrt())


def test_a_deviation_of_a_half_goes_to_the_even_neighbour() -> None:
    assert [deviation([0, 1]), deviation([0, 3]), deviation([0, 5])] == [0, 2, 2]


@pytest.mark.parametrize(
    ("further", "expected"),
    [
        ([], True),
        ([{"evaluator": None}], True),
        ([{"evaluator": None, "year": 2017}], False),
        ([{"evaluator": None, "year": None}], False),
        ([{"year": None}], False),
        ([{"evaluator": "e2", "year": None}], True),
    ],
)
def test_other_years_are_possible_where_a_project_may_be_of_one(further: list[dict[str, Any]], expected: bool) -> None:
    assert complete(_batch({}, *further), "e", "evaluator") is expected
