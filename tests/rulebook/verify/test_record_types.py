"""The types and ranges of a record's values, as its schema has them."""

from __future__ import annotations

from decimal import Decimal

import pytest

from riskscreen.lang.vocabulary import Kind
from riskscreen.rulebook.verify.record_types import Leaf, LeafType, leaf_at


@pytest.mark.parametrize(
    ("pointer", "leaf"),
    [
        ("/showcase", Leaf(LeafType.BOOL)),
        ("/contract/dateSigned", Leaf(LeafType.DATE)),
        ("/contractor/rating", Leaf(LeafType.INT, Decimal(1), Decimal(5))),
        ("/contractor/staff/total", Leaf(LeafType.INT, Decimal(0), None, Decimal(2**53))),
        ("/evaluation/score", Leaf(LeafType.DECIMAL, Decimal(0), Decimal(100))),
        ("/payments/*/value/amount", Leaf(LeafType.DECIMAL, Decimal(0), None, Decimal(10**15))),
        ("/tender/procurementMethod", Leaf(LeafType.CODE, values=("open", "selective", "limited", "direct"))),
        (
            "/cooperation/recipientStages/*",
            Leaf(LeafType.CODE, values=("planning", "design", "delivery", "evaluation")),
        ),
        ("/parties/*/owners/*/id", Leaf(LeafType.TEXT)),
        ("/ties/*/organisations/*/id", Leaf(LeafType.TEXT)),
        ("/contract", None),
        ("/nowhere/at/all", None),
    ],
)
def test_a_leaf(pointer: str, leaf: Leaf | None) -> None:
    assert leaf_at(pointer) == leaf


def test_bounds_are_those_of_the_scaled_value() -> None:
    score = leaf_at("/evaluation/score")
    amount = leaf_at("/payments/*/value/amount")
    assert score is not None
    assert amount is not None
    assert score.bounds(4) == (0, 1_000_000)
    assert amount.bounds(2) == (0, 10**17 - 1)


def test_a_date_is_no_number() -> None:
    signed = leaf_at("/contract/dateSigned")
    assert signed is not None
    assert signed.holds(Kind.DATE)
    assert not signed.holds(Kind.INT)
