"""The facts of a process that indicators of bidding need, in one pass over its bids, where absence is silence.

For batches in which each microsecond counts a million times. What the values mean is said where each of them is
defined for all releases: in :mod:`riskscreen.facts.process.relations` (``process_row``), ``prices``, ``outcomes`` and
``statistics``. Tests hold both against each other on clean and dirty releases.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeAlias

from msgspec import Struct

from riskscreen.facts.process.dates import whole_days
from riskscreen.facts.process.parts import NOT_SUBMITTED
from riskscreen.facts.process.prices import FINAL, double, ratio
from riskscreen.facts.process.settings import ProcessSettings
from riskscreen.model import bidding, release

AnyRelease: TypeAlias = bidding.BiddingRelease | release.Release
_Award: TypeAlias = bidding.Award | release.Award
_Bid: TypeAlias = bidding.Bid | release.Bid
_Reference: TypeAlias = bidding.Reference | release.Reference

_Offer: TypeAlias = tuple[float, str, str, str | None]
"""Amount, currency and status of a submitted bid that states a price, and its tenderer if it has exactly one."""

_TENDER, _PERIOD = bidding.Tender(), bidding.Period()


class Gap(Struct, gc=False):
    """How far the winner's lowest bid lies below the lowest of the others."""

    ratio: float
    winner: str
    second: str


class Comparison(Struct, gc=False):
    """What comparing prices in one currency shows; ``currency`` is None where no bid is compared.

    ``offers``: how many bids there are in it.
    """

    currency: str | None
    lowest_disqualified: bool | None
    gap: Gap | None
    offers: int = 0


class Bidding(Struct, gc=False):
    """The submitted bids, tenderer by tenderer.

    ``bidders`` and ``refused`` name a tenderer once for each submitted and each disqualified bid, ``valid`` for each
    valid one, ``lone`` for each valid one of its own, ``late`` for each valid one dated after the tender period.
    ``equal_amounts``: whether two offers have the same amount, in whatever currency.
    """

    submitted: int = 0
    disqualified: int = 0
    bidders: list[str] = []
    refused: list[str] = []
    valid: list[str] = []
    lone: list[str] = []
    late: list[str] = []
    offers: list[_Offer] = []
    equal_amounts: bool = False


class CompactProcess(Struct, gc=False):
    """A process that rules look at. Columns have the names and the meaning that they have in ``ProcessRow``.

    ``winner``: the one supplier of the one active award, if all awards are final. ``classes``: for each active award of
    one supplier, that supplier and the classes of its items. ``equal_amounts`` and ``late_won``: whether submitted bids
    that can be compared have equal amounts, and whether a supplier has a valid bid that is late.
    """

    ocid: str
    period_required: bool
    own_minimum: bool
    submission_days: int | None
    minimum_days: int | None
    bids_expected: bool
    tenderers: int | None
    prices_compared: bool
    only_valid_won: bool
    only_valid_tenderer: str | None
    others_disqualified: int
    buyer: str | None
    procuring_entity: str | None
    winner: str | None
    bids: Bidding
    comparisons: Sequence[Comparison]
    classes: Sequence[tuple[str, list[str]]]
    equal_amounts: bool
    late_won: bool


class CompactReader:
    """Reads processes by the settings of a batch.

    Where these choose no currency, prices are compared in each currency that a process has, since the one that counts
    is known only at the end; ``currencies`` counts the bids in each.
    """

    def __init__(self, settings: ProcessSettings) -> None:
        self._settings = settings
        self._excluded, self._days = settings.excluded_details, settings.submission_days
        self._submission_methods, self._bidding_methods = settings.submission_methods, settings.bidding_methods
        self.currencies: dict[str, int] = {}

    def read(self, of: AnyRelease) -> CompactProcess | None:
        """What is to know of a process; None for one that is cancelled or left out by the settings."""
        tender = of.tender or _TENDER
        details, method = tender.procurement_method_details, tender.procurement_method
        if tender.status == "cancelled" or details in self._excluded:
            return None
        period = tender.tender_period or _PERIOD
        active, final = _active(of.awards)
        winner = _only_supplier(active[0]) if final and len(active) == 1 else None
        bids = _bidding(of.bids.details, period.end_date) if of.bids and of.bids.details else _NO_BIDS
        valid = set(bids.valid)
        compared = self._compared(details)
        own, count, entity = details in self._days, tender.number_of_tenderers, tender.procuring_entity
        return CompactProcess(
            of.ocid or "",
            not self._submission_methods or method in self._submission_methods,
            own,
            whole_days(period.start_date, period.end_date, instants_only=True),
            self._days[details] if own and details is not None else None,
            not self._bidding_methods or method in self._bidding_methods,
            count if count is not None and count >= 0 else None,
            compared,
            final and len(valid) == 1 and (winner in valid if winner is not None else _suppliers(active) == valid),
            bids.valid[0] if len(valid) == 1 else None,
            len(set(bids.refused) - valid) if bids.refused else 0,
            of.buyer.id if of.buyer else None,
            entity.id if entity else None,
            winner,
            bids,
            self._comparisons(bids.offers, winner, bool(active)) if compared else _NOT_COMPARED,
            self._classes(active),
            compared and bids.equal_amounts,
            bool(bids.late) and not _suppliers(active).isdisjoint(bids.late),
        )

    def _compared(self, details: str | None) -> bool:
        settings = self._settings
        if settings.compared_details:
            return details in settings.compared_details
        return details not in settings.uncompared_details

    def _comparisons(self, offers: list[_Offer], winner: str | None, awarded: bool) -> Sequence[Comparison]:
        if not offers:
            return _NOTHING
        chosen = self._settings.currency
        if chosen is not None:
            return (_comparison(offers, chosen, winner, awarded),)
        counts, first = self.currencies, offers[0][1]
        found = _comparison(offers, first, winner, awarded)
        if found.offers == len(offers):
            counts[first] = counts.get(first, 0) + found.offers
            return (found,)
        for offer in offers:
            counts[offer[1]] = counts.get(offer[1], 0) + 1
        return [_comparison(offers, currency, winner, awarded) for currency in {offer[1] for offer in offers}]

    def _classes(self, active: list[_Award]) -> Sequence[tuple[str, list[str]]]:
        found = []
        digits = self._settings.class_digits
        for award in active:
            supplier = _only_supplier(award)
            if supplier is not None and award.items:
                classes = [
                    item.classification.id[:digits]
                    for item in award.items
                    if item is not None and item.classification is not None and item.classification.id is not None
                ]
                if classes:
                    found.append((supplier, classes))
        return found


