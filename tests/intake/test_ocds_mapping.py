"""The native view of a release: what is said of several contracts, awards and suppliers, and where it stands."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from riskscreen.intake.native import InvalidRecordError
from riskscreen.intake.ocds.correspondence import Places
from riskscreen.intake.read import read_release
from riskscreen.model.project import Project


def _view(**release: Any) -> tuple[Project, Places]:
    record = read_release({"ocid": "ocds-1", **release})
    assert record.places is not None
    return record.project, record.places


def _contract(start: str = "2020-01-01", end: str = "2020-05-31", **more: Any) -> dict[str, Any]:
    value = {"amount": 10, "currency": "EUR"}
    return {"id": "c", "status": "active", "period": {"startDate": start, "endDate": end}, "value": value, **more}


def _award(supplier: str | None, status: str | None = "active", **more: Any) -> dict[str, Any]:
    suppliers = [] if supplier is None else [{"id": supplier, "name": f"Name of {supplier}"}]
    return {"id": "a", "status": status, "suppliers": suppliers, **more}


@pytest.mark.parametrize(
    ("contracts", "end", "amount"),
    [
        ([_contract()], date(2020, 5, 31), 10),
        ([_contract(status="cancelled")], date(2020, 5, 31), 10),
        ([_contract(status=None)], date(2020, 5, 31), 10),
        ([_contract(), _contract()], date(2020, 5, 31), 20),
        ([_contract(), _contract(end="2020-06-30")], None, 20),
        ([_contract(status="cancelled", end="2020-06-30"), _contract()], date(2020, 5, 31), 10),
        ([_contract(status=None), _contract(status="cancelled")], None, None),
        ([_contract(), _contract(value={"amount": 1, "currency": "USD"})], date(2020, 5, 31), None),
        ([_contract(), _contract(value={"amount": 1})], date(2020, 5, 31), None),
        ([_contract(), _contract(period={})], None, 20),
        ([], None, None),
    ],
)
def test_several_contracts_say_what_all_of_them_say(
    contracts: list[dict[str, Any]], end: date | None, amount: int | None
) -> None:
    contract = _view(contracts=contracts)[0].contract
    assert (contract and contract.period and contract.period.end_date) == end
    assert (contract and contract.value and contract.value.amount) == amount


@pytest.mark.parametrize(
    ("awards", "supplier"),
    [
        ([_award("S")], "S"),
        ([_award("S"), _award("T", "cancelled"), _award(None, "unsuccessful")], "S"),
        ([_award("S"), _award("S")], "S"),
        ([_award("S"), _award("T")], None),
        ([_award("S"), _award("S", None)], None),
        ([_award("S", "pending")], None),
        ([_award(None)], None),
        ([{**_award("S"), "suppliers": [{"id": "S"}, {"id": "T"}]}], None),
        ([None, _award("S")], "S"),
    ],
)
def test_the_contractor_is_the_one_supplier_of_all_active_awards(
    awards: list[dict[str, Any]], supplier: str | None
) -> None:
    contractor = _view(awards=awards)[0].contractor
    assert (contractor and contractor.id) == supplier


def test_places_are_those_of_the_choices_made() -> None:
    _, places = _view(
        contracts=[_contract(status="cancelled", end="2021-01-01"), _contract()],
        awards=[_award("T", "cancelled"), _award("S")],
        bids={"details": [None, {"id": "b", "tenderers": [None, {"id": "S"}]}]},
        parties=[
            {"id": "S", "shareholders": [{"shareholder": {"id": "GB-COH-1"}}], "beneficialOwners": [{"id": "P-1"}]}
        ],
    )
    assert places.of("/contract/period/endDate") == ("/contracts/1/period/endDate",)
    assert places.of("/contractor/name") == ("/awards/1/suppliers/0/name",)
    assert places.of("/bids/0/value/amount") == ("/bids/details/1/value/amount",)
    assert places.of("/bids/0/tenderers/0/id") == ("/bids/details/1/tenderers/1/id",)
    assert places.of("/parties/0/owners/0/id") == ("/parties/0/beneficialOwners/0/id",)
    assert places.of("/parties/0/owners/1/id") == ("/parties/0/shareholders/0/shareholder/id",)
    assert places.of("/tender/datePublished") == ("/tender/tenderPeriod/startDate",)
    assert places.of("/targets/0/planned") == ()


def test_roles_and_ties_come_from_persons_and_shareholders_at_parties() -> None:
    person = {"id": "GB-P-1001", "name": "A. Hill"}
    project, places = _view(
        buyer={"id": "B"},
        awards=[_award("S")],
        parties=[
            {"id": "B", "persones": [person]},
            {"id": "S", "persones": [person], "shareholders": [{"id": "1", "shareholder": {"id": "B"}}]},
            {"id": "T", "persones": [person]},
        ],
    )
    assert [(role.side, role.person and role.person.id) for role in project.roles or ()] == [
        ("buyer", "GB-P-1001"),
        ("contractor", "GB-P-1001"),
        (None, "GB-P-1001"),
    ]
    (tie,) = project.ties or []
    assert (tie.type, [end.id for end in tie.organisations or ()]) == ("ownership", ["S", "B"])
    assert places.of("/roles/1/person/id") == ("/parties/1/persones/0/id",)
    assert places.of("/ties/0/organisations/*/id") == ("/parties/1/id", "/parties/1/shareholders/0/shareholder/id")


@pytest.mark.parametrize(
    ("descriptions", "category"),
    [
        (["Elder care services"], "Elder care services"),
        (["Elder care services", "Elder care services"], "Elder care services"),
        (["Elder care services", "Training"], None),
        (["Elder care services", None], None),
        ([], None),
    ],
)
def test_the_category_is_the_classification_that_all_items_share(
    descriptions: list[str | None], category: str | None
) -> None:
    items = [{"id": str(at), "classification": {"description": text}} for at, text in enumerate(descriptions)]
    assert _view(tender={"items": items})[0].category == category


@pytest.mark.parametrize(
    ("regions", "region"),
    [
        (["Kent"], "Kent"),
        (["Kent", " Kent "], "Kent"),
        (["Kent", "Surrey"], None),
        (["Kent", None], None),
        ([], None),
    ],
)
def test_the_region_is_where_all_items_are_delivered(regions: list[str | None], region: str | None) -> None:
    items = [{"id": str(at), "deliveryAddress": {"region": text}} for at, text in enumerate(regions)]
    buyer = {"id": "b", "address": {"region": "London"}, "roles": ["buyer"]}
    project, places = _view(tender={"items": items}, parties=[buyer], buyer={"id": "b"})
    assert (None if project.region is None else (project.region.id, project.region.name)) == (
        None if region is None else (region, region)
    )
    assert places.of("/region/id") == ("/tender/items/*/deliveryAddress/region",)


def test_one_process_in_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    releases = [{"ocid": "a", "date": f"2020-0{month}-01", "tender": {"title": str(month)}} for month in (2, 1)]
    assert read_release({"ocid": "a", "releases": releases}).project.title == "2"
    with pytest.raises(InvalidRecordError, match="several processes"):
        read_release({"releases": [{"ocid": "a"}, {"ocid": "b"}]})
    with pytest.raises(InvalidRecordError, match="needs an ocid"):
        read_release({"ocid": 1})
