"""The case of a project: its shape, when relations are complete, and where every value comes from."""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy
from typing import Any, NamedTuple

import pytest
from hypothesis import given

from riskscreen.facts.case import Case, Rows
from riskscreen.facts.vocabulary import PROJECT
from riskscreen.lang.vocabulary import Field, Kind, Relation, Value
from tests.support.cases import NATIVE, case_of
from tests.support.projects import projects
from tests.support.typical import typical_project

Json = dict[str, Any]


class Cell(NamedTuple):
    """One field of one row; ``row`` counts within the relation, ``anchors`` are the row's."""

    relation: str
    row: int
    field: Field
    value: Value | None
    anchors: tuple[str, ...]


def cells(case: Case) -> Iterator[Cell]:
    for field, value in zip(PROJECT.root.fields, case.root, strict=True):
        yield Cell(PROJECT.name, 0, field, value, ("",))
    for name, relation in NATIVE.items():
        for number, (row, anchors) in enumerate(zip(case.relations[name].rows, case.anchors[name], strict=True)):
            for field, value in zip(relation.fields, row, strict=True):
                yield Cell(name, number, field, value, anchors)


FULL = typical_project(incomplete=[], standardDeviations=[{"date": "2018-04-02"}])
"""A record that states every list and every field that facts are read from."""


# Shape


def test_every_relation_of_the_vocabulary_is_extracted_and_no_other() -> None:
    case = case_of({})
    assert set(case.relations) == set(case.anchors) == set(NATIVE)
    assert (case.subject, case.id) == ("project", "p1")


def test_of_a_bare_project_nothing_is_known() -> None:
    case = case_of({})
    assert set(case.root) == {None}
    assert set(case.relations.values()) == {Rows((), False)}


def test_a_full_record_fills_every_field() -> None:
    known = {(cell.relation, cell.field.name) for cell in cells(case_of(FULL)) if cell.value is not None}
    declared = {(PROJECT.name, field.name) for field in PROJECT.root.fields}
    declared |= {(name, field.name) for name, relation in NATIVE.items() for field in relation.fields}
    assert known == declared


TEXTS = {Kind.CODE, Kind.TEXT, Kind.PERSON, Kind.ORGANISATION}


@given(projects())
def test_values_have_the_type_of_their_field(record: Json) -> None:
    for cell in cells(case_of(record)):
        if cell.value is not None:
            kind = cell.field.kind
            assert type(cell.value) is (bool if kind is Kind.BOOL else str if kind in TEXTS else int), cell
            assert not cell.field.values or cell.value in cell.field.values, cell


# Completeness


def with_list(record: Json, pointer: str, items: list[Any] | None) -> Json:
    """The record with another list at ``pointer``, or without it if ``items`` is None."""
    changed = deepcopy(record)
    *path, last = pointer.split("/")[1:]
    parent = changed
    for step in path:
        parent = parent[step]
    if items is None:
        del parent[last]
    else:
        parent[last] = items
    return changed


@pytest.mark.parametrize(
    "relation", [relation for relation in NATIVE.values() if len(relation.list_at) == 1], ids=lambda r: r.name
)
def test_a_list_that_is_given_is_complete_unless_declared_incomplete(relation: Relation) -> None:
    name, pointer = relation.name, relation.list_at[0]
    stated = case_of(FULL).relations[name]
    assert stated.rows
    assert stated.complete
    assert case_of(FULL | {"incomplete": [pointer[1:]]}).relations[name] == Rows(stated.rows, complete=False)
    assert case_of(with_list(FULL, pointer, [])).relations[name] == Rows((), complete=True)
    assert case_of(with_list(FULL, pointer, None)).relations[name] == Rows((), complete=False)


@pytest.mark.parametrize(
    ("relation", "record", "rows", "complete"),
    [
        ("owner", {"parties": [{"owners": [{}]}, {"owners": []}]}, 1, True),
        ("owner", {"parties": [{"owners": [{}]}, {}]}, 1, False),
        ("owner", {"parties": [{"owners": [{}]}], "incomplete": ["parties"]}, 1, False),
        ("owner", {"parties": []}, 0, True),
        ("tenderer", {"bids": [{"tenderers": [{}, {}]}, {"tenderers": [{}]}]}, 3, True),
        ("tenderer", {"bids": [{"tenderers": [{}, {}]}, {}]}, 2, False),
        ("tenderer", {"bids": [{"tenderers": [{}]}], "incomplete": ["bids"]}, 1, False),
        ("tenderer", {"bids": []}, 0, True),
        ("origin", {"contractor": {"foundedBy": [{}], "incubatedBy": []}}, 1, True),
        ("origin", {"contractor": {"foundedBy": [{}]}}, 1, False),
        ("origin", {"contractor": {"incubatedBy": [{}]}}, 1, False),
        (
            "origin",
            {"contractor": {"foundedBy": [], "incubatedBy": [{}]}, "incomplete": ["contractor/incubatedBy"]},
            1,
            False,
        ),
    ],
)
def test_a_relation_fed_by_several_lists_is_complete_only_if_all_are(
    relation: str, record: Json, rows: int, complete: bool
) -> None:
    facts = case_of(record).relations[relation]
    assert (len(facts.rows), facts.complete) == (rows, complete)


