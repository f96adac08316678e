"""What a batch of contracting processes shows of organisations and classes, and where it leaves that open."""

from __future__ import annotations

from collections import Counter
from typing import Any

import msgspec
import pytest

from riskscreen.facts.market.first_digits import chi_square
from riskscreen.facts.market.process_tables import OF_ORGANISATIONS, OF_THE_MARKET, ProcessTables
from riskscreen.facts.market.table import Table
from riskscreen.lang.vocabulary import decode
from riskscreen.model.release import Release

DECLARED = {relation.name: relation for relation in (*OF_ORGANISATIONS, *OF_THE_MARKET)}


def tables(*releases: dict[str, Any] | None) -> ProcessTables:
    batch = [
        None if release is None else msgspec.convert({"ocid": f"o{place}", **release}, Release)
        for place, release in enumerate(releases)
    ]
    return ProcessTables(batch)


def rows(table: Table, relation: str) -> list[dict[str, Any]]:
    fields = DECLARED[relation].fields
    return [
        {
            field.name: None if value is None else decode(value, field.kind)
            for field, value in zip(fields, row, strict=True)
        }
        for row in table.rows
    ]


def of(organisation: str, relation: str, *releases: dict[str, Any] | None) -> list[dict[str, Any]]:
    return rows(tables(*releases).of_organisations[relation].of(organisation), relation)


def usd(amount: float) -> dict[str, Any]:
    return {"amount": amount, "currency": "USD"}


def process(
    method: str | None = "direct",
    *suppliers: str | None,
    amount: float | None = 100,
    day: str | None = "2024-03-01",
    buyer: str | None = "B",
    group: str | None = "45000000",
    status: str | None = "active",
) -> dict[str, Any]:
    items = [{"classification": {"scheme": "CPV", "id": group}}]
    award = {
        "status": status,
        "date": day,
        "value": usd(amount) if amount is not None else None,
        "suppliers": [{"id": each} for each in suppliers or ("S",)],
    }
    return {"buyer": {"id": buyer}, "tender": {"procurementMethod": method, "items": items}, "awards": [award]}


def contest(
    winner: str | None, *bidders: str, end: str = "2024-01-01", method: str | None = "open", **more: Any
) -> Any:
    bids = [{"status": "valid", "tenderers": [{"id": each}], **more} for each in bidders]
    awards = [{"status": "active", "suppliers": [{"id": winner}]}] if winner else []
    tender = {"procurementMethod": method, "tenderPeriod": {"endDate": end}}
    return {"tender": tender, "bids": {"details": bids}, "awards": awards}


def test_every_relation_has_rows_as_declared() -> None:
    batch = tables(process("direct"), process("open"), contest("A", "A", "B"), None)
    for name, statistic in batch.of_organisations.items():
        found = [row for organisation in ("A", "B", "S") for row in statistic.of(organisation).rows]
        assert {len(row) for row in found} <= {len(DECLARED[name].fields)}, name
    for name, table in batch.of_the_market.items():
        assert {len(row) for row in table.rows} <= {len(DECLARED[name].fields)}
    assert set(DECLARED) == {*batch.of_organisations, *batch.of_the_market}
    assert batch.organisations == {"A", "B", "S"}


def test_a_share_is_known_within_bounds_that_the_unknown_leave() -> None:
    (row,) = of("B", "method_use", process("direct"), process("open"), process(None), process("direct", buyer=None))
    assert row["share"] is None
    # at least one of one direct, one open, one of either; at most three of four, the stranger among them
    assert (float(row["share_least"]), float(row["share_most"]), row["tenders"]) == (0.333333, 0.75, 2)


def test_what_has_no_known_place_may_make_further_rows() -> None:
    statistic = tables(process(), process(buyer=None)).of_organisations["method_use"]
    assert statistic.of("B").complete
    assert not statistic.of("another").complete
    turnout = tables({"buyer": {"id": "B"}, "tender": {"procurementMethod": "open"}}).of_organisations["turnout"]
    assert not turnout.of("B").complete
    assert turnout.of("C").complete


def test_turnout_counts_competitive_tenders_of_one_class() -> None:
    def tender(number: int | None, method: str, *codes: str) -> dict[str, Any]:
        items = [{"classification": {"scheme": "CPV", "id": code}} for code in codes]
        return {
            "buyer": {"id": "B"},
            "tender": {"procurementMethod": method, "numberOfTenderers": number, "items": items},
        }

    found = of(
        "B",
        "turnout",
        tender(2, "open", "45100000", "45200000"),
        tender(3, "selective", "45300000"),
        tender(1, "direct", "45300000"),
        tender(1, "open", "45300000", "72000000"),
    )
    assert [(row["group"], float(row["share"]), row["tenders"]) for row in found] == [("CPV 45", 0.5, 2)]


def test_shares_of_a_supplier_by_number_and_by_value() -> None:
    batch = [
        process("open", "S"),
        process("open", "T", amount=300),
        process("open", "S", "T"),
        process(status="cancelled"),
    ]
    (row,) = of("S", "clientele", *batch)
    assert (float(row["share_least"]), float(row["share_most"]), row["awards"]) == (0.333333, 0.666667, 1)
    (row,) = of("S", "market_share", *batch[:2])
    assert (row["group"], float(row["share"])) == ("CPV 45", 0.25)


def test_concentration_is_known_only_if_every_award_tells_supplier_class_and_amount() -> None:
    def index(*releases: dict[str, Any]) -> Any:
        return [row["hhi"] for row in rows(tables(*releases).of_the_market["concentration"], "concentration")]

    assert index(process("open", "S"), process("open", "T")) == [5000]
    assert index(process("open", "S"), process("open", None)) == [None]
    assert index(process("open", "S"), process("open", "T", group=None)) == [None]
    assert index(process("open", "S"), process("open", "T", amount=None)) == [None]


