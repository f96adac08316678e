"""The awards as decisions: when they were taken, and how much of them may be handed on. Relation ``decision``."""

from __future__ import annotations

from typing import Annotated, NamedTuple

from riskscreen.facts.columns import Int, Str, column
from riskscreen.facts.process.published import days_between, encoded, number, rows_of
from riskscreen.facts.relation import Facts
from riskscreen.lang.vocabulary import Kind
from riskscreen.model.release import Award, Release

STATUSES = ("pending", "active", "cancelled", "unsuccessful")


class DecisionRow(NamedTuple):
    """One award. ``decision_days``: from the end of the tender period to the award; negative if it came first.

    ``subcontracted_share``: the least share of the work that is to be subcontracted.
    """

    status: Annotated[Str, column(Kind.CODE, "/status", en="status", zh="授标状态", values=STATUSES)]
    decision_days: Annotated[
        Int,
        column(
            Kind.INT,
            "//tender/tenderPeriod/endDate",
            "/date",
            en="days from the deadline to the award",
            zh="投标截止至授标天数",
            unit="day",
        ),
    ]
    subcontracted_share: Annotated[
        Int,
        column(
            Kind.SHARE,
            "/subcontracting/minimumPercentage",
            en="least share subcontracted",
            zh="最低分包比例",
            lowest=0,
            highest=1,
        ),
    ]


def decisions(release: Release) -> Facts:
    """The rows of ``decision``."""
    period = release.tender.tender_period if release.tender else None
    ends = period.end_date if period else None

    def row(award: Award) -> DecisionRow:
        return DecisionRow(
            status=award.status if award.status in STATUSES else None,
            decision_days=days_between(ends, award.date),
            subcontracted_share=_subcontracted(award),
        )

    return rows_of("/awards", release.awards, row)


def _subcontracted(award: Award) -> int | None:
    """None outside 0 to 1: a publisher who writes 60 may mean per cent or not."""
    least = number(award.subcontracting.minimum_percentage) if award.subcontracting else None
    return None if least is None or not 0 <= least <= 1 else encoded(least, Kind.SHARE)
