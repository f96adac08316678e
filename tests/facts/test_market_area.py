"""A region's share of contracts against its share of need."""

from __future__ import annotations

from typing import Any

import pytest

from tests.support.batch import Json, complete, only, records

AWARDS = ("award_share", "award_share_least", "award_share_most")
RATIO = ("ratio", "ratio_least", "ratio_most")
HERE = {"region": "r", "need": "0.5"}
ELSEWHERE = {"region": "s", "need": "0.5"}


def _batch(*projects: dict[str, Any]) -> list[Json]:
    return records(*projects, buyer="b", year=2018)


def _columns(projects: list[dict[str, Any]], *fields: str) -> tuple[Any, ...]:
    return only(_batch(*projects), "market", "area", fields, buyer="b", year=2018, region="r")


@pytest.mark.parametrize(
    ("further", "expected"),
    [
        ([], (666_667, 666_667, 666_667)),
        ([{"region": "r"}], (750_000, 750_000, 750_000)),
        ([{"year": 2017}, {"buyer": "b2"}], (666_667, 666_667, 666_667)),
        ([{}], (None, 500_000, 750_000)),
        ([{"region": "r", "buyer": None}], (None, 666_667, 750_000)),
        ([{"region": "s", "year": None}], (None, 500_000, 666_667)),
        ([{"buyer": None, "year": None}], (None, 500_000, 750_000)),
        ([{"region": "s", "buyer": None, "year": 2017}], (666_667, 666_667, 666_667)),
    ],
)
def test_share_of_contracts(further: list[dict[str, Any]], expected: tuple[int | None, ...]) -> None:
    assert _columns([HERE, HERE, ELSEWHERE, *further], *AWARDS) == expected


@pytest.mark.parametrize(
    ("stated", "further", "expected"),
    [
        (["0.25", "0.25"], [], 250_000),
        (["0.25", None], [], None),  # the one that states nothing could state another share
        (["0.25", "0.25", None], [], 250_000),
        (["0.25", "0.3"], [], None),
        (["0.25", "0.25", "0.3"], [], 250_000),
        (["0.25", "0.25", "0.3", None], [], None),
        ([None], [], None),
        # and so could one that may belong to the region
        (["0.25"], [{}], None),
        (["0.25", "0.25"], [{}], 250_000),
        (["0.25"], [{"region": "r", "need": "0.25", "buyer": None}], 250_000),
        (["0.25"], [{"region": "r", "need": "0.3", "buyer": None}], None),
        (["0.25"], [{"region": "s", "need": "0.3", "buyer": None}], 250_000),
        (["0.25"], [{"need": "0.25"}], 250_000),
    ],
)
def test_share_of_need_is_what_most_projects_state(
    stated: list[str | None], further: list[dict[str, Any]], expected: int | None
) -> None:
    projects = [{"region": "r", "need": need} for need in stated]
    assert _columns([*projects, *further], "need_share") == (expected,)


@pytest.mark.parametrize(
    ("projects", "expected"),
    [
        ([HERE, HERE, ELSEWHERE], (13_333, 13_333, 13_333)),
        ([HERE, HERE, ELSEWHERE, {}], (None, 10_000, 15_000)),
        ([HERE, ELSEWHERE, {}], (None, None, None)),
        ([{"region": "r", "need": 0}, ELSEWHERE], (None, None, None)),
        ([{"region": "r", "need": "0.3"}, ELSEWHERE], (16_667, 16_667, 16_667)),
    ],
)
def test_ratio(projects: list[dict[str, Any]], expected: tuple[int | None, ...]) -> None:
    assert _columns(projects, *RATIO) == expected


def test_sample_counts_projects_with_a_region() -> None:
    assert _columns([HERE, HERE, ELSEWHERE, {}], "projects") == (3,)


@pytest.mark.parametrize(
    ("further", "expected"),
    [(HERE, True), ({}, False), ({**HERE, "buyer": None}, False), ({**HERE, "year": None}, False)],
)
def test_other_regions_are_possible_where_a_project_cannot_be_placed(further: dict[str, Any], expected: bool) -> None:
    assert complete(_batch(HERE, further), "market", "area") is expected
