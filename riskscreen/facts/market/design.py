"""How often a buyer uses the same set of targets.

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
        self._of_any_buyer = {targets for buyer, targets in self._groups if buyer is None}

    def of(self, organisation: str) -> Table:
        """One row for each set of targets that is known to stand in a project of the organisation."""
        sets = sorted(self._sets.get(organisation, []))
        known = sum(self._count(organisation, targets) for targets in sets)
        rows = [self._row(organisation, targets, known) for targets in sets]
        complete = (organisation, None) not in self._groups and self._of_any_buyer <= set(sets)
        return Table.of(rows, complete)

    def _row(self, buyer: str, targets: TargetSet, known: int) -> tuple[DesignRow, tuple[int, ...]]:
        group = self._groups[buyer, targets]
        keys = ((buyer, targets), (buyer, None), (None, targets), (None, None))
        most = sum(self._count(*key) for key in keys)
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

    def _count(self, buyer: str | None, targets: TargetSet | None) -> int:
        return len(self._groups.get((buyer, targets), ()))
