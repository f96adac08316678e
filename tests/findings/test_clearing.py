"""What would clear a flag: tried out by the engine, and told in words."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given

from riskscreen import Screener
from riskscreen.engines.base import EngineRule, Outcome, Verdict
from riskscreen.engines.reference import ReferenceEngine
from riskscreen.facts.case import Case
from riskscreen.findings.clearing import MOST_CHANGES, CellChange, MeasureChange, changed, smallest_change
from riskscreen.findings.view import Reading
from riskscreen.lang.tree import Query
from riskscreen.lang.vocabulary import Field, Kind, Label, Relation, Subject
from tests.support.queries import DOMAINS, SHAPES, SUBJECT, cases, queries
from tests.support.typical import typical_project

_NO_LABEL = Label("", "")


def _relation(name: str) -> Relation:
    fields = [
        Field(field, kind, ("/x",), _NO_LABEL, values=DOMAINS[kind] if kind is Kind.CODE else ())  # type: ignore[arg-type]
        for field, kind in SHAPES[name]
    ]
    return Relation(name, tuple(fields), _NO_LABEL)


VOCABULARY = Subject(_relation(SUBJECT), tuple(_relation(name) for name in SHAPES if name != SUBJECT))


def judged(query: Query, case: Case) -> Outcome:
    return ReferenceEngine([EngineRule("test/R1", query)]).judge(case).outcomes[0]


@given(queries(), cases())
def test_after_the_changes_the_engine_no_longer_flags(query: Query, case: Case) -> None:
    if judged(query, case).verdict is not Verdict.FLAGGED:
        return
    changes = smallest_change(VOCABULARY, Reading(query), case)
    if changes is None:
        return
    assert 1 <= len(changes) <= MOST_CHANGES
    if not any(isinstance(change, MeasureChange) for change in changes):
        assert judged(query, changed(case, changes)).verdict is not Verdict.FLAGGED


@given(queries(), cases())
def test_no_part_of_the_changes_is_enough(query: Query, case: Case) -> None:
    if judged(query, case).verdict is not Verdict.FLAGGED:
        return
    changes = smallest_change(VOCABULARY, Reading(query), case) or ()
    for left_out in range(len(changes)):
        rest = [change for position, change in enumerate(changes) if position != left_out]
        if rest and all(isinstance(change, CellChange) for change in changes):
            # one of several may be needed only for what is unknown now; then the rule is undecided without it
            assert judged(query, changed(case, rest)).verdict is not Verdict.CLEAR


def told(code: str, lang: Any, **changes: Any) -> str:
    report = Screener(lang=lang, engine="reference", what_if=True).screen([typical_project(**changes)])
    finding = next(each for each in report.projects[0].findings if each.code == code)
    assert finding.what_if is not None
    return finding.what_if.text


def test_a_threshold_is_named_with_the_value_as_it_is() -> None:
    assert told("SW501", "en") == "The rule would not flag with delivery window: more than 5 (now 5)."
    assert told("SW501", "zh") == "如服务期：大于5（现为5），本规则即不作标记。"


def test_a_count_is_named_by_what_is_counted() -> None:
    assert told("SW311", "en") == "The rule would not flag with number of bid (valid_bids): at least 3 (now 2)."


def test_the_report_tells_it_only_where_it_is_asked_for() -> None:
    report = Screener(lang="en", engine="reference").screen([typical_project()])
    assert {finding.what_if for finding in report.projects[0].findings} == {None}


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_every_change_names_where_its_value_comes_from(lang: Any) -> None:
    report = Screener(lang=lang, engine="reference", what_if=True).screen([typical_project()])
    for finding in report.projects[0].findings:
        assert finding.what_if is not None
        for change in finding.what_if.changes:
            assert change.pointers
            assert change.label in finding.what_if.text
