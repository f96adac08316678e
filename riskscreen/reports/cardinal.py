"""``--format cardinal``: the result object of OCDS Cardinal.

Its keys and values are Cardinal's. Cardinal writes them in an order that changes from run to run; here groups stand in
a fixed order, and identifiers and indicators are sorted.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import ROUND_HALF_UP, Decimal
from itertools import groupby
from math import isfinite
from typing import TYPE_CHECKING, Any, TextIO

import msgspec

from riskscreen.facts.process.fences import Fences
from riskscreen.facts.process.statistics import ProcessStatistics
from riskscreen.indicators.batch import IndicatorResults
from riskscreen.indicators.shown import GROUPS, PROCESS, ROLES, TENDERER
from riskscreen.indicators.values import bidders, process_row, shown

if TYPE_CHECKING:
    from riskscreen.indicators.stream import StreamResults

_PLACES = 4


def to_cardinal(results: IndicatorResults, meta: bool = True, maps: bool = False) -> str:
    """The results as one line of JSON."""
    found: dict[str, dict[str, dict[str, float]]] = {group: {} for group in GROUPS}
    for flag in results.flags:
        for group, identifier, value in shown(flag, results.statistics):
            found[group].setdefault(identifier, {})[flag.rule.code] = value
    written: dict[str, Any] = {
        group: {identifier: dict(sorted(values.items())) for identifier, values in sorted(of_group.items())}
        for group, of_group in found.items()
        if of_group
    }
    if meta:
        written["Meta"] = _meta(results.indicators, results.statistics)
    if maps:
        written["Maps"] = _maps(results)
    # its numbers have the form that Cardinal's have: 0.00001, 1e16, null for what is no finite number
    return msgspec.json.encode(written).decode() + "\n"


def write_cardinal(results: StreamResults, stream: TextIO, meta: bool = True) -> None:
    """The results of a stream, as :func:`to_cardinal` writes them."""
    lead = f"{{{_json(PROCESS)}:{{"
    for ocid, rows in groupby(results.rows, lambda row: row.ocid):
        values: dict[str, float] = {}
        for row in rows:
            values |= row.values
        stream.write(f"{lead}{_json(ocid)}:{_json(dict(sorted(values.items())))}")
        lead = ","
    if lead == ",":
        stream.write("}")
    else:
        lead = "{"
    for group, of_group in results.organisations.items():
        if of_group:
            in_order = {each: dict(sorted(values.items())) for each, values in sorted(of_group.items())}
            stream.write(f"{lead}{_json(group)}:{_json(in_order)}")
            lead = ","
    if meta:
        stream.write(f"{lead}{_json('Meta')}:{_json(_meta(results.indicators, results.statistics))}")
        lead = ","
    stream.write("}\n" if lead == "," else "{}\n")


def _json(value: Any) -> str:
    return msgspec.json.encode(value).decode()


def _meta(indicators: Iterable[str], statistics: ProcessStatistics) -> dict[str, dict[str, float | None]]:
    """The quartiles and fences of the enabled indicators, to four decimal places."""
    found: dict[str, dict[str, float | None]] = {}
    for code in indicators:
        if code == "R024":
            found[code] = _fence_of(statistics.gap_fences, "lower")
        elif code == "R025":
            quartiles = _fence_of(statistics.bidding_fences, "lower")
            fence = quartiles.pop("lower_fence")
            found[code] = {**quartiles, "upper_fence": _rounded(statistics.many_bids), "lower_fence": fence}
        elif code == "R038":
            of_roles = [(name, statistics.disqualification_fences[role]) for role, name in ROLES.items()]
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
        row = process_row(case)
        if row.cancelled or row.excluded:
            continue
        if "R038" in enabled and any(bid[3] for bid in case.relations["published_bid"].rows):
            if row.buyer is not None:
                maps["ocid_buyer_r038"][case.id] = row.buyer
            if row.procuring_entity is not None:
                maps["ocid_procuringentity_r038"][case.id] = row.procuring_entity
        tenderers = {each.organisation for each in bidders(case) if each.submitted and each.organisation is not None}
        if tenderers and enabled & {"R025", "R038", "R048"}:
            maps["ocid_tenderer"].setdefault(case.id, set()).update(tenderers)
    for flag in results.flags:
        name = f"ocid_tenderer_{flag.rule.code.lower()}"
        if name in maps:
            values = shown(flag, results.statistics)
            flagged = {identifier for group, identifier, _ in values if group == TENDERER}
            maps[name].setdefault(flag.case.id, set()).update(flagged)
    return {name: _listed(of_processes) for name, of_processes in maps.items()}


def _listed(of_processes: Mapping[str, Any]) -> dict[str, Any]:
    return {ocid: sorted(found) if isinstance(found, set) else found for ocid, found in sorted(of_processes.items())}
