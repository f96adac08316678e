"""When things happened in a project: every dated value of its record, by lane."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal, TypeAlias

from riskscreen.facts.calendar import covered_years, spring_festivals, working_days
from riskscreen.facts.derive_dates import window_months
from riskscreen.findings.privacy import Privacy
from riskscreen.model.project import Activity, Contract, Deviation, Period, PlanChange, Project, Transaction

Lane: TypeAlias = Literal["award", "delivery", "activity", "money", "evaluation"]
LANES: tuple[Lane, ...] = ("award", "delivery", "activity", "money", "evaluation")


@dataclass(frozen=True, slots=True)
class Moment:
    """A day or, with ``last``, a period (both days included), where the record says so, and a few words on it.

    ``share`` is a payment's part of the contract value. A holiday stands in no record and has no pointer.
    """

    kind: str
    lane: Lane
    first: date
    last: date | None = None
    pointer: str | None = None
    note: str | None = None
    share: float | None = None


@dataclass(frozen=True, slots=True)
class Timeline:
    """The moments by date, and what is known of the delivery window.

    ``months`` and ``working_days`` are those of the window; ``calendar_known`` says whether the calendar covers it.
    """

    moments: tuple[Moment, ...] = ()
    months: int | None = None
    working_days: int | None = None
    calendar_known: bool = True


def timeline(project: Project, privacy: Privacy) -> Timeline:
    """The timeline of a project; empty if the record gives no date."""
    contract = project.contract
    window = contract.period if contract else None
    start, end = (window.start_date, window.end_date) if window else (None, None)
    moments = [*_before(project), *_delivery(project, privacy), *_money(project), *_after(project)]
    if start and end:
        moments += [Moment("festival", "delivery", first, last) for first, last in spring_festivals(start, end)]
    known = not (start and end) or {start.year, end.year} <= set(covered_years())
    return Timeline(
        moments=tuple(sorted(moments, key=lambda moment: (moment.first, LANES.index(moment.lane)))),
        months=window_months(start, end),
        working_days=working_days(start, end),
        calendar_known=known,
    )


def _before(project: Project) -> Iterator[Moment]:
    """Everything up to the signature."""
    needs, tender, award, contract = project.needs_assessment, project.tender, project.award, project.contract
    if needs:
        yield from _day("needs", "award", needs.date, "/needsAssessment/date")
    if tender:
        yield from _day("call", "award", tender.date_published, "/tender/datePublished")
        yield from _period("tender_period", "award", tender.tender_period, "/tender/tenderPeriod")
    if award:
        yield from _day("awarded", "award", award.date, "/award/date")
    if contract:
        yield from _day("signed", "award", contract.date_signed, "/contract/dateSigned")


def _delivery(project: Project, privacy: Privacy) -> Iterator[Moment]:
    contract, continuity = project.contract, project.continuity
    if contract:
        yield from _period("framework", "delivery", contract.framework_period, "/contract/frameworkPeriod")
        yield from _period("window", "delivery", contract.period, "/contract/period")
    if continuity:
        before, after = continuity.previous_contract_end, continuity.next_contract_start
        yield from _day("previous_end", "delivery", before, "/continuity/previousContractEnd")
        yield from _day("next_start", "delivery", after, "/continuity/nextContractStart")
    done: tuple[tuple[str, str, Sequence[Activity | PlanChange | Deviation] | None], ...] = (
        ("activity", "activities", project.activities),
        ("plan_change", "planChanges", project.plan_changes),
        ("deviation", "standardDeviations", project.standard_deviations),
    )
    for kind, path, items in done:
        for index, item in enumerate(items or ()):
            note = None if item.description is None else privacy.text(item.description)
            yield from _day(kind, "activity", item.date, f"/{path}/{index}/date", note)


def _money(project: Project) -> Iterator[Moment]:
    yield from _transactions("payment", "payments", project.payments or (), project.contract)
    yield from _transactions("expense", "expenditures", project.expenditures or (), project.contract)


def _after(project: Project) -> Iterator[Moment]:
    if project.evaluation:
        yield from _day("evaluated", "evaluation", project.evaluation.date, "/evaluation/date")
    if project.contract:
        yield from _day("closed", "evaluation", project.contract.date_closed, "/contract/dateClosed")


def _day(kind: str, lane: Lane, day: date | None, pointer: str, note: str | None = None) -> Iterator[Moment]:
    if day is not None:
        yield Moment(kind, lane, day, pointer=pointer, note=note)


def _period(kind: str, lane: Lane, period: Period | None, pointer: str) -> Iterator[Moment]:
    """A period whose one end is unknown is the day that is known."""
    if period is None:
        return
    start, end = period.start_date, period.end_date
    if start and end:
        yield Moment(kind, lane, start, end, pointer)
    elif start:
        yield Moment(f"{kind}_from", lane, start, pointer=f"{pointer}/startDate")
    elif end:
        yield Moment(f"{kind}_until", lane, end, pointer=f"{pointer}/endDate")


def _transactions(kind: str, path: str, items: Iterable[Transaction], contract: Contract | None) -> Iterator[Moment]:
    whole = contract.value if contract else None
    for index, item in enumerate(items):
        if item.date is None:
            continue
        amount = item.value.amount if item.value else None
        share = None
        if amount is not None and item.value and whole and whole.amount and whole.currency == item.value.currency:
            share = float(amount / whole.amount)
        yield Moment(kind, "money", item.date, pointer=f"/{path}/{index}/date", share=share)
