"""The fields of a project's own row that are derived from its record, as :mod:`riskscreen.facts.project_row` has them.

A field that is not listed here and has one input of its own kind is that input itself.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, TypeAlias, get_args

import z3

from riskscreen.facts.taxonomy import Category
from riskscreen.lang.vocabulary import Kind
from riskscreen.model.project import ContractorType
from riskscreen.rulebook.verify.days import window_months
from riskscreen.rulebook.verify.inputs import RECORD, Place, View, name_of
from riskscreen.rulebook.verify.terms import Plain, Quotient, Term

if TYPE_CHECKING:
    from riskscreen.rulebook.verify.project_world import ProjectWorld

SHARE = 10**6
NEUTRAL = "甲"
"""A text in which no word of the taxonomy stands."""

_START, _END = "/contract/period/startDate", "/contract/period/endDate"
_SIGNED, _CLOSED, _EVALUATED = "/contract/dateSigned", "/contract/dateClosed", "/evaluation/date"
_PUBLISHED = "/tender/datePublished"
_USUAL_PERIODS = 100
OUTCOMES = "/cooperation/outcomeMeasurements"

RootField: TypeAlias = Callable[["ProjectWorld"], Term]
Options: TypeAlias = list[dict[bool, str]]
"""For every category, the answers that some text gives, each with such a text."""


def _window_months(world: ProjectWorld) -> Term:
    return Plain(window_months(world.civil(RECORD, _START), world.civil(RECORD, _END)))


def _framework_months(world: ProjectWorld) -> Term:
    first, last = "/contract/frameworkPeriod/startDate", "/contract/frameworkPeriod/endDate"
    return Plain(window_months(world.civil(RECORD, first), world.civil(RECORD, last)))


def _working_days(world: ProjectWorld) -> Term:
    return Plain(world.window.working_days, world.window.known)


def _festival(world: ProjectWorld) -> Term:
    return Plain(world.window.festival, world.window.known)


def _signed_month(world: ProjectWorld) -> Term:
    return Plain(world.civil(RECORD, _SIGNED).month + 1)


def _days(earlier: str, later: str, less: int = 0) -> RootField:
    """Days from one date of the record to another."""
    return lambda world: Plain(world.day(RECORD, later) - world.day(RECORD, earlier) - less)


def _share(part: str, whole: str, least_whole: int = 1) -> RootField:
    """One count over another, unknown where the whole is too small."""

    def term(world: ProjectWorld) -> Term:
        over = world.count(whole)
        return Quotient(world.count(part), over, SHARE, over >= least_whole)

    return term


def _declined(world: ProjectWorld) -> Term:
    return Plain(world.count("/evaluation/requests/made") - world.count("/evaluation/requests/accepted"))


def _outcome_periods(world: ProjectWorld) -> Term:
    periods = world.inputs.integer(OUTCOMES)
    world.inputs.axioms.append(periods >= 0)
    world.inputs.wishes.append(periods <= _USUAL_PERIODS)

    def listed(view: View, _: int) -> list[dict[str, Any]]:
        return [{"period": str(year), "value": 1} for year in range(1, view.number(periods) + 1)]

    world.inputs.writes[RECORD, OUTCOMES] = listed
    return Plain(periods)


def _category(world: ProjectWorld) -> Term:
    codes = [world.texts.number(category.code) for category in world.taxonomy.categories]
    return Plain(world.by_category(codes), world.any_category)


def _category_is(trait: str) -> RootField:
    """Whether the category has a trait."""

    def term(world: ProjectWorld) -> Term:
        with_it = [getattr(category, trait) for category in world.taxonomy.categories]
        return Plain(z3.Or([world.category == place for place, has in enumerate(with_it) if has]), world.any_category)

    return term


def _by_text(pointer: str, options_of: Callable[[Category], dict[bool, str]]) -> RootField:
    """An answer that the project's category reads off a text."""
    return lambda world: answer(world, RECORD, pointer, [options_of(item) for item in world.taxonomy.categories])


def answer(world: ProjectWorld, place: Place, pointer: str, options: Options) -> Plain:
    """What the category reads off a text: unknown in a category where no text gives an answer."""
    truth, of_project = world.inputs.boolean(f"{name_of(place, pointer)}?"), world.category
    for category, texts in enumerate(options):
        if len(texts) == 1:
            world.inputs.axioms.append(z3.Implies(of_project == category, truth == next(iter(texts))))
    silent = [of_project != category for category, texts in enumerate(options) if not texts]

    def text(view: View, _: int) -> str:
        return options[view.number(of_project)].get(view.truth(truth), NEUTRAL)

    world.inputs.writes[place, pointer] = text
    return Plain(truth, z3.And(world.any_category, *silent))


