"""Organisations over the whole batch: what workers counted, put together, and the few that a rule may look at."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from riskscreen.facts.process.settings import ProcessSettings
from riskscreen.facts.process.statistics import ProcessStatistics, Tally, Variety
from riskscreen.indicators.counting import OrganisationCounts


def merged_counts(counts: Iterable[OrganisationCounts]) -> OrganisationCounts:
    """What several workers counted, as one."""
    first, *others = counts
    for each in others:
        for name in ("entered", "won", "bidders", "refused"):
            getattr(first, name).update(getattr(each, name))
        _add_pairs(first.buyers, each.buyers)
        _add_pairs(first.entities, each.entities)
        for supplier, (classes, processes) in each.variety.items():
            known = first.variety.setdefault(supplier, (set(), [0]))
            known[0].update(classes)
            known[1][0] += processes[0]
    return first


def statistics_of(counts: OrganisationCounts, gaps: Sequence[float], settings: ProcessSettings) -> ProcessStatistics:
    """The statistics of a batch of which these are the counts and the ratios of all price gaps."""
    bidders = {each: (counts.refused[each], submitted) for each, submitted in counts.bidders.items()}
    return ProcessStatistics.of_tallies(
        settings,
        gaps,
        bidding={each: _tally(counts.won[each], entered) for each, entered in counts.entered.items()},
        disqualified={
            "buyer": {each: _tally(*pair) for each, pair in counts.buyers.items()},
            "procuring-entity": {each: _tally(*pair) for each, pair in counts.entities.items()},
            "tenderer": {each: _tally(*pair) for each, pair in bidders.items()},
        },
        variety={each: _variety(classes, processes[0]) for each, (classes, processes) in counts.variety.items()},
    )


def at_a_fence(statistics: ProcessStatistics) -> set[str]:
    """The organisations that lie at a fence in some respect."""
    bidding, variety = statistics.bidding_fences.limits, statistics.variety_fences.limits
    found = {each for each, tally in statistics.bidding.items() if bidding.at_or_below(tally.ratio)}
    for role, tallies in statistics.disqualified.items():
        limits, least = statistics.disqualification_fences[role].limits, statistics.least_bids(role)
        found |= {each for each, tally in tallies.items() if tally.whole >= least and limits.at_or_above(tally.ratio)}
    least = statistics.settings.least_awarded
    return found | {
        each
        for each, of in statistics.variety.items()
        if of.processes >= least and variety.at_or_above(float(len(of.classes)))
    }


def _add_pairs(pairs: dict[str, list[int]], others: Mapping[str, Sequence[int]]) -> None:
    for organisation, (part, whole) in others.items():
        known = pairs.setdefault(organisation, [0, 0])
        known[0] += part
        known[1] += whole


def _tally(part: int, whole: int) -> Tally:
    tally = Tally()
    tally.part, tally.whole = part, whole
    return tally


def _variety(classes: set[str], processes: int) -> Variety:
    variety = Variety()
    variety.classes, variety.processes = classes, processes
    return variety
