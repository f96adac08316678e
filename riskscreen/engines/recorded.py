"""What an engine says, written down, so that it can be told again: in another language, without judging twice."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from riskscreen.engines.base import Engine, Evaluation
from riskscreen.facts.case import Case


class Recording:
    """An engine whose evaluations are remembered, one list for each time it is asked."""

    def __init__(self, engine: Engine) -> None:
        self.name = engine.name
        self._engine = engine
        self._said: list[list[Evaluation]] = []

    def evaluate(self, cases: Iterable[Case]) -> Iterator[Evaluation]:
        """The engine's evaluations."""
        said: list[Evaluation] = []
        self._said.append(said)
        for evaluation in self._engine.evaluate(cases):
            said.append(evaluation)
            yield evaluation

    def close(self) -> None:
        """Close the engine; what it said stays."""
        self._engine.close()

    def retold(self) -> Retold:
        """An engine that says the same again."""
        return Retold(self.name, self._said)


class Retold:
    """Repeats a recording. It must be asked about the same cases in the same order."""

    def __init__(self, name: str, said: Iterable[list[Evaluation]]) -> None:
        self.name = name
        self._said = iter(said)

    def evaluate(self, cases: Iterable[Case]) -> Iterator[Evaluation]:
        """The evaluations of the recording, one a case."""
        for _, evaluation in zip(cases, next(self._said), strict=True):
            yield evaluation

    def close(self) -> None:
        """There is nothing to give back."""
