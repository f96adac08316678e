"""What bidders asked and objected to: the relations ``enquiry`` and ``complaint``."""

from __future__ import annotations

from typing import Annotated, NamedTuple

from riskscreen.facts.columns import Int, column
from riskscreen.facts.process.published import day, days_between, rows_of
from riskscreen.facts.relation import Facts
from riskscreen.lang.vocabulary import Kind
from riskscreen.model.release import Complaint, Enquiry, Release


class EnquiryRow(NamedTuple):
    """A question about the tender. ``answered_days_before_end``: from the answer to the end of the tender period."""

    asked_days_before_end: Annotated[
        Int,
        column(
            Kind.INT,
            "/date",
            "//tender/tenderPeriod/endDate",
            en="days from the question to the deadline",
            zh="提问至截止天数",
            unit="day",
        ),
    ]
    answered_days_before_end: Annotated[
        Int,
        column(
            Kind.INT,
            "/dateAnswered",
            "//tender/tenderPeriod/endDate",
            en="days from the answer to the deadline",
            zh="答复至截止天数",
            unit="day",
        ),
    ]


class ComplaintRow(NamedTuple):
    """An objection to the procedure."""

    date: Annotated[Int, column(Kind.DATE, "/date", en="date", zh="日期")]


def enquiries(release: Release) -> Facts:
    """The rows of ``enquiry``."""
    tender = release.tender
    ends = tender.tender_period.end_date if tender and tender.tender_period else None

    def row(enquiry: Enquiry) -> EnquiryRow:
        return EnquiryRow(days_between(enquiry.date, ends), days_between(enquiry.date_answered, ends))

    return rows_of("/tender/enquiries", tender.enquiries if tender else None, row)


def complaints(release: Release) -> Facts:
    """The rows of ``complaint``."""

    def row(complaint: Complaint) -> ComplaintRow:
        return ComplaintRow(day(complaint.date))

    return rows_of("/complaints", release.complaints, row)