def _names(category: Category) -> dict[bool, str]:
    return first_with(category.name_misfits, [NEUTRAL, *category.misfit_names.keys, *category.fitting_names.keys])


def _types(category: Category) -> dict[bool, str]:
    return first_with(category.type_fits, list(get_args(ContractorType)))


def _scopes(category: Category) -> dict[bool, str]:
    return first_with(category.scope_fits, [NEUTRAL, *category.fitting_scopes.keys])


def first_with(question: Callable[[str], bool | None], texts: list[str]) -> dict[bool, str]:
    """For every answer the first of the texts that gives it; words carry the blanks of a search key."""
    found: dict[bool, str] = {}
    for text in texts:
        reply = question(text.strip())
        if reply is not None:
            found.setdefault(reply, text.strip())
    return found


def _revenue(organisation: str, by_type: bool) -> RootField:
    """The share of an organisation's income that comes from the buyer, or from government."""
    pointer = f"{organisation}/revenueBySource"

    def term(world: ProjectWorld) -> Term:
        both, buyer, government, rest = (world.inputs.integer(f"{pointer}:{part}") for part in range(4))
        total = both + buyer + government + rest
        world.inputs.axioms += [amount >= 0 for amount in (both, buyer, government, rest)]
        world.inputs.wishes += [total <= 1_000_000, total >= 1]
        part = both + government if by_type else both + buyer
        _write_revenue(world, pointer, (both, buyer, government, rest))
        return Quotient(part, total, SHARE, total > 0)

    return term


def _write_revenue(world: ProjectWorld, pointer: str, amounts: tuple[z3.ArithRef, ...]) -> None:
    buyer = world.text(RECORD, "/buyer/id", Kind.ORGANISATION)

    def listed(view: View, _: int) -> list[dict[str, Any]]:
        payer = world.inputs.json_of(view.number(buyer), Kind.ORGANISATION)
        sources = ((payer, "government"), (payer, "market"), ("other-payers", "government"), ("other-payers", "market"))
        return [
            {"source": {"id": source}, "sourceType": of_type, "amount": view.number(amount)}
            for (source, of_type), amount in zip(sources, amounts, strict=True)
            if view.number(amount)
        ]

    world.inputs.writes[RECORD, pointer] = listed


ROOT_FIELDS: Mapping[str, RootField] = {
    "category": _category,
    "category_continuing": _category_is("continuing"),
    "category_professional": _category_is("professional"),
    "category_evaluation": _category_is("evaluation"),
    "contractor_name_misfit": _by_text("/contractor/name", _names),
    "contractor_type_fits": _by_text("/contractor/type", _types),
    "contractor_scope_fits": _by_text("/contractor/registeredScope", _scopes),
    "window_months": _window_months,
    "window_working_days": _working_days,
    "spring_festival_in_window": _festival,
    "framework_months": _framework_months,
    "call_to_contract_days": _days(_PUBLISHED, _SIGNED),
    "signed_month": _signed_month,
    "closed_days_before_end": _days(_CLOSED, _END),
    "evaluated_days_after_end": _days(_END, _EVALUATED),
    "gap_before_days": _days("/continuity/previousContractEnd", _START, less=1),
    "gap_after_days": _days(_END, "/continuity/nextContractStart", less=1),
    "planned_coverage": _share("/beneficiaries/planned", "/beneficiaries/targetPopulation"),
    "region_need_position": _share("/region/needRank", "/region/rankedRegions", least_whole=2),
    "licensed_staff_share": _share("/contractor/staff/licensedSocialWorkers", "/contractor/staff/total"),
    "contractor_revenue_share_buyer": _revenue("/contractor", by_type=False),
    "contractor_revenue_share_government": _revenue("/contractor", by_type=True),
    "evaluator_revenue_share_buyer": _revenue("/evaluation/evaluator", by_type=False),
    "evaluator_requests_declined": _declined,
    "outcome_periods": _outcome_periods,
}
"""The derived fields by name."""

NOT_ABOVE = (
    (_START, _END),
    ("/contract/frameworkPeriod/startDate", "/contract/frameworkPeriod/endDate"),
    ("/contractor/staff/licensedSocialWorkers", "/contractor/staff/total"),
    ("/evaluation/requests/accepted", "/evaluation/requests/made"),
    ("/region/needRank", "/region/rankedRegions"),
)
"""Pairs of inputs of which a valid record has the first not above the second."""

USUAL_ORDER = (_PUBLISHED, _SIGNED, _START, _END, _EVALUATED)
"""The order in which dates usually come."""
