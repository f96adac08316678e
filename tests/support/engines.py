"""Rules from their text and cases from a few named fields, for tests of engines."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from decimal import Decimal
from typing import Any

from riskscreen.engines.base import EngineRule, Outcome
from riskscreen.engines.durable.compile import compile_rules
from riskscreen.engines.durable.judge import Judge
from riskscreen.facts.case import Case, Rows
from riskscreen.facts.vocabulary import VOCABULARY
from riskscreen.lang.compile import RuleText, compile_rule
from riskscreen.lang.vocabulary import Relation, Row, Value

Fields = Mapping[str, Value | None]


def rule(
    when: str | Mapping[str, Any],
    *,
    code: str = "test/R1",
    subject: str = "project",
    scope: str | None = None,
    let: Mapping[str, str] | None = None,
    **params: int | str,
) -> EngineRule:
    """A rule from the text of its condition."""
    text = RuleText(
        subject=subject,
        when=when,
        scope=scope,
        let=let or {},
        params={name: Decimal(value) for name, value in params.items()},
    )
    return EngineRule(code, compile_rule(text, VOCABULARY).query)


def case(
    root: Fields | None = None,
    *,
    subject: str = "project",
    incomplete: Collection[str] = (),
    **relations: Sequence[Fields],
) -> Case:
    """A case with the given rows; fields that are not named are unknown, and so are relations that are not."""
    declared = VOCABULARY[subject]
    return Case(
        subject,
        "case",
        _row(declared.root, root or {}),
        {
            name: Rows(tuple(_row(declared.by_name[name], fields) for fields in rows), complete=name not in incomplete)
            for name, rows in relations.items()
        },
    )


def _row(relation: Relation, fields: Fields) -> Row:
    names = [field.name for field in relation.fields]
    assert set(fields) <= set(names)
    return tuple(fields.get(name) for name in names)


def judge_alone(rules: Sequence[EngineRule], *cases: Case) -> list[tuple[Outcome, ...]]:
    """What durable-rules makes of the cases, within this process."""
    judges = {subject: Judge(judgement) for subject, judgement in compile_rules(rules).items()}
    return [judges[case.subject].outcomes(case) for case in cases]
