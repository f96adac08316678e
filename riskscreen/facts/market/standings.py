"""Where organisations stand in the statistics of a batch's contracting processes: the rows that rules read."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal

from riskscreen.facts.market.table import Statistic, Table
from riskscreen.facts.process import rows
from riskscreen.facts.process.relations import number
from riskscreen.facts.process.statistics import ProcessStatistics
from riskscreen.lang.vocabulary import Kind, Row, encode_number


def standings(statistics: ProcessStatistics) -> Mapping[str, Statistic]:
    """The relations of every organisation, by name."""
    return {
        "bidding": _Standings(lambda organisation: _bidding(statistics, organisation)),
        "disqualification": _Standings(lambda organisation: _disqualification(statistics, organisation)),
        "variety": _Standings(lambda organisation: _variety(statistics, organisation)),
    }


class _Standings:
    """One relation of organisations. All its rows are known: what counts is what is published."""

    def __init__(self, rows_of: Callable[[str], list[tuple[Row, tuple[int, ...]]]]) -> None:
        self._rows_of = rows_of

    def of(self, organisation: str) -> Table:
        """The organisation's rows, each with the places of its processes in the batch."""
        return Table.of(self._rows_of(organisation), complete=True)


def _bidding(statistics: ProcessStatistics, organisation: str) -> list[tuple[Row, tuple[int, ...]]]:
    standing = statistics.of_bidding(organisation)
    if standing is None:
        return []
    tally, fences = standing
    row = rows.BiddingRow(
        valid=tally.whole,
        won=tally.part,
        ratio=_share(tally.ratio),
        many_bids=tally.whole >= statistics.many_bids,
        at_lower_fence=fences.at_or_below(tally.ratio),
        lower_fence=number(fences.lower),
        tenderers=fences.size,
    )
    return [(row, tuple(tally.positions))]


def _disqualification(statistics: ProcessStatistics, organisation: str) -> list[tuple[Row, tuple[int, ...]]]:
    found: list[tuple[Row, tuple[int, ...]]] = []
    for role in rows.ROLES:
        standing = statistics.of_disqualification(role, organisation)
        if standing is not None:
            tally, fences = standing
            row = rows.DisqualificationRow(
                role=role,
                submitted=tally.whole,
                disqualified=tally.part,
                ratio=_share(tally.ratio),
                at_upper_fence=fences.at_or_above(tally.ratio),
                upper_fence=number(fences.upper),
                organisations=fences.size,
            )
            found.append((row, tuple(tally.positions)))
    return found


def _variety(statistics: ProcessStatistics, organisation: str) -> list[tuple[Row, tuple[int, ...]]]:
    variety = statistics.of_variety(organisation)
    if variety is None:
        return []
    fences, classes = statistics.variety_fences, len(variety.classes)
    row = rows.VarietyRow(
        processes=variety.processes,
        classes=classes,
        at_upper_fence=fences.at_or_above(float(classes)),
        upper_fence=number(fences.upper),
        suppliers=fences.size,
    )
    return [(row, tuple(variety.positions))]


def _share(ratio: float) -> int:
    return encode_number(Decimal(ratio), Kind.SHARE)
