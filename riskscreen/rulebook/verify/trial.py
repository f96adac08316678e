"""Records before the reference engine: what the solver believes is only said once a real case has shown it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from riskscreen.engines.base import EngineRule, Verdict
from riskscreen.engines.reference import ReferenceEngine
from riskscreen.facts.case import Case
from riskscreen.facts.taxonomy import Taxonomy
from riskscreen.lang.tree import Query
from riskscreen.rulebook.cases import case_of, members_of

JUDGED = "id-judged"
"""The organisation that made-up batches are about."""


@dataclass(frozen=True, slots=True)
class Claim:
    """That some queries are flagged and others are clear on the same case, all of one subject.

    ``in_scope``: the clear ones are looked at and clear, not merely out of their scope.
    """

    flagged: tuple[Query, ...] = ()
    clear: tuple[Query, ...] = ()
    in_scope: bool = False

    @property
    def queries(self) -> tuple[Query, ...]:
        """All queries of the claim."""
        return (*self.flagged, *self.clear)


class ClaimJudge:
    """Says by the reference engine whether a claim is true of a case."""

    def __init__(self, claim: Claim) -> None:
        self._claim = claim
        self._engine = ReferenceEngine([EngineRule(str(place), query) for place, query in enumerate(claim.queries)])

    def holds_of(self, case: Case) -> bool:
        """Whether the case shows the claim."""
        outcomes = self._engine.judge(case).outcomes
        flagged = len(self._claim.flagged)
        return all(outcome.verdict is Verdict.FLAGGED for outcome in outcomes[:flagged]) and all(
            outcome.verdict is Verdict.CLEAR and (outcome.in_scope or not self._claim.in_scope)
            for outcome in outcomes[flagged:]
        )


@dataclass(frozen=True, slots=True)
class Witness:
    """Project records that can be screened, and the case that is judged in them."""

    records: tuple[dict[str, Any], ...]
    case: Case


def witness_of(subject: str, records: Sequence[dict[str, Any]], taxonomy: Taxonomy) -> Witness | None:
    """The case of made-up records; None if they are no valid records."""
    members = members_of(records)
    case = None if members is None else case_of(subject, members, taxonomy, JUDGED)
    return None if case is None else Witness(tuple(records), case)
