"""How many projects an evaluator has in a year, and how the results come out.

A project without an evaluator, or without a budget year, may be any evaluator's, or of any year.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from riskscreen.facts.batch_rows import EvaluatorRow
from riskscreen.facts.market.bounds import Known, between, deviation, share
from riskscreen.facts.market.entries import Entry, grouped, positions
from riskscreen.facts.market.table import Table


class _Results(NamedTuple):
    """How many projects there are, and how many are known to have passed and to have failed."""

    projects: int
    passed: int
    failed: int

    @property
    def unknown(self) -> int:
        return self.projects - self.passed - self.failed


class Evaluations:
    """The relation ``evaluator`` of every organisation."""

    def __init__(self, entries: Sequence[Entry]) -> None:
        self._groups = grouped(entries, lambda entry: (entry.evaluator, entry.year))
        self._results = {key: _results(group) for key, group in self._groups.items()}
        self._year_projects = {year: len(group) for year, group in grouped(entries, lambda entry: entry.year).items()}
        self._years: dict[str, set[int]] = {}
        for evaluator, year in self._groups:
            if evaluator is not None and year is not None:
                self._years.setdefault(evaluator, set()).add(year)
        self._of_any_evaluator = {year for evaluator, year in self._groups if evaluator is None}

    def of(self, organisation: str) -> Table:
        """One row for each budget year in which the organisation is known to evaluate."""
        years = self._years.get(organisation, set())
        rows = [self._row(organisation, year) for year in sorted(years)]
        complete = (organisation, None) not in self._groups and self._of_any_evaluator <= years
        return Table.of(rows, complete)

    def _row(self, evaluator: str, year: int) -> tuple[EvaluatorRow, tuple[int, ...]]:
        group = self._groups[evaluator, year]
        possible = [
            self._results[key] for key in ((evaluator, None), (None, year), (None, None)) if key in self._results
        ]
        results = self._results[evaluator, year]
        scores = [entry.score for entry in group if entry.score is not None]
        settled = not possible and len(scores) == len(group)
        row = EvaluatorRow(
            year,
            *between(len(group), len(group) + sum(other.projects for other in possible)),
            self._year_projects[year],
            results.passed + results.failed,
            *_pass_share(results, possible),
            len(scores),
            deviation(scores) if settled else None,
        )
        return row, positions(group)


def _results(entries: Sequence[Entry]) -> _Results:
    passed = sum(entry.passed is True for entry in entries)
    failed = sum(entry.passed is False for entry in entries)
    return _Results(len(entries), passed, failed)


def _pass_share(certain: _Results, possible: Sequence[_Results]) -> Known:
    """At least: what is unknown failed, and what failed belongs here. At most: the reverse."""
    failing = sum(other.failed + other.unknown for other in possible)
    passing = sum(other.passed + other.unknown for other in possible)
    least = share(certain.passed, certain.projects + failing)
    most = share(certain.passed + certain.unknown + passing, certain.projects + passing)
    return between(least, most)
