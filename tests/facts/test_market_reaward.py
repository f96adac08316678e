"""Poor results followed by a new contract from the same buyer."""

from __future__ import annotations

from typing import Any

import pytest

from riskscreen.facts.batch_rows import NEVER
from tests.support.batch import Json, cases, complete, only, records, rows

DAYS = ("days_to_next", "days_to_next_least", "days_to_next_most")
FAILED = {"signed": "2016-12-26", "evaluated": "2017-06-30", "passed": False}
NEXT = {"signed": "2017-12-26"}
AFTER = 179  # days from the evaluation to the next contract


def _batch(*projects: dict[str, Any]) -> list[Json]:
    return records(*projects, buyer="b", contractor="c", year=2017)


def _days(*projects: dict[str, Any]) -> tuple[int | None, ...]:
    return only(_batch(*projects), "c", "reaward", DAYS, failed=True)


@pytest.mark.parametrize(
    ("further", "expected"),
    [
        ([], (NEVER, NEVER, NEVER)),
        ([NEXT], (AFTER, AFTER, AFTER)),
        ([NEXT, {"signed": "2017-07-10"}], (10, 10, 10)),
        ([{"signed": "2017-06-30"}], (0, 0, 0)),
        ([{"signed": "2017-06-29"}], (NEVER, NEVER, NEVER)),
        ([{**NEXT, "contractor": "d"}], (NEVER, NEVER, NEVER)),
        ([{**NEXT, "buyer": "b2"}], (NEVER, NEVER, NEVER)),
        # whether there is a next contract, or a nearer one, may be unknown
        ([{}], (None, 0, NEVER)),
        ([NEXT, {}], (None, 0, AFTER)),
        ([{**NEXT, "contractor": None}], (None, AFTER, NEVER)),
        ([{**NEXT, "buyer": None}], (None, AFTER, NEVER)),
        ([{"contractor": None}], (None, 0, NEVER)),
        ([NEXT, {"signed": "2017-07-10", "buyer": None}], (None, 10, AFTER)),
        ([NEXT, {"signed": "2018-01-10", "buyer": None}], (AFTER, AFTER, AFTER)),
    ],
)
def test_days_to_the_next_contract(further: list[dict[str, Any]], expected: tuple[int | None, ...]) -> None:
    assert _days(FAILED, *further) == expected


@pytest.mark.parametrize(
    ("further", "expected"),
    [
        ([], (NEVER, NEVER, NEVER)),
        ([NEXT], (None, 0, NEVER)),
        ([{"signed": "2010-01-01"}], (None, 0, NEVER)),
        ([{"contractor": None}], (None, 0, NEVER)),
    ],
)
def test_without_the_day_of_evaluation_any_other_contract_may_follow(
    further: list[dict[str, Any]], expected: tuple[int | None, ...]
) -> None:
    assert _days({**FAILED, "evaluated": None}, *further) == expected


def test_a_contract_signed_after_its_own_evaluation_does_not_follow_itself() -> None:
    assert _days({**FAILED, "signed": "2017-08-01"}) == (NEVER, NEVER, NEVER)
    assert _days({**FAILED, "signed": None}) == (NEVER, NEVER, NEVER)


@pytest.mark.parametrize(
    ("scores", "further", "expected"),
    [
        ([70, 80, 90], [], True),
        ([70, 70, 90], [], True),
        ([80, 70, 90], [], False),
        ([80, 80, 80], [], False),
        ([70, 90], [], False),  # fewer than three
        ([70, None, 90], [], None),
        ([80, None, 70], [], False),
        ([70, 80, 90], [{"year": 2016, "score": 10}], True),
        ([70, 80, 90], [{"buyer": "b2", "score": 10}], True),
        ([70, 80, 90], [{"year": None, "score": 60}], None),
        ([70, 80, 90], [{"year": None, "score": 80}], True),
        ([70, 80, 90], [{"buyer": None}], None),
        ([70, 80], [{"buyer": None, "year": None, "score": 80}], None),
        ([70, 70, 70], [{"year": None, "score": 80}], None),
    ],
)
def test_lowest_score_of_the_buyers_year(
    scores: list[int | None], further: list[dict[str, Any]], expected: bool | None
) -> None:
    own = {"passed": False, "score": scores[0]}
    others = [{"score": score, "contractor": "d"} for score in scores[1:]]
    batch = _batch(own, *others, *({"contractor": "d", **project} for project in further))
    assert only(batch, "c", "reaward", ("lowest",)) == (expected,)


@pytest.mark.parametrize(("passed", "failed"), [(True, False), (False, True), (None, None)])
def test_failed(passed: bool | None, failed: bool | None) -> None:
    assert only(_batch({"passed": passed}), "c", "reaward", ("failed",)) == (failed,)


def test_without_a_year_the_lowest_score_is_unknown() -> None:
    batch = _batch({"score": 10, "year": None}, *[{"score": score, "contractor": "d"} for score in (70, 80, 90)])
    assert only(batch, "c", "reaward", ("lowest",)) == (None,)


def test_each_project_of_the_two_has_a_row() -> None:
    batch = _batch(FAILED, NEXT, {"buyer": "a"}, {"buyer": None})
    found = rows(batch, "c", "reaward")
    assert [(row["buyer"], row["failed"], row["contracts"]) for row in found] == [
        ("a", None, 1),
        ("b", True, 2),
        ("b", None, 2),
    ]


def test_members_are_the_project_its_next_contract_and_those_without_a_day() -> None:
    batch = _batch(FAILED, {"signed": "2018-12-01"}, NEXT, {"signed": None}, {**NEXT, "contractor": "d"})
    case = cases(batch)["c"]
    row = [row.failed for row in case.relations["reaward"].rows].index(True)  # type: ignore[attr-defined]
    assert case.members["reaward"][row] == (0, 2, 3)


@pytest.mark.parametrize(
    ("further", "expected"),
    [
        ({}, True),
        ({"contractor": None}, False),
        ({"buyer": None}, False),
        ({"buyer": None, "contractor": "d"}, True),
    ],
)
def test_other_results_are_possible_where_a_project_may_be_of_the_two(further: dict[str, Any], expected: bool) -> None:
    assert complete(_batch(FAILED, further), "c", "reaward") is expected
