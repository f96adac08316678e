"""Two engines, neither of which is trusted alone."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import tee
from typing import Protocol

from riskscreen.engines.base import Dispute, Engine, EngineRule, Evaluation, Failure, Outcome, Verdict
from riskscreen.facts.case import Case


class FallibleEngine(Protocol):
    """An engine that may be unable to judge a case. Every engine is one that never fails."""

    name: str

    def evaluate(self, cases: Iterable[Case]) -> Iterator[Evaluation] | Iterator[Evaluation | Failure]:
        """One answer a case, in the order of the cases."""
        ...

    def close(self) -> None:
        """Give back processes and memory."""
        ...


class CoveredEngine:
    """A fallible engine and one that stands in where it fails. Each case so judged is listed as disputed."""

    def __init__(self, engine: FallibleEngine, stand_in: Engine) -> None:
        self.name = engine.name
        self._engine = engine
        self._stand_in = stand_in

    def evaluate(self, cases: Iterable[Case]) -> Iterator[Evaluation]:
        """One evaluation a case, in the order of the cases."""
        kept, asked = tee(cases)
        for case, answer in zip(kept, self._engine.evaluate(asked), strict=True):
            yield self._cover(case, answer) if isinstance(answer, Failure) else answer

    def close(self) -> None:
        """Close both engines."""
        self._engine.close()
        self._stand_in.close()

    def _cover(self, case: Case, failure: Failure) -> Evaluation:
        (evaluation,) = self._stand_in.evaluate([case])
        dispute = Dispute("", f"judged by the {self._stand_in.name} engine alone: {failure.reason}")
        return Evaluation(evaluation.outcomes, (*evaluation.disputed, dispute))


class CheckedEngine:
    """Two engines judge every case. The judge's outcomes stand; what the witness sees otherwise is disputed."""

    name = "checked"

    def __init__(self, judge: Engine, witness: FallibleEngine, rules: Sequence[EngineRule]) -> None:
        """``rules`` are those that both engines were given; disputes name them."""
        self._judge = judge
        self._witness = witness
        self._codes: dict[str, list[str]] = {}
        for rule in rules:
            self._codes.setdefault(rule.query.subject, []).append(rule.code)

    def evaluate(self, cases: Iterable[Case]) -> Iterator[Evaluation]:
        """One evaluation a case, in the order of the cases."""
        kept, for_witness, for_judge = tee(cases, 3)
        # the witness first: it may work in other processes while the judge works in this one
        answers = zip(kept, self._witness.evaluate(for_witness), self._judge.evaluate(for_judge), strict=True)
        for case, said, judged in answers:
            disputed = (*judged.disputed, *self._disputes(case, judged, said))
            yield Evaluation(judged.outcomes, disputed) if disputed else judged

    def close(self) -> None:
        """Close both engines."""
        self._witness.close()
        self._judge.close()

    def _disputes(self, case: Case, judged: Evaluation, said: Evaluation | Failure) -> Iterator[Dispute]:
        if isinstance(said, Failure):
            yield Dispute("", f"judged by the {self._judge.name} engine alone: {said.reason}")
            return
        yield from said.disputed
        codes = self._codes.get(case.subject, [])
        for code, ours, theirs in zip(codes, judged.outcomes, said.outcomes, strict=True):
            if ours != theirs:
                yield Dispute(code, _difference(self._judge.name, ours, self._witness.name, theirs))


def _difference(judge: str, ours: Outcome, witness: str, theirs: Outcome) -> str:
    """What two engines do not agree on, in plain words."""
    if _words(ours) != _words(theirs):
        return f"the {judge} engine says {_words(ours)}, the {witness} engine {_words(theirs)}"
    here, there = set(ours.bindings), set(theirs.bindings)
    return (
        f"both engines say {_words(ours)}, but on different rows "
        f"(matches only {judge} finds: {len(here - there)}; only {witness}: {len(there - here)})"
    )


def _words(outcome: Outcome) -> str:
    return "out of scope" if outcome.verdict is Verdict.CLEAR and not outcome.in_scope else str(outcome.verdict)
