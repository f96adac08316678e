"""The first pass: organisations are counted, and of each process the columns are kept that indicators may need.

Nothing here knows of rules: which values matter is decided when all are known.
"""

from __future__ import annotations

from array import array
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from hashlib import blake2b
from typing import Any

import msgspec

from riskscreen.facts.process.compact import CompactProcess, CompactReader
from riskscreen.facts.process.settings import ProcessSettings
from riskscreen.indicators.flagging import Order, flagged
from riskscreen.indicators.sheets import VIEWS, Gaps, Key, Sheet, Spill
from riskscreen.intake.stream.lines import lines_of
from riskscreen.intake.stream.parts import DamagedPart, Part
from riskscreen.intake.stream.releases import PartAccount, Rejected, ReleaseReader

Language = Any
DIGEST_BYTES = 16


@dataclass(slots=True)
class PartNote:
    """What is to be told of a part at once: its account, and releases that must be looked at whole, with their places.

    Each is as JSON of its own.
    """

    account: PartAccount
    candidates: list[tuple[int, bytes]]


@dataclass(slots=True)
class GapColumn:
    """The price gaps in one currency of a part: the ratios as doubles, and the digests and places of the processes."""

    part: int
    currency: str
    ratios: bytes
    digests: bytes
    places: list[int]


@dataclass(slots=True)
class OrganisationCounts:
    """What was counted of organisations.

    ``entered`` and ``won``: processes with one supplier in which a tenderer had a valid bid of its own. ``bidders`` and
    ``refused``: submitted and disqualified bids. ``buyers`` and ``entities``: disqualified and submitted bids.
    ``variety``: classes of items of a supplier, and in how many processes.
    """

    entered: Counter[str] = field(default_factory=Counter)
    won: Counter[str] = field(default_factory=Counter)
    bidders: Counter[str] = field(default_factory=Counter)
    refused: Counter[str] = field(default_factory=Counter)
    buyers: dict[str, list[int]] = field(default_factory=dict)
    entities: dict[str, list[int]] = field(default_factory=dict)
    variety: dict[str, tuple[set[str], list[int]]] = field(default_factory=dict)


@dataclass(slots=True)
class Total:
    """What all parts that a worker took come to."""

    organisations: OrganisationCounts = field(default_factory=OrganisationCounts)
    currencies: Counter[str] = field(default_factory=Counter)
    keys: dict[str, set[Key]] = field(default_factory=dict)
    gaps: list[GapColumn] = field(default_factory=list)


class Counting:
    """A worker of the stream. ``indicators`` are those that are enabled."""

    def __init__(self, settings: ProcessSettings, indicators: Collection[str], lang: Language) -> None:
        self._compact = CompactReader(settings)
        self._reader = ReleaseReader(lang)
        self._enabled = frozenset(indicators)
        self._total = Total(keys={code: set() for code in VIEWS if code in self._enabled})
        self._spill = Spill[Sheet]()
        self._pack = msgspec.json.Encoder().encode

    def take(self, place: int, part: Part) -> PartNote:
        """Count a part."""
        if isinstance(part, DamagedPart):
            error = part.problem.text(self._reader.lang)
            return PartNote(PartAccount(rejected=1, told=[Rejected(1, error)]), [])
        page = _Page(place, self._total, self._enabled)
        candidates: list[tuple[int, bytes]] = []
        for release in self._reader.releases(lines_of(part)):
            process = self._compact.read(release)
            if process is not None:
                page.add(process)
                if self._is_candidate(process):
                    candidates.append((len(page.sheet.ocids) - 1, self._pack(release)))
        self._spill.add(page.finished())
        return PartNote(self._reader.account, candidates)

    def _is_candidate(self, process: CompactProcess) -> bool:
        return (process.equal_amounts and "R028" in self._enabled) or (process.late_won and "R030" in self._enabled)

    def total(self) -> Total:
        """What all parts taken come to."""
        self._total.currencies = Counter(self._compact.currencies)
        return self._total

    def results(self, order: Order) -> Iterator[Any]:
        """The processes that are flagged."""
        return flagged(self._spill, order)


