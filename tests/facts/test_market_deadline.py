"""The month in which a buyer's projects of a year end."""

from __future__ import annotations

from typing import Any

import pytest

from tests.support.batch import Json, complete, only, records

MAY, JUNE = "2018-05-31", "2018-06-30"
SHARE = ("share", "share_least", "share_most")
CATEGORIES = ("categories", "categories_least", "categories_most")


def _batch(*projects: dict[str, Any]) -> list[Json]:
    return records(*projects, buyer="b", year=2018)


def _ends(*ends: str | None) -> list[dict[str, Any]]:
    return [{"end": end} for end in ends]


@pytest.mark.parametrize(
    ("projects", "month", "expected"),
    [
        (_ends(MAY, "2018-05-01", JUNE, MAY), 5, (750_000, 750_000, 750_000)),
        (_ends(MAY, "2019-05-31"), None, (500_000, 500_000, 500_000)),  # the same month of two years
        (_ends(MAY, MAY, None), 5, (None, 666_667, 1_000_000)),
        (_ends(MAY, JUNE, None), None, (None, 333_333, 666_667)),
        (_ends(None, None), None, (None, 0, 1_000_000)),
        ([*_ends(MAY, MAY), {"end": JUNE, "buyer": None}], 5, (None, 666_667, 1_000_000)),
        ([*_ends(MAY, MAY), {"end": MAY, "year": None}], 5, (1_000_000, 1_000_000, 1_000_000)),
        ([*_ends(MAY, MAY), {"buyer": None, "year": None}], 5, (None, 666_667, 1_000_000)),
        ([*_ends(MAY, MAY), {"end": JUNE, "year": 2017}, {"end": JUNE, "buyer": "b2"}], 5, (1_000_000,) * 3),
        ([*_ends(MAY), {"end": JUNE, "buyer": None}], None, (None, 500_000, 1_000_000)),
    ],
)
def test_month_and_share(projects: list[dict[str, Any]], month: int | None, expected: tuple[int | None, ...]) -> None:
    columns = only(_batch(*projects), "market", "deadline", ("month", *SHARE), buyer="b", year=2018)
    assert columns == (month, *expected)


@pytest.mark.parametrize(
    ("projects", "expected"),
    [
        ([{"end": MAY, "category": c} for c in ("a", "b", "b", "c")] + [{"end": JUNE, "category": "d"}], (3, 3, 3)),
        ([{"end": MAY, "category": "a"}, {"end": MAY}], (None, 1, 2)),
        ([{"end": MAY}, {"end": MAY}], (None, 1, 2)),
        ([{"end": MAY, "category": "a"}, {"end": MAY, "category": "b"}, {"category": "c"}], (None, 2, 3)),
        ([{"end": MAY, "category": "a"}, {"end": MAY, "category": "b"}, {"category": "a"}], (2, 2, 2)),
        (
            [{"end": MAY, "category": "a"}, {"end": MAY, "category": "b"}, {"end": MAY, "category": "c", "year": None}],
            (None, 2, 3),
        ),
        # months that tie: the most categories; months that may lead: any
        (
            [{"end": MAY, "category": "a"}, {"end": MAY, "category": "b"}, *[{"end": JUNE, "category": "a"}] * 2],
            (2,) * 3,
        ),
        (
            [{"end": MAY, "category": "a"}, {"end": MAY, "category": "b"}, {"end": JUNE, "category": "a"}, {}],
            (None, 1, 3),
        ),
    ],
)
def test_categories_that_end_in_the_month(projects: list[dict[str, Any]], expected: tuple[int | None, ...]) -> None:
    assert only(_batch(*projects), "market", "deadline", CATEGORIES) == expected


def test_categories_are_told_apart_by_the_taxonomy() -> None:
    projects = [{"end": MAY, "category": c} for c in ("社区老人居家养老服务", "Home care for elders", "评估验收")]
    assert only(_batch(*projects), "market", "deadline", CATEGORIES) == (2, 2, 2)


def test_sample_counts_known_ends() -> None:
    assert only(_batch(*_ends(MAY, None, JUNE)), "market", "deadline", ("buyer", "year", "projects")) == ("b", 2018, 2)


@pytest.mark.parametrize(("further", "expected"), [({}, True), ({"buyer": None}, False), ({"year": None}, False)])
def test_other_buyers_and_years_are_possible_where_a_project_lacks_its_own(
    further: dict[str, Any], expected: bool
) -> None:
    assert complete(_batch({}, further), "market", "deadline") is expected
