"""How a buyer's spending in a category spreads over contractors."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from riskscreen.facts.batch_rows import PurchasingRow
from riskscreen.facts.market.bounds import rounded
from riskscreen.facts.market.entries import Entry, grouped, positions
from riskscreen.facts.market.table import Table

_FULL_INDEX = 10_000


class Purchases:
    """The relation ``purchasing`` of every organisation."""

    def __init__(self, entries: Sequence[Entry]) -> None:
        self._groups = grouped(entries, lambda entry: (entry.buyer, entry.category))
        self._categories: dict[str, set[str]] = {}
        for buyer, category in self._groups:
            if buyer is not None and category is not None:
                self._categories.setdefault(buyer, set()).add(category)
        self._of_any_buyer = {category for buyer, category in self._groups if buyer is None}

    def of(self, organisation: str) -> Table:
        """One row for each category in which the organisation is known to buy."""
        categories = self._categories.get(organisation, set())
        rows = [self._row(organisation, category) for category in sorted(categories)]
        complete = (organisation, None) not in self._groups and self._of_any_buyer <= categories
        return Table.of(rows, complete)

    def _row(self, buyer: str, category: str) -> tuple[PurchasingRow, tuple[int, ...]]:
        group = self._groups[buyer, category]
        open_to_others = ((buyer, None), (None, category), (None, None))
        settled = not any(key in self._groups for key in open_to_others)
        row = PurchasingRow(category, concentration(group) if settled else None, awards=len(group))
        return row, positions(group)


def concentration(entries: Sequence[Entry]) -> int | None:
    """The Herfindahl–Hirschman index of the contractors' shares, 0 to 10,000; 0 where nothing is spent.

    None unless every contractor and amount is known and all amounts are in one stated currency.
    """
    spent: Counter[str] = Counter()
    currencies = set()
    for entry in entries:
        if entry.contractor is None or entry.amount is None:
            return None
        if entry.amount:
            currencies.add(entry.currency)
            spent[entry.contractor] += entry.amount
    if not spent:
        return 0
    if None in currencies or len(currencies) > 1:
        return None
    squares = sum(amount * amount for amount in spent.values())
    return rounded(_FULL_INDEX * squares, spent.total() ** 2)
