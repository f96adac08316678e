"""The cases of a batch: whom they are about, what they are made of, and that the order of projects does not matter."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from riskscreen.facts.case import Case
from riskscreen.facts.market import batch_cases
from riskscreen.facts.vocabulary import VOCABULARY
from riskscreen.model.project import Project
from tests.support.batch import Json, cases, record, records
from tests.support.batch_strategy import batches
from tests.support.taxonomy import TAXONOMY


def test_organisations_with_an_identifier_in_order_then_the_market() -> None:
    batch = records({"buyer": "z", "contractor": "m"}, {"evaluator": "a", "buyer": "m"})
    batch[1]["contractor"] = {"name": "no identifier"}
    found = batch_cases([Project.model_validate(item) for item in batch], TAXONOMY)
    assert [(case.subject, case.id, case.root[0]) for case in found] == [
        ("organisation", "a", "a"),
        ("organisation", "m", "m"),
        ("organisation", "z", "z"),
        ("market", "market", 2),
    ]


def test_an_empty_batch_is_a_market_without_projects() -> None:
    (market,) = batch_cases([], TAXONOMY)
    assert market.root == (0,)
    assert all(rows.complete and not rows.rows for rows in market.relations.values())


def test_every_relation_of_the_vocabulary_is_there_with_rows_of_its_form() -> None:
    plan = {"Visits": 1}
    common = {"buyer": "b", "contractor": "c", "evaluator": "e", "category": "x", "targets": plan, "region": "r"}
    batch = records({}, {"signed": "2019-01-01"}, year=2018, passed=False, evaluated="2018-06-01", **common)
    found = cases(batch)
    of_relation = {"supply": "c", "purchasing": "b", "design": "b", "evaluator": "e", "reaward": "c"}
    for subject in (VOCABULARY["organisation"], VOCABULARY["market"]):
        native = {name: relation for name, relation in subject.by_name.items() if relation.form == "native"}
        for name, relation in native.items():
            case = found[of_relation.get(name, "market")]
            assert case.relations.keys() == native.keys()
            (row, *_) = case.relations[name].rows
            assert row._fields == tuple(field.name for field in relation.fields)  # type: ignore[attr-defined]


def test_members_are_the_places_of_the_cohort_in_the_batch() -> None:
    batch = [
        record("p9", buyer="b", contractor="d", year=2017),
        record("p8", buyer="b2", contractor="c", year=2018, evaluator="e"),
        record("p7", buyer="b", contractor="c", year=2018, evaluator="e", category="x", region="r"),
    ]
    found = cases(batch)
    assert found["c"].members["supply"] == ((0, 2), (1,))
    assert found["b"].members["purchasing"] == ((2,),)
    assert found["e"].members["evaluator"] == ((1, 2),)
    assert found["market"].members["deadline"] == ((0,), (2,), (1,))
    assert found["market"].members["area"] == ((2,),)


def _by_project(case: Case, batch: list[Json]) -> dict[str, Any]:
    """Everything about a case, with the projects behind its rows by their ids."""
    behind = {
        name: [sorted(batch[position]["id"] for position in members) for members in table]
        for name, table in case.members.items()
    }
    return {"id": case.id, "root": case.root, "relations": case.relations, "behind": behind}


@given(batches(), st.randoms(use_true_random=False))
def test_the_order_of_projects_does_not_matter(batch: list[Json], random: Any) -> None:
    shuffled = list(batch)
    random.shuffle(shuffled)
    before, after = cases(batch), cases(shuffled)
    assert list(before) == list(after)
    for id, case in before.items():
        assert _by_project(case, batch) == _by_project(after[id], shuffled)
        assert all(list(members) == sorted(members) for table in after[id].members.values() for members in table)