_NO_BIDS = Bidding()
_NOTHING = (Comparison(None, False, None),)
_NOT_COMPARED = (Comparison(None, None, None),)


def _active(awards: Sequence[_Award | None] | None) -> tuple[list[_Award], bool]:
    """The active awards, and whether no award is still open."""
    active, final = [], True
    for award in awards or ():
        if award is not None:
            status = award.status
            if status == "active":
                active.append(award)
            elif status is not None and status not in FINAL:
                final = False
    return active, final


def _only_supplier(award: _Award) -> str | None:
    suppliers = award.suppliers
    if suppliers is None or len(suppliers) != 1 or suppliers[0] is None:
        return None
    return suppliers[0].id


def _suppliers(awards: list[_Award]) -> set[str]:
    return {id_ for award in awards for id_ in _identifiers(award.suppliers)}


def _identifiers(references: Sequence[_Reference | None] | None) -> list[str]:
    return [each.id for each in references or () if each is not None and each.id is not None]


def _bidding(details: Sequence[_Bid | None], deadline: str | None) -> Bidding:
    submitted = disqualified = 0
    bidders: list[str] = []
    refused: list[str] = []
    valid: list[str] = []
    lone: list[str] = []
    late: list[str] = []
    offers: list[_Offer] = []
    amounts: list[float] = []
    for bid in details:
        if bid is None or (status := bid.status) is None or status in NOT_SUBMITTED:
            continue
        references, alone = bid.tenderers, None
        if references is not None and len(references) == 1:  # as it mostly is
            alone = None if references[0] is None else references[0].id
            tenderers: Sequence[str] = () if alone is None else (alone,)
        else:
            tenderers = _identifiers(references)
        submitted += 1
        bidders += tenderers
        if status == "valid":
            valid += tenderers
            if alone is not None:
                lone.append(alone)
            if deadline is not None and bid.date is not None and bid.date > deadline:
                late += tenderers
        elif status == "disqualified":
            disqualified += 1
            refused += tenderers
        value = bid.value
        if value is not None and (currency := value.currency) is not None:
            amount = value.amount if type(value.amount) is float else double(value.amount)
            if amount is not None:
                offers.append((amount, currency, status, alone))
                amounts.append(amount)
    equal = len(set(amounts)) < len(amounts)
    return Bidding(submitted, disqualified, bidders, refused, valid, lone, late, offers, equal)


def _comparison(offers: list[_Offer], currency: str, winner: str | None, awarded: bool) -> Comparison:
    """Of several lowest bids the first one counts."""
    lowest: _Offer | None = None
    won: float | None = None
    other: _Offer | None = None
    any_valid = False
    count = 0
    for offer in offers:
        amount, its_currency, status, tenderer = offer
        if its_currency != currency:
            continue
        count += 1
        if lowest is None or amount < lowest[0]:
            lowest = offer
        if status == "valid":
            any_valid = True
            if tenderer is None:
                continue
            if tenderer == winner:
                if won is None or amount < won:
                    won = amount
            elif other is None or amount < other[0]:
                other = offer
    turned_down = awarded and any_valid and lowest is not None and lowest[2] == "disqualified"
    if winner is None or won is None or other is None or other[3] is None or other[0] < won:
        return Comparison(currency, turned_down, None, count)
    gap = Gap(ratio(other[0] - won, won), winner, other[3])
    return Comparison(currency, turned_down, gap, count)
