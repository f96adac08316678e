"""The properties a rule can declare, and how a case and its change can break one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias, get_args

from riskscreen.engines.base import Verdict
from riskscreen.model.rule import Direction, Invariance, RuleHead
from riskscreen.rulebook.yaml_source import DataPath

INVARIANCES: tuple[Invariance, ...] = get_args(Invariance)
DIRECTIONS: tuple[Direction, ...] = get_args(Direction)


@dataclass(frozen=True, slots=True)
class Invariant:
    """A relation of ``invariant_under``."""

    relation: Invariance

    def __str__(self) -> str:
        return self.relation

    def path(self, file: RuleHead) -> DataPath | None:
        """Where the rule declares it; None if it does not."""
        if self.relation not in file.invariant_under:
            return None
        return ("invariant_under", file.invariant_under.index(self.relation))

    @property
    def opposite(self) -> None:
        """There is none."""
        return None


@dataclass(frozen=True, slots=True)
class Worse:
    """An entry of ``worse_when``."""

    value: str
    direction: Direction

    def __str__(self) -> str:
        return f"{self.value} {self.direction}"

    def path(self, file: RuleHead) -> DataPath | None:
        """Where the rule declares it; None if it does not."""
        return ("worse_when", self.value) if file.worse_when.get(self.value) == self.direction else None

    @property
    def opposite(self) -> Worse:
        """The other direction."""
        return Worse(self.value, "falls" if self.direction == "rises" else "rises")


Property: TypeAlias = Invariant | Worse


def breaks_direction(kind: str, before: Verdict, after: Verdict) -> bool:
    """Whether a verdict moved the wrong way when something got worse: a flag went, or a protective factor came."""
    wrong = (before, after) if kind != "protective" else (after, before)
    return wrong[0] is Verdict.FLAGGED and wrong[1] is not Verdict.FLAGGED
