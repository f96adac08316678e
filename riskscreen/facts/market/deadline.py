"""In which month the projects of a buyer and year end, and in how many categories.

A project without a buyer or a budget year may belong to any; one without an end may end in any month.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

from riskscreen.facts.batch_rows import DeadlineRow
from riskscreen.facts.market.bounds import Known, between, share
from riskscreen.facts.market.entries import Entry, grouped, positions
from riskscreen.facts.market.table import Table

_Month: TypeAlias = tuple[int, int]
"""Calendar year and month."""

_Categories: TypeAlias = Counter[str | None]
"""How many projects each category has (None: how many have an unknown one)."""

_NONE: _Categories = Counter()


class _Endings:
    """The categories of some projects by the month in which they end; ``open``: those whose end is unknown."""

    __slots__ = ("counts", "months", "open", "projects")

    def __init__(self, entries: Sequence[Entry]) -> None:
        by_month = grouped(entries, lambda entry: (entry.end.year, entry.end.month) if entry.end else None)
        self.open: _Categories = Counter(entry.category for entry in by_month.pop(None, []))
        self.months = {month: Counter(entry.category for entry in group) for month, group in by_month.items()}
        self.counts = {month: len(group) for month, group in by_month.items()}
        self.projects = len(entries)

    @property
    def ended(self) -> int:
        """How many projects have a known end."""
        return sum(self.counts.values())


@dataclass(frozen=True, slots=True)
class _Share:
    """The bounds of the share of projects that end in a month; None stands for one in which none is known to end."""

    month: _Month | None
    least: int
    most: int


def deadlines(entries: Sequence[Entry]) -> Table:
    """The relation ``deadline`` of the market: one row for each buyer and budget year."""
    groups = grouped(entries, lambda entry: (entry.buyer, entry.year))
    endings = {key: _Endings(group) for key, group in groups.items()}
    rows = []
    for buyer, year in sorted(key for key in groups if None not in key):
        certain = endings[buyer, year]
        possible = [endings[key] for key in ((buyer, None), (None, year), (None, None)) if key in endings]
        row = DeadlineRow(buyer, year, *_most_frequent(certain, possible), projects=certain.ended)
        rows.append((row, positions(groups[buyer, year])))
    return Table.of(rows, complete=all(None not in key for key in groups))


def _most_frequent(certain: _Endings, possible: Sequence[_Endings]) -> tuple[int | None, *Known, *Known]:
    """The month (None if it is not known which), the bounds of its share, and those of its categories."""
    settled = not possible and not certain.open
    months: set[_Month | None] = set(certain.months).union(*(endings.months for endings in possible))
    if not settled:
        months.add(None)
    shares = [_share(month, certain, possible) for month in months]
    least = max(bounds.least for bounds in shares)
    most = max(bounds.most for bounds in shares)
    leading = [bounds.month for bounds in shares if bounds.most >= least]
    categories = [_categories(month, certain, possible) for month in leading]
    # months that surely tie count with their most categories; of months that only may lead, any may be the one
    fewest = (max if settled else min)(low for low, _ in categories)
    month = leading[0] if len(leading) == 1 else None
    number = None if month is None else month[1]
    return number, *between(least, most), *between(fewest, max(high for _, high in categories))


def _share(month: _Month | None, certain: _Endings, possible: Sequence[_Endings]) -> _Share:
    """At least: no open project joins the month, all possible ones end elsewhere. At most: the reverse."""
    here = certain.counts.get(month, 0) if month else 0
    unsettled = certain.projects - certain.ended
    joining = elsewhere = 0
    for endings in possible:
        also_here = endings.counts.get(month, 0) if month else 0
        joining += also_here + endings.projects - endings.ended
        elsewhere += endings.projects - also_here
    return _Share(
        month,
        share(here, certain.projects + elsewhere),
        share(here + unsettled + joining, certain.projects + joining),
    )


def _categories(month: _Month | None, certain: _Endings, possible: Sequence[_Endings]) -> tuple[int, int]:
    """How many categories at least and at most end in the month, given that some project does."""
    here = certain.months.get(month, _NONE) if month else _NONE
    joining = [certain.open, *(endings.open for endings in possible)]
    if month:
        joining += [endings.months.get(month, _NONE) for endings in possible]
    known = {category for category in here if category is not None}
    all_named = known.union(*joining) - {None}
    unnamed = sum(categories[None] for categories in (here, *joining))
    return max(len(known), 1), len(all_named) + unnamed