def test_awards_near_the_largest_non_competitive_one() -> None:
    batch = [process(amount=100), process("limited", amount=90), process(amount=89.99), process("open", amount=500)]
    (row,) = of("B", "limit_use", *batch)
    assert (float(row["near_share"]), row["awards"]) == (0.666667, 3)
    assert of("B", "limit_use", *batch, process(amount=None))[0]["near_share"] is None
    assert of("B", "limit_use", *batch, process(buyer=None))[0]["near_share"] is None
    assert of("B", "limit_use", *batch, process(status=None))[0]["near_share"] is None


def test_awards_of_a_class_and_year_beside_the_median_of_open_ones() -> None:
    opened = [process("open", amount=each) for each in (100, 200, 400, 1000)]
    batch = [process(amount=150), process(amount=250), process(amount=9, day="2023-03-01"), *opened]
    found = {row["year"]: row for row in of("B", "parcel", *batch)}
    row = found[2024]
    # the median of 100, 200, 400 and 1,000 is 300
    assert (row["awards"], float(row["total_to_open"]), float(row["largest_to_open"])) == (2, 1.3333, 0.8333)
    assert (found[2023]["awards"], row["open_awards"]) == (1, 4)
    assert of("B", "parcel", *batch, process(day=None))[0]["total_to_open"] is None
    assert of("B", "parcel", process())[0]["total_to_open"] is None


def test_direct_awards_to_one_supplier() -> None:
    batch = [
        process(amount=100),
        process(amount=95),
        process("direct", "T", amount=100),
        process("open", "T", amount=50),
    ]
    (row,) = of("S", "direct_supply", *batch)
    assert (row["buyer"], row["awards"], row["near_largest"], row["buyer_awards"]) == ("B", 2, 2, 3)
    assert float(row["total_to_open"]) == 3.9
    assert of("S", "direct_supply", *batch, process("direct", None))[0]["near_largest"] is None


def test_growth_is_the_largest_later_award_over_those_of_the_first_day() -> None:
    first = [process(amount=10, day="2024-01-01"), process(amount=10, day="2024-01-01")]
    (row,) = of("S", "growth", *first, process(amount=50, day="2024-02-01"), process(amount=40, day="2024-03-01"))
    assert (float(row["growth"]), row["awards"]) == (2.5, 4)
    assert of("S", "growth", *first)[0]["growth"] == 0
    assert of("S", "growth", *first, process(day=None))[0]["growth"] is None


def test_two_tenderers_over_the_processes_they_share() -> None:
    batch = [
        contest("A", "A", "B", end="2024-01-01"),
        contest("B", "A", "B", end="2024-01-02"),
        contest("A", "A", "B", "C", end="2024-01-03"),
        contest("C", "A", "B", "C", end="2024-01-04"),
        contest("A", "A", "B", method="direct"),
    ]
    (beside_b, beside_c) = of("A", "co_bidding", *batch)
    assert (beside_b["together"], float(beside_b["win_share"]), beside_b["other_won"]) == (4, 0.5, 1)
    assert (beside_b["turns"], float(beside_b["alternation"])) == (3, 1)
    assert (beside_c["other"], beside_c["together"], beside_c["turns"]) == ("C", 2, 2)


@pytest.mark.parametrize(
    "unsettled",
    [
        contest("A", "A", "B", method=None),
        contest("A", "A", status=None),
        {"tender": {"procurementMethod": "open"}, "bids": {"details": [{"status": "valid"}]}},
    ],
)
def test_a_process_that_may_be_a_meeting_leaves_all_of_them_open(unsettled: dict[str, Any]) -> None:
    (row,) = of("A", "co_bidding", contest("A", "A", "B"), unsettled)
    assert row["together"] == 1
    assert (row["win_share"], row["turns"], row["dated"]) == (None, None, None)


def test_who_hands_in_first() -> None:
    def timed(own: str, other: str) -> dict[str, Any]:
        dates = {"A": own, "B": other}
        bids = [{"status": "valid", "tenderers": [{"id": who}], "date": dates[who]} for who in dates]
        return {"tender": {"procurementMethod": "open"}, "bids": {"details": bids}}

    noon, one, two = "2024-01-01T12:00:00Z", "2024-01-01T13:00:00+01:00", "2024-01-01T14:00:00Z"
    (row,) = of("A", "co_bidding", timed(noon, two), timed(two, one), timed(noon, one))
    assert (row["dated"], float(row["earlier_share"])) == (2, 0.5)
    (row,) = of("A", "co_bidding", timed(noon, two), timed(noon, "2024-01-01T14:00:00"))
    assert (row["dated"], row["earlier_share"]) == (None, None)


def test_consortia_of_a_class() -> None:
    table = tables(process("open", "S"), process("open", "S", "T"), process(status="pending")).of_the_market[
        "consortia"
    ]
    (row,) = rows(table, "consortia")
    assert (row["group"], float(row["share"]), row["awards"]) == ("CPV 45", 0.5, 2)
    assert table.complete


def test_first_digits_against_the_law() -> None:
    assert chi_square(Counter({1: 1})) == round((1 / 0.30103 - 1) * 10**4)
    bids = [{"value": usd(amount)} for amount in (1234, 0.0195, 0, -3)]
    (row,) = rows(tables({"bids": {"details": bids}}).of_the_market["first_digits"], "first_digits")
    assert row["amounts"] == 2
    assert row["chi_square"] is not None
    (row,) = rows(tables({"bids": {"details": [{}, *bids]}}).of_the_market["first_digits"], "first_digits")
    assert row["chi_square"] is None
    assert tables({}).of_the_market["first_digits"].rows == ()
