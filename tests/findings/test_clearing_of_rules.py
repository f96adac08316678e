"""What would clear a flag of each rule that comes with riskscreen: tried out on its own examples, and on records."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from typing import Any, NamedTuple

import pytest

from riskscreen import Screener
from riskscreen.engines.base import EngineRule, Verdict
from riskscreen.engines.reference import ReferenceEngine
from riskscreen.facts.case import Case
from riskscreen.facts.vocabulary import VOCABULARY
from riskscreen.findings.clearing import CellChange, Change, MeasureChange, changed, smallest_change
from riskscreen.findings.view import Reading
from riskscreen.lang.vocabulary import ORDERED, Kind
from riskscreen.rulebook.book import Rule
from riskscreen.rulebook.given import given_case
from riskscreen.rulebook.load import load_rulebook
from tests.support.typical import typical_project

TOO_MANY = {"SW106", "R020"}
"""Rules with an example that no three changes clear: five steps of a procedure that all are missing, for one."""


class Flagged(NamedTuple):
    """An example that a rule flags, and the changes that would clear it."""

    rule: Rule
    example: int
    case: Case
    changes: tuple[Change, ...]

    def verdict(self, changes: tuple[Change, ...]) -> Verdict:
        """What the rule says after changes."""
        engine = ReferenceEngine([EngineRule("test/R1", self.rule.query)])
        return engine.judge(changed(self.case, changes)).outcomes[0].verdict

    def kind(self, change: CellChange) -> Kind:
        """The kind of the value that changes."""
        return VOCABULARY[self.case.subject].rows_by_name[change.cell.relation].fields[change.cell.field].kind

    def now(self, change: CellChange) -> Any:
        """The value before the change."""
        relation, position, index = change.cell
        return (
            self.case.root[index]
            if relation == self.case.subject
            else self.case.relations[relation].rows[position][index]
        )


@cache
def _flagged() -> tuple[list[Flagged], set[str]]:
    """All flagged examples on projects, with the codes of the rules where some cannot be cleared."""
    book = load_rulebook(["social-services", "ocp"], examples=True)
    found, beyond = [], set()
    for rule in book.rules:
        for position, example in enumerate(rule.examples):
            if rule.file.subject != "project" or example.verdict != "flagged":
                continue
            case = given_case("project", example, book.taxonomy)
            assert case is not None
            changes = smallest_change(VOCABULARY["project"], Reading(rule.query), case)
            if changes is None:
                beyond.add(rule.code)
            else:
                found.append(Flagged(rule, position, case, changes))
    return found, beyond


def _of_values(most: int = 3) -> Iterator[Flagged]:
    for each in _flagged()[0]:
        if len(each.changes) <= most and not any(isinstance(change, MeasureChange) for change in each.changes):
            yield each


def test_nearly_every_example_can_be_cleared() -> None:
    found, beyond = _flagged()
    assert beyond == TOO_MANY
    assert len(found) > 200


def test_after_the_changes_no_rule_flags_its_example() -> None:
    wrong = [(each.rule.code, each.example) for each in _of_values() if each.verdict(each.changes) is Verdict.FLAGGED]
    assert wrong == []


def test_any_of_the_words_offered_clears() -> None:
    tried = 0
    for each in _of_values(most=1):
        (change,) = each.changes
        if not isinstance(change, CellChange):
            continue
        for word in change.among:
            tried += 1
            assert each.verdict((replace(change, value=word),)) is not Verdict.FLAGGED, (each.rule.code, word)
    assert tried > 20


def test_one_step_less_does_not_clear() -> None:
    tried = 0
    for each in _of_values(most=1):
        (change,) = each.changes
        now = each.now(change) if isinstance(change, CellChange) else None
        if now is None or not isinstance(change, CellChange) or each.kind(change) not in ORDERED:
            continue
        tried += 1
        step = int(change.value)
        less = step + (1 if step < now else -1)
        assert each.verdict((replace(change, value=less),)) is Verdict.FLAGGED, (each.rule.code, each.example)
    assert tried > 60


def test_where_several_are_told_no_one_of_them_is_enough() -> None:
    for each in _of_values():
        if len(each.changes) > 1:
            # one of them may undecide the rule, where another condition is unknown now
            assert all(each.verdict((change,)) is not Verdict.CLEAR for change in each.changes), each.rule.code


@pytest.mark.parametrize(
    ("code", "to", "done"),
    [
        ("SW501", "more than 5", {"contract": {"period": {"startDate": "2018-01-01", "endDate": "2018-06-01"}}}),
        (
            "SW311",
            "at least 3",
            {"bids": [{"tenderers": [{"id": f"t{n}"}], "status": "valid"} for n in range(3)]},
        ),
        ("SW502", "", {"contract": {"period": {"startDate": "2018-03-01", "endDate": "2019-02-28"}}}),
    ],
)
def test_a_record_changed_as_told_is_no_longer_flagged(code: str, to: str, done: dict[str, Any]) -> None:
    screener = Screener(lang="en", engine="reference", what_if=True)
    record = typical_project()
    (told,) = [finding for finding in screener.screen_one(record).findings if finding.code == code]
    assert told.what_if is not None
    assert to in told.what_if.text
    for key, part in done.items():
        record[key] = {**record[key], **part} if isinstance(part, dict) else part
    assert code not in {finding.code for finding in screener.screen_one(record).findings}
