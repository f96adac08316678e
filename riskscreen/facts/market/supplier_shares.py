"""How much of a buyer's awards, or of a class, goes to one supplier, and how a class spreads over suppliers.

Counted as :mod:`riskscreen.facts.market.supply` counts what buyers spend, in rows of the same form. An award to
several suppliers together may be any one's.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from riskscreen.facts.market import award_rows as rows
from riskscreen.facts.market.awarded import AwardEntry
from riskscreen.facts.market.entries import Entry, grouped, positions
from riskscreen.facts.market.purchasing import concentration
from riskscreen.facts.market.supply import Supplies
from riskscreen.facts.market.table import Table
from riskscreen.facts.process.classes import SEVERAL

_ONE_AWARD = "award"
"""The unit in which every award counts as one."""


class Clienteles:
    """The relation ``clientele``: an organisation's share of the number of each buyer's awards."""

    def __init__(self, awards: Sequence[AwardEntry]) -> None:
        self._supplies = Supplies([_entry(award, award.buyer, 1, _ONE_AWARD) for award in awards])

    def of(self, organisation: str) -> Table:
        """One row for each buyer that the organisation is known to supply."""
        return self._supplies.of(organisation)


class MarketShares:
    """The relation ``market_share``: an organisation's share of the value awarded in each class."""

    def __init__(self, awards: Sequence[AwardEntry]) -> None:
        self._supplies = Supplies(list(_of_classes(awards)))

    def of(self, organisation: str) -> Table:
        """One row for each class in which the organisation is known to supply."""
        return self._supplies.of(organisation)


def concentrations(awards: Sequence[AwardEntry]) -> Table:
    """The relation ``concentration`` of the market: one row for each class."""
    groups = grouped(_of_classes(awards), lambda entry: entry.buyer)
    settled = None not in groups
    found = []
    for group in sorted(key for key in groups if key is not None):
        members = groups[group]
        row = rows.ConcentrationRow(group, concentration(members) if settled else None, awards=len(members))
        found.append((row, positions(members)))
    return Table.of(found, complete=settled)


def _of_classes(awards: Iterable[AwardEntry]) -> Iterable[Entry]:
    """The awards with their class in the place of the buyer; tenders of several classes are left out."""
    return (_entry(award, award.group, award.amount, award.currency) for award in awards if award.group != SEVERAL)


def _entry(award: AwardEntry, cohort: str | None, amount: int | None, currency: str | None) -> Entry:
    """An award as the entry of a project. One that may not stand may be in any cohort, and so in none."""
    supplier = award.suppliers[0] if award.suppliers is not None and len(award.suppliers) == 1 else None
    return Entry(
        position=award.position,
        id="",
        buyer=cohort if award.certain else None,
        contractor=supplier,
        evaluator=None,
        year=None,
        category=None,
        region=None,
        need_share=None,
        site=None,
        targets=None,
        amount=amount,
        currency=currency,
        signed=None,
        end=None,
        evaluated=None,
        passed=None,
        score=None,
    )
