"""The engine that judges batches in DuckDB, within this process."""

from __future__ import annotations

import gc
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from operator import attrgetter
from typing import Self

import duckdb

from riskscreen.engines.base import EngineRule, Evaluation, Failure, Outcome
from riskscreen.engines.sql.outcomes import outcomes
from riskscreen.engines.sql.plan import Plan, plan
from riskscreen.engines.sql.tables import Unfit, batch_of
from riskscreen.facts.case import Case

DIALECT = "duckdb"
CASES_AT_A_TIME = 8192
ROWS_AT_A_TIME = 800_000
MANY_ROWS = 16
"""Where a case has more rows than these in one relation, joins take like rows for one, which costs time itself."""
_ROWS_OF = attrgetter("rows")


class DuckdbEngine:
    """Judges cases in batches of some thousand, with as many threads as ``jobs``.

    A case with a value that no column can hold gives a :class:`Failure` in its place; the others are not affected.
    """

    name = "duckdb"

    def __init__(self, rules: Sequence[EngineRule], jobs: int = 1) -> None:
        self._threads = jobs
        self._rules: dict[str, list[EngineRule]] = {}
        for rule in rules:
            self._rules.setdefault(rule.query.subject, []).append(rule)
        self._judges: dict[str, _Judge] = {}

    def evaluate(self, cases: Iterable[Case]) -> Iterator[Evaluation | Failure]:
        """An evaluation of each case, or why there is none, in the order of the cases."""
        for batch in _batches(cases):
            yield from self._batch(batch)

    def close(self) -> None:
        """Give back the memory. Can be called again."""
        for judge in self._judges.values():
            judge.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        self.close()

    def _batch(self, cases: Sequence[Case]) -> Iterable[Evaluation | Failure]:
        by_subject: dict[str, list[int]] = {}
        for place, case in enumerate(cases):
            by_subject.setdefault(case.subject, []).append(place)
        answers: dict[int, Evaluation | Failure] = {}
        for subject, places in by_subject.items():
            answers.update(zip(places, self._of(subject, [cases[place] for place in places]), strict=True))
        return map(answers.__getitem__, range(len(cases)))

    def _of(self, subject: str, cases: Sequence[Case]) -> list[Evaluation | Failure]:
        """The evaluations of cases of one subject. Where that fails, halves are tried, until the case is found."""
        try:
            with _collector_paused():
                return list(map(Evaluation, self._judge(subject).outcomes(cases)))
        except (Unfit, duckdb.Error) as error:
            if len(cases) == 1:
                return [_failure(error)]
        middle = len(cases) // 2
        return self._of(subject, cases[:middle]) + self._of(subject, cases[middle:])

    def _judge(self, subject: str) -> _Judge:
        if subject not in self._judges:
            self._judges[subject] = _Judge(subject, self._rules.get(subject, []), self._threads)
        return self._judges[subject]


class _Judge:
    """The rules on one kind of subject, with a database of their own.

    Its tables are Arrow's, which a batch replaces. The texts are planned anew for every batch: DuckDB 1.4 believes in a
    prepared one what the statistics said of the rows that were there when it was prepared, and then answers wrongly.
    """

    def __init__(self, subject: str, rules: Sequence[EngineRule], threads: int) -> None:
        self._plan = partial(plan, subject, rules, DIALECT)
        self._plans: dict[bool, Plan] = {}
        # nothing is ever written to disk, not even what does not fit into memory
        self._database = duckdb.connect(":memory:", config={"threads": threads, "temp_directory": ""})

    def outcomes(self, cases: Sequence[Case]) -> Iterator[tuple[Outcome, ...]]:
        """The outcomes of every case; raises :class:`Unfit`."""
        batch = batch_of(cases, self._planned(crowded=False))
        chosen = self._planned(crowded=batch.most_rows > MANY_ROWS)
        for name, rows in batch.tables.items():
            self._database.register(name, rows)
        try:
            answers = [self._database.execute(text.sql).fetchall() for text in chosen.texts]
        finally:
            for name in batch.tables:
                self._database.unregister(name)
        return outcomes(chosen, answers, len(cases))

    def _planned(self, crowded: bool) -> Plan:
        if crowded not in self._plans:
            self._plans[crowded] = self._plan(crowded=crowded)
        return self._plans[crowded]

    def close(self) -> None:
        """Give back the memory."""
        self._database.close()


@contextmanager
def _collector_paused() -> Iterator[None]:
    """Without the search for cyclic garbage, which goes through all cases again and again.

    A batch makes hundreds of thousands of tuples of numbers, among which there is no cycle: a third of the time.
    """
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


def _batches(cases: Iterable[Case]) -> Iterator[list[Case]]:
    """The cases in batches whose rows are limited too."""
    batch: list[Case] = []
    rows = 0
    for case in cases:
        batch.append(case)
        rows += sum(map(len, map(_ROWS_OF, case.relations.values())))
        if len(batch) == CASES_AT_A_TIME or rows >= ROWS_AT_A_TIME:
            yield batch
            batch, rows = [], 0
    if batch:
        yield batch


def _failure(error: Exception) -> Failure:
    if isinstance(error, Unfit):
        return Failure(
            f"{error} holds a value beyond 37 digits, a text that Unicode does not have, or one of another kind",
            f"{error}的值超出37位数字、不是有效的Unicode文本，或类型不符",
        )
    # the message itself may quote values
    kind = type(error).__name__
    return Failure(f"DuckDB could not run the rules on it ({kind})", f"DuckDB无法对其执行规则（{kind}）")
