"""Reading a rule set as far as it goes: what loads, and what is wrong with the rest."""

from __future__ import annotations

from pathlib import Path

import pytest

from riskscreen.errors import RuleFaults, UsageError
from riskscreen.rulebook.lint import lint_rules
from riskscreen.rulebook.load import load_rulebook, load_sound_rules
from riskscreen.rulebook.marks import mark
from tests.support.rules import BATCH_RULE, DATED_RULE, PACK, RULE, changed, line_of, write_rule


def test_what_loads_is_given_with_the_faults_of_what_does_not(tmp_path: Path) -> None:
    write_rule(tmp_path, RULE)
    write_rule(tmp_path, changed(BATCH_RULE, "severity: medium", "severity: middling"), stage="award")
    write_rule(tmp_path, changed(DATED_RULE, "code: T301", "code: T101"))
    book, faults = load_sound_rules([PACK], tmp_path)
    assert [rule.full_name for rule in book.rules] == ["office/T101"]
    assert len(book.rules[0].examples) == 3
    assert [fault.code for fault in faults] == ["wrong-value", "duplicate-code"]
    with pytest.raises(RuleFaults) as raised:
        load_rulebook([PACK], tmp_path, examples=True)
    assert raised.value.faults == faults


def test_where_all_load_they_are_those_of_the_rule_book(tmp_path: Path) -> None:
    write_rule(tmp_path, RULE)
    book, faults = load_sound_rules(None, tmp_path)
    assert (book.digest, faults) == (load_rulebook(None, tmp_path, examples=True).digest, ())


def test_nothing_can_be_said_without_a_bibliography(tmp_path: Path) -> None:
    write_rule(tmp_path, changed(RULE, "zh: 时间所剩无几。", "zh: 论文称之为“围标”。"))
    (tmp_path / "sources.yaml").write_text("zhao: 5\n", encoding="utf-8")
    with pytest.raises(RuleFaults, match="wrong-type"):
        load_sound_rules([PACK], tmp_path)
    assert [fault.code for fault in lint_rules([PACK], tmp_path).faults] == ["wrong-type"]


def test_a_pack_that_does_not_exist_is_an_error_of_the_call() -> None:
    for read in (load_sound_rules, lint_rules):
        with pytest.raises(UsageError, match="there is no pack 'roads'"):
            read(["roads"])


@pytest.mark.parametrize(
    ("old", "field"),
    [
        ("Little time remains.", "rationale.en"),
        ("project.window_months <= $max_months", "when"),
        ("value: 5,", "params.max_months.value"),
        ("high", "severity"),
        ("四(一)", "cites.0.at"),
    ],
)
def test_a_place_that_is_still_marked_keeps_the_rule_from_loading(tmp_path: Path, old: str, field: str) -> None:
    new = f'"{mark("your own words")}"'
    text = changed(RULE, old, f"value: {new}," if old.startswith("value") else new)
    write_rule(tmp_path, text)
    with pytest.raises(RuleFaults) as raised:
        load_sound_rules([PACK], tmp_path)
    (fault,) = raised.value.faults
    assert (fault.code, fault.location.field) == ("not-filled-in", field)
    assert fault.location.line == line_of(text, "<fill in")
    assert fault.message == "still to be filled in: your own words"
