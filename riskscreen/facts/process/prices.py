"""Prices of published bids: the lowest one, and how far the winner lies below the next."""

from __future__ import annotations

from typing import NamedTuple

from riskscreen.facts.process.parts import ProcessParts, identifiers
from riskscreen.model.release import Bid, Number

FINAL = frozenset({"active", "cancelled", "unsuccessful"})


class Price(NamedTuple):
    """What a bid asks for; the amount as a double, as the statistics take it."""

    amount: float
    currency: str


class PriceGap(NamedTuple):
    """The winner's lowest bid and the lowest of the others, and by what share of the former they lie apart.

    ``ratio`` is a double, not rounded; the positions are places in the list of bids.
    """

    winner: str
    second: str
    ratio: float
    winning_bid: int
    second_bid: int
    award: int


def double(number: Number | None) -> float | None:
    """The nearest double of a JSON number; None for one beyond their range."""
    if number is None:
        return None
    try:
        return float(number)
    except OverflowError:
        return None


def price(bid: Bid) -> Price | None:
    """What a bid asks for; None unless amount and currency are both there."""
    value = bid.value
    if value is None or value.currency is None:
        return None
    amount = double(value.amount)
    return None if amount is None else Price(amount, value.currency)


def prices_compared(parts: ProcessParts) -> bool | None:
    """Whether prices of this process can be compared, by its procurement method details."""
    settings, details = parts.settings, parts.tender.procurement_method_details
    if settings.compared_details:
        return parts.among(details, settings.compared_details)
    if settings.uncompared_details:
        uncompared = parts.among(details, settings.uncompared_details)
        return None if uncompared is None else not uncompared
    return True


class LowestBid(NamedTuple):
    """The lowest submitted bid: its amount, and whether it is disqualified though a valid bid and an award stand.

    Of several lowest bids the first one counts. Amounts in another currency than the chosen one are left out; where
    none is chosen, bids in several currencies cannot be compared.
    """

    amount: float | None
    disqualified: bool | None


def lowest_bid(parts: ProcessParts) -> LowestBid:
    """The lowest submitted bid, as far as it is known."""
    awarded, bids = _has_active_award(parts), parts.bids
    if bids is None:
        return LowestBid(None, False if awarded is False else None)
    offers = _offers(parts, [bid for bid in bids if parts.submitted(bid) is not False])
    lowest = min(offers, key=lambda offer: offer[1], default=None) if offers is not None else None
    amount = None if lowest is None else lowest[1]
    if awarded is False or all(bid.status not in (None, "disqualified") for bid in bids):
        return LowestBid(amount, False)
    if offers is None:
        return LowestBid(None, None)
    beaten = (
        lowest is not None and lowest[0].status == "disqualified" and any(bid.status == "valid" for bid, _ in offers)
    )
    return LowestBid(amount, awarded if beaten else False)


def _has_active_award(parts: ProcessParts) -> bool | None:
    if parts.awards is None:
        return None
    statuses = [award.status for award in parts.awards]
    if "active" in statuses:
        return True
    return None if None in statuses and not parts.silent else False


def _offers(parts: ProcessParts, bids: list[Bid]) -> list[tuple[Bid, float]] | None:
    """Bids with their amounts in the currency of comparison; None where one of them does not tell."""
    currency = parts.settings.currency
    offers: list[tuple[Bid, float]] = []
    for bid in bids:
        asked = price(bid)
        if asked is None or bid.status is None:
            if not parts.silent:
                return None
            continue
        if currency is None:
            currency = asked.currency
        if asked.currency == currency:
            offers.append((bid, asked.amount))
        elif parts.settings.currency is None:
            return None
    return offers


class Unknown:
    """That a gap may be there or not."""


UNKNOWN = Unknown()


def price_gap(parts: ProcessParts) -> PriceGap | Unknown | None:
    """The gap between the winner's lowest valid bid and the lowest of the others; None where there is none to speak of.

    There is one if prices can be compared, every award is final and one is active, with one supplier, and no valid bid
    of another undercuts the winner's: else price was not what decided. Bids of several tenderers together, invalid
    bids and those in other currencies are left out.
    """
    compared = prices_compared(parts)
    if compared is False:
        return None
    found = single_award(parts)
    if not isinstance(found, tuple):
        return found
    award, winner = found
    if parts.bids is None:
        return UNKNOWN
    gap = _gap(parts, award, winner)
    return UNKNOWN if compared is None and gap is not None else gap


def single_award(parts: ProcessParts) -> tuple[int, str] | Unknown | None:
    """The place of the one active award, if all are final, and its one supplier; None where there is no such."""
    if parts.awards is None:
        return UNKNOWN
    statuses = [award.status for award in parts.awards]
    if any(status is not None and status not in FINAL for status in statuses) or statuses.count("active") > 1:
        return None
    if None in statuses and not parts.silent:
        return UNKNOWN
    if "active" not in statuses:
        return None
    place = statuses.index("active")
    suppliers = identifiers(parts.awards[place].suppliers)
    if suppliers is None:
        return None if parts.silent else UNKNOWN
    if len(suppliers) != 1:
        return None
    supplier = suppliers[0]
    if supplier is None:
        return None if parts.silent else UNKNOWN
    return place, supplier


def _gap(parts: ProcessParts, award: int, winner: str) -> PriceGap | Unknown | None:
    currency = parts.settings.currency
    best: dict[bool, tuple[float, int, str]] = {}
    for position, bid in enumerate(parts.bids or ()):
        if bid.status not in ("valid", None) or (bid.status is None and parts.silent):
            continue
        tenderers = identifiers(bid.tenderers)
        if tenderers is not None and len(tenderers) != 1:
            continue
        asked = price(bid)
        if asked is None or bid.status is None or tenderers is None or tenderers[0] is None:
            if not parts.silent:
                return UNKNOWN
            continue
        if currency is None:
            currency = asked.currency
        if asked.currency != currency:
            if parts.settings.currency is None:
                return UNKNOWN
            continue
        won = tenderers[0] == winner
        if won not in best or asked.amount < best[won][0]:
            best[won] = (asked.amount, position, tenderers[0])
    if len(best) < 2:
        return None
    (low, winning_bid, _), (other, second_bid, second) = best[True], best[False]
    if other < low:
        return None
    return PriceGap(winner, second, ratio(other - low, low), winning_bid, second_bid, award)


def ratio(part: float, whole: float) -> float:
    """The quotient of doubles by IEEE 754, where dividing by zero is no error."""
    if whole:
        return part / whole
    return float("nan") if not part or part != part else float("inf") if part > 0 else float("-inf")
