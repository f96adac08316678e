"""Shares of what has a property, by cohort: how often a buyer does something, or something happens in a class."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import NamedTuple

from riskscreen.facts.market.bounds import Known, between, share
from riskscreen.facts.market.table import Table
from riskscreen.lang.vocabulary import Row


class Case(NamedTuple):
    """One thing counted: the keys of its cohort (None for an unknown one), and whether it has the property.

    ``certain`` is false for a thing that may not be there at all.
    """

    position: int
    cohort: tuple[str | None, ...]
    truth: bool | None
    certain: bool = True


class Tally:
    """How many things have the property, have not, or may have."""

    __slots__ = ("no", "open", "positions", "yes")

    def __init__(self) -> None:
        self.yes = self.no = self.open = 0
        self.positions: list[int] = []

    def add(self, case: Case) -> None:
        """Count one thing more."""
        self.yes += case.truth is True
        self.no += case.truth is False
        self.open += case.truth is None
        self.positions.append(case.position)

    @property
    def known(self) -> int:
        """Of how many it is known."""
        return self.yes + self.no


class Shares:
    """The share of things with the property in each cohort, known within bounds.

    A thing that may belong to the cohort, or may not be there, is taken as lowering the share for the one bound and as
    raising it for the other.
    """

    def __init__(self, cases: Iterable[Case]) -> None:
        self.tallies: dict[tuple[str, ...], Tally] = {}
        self._strangers: list[Case] = []
        for case in cases:
            if None in case.cohort or not case.certain:
                self._strangers.append(case)
            if None not in case.cohort and case.certain:
                key = tuple(each for each in case.cohort if each is not None)
                self.tallies.setdefault(key, Tally()).add(case)

    def of(self, cohort: tuple[str, ...]) -> Known:
        """The share in a cohort."""
        own, others = self.tallies[cohort], Tally()
        for case in self._strangers:
            if all(key in (None, wanted) for key, wanted in zip(case.cohort, cohort, strict=True)):
                others.add(case)
        least = share(own.yes, own.yes + own.no + own.open + others.no + others.open)
        raised = own.yes + own.open + others.yes + others.open
        return between(least, share(raised, raised + own.no))

    def may_have_more(self, first: str) -> bool:
        """Whether things without a known place may give cohorts with this first key that are not among the known."""
        known = {key for key in self.tallies if key[0] == first}
        return any(
            case.cohort[0] in (None, first) and (None in case.cohort[1:] or (first, *case.cohort[1:]) not in known)
            for case in self._strangers
        )


class Practices:
    """A relation of organisations with one row for each cohort whose first key is the organisation."""

    def __init__(self, cases: Iterable[Case], row_of: Callable[[tuple[str, ...], Known, int], Row]) -> None:
        self._shares = Shares(cases)
        self._row_of = row_of
        self._cohorts: dict[str, list[tuple[str, ...]]] = {}
        for cohort in sorted(self._shares.tallies):
            self._cohorts.setdefault(cohort[0], []).append(cohort)

    def of(self, organisation: str) -> Table:
        """The organisation's rows."""
        rows = []
        for cohort in self._cohorts.get(organisation, ()):
            tally = self._shares.tallies[cohort]
            row = self._row_of(cohort[1:], self._shares.of(cohort), tally.known)
            rows.append((row, tuple(sorted(set(tally.positions)))))
        return Table.of(rows, complete=not self._shares.may_have_more(organisation))


def cohort_table(cases: Iterable[Case], row_of: Callable[[tuple[str, ...], Known, int], Row]) -> Table:
    """A relation of the market with one row for each cohort."""
    shares = Shares(cases)
    rows = []
    for cohort in sorted(shares.tallies):
        tally = shares.tallies[cohort]
        row = row_of(cohort, shares.of(cohort), tally.known)
        rows.append((row, tuple(sorted(set(tally.positions)))))
    complete = not any(shares.may_have_more(first) for first in {cohort[0] for cohort in shares.tallies} | {"\0"})
    return Table.of(rows, complete)
