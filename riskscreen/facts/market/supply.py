"""How much of a buyer's spending goes to one contractor.

A project without a buyer may be any buyer's, one without a contractor any contractor's, and an unknown amount may be
nothing or any sum. The bounds of a share are what all of these can make of it.

No currency is converted or assumed: seen from one currency, amounts in another are unknown amounts, and so are those
whose currency is not stated. The bounds hold from every currency that occurs, so the narrowest of them hold.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import TypeAlias

from riskscreen.facts.batch_rows import SupplyRow
from riskscreen.facts.market.bounds import WHOLE, Known, between, share
from riskscreen.facts.market.entries import Entry, grouped, positions
from riskscreen.facts.market.table import Table

_Pair: TypeAlias = tuple[str | None, str | None]


class Spending:
    """The amounts of some projects: known sums by currency, and how many amounts are not known in it."""

    __slots__ = ("known", "stated", "unstated")

    def __init__(self) -> None:
        self.known: Counter[str] = Counter()
        self.stated: Counter[str] = Counter()
        self.unstated = 0

    def add(self, entries: Iterable[Entry]) -> Spending:
        """Add the amounts of projects. An amount of 0 is 0 in every currency."""
        for entry in entries:
            if entry.amount is None or (entry.amount and entry.currency is None):
                self.unstated += 1
            elif entry.amount and entry.currency:
                self.known[entry.currency] += entry.amount
                self.stated[entry.currency] += 1
        return self

    def unknown(self, currency: str) -> int:
        """How many amounts are not known in this currency."""
        return self.unstated + self.stated.total() - self.stated[currency]


_NOTHING = Spending()


class Supplies:
    """The relation ``supply`` of every organisation."""

    def __init__(self, entries: Sequence[Entry]) -> None:
        by_pair = grouped(entries, lambda entry: (entry.buyer, entry.contractor))
        self._spending = {pair: Spending().add(group) for pair, group in by_pair.items()}
        self._awards = {pair: len(group) for pair, group in by_pair.items()}
        by_buyer = grouped(entries, lambda entry: entry.buyer)
        self._buyer_spending = {buyer: Spending().add(group) for buyer, group in by_buyer.items()}
        self._members = {buyer: positions(group) for buyer, group in by_buyer.items()}
        self._buyers: dict[str, list[str]] = {}
        for buyer, contractor in sorted(pair for pair in by_pair if None not in pair):
            self._buyers.setdefault(contractor, []).append(buyer)  # type: ignore[arg-type]
        self._buyers_without_contractor = {buyer for buyer, contractor in by_pair if contractor is None}

    def of(self, organisation: str) -> Table:
        """One row for each buyer the organisation is known to have a contract with."""
        buyers = self._buyers.get(organisation, [])
        rows = [(self._row(buyer, organisation), self._members[buyer]) for buyer in buyers]
        elsewhere = (None, organisation) in self._awards or not self._buyers_without_contractor <= set(buyers)
        return Table.of(rows, complete=not elsewhere)

    def _row(self, buyer: str, contractor: str) -> SupplyRow:
        bounds = self._share(buyer, contractor)
        awards = self._awards[buyer, contractor]
        return SupplyRow(buyer, *bounds, awards=awards, buyer_awards=len(self._members[buyer]))

    def _share(self, buyer: str, contractor: str) -> Known:
        currencies = {*self._buyer_spending[buyer].known, *self._buyer_spending.get(None, _NOTHING).known}
        bounds = [self._bounds(buyer, contractor, currency) for currency in currencies or {""}]
        return between(max(least for least, _ in bounds), min(most for _, most in bounds))

    def _bounds(self, buyer: str, contractor: str, currency: str) -> tuple[int, int]:
        own = self._seen((buyer, contractor), currency)
        anyones = self._seen((buyer, None), currency)
        own_anywhere = self._seen((None, contractor), currency)
        anyones_anywhere = self._seen((None, None), currency)
        of_buyer = self._seen_of_buyer(buyer, currency)
        of_any_buyer = self._seen_of_buyer(None, currency)

        # least: everything that may be another contractor's is, and may be this buyer's is too
        others = (of_buyer[0] - own[0]) + (of_any_buyer[0] - own_anywhere[0])
        others_open = (of_buyer[1] - own[1]) + (of_any_buyer[1] - own_anywhere[1])
        least = 0 if others_open else share(own[0], own[0] + others)
        # most: everything that may be this contractor's is
        part = own[0] + anyones[0] + own_anywhere[0] + anyones_anywhere[0]
        part_open = own[1] + anyones[1] + own_anywhere[1] + anyones_anywhere[1]
        most = WHOLE if part_open else share(part, part + of_buyer[0] - own[0] - anyones[0])
        return least, most

    def _seen(self, pair: _Pair, currency: str) -> tuple[int, int]:
        spending = self._spending.get(pair, _NOTHING)
        return spending.known[currency], spending.unknown(currency)

    def _seen_of_buyer(self, buyer: str | None, currency: str) -> tuple[int, int]:
        spending = self._buyer_spending.get(buyer, _NOTHING)
        return spending.known[currency], spending.unknown(currency)
