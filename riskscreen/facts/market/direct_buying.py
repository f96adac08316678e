"""Limited and direct awards beside what the same buyer awards by open procedure, and awards that grow.

Where procedures are chosen by value, the limit shows in the buyer's own awards: non-competitive ones end at it, and
open ones begin there. Medians and largest amounts depend on every award, so they are unknown as soon as one that may
count lacks its buyer, status, method, amount or currency. An award to several suppliers together is nobody's alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from fractions import Fraction
from typing import NamedTuple

from riskscreen.facts.market import award_rows as rows
from riskscreen.facts.market.awarded import AwardEntry
from riskscreen.facts.market.bounds import share
from riskscreen.facts.market.table import Table
from riskscreen.facts.process.classes import SEVERAL
from riskscreen.facts.process.published import encoded
from riskscreen.lang.vocabulary import Kind, Row

_CLOSED = frozenset({"limited", "direct"})
_NEAR = Fraction(9, 10)


class _Buyer(NamedTuple):
    """A buyer's awards; ``settled`` if all of them tell method, amount and currency and no other may be the buyer's."""

    awards: list[AwardEntry]
    settled: bool

    def closed(self, currency: str) -> list[AwardEntry]:
        """The limited and direct awards in a currency."""
        return [award for award in self.awards if award.method in _CLOSED and award.currency == currency]

    def opened(self, currency: str) -> list[int]:
        """The values of the awards by open procedure in a currency, ascending."""
        awards = [award for award in self.awards if award.method == "open" and award.currency == currency]
        return sorted(award.amount for award in awards if award.amount is not None)


class DirectBuying:
    """The awards of a batch by buyer and by supplier."""

    def __init__(self, awards: Sequence[AwardEntry]) -> None:
        self._loose = any(award.buyer is None or not award.certain for award in awards)
        by_buyer: dict[str, list[AwardEntry]] = {}
        self._buyers_of: dict[str, set[str]] = {}
        self._unnamed = set()
        for award in awards:
            if award.buyer is None or not award.certain:
                continue
            by_buyer.setdefault(award.buyer, []).append(award)
            if award.suppliers is None:
                self._unnamed.add(award.buyer)
            elif len(award.suppliers) == 1:
                self._buyers_of.setdefault(award.suppliers[0], set()).add(award.buyer)
        self._buyers = {buyer: _Buyer(found, self._is_settled(found)) for buyer, found in by_buyer.items()}

    def limits(self, organisation: str) -> Table:
        """The rows of ``limit_use``."""
        buyer = self._buyers.get(organisation)
        if buyer is None:
            return Table.of((), complete=not self._loose)
        found = []
        for currency in _known(award.currency for award in buyer.awards if award.method in _CLOSED):
            closed = buyer.closed(currency)
            near = share(_near(closed, closed), len(closed)) if buyer.settled else None
            found.append((rows.LimitUseRow(currency, near, awards=len(closed)), _places(closed)))
        return Table.of(found, complete=buyer.settled)

    def parcels(self, organisation: str) -> Table:
        """The rows of ``parcel``."""
        buyer = self._buyers.get(organisation)
        if buyer is None:
            return Table.of((), complete=not self._loose)
        placed: dict[tuple[str, int, str], list[AwardEntry]] = {}
        whole = buyer.settled
        for award in buyer.awards:
            if award.method not in _CLOSED or award.group == SEVERAL:
                continue
            if award.group is None or award.day is None or award.currency is None:
                whole = False
                continue
            year = date.fromordinal(award.day).year
            placed.setdefault((award.group, year, award.currency), []).append(award)
        found: list[tuple[Row, tuple[int, ...]]] = []
        for key in sorted(placed):
            group, year, currency = key
            awards, opened = placed[key], buyer.opened(currency)
            amounts = [award.amount for award in awards if award.amount is not None]
            row = rows.ParcelRow(
                group=group,
                year=year,
                currency=currency,
                awards=len(awards),
                total_to_open=_to_median(sum(amounts), opened) if whole else None,
                largest_to_open=_to_median(max(amounts), opened) if whole else None,
                open_awards=len(opened),
            )
            found.append((row, _places(awards)))
        return Table.of(found, whole)

    def direct_supplies(self, organisation: str) -> Table:
        """The rows of ``direct_supply``."""
        found: list[tuple[Row, tuple[int, ...]]] = []
        whole = self._knows_all(organisation)
        for name in sorted(self._buyers_of.get(organisation, ())):
            buyer = self._buyers[name]
            settled = buyer.settled and name not in self._unnamed
            whole = whole and settled
            own = [award for award in buyer.awards if award.suppliers == (organisation,)]
            for currency in _known(award.currency for award in own if award.method in _CLOSED):
                closed, opened = buyer.closed(currency), buyer.opened(currency)
                direct = [award for award in closed if award.suppliers == (organisation,)]
                amounts = [award.amount for award in direct if award.amount is not None]
                row = rows.DirectSupplyRow(
                    buyer=name,
                    currency=currency,
                    awards=len(direct),
                    near_largest=_near(direct, closed) if settled else None,
                    total_to_open=_to_median(sum(amounts), opened) if settled else None,
                    buyer_awards=len(closed),
                    open_awards=len(opened),
                )
                found.append((row, _places(direct)))
        return Table.of(found, whole)

    def growths(self, organisation: str) -> Table:
        """The rows of ``growth``."""
        found: list[tuple[Row, tuple[int, ...]]] = []
        whole = self._knows_all(organisation)
        for name in sorted(self._buyers_of.get(organisation, ())):
            own = [award for award in self._buyers[name].awards if award.suppliers == (organisation,)]
            told = all(None not in (award.amount, award.currency, award.day) for award in own)
            settled = told and not self._loose and name not in self._unnamed
            whole = whole and told
            for currency in _known(award.currency for award in own):
                awards = [award for award in own if award.currency == currency]
                growth = _growth(awards) if settled else None
                found.append((rows.GrowthRow(name, currency, growth, awards=len(awards)), _places(awards)))
        return Table.of(found, whole)

    def _is_settled(self, awards: Iterable[AwardEntry]) -> bool:
        return not self._loose and all(None not in (each.method, each.amount, each.currency) for each in awards)

    def _knows_all(self, supplier: str) -> bool:
        """Whether the organisation can be no other buyer's supplier."""
        return not self._loose and self._unnamed <= self._buyers_of.get(supplier, set())


