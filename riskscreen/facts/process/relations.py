"""The relations of a process: how each is read from a release, and where its rows stand in it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from json import dumps
from math import isfinite
from typing import Any, TypeAlias, TypeVar

from riskscreen.facts.case import Rows
from riskscreen.facts.process import catalogue, rows
from riskscreen.facts.process.dates import is_late, submission_days
from riskscreen.facts.process.outcomes import outcome
from riskscreen.facts.process.parts import ProcessParts, identifiers
from riskscreen.facts.process.prices import Unknown, lowest_bid, price, prices_compared
from riskscreen.facts.process.statistics import ProcessStatistics
from riskscreen.facts.relation import NO_FACTS, Facts
from riskscreen.lang.vocabulary import Kind, Row, encode_number
from riskscreen.model.release import Award, Bid, Number, Reference

Reader: TypeAlias = Callable[[ProcessParts], Facts]
Anchors: TypeAlias = tuple[str, ...]
Item = TypeVar("Item", Bid, Award)

_LARGEST = 10.0**12
_RECORD: tuple[Anchors, ...] = (("",),)


def money(amount: Number | None) -> int | None:
    """The amount in hundredths of its currency's unit; None for one that no amount of money can be."""
    if amount is None or amount != amount or amount in (float("inf"), float("-inf")):
        return None
    return encode_number(Decimal(repr(amount)) if isinstance(amount, float) else amount, Kind.MONEY)


def number(value: float) -> int | None:
    """A double in ten-thousandths, to be shown; None for one that is no finite number of a usual size."""
    return encode_number(Decimal(value), Kind.NUMBER) if isfinite(value) and abs(value) < _LARGEST else None


def price_gap_row(parts: ProcessParts, statistics: ProcessStatistics) -> Facts:
    """The relation ``price_gap`` of a process of the batch."""
    gap = statistics.gap(parts.release.ocid)
    if isinstance(gap, Unknown):
        return NO_FACTS
    if gap is None:
        return Rows((), complete=True), ()
    fences = statistics.gap_fences
    row = rows.PriceGapRow(
        winner=gap.winner,
        second=gap.second,
        gap=number(gap.ratio),
        at_lower_fence=fences.at_or_below(gap.ratio),
        at_upper_fence=fences.at_or_above(gap.ratio),
        lower_fence=number(fences.lower),
        upper_fence=number(fences.upper),
        processes=fences.size,
    )
    anchors = (f"/bids/details/{gap.winning_bid}", f"/bids/details/{gap.second_bid}")
    return Rows((row,), complete=True), (anchors,)


def _process(parts: ProcessParts) -> Facts:
    return Rows((process_row(parts),), complete=True), _RECORD


def process_row(parts: ProcessParts) -> rows.ProcessRow:
    """The process as a whole."""
    tender, settings, release = parts.tender, parts.settings, parts.release
    method, details = tender.procurement_method, tender.procurement_method_details
    result, lowest = outcome(parts), lowest_bid(parts)
    own = False if not settings.submission_days else parts.among(details, settings.submission_days)
    return rows.ProcessRow(
        cancelled=parts.says(tender.status, "cancelled"),
        excluded=parts.among(details, settings.excluded_details) if settings.excluded_details else False,
        buyer=_identifier(release.buyer),
        procuring_entity=_identifier(tender.procuring_entity),
        procurement_method=method if method in rows.METHODS else None,
        bids_expected=parts.among(method, settings.bidding_methods) if settings.bidding_methods else True,
        period_required=parts.among(method, settings.submission_methods) if settings.submission_methods else True,
        submission_days=submission_days(parts),
        own_minimum=own,
        minimum_days=settings.submission_days[details] if own and details is not None else None,
        tenderers=_count(tender.number_of_tenderers),
        prices_compared=prices_compared(parts),
        lowest_bid=money(lowest.amount),
        lowest_disqualified=lowest.disqualified,
        only_valid_won=result.only_valid_won,
        only_valid_tenderer=result.only_valid_tenderer,
        others_disqualified=result.others_disqualified,
    )


def _bids(parts: ProcessParts) -> Facts:
    if parts.bids is None:
        return NO_FACTS
    found = tuple([_bid_row(parts, position, bid) for position, bid in enumerate(parts.bids)])
    return Rows(found, complete=True), tuple([(f"/bids/details/{position}",) for position in range(len(found))])


def _bid_row(parts: ProcessParts, position: int, bid: Bid) -> Row:
    asked = price(bid)
    return rows.PublishedBidRow(
        position=position,
        submitted=parts.submitted(bid),
        valid=parts.says(bid.status, "valid"),
        disqualified=parts.says(bid.status, "disqualified"),
        amount=None if bid.value is None else money(bid.value.amount),
        price=None if asked is None else f"{asked.amount + 0.0!r} {asked.currency}",  # -0.0 is 0.0
        tenderers=_together(parts, bid),
    )


def _together(parts: ProcessParts, bid: Bid) -> str | None:
    """Who tenders together, as one text that is equal for equal sets."""
    tenderers = identifiers(bid.tenderers)
    if tenderers is None or (None in tenderers and not parts.silent):
        return None
    known = sorted({each for each in tenderers if each is not None})
    return dumps(known) if known else None


def _bidders(parts: ProcessParts) -> Facts:
    """The tenderers of all bids."""

    def row(organisation: str | None, position: int, bid: Bid) -> Row:
        return rows.BidderRow(
            organisation=organisation,
            bid=position,
            submitted=parts.submitted(bid),
            valid=parts.says(bid.status, "valid"),
            disqualified=parts.says(bid.status, "disqualified"),
            late=is_late(parts, bid),
        )

    return _organisations("/bids/details", "tenderers", parts.bids, row, parts.silent)


def _award_suppliers(parts: ProcessParts) -> Facts:
    """The suppliers of all awards."""

    def row(organisation: str | None, position: int, award: Award) -> Row:
        return rows.AwardSupplierRow(organisation, position, parts.says(award.status, "active"))

    return _organisations("/awards", "suppliers", parts.awards, row, parts.silent)


def _organisations(
    path: str,
    member: str,
    items: Sequence[Item] | None,
    row: Callable[[str | None, int, Item], Row],
    silent: bool,
) -> Facts:
    """One row for each organisation that the items of the list at ``path`` name in ``member``.

    Complete if every item says whose it is; each row is anchored at the organisation and at its item.
    """
    if items is None:
        return NO_FACTS
    found: list[Row] = []
    anchors: list[Anchors] = []
    complete = True
    for position, item in enumerate(items):
        named = identifiers(getattr(item, member))
        complete = complete and (named is not None or silent)
        for place, organisation in enumerate(named or ()):
            found.append(row(organisation, position, item))
            anchors.append((f"{path}/{position}/{member}/{place}", f"{path}/{position}"))
    return Rows(tuple(found), complete), tuple(anchors)


def _identifier(reference: Reference | None) -> str | None:
    return None if reference is None else reference.id


def _count(number: Any) -> int | None:
    """A count of the document: a whole number that is not below 0."""
    return number if isinstance(number, int) and not isinstance(number, bool) and number >= 0 else None


PROCESS: Mapping[str, Reader] = {
    "process": _process,
    "published_bid": _bids,
    "bidder": _bidders,
    "award_supplier": _award_suppliers,
    **catalogue.READERS,
}
"""How each relation that is read from the release alone is read, by name."""
