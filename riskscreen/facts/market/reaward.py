"""Poor results, and how soon the same buyer signs the next contract with the same contractor.

Rows stand for projects whose result is, or may be, poor and that are, or may be, followed by another contract. A
project without a buyer or a contractor may belong to any two.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from riskscreen.facts.batch_rows import ReawardRow
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
        """One row for each project with a result that is, or may be, poor and rewarded."""
        rows = []
        for buyer in sorted(self._buyers.get(organisation, [])):
            for project in sorted(self._pairs[organisation, buyer], key=lambda entry: (entry.id, entry.position)):
                row = self._row(project, organisation, buyer)
                if row is not None:
                    rows.append(row)
        complete = (organisation, None) not in self._pairs and not self._without_contractor
        return Table.of(rows, complete)

    def _row(self, project: Entry, contractor: str, buyer: str) -> tuple[ReawardRow, tuple[int, ...]] | None:
        failed = None if project.passed is None else not project.passed
        lowest = self._lowest(project)
        if failed is False and lowest is False:
            return None
        certain = self._signings[contractor, buyer]
        keys = ((contractor, None), (None, buyer), (None, None))
        possible = [self._signings.get(key, _NO_SIGNINGS) for key in keys]
        days = _days_to_next(project, certain, possible)
        if days is None:
            return None
        following = None if project.evaluated is None else certain.next_after(project)
        behind = {entry.position: entry for entry in (project, following, *certain.undated) if entry is not None}
        row = ReawardRow(buyer, failed, lowest, *days, contracts=len(self._pairs[contractor, buyer]))
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


def _days_to_next(project: Entry, certain: _Signings, possible: Sequence[_Signings]) -> Known | None:
    """The days from the evaluation to the next contract; None if there is surely no next contract."""
    if project.evaluated is None:
        follows = certain.any_but(project) or any(signings.any_but(project) for signings in possible)
        return between(0, None) if follows else None
    following = certain.next_after(project)
    most = None if following is None else _days(project, following)
    candidates = [_days(project, entry) for s in possible if (entry := s.next_after(project)) is not None]
    if certain.undated_but(project) or any(signings.undated for signings in possible):
        candidates.append(0)
    if most is not None:
        candidates.append(most)
    return between(min(candidates), most) if candidates else None


def _days(project: Entry, following: Entry) -> int:
    assert project.evaluated is not None  # noqa: S101  # next_after is asked only of an evaluated project
    assert following.signed is not None  # noqa: S101  # and gives only a signed contract
    return following.signed - project.evaluated
