"""How often a buyer uses the same set of targets."""

from __future__ import annotations

from typing import Any

import pytest

from tests.support.batch import complete, only, records, rows

PLAN = {"服务100人次": 100, "Visits": 12}
OTHER = {**PLAN, "Talks": 1}
FIELDS = ("projects", "projects_least", "projects_most", "sites", "sites_least", "sites_most")


def _counts(*projects: dict[str, Any]) -> tuple[int | None, ...]:
    """The counts of the set ``PLAN``."""
    return only(records(*projects, buyer="b"), "b", "design", FIELDS, targets=len(PLAN))


@pytest.mark.parametrize(
    ("further", "expected"),
    [
        ([], (2, 2, 2, 2, 2, 2)),
        ([{"targets": OTHER, "site": "s3"}], (2, 2, 2, 2, 2, 2)),
        ([{"targets": {}, "site": "s3"}], (2, 2, 2, 2, 2, 2)),
        ([{"targets": PLAN, "site": "s1"}], (3, 3, 3, 2, 2, 2)),
        ([{"targets": PLAN}], (3, 3, 3, None, 2, 3)),
        ([{"targets": PLAN, "site": "s3", "buyer": "b2"}], (2, 2, 2, 2, 2, 2)),
        # a project whose targets, or whose buyer, are not known may be one more
        ([{"site": "s3"}], (None, 2, 3, None, 2, 3)),
        ([{"targets": PLAN, "buyer": None}], (None, 2, 3, None, 2, 3)),
        ([{"targets": OTHER, "buyer": None}], (2, 2, 2, 2, 2, 2)),
        ([{"buyer": None}], (None, 2, 3, None, 2, 3)),
        ([{"targets": {"Visits": None}}], (None, 2, 3, None, 2, 3)),
        ([{"targets": PLAN, "incomplete": ["targets"]}], (None, 2, 3, None, 2, 3)),
    ],
)
def test_projects_and_sites_of_a_set(further: list[dict[str, Any]], expected: tuple[int | None, ...]) -> None:
    twice = [{"targets": PLAN, "site": "s1"}, {"targets": PLAN, "site": "s2"}]
    assert _counts(*twice, *further) == expected


@pytest.mark.parametrize(
    ("targets", "same"),
    [
        ({"Visits": 12, "服务100人次": 100}, True),
        ({"服务 100 人次。": "100.0", "visits": 12}, True),
        ({"服务100人次": 100, "Visits": 13}, False),
        ({"服务100人": 100, "Visits": 12}, False),
        ({"服务100人次": 100}, False),
    ],
)
def test_sets_are_compared_word_for_word_and_figure_for_figure(targets: dict[str, Any], same: bool) -> None:
    found = rows(records({"targets": PLAN}, {"targets": targets}, buyer="b"), "b", "design")
    assert [row["projects"] for row in found] == ([2] if same else [1, 1])


def test_a_target_that_stands_twice_makes_another_set() -> None:
    batch = records({"targets": {"Visits": 1}}, {"targets": {"Visits": 1}}, buyer="b")
    batch[0]["targets"] *= 2
    assert [row["targets"] for row in rows(batch, "b", "design")] == [1, 2]


def test_sample_counts_projects_with_known_targets() -> None:
    batch = records({"targets": PLAN}, {"targets": PLAN}, {"targets": OTHER}, {}, {"targets": {}}, buyer="b")
    assert [row["buyer_projects"] for row in rows(batch, "b", "design")] == [3, 3]


@pytest.mark.parametrize(
    ("further", "expected"),
    [
        ({"targets": OTHER}, True),
        ({"targets": {}}, True),
        ({}, False),
        ({"buyer": None}, False),
        ({"buyer": None, "targets": PLAN}, True),
        ({"buyer": None, "targets": OTHER}, False),
        ({"buyer": None, "targets": {}}, True),
        ({"buyer": "b2"}, True),
    ],
)
def test_other_sets_are_possible_where_a_project_may_have_one(further: dict[str, Any], expected: bool) -> None:
    assert complete(records({"targets": PLAN}, further, buyer="b"), "b", "design") is expected
