"""Properties are tried on generated cases: what is declared must hold, and what does not hold is shown."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from riskscreen.errors import UsageError
from riskscreen.rulebook.book import Rulebook
from riskscreen.rulebook.load import load_rulebook
from riskscreen.rulebook.properties.run import Result, Status, run_properties

RULES = Path(__file__).parents[3] / "rules" / "social-services"
CASES = 30


@cache
def shipped() -> Rulebook:
    return load_rulebook(examples=True)


def own(folder: Path, declared: str) -> Rulebook:
    """SW507 in a pack of one's own, with these invariances declared."""
    (source,) = RULES.rglob("SW507-*.yaml")
    head, _, tail = source.read_text(encoding="utf-8").partition("invariant_under:")
    rest = tail[tail.index("]") + 1 :]
    place = folder / "own" / "delivery" / source.name
    place.parent.mkdir(parents=True)
    place.write_text(f"{head}invariant_under: [{declared}]{rest}", encoding="utf-8")
    return load_rulebook(packs=["own"], rules_dir=folder, examples=True)


def result(book: Rulebook, relation: str) -> Result:
    (properties,) = run_properties(book, cases=CASES)
    (found,) = (each for each in properties.results if str(each.tried) == relation)
    return found


@pytest.mark.parametrize("code", ["SW401", "SW501", "SW507"])
def test_what_shipped_rules_declare_holds(code: str) -> None:
    (properties,) = run_properties(shipped(), [code], cases=CASES)
    assert not list(properties.with_status(Status.BROKEN))
    assert list(properties.with_status(Status.HELD))


def test_a_false_declaration_is_shown_by_a_case_at_its_line(tmp_path: Path) -> None:
    found = result(own(tmp_path, "record-order, duplicate-removal"), "duplicate-removal")
    assert found.status is Status.BROKEN
    assert found.fault is not None
    assert found.fault.code == "property-broken"
    assert found.fault.location.line > 1
    assert found.counterexample is not None
    assert found.counterexample.verdicts[0] is not found.counterexample.verdicts[1]


def test_what_holds_and_is_not_declared_is_suggested(tmp_path: Path) -> None:
    assert result(own(tmp_path, "record-order"), "money-scaling").status is Status.SUGGESTED


def directions(code: str, cases: int = CASES) -> dict[str, Result]:
    (properties,) = run_properties(shipped(), [code], cases=cases)
    return {str(result.tried): result for result in properties.results}


def test_a_direction_is_tried_where_nothing_else_gets_better() -> None:
    """Less money from elsewhere raises the buyer's share in revenue, and can lower the government's."""
    found = directions("SW306")
    for share in ("project.contractor_revenue_share_buyer", "project.contractor_revenue_share_government"):
        assert found[f"{share} rises"].status is Status.HELD
        assert found[f"{share} falls"].tally.broken > 0


def test_what_is_declared_to_get_worse_and_larger_samples_may_move_along() -> None:
    assert directions("SW302")["delivered_professional_share falls"].status is Status.HELD
    assert directions("SW603", cases=5 * CASES)["load.projects rises"].status is Status.HELD


def test_a_rule_that_does_not_exist_is_refused() -> None:
    with pytest.raises(UsageError, match="SW999"):
        run_properties(shipped(), ["SW999"])
