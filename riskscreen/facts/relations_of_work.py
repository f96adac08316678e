"""What is asked for, done, paid and judged: the relations of a project's work."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from riskscreen.facts import rows_of_work as rows
from riskscreen.facts.derive_dates import day_number, days_between, is_before, window_position
from riskscreen.facts.derive_matches import is_covered, is_exact, is_met, needs_served
from riskscreen.facts.derive_quantities import share_of_value
from riskscreen.facts.parts import Parts
from riskscreen.facts.relation import Facts, listed, money
from riskscreen.lang.vocabulary import Kind, Row, encode_number
from riskscreen.model import project as model


def _needs(parts: Parts) -> Facts:
    items = parts.project.service_items
    categories = None if items is None else [item.need_category for item in items]
    served = needs_served(categories, parts.complete("serviceItems"))
    return listed(
        parts,
        "needsAssessment/needs",
        parts.needs_assessment.needs,
        lambda need: rows.NeedRow(category=need.category, covered=is_covered(need.category, served)),
    )


def _targets(parts: Parts) -> Facts:
    return listed(
        parts,
        "targets",
        parts.project.targets,
        lambda target: rows.TargetRow(
            kind=target.kind,
            exact=is_exact(target.planned, target.achieved),
            met=is_met(target.planned, target.achieved),
        ),
    )


def _approvals(parts: Parts) -> Facts:
    return listed(
        parts,
        "contract/approvals",
        parts.contract.approvals,
        lambda approval: rows.ApprovalRow(buyer_required=approval.buyer_approval_required),
    )


def _activities(parts: Parts) -> Facts:
    start, end = parts.period.start_date, parts.period.end_date
    return listed(
        parts,
        "activities",
        parts.project.activities,
        lambda activity: rows.ActivityRow(
            kind=activity.kind,
            led_by=activity.led_by,
            date=day_number(activity.date),
            window_position=window_position(activity.date, start, end),
        ),
    )


def _service_items(parts: Parts) -> Facts:
    category = parts.category

    def row(item: model.ServiceItem) -> Row:
        return rows.ServiceItemRow(
            professional=None if category is None or item.name is None else category.item_is_professional(item.name),
            delivered=None if item.delivered is None else encode_number(item.delivered, Kind.NUMBER),
            delivered_items=None if item.delivered is None else int(item.delivered > 0),
        )

    return listed(parts, "serviceItems", parts.project.service_items, row)


def _payments(parts: Parts) -> Facts:
    price, start = parts.contract.value, parts.period.start_date
    return listed(
        parts,
        "payments",
        parts.project.payments,
        lambda payment: rows.PaymentRow(
            date=day_number(payment.date),
            amount=money(payment.value),
            contract_share=share_of_value(payment.value, price),
            before_start=is_before(payment.date, start),
        ),
    )


def _expenditures(parts: Parts) -> Facts:
    end = parts.period.end_date
    return listed(
        parts,
        "expenditures",
        parts.project.expenditures,
        lambda expense: rows.ExpenditureRow(
            date=day_number(expense.date),
            amount=money(expense.value),
            days_before_end=days_between(expense.date, end),
        ),
    )


def _plan_changes(parts: Parts) -> Facts:
    start, end = parts.period.start_date, parts.period.end_date
    return listed(
        parts,
        "planChanges",
        parts.project.plan_changes,
        lambda change: rows.PlanChangeRow(
            window_position=window_position(change.date, start, end), towards_acceptance=change.towards_acceptance
        ),
    )


def _deviations(parts: Parts) -> Facts:
    return listed(
        parts,
        "standardDeviations",
        parts.project.standard_deviations,
        lambda deviation: rows.DeviationRow(date=day_number(deviation.date)),
    )


def _methods(parts: Parts) -> Facts:
    return listed(parts, "evaluation/methods", parts.evaluation.methods, rows.MethodRow)


def _criteria(parts: Parts) -> Facts:
    return listed(
        parts,
        "evaluation/criteria",
        parts.evaluation.criteria,
        lambda criterion: rows.CriterionRow(
            kind=criterion.kind,
            weight=None if criterion.weight is None else encode_number(criterion.weight, Kind.SHARE),
        ),
    )


def _uses(parts: Parts) -> Facts:
    return listed(parts, "evaluation/uses", parts.evaluation.uses, rows.UseRow)


def _channels(parts: Parts) -> Facts:
    return listed(parts, "oversight/channels", parts.oversight.channels, rows.ChannelRow)


def _knowledge(parts: Parts) -> Facts:
    return listed(parts, "cooperation/knowledgeSharing", parts.cooperation.knowledge_sharing, rows.KnowledgeRow)


def _support(parts: Parts) -> Facts:
    return listed(parts, "cooperation/support", parts.cooperation.support, rows.SupportRow)


def _recipient_stages(parts: Parts) -> Facts:
    return listed(parts, "cooperation/recipientStages", parts.cooperation.recipient_stages, rows.RecipientStageRow)


WORK: Mapping[str, Callable[[Parts], Facts]] = {
    "need": _needs,
    "target": _targets,
    "approval": _approvals,
    "activity": _activities,
    "service_item": _service_items,
    "payment": _payments,
    "expenditure": _expenditures,
    "plan_change": _plan_changes,
    "deviation": _deviations,
    "method": _methods,
    "criterion": _criteria,
    "use": _uses,
    "channel": _channels,
    "knowledge": _knowledge,
    "support": _support,
    "recipient_stage": _recipient_stages,
}
"""How each of these relations is read, by name."""
