"""Who is flagged with what, and with which value: by indicator, as OCDS Cardinal has it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from riskscreen.facts.case import Case
from riskscreen.facts.process.prices import PriceGap
from riskscreen.facts.process.rows import BidderRow, ProcessRow
from riskscreen.facts.process.statistics import ProcessStatistics
from riskscreen.indicators.batch import Flag
from riskscreen.indicators.shown import ROLES, TENDERER, Shown, of_process


def shown(flag: Flag, statistics: ProcessStatistics) -> Shown:
    """What a flag shows."""
    return _SHOWN[flag.rule.code](flag, statistics)


def _process(flag: Flag, _: ProcessStatistics) -> Shown:
    return of_process(flag.rule.code, flag.case.id, 1.0, flag.concerned())


def _gap(flag: Flag, statistics: ProcessStatistics) -> Shown:
    gap = statistics.gap(flag.case.id)
    if not isinstance(gap, PriceGap):
        raise TypeError(f"{flag.case.id} is flagged for a price gap that it does not have")
    return of_process(flag.rule.code, flag.case.id, gap.ratio, flag.concerned())


def _only_valid(flag: Flag, _: ProcessStatistics) -> Shown:
    others = process_row(flag.case).others_disqualified
    return of_process(flag.rule.code, flag.case.id, float(others or 0), flag.concerned())


def _seldom_won(flag: Flag, statistics: ProcessStatistics) -> Shown:
    yield TENDERER, flag.case.id, statistics.bidding[flag.case.id].ratio


def _disqualified(flag: Flag, statistics: ProcessStatistics) -> Shown:
    for row in flag.rows("disqualification"):
        role = str(row[0])
        yield ROLES[role], flag.case.id, statistics.disqualified[role][flag.case.id].ratio


def _classes(flag: Flag, statistics: ProcessStatistics) -> Shown:
    yield TENDERER, flag.case.id, float(len(statistics.variety[flag.case.id].classes))


_SHOWN: Mapping[str, Callable[[Flag, ProcessStatistics], Shown]] = {
    "R003": _process,
    "R018": _process,
    "R024": _gap,
    "R025": _seldom_won,
    "R028": _process,
    "R030": _process,
    "R035": _only_valid,
    "R036": _process,
    "R038": _disqualified,
    "R048": _classes,
    "R058": _gap,
}


def process_row(case: Case) -> ProcessRow:
    """The row that sums up a process."""
    return ProcessRow._make(case.relations["process"].rows[0])


def bidders(case: Case) -> Iterator[BidderRow]:
    """The tenderers of all bids of a process."""
    return (BidderRow._make(row) for row in case.relations["bidder"].rows)
