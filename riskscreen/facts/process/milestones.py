"""What was due under the contracts, and when it came: relation ``milestone``, one row a milestone."""

from __future__ import annotations

from typing import Annotated, NamedTuple

from riskscreen.facts.case import Rows
from riskscreen.facts.columns import Int, Str, column
from riskscreen.facts.process.published import days_between, rows_of
from riskscreen.facts.relation import NO_FACTS, Facts
from riskscreen.lang.vocabulary import Kind, Row
from riskscreen.model.release import Implementation, Milestone, Release

STATUSES = ("scheduled", "met", "notMet", "partiallyMet")


class MilestoneRow(NamedTuple):
    """A milestone of a contract or of its implementation. ``late_days``: from the day it was due to the day it came."""

    status: Annotated[Str, column(Kind.CODE, "/status", en="status", zh="节点状态", values=STATUSES)]
    late_days: Annotated[
        Int, column(Kind.INT, "/dueDate", "/dateMet", en="days after the due date", zh="超期天数", unit="day")
    ]


def milestones(release: Release) -> Facts:
    """The rows of ``milestone``; complete if every contract lists both its own and those of its implementation."""
    if release.contracts is None:
        return NO_FACTS
    rows: list[Row] = []
    anchors: list[tuple[str, ...]] = []
    complete = True
    for index, contract in enumerate(release.contracts):
        if contract is None:
            complete = False
            continue
        implementation = contract.implementation or Implementation()
        for path, listed in (
            (f"/contracts/{index}/milestones", contract.milestones),
            (f"/contracts/{index}/implementation/milestones", implementation.milestones),
        ):
            part, at = rows_of(path, listed, _row)
            rows += part.rows
            anchors += at
            complete = complete and part.complete
    return Rows(tuple(rows), complete), tuple(anchors)


def _row(milestone: Milestone) -> MilestoneRow:
    return MilestoneRow(
        status=milestone.status if milestone.status in STATUSES else None,
        late_days=days_between(milestone.due_date, milestone.date_met),
    )
