"""The engine that judges in durable-rules."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Self

from riskscreen.engines.base import EngineRule, Evaluation, Failure
from riskscreen.engines.durable.availability import durable_available
from riskscreen.engines.durable.compile import compile_rules
from riskscreen.engines.durable.processes import WorkerPool
from riskscreen.engines.durable.worker import pack_case, unpack_outcomes
from riskscreen.errors import UsageError
from riskscreen.facts.case import Case


class DurableEngine:
    """Judges cases with durable-rules, in ``jobs`` worker processes.

    A case that it cannot judge (its worker died or hung, a value is out of range) gives a :class:`Failure` in its
    place; the others are not affected.
    """

    name = "durable"

    def __init__(self, rules: Sequence[EngineRule], jobs: int = 1) -> None:
        """Raises :class:`UsageError` if durable-rules cannot be imported or cannot run a rule."""
        missing = durable_available()
        if missing:
            raise UsageError(missing)
        judgements = compile_rules(rules)
        self._needed = {subject: judgement.needed for subject, judgement in judgements.items()}
        self._pool = WorkerPool(judgements, jobs)

    @property
    def deaths(self) -> int:
        """How many worker processes have died so far."""
        return self._pool.deaths

    @property
    def process_ids(self) -> list[int]:
        """The operating system's ids of the worker processes that run now."""
        return self._pool.process_ids

    def evaluate(self, cases: Iterable[Case]) -> Iterator[Evaluation | Failure]:
        """An evaluation of each case, or why there is none, in the order of the cases."""
        packed = (pack_case(case, self._needed.get(case.subject, ())) for case in cases)
        for answer in self._pool.answers(packed):
            outcomes = unpack_outcomes(answer)
            yield outcomes if isinstance(outcomes, Failure) else Evaluation(outcomes)

    def close(self) -> None:
        """End the worker processes. Can be called again."""
        self._pool.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        self.close()
