"""What a supplier won before, from the other processes of a batch.

A release tells of its own process only. Where a batch holds others that the same buyer awarded to the same supplier,
they are earlier awards of that supplier. A batch is never all there is, so the list is always partial.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import NamedTuple, Protocol

from riskscreen.intake.read import Record
from riskscreen.model.project import Contractor, EarlierAward, Project

MOST_EARLIER = 50
"""Earlier awards that are listed with a process: the latest ones. A supplier may have thousands."""

EARLIER_AWARDS = "contractor/earlierAwards"


class _Won(NamedTuple):
    """A process that was awarded on a day; ``position`` is its place in the batch."""

    day: date
    position: int


class KnownAwards(Protocol):
    """Awards known from elsewhere."""

    def awards(self, buyer: str, supplier: str, before: date, most: int) -> Sequence[tuple[str, date]]:
        """The ocids and days of what a supplier won from a buyer before a day, the latest first."""
        ...


def with_earlier_awards(records: Sequence[Record]) -> list[Record]:
    """The records, those from OCDS with the awards their supplier had won from the same buyer before."""
    won: dict[tuple[str, str], list[_Won]] = {}
    for position, record in enumerate(records):
        key, day = _parties(record.project), _day(record.project)
        if record.release is not None and key is not None and day is not None:
            won.setdefault(key, []).append(_Won(day, position))
    found = list(records)
    for processes in won.values():
        processes.sort()
        days = [each.day for each in processes]
        for day, position in processes:
            before = bisect_left(days, day)
            found[position] = _with(records, position, processes[max(0, before - MOST_EARLIER) : before])
    return found


def with_known_awards(records: Sequence[Record], known: KnownAwards) -> list[Record]:
    """The records, those from OCDS with earlier awards too that are known from elsewhere, after those of the batch.

    What is known elsewhere of the processes at hand does not count beside them.
    """
    own = {record.project.id for record in records}
    found = list(records)
    for position, record in enumerate(with_earlier_awards(records)):
        project, parties, day = record.project, _parties(record.project), _day(record.project)
        if record.release is None or parties is None or day is None or project.contractor is None:
            continue
        listed = project.contractor.earlier_awards or []
        more = known.awards(*parties, day, MOST_EARLIER + len(own))
        other = [EarlierAward(id=ocid, buyer=project.buyer, date=at) for ocid, at in more if ocid not in own]
        awards = [*listed, *other[: MOST_EARLIER - len(listed)]]
        contractor = project.contractor.model_copy(update={"earlier_awards": awards})
        found[position] = replace(record, project=project.model_copy(update={"contractor": contractor}))
    return found


def _with(records: Sequence[Record], position: int, earlier: Sequence[_Won]) -> Record:
    record = records[position]
    project, contractor = record.project, record.project.contractor
    awards = [_earlier_award(records[won.position].project, won.day) for won in earlier]
    changed = (contractor or Contractor()).model_copy(update={"earlier_awards": awards})
    partial = sorted({*project.incomplete, EARLIER_AWARDS})
    project = project.model_copy(update={"contractor": changed, "incomplete": partial})
    return replace(record, project=project, earlier=tuple(won.position for won in earlier))


def _earlier_award(project: Project, day: date) -> EarlierAward:
    return EarlierAward(id=project.id, buyer=project.buyer, date=day)


def _parties(project: Project) -> tuple[str, str] | None:
    """The buyer and the supplier, if both are identified."""
    buyer = project.buyer.id if project.buyer else None
    supplier = project.contractor.id if project.contractor else None
    return None if buyer is None or supplier is None else (buyer, supplier)


def _day(project: Project) -> date | None:
    return project.award.date if project.award else None
