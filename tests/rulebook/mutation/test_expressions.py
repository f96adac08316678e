"""Conditions changed in one place: which changes are made, and which are known not to matter."""

from __future__ import annotations

from decimal import Decimal

import pytest

from riskscreen.facts.vocabulary import MARKET, ORGANISATION, PROJECT
from riskscreen.lang import syntax
from riskscreen.lang.check import Context, Params
from riskscreen.lang.tree import TRUE, Measure, MeasureKind
from riskscreen.lang.writing import written
from riskscreen.rulebook.mutation.expressions import MOVED, changes

PARAMS = {"months": Decimal(5), "half": Decimal("0.5"), "small": Decimal("0.1")}
MEASURES = {
    name: Measure(name, kind, "need", None, TRUE) for name, kind in (("n", MeasureKind.COUNT), ("s", MeasureKind.SHARE))
}


def context(own: str | None = None) -> Context:
    relations = {"project": PROJECT.root, "market": MARKET.root}
    if own:
        relations[own] = {**PROJECT.by_name, **ORGANISATION.by_name}[own]
    return Context(relations, Params(PARAMS, None), MEASURES, own)


def changed(text: str, own: str | None = None) -> dict[str, str]:
    """What an expression is changed to, moved numbers written out, and why a change does not matter."""
    found = {}
    for change in changes(syntax.parse_expression(text), context(own)):
        moved = change.params.get(MOVED)
        found[written(change.expression).replace(f"${MOVED}", str(moved))] = change.no_matter
    return found


def test_every_operator_and_both_neighbours_of_a_number() -> None:
    fields = {name for name in changed("project.contractor_rating <= $months") if name.endswith("<= $months")}
    assert fields == {
        f"project.{name} <= $months"
        for name in (
            "window_months", "window_working_days", "framework_months", "call_to_contract_days", "signed_month",
            "closed_days_before_end", "evaluated_days_after_end", "gap_before_days", "gap_after_days", "service_staff",
            "licensed_social_workers", "evaluator_requests", "evaluator_requests_declined", "contractor_objections",
            "contractor_observations", "outcome_periods",
        )
    }  # fmt: skip
    others = changed("project.contractor_rating <= $months").keys() - fields
    assert others == {
        "project.contractor_rating == $months", "project.contractor_rating != $months",
        "project.contractor_rating < $months", "project.contractor_rating > $months",
        "project.contractor_rating >= $months", "project.contractor_rating <= 4", "project.contractor_rating <= 6",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("n >= 1", {"n >= 0", "n >= 2"}),
        ("s >= $half", {"s >= 0.4", "s >= 0.6"}),
        ("s >= $small", {"s >= 0.05", "s >= 0.15"}),
    ],
)
def test_numbers_move_by_the_step_of_what_they_are_compared_with(text: str, numbers: set[str]) -> None:
    assert {name for name in changed(text) if name.startswith(text[:4]) and "$" not in name} == numbers


def test_joined_conditions() -> None:
    assert changed("valid and not valid", "bid").keys() == {
        "valid or not valid", "not (valid and not valid)", "not valid", "valid", "not valid and not valid",
        "valid and valid", "valid and not not valid",
    }  # fmt: skip


def test_words_and_lists() -> None:
    words = "open", "selective", "limited", "direct"
    field = "project.procurement_method"
    one = changed(f'{field} == "open"')
    assert {f'{field} == "{word}"' for word in words[1:]} <= one.keys()
    listed = changed(f'{field} in ["open", "selective"]')
    assert {
        f'{field} in ["open"]', f'{field} in ["selective"]', f'not {field} in ["open", "selective"]',
        f'{field} in ["open", "selective", "limited"]', f'{field} in ["open", "selective", "direct"]',
    } <= listed.keys()  # fmt: skip
    assert f"{field} in []" not in changed(f'{field} in ["open"]')


def test_a_field_is_mistaken_for_another_of_its_row_and_kind_only() -> None:
    fields = {name.split(" ")[0] for name in changed("organisation == project.buyer", "tie")}
    assert fields == {"organisation", "other"}
    assert "organisation == project.contractor" in changed("organisation == project.buyer", "tie")
    places = {name.split(" ")[0] for name in changed("position > 1", "tenderer")}
    assert places == {"position"}, "a place in the list does not come from the record"
    bounded = {name.split(" ")[0] for name in changed("share >= $half", "supply")}
    assert bounded == {"share"}, "bounds of a field are no fields of their own"


@pytest.mark.parametrize(
    ("text", "own", "same"),
    [
        ("n > 0", None, {"n != 0"}),
        ("n >= 1", None, set()),
        ("n == 0", None, {"n <= 0"}),
        ("s == 1", None, {"s >= 1"}),
        ("project.licensed_social_workers == 0", None, {"project.licensed_social_workers <= 0"}),
        ("project.gap_after_days == 0", None, set()),
        ("project.contractor_rating == 1", None, {"project.contractor_rating <= 1"}),
        ("contracts >= 1", "reaward", {"contracts >= 0"}),
        ("projects >= 1", "evaluator", set()),
        ("s > $half", None, set()),
    ],
)
def test_what_asks_for_the_same_values_is_known_not_to_matter(text: str, own: str | None, same: set[str]) -> None:
    assert {name for name, why in changed(text, own).items() if why} == same
