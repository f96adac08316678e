"""By what statistics group projects, where a policy says otherwise than they do by themselves.

A key that is added cuts the batch into slices, one for each of its values, and each slice is a batch of its own. A
project whose value is not known may belong to any slice: in each it stands as one of which it is not known whose it
is, so that bounds hold whether it belongs there or not. A key that is taken away has the same value in all projects.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from riskscreen.facts.market.entries import Entry
from riskscreen.facts.market.table import Statistic, Table
from riskscreen.lang.vocabulary import Row
from riskscreen.model.cohorts import GROUPINGS, KEYS

Slice: TypeAlias = Mapping[str, str | int]
"""The values of the keys that were added."""

_PLACED_BY: Mapping[str, tuple[str, ...]] = {
    "supply": ("buyer",),
    "purchasing": ("buyer", "category"),
    "design": ("buyer",),
    "evaluator": ("evaluator", "year"),
    "deadline": ("buyer", "year"),
    "area": ("buyer", "year", "region"),
}
"""What decides in a statistic where a project belongs; without all of these it may belong anywhere, or nowhere."""

_TAKES_PART_BY: Mapping[str, tuple[str, ...]] = {
    "supply": ("buyer", "contractor"),
    "purchasing": ("buyer", "category"),
    "design": ("buyer", "targets"),
    "evaluator": ("evaluator", "year"),
    "reaward": ("buyer", "contractor"),
    "deadline": ("buyer", "year"),
    "area": ("buyer", "year", "region"),
}
"""What a project must state for it to be known which rows of a statistic it has a part in."""

_EVERY: Mapping[str, Any] = {"category": "*", "region": "*", "year": 0}
"""The value of a key that was taken away."""

INPUTS: Mapping[str, str] = {
    "category": "/category",
    "region": "/region/id",
    "year": "/budgetYear",
    "buyer": "/buyer/id",
}
"""Where the value of a key stands in a project."""


@dataclass(frozen=True)
class Cohorts:
    """The groupings in force. ``chosen``: by statistic, the keys where they are not the usual ones."""

    chosen: Mapping[str, Sequence[str]] = field(default_factory=dict)

    def added(self, statistic: str) -> tuple[str, ...]:
        """The keys that a statistic is grouped by beside its usual ones."""
        usual = GROUPINGS[statistic].usual if statistic in GROUPINGS else ()
        return tuple(key for key in KEYS if key in self.chosen.get(statistic, ()) and key not in usual)

    def dropped(self, statistic: str) -> tuple[str, ...]:
        """The usual keys that a statistic is not grouped by."""
        if statistic not in self.chosen:
            return ()
        return tuple(key for key in GROUPINGS[statistic].usual if key not in self.chosen[statistic])

    def statistic(self, name: str, entries: Sequence[Entry], make: Callable[[Sequence[Entry]], Statistic]) -> Statistic:
        """A statistic of organisations, grouped as it should be."""
        if name not in self.chosen:
            return make(entries)
        return _Sliced([(keys, make(part)) for keys, part in self._slices(name, entries)], self._finish(name, entries))

    def table(self, name: str, entries: Sequence[Entry], make: Callable[[Sequence[Entry]], Table]) -> Table:
        """A statistic of the market, grouped as it should be."""
        if name not in self.chosen:
            return make(entries)
        tables = [(keys, make(part)) for keys, part in self._slices(name, entries)]
        return self._finish(name, entries)(tables)

    def taking_part(self, name: str, table: Table, own: Sequence[Entry]) -> Table:
        """The rows that some of a batch's own projects have a part in, of a statistic of more than these.

        ``own`` are the first entries that it was made of. There are no other such rows if each states what it takes.
        """
        if name not in _TAKES_PART_BY:
            return table
        size, kept = len(own), [place for place, each in enumerate(table.members) if each and each[0] < len(own)]
        needed = {*_TAKES_PART_BY[name], *self.added(name)} - {*self.dropped(name)}
        return Table(
            tuple(table.rows[place] for place in kept),
            tuple(tuple(each for each in table.members[place] if each < size) for place in kept),
            all(getattr(entry, key) is not None for entry in own for key in needed),
            tuple(table.cohorts[place] for place in kept) if table.cohorts else (),
        )

    def _slices(self, name: str, entries: Sequence[Entry]) -> Iterator[tuple[Slice, Sequence[Entry]]]:
        """The batch cut by the keys that were added, in the order of their values; whole if none was."""
        same = {key: _EVERY[key] for key in self.dropped(name)}
        entries = [entry._replace(**same) for entry in entries] if same else entries
        added = self.added(name)
        if not added:
            yield {}, entries
            return
        cut: dict[tuple[str | int, ...], list[Entry]] = {}
        unplaced: list[tuple[tuple[str | int | None, ...], Entry]] = []
        anywhere: dict[str, Any] = dict.fromkeys(_PLACED_BY[name])
        for entry in entries:
            values = _values(entry, added)
            if None in values:
                unplaced.append((values, entry._replace(**anywhere)))
            else:
                cut.setdefault(values, []).append(entry)  # type: ignore[arg-type]  # none of them is None
        for values in sorted(cut):
            joining = [entry for known, entry in unplaced if _agree(known, values)]
            yield dict(zip(added, values, strict=True)), [*cut[values], *joining]

    def _finish(self, name: str, entries: Sequence[Entry]) -> Callable[[Sequence[tuple[Slice, Table]]], Table]:
        """Puts the tables of all slices together. There may be others where some project has no known slice."""
        added, dropped = self.added(name), self.dropped(name)
        settled = not any(None in _values(entry, added) for entry in entries)

        def together(tables: Sequence[tuple[Slice, Table]]) -> Table:
            return Table(
                tuple(_without(row, dropped) for _, table in tables for row in table.rows),
                tuple(members for _, table in tables for members in table.members),
                settled and all(table.complete for _, table in tables),
                tuple(keys for keys, table in tables for _ in table.rows),
            )

        return together


class _Sliced:
    """A relation of organisations, made of those of the slices."""

    def __init__(
        self,
        slices: Sequence[tuple[Slice, Statistic]],
        together: Callable[[Sequence[tuple[Slice, Table]]], Table],
    ) -> None:
        self._slices = slices
        self._together = together

    def of(self, organisation: str) -> Table:
        """The organisation's rows in every slice."""
        return self._together([(keys, statistic.of(organisation)) for keys, statistic in self._slices])


def _values(entry: Entry, keys: Sequence[str]) -> tuple[str | int | None, ...]:
    return tuple(getattr(entry, key) for key in keys)


def _agree(known: Sequence[str | int | None], values: Sequence[str | int]) -> bool:
    return all(each in (None, value) for each, value in zip(known, values, strict=True))


def _without(row: Row, dropped: Sequence[str]) -> Row:
    """A row without the value of the keys that were taken away."""
    return row._replace(**dict.fromkeys(dropped)) if dropped else row  # type: ignore[attr-defined]


USUAL = Cohorts()
