"""``--format cardinal``: the result object of OCDS Cardinal.

Its keys and values are Cardinal's. Cardinal writes them in an order that changes from run to run; here groups stand in
a fixed order, and identifiers and indicators are sorted.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from decimal import ROUND_HALF_UP, Decimal
from math import isfinite
from typing import Any, TypeAlias

import msgspec

from riskscreen.facts.case import Case
from riskscreen.facts.process.fences import Fences
from riskscreen.facts.process.prices import PriceGap
from riskscreen.facts.process.rows import BidderRow, ProcessRow
from riskscreen.facts.process.statistics import ProcessStatistics
from riskscreen.indicators import Flag, IndicatorResults

GROUPS = ("OCID", "Buyer", "ProcuringEntity", "Tenderer")
_ROLES = {"buyer": "Buyer", "procuring-entity": "ProcuringEntity", "tenderer": "Tenderer"}
_PLACES = 4

_Found: TypeAlias = Iterator[tuple[str, str, float]]
"""Group, identifier and value."""


def to_cardinal(results: IndicatorResults, meta: bool = True, maps: bool = False) -> str:
    """The results as one line of JSON."""
    found: dict[str, dict[str, dict[str, float]]] = {group: {} for group in GROUPS}
    for flag in results.flags:
        for group, identifier, value in _VALUES[flag.rule.code](flag, results.statistics):
            found[group].setdefault(identifier, {})[flag.rule.code] = value
    written: dict[str, Any] = {
        group: {identifier: dict(sorted(values.items())) for identifier, values in sorted(of_group.items())}
        for group, of_group in found.items()
        if of_group
    }
    if meta:
        written["Meta"] = _meta(results)
    if maps:
        written["Maps"] = _maps(results)
    # its numbers have the form that Cardinal's have: 0.00001, 1e16, null for what is no finite number
    return msgspec.json.encode(written).decode() + "\n"


def _process(value: float, of_tenderers: float | None = None) -> Callable[[Flag, ProcessStatistics], _Found]:
    """The process is flagged with one value, and those it concerns with another, if any."""

    def found(flag: Flag, _: ProcessStatistics) -> _Found:
        yield "OCID", flag.case.id, value
        if of_tenderers is not None:
            for identifier in flag.concerned():
                yield "Tenderer", identifier, of_tenderers

    return found


def _gap(flag: Flag, statistics: ProcessStatistics) -> _Found:
    gap = statistics.gap(flag.case.id)
    if not isinstance(gap, PriceGap):
        raise TypeError(f"{flag.case.id} is flagged for a price gap that it does not have")
    return _process(gap.ratio, 0.0)(flag, statistics)


def _only_valid(flag: Flag, statistics: ProcessStatistics) -> _Found:
    return _process(float(_row(flag.case).others_disqualified or 0), 0.0)(flag, statistics)


def _seldom_won(flag: Flag, statistics: ProcessStatistics) -> _Found:
    yield "Tenderer", flag.case.id, statistics.bidding[flag.case.id].ratio


def _disqualified(flag: Flag, statistics: ProcessStatistics) -> _Found:
    for row in flag.rows("disqualification"):
        role = str(row[0])
        yield _ROLES[role], flag.case.id, statistics.disqualified[role][flag.case.id].ratio


def _classes(flag: Flag, statistics: ProcessStatistics) -> _Found:
    yield "Tenderer", flag.case.id, float(len(statistics.variety[flag.case.id].classes))


_VALUES: Mapping[str, Callable[[Flag, ProcessStatistics], _Found]] = {
    "R003": _process(1.0),
    "R018": _process(1.0),
    "R024": _gap,
    "R025": _seldom_won,
    "R028": _process(1.0, 1.0),
    "R030": _process(1.0, 1.0),
    "R035": _only_valid,
    "R036": _process(1.0),
    "R038": _disqualified,
    "R048": _classes,
    "R058": _gap,
}
"""Who else is flagged with what, and with which value."""


def _meta(results: IndicatorResults) -> dict[str, dict[str, float | None]]:
    """The quartiles and fences of the enabled indicators, to four decimal places."""
    statistics, found = results.statistics, {}
    for code in results.indicators:
        if code == "R024":
            found[code] = _fence_of(statistics.gap_fences, "lower")
        elif code == "R025":
            quartiles = _fence_of(statistics.bidding_fences, "lower")
            fence = quartiles.pop("lower_fence")
            found[code] = {**quartiles, "upper_fence": _rounded(statistics.many_bids), "lower_fence": fence}
        elif code == "R038":
            of_roles = [(name, statistics.disqualification_fences[role]) for role, name in _ROLES.items()]
            named = {name: _fence_of(fences, "upper") for name, fences in of_roles if fences.size}
            if named:
                found[code] = {f"{name}_{key}": value for name, of in named.items() for key, value in of.items()}
        elif code in ("R048", "R058"):
            found[code] = _fence_of(statistics.variety_fences if code == "R048" else statistics.gap_fences, "upper")
    return found


def _fence_of(fences: Fences, side: str) -> dict[str, float | None]:
    """The quartiles, unless the fence is fixed, and the fence."""
    fixed = fences.choice.lower if side == "lower" else fences.choice.upper
    fence = {f"{side}_fence": _rounded(fences.lower if side == "lower" else fences.upper)}
    return fence if fixed is not None else {"q1": _rounded(fences.q1), "q3": _rounded(fences.q3), **fence}


def _rounded(value: float) -> float | None:
    """Four decimal places, half away from zero, as Cardinal rounds."""
    if not isfinite(value):
        return None
    scaled = value * 10.0**_PLACES
    if not isfinite(scaled):
        return None
    whole = float(Decimal(scaled).to_integral_value(ROUND_HALF_UP))
    return whole / 10.0**_PLACES


def _maps(results: IndicatorResults) -> dict[str, dict[str, Any]]:
    """Who stands behind each process: of whom something is counted, and who is flagged with it."""
    enabled = frozenset(results.indicators)
    maps: dict[str, dict[str, Any]] = {
        "ocid_buyer_r038": {},
        "ocid_procuringentity_r038": {},
        "ocid_tenderer": {},
        **{f"ocid_tenderer_{code.lower()}": {} for code in ("R024", "R028", "R030", "R035", "R058")},
    }
    for case in results.processes:
        row = _row(case)
        if row.cancelled or row.excluded:
            continue
        if "R038" in enabled and any(bid[3] for bid in case.relations["published_bid"].rows):
            if row.buyer is not None:
                maps["ocid_buyer_r038"][case.id] = row.buyer
            if row.procuring_entity is not None:
                maps["ocid_procuringentity_r038"][case.id] = row.procuring_entity
        tenderers = {each.organisation for each in _bidders(case) if each.submitted and each.organisation is not None}
        if tenderers and enabled & {"R025", "R038", "R048"}:
            maps["ocid_tenderer"].setdefault(case.id, set()).update(tenderers)
    for flag in results.flags:
        name = f"ocid_tenderer_{flag.rule.code.lower()}"
        if name in maps:
            values = _VALUES[flag.rule.code](flag, results.statistics)
            flagged = {identifier for group, identifier, _ in values if group == "Tenderer"}
            maps[name].setdefault(flag.case.id, set()).update(flagged)
    return {name: _listed(of_processes) for name, of_processes in maps.items()}


def _listed(of_processes: Mapping[str, Any]) -> dict[str, Any]:
    return {ocid: sorted(found) if isinstance(found, set) else found for ocid, found in sorted(of_processes.items())}


def _row(case: Case) -> ProcessRow:
    return ProcessRow._make(case.relations["process"].rows[0])


def _bidders(case: Case) -> Iterator[BidderRow]:
    return (BidderRow._make(row) for row in case.relations["bidder"].rows)
