"""Two tenderers over all processes in which both bid on their own: relation ``co_bidding``.

Only open and selective processes with published bids count. Joint bids are left out one by one. As soon as a process
that may count does not tell its method, whose its bids are, or who won it, more or other pairs may have met there, and
what follows from all meetings is unknown.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations, pairwise
from typing import NamedTuple

from riskscreen.facts.market import award_rows as rows
from riskscreen.facts.market.awarded import COMPETITIVE
from riskscreen.facts.market.bounds import share
from riskscreen.facts.market.table import Table
from riskscreen.facts.process.dates import Precision, moment
from riskscreen.facts.process.parts import identifiers
from riskscreen.facts.process.published import day
from riskscreen.lang.vocabulary import Row
from riskscreen.model.release import Bid, Release

_NOT_SUBMITTED = frozenset({"invited", "withdrawn"})
_OTHER_METHODS = frozenset({"limited", "direct"})


class _Meeting(NamedTuple):
    """A process: who bid on their own and when first (None if not known exactly), who won, and its last day."""

    position: int
    times: dict[str, int | None]
    winners: frozenset[str] | None
    end: int | None


class _Wins(NamedTuple):
    """The columns of the relation that tell who won."""

    win_share: int | None
    other_won: int | None
    turns: int | None
    alternation: int | None


_NO_WINS = _Wins(None, None, None, None)


class CoBidding:
    """The relation ``co_bidding`` of every organisation."""

    def __init__(self, releases: Sequence[Release | None]) -> None:
        self._meetings: dict[tuple[str, str], list[_Meeting]] = {}
        self._partners: dict[str, set[str]] = {}
        self._settled = True
        for position, release in enumerate(releases):
            if release is not None and release.bids is not None and release.bids.details is not None:
                self._take(position, release, release.bids.details)

    def organisations(self) -> set[str]:
        """Everybody who bid beside another."""
        return set(self._partners)

    def of(self, organisation: str) -> Table:
        """One row for each tenderer that the organisation met."""
        found = []
        for other in sorted(self._partners.get(organisation, ())):
            meetings = self._meetings[min(organisation, other), max(organisation, other)]
            places = tuple(sorted(meeting.position for meeting in meetings))
            found.append((self._row(organisation, other, meetings), places))
        return Table.of(found, complete=self._settled)

    def _take(self, position: int, release: Release, details: list[Bid | None]) -> None:
        method = release.tender.procurement_method if release.tender else None
        if method in _OTHER_METHODS:
            return
        times = _times(details)
        if method not in COMPETITIVE or times is None:
            self._settled = False
            return
        period = release.tender.tender_period if release.tender else None
        meeting = _Meeting(position, times, _winners(release), day(period.end_date) if period else None)
        for pair in combinations(sorted(times), 2):
            self._meetings.setdefault(pair, []).append(meeting)
            for one, other in (pair, pair[::-1]):
                self._partners.setdefault(one, set()).add(other)

    def _row(self, organisation: str, other: str, meetings: Sequence[_Meeting]) -> Row:
        dated, earlier = _order(organisation, other, meetings) if self._settled else (None, None)
        wins = _wins(organisation, other, meetings) if self._settled else _NO_WINS
        return rows.CoBiddingRow(other, len(meetings), *wins, dated, earlier)


def _times(details: Sequence[Bid | None]) -> dict[str, int | None] | None:
    """The first time at which each tenderer handed in a bid of its own; None if a bid does not say whose it is."""
    times: dict[str, int | None] = {}
    for bid in details:
        if bid is None or bid.status is None:
            return None
        if bid.status in _NOT_SUBMITTED:
            continue
        tenderers = identifiers(bid.tenderers)
        if tenderers is None or None in tenderers:
            return None
        if len(tenderers) == 1 and tenderers[0] is not None:
            who, time = tenderers[0], _instant(bid.date)
            earlier = times.get(who, time)
            times[who] = None if time is None or earlier is None else min(time, earlier)
    return times


def _instant(text: str | None) -> int | None:
    """The time of a date with time and zone; others cannot be put in order with it."""
    found = None if text is None else moment(text)
    return found.time if found is not None and found.precision is Precision.INSTANT else None


def _winners(release: Release) -> frozenset[str] | None:
    """The suppliers of standing awards; None unless every award tells its status and, if it stands, its suppliers."""
    if release.awards is None:
        return None
    return None if None in (found := list(_suppliers(release))) else frozenset(each for each in found if each)


def _suppliers(release: Release) -> Iterator[str | None]:
    for award in release.awards or ():
        if award is None or award.status in (None, "pending"):
            yield None
        elif award.status == "active":
            yield from identifiers(award.suppliers) or (None,)


def _order(organisation: str, other: str, meetings: Sequence[_Meeting]) -> tuple[int | None, int | None]:
    """``dated`` and ``earlier_share``. A time that is not known may put a meeting on either side."""
    times = [(each.times[organisation], each.times[other]) for each in meetings]
    if any(None in pair for pair in times):
        return None, None
    dated = [(own, theirs) for own, theirs in times if own != theirs]
    earlier = sum((own or 0) < (theirs or 0) for own, theirs in dated)
    return len(dated), share(earlier, len(dated))


def _wins(organisation: str, other: str, meetings: Sequence[_Meeting]) -> _Wins:
    """The columns on who won; ``alternation`` is known only if the processes can be put in order."""
    if any(meeting.winners is None for meeting in meetings):
        return _NO_WINS
    won = [frozenset({organisation, other}) & (meeting.winners or frozenset()) for meeting in meetings]
    own, others = (sum(who in winners for winners in won) for who in (organisation, other))
    turns = [(each.end, winners) for each, winners in zip(meetings, won, strict=True) if len(winners) == 1]
    days = {end for end, _ in turns if end is not None}
    alternation = None
    if len(days) == len(turns):
        ordered = [winners for _, winners in sorted(turns, key=lambda turn: turn[0] or 0)]
        changes = sum(now != before for before, now in pairwise(ordered))
        alternation = share(changes, len(turns) - 1) if len(turns) > 1 else 0
    return _Wins(share(own, len(meetings)), others, len(turns), alternation)