class _Page:
    """Counts the processes of one part."""

    def __init__(self, part: int, total: Total, enabled: frozenset[str]) -> None:
        self.sheet = Sheet(part)
        self._total = total
        self._enabled = enabled
        self._keys: dict[str, defaultdict[Key, list[int]]] = {code: defaultdict(list) for code in total.keys}
        self._views = [self._keys.get(code) for code in VIEWS]
        self._entered: list[str] = []
        self._won: list[str] = []
        self._bidders: list[str] = []
        self._refused: list[str] = []

    def add(self, process: CompactProcess) -> None:
        """Count a process."""
        place = len(self.sheet.ocids)
        self.sheet.ocids.append(process.ocid)
        self._add_keys(process, place)
        gaps, bids = self.sheet.gaps, process.bids
        for comparison in process.comparisons:
            gap = comparison.gap
            if gap is not None and comparison.currency is not None:
                gaps.places.append(place)
                gaps.currencies.append(comparison.currency)
                gaps.ratios.append(gap.ratio)
                gaps.winners.append(gap.winner)
                gaps.seconds.append(gap.second)
        winner = process.winner
        if winner is not None:
            lone = set(bids.lone)  # each once a process
            self._entered += lone
            if winner in lone:
                self._won.append(winner)
        if bids.submitted:
            self._bidders += bids.bidders
            self._refused += bids.refused
            organisations = self._total.organisations
            _add_pair(organisations.buyers, process.buyer, bids.disqualified, bids.submitted)
            _add_pair(organisations.entities, process.procuring_entity, bids.disqualified, bids.submitted)
        if process.classes and "R048" in self._enabled:
            self._add_classes(process)

    def _add_keys(self, process: CompactProcess, place: int) -> None:
        submission, single, sole, lowest = self._views
        if submission is not None:
            days, least = process.submission_days, process.minimum_days
            submission[process.period_required, process.own_minimum, days, least].append(place)
        if single is not None:
            single[process.bids_expected, process.tenderers].append(place)
        if sole is not None:
            won = process.only_valid_won
            sole[won, process.others_disqualified].append(place)
            if won and process.only_valid_tenderer is not None:
                self.sheet.sole[place] = process.only_valid_tenderer
        if lowest is not None:
            for each in process.comparisons:
                lowest[each.currency, process.prices_compared, each.lowest_disqualified].append(place)

    def _add_classes(self, process: CompactProcess) -> None:
        variety = self._total.organisations.variety
        counted = set()
        for supplier, classes in process.classes:
            known = variety.get(supplier)
            if known is None:
                known = variety[supplier] = (set(), [0])
            known[0].update(classes)
            if supplier not in counted:
                counted.add(supplier)
                known[1][0] += 1

    def finished(self) -> Sheet:
        """The sheet, when all processes are counted."""
        total, organisations = self._total, self._total.organisations
        organisations.entered.update(self._entered)
        organisations.won.update(self._won)
        organisations.bidders.update(self._bidders)
        organisations.refused.update(self._refused)
        for code, keys in self._keys.items():
            total.keys[code].update(keys)
            self.sheet.keys[code] = list(keys.items())
        total.gaps += _columns(self.sheet)
        return self.sheet


def _add_pair(pairs: dict[str, list[int]], organisation: str | None, part: int, whole: int) -> None:
    if organisation is not None:
        known = pairs.get(organisation)
        if known is None:
            pairs[organisation] = [part, whole]
        else:
            known[0] += part
            known[1] += whole


def _columns(sheet: Sheet) -> Iterator[GapColumn]:
    gaps: Gaps = sheet.gaps
    for currency in dict.fromkeys(gaps.currencies):
        of = [number for number, each in enumerate(gaps.currencies) if each == currency]
        ratios = array("d", [gaps.ratios[number] for number in of])
        places = [gaps.places[number] for number in of]
        digests = b"".join(_digest(sheet.ocids[place]) for place in places)
        yield GapColumn(sheet.part, currency, ratios.tobytes(), digests, places)


def _digest(ocid: str) -> bytes:
    return blake2b(ocid.encode("utf-8", "surrogatepass"), digest_size=DIGEST_BYTES).digest()
