"""The project's own row, column by column, in groups that belong together."""

from __future__ import annotations

from typing import Any, TypeAlias

from riskscreen.facts.calendar import spring_festival_within, working_days
from riskscreen.facts.derive_dates import day_number, days_between, days_without_service, month_of_year, window_months
from riskscreen.facts.derive_quantities import (
    declined_requests,
    measured_periods,
    need_position,
    revenue_share_from_payer,
    revenue_share_of_type,
    share,
)
from riskscreen.facts.parts import Parts, identifier
from riskscreen.facts.rows_of_project import ProjectRow
from riskscreen.lang.vocabulary import Kind, encode_number

Columns: TypeAlias = dict[str, Any]
"""Columns of the row by name; a name that is missing, unknown or given twice is an error when the row is built."""

_FROM_TAXONOMY = (
    "category",
    "category_continuing",
    "category_professional",
    "category_evaluation",
    "contractor_name_misfit",
    "contractor_type_fits",
    "contractor_scope_fits",
)


def project_row(parts: Parts) -> ProjectRow:
    """Everything known of the project as a whole."""
    return ProjectRow(
        **_organisations(parts),
        **_category(parts),
        **_dates(parts),
        **_periods(parts),
        **_procedure(parts),
        **_contractor(parts),
        **_evaluation(parts),
        **_afterwards(parts),
    )


def _organisations(parts: Parts) -> Columns:
    return {
        "buyer": identifier(parts.project.buyer),
        "contractor": identifier(parts.contractor),
        "evaluator": identifier(parts.evaluator),
        "evaluation_payer": identifier(parts.evaluation.paid_by),
        "supervisor": identifier(parts.supervision.supervisor),
        "contractor_sponsor": identifier(parts.contractor.sponsor_unit),
    }


def _category(parts: Parts) -> Columns:
    """What the taxonomy says; all unknown where it does not recognise the project's category."""
    category, contractor = parts.category, parts.contractor
    if category is None:
        return dict.fromkeys(_FROM_TAXONOMY)
    name, of_type, scope = contractor.name, contractor.type, contractor.registered_scope
    return {
        "category": category.code,
        "category_continuing": category.continuing,
        "category_professional": category.professional,
        "category_evaluation": category.evaluation,
        "contractor_name_misfit": None if name is None else category.name_misfits(name),
        "contractor_type_fits": None if of_type is None else category.type_fits(of_type),
        "contractor_scope_fits": None if scope is None else category.scope_fits(scope),
    }


def _dates(parts: Parts) -> Columns:
    contract = parts.contract
    return {
        "published": day_number(parts.tender.date_published),
        "signed": day_number(contract.date_signed),
        "start": day_number(parts.period.start_date),
        "end": day_number(parts.period.end_date),
        "closed": day_number(contract.date_closed),
        "evaluated": day_number(parts.evaluation.date),
    }


def _periods(parts: Parts) -> Columns:
    contract, continuity = parts.contract, parts.continuity
    start, end = parts.period.start_date, parts.period.end_date
    return {
        "window_months": window_months(start, end),
        "window_working_days": working_days(start, end),
        "spring_festival_in_window": spring_festival_within(start, end),
        "framework_months": window_months(parts.framework.start_date, parts.framework.end_date),
        "call_to_contract_days": days_between(parts.tender.date_published, contract.date_signed),
        "signed_month": month_of_year(contract.date_signed),
        "closed_days_before_end": days_between(contract.date_closed, end),
        "evaluated_days_after_end": days_between(end, parts.evaluation.date),
        "gap_before_days": days_without_service(continuity.previous_contract_end, start),
        "gap_after_days": days_without_service(end, continuity.next_contract_start),
    }


def _procedure(parts: Parts) -> Columns:
    steps = parts.procedure
    return {
        "showcase": parts.project.showcase,
        "procurement_method": parts.tender.procurement_method,
        "step_set_up": steps.project_set_up,
        "step_assessment": steps.assessment,
        "step_contracting": steps.contracting,
        "step_supervision": steps.supervision,
        "step_evaluation": steps.evaluation,
        "needs_assessed": parts.needs_assessment.conducted,
        "plan_adjustable": parts.contract.plan_adjustable,
        "renewal_clause": parts.contract.renewal_clause,
        "planned_coverage": share(parts.beneficiaries.planned, parts.beneficiaries.target_population),
        "region_need_position": need_position(parts.region.need_rank, parts.region.ranked_regions),
    }


def _contractor(parts: Parts) -> Columns:
    contractor, staff = parts.contractor, parts.staff
    revenues, complete = contractor.revenue_by_source, parts.complete("contractor/revenueBySource")
    return {
        "service_staff": staff.total,
        "licensed_social_workers": staff.licensed_social_workers,
        "licensed_staff_share": share(staff.licensed_social_workers, staff.total),
        "contractor_rating": contractor.rating,
        "contractor_revenue_share_buyer": revenue_share_from_payer(revenues, complete, identifier(parts.project.buyer)),
        "contractor_revenue_share_government": revenue_share_of_type(revenues, complete, "government"),
    }


def _evaluation(parts: Parts) -> Columns:
    evaluation, requests = parts.evaluation, parts.requests
    revenues, complete = parts.evaluator.revenue_by_source, parts.complete("evaluation/evaluator/revenueBySource")
    score = evaluation.score
    return {
        "evaluator_selection": evaluation.selection,
        "evaluator_rotated": evaluation.rotated,
        "evaluator_revenue_share_buyer": revenue_share_from_payer(revenues, complete, identifier(parts.project.buyer)),
        "satisfaction_measured": evaluation.satisfaction_measured,
        "evaluation_score": None if score is None else encode_number(score, Kind.NUMBER),
        "evaluation_passed": evaluation.passed,
        "evaluator_requests": requests.made,
        "evaluator_requests_declined": declined_requests(requests.made, requests.accepted),
        "contractor_objections": evaluation.contractor_objections,
        "contractor_observations": evaluation.contractor_observations,
    }


def _afterwards(parts: Parts) -> Columns:
    cooperation = parts.cooperation
    return {
        "continuity_plan": parts.continuity.plan,
        "stable_policy": cooperation.stable_policy,
        "outcome_periods": measured_periods(
            cooperation.outcome_measurements, parts.complete("cooperation/outcomeMeasurements")
        ),
    }
