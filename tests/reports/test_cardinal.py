"""The result object of OCDS Cardinal on hand-made cases, one for each clause of what its indicators mean.

All expected objects were compared with what Cardinal 0.0.8 writes for the same releases and settings; only where bids
are in several currencies and none is set does its result depend on its threads, and ours on a rule of our own.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import msgspec
import pytest

from riskscreen.indicators.batch import indicator_results
from riskscreen.model.release import Release
from riskscreen.reports.cardinal import to_cardinal
from riskscreen.rulebook.cardinal_settings import CardinalSettings, read_settings
from tests.support.needs import needs_durable
from tests.support.processes import Json, award, bid, release


@pytest.fixture
def ini(tmp_path: Path) -> Any:
    def settings(text: str) -> CardinalSettings:
        path = tmp_path / "settings.ini"
        path.write_text(text, encoding="utf-8")
        return read_settings(path)

    return settings


def written(
    releases: list[Json], settings: CardinalSettings, engine: str = "reference", meta: bool = False, maps: bool = False
) -> Any:
    found = indicator_results([msgspec.convert(each, Release) for each in releases], settings, engine)
    return json.loads(to_cardinal(found, meta, maps))


def period(start: str, end: str, **more: Any) -> Json:
    return {"tenderPeriod": {"startDate": start, "endDate": end}, **more}


def flagged(result: Any, group: str = "OCID") -> Any:
    return result.get(group, {})


FIRST, FIFTEENTH, SIXTEENTH = (f"2023-03-{day:02}T00:00:00Z" for day in (1, 15, 16))


# R003 and R018: the tender alone


@pytest.mark.parametrize(
    ("text", "tender", "is_flagged"),
    [
        ("[R003]", period(FIRST, FIFTEENTH), True),
        ("[R003]", period(FIRST, SIXTEENTH), False),
        ("[R003]", period(FIRST, "2023-03-15T23:59:59Z"), True),
        ("[R003]", period(FIRST, "2023-03-05"), False),  # a date without a time is none
        ("[R003]", period(FIRST, FIFTEENTH, status="cancelled"), False),
        ("[R003]\nthreshold = 14", period(FIRST, FIFTEENTH), False),
        ("[R003]\nprocurement_methods = open|limited", period(FIRST, FIFTEENTH, procurementMethod="limited"), True),
        ("[R003]\nprocurement_methods = open|limited", period(FIRST, FIFTEENTH, procurementMethod="direct"), False),
        ("[R003]\nprocurement_methods = open", period(FIRST, FIFTEENTH), False),
        ("[R003.procurement_method_details]\nUrgent = 10", period(FIRST, FIFTEENTH), True),
        (
            "[R003]\n[R003.procurement_method_details]\nUrgent call = 10",
            period(FIRST, FIFTEENTH, procurementMethodDetails="Urgent call"),
            False,
        ),
        (
            "[R003]\n[exclusions]\nprocurement_method_details = Lottery|Other",
            period(FIRST, FIFTEENTH, procurementMethodDetails="Lottery"),
            False,
        ),
        ("[R018]", {"numberOfTenderers": 1, "procurementMethod": "open"}, True),
        ("[R018]", {"numberOfTenderers": 1, "procurementMethod": "selective"}, True),
        ("[R018]", {"numberOfTenderers": 1, "procurementMethod": "direct"}, False),
        ("[R018]", {"numberOfTenderers": 1}, False),
        ("[R018]", {"numberOfTenderers": 2, "procurementMethod": "open"}, False),
        ("[R018]\nprocurement_methods = direct", {"numberOfTenderers": 1, "procurementMethod": "direct"}, True),
        ("[R018]\nprocurement_methods =", {"numberOfTenderers": 1}, True),
    ],
)
def test_the_tender(ini: Any, text: str, tender: Json, is_flagged: bool) -> None:
    code = text[1:5]
    assert written([release("o", tender=tender)], ini(text)) == ({"OCID": {"o": {code: 1.0}}} if is_flagged else {})


# R024, R058 and R036: prices

GAP = "[R024]\nthreshold = 0.05\n[R058]\nthreshold = 0.5"
WON = [award("active", "W")]


@pytest.mark.parametrize(
    ("bids", "awards", "values"),
    [
        ([bid("valid", 100, "W"), bid("valid", 105, "L")], WON, {"R024": 0.05}),
        ([bid("valid", 100, "W"), bid("valid", 106, "L")], WON, {}),
        ([bid("valid", 100, "W"), bid("valid", 150, "L")], WON, {"R058": 0.5}),
        ([bid("valid", 100, "W"), bid("valid", 99, "L")], WON, {}),  # not the lowest won
        ([bid("valid", 100, "W"), bid("valid", 100, "L")], WON, {"R024": 0.0}),
        ([bid("valid", 120, "W"), bid("valid", 100, "W"), bid("valid", 101, "L")], WON, {"R024": 0.01}),
        ([bid("valid", 100, "W"), bid("pending", 101, "M"), bid("valid", 200, "L")], WON, {"R058": 1.0}),
        ([bid("valid", 100, "W"), bid("valid", 101, "M", "N"), bid("valid", 200, "L")], WON, {"R058": 1.0}),
        ([bid("valid", 100, "W"), bid("valid", 101, "L", currency="EUR")], WON, {}),
        ([bid("valid", 100, "W"), bid("valid", None, "M"), bid("valid", 101, "L")], WON, {"R024": 0.01}),
        ([bid("valid", 100, "W"), bid("valid", 101, "L")], [award("active", "W"), award("pending", "L")], {}),
        ([bid("valid", 100, "W"), bid("valid", 101, "L")], [award("active", "W"), award("active", "W")], {}),
        ([bid("valid", 100, "W"), bid("valid", 101, "L")], [award("active", "W", "L")], {}),
        ([bid("valid", 100, "W"), bid("valid", 101, "L")], [*WON, award("cancelled", "L")], {"R024": 0.01}),
        ([bid("valid", 100, "W"), bid("valid", 101, "L")], [*WON, award(None, "L")], {"R024": 0.01}),
        ([bid("valid", 100, "W"), bid("valid", 101, "L")], [], {}),
        ([bid("valid", 0, "W"), bid("valid", 5, "L")], WON, {"R058": None}),  # no finite number
    ],
)
def test_the_winner_and_the_next(ini: Any, bids: list[Json], awards: list[Json], values: dict[str, float]) -> None:
    result = written([release("o", *bids, awards=awards)], ini("currency = USD\n" + GAP))
    assert flagged(result) == ({"o": values} if values else {})
    both = {"W": dict.fromkeys(values, 0.0), "L": dict.fromkeys(values.keys() & {"R024"}, 0.0)}
    assert flagged(result, "Tenderer") == {name: found for name, found in both.items() if found}


@pytest.mark.parametrize(
    ("text", "is_compared"),
    [
        ("", True),
        ("price_comparison_procurement_methods = Auction", True),
        ("price_comparison_procurement_methods = Other", False),
        ("no_price_comparison_procurement_methods = Auction", False),
        ("no_price_comparison_procurement_methods = Other|", True),
        ("price_comparison_procurement_methods = Auction\nno_price_comparison_procurement_methods = Auction", True),
    ],
)
def test_prices_that_can_be_compared(ini: Any, text: str, is_compared: bool) -> None:
    bids = [bid("disqualified", 90, "D"), bid("valid", 100, "W"), bid("valid", 100, "L")]
    settings = ini(f"{text}\n{GAP}\n[R028]\n[R036]")
    result = written([release("o", *bids, awards=WON, tender={"procurementMethodDetails": "Auction"})], settings)
    assert (flagged(result) != {}) is is_compared
    assert not is_compared or flagged(result) == {"o": {"R024": 0.0, "R028": 1.0, "R036": 1.0}}


def test_details_that_are_not_said_are_compared_unless_only_some_are(ini: Any) -> None:
    process = release("o", bid("valid", 100, "W"), bid("valid", 100, "L"), awards=WON)
    assert written([process], ini("no_price_comparison_procurement_methods = x\n[R028]"))
    assert not written([process], ini("price_comparison_procurement_methods = x\n[R028]"))


@pytest.mark.parametrize(
    ("bids", "awards", "is_flagged"),
    [
        ([bid("disqualified", 90, "D"), bid("valid", 100, "W")], WON, True),
        ([bid("disqualified", 100, "D"), bid("valid", 100, "W")], WON, True),
        ([bid("valid", 100, "W"), bid("disqualified", 100, "D")], WON, False),
        ([bid("disqualified", 90, "D"), bid("pending", 80, "P"), bid("valid", 100, "W")], WON, False),
        ([bid("disqualified", 90, "D"), bid("withdrawn", 80, "P"), bid("valid", 100, "W")], WON, True),
        ([bid("disqualified", 90, "D"), bid("valid", 80, "P", currency="EUR"), bid("valid", 100, "W")], WON, True),
        ([bid("disqualified", 90, "D"), bid("pending", 100, "W")], WON, False),
        ([bid("disqualified", 90, "D"), bid("valid", 100, "W")], [award("pending", "W")], False),
        ([bid("disqualified", 90, "D"), bid("valid", 100)], [*WON, *WON], True),
    ],
)
def test_the_lowest_bid_is_disqualified(ini: Any, bids: list[Json], awards: list[Json], is_flagged: bool) -> None:
    result = written([release("o", *bids, awards=awards)], ini("currency = USD\n[R036]"))
    assert result == ({"OCID": {"o": {"R036": 1.0}}} if is_flagged else {})


@pytest.mark.parametrize(
    ("bids", "tenderers"),
    [
        ([bid("valid", 100, "A"), bid("disqualified", 100.0, "B")], {"A", "B"}),
        ([bid("valid", 100, "A"), bid("valid", 100, "A")], set()),
        ([bid("valid", 100, "A", "B"), bid("valid", 100, "B", "A")], set()),
        ([bid("valid", 100, "A", "B"), bid("valid", 100, "B")], {"A", "B"}),
        ([bid("valid", 100, "A"), bid("valid", 100, "B", currency="EUR")], set()),
        ([bid("valid", 100, "A"), bid("withdrawn", 100, "B"), bid("invited", 100, "C")], set()),
        ([bid("valid", 100, "A"), bid("valid", 100, None)], set()),
        ([bid("valid", 100, "A"), bid("x", 100, "B"), bid("valid", 100, "A"), bid("valid", 7, "C")], {"A", "B"}),
        ([bid("valid", 0, "A"), bid("valid", -0.0, "B")], {"A", "B"}),
    ],
)
def test_identical_prices(ini: Any, bids: list[Json], tenderers: set[str]) -> None:
    result = written([release("o", *bids)], ini("[R028]"), maps=True)
    assert flagged(result) == ({"o": {"R028": 1.0}} if tenderers else {})
    assert flagged(result, "Tenderer") == {each: {"R028": 1.0} for each in tenderers}
    assert result["Maps"]["ocid_tenderer_r028"] == ({"o": sorted(tenderers)} if tenderers else {})


# R030 and R035: who was late, who was left


@pytest.mark.parametrize(
    ("made", "awards", "tenderers"),
    [
        (bid("valid", 1, "A", date="2023-03-02"), [award("active", "A")], {"A"}),
        (bid("valid", 1, "A", date=FIRST), [award("active", "A")], set()),
        (bid("valid", 1, "A", date="2023-03-01T00:00:00z"), [award("active", "A")], {"A"}),  # as texts compare
        (bid("disqualified", 1, "A", date="2023-03-02"), [award("active", "A")], set()),
        (bid("valid", 1, "A", date="2023-03-02"), [award("pending", "A")], set()),
        (bid("valid", 1, "A", "B", "C", date="2023-03-02"), [award("active", "A"), award("active", "B")], {"A", "B"}),
        (bid("valid", 1, None, date="2023-03-02"), [award("active", None)], set()),
    ],
)
def test_a_late_bid_won(ini: Any, made: Json, awards: list[Json], tenderers: set[str]) -> None:
    result = written([release("o", made, awards=awards, tender=period("", FIRST))], ini("[R030]"))
    assert flagged(result) == ({"o": {"R030": 1.0}} if tenderers else {})
    assert flagged(result, "Tenderer") == {each: {"R030": 1.0} for each in tenderers}


@pytest.mark.parametrize(
    ("text", "bids", "awards", "number"),
    [
        ("[R035]", [bid("valid", 1, "A"), bid("disqualified", 2, "B", "C")], [award("active", "A")], 2),
        ("[R035]\nthreshold = 0", [bid("valid", 1, "A")], [award("active", "A")], 0),
        ("[R035]\nthreshold = 2", [bid("valid", 1, "A"), bid("disqualified", 2, "B")], [award("active", "A")], 0),
        ("[R035]", [bid("valid", 1, "A"), bid("disqualified", 2, "A")], [award("active", "A")], 0),
        ("[R035]", [bid("valid", 1, "A"), bid("valid", 1, "D"), bid("disqualified", 2, "B")], WON, 0),
        ("[R035]", [bid("valid", 1, "A", "D"), bid("disqualified", 2, "B")], [award("active", "A", "D")], 0),
        ("[R035]", [bid("valid", 1, "A"), bid("disqualified", 2, "B")], [award("active", "A"), award("odd", "A")], 0),
        ("[R035]", [bid("valid", 1, "A"), bid("disqualified", 2, "B")], [award("active", "A"), award(None, "B")], 1),
        ("[R035]", [bid("valid", 1, "A"), bid("disqualified", 2, "B")], [award("unsuccessful", "A")], 0),
        ("[R035]", [bid("valid", 1, "A"), bid("disqualified", 2, "B")], [award("active", "A")] * 2, 1),
    ],
)
def test_all_others_disqualified(ini: Any, text: str, bids: list[Json], awards: list[Json], number: int) -> None:
    result = written([release("o", *bids, awards=awards)], ini(text))
    assert result == ({"OCID": {"o": {"R035": float(number)}}, "Tenderer": {"A": {"R035": 0.0}}} if number else {})


# R025, R038 and R048: organisations


def wins(ocid: str, *losers: str, winner: str = "W") -> Json:
    return release(ocid, *[bid("valid", 1, each) for each in (winner, *losers)], awards=[award("active", winner)])


def test_seldom_wins(ini: Any) -> None:
    batch = [wins(f"a{n}", "L") for n in range(3)] + [wins("b", "M", "M"), wins("c", winner="L")]
    settings = ini("[R025]\nthreshold = 0.25\npercentile = 75")
    assert written(batch, settings, meta=True) == {
        "Tenderer": {"L": {"R025": 0.25}},
        "Meta": {"R025": {"upper_fence": 4.0, "lower_fence": 0.25}},
    }
    pending = [wins("a", "L") | {"awards": [award("active", "W"), award("pending", "W")]}]
    assert written(pending, ini("[R025]\nthreshold = 1")) == {}


def test_many_disqualified(ini: Any) -> None:
    parties = {"buyer": {"id": "B"}, "tender": {"procuringEntity": {"id": "P"}}}
    half = release("o1", bid("disqualified", 1, "A"), bid("valid", 1, "A")) | parties
    other = release("o2", bid("withdrawn", 1, "A"), bid("pending", 1, "C"), bid("valid", 1, "C")) | {
        "buyer": {"id": "Q"}
    }
    text = "[R038]\nthreshold = 0.5"
    found = written([half, other], ini(text), meta=True, maps=True)
    assert {group: found[group] for group in ("Buyer", "ProcuringEntity", "Tenderer", "Meta")} == {
        "Buyer": {"B": {"R038": 0.5}},
        "ProcuringEntity": {"P": {"R038": 0.5}},
        "Tenderer": {"A": {"R038": 0.5}},
        "Meta": {"R038": {f"{group}_upper_fence": 0.5 for group in ("Buyer", "ProcuringEntity", "Tenderer")}},
    }
    assert found["Maps"]["ocid_buyer_r038"] == {"o1": "B"}
    assert found["Maps"]["ocid_procuringentity_r038"] == {"o1": "P"}
    assert found["Maps"]["ocid_tenderer"] == {"o1": ["A"], "o2": ["C"]}
    assert written([half, other], ini(f"{text}\nminimum_submitted_bids = 3\nminimum_contracting_processes = 3")) == {}


def test_variety_of_a_supplier(ini: Any) -> None:
    batch = [
        release("o1", awards=[award("active", "S", classes=("1011", "10", "20", None)), award("active", "S", "T")]),
        release("o2", awards=[award("active", "S", classes=("30",)), award("pending", "S", classes=("40",))]),
        release("o3", awards=[award("active", "U", classes=("é1x", "é2")), award("active", "U", classes=())]),
    ]
    text = "[R048]\nminimum_contracting_processes = 2\nthreshold = {}"
    assert written(batch, ini(text.format(3))) == {"Tenderer": {"S": {"R048": 3.0}}}
    assert written(batch, ini(text.format(4))) == {}
    assert written(batch, ini("[R048]\nminimum_contracting_processes = 1\nthreshold = 2\ndigits = 1")) == {
        "Tenderer": {"S": {"R048": 3.0}}
    }
    assert written(batch, ini("[R048]\nthreshold = 0")) == {}  # nobody has twenty processes


# fences, and the object as a whole


def gap_process(number: int, second: float) -> Json:
    return release(f"o{number:02}", bid("valid", 100, "W"), bid("valid", second, f"L{number}"), awards=WON)


def test_fences_of_the_batch(ini: Any) -> None:
    seconds = [100.5, *[110 + place / 4 for place in range(8)], 130]
    result = written([gap_process(n, second) for n, second in enumerate(seconds)], ini("[R024]\n[R058]"), meta=True)
    assert result == {
        "OCID": {"o00": {"R024": 0.005}, "o09": {"R058": 0.3}},
        "Tenderer": {"W": {"R024": 0.0, "R058": 0.0}, "L0": {"R024": 0.0}},
        "Meta": {
            "R024": {"q1": 0.1023, "q3": 0.1152, "lower_fence": 0.0829},
            "R058": {"q1": 0.1023, "q3": 0.1152, "upper_fence": 0.1346},
        },
    }


def test_fences_of_equal_prices_single_nobody_out(ini: Any) -> None:
    result = written([gap_process(n, 100) for n in range(9)], ini("[R024]\n[R058]"), meta=True)
    zeros = {"q1": 0.0, "q3": 0.0}
    assert result == {"Meta": {"R024": {**zeros, "lower_fence": 0.0}, "R058": {**zeros, "upper_fence": 0.0}}}


def test_without_anything_to_compare_fences_are_null(ini: Any) -> None:
    settings = ini("[R024]\n[R025]\n[R038]\n[R048]\n[R058]")
    nothing = {"q1": None, "q3": None}
    assert written([], settings, meta=True) == {
        "Meta": {
            "R024": {**nothing, "lower_fence": None},
            "R025": {**nothing, "upper_fence": None, "lower_fence": None},
            "R048": {**nothing, "upper_fence": None},
            "R058": {**nothing, "upper_fence": None},
        }
    }
    assert written([], CardinalSettings(), meta=True) == {"Meta": {}}


def test_currency_is_that_of_most_bids_then_the_first_by_name(ini: Any, caplog: pytest.LogCaptureFixture) -> None:
    def priced(ocid: str, currency: str) -> Json:
        bids = [bid("disqualified", 1, "A", currency=currency), bid("valid", 2, "B", currency=currency)]
        return release(ocid, *bids, awards=[award("active", "B")])

    settings = ini("[R036]")
    batch = [priced("u1", "USD"), priced("e1", "EUR")]
    assert written(batch, settings) == {"OCID": {"e1": {"R036": 1.0}}}
    assert "EUR: 2, USD: 2" in caplog.text
    assert written([*batch, priced("u2", "USD")], settings)["OCID"].keys() == {"u1", "u2"}


def test_a_process_met_twice_is_counted_twice_and_reported_once(ini: Any) -> None:
    first = release("o", bid("valid", 100, "W"), bid("valid", 101, "L"), awards=WON)
    again = release("o", bid("valid", 100, "W"), bid("valid", 200, "L"), awards=WON)
    settings = ini("[R025]\nthreshold = 1\n[R024]\nthreshold = 0.5\n[R058]\nthreshold = 0.5")
    result = written([first, again], settings, meta=True)
    assert result["OCID"] == {"o": {"R058": 1.0}}
    assert result["Meta"]["R025"]["upper_fence"] == 2.0


def test_the_order_of_the_object_is_fixed(ini: Any) -> None:
    batch = [gap_process(2, 101), gap_process(1, 101)]
    found = indicator_results(
        [msgspec.convert(each, Release) for each in batch], ini("[R024]\nthreshold = 0.0100000001")
    )
    assert to_cardinal(found) == (
        '{"OCID":{"o01":{"R024":0.01},"o02":{"R024":0.01}},'
        '"Tenderer":{"L1":{"R024":0.0},"L2":{"R024":0.0},"W":{"R024":0.0}},'
        '"Meta":{"R024":{"lower_fence":0.01}}}\n'
    )


@needs_durable
def test_engines_agree(ini: Any) -> None:
    batch = [gap_process(n, 100 + n) for n in range(6)]
    bids = [bid("disqualified", 1, "A", date="2024"), bid("valid", 2, "B", date="2024")]
    tender = period(FIRST, FIFTEENTH, numberOfTenderers=1, procurementMethod="open")
    batch.append(release("x", *bids, awards=[award("active", "B")], tender=tender))
    sections = "".join(f"[{code}]\n" for code in ("R003", "R018", "R024", "R028", "R030", "R035", "R036", "R058"))
    settings = ini(sections + "[R025]\nthreshold = 0.5\n[R038]\nminimum_submitted_bids = 1\nthreshold = 0.1\n[R048]\n")
    results = [written(batch, settings, engine, meta=True, maps=True) for engine in ("reference", "durable", "checked")]
    assert results[0]["OCID"]["x"].keys() == {"R003", "R018", "R030", "R035", "R036"}
    assert results[0] == results[1] == results[2]
