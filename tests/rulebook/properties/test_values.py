"""What ``worse_when`` can name, and how a value is read off a case."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from riskscreen.errors import RuleFaults
from riskscreen.rulebook.load import load_rulebook
from riskscreen.rulebook.properties.values import movement, values_of
from tests.support.engines import case, rule
from tests.support.rules import PACK, RULE, changed, line_of, write_rule

LET = "let: {late: share(activity where window_position >= 1), all: count(activity)}\n"
WHEN = "when: project.window_months <= $max_months\n"
WITH_MEASURES = changed(
    RULE, WHEN, f"{LET}when: project.window_months <= $max_months and late == 1 and project.showcase\n"
)


def declared(text: str, name: str) -> str:
    return changed(text, "examples:\n", f"worse_when:\n  {name}: falls\nexamples:\n")


@pytest.mark.parametrize("name", ["project.window_months", "late", "activity.window_position"])
def test_what_a_verdict_depends_on_can_be_named(tmp_path: Path, name: str) -> None:
    write_rule(tmp_path, declared(WITH_MEASURES, name))
    (loaded,) = load_rulebook([PACK], tmp_path).rules
    assert loaded.file.worse_when == {name: "falls"}
    assert name in values_of(loaded.query)


@pytest.mark.parametrize(
    ("name", "code", "message"),
    [
        ("lates", "unknown-name", "'lates' is no measure; a field is written variable.field (did you mean 'late'?)"),
        ("all", "unused-direction", "no condition tests all: no verdict depends on it; delete it"),
        ("projct.start", "unknown-variable", "'projct' is no variable here (did you mean 'project'?)"),
        ("role.position", "unknown-variable", "'role' is no variable here"),
        ("project.window_month", "unknown-field", "project has no field 'window_month' (did you mean 'window_mon"),
        ("project.showcase", "no-order", "project.showcase is of kind bool, which neither rises nor falls"),
        ("project.start", "unused-direction", "no condition reads project.start: no verdict depends on it; delete it"),
        ("Project.start", "wrong-value", "'Project.start' is not the name of a measure or of a field"),
    ],
)  # fmt: skip
def test_a_name_that_means_nothing_is_a_fault_at_its_line(tmp_path: Path, name: str, code: str, message: str) -> None:
    text = declared(WITH_MEASURES, name)
    write_rule(tmp_path, text)
    with pytest.raises(RuleFaults) as raised:
        load_rulebook([PACK], tmp_path)
    (fault,) = raised.value.faults
    assert (fault.location.line, fault.location.field) == (line_of(text, f"  {name}: falls"), f"worse_when.{name}")
    assert (fault.code, fault.message[: len(message)]) == (code, message)


def test_a_direction_is_one_of_two(tmp_path: Path) -> None:
    write_rule(tmp_path, declared(RULE, "project.window_months").replace(": falls", ": drops"))
    with pytest.raises(RuleFaults, match="'drops' is none of rises, falls"):
        load_rulebook([PACK], tmp_path)


def test_neither_directions_nor_invariances_are_part_of_the_digest(tmp_path: Path) -> None:
    write_rule(tmp_path / "one", RULE)
    write_rule(tmp_path / "other", declared(RULE, "project.window_months").replace(
        "worse_when:", "invariant_under: [record-order]\nworse_when:"))  # fmt: skip
    one, other = (load_rulebook([PACK], tmp_path / name) for name in ("one", "other"))
    assert one.digest == other.digest


def readings(name: str, **facts: Any) -> object:
    let = {"late": "share(activity where window_position >= 1)"}
    when = {"if": "project.window_months <= 1 and late >= 1", "bid": "bid where amount >= 1"}
    read = values_of(rule(when, let=let).query)[name].read
    found = read(case(**facts))
    return None if found is None else [number for _, number in found]


def test_a_value_is_read_only_where_it_is_known_in_every_row() -> None:
    assert readings("project.window_months", root={"window_months": 5}) == [5]
    assert readings("project.window_months") is None
    assert readings("bid.amount", bid=[{"amount": 7}, {"amount": 0}]) == [7, 0]
    assert readings("bid.amount", bid=[{"amount": 7}, {}]) is None
    positions = [{"window_position": 10**6}, {"window_position": 0}, {"window_position": 0}]
    assert readings("late", activity=positions) == [Fraction(1, 3)]
    assert readings("late", activity=positions, incomplete=["activity"]) is None


@pytest.mark.parametrize(
    ("before", "after", "direction"),
    [
        ([1, 1], [1, 2], "rises"), ([2, 1], [1, 1], "falls"), ([1, 1], [1, 1], None), ([1, 2], [2, 1], None),
        ([1], [1, 2], None),
    ],
)  # fmt: skip
def test_a_value_moves_if_no_row_goes_the_other_way(before: list[int], after: list[int], direction: str | None) -> None:
    one, other = (tuple(((), Fraction(number)) for number in numbers) for numbers in (before, after))
    assert movement(one, other) == direction
    assert movement(one, None) is movement(None, other) is None


def test_rows_of_different_cohorts_are_not_compared() -> None:
    assert movement(((("b1",), Fraction(1)),), ((("b2",), Fraction(2)),)) is None
