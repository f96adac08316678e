"""Which share of a buyer's contracts of a year goes to a region, against the region's share of need.

A project without a buyer, budget year or region may belong to any.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import TypeAlias

from riskscreen.facts.batch_rows import AreaRow
from riskscreen.facts.market.bounds import WHOLE, Known, between, rounded, share
from riskscreen.facts.market.entries import Entry, grouped, positions
from riskscreen.facts.market.table import Table
from riskscreen.lang.vocabulary import DECIMAL_PLACES, Kind

_Statements: TypeAlias = Counter[int | None]
"""How many projects state each share of need, in millionths (None: how many state nothing)."""

_Regions: TypeAlias = dict[str | None, _Statements]

_ONE = 10 ** DECIMAL_PLACES[Kind.NUMBER]
_UNKNOWN = Known(None, None, None)


def areas(entries: Sequence[Entry]) -> Table:
    """The relation ``area`` of the market: one row for each buyer, budget year and region."""
    groups = grouped(entries, lambda entry: (entry.buyer, entry.year))
    regions = {key: _regions(group) for key, group in groups.items()}
    rows = []
    for buyer, year in sorted(key for key in groups if None not in key):
        possible = [regions[key] for key in ((buyer, None), (None, year), (None, None)) if key in regions]
        certain = regions[buyer, year]
        members = positions(groups[buyer, year])
        placed = sum(statements.total() for region, statements in certain.items() if region is not None)
        for region in sorted(region for region in certain if region is not None):
            columns = _columns(region, certain, possible)
            rows.append((AreaRow(buyer, year, region, *columns, projects=placed), members))
    complete = all(None not in (entry.buyer, entry.year, entry.region) for entry in entries)
    return Table.of(rows, complete)


def _regions(entries: Sequence[Entry]) -> _Regions:
    by_region = grouped(entries, lambda entry: entry.region)
    return {region: Counter(entry.need_share for entry in group) for region, group in by_region.items()}


def _columns(region: str, certain: _Regions, possible: Sequence[_Regions]) -> tuple[*Known, int | None, *Known]:
    """The bounds of the region's share of contracts, its share of need, and the bounds of their ratio."""
    joining = [others[key] for others in possible for key in (region, None) if key in others]
    outside = [others[key] for others in possible for key in others if key != region]
    unplaced = certain.get(None, Counter())
    here = certain[region].total()
    everywhere = sum(statements.total() for statements in certain.values())
    least = (here, everywhere + _count(outside))
    most = (here + unplaced.total() + _count(joining), everywhere + _count(joining))
    need = agreed(certain[region], [unplaced, *joining])
    ratio = _UNKNOWN
    if need:
        ratio = between(_over_need(*least, need), _over_need(*most, need))
    return *between(share(*least), share(*most)), need, *ratio


def _over_need(part: int, whole: int, need: int) -> int:
    """``part`` over ``whole`` over a share of need in millionths, as an encoded number."""
    return rounded(part * WHOLE * _ONE, whole * need)


def _count(groups: Sequence[_Statements]) -> int:
    return sum(statements.total() for statements in groups)


def agreed(stated: _Statements, possible: Sequence[_Statements]) -> int | None:
    """What most of the projects state, if neither those that state nothing nor the possible ones could change that."""
    ranked = [(count, need) for need, count in stated.most_common() if need is not None]
    if not ranked:
        return None
    count, need = ranked[0]
    runner_up = ranked[1][0] if len(ranked) > 1 else 0
    against = sum(statements.total() - statements[need] for statements in possible)
    return need if count > runner_up + stated[None] + against else None
