"""Which sets of targets a buyer uses again and again.

A project whose targets are not fully known may have any set of targets, and one without a buyer may be any buyer's.
A project stated to have no targets has no set.
"""

from __future__ import annotations

from collections.abc import Sequence

from riskscreen.facts.batch_rows import DesignRow
from riskscreen.facts.market.bounds import between
from riskscreen.facts.market.entries import Entry, TargetSet, grouped, positions
from riskscreen.facts.market.table import Table


class Designs:
    """The relation ``design`` of every organisation."""

    def __init__(self, entries: Sequence[Entry]) -> None:
        with_targets = [entry for entry in entries if entry.targets != ()]
        self._groups = grouped(with_targets, lambda entry: (entry.buyer, entry.targets))
        self._sets: dict[str, list[TargetSet]] = {}
        for buyer, targets in self._groups:
            if buyer is not None and targets is not None:
                self._sets.setdefault(buyer, []).append(targets)
        self._without_buyer = sum(len(group) for (buyer, _), group in self._groups.items() if buyer is None)

    def of(self, organisation: str) -> Table:
        """One row for each set of targets that stands, or may stand, in several of the organisation's projects."""
        sets = sorted(self._sets.get(organisation, []))
        known = sum(self._count(organisation, targets) for targets in sets)
        rows = [self._row(organisation, targets, known) for targets in sets if self._most(organisation, targets) > 1]
        # two projects that might share a set seen nowhere else would make a row of their own
        unseen = self._count(organisation, None) + self._without_buyer
        return Table.of(rows, complete=unseen < 2)

    def _row(self, buyer: str, targets: TargetSet, known: int) -> tuple[DesignRow, tuple[int, ...]]:
        group = self._groups[buyer, targets]
        most = self._most(buyer, targets)
        sites = {entry.site for entry in group if entry.site is not None}
        without_site = sum(entry.site is None for entry in group)
        possible_sites = len(sites) + without_site + most - len(group)
        row = DesignRow(
            *between(len(group), most),
            *between(max(len(sites), 1), possible_sites),
            targets=len(targets),
            buyer_projects=known,
        )
        return row, positions(group)

    def _most(self, buyer: str, targets: TargetSet) -> int:
        keys = ((buyer, targets), (buyer, None), (None, targets), (None, None))
        return sum(self._count(*key) for key in keys)

    def _count(self, buyer: str | None, targets: TargetSet | None) -> int:
        return len(self._groups.get((buyer, targets), ()))
