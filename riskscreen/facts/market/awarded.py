"""What the statistics of a batch need of its OCDS releases, read off once: published awards and published bids.

A process without a list of awards, or of bids, publishes none and adds nothing. Awards that came to nothing (pending,
cancelled, unsuccessful) are left out; one without a status may be any of these or none.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from riskscreen.facts.process.classes import class_of
from riskscreen.facts.process.parts import identifiers
from riskscreen.facts.process.published import currency_of, day, encoded, number
from riskscreen.lang.vocabulary import Kind
from riskscreen.model.release import Award, Release, Tender, Value

COMPETITIVE = frozenset({"open", "selective"})


class AwardEntry(NamedTuple):
    """One published award that stands, or may stand (``certain`` is false while it has no status); None is unknown.

    ``position`` is its process's place in the batch, ``group`` the class of the tender's items, ``amount`` in
    hundredths of ``currency``, ``day`` a day number.
    """

    position: int
    certain: bool
    buyer: str | None
    method: str | None
    group: str | None
    suppliers: tuple[str, ...] | None
    amount: int | None
    currency: str | None
    day: int | None
    subcontracting: bool | None


class TenderEntry(NamedTuple):
    """One tender; ``tenderers`` is the published number of tenderers."""

    position: int
    buyer: str | None
    method: str | None
    group: str | None
    criteria: str | None
    tenderers: int | None


def award_entries(releases: Sequence[Release | None]) -> list[AwardEntry]:
    """The awards of a batch, in its order."""
    return [entry for position, release in enumerate(releases) if release for entry in _awards(position, release)]


def tender_entries(releases: Sequence[Release | None]) -> list[TenderEntry]:
    """The tenders of a batch, in its order: every process has one, whatever is known of it."""
    found = []
    for position, release in enumerate(releases):
        if release is not None:
            tender = release.tender or Tender()
            found.append(
                TenderEntry(
                    position=position,
                    buyer=buyer_of(release),
                    method=tender.procurement_method,
                    group=class_of(release),
                    criteria=tender.award_criteria,
                    tenderers=tender.number_of_tenderers,
                )
            )
    return found


def buyer_of(release: Release) -> str | None:
    """The buyer's identifier."""
    return release.buyer.id if release.buyer else None


def _awards(position: int, release: Release) -> Iterator[AwardEntry]:
    for award in release.awards or ():
        if award is None:
            yield AwardEntry(position, False, *(None,) * 8)
        elif award.status in (None, "active"):
            yield _award(position, release, award)


def _award(position: int, release: Release, award: Award) -> AwardEntry:
    suppliers = identifiers(award.suppliers)
    known = None if suppliers is None or None in suppliers else tuple(each for each in suppliers if each is not None)
    return AwardEntry(
        position=position,
        certain=award.status is not None,
        buyer=buyer_of(release),
        method=release.tender.procurement_method if release.tender else None,
        group=class_of(release),
        suppliers=known or None,
        amount=_money(award.value),
        currency=currency_of(award.value),
        day=day(award.date),
        subcontracting=award.has_subcontracting,
    )


def _money(value: Value | None) -> int | None:
    amount = number(value.amount) if value else None
    return None if amount is None or amount < 0 else encoded(amount, Kind.MONEY)