# Where facts come from


def absolute(pattern: str, anchors: tuple[str, ...]) -> str:
    """A declared input as a pointer from the record's root."""
    if pattern.startswith("//"):
        return pattern[1:]
    return anchors[1] + pattern[2:] if pattern.startswith("@1") else anchors[0] + pattern


def resolve(value: Any, steps: list[str]) -> Iterator[Any]:
    """The values at a pointer with ``*``. An empty list met by ``*`` is itself what the record states."""
    if not steps:
        yield value
    elif isinstance(value, list):
        items = value if steps[0] == "*" else value[int(steps[0]) :][:1]
        yield from (found for item in items for found in resolve(item, steps[1:]))
        if steps[0] == "*" and not value:
            yield value
    elif isinstance(value, dict) and steps[0] in value:
        yield from resolve(value[steps[0]], steps[1:])


def stands_in(record: Json, pointer: str) -> bool:
    return any(found not in (None, "") for found in resolve(record, pointer.split("/")[1:]))


@given(projects())
def test_anchors_and_inputs_of_every_known_value_stand_in_the_record(record: Json) -> None:
    for cell in cells(case_of(record)):
        assert all(stands_in(record, anchor) for anchor in cell.anchors), cell
        if cell.value is not None:
            assert all(stands_in(record, absolute(pattern, cell.anchors)) for pattern in cell.field.inputs), cell


def only(value: Any, pointers: list[list[str]]) -> Any:
    """The value stripped of all that none of the pointers with ``*`` leads to. Items of lists keep their places."""
    if [] in pointers or not isinstance(value, dict | list):
        return value
    if isinstance(value, list):
        kept = [[rest for step, *rest in pointers if step in ("*", str(place))] for place in range(len(value))]
        return [only(item, rests) for item, rests in zip(value, kept, strict=True)]
    steps = dict.fromkeys(step for step, *_ in pointers if step in value)
    return {step: only(value[step], [rest for first, *rest in pointers if first == step]) for step in steps}


def known_cells(record: Json) -> dict[str, Cell]:
    """The first known cell of every field, by relation and field."""
    found: dict[str, Cell] = {}
    for cell in cells(case_of(record)):
        if cell.value is not None:
            found.setdefault(f"{cell.relation}.{cell.field.name}", cell)
    return found


FULL_CELLS = known_cells(FULL)


@pytest.mark.parametrize("name", [name for name, cell in FULL_CELLS.items() if cell.field.inputs])
def test_a_value_follows_from_its_declared_inputs_alone(name: str) -> None:
    cell = FULL_CELLS[name]
    inputs = [absolute(pattern, cell.anchors) for pattern in cell.field.inputs]
    rows = [f"{anchor}/nothing" for anchor in cell.anchors]  # the bare row, so that it exists at all
    bare = only(FULL, [pointer.split("/")[1:] for pointer in inputs + rows])
    found = known_cells(bare)[name]
    assert (found.row, found.value) == (cell.row, cell.value)


@pytest.mark.parametrize(
    ("relation", "anchors"),
    [
        ("role", [(f"/roles/{index}",) for index in range(8)]),
        ("participant", [(f"/needsAssessment/participants/{index}",) for index in range(3)]),
        ("tie", [("/ties/0",), ("/ties/0",)]),
        ("origin", [("/contractor/foundedBy/0",), ("/contractor/incubatedBy/0",)]),
        ("owner", [(f"/parties/{index}/owners/0", f"/parties/{index}") for index in range(3)]),
        ("tenderer", [(f"/bids/{index}/tenderers/0", f"/parties/{index}") for index in range(3)]),
    ],
)
def test_anchors_of_the_full_record(relation: str, anchors: list[tuple[str, ...]]) -> None:
    assert list(case_of(FULL).anchors[relation]) == anchors


def test_a_tenderer_without_party_has_one_anchor() -> None:
    bids = [{"tenderers": [{"id": "a"}, {"id": "b"}, {}]}]
    case = case_of({"bids": bids, "parties": [{"id": "b"}, {}]})
    assert case.anchors["tenderer"] == (
        ("/bids/0/tenderers/0",),
        ("/bids/0/tenderers/1", "/parties/0"),
        ("/bids/0/tenderers/2",),
    )