def _known(values: Iterable[str | None]) -> list[str]:
    return sorted({value for value in values if value is not None})


def _places(awards: Iterable[AwardEntry]) -> tuple[int, ...]:
    return tuple(sorted({award.position for award in awards}))


def _near(awards: Iterable[AwardEntry], among: Iterable[AwardEntry]) -> int:
    """How many awards have nine tenths or more of the largest among some."""
    largest = max(award.amount or 0 for award in among)
    return sum((award.amount or 0) >= _NEAR * largest for award in awards)


def _to_median(amount: int, opened: Sequence[int]) -> int | None:
    """An amount over the median of the open awards; None if there are none, or they cost nothing."""
    if not opened:
        return None
    median = Fraction(opened[(len(opened) - 1) // 2] + opened[len(opened) // 2], 2)
    return encoded(amount / median, Kind.NUMBER) if median else None


def _growth(awards: Sequence[AwardEntry]) -> int | None:
    """The largest award after the first day over all of that day; 0 without one, None if the first cost nothing."""
    start = min(award.day or 0 for award in awards)
    first = sum(award.amount or 0 for award in awards if award.day == start)
    later = [award.amount or 0 for award in awards if award.day != start]
    if not later:
        return 0
    return encoded(Fraction(max(later), first), Kind.NUMBER) if first else None
