"""How the procedure was run: reasons, notices, opening and evaluation of bids, fees, the price against the estimate.

Relation ``procedure``, one row.
"""

from __future__ import annotations

from typing import Annotated, NamedTuple

from riskscreen.facts.columns import Bool, Int, column
from riskscreen.facts.derive_matches import text_key
from riskscreen.facts.process.documents import BIDDING_DOCUMENTS, TENDER_NOTICE, earliest, has_type
from riskscreen.facts.process.published import (
    amount,
    currency_of,
    day,
    days_between,
    known,
    quotient,
    single_row,
    total,
    whole_list,
)
from riskscreen.facts.relation import Facts
from riskscreen.lang.vocabulary import Kind
from riskscreen.model.release import Award, Release, Tender

_DOCUMENTS = ("/tender/documents/*/documentType", "/tender/documents/*/datePublished")
_START, _END = "/tender/tenderPeriod/startDate", "/tender/tenderPeriod/endDate"
_OPENING = "/tender/bidOpening/date"
_ESTIMATE = ("/tender/value/amount", "/tender/value/currency")
_EVALUATION_REPORT = "evaluationReports"


class ProcedureRow(NamedTuple):
    """The procedure as a whole.

    ``rationale_length``: letters and digits in the reason for the method. ``notice_delay_days``: from the start of the
    tender period to the earliest tender notice. ``documents_lead_days``: from the earliest bidding document or
    specification to the end of the period. ``fee_share``: all participation fees over the estimate.
    ``award_to_estimate``: the sum of active awards over the estimate. ``evaluation_report``: one is published with the
    tender or an award.
    """

    rationale_length: Annotated[
        Int,
        column(
            Kind.INT,
            "/tender/procurementMethodRationale",
            en="letters and digits of the reason for the method",
            zh="采购方式理由字数",
            lowest=0,
        ),
    ]
    notice_delay_days: Annotated[
        Int,
        column(
            Kind.INT,
            _START,
            *_DOCUMENTS,
            en="days from the start of the tender period to the notice",
            zh="投标期开始至公告发布天数",
            unit="day",
        ),
    ]
    documents_lead_days: Annotated[
        Int,
        column(
            Kind.INT,
            _END,
            *_DOCUMENTS,
            en="days from bidding documents to the deadline",
            zh="采购文件发布至截止天数",
            unit="day",
        ),
    ]
    opening_days: Annotated[
        Int,
        column(
            Kind.INT,
            _START,
            _OPENING,
            en="days from the start of the tender period to the opening of bids",
            zh="投标期开始至开标天数",
            unit="day",
        ),
    ]
    evaluation_start_days: Annotated[
        Int,
        column(
            Kind.INT,
            _OPENING,
            "/tender/awardPeriod/startDate",
            en="days from the opening of bids to evaluation",
            zh="开标至评审开始天数",
            unit="day",
        ),
    ]
    fee_share: Annotated[
        Int,
        column(
            Kind.SHARE,
            "/tender/participationFees/*/value/amount",
            "/tender/participationFees/*/value/currency",
            *_ESTIMATE,
            en="fees over the estimate",
            zh="参与费用占预算比例",
            lowest=0,
        ),
    ]
    award_to_estimate: Annotated[
        Int,
        column(
            Kind.SHARE,
            "/awards/*/status",
            "/awards/*/value/amount",
            "/awards/*/value/currency",
            *_ESTIMATE,
            en="awarded price over the estimate",
            zh="成交价与预算之比",
            lowest=0,
        ),
    ]
    evaluation_report: Annotated[
        Bool,
        column(
            Kind.BOOL,
            "/tender/documents/*/documentType",
            "/awards/*/documents/*/documentType",
            en="evaluation report published",
            zh="已公开评审报告",
        ),
    ]


def procedure(release: Release) -> Facts:
    """The row of ``procedure``."""
    tender = release.tender or Tender()
    period, awarding, opening = tender.tender_period, tender.award_period, tender.bid_opening
    starts = period.start_date if period else None
    ends = period.end_date if period else None
    opened = opening.date if opening else None
    notice = earliest(tender.documents, (TENDER_NOTICE,))
    documents = earliest(tender.documents, BIDDING_DOCUMENTS)
    return single_row(
        ProcedureRow(
            rationale_length=_length(tender.procurement_method_rationale),
            notice_delay_days=_difference(day(starts), notice),
            documents_lead_days=_difference(documents, day(ends)),
            opening_days=days_between(starts, opened),
            evaluation_start_days=days_between(opened, awarding.start_date if awarding else None),
            fee_share=_fee_share(tender),
            award_to_estimate=_award_to_estimate(tender, release.awards),
            evaluation_report=_evaluation_report(tender, release.awards),
        )
    )


def _length(text: str | None) -> int | None:
    return None if text is None or not text.strip() else len(text_key(text) or "")


def _difference(first: int | None, last: int | None) -> int | None:
    return None if first is None or last is None else last - first


def _fee_share(tender: Tender) -> int | None:
    fees = whole_list(tender.participation_fees)
    if fees is None:
        return None
    currency = currency_of(tender.value)
    return quotient(total([fee.value for fee in fees], currency), amount(tender.value, currency))


def _award_to_estimate(tender: Tender, awards: list[Award | None] | None) -> int | None:
    """None unless every award's status is known and one is active."""
    given = whole_list(awards)
    if given is None or any(award.status is None for award in given):
        return None
    active = [award.value for award in given if award.status == "active"]
    currency = currency_of(tender.value)
    return quotient(total(active, currency), amount(tender.value, currency)) if active else None


def _evaluation_report(tender: Tender, awards: list[Award | None] | None) -> bool | None:
    """False only if the documents of the tender and of every award are listed with their types, and none is one."""
    of_tender = has_type(tender.documents, _EVALUATION_REPORT)
    if awards is None:
        return of_tender or None
    of_awards = [None if award is None else has_type(award.documents, _EVALUATION_REPORT) for award in awards]
    return known([of_tender, *of_awards])
