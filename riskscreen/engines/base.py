"""What every engine takes and gives: checked queries and cases in, verdicts and true bindings out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Protocol, TypeAlias

from riskscreen.facts.case import Case
from riskscreen.lang.tree import Query


class Verdict(StrEnum):
    """The three values. A flag is a reason to look, never a finding of wrongdoing."""

    FLAGGED = "flagged"
    CLEAR = "clear"
    UNKNOWN = "unknown"


Binding: TypeAlias = tuple[int, tuple[int, ...]]
"""An alternative's position in the rule, and the row position bound to each of its patterns."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """A rule's verdict on a case. ``bindings`` are all true ones, sorted; empty unless flagged.

    ``in_scope`` is False where the rule's scope is known to be false: then the verdict is clear.
    """

    verdict: Verdict
    bindings: tuple[Binding, ...] = ()
    in_scope: bool = True


OUT_OF_SCOPE = Outcome(Verdict.CLEAR, in_scope=False)
CLEAR = Outcome(Verdict.CLEAR)
UNKNOWN = Outcome(Verdict.UNKNOWN)


@dataclass(frozen=True, slots=True)
class EngineRule:
    """A rule as engines see it. ``code`` is the full name, ``pack/CODE``."""

    code: str
    query: Query


@dataclass(frozen=True, slots=True)
class Evaluation:
    """All outcomes on a case, in the order of the rules whose subject is the case's.

    ``disputed`` lists, for people, what did not go as it should: a rule on which two engines differ, a worker
    that died and whose case another engine had to judge.
    """

    outcomes: tuple[Outcome, ...]
    disputed: tuple[Dispute, ...] = ()


@dataclass(frozen=True, slots=True)
class Dispute:
    """One thing engines did not agree on. ``code`` is empty where the whole case is concerned.

    ``reason`` is in English, ``reason_zh`` the same in Chinese.
    """

    code: str
    reason: str
    reason_zh: str = field(default="", compare=False)

    def in_language(self, lang: str) -> str:
        """The reason in ``en`` or ``zh``."""
        return (self.reason_zh or self.reason) if lang == "zh" else self.reason


@dataclass(frozen=True, slots=True)
class Failure:
    """An engine could not judge a case at all, because … (in English, and the same in Chinese)."""

    reason: str
    reason_zh: str = field(default="", compare=False)


class Engine(Protocol):
    """Judges cases by a fixed list of rules."""

    name: str

    def evaluate(self, cases: Iterable[Case]) -> Iterator[Evaluation]:
        """One evaluation a case, in the order of the cases."""
        ...

    def close(self) -> None:
        """Give back processes and memory. The engine cannot be used afterwards."""
        ...
