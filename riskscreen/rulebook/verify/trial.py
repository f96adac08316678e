"""Records before the reference engine: what the solver believes is only said once a real case has shown it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

from pydantic import ValidationError

from riskscreen.engines.base import Outcome, Verdict
from riskscreen.engines.reference import ReferenceEngine
from riskscreen.facts.case import Case
from riskscreen.facts.extract import project_case
from riskscreen.facts.market import batch_cases
from riskscreen.facts.taxonomy import Taxonomy
from riskscreen.model.project import Project
from riskscreen.rulebook.book import Rule

JUDGED = "id-judged"
"""The organisation that made-up batches are about."""

Verdicts: TypeAlias = Mapping[str, Outcome]
"""Outcomes by the rules' full names."""

Shows: TypeAlias = Callable[[Verdicts], bool]
"""Whether a case shows what it was made for."""


@dataclass(frozen=True, slots=True)
class Witness:
    """Project records that can be screened, and the verdicts on their case."""

    subject: str
    records: tuple[dict[str, Any], ...]
    verdicts: Verdicts


class Trial:
    """Judges cases by all rules at once."""

    def __init__(self, rules: Sequence[Rule], taxonomy: Taxonomy) -> None:
        self._taxonomy = taxonomy
        self._engine = ReferenceEngine([rule.engine_rule for rule in rules])
        self._names: dict[str, list[str]] = {}
        for rule in rules:
            self._names.setdefault(rule.file.subject, []).append(rule.full_name)

    def verdicts(self, case: Case) -> Verdicts:
        """The outcomes of all rules on the case's kind of subject."""
        outcomes = self._engine.judge(case).outcomes
        return dict(zip(self._names.get(case.subject, ()), outcomes, strict=True))

    def witness(self, subject: str, records: Sequence[dict[str, Any]]) -> Witness | None:
        """The case of made-up records, judged; None if they are no valid records."""
        try:
            projects = [Project.model_validate(record) for record in records]
        except ValidationError:
            return None
        if subject == "project":
            case = project_case(projects[0], self._taxonomy)
        else:
            cases = batch_cases(projects, self._taxonomy)
            case = next(case for case in cases if case.subject == subject and case.id in (JUDGED, "market"))
        return Witness(subject, tuple(records), self.verdicts(case))


def shows(flagged: Sequence[str] = (), clear: Sequence[str] = (), in_scope: bool = False) -> Shows:
    """That the first rules are flagged and the others clear, within their scope if that is asked for."""

    def shown(verdicts: Verdicts) -> bool:
        return all(verdicts[name].verdict is Verdict.FLAGGED for name in flagged) and all(
            verdicts[name].verdict is Verdict.CLEAR and (verdicts[name].in_scope or not in_scope) for name in clear
        )

    return shown
