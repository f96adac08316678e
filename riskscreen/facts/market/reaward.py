"""Poor results, and how soon the same buyer signs the next contract with the same contractor.

Every project of the two has a row, whether its result is poor or not, so that learning more never makes or removes one.
A project without a buyer or a contractor may belong to any two.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from riskscreen.facts.batch_rows import NEVER, ReawardRow
from riskscreen.facts.market.bounds import Known, between
from riskscreen.facts.market.entries import Entry, grouped, positions
from riskscreen.facts.market.table import Table

_LEAST_SCORED = 3


@dataclass(frozen=True, slots=True)
class _Scores:
    """The scores of some projects: how many projects, how many without a score, the lowest and the highest one."""

    projects: int
    unknown: int
    lowest: int | None
    highest: int | None

    @classmethod
    def of(cls, entries: Sequence[Entry]) -> _Scores:
        known = [entry.score for entry in entries if entry.score is not None]
        return cls(len(entries), len(entries) - len(known), min(known, default=None), max(known, default=None))

    def below(self, score: int) -> bool:
        return self.lowest is not None and self.lowest < score

    def above(self, score: int) -> bool:
        return self.highest is not None and self.highest > score


class _Signings:
    """The signing days of some contracts, sorted, and the contracts without one."""

    __slots__ = ("_days", "undated")

    def __init__(self, entries: Iterable[Entry]) -> None:
        entries = list(entries)
        self._days = sorted(
            (entry.signed, entry.id, entry.position, entry) for entry in entries if entry.signed is not None
        )
        self.undated = [entry for entry in entries if entry.signed is None]

    def next_after(self, project: Entry) -> Entry | None:
        """The first contract signed on the day the project was evaluated or later, other than the project itself."""
        start = bisect_left(self._days, (project.evaluated, ""))
        return next((entry for *_, entry in self._days[start : start + 2] if entry is not project), None)

    def any_but(self, project: Entry) -> bool:
        """Whether there is a contract other than the project itself."""
        return any(entry is not project for *_, entry in self._days[:2]) or self.undated_but(project)

    def undated_but(self, project: Entry) -> bool:
        """Whether there is a contract without a signing day other than the project itself."""
        return any(entry is not project for entry in self.undated[:2])


_NO_SIGNINGS = _Signings(())


class Reawards:
    """The relation ``reaward`` of every organisation."""

    def __init__(self, entries: Sequence[Entry]) -> None:
        self._pairs = grouped(entries, lambda entry: (entry.contractor, entry.buyer))
        self._signings = {pair: _Signings(group) for pair, group in self._pairs.items()}
        by_year = grouped(entries, lambda entry: (entry.buyer, entry.year))
        self._scores = {key: _Scores.of(group) for key, group in by_year.items()}
        self._buyers: dict[str, list[str]] = {}
        for contractor, buyer in self._pairs:
            if contractor is not None and buyer is not None:
                self._buyers.setdefault(contractor, []).append(buyer)
        self._without_contractor = any(contractor is None for contractor, _ in self._pairs)

    def of(self, organisation: str) -> Table:
        """One row for each project that the organisation is known to have for a known buyer."""
        rows = [
            self._row(project, organisation, buyer)
            for buyer in sorted(self._buyers.get(organisation, []))
            for project in sorted(self._pairs[organisation, buyer], key=lambda entry: (entry.id, entry.position))
        ]
        complete = (organisation, None) not in self._pairs and not self._without_contractor
        return Table.of(rows, complete)

    def _row(self, project: Entry, contractor: str, buyer: str) -> tuple[ReawardRow, tuple[int, ...]]:
        failed = None if project.passed is None else not project.passed
        certain = self._signings[contractor, buyer]
        keys = ((contractor, None), (None, buyer), (None, None))
        possible = [self._signings.get(key, _NO_SIGNINGS) for key in keys]
        days = _days_to_next(project, certain, possible)
        following = None if project.evaluated is None else certain.next_after(project)
        behind = {entry.position: entry for entry in (project, following, *certain.undated) if entry is not None}
        row = ReawardRow(buyer, failed, self._lowest(project), *days, contracts=len(self._pairs[contractor, buyer]))
        return row, positions(behind.values())

    def _lowest(self, project: Entry) -> bool | None:
        """Whether no score of the buyer's projects of the year is lower and one is higher, among at least three."""
        score, key = project.score, (project.buyer, project.year)
        if score is None or project.year is None:
            return None
        certain = self._scores[key]
        possible = [
            self._scores[other]
            for other in ((project.buyer, None), (None, project.year), (None, None))
            if other in self._scores
        ]
        everyone = [certain, *possible]
        too_few = sum(scores.projects for scores in everyone) < _LEAST_SCORED
        none_higher = not any(scores.above(score) or scores.unknown for scores in everyone)
        if certain.below(score) or too_few or none_higher:
            return False
        could_be_lower = certain.unknown or any(scores.below(score) or scores.unknown for scores in possible)
        settled = not could_be_lower and certain.above(score) and certain.projects >= _LEAST_SCORED
        return True if settled else None


def _days_to_next(project: Entry, certain: _Signings, possible: Sequence[_Signings]) -> Known:
    """The days from the evaluation to the next contract of the two."""
    if project.evaluated is None:
        follows = any(signings.any_but(project) for signings in (certain, *possible))
        return between(0 if follows else NEVER, NEVER)
    most = _days(project, certain.next_after(project))
    undated = any(signings.undated_but(project) for signings in (certain, *possible))
    least = 0 if undated else min(most, *(_days(project, signings.next_after(project)) for signings in possible))
    return between(least, most)


def _days(project: Entry, following: Entry | None) -> int:
    if following is None or following.signed is None or project.evaluated is None:
        return NEVER
    return following.signed - project.evaluated
