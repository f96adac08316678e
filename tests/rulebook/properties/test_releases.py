"""Properties of rules on contracting processes are tried on variations of OCDS releases."""

from __future__ import annotations

from pathlib import Path

import pytest

from riskscreen.rulebook.load import load_rulebook
from riskscreen.rulebook.properties.places import changed_places, mapped, places, stated
from riskscreen.rulebook.properties.records import Given
from riskscreen.rulebook.properties.run import Result, Status, run_properties
from riskscreen.rulebook.properties.transformations import TRANSFORMATIONS
from riskscreen.rulebook.properties.what import What

RELEASE = {
    "ocid": "a",
    "buyer": {"id": "B", "name": "Buyer"},
    "parties": [{"id": "S", "contactPoint": {"name": "Ann"}, "beneficialOwners": [{"id": "P", "name": "Paul"}]}],
    "tender": {"value": {"amount": 100, "currency": "USD"}, "tenderPeriod": {"endDate": "2024-02-28T12:00:00Z"}},
    "awards": [{"id": "1", "status": "active", "date": "2024-03-01", "suppliers": [{"id": "S", "name": "Supplier"}]}],
    "contracts": [{"awardID": "1", "value": {"amount": 90.5, "currency": "EUR"}}],
}

OCP = Path(__file__).parents[3] / "rules" / "ocp"


def results(folder: Path, code: str, declared: str) -> dict[str, Result]:
    """What trying a shipped rule shows in a pack of one's own, where it declares this and nothing else."""
    (source,) = OCP.rglob(f"{code}-*.yaml")
    head, _, examples = source.read_text(encoding="utf-8").partition("\nexamples:\n")
    kept = head.partition("\ninvariant_under:")[0].partition("\nworse_when:")[0]
    place = folder / "own" / source.parent.name / source.name
    place.parent.mkdir(parents=True)
    place.write_text(f"{kept}\n{declared}\nexamples:\n{examples}", encoding="utf-8")
    (properties,) = run_properties(load_rulebook(packs=["own"], rules_dir=folder, examples=True), cases=30)
    return {str(result.tried): result for result in properties.results}


def test_a_false_declaration_is_shown_on_the_smallest_release(tmp_path: Path) -> None:
    found = results(tmp_path, "R064", "invariant_under: [duplicate-removal]\nworse_when: {a.amendments: falls}")
    for name in ("duplicate-removal", "a.amendments falls"):
        assert found[name].status is Status.BROKEN
    shown = found["duplicate-removal"].counterexample
    assert shown is not None
    (before,) = shown.before.records
    assert before.keys() == {"ocid", "contracts"}
    assert found["a.amendments rises"].status is Status.SUGGESTED


def test_the_process_that_is_judged_stays_first_when_its_batch_stands_in_another_order(tmp_path: Path) -> None:
    found = results(tmp_path, "R024", "invariant_under: [money-scaling, organisation-renaming]")
    assert found["money-scaling"].status is found["organisation-renaming"].status is Status.HELD
    assert found["record-order"].status is Status.SUGGESTED


def test_every_kind_of_place_occurs_in_a_release() -> None:
    kinds = {place.what for place in places("ocds").values()}
    native_only = {What.YEAR, What.PERIOD, What.OWNER, What.OWNER_NAME}
    assert kinds == set(What) - native_only
    assert places("ocds")["/tender/tenderPeriod/endDate"].what is What.DATE
    assert places("ocds")["/bids/details/*/tenderers/*/id"].what is What.ORGANISATION
    assert places("ocds")["/parties/*/beneficialOwners/*/id"].what is What.PERSON
    assert places("ocds")["/contracts/*/awardID"].what is What.TEXT
    assert "disqualified" in places("ocds")["/bids/details/*/status"].words


@pytest.mark.parametrize(
    ("relation", "changed"),
    [
        ("date-shift", {What.DATE}),
        ("money-scaling", {What.AMOUNT}),
        ("currency-renaming", {What.CURRENCY}),
        ("organisation-renaming", {What.ORGANISATION, What.ORGANISATION_NAME}),
        ("person-renaming", {What.PERSON, What.PERSON_NAME}),
    ],
)
def test_a_transformation_changes_what_it_is_about_wherever_it_stands(relation: str, changed: set[What]) -> None:
    given = Given((RELEASE,), of_first=True)
    after = next(iter(TRANSFORMATIONS[relation](given, frozenset()))).make()  # type: ignore[index]  # a key of them
    assert after is not None
    moved = {places("ocds")[pattern].what for pattern in changed_places(RELEASE, after.records[0])}
    told = {place.what for _, place, _ in stated(RELEASE)}
    assert moved == changed & told
    assert after.records[0]["ocid"] == RELEASE["ocid"]


def test_a_date_that_is_none_stays_as_it_is() -> None:
    record = {"ocid": "a", "date": "soon", "tender": {"tenderPeriod": {"endDate": "2024-02-29T12:00:00Z"}}}
    said = {pointer for pointer, _, _ in stated(record)}
    assert said == {"/tender/tenderPeriod/endDate"}
    assert mapped(record, lambda place, value: "x")["date"] == "soon"
