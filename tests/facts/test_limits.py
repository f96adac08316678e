"""No value of a field lies outside the limits its column declares; rules are checked against these."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from hypothesis import given, settings

from riskscreen.facts.case import Case
from riskscreen.facts.market import batch_cases
from riskscreen.facts.vocabulary import VOCABULARY
from riskscreen.lang.vocabulary import Field, Relation, Row, Value
from riskscreen.model.project import Project
from tests.support.cases import case_of
from tests.support.projects import batches, projects
from tests.support.taxonomy import TAXONOMY


def _beyond(field: Field, value: Value | None) -> bool:
    if value is None or field.lowest is None:
        return False
    return int(value) < field.lowest or (field.highest is not None and int(value) > field.highest)


def _outside(relation: Relation, rows: Iterable[Row]) -> list[tuple[str, str, Value | None]]:
    return [
        (relation.name, field.name, value)
        for row in rows
        for field, value in zip(relation.fields, row, strict=True)
        if _beyond(field, value)
    ]


def _check(case: Case) -> None:
    subject = VOCABULARY[case.subject]
    assert _outside(subject.root, [case.root]) == []
    for name, rows in case.relations.items():
        assert _outside(subject.by_name[name], rows.rows) == []


@settings(max_examples=150)
@given(projects())
def test_facts_of_a_project_lie_within_their_limits(record: dict[str, Any]) -> None:
    _check(case_of(record))


@settings(max_examples=60)
@given(batches())
def test_facts_of_a_batch_lie_within_their_limits(records: list[dict[str, Any]]) -> None:
    for case in batch_cases([Project.model_validate(record) for record in records], TAXONOMY):
        _check(case)


def test_a_limit_above_needs_one_below() -> None:
    for subject in VOCABULARY.values():
        for relation in (subject.root, *subject.relations):
            assert [field.name for field in relation.fields if field.highest is not None and field.lowest is None] == []
