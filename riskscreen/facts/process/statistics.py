"""Statistics over all processes of a batch: price gaps, and what organisations bid, win and supply.

They are statistics of what is published: a bid without a status, an award without a supplier is not counted. Processes
that are cancelled or left out by the settings are not counted either.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from typing import NamedTuple

from riskscreen.facts.process.fences import AS_THE_VALUES_GIVE, Fences, quantile
from riskscreen.facts.process.known import KnownProcesses
from riskscreen.facts.process.parts import ProcessParts, identifiers
from riskscreen.facts.process.prices import UNKNOWN, PriceGap, Unknown, price, price_gap, prices_compared, single_award
from riskscreen.facts.process.rows import ROLES
from riskscreen.facts.process.settings import USUAL, Absence, ProcessSettings
from riskscreen.facts.process.usual import Usual
from riskscreen.model.release import Release

PRICE_GAP, BIDDING, DISQUALIFICATION, VARIETY = "price_gap", "bidding", "disqualification", "variety"


class Tally:
    """What is counted of an organisation in one respect: a part of a whole, and the processes it was counted in."""

    __slots__ = ("part", "positions", "whole")

    def __init__(self) -> None:
        self.part = 0
        self.whole = 0
        self.positions: list[int] = []

    def add(self, part: int, whole: int, position: int) -> None:
        """Count one thing more; ``position`` is the place of its process in the batch."""
        self.part += part
        self.whole += whole
        if not self.positions or self.positions[-1] != position:
            self.positions.append(position)

    def raise_by(self, part: int, whole: int) -> None:
        """Count what was counted elsewhere too."""
        self.part += part
        self.whole += whole

    @property
    def ratio(self) -> float:
        """The part by the whole."""
        return self.part / self.whole


class Variety:
    """The classes of items that a supplier was awarded, and the processes they were awarded in."""

    __slots__ = ("classes", "positions", "processes")

    def __init__(self) -> None:
        self.classes: set[str] = set()
        self.processes = 0
        self.positions: list[int] = []


class Standing(NamedTuple):
    """An organisation among those it is compared with."""

    tally: Tally
    fences: Fences


class ProcessStatistics:
    """All statistics of a batch. ``settings`` are those that were given, with the currency that was settled on.

    ``releases`` are those of the batch, in its order; ``currencies`` counts the submitted bids in each, where the most
    frequent one had to be found.
    """

    def __init__(self, releases: Iterable[Release | None], settings: ProcessSettings = USUAL) -> None:
        batch = self.releases = list(releases)
        self.currencies: Counter[str] = Counter()
        if settings.currency is None and settings.absence is Absence.SILENCE:
            self.currencies = _currencies(batch, settings)
            settings = replace(settings, currency=most_frequent(self.currencies))
        self.settings = settings
        self._gaps: dict[str | None, PriceGap] = {}
        self._open_gaps: set[str | None] = set()
        self.bidding: dict[str, Tally] = {}
        self.disqualified: dict[str, dict[str, Tally]] = {role: {} for role in ROLES}
        self.variety: dict[str, Variety] = {}
        for position, release in enumerate(batch):
            if release is not None:
                self._count(ProcessParts(release, settings), position)
        self._finish([gap.ratio for gap in self._gaps.values()])

    @classmethod
    def of_tallies(
        cls,
        settings: ProcessSettings,
        gaps: Sequence[float],
        bidding: dict[str, Tally],
        disqualified: dict[str, dict[str, Tally]],
        variety: dict[str, Variety],
    ) -> ProcessStatistics:
        """Statistics of a batch that was counted elsewhere; nothing is known of its single releases."""
        found = cls((), settings)
        found.bidding, found.disqualified, found.variety = bidding, disqualified, variety
        found._finish(gaps)
        return found

    def go_on_from(self, known: KnownProcesses) -> None:
        """Count processes too that are not at hand. Who takes part in none at hand is compared with, not judged."""
        for organisation, (won, bid) in known.bidding.items():
            _tally(self.bidding, organisation).raise_by(won, bid)
        for role, counts in known.disqualified.items():
            for organisation, (disqualified, submitted) in counts.items():
                _tally(self.disqualified[role], organisation).raise_by(disqualified, submitted)
        for organisation, (classes, processes) in known.variety.items():
            found = self.variety.setdefault(organisation, Variety())
            found.classes |= classes
            found.processes += processes
        self._finish([*known.gaps, *(gap.ratio for gap in self._gaps.values())])

    @cached_property
    def usual(self) -> Usual:
        """What tenders and items of the batch usually cost."""
        return Usual(self.releases)

    def gap(self, ocid: str | None) -> PriceGap | Unknown | None:
        """The price gap of a process of the batch."""
        known = self._gaps.get(ocid)
        if known is None and ocid in self._open_gaps:
            return UNKNOWN
        return known

    def of_bidding(self, organisation: str) -> Standing | None:
        """How often a tenderer won where it had a valid bid."""
        tally = self.bidding.get(organisation)
        return None if tally is None else Standing(tally, self.bidding_fences)

    def of_disqualification(self, role: str, organisation: str) -> Standing | None:
        """How many of the submitted bids were disqualified, of an organisation with enough of them."""
        tally = self.disqualified[role].get(organisation)
        if tally is None or tally.whole < self.least_bids(role):
            return None
        return Standing(tally, self.disqualification_fences[role])

    def of_variety(self, organisation: str) -> Variety | None:
        """The classes of items of a supplier with enough awards."""
        found = self.variety.get(organisation)
        return None if found is None or found.processes < self.settings.least_awarded else found

    def least_bids(self, role: str) -> int:
        """How many submitted bids it takes to be compared in a role."""
        return self.settings.least_bids_of_tenderer if role == "tenderer" else self.settings.least_bids_of_buyer

    def organisations(self) -> set[str]:
        """Every organisation of which something was counted in a process at hand."""
        counted: list[Mapping[str, Tally | Variety]] = [self.bidding, self.variety, *self.disqualified.values()]
        return {organisation for found in counted for organisation, tally in found.items() if tally.positions}

    def _count(self, parts: ProcessParts, position: int) -> None:
        if _left_out(parts):
            return
        gap = price_gap(parts)
        if isinstance(gap, PriceGap):
            self._gaps[parts.release.ocid] = gap
        elif gap is not None:
            self._open_gaps.add(parts.release.ocid)
        self._count_wins(parts, position)
        self._count_disqualified(parts, position)
        self._count_classes(parts, position)

    def _count_wins(self, parts: ProcessParts, position: int) -> None:
        """Each tenderer with a valid bid of its own counts once a process, where one supplier won it all."""
        found = single_award(parts)
        if not isinstance(found, tuple):
            return
        _, winner = found
        tenderers = {
            tenderer
            for bid in parts.bids or ()
            if bid.status == "valid" and bid.tenderers is not None and len(bid.tenderers) == 1
            for tenderer in identifiers(bid.tenderers) or ()
            if tenderer is not None
        }
        for tenderer in tenderers:
            _tally(self.bidding, tenderer).add(int(tenderer == winner), 1, position)

    def _count_disqualified(self, parts: ProcessParts, position: int) -> None:
        submitted = disqualified = 0
        for bid in parts.bids or ():
            if parts.submitted(bid):
                turned_down = int(bid.status == "disqualified")
                submitted += 1
                disqualified += turned_down
                for tenderer in identifiers(bid.tenderers) or ():
                    if tenderer is not None:
                        _tally(self.disqualified["tenderer"], tenderer).add(turned_down, 1, position)
        if submitted:
            buyer, entity = parts.release.buyer, parts.tender.procuring_entity
            for role, organisation in (("buyer", buyer), ("procuring-entity", entity)):
                if organisation is not None and organisation.id is not None:
                    _tally(self.disqualified[role], organisation.id).add(disqualified, submitted, position)

    def _count_classes(self, parts: ProcessParts, position: int) -> None:
        """Several suppliers of one award may each supply a part of its items: then none is counted."""
        digits = self.settings.class_digits
        for award in parts.awards or ():
            suppliers = identifiers(award.suppliers)
            if award.status != "active" or suppliers is None or len(suppliers) != 1 or suppliers[0] is None:
                continue
            classes = {
                item.classification.id[:digits]
                for item in award.items or ()
                if item is not None and item.classification is not None and item.classification.id is not None
            }
            if classes:
                found = self.variety.setdefault(suppliers[0], Variety())
                found.classes |= classes
                if not found.positions or found.positions[-1] != position:
                    found.positions.append(position)
                    found.processes += 1

    def _finish(self, gaps: Sequence[float]) -> None:
        """Compute the fences."""
        settings = self.settings
        choice = {name: settings.fences.get(name, AS_THE_VALUES_GIVE) for name in _STATISTICS}
        self.gap_fences = Fences(gaps, choice[PRICE_GAP])
        self.bidding_fences = Fences([tally.ratio for tally in self.bidding.values()], choice[BIDDING])
        numbers = sorted(float(tally.whole) for tally in self.bidding.values())
        self.many_bids = quantile(numbers, settings.bidding_percentile / 100.0)
        self.disqualification_fences = {
            role: Fences(self._shares_disqualified(role), choice[DISQUALIFICATION]) for role in ROLES
        }
        compared = [each for each in self.variety.values() if each.processes >= settings.least_awarded]
        lengths = [float(len(each.classes)) for each in compared]
        self.variety_fences = Fences(lengths, choice[VARIETY], from_zero=False)

    def _shares_disqualified(self, role: str) -> Sequence[float]:
        least = self.least_bids(role)
        return [tally.ratio for tally in self.disqualified[role].values() if tally.whole >= least]


_STATISTICS = (PRICE_GAP, BIDDING, DISQUALIFICATION, VARIETY)


def _tally(tallies: dict[str, Tally], organisation: str) -> Tally:
    tally = tallies.get(organisation)
    if tally is None:
        tally = tallies[organisation] = Tally()
    return tally


def _left_out(parts: ProcessParts) -> bool:
    """Whether a process is known to be none that rules look at."""
    excluded = parts.settings.excluded_details
    details = parts.tender.procurement_method_details
    return parts.tender.status == "cancelled" or (details is not None and details in excluded)


def _currencies(releases: Iterable[Release | None], settings: ProcessSettings) -> Counter[str]:
    """In how many submitted bids each currency stands, where prices are compared."""
    found: Counter[str] = Counter()
    for release in releases:
        if release is None:
            continue
        parts = ProcessParts(release, settings)
        if not _left_out(parts) and prices_compared(parts):
            prices = [price(bid) for bid in parts.bids or () if parts.submitted(bid)]
            found.update(asked.currency for asked in prices if asked is not None)
    return found


def most_frequent(currencies: Counter[str]) -> str | None:
    """The currency of most bids; of several, the first by the alphabet."""
    return min(currencies, key=lambda currency: (-currencies[currency], currency), default=None)
