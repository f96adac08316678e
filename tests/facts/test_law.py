"""The law of absence: one value less never changes what is known, it only makes it unknown."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from riskscreen.facts.case import Case
from riskscreen.lang.vocabulary import Row
from tests.support.cases import NATIVE, case_of
from tests.support.deletions import deletions, removable, without
from tests.support.projects import projects
from tests.support.typical import typical_project


def _by_place(case: Case, relation: str) -> dict[tuple[str, int], Row]:
    """The rows by first anchor, counted where several share it."""
    placed: dict[tuple[str, int], Row] = {}
    for row, anchors in zip(case.relations[relation].rows, case.anchors[relation], strict=True):
        turn = sum(anchor == anchors[0] for anchor, _ in placed)
        placed[anchors[0], turn] = row
    return placed


def _knows_no_more(less: Row, more: Row) -> bool:
    return all(now is None or now == before for now, before in zip(less, more, strict=True))


def _check(before: Case, after: Case, removed: str) -> None:
    assert _knows_no_more(after.root, before.root), removed
    for relation in NATIVE:
        rows, left = _by_place(before, relation), _by_place(after, relation)
        assert left.keys() <= rows.keys(), (removed, relation)
        assert all(_knows_no_more(row, rows[place]) for place, row in left.items()), (removed, relation)
        if after.relations[relation].complete:
            assert before.relations[relation].complete, (removed, relation)
            assert left.keys() == rows.keys(), (removed, relation)


@settings(max_examples=150)
@given(projects(), st.data())
def test_removing_any_value_only_makes_facts_unknown(record: dict[str, Any], data: st.DataObject) -> None:
    values = removable(record)
    assume(values)
    removed = data.draw(st.sampled_from(values))
    _check(case_of(record), case_of(without(record, removed)), removed)


TWO_ADDRESSES = {
    "bids": [{"tenderers": [{"id": "a"}]}],
    "parties": [{"id": "a", "address": {"streetAddress": street}} for street in ("x1", "x2")],
}
TWO_CURRENCIES = {
    "contract": {"value": {"amount": 100, "currency": "CNY"}},
    "payments": [{"value": {"amount": 90, "currency": "USD"}}],
}
TWO_BIDS = {"bids": [{"tenderers": [{"id": "a"}, {"id": "b"}]}, {"tenderers": [{"id": "c"}]}]}


@pytest.mark.parametrize("record", [typical_project(), TWO_ADDRESSES, TWO_CURRENCIES, TWO_BIDS])
def test_removing_each_value_in_turn_only_makes_facts_unknown(record: dict[str, Any]) -> None:
    before = case_of(record)
    for removed, less in deletions(record):
        _check(before, case_of(less), removed)
