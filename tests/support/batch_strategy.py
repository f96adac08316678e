"""Hypothesis strategies for batches whose projects share buyers, contractors, evaluators, years and months."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from tests.support.batch import Json, record

_POOLS: dict[str, tuple[Any, ...]] = {
    "buyer": ("b", "b", "b", "a"),
    "contractor": ("c", "c", "a"),
    "evaluator": ("e", "e", "a"),
    "year": (2018, 2018, 2017),
    "category": ("社区老人居家养老服务", "road works"),
    "region": ("r", "r", "s"),
    "need": ("0.25", "0.25", "0.5"),
    "site": ("s1", "s2"),
    "targets": ({"Visits": 1}, {"Visits": 1}, {"Visits": 2}, {}),
    "amount": (0, 1, 1, 3),
    "currency": ("CNY", "CNY", "CNY", "USD"),
    "signed": ("2017-12-26", "2018-12-26"),
    "end": ("2018-05-31", "2018-05-31", "2018-06-30"),
    "evaluated": ("2018-06-30", "2017-06-30"),
    "passed": (True, True, False),
    "score": (70, 71, 90),
}


@st.composite
def batches(draw: st.DrawFn, max_size: int = 5) -> list[Json]:
    """Records p1, p2, … in which about one value in six is missing."""
    size = draw(st.integers(1, max_size))
    return [record(f"p{number}", **_values(draw)) for number in range(1, size + 1)]


def _values(draw: st.DrawFn) -> dict[str, Any]:
    chosen = {name: draw(st.sampled_from(pool)) for name, pool in _POOLS.items()}
    missing = draw(st.sets(st.sampled_from(sorted(_POOLS)), max_size=5))
    return {name: None if name in missing else value for name, value in chosen.items()}
