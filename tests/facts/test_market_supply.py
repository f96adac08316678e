"""The share of a buyer's spending that one contractor has."""

from __future__ import annotations

from typing import Any

import pytest

from tests.support.batch import Json, complete, only, records

BOUNDS = ("share", "share_least", "share_most")


def _batch(*projects: dict[str, Any]) -> list[Json]:
    return records(*projects, buyer="b")


@pytest.mark.parametrize(
    ("projects", "expected"),
    [
        ([{"contractor": "c", "amount": 5}], (1_000_000, 1_000_000, 1_000_000)),
        ([{"contractor": "c", "amount": 1}, {"contractor": "d", "amount": 2}], (333_333, 333_333, 333_333)),
        ([{"contractor": "c", "amount": "0.01"}, {"contractor": "d", "amount": "0.03"}], (250_000, 250_000, 250_000)),
        # an amount that is not known may be nothing or any sum
        ([{"contractor": "c", "amount": 5}, {"contractor": "d"}], (None, 0, 1_000_000)),
        ([{"contractor": "c", "amount": 5}, {"contractor": "c"}], (1_000_000, 1_000_000, 1_000_000)),
        ([{"contractor": "c"}, {"contractor": "d", "amount": 5}], (None, 0, 1_000_000)),
        (
            [{"contractor": "c", "amount": 1}, {"contractor": "c"}, {"contractor": "d", "amount": 3}],
            (None, 250_000, 1_000_000),
        ),
        (
            [{"contractor": "c", "amount": 1}, {"contractor": "d"}, {"contractor": "d", "amount": 3}],
            (None, 0, 250_000),
        ),
        # a contract without a contractor may be this one's or another's
        ([{"contractor": "c", "amount": 2}, {"amount": 2}, {"contractor": "d", "amount": 1}], (None, 400_000, 800_000)),
        # one without a buyer may not belong to this buyer at all
        (
            [{"contractor": "c", "amount": 1}, {"contractor": "c", "amount": 2, "buyer": None}],
            (1_000_000, 1_000_000, 1_000_000),
        ),
        (
            [{"contractor": "c", "amount": 1}, {"contractor": "d", "amount": 1, "buyer": None}],
            (None, 500_000, 1_000_000),
        ),
        (
            [
                {"contractor": "c", "amount": 1},
                {"contractor": "d", "amount": 1},
                {"contractor": "c", "amount": 2, "buyer": None},
            ],
            (None, 500_000, 750_000),
        ),
        ([{"contractor": "c", "amount": 1}, {"amount": 1, "buyer": None}], (None, 500_000, 1_000_000)),
        (
            [{"contractor": "c", "amount": 1}, {"contractor": "d", "amount": 1}, {"amount": 2, "buyer": None}],
            (None, 250_000, 750_000),
        ),
        # nothing spent
        ([{"contractor": "c", "amount": 0}, {"contractor": "d", "amount": 0}], (0, 0, 0)),
        ([{"contractor": "c", "amount": 0}, {"contractor": "d"}], (0, 0, 0)),
        # currencies are not added up, and none is assumed
        ([{"contractor": "c", "amount": 1}, {"contractor": "d", "amount": 1, "currency": "USD"}], (None, 0, 1_000_000)),
        ([{"contractor": "c", "amount": 1}, {"contractor": "d", "amount": 1, "currency": None}], (None, 0, 1_000_000)),
        ([{"contractor": "c", "amount": 1}, {"contractor": "d", "amount": 0, "currency": None}], (1_000_000,) * 3),
        # what other currencies can do is still bounded by those that are the same
        (
            [
                {"contractor": "c", "amount": 1},
                {"contractor": "d", "amount": 3},
                {"contractor": "d", "amount": 9, "currency": "USD"},
            ],
            (None, 0, 250_000),
        ),
        (
            [
                {"contractor": "c", "amount": 3},
                {"contractor": "d", "amount": 1},
                {"contractor": "c", "amount": 9, "currency": "USD"},
            ],
            (None, 750_000, 1_000_000),
        ),
    ],
)
def test_share_is_exact_or_within_what_unknown_values_can_make_of_it(
    projects: list[dict[str, Any]], expected: tuple[int | None, ...]
) -> None:
    assert only(_batch(*projects), "c", "supply", BOUNDS) == expected


def test_sample_sizes_count_what_is_known() -> None:
    batch = _batch({"contractor": "c"}, {"contractor": "c", "amount": 1}, {}, {"contractor": "c", "buyer": None})
    assert only(batch, "c", "supply", ("buyer", "awards", "buyer_awards")) == ("b", 2, 3)


@pytest.mark.parametrize(
    ("projects", "expected"),
    [
        ([{"contractor": "c"}], True),
        ([{"contractor": "c"}, {}], True),  # the contract without a contractor is of a buyer that has a row
        ([{"contractor": "c"}, {"buyer": "b2"}], False),
        ([{"contractor": "c"}, {"buyer": None}], False),
        ([{"contractor": "c"}, {"buyer": None, "contractor": "c"}], False),
        ([{"contractor": "c"}, {"buyer": None, "contractor": "d"}], True),
    ],
)
def test_other_buyers_are_possible_where_a_contract_may_be_theirs(
    projects: list[dict[str, Any]], expected: bool
) -> None:
    assert complete(_batch(*projects), "c", "supply") is expected
