"""What a release says of its stages, from planning to delivery, and where it leaves that open."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest

from riskscreen.facts.case import NOTHING_KNOWN, Rows
from riskscreen.facts.process.catalogue import READERS, RELATIONS
from riskscreen.facts.process.contacts import is_odd
from riskscreen.facts.process.parts import ProcessParts
from riskscreen.facts.process.published import day
from riskscreen.facts.process.settings import USUAL
from riskscreen.facts.process.usual import Usual
from riskscreen.lang.vocabulary import decode
from riskscreen.model.release import Release

DECLARED = {relation.name: relation for relation in RELATIONS}


def read(relation: str, release: dict[str, Any]) -> tuple[Rows, tuple[tuple[str, ...], ...]]:
    return READERS[relation](ProcessParts(msgspec.convert({"ocid": "o", **release}, Release), USUAL))


def values(relation: str, release: dict[str, Any], *fields: str) -> list[Any]:
    """The values of some fields in every row, as people know them; a single field without its tuple."""
    rows, _ = read(relation, release)
    indexes = [DECLARED[relation].index(name) or 0 for name in fields]
    kinds = [DECLARED[relation].fields[index].kind for index in indexes]
    found = []
    for row in rows.rows:
        cells = [row[index] for index in indexes]
        known = [None if cell is None else decode(cell, kind) for cell, kind in zip(cells, kinds, strict=True)]
        found.append(known[0] if len(known) == 1 else tuple(known))
    return found


def usd(amount: float) -> dict[str, Any]:
    return {"amount": amount, "currency": "USD"}


def bids(*amounts: float | None, status: str = "valid") -> dict[str, Any]:
    return {"bids": {"details": [{"status": status, "value": usd(each) if each else None} for each in amounts]}}


def award_and_contract(award: dict[str, Any], contract: dict[str, Any]) -> dict[str, Any]:
    return {"awards": [{"id": "a", **award}], "contracts": [{"awardID": "a", **contract}]}


def test_rows_have_as_many_fields_and_anchors_as_declared() -> None:
    full = {
        "parties": [{"id": "A", "roles": ["tenderer"], "beneficialOwners": [{"id": "p"}], "shareholders": [{}]}],
        "planning": {"documents": [{}]},
        "tender": {"documents": [{}], "enquiries": [{}]},
        "complaints": [{}],
        "bids": {"details": [{"tenderers": [{"id": "A"}]}]},
        "awards": [{"id": "a", "items": []}],
        "contracts": [{"awardID": "a", "items": [{"id": "1"}], "milestones": [{}]}],
    }
    for name in READERS:
        relation = DECLARED[name]
        rows, anchors = read(name, full)
        assert rows.rows, name
        assert len(rows.rows) == len(anchors)
        assert {len(row) for row in rows.rows} == {len(relation.fields)}
        assert all(pointer.startswith("/") or pointer == "" for row in anchors for pointer in row)


def test_of_a_bare_release_nothing_is_known() -> None:
    for name in READERS:
        rows, _ = read(name, {})
        assert rows == NOTHING_KNOWN or rows.rows == ((None,) * len(DECLARED[name].fields),), name


@pytest.mark.parametrize(
    ("text", "known"),
    [
        ("2024-03-01", True),
        (" 2024-03-01T23:30:00-05:00", True),
        ("2024-03-01 10:00", True),
        ("2024-03-01x", False),
        ("2024-02-30", False),
        ("2024-W09-5", False),
        ("01/03/2024", False),
        ("", False),
    ],
)
def test_a_date_is_its_calendar_day_as_written(text: str, known: bool) -> None:
    assert (day(text) is not None) is known


@pytest.mark.parametrize(
    ("amounts", "gap", "distance", "least", "spread", "off"),
    [
        ((100, 120, 140, 160), 0.2, 1, 0.142857, 0.057143, 0),
        ((100, 110), 0.1, None, 0.1, 0, 0),
        ((100, 110, 110), 0.1, 10**8, 0, 0.1, 0),
        ((100, 100, 100), 0, 0, 0, 0, 0),
        ((200, 210.5, 230), 0.0525, 0.7614, 0.0525, 0.040137, 0.0025),
        ((100,), None, None, None, None, None),
    ],
)
def test_prices_of_valid_bids(
    amounts: tuple[float, ...], gap: Any, distance: Any, least: Any, spread: Any, off: Any
) -> None:
    (found,) = values(
        "bid_prices", bids(*amounts), "bids", "gap", "relative_distance", "step_least", "step_spread", "off_percent"
    )
    assert found[0] == len(amounts)
    assert [None if value is None else float(value) for value in found[1:]] == [gap, distance, least, spread, off]


def test_prices_are_unknown_while_a_bid_is_pending_or_its_amount_is_not_known() -> None:
    assert values("bid_prices", bids(1, None, 2), "bids", "gap") == [(3, None)]
    assert values("bid_prices", bids(1, 2, status="pending"), "bids", "gap") == [(None, None)]
    assert values("bid_prices", {"bids": {"details": [None]}}, "bids", "gap") == [(None, None)]
    two = {"details": [{"status": "valid", "value": usd(1)}, {"status": "valid", "value": {"amount": 1}}]}
    assert values("bid_prices", {"bids": two}, "bids", "gap") == [(2, None)]


@pytest.mark.parametrize(
    ("award", "contract", "ratio", "days"),
    [
        ({"value": usd(3), "date": "2024-01-31"}, {"value": usd(1), "dateSigned": "2024-02-01"}, "0.333333", 1),
        ({"value": usd(0)}, {"value": usd(1)}, None, None),
        ({"value": usd(-1)}, {"value": usd(1)}, None, None),
        ({"value": usd(0.1)}, {"value": usd(0.3)}, "3.000000", None),
    ],
)
def test_a_contract_against_its_award(
    award: dict[str, Any], contract: dict[str, Any], ratio: str | None, days: int | None
) -> None:
    ((found, signed),) = values("agreement", award_and_contract(award, contract), "award_ratio", "signing_days")
    assert (None if found is None else str(found), signed) == (ratio, days)


def test_a_contract_whose_award_cannot_be_told() -> None:
    release = award_and_contract({"value": usd(1)}, {"value": usd(1)})
    release["awards"].append({"value": usd(1)})
    assert values("agreement", release, "award_ratio") == [None]
    assert read("agreement", release)[1] == (("/contracts/0",),)


@pytest.mark.parametrize(
    ("awarded", "contracted", "changes"),
    [
        ([{"id": "1", "quantity": 2}], [{"id": "1", "quantity": 2}], ["same"]),
        ([{"id": "1", "quantity": 2}], [{"id": "1", "quantity": 2.5}], ["added"]),
        ([{"id": "1", "quantity": 2}], [{"id": "1"}], [None]),
        ([{"id": "1"}, {"id": "2"}], [{"id": "3"}], ["added", "cut", "cut"]),
        ([{"id": "1"}, {}], [{"id": "1"}], []),
        ([{"id": "1"}], [{"id": "1"}, {"id": "1"}], []),
    ],
)
def test_items_of_a_contract_against_its_award(awarded: list[Any], contracted: list[Any], changes: list[Any]) -> None:
    release = award_and_contract({"items": awarded}, {"items": contracted, "amendments": []})
    assert values("contract_item", release, "change") == changes
    assert read("contract_item", release)[0].complete is bool(changes)


@pytest.mark.parametrize(
    ("digits", "odd"),
    [
        (None, None),
        ("5550134", False),
        ("1234", True),
        ("11111", True),
        ("123456789", True),
        ("987654321", True),
        ("13579", False),
    ],
)
def test_implausible_telephone_numbers(digits: str | None, odd: bool | None) -> None:
    assert is_odd(digits) is odd


@pytest.mark.parametrize(
    ("street", "box"),
    [
        ("P.O. Box 7", True),
        ("po box 7", True),
        ("Apartado 12", True),
        ("Casilla 9", True),
        ("北京市100信箱", False),
        ("邮政信箱100号", True),
        ("Boxer Street 7", False),
        ("…", None),
    ],
)
def test_post_office_boxes(street: str, box: bool | None) -> None:
    assert values("contact", {"parties": [{"address": {"streetAddress": street}}]}, "post_box") == [box]


def test_details_of_a_tenderer_are_those_of_its_one_party() -> None:
    details = {"bids": {"details": [{"tenderers": [{"id": "A"}]}]}}
    party = {"id": "A", "contactPoint": {"telephone": "555 0134"}}
    for parties, known in (
        ([party], ["5550134"]),
        ([party, {"id": "A"}], [None]),
        ([party, {}], [None]),
        ([party, None], [None]),
        ([{"id": "B"}], [None]),
    ):
        assert values("bidder_contact", {**details, "parties": parties}, "telephone") == known


def test_bidders_are_listed_whole_only_if_every_bid_says_whose_it_is() -> None:
    whole = {"bids": {"details": [{"tenderers": [{"id": "A"}]}, {"tenderers": []}]}}
    assert read("bidder_contact", whole)[0].complete
    assert not read("bidder_contact", {"bids": {"details": [{}]}})[0].complete
    assert not read("bidder_contact", {"bids": {"details": [None]}})[0].complete
    assert not read("bidder_owner", {**whole, "parties": [{"id": "A"}]})[0].complete
    assert read("bidder_owner", {**whole, "parties": [{"id": "A", "beneficialOwners": []}]})[0].complete


def test_positions_rise_and_do_not_depend_on_the_rows_before() -> None:
    two = {"bids": {"details": [{"tenderers": [{"id": "A"}, {"id": "B"}]}, {"tenderers": [{"id": "C"}]}]}}
    less = {"bids": {"details": [{}, {"tenderers": [{"id": "C"}]}]}}
    positions = values("bidder_contact", two, "position")
    assert positions == sorted(set(positions))
    assert values("bidder_contact", less, "position") == positions[2:]


def test_the_price_awarded_is_the_sum_of_active_awards_in_the_currency_of_the_estimate() -> None:
    tender = {"tender": {"value": usd(100)}}
    active, cancelled = {"status": "active", "value": usd(40)}, {"status": "cancelled"}

    def share(*awards: Any) -> Any:
        (found,) = values("procedure", {**tender, "awards": list(awards)}, "award_to_estimate")
        return None if found is None else float(found)

    assert share(active, active, cancelled) == 0.8
    assert share(cancelled) is None
    assert share(active, {"value": usd(1)}) is None
    assert share(active, {"status": "active", "value": {"amount": 1, "currency": "EUR"}}) is None


def test_a_report_is_missing_only_if_all_documents_are_listed() -> None:
    report, other = {"documentType": "evaluationReports"}, {"documentType": "clarifications"}

    def published(tender: list[Any] | None, *awards: list[Any] | None) -> Any:
        documents = [{"documents": each} for each in awards]
        (found,) = values("procedure", {"tender": {"documents": tender}, "awards": documents}, "evaluation_report")
        return found

    assert published([other], [other], []) is False
    assert published([other], None, [report]) is True
    assert published([report], None) is True
    assert published([other], None) is None
    assert published(None, [other]) is None
    assert published([{}], [other]) is None


def test_values_and_prices_beside_the_median_of_the_batch() -> None:
    def release(value: float, price: float, code: str = "45210000", unit: str = "m2") -> Release:
        classified = {"scheme": "CPV", "id": code}
        item = {"classification": classified, "unit": {"name": unit, "value": usd(price)}}
        tender = {"value": usd(value), "items": [{"classification": classified}]}
        return msgspec.convert({"ocid": "o", "tender": tender, "awards": [{"items": [item]}]}, Release)

    first, *_ = batch = [release(10, 4), release(20, 1), release(40, 2), release(80, 3), release(1, 9, "72000000", "h")]
    usual = Usual([*batch, None])
    # the medians of 10, 20, 40 and 80, and of 4, 1, 2 and 3
    assert usual.tender_value(first)[0].rows == (("CPV 45", 3333, 4),)
    assert usual.item_prices(first)[0].rows == ((16_000, 4),)
    assert usual.item_prices(batch[-1])[0].rows == ((10_000, 1),)
    bare = msgspec.convert({"ocid": "o", "awards": [{"items": [{}]}, {}]}, Release)
    assert usual.tender_value(bare)[0].rows == ((None, None, None),)
    assert usual.item_prices(bare)[0] == Rows(((None, None),), complete=False)
