"""Judging records by one rule, and telling whether two judgements say the same."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from riskscreen.engines.base import Binding, Outcome, Verdict
from riskscreen.engines.reference import ReferenceEngine
from riskscreen.facts.case import Case
from riskscreen.facts.taxonomy import Taxonomy
from riskscreen.lang.parts import rows_read
from riskscreen.model.rule import Invariance
from riskscreen.rulebook.book import Rule
from riskscreen.rulebook.cases import Member, case_of, member_of
from riskscreen.rulebook.properties.places import Json
from riskscreen.rulebook.properties.records import Given

_MOST_REMEMBERED = 512


@dataclass(frozen=True, slots=True)
class Judged:
    """A case and what the rule says of it."""

    case: Case
    outcome: Outcome

    @property
    def verdict(self) -> Verdict:
        """The rule's verdict."""
        return self.outcome.verdict


class Judge:
    """Judges what is given by one rule, on the reference engine."""

    def __init__(self, rule: Rule, taxonomy: Taxonomy) -> None:
        self._subject = rule.file.subject
        self._relations = {row.relation for row in rows_read(rule.query)}
        self._engine = ReferenceEngine([rule.engine_rule])
        self._taxonomy = taxonomy
        self._latest: tuple[Given, Judged | None] | None = None
        self._members = _Members()

    def judge(self, given: Given) -> Judged | None:
        """The case and its outcome; None if the records are not valid or the organisation has no part in them."""
        members = self._members.of(given.records)
        if members is None:
            return None
        case = case_of(self._subject, members, self._taxonomy, given.organisation, self._relations)
        return None if case is None else Judged(case, self._engine.judge(case).outcomes[0])

    def judge_once(self, given: Given) -> Judged | None:
        """The same for a case from which many changes start: asked for it again and again, it is judged once."""
        if self._latest is None or self._latest[0] is not given:
            self._latest = given, self.judge(given)
        return self._latest[1]


class _Members:
    """Records as members of a batch, each object read once: most of a batch does not change."""

    def __init__(self) -> None:
        self._known: dict[int, tuple[Json, Member]] = {}

    def of(self, records: Sequence[Json]) -> list[Member] | None:
        """The members; None if some record is not valid."""
        members = []
        for record in records:
            known, member = self._known.get(id(record), (None, None))
            if known is not record:
                member = member_of(record)
            if member is None:
                return None
            if len(self._known) >= _MOST_REMEMBERED:
                self._known.clear()
            self._known[id(record)] = record, member
            members.append(member)
        return members


def same(relation: Invariance, before: Judged, after: Judged) -> bool:
    """Whether a rule says the same of two cases of which one came from the other by a transformation.

    The verdict must be the same, and so must the true bindings: row for row, as far as rows stay where they are; by
    their number, where rows or the projects behind them stand in another order; and where entries are repeated, by
    which alternatives have any.
    """
    if before.verdict is not after.verdict:
        return False
    one, other = before.outcome.bindings, after.outcome.bindings
    if relation == "duplicate-removal":
        return _alternatives(one).keys() == _alternatives(other).keys()
    if relation == "record-order" or before.case.subject != "project":
        return _alternatives(one) == _alternatives(other)
    return one == other


def _alternatives(bindings: Sequence[Binding]) -> Counter[int]:
    """How many bindings each alternative has."""
    return Counter(alternative for alternative, _ in bindings)
