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
        dispute = _alone(self._stand_in.name, failure)
        return Evaluation(evaluation.outcomes, (*evaluation.disputed, dispute))


class Comparison:
    """What two engines that were given the same rules do not agree on."""

    def __init__(self, judge: str, witness: str, rules: Sequence[EngineRule]) -> None:
        """``judge`` and ``witness`` are the engines' names; disputes name the rules."""
        self._judge = judge
        self._witness = witness
        self._codes: dict[str, list[str]] = {}
        for rule in rules:
            self._codes.setdefault(rule.query.subject, []).append(rule.code)

    def disputes(self, case: Case, judged: Evaluation, said: Evaluation | Failure) -> Iterator[Dispute]:
        """What the witness said of a case otherwise than the judge, and what it disputes itself."""
        if isinstance(said, Failure):
            yield _alone(self._judge, said)
            return
        yield from said.disputed
        codes = self._codes.get(case.subject, [])
        for code, ours, theirs in zip(codes, judged.outcomes, said.outcomes, strict=True):
            if ours != theirs:
                yield Dispute(code, *_difference(self._judge, ours, self._witness, theirs))


class CheckedEngine:
    """Two engines judge every case. The judge's outcomes stand; what the witness sees otherwise is disputed."""

    name = "checked"

    def __init__(self, judge: Engine, witness: FallibleEngine, rules: Sequence[EngineRule]) -> None:
        """``rules`` are those that both engines were given; disputes name them."""
        self._judge = judge
        self._witness = witness
        self._comparison = Comparison(judge.name, witness.name, rules)

    def evaluate(self, cases: Iterable[Case]) -> Iterator[Evaluation]:
        """One evaluation a case, in the order of the cases."""
        kept, for_witness, for_judge = tee(cases, 3)
        # the witness first: it may work in other processes while the judge works in this one
        answers = zip(kept, self._witness.evaluate(for_witness), self._judge.evaluate(for_judge), strict=True)
        for case, said, judged in answers:
            disputed = (*judged.disputed, *self._comparison.disputes(case, judged, said))
            yield Evaluation(judged.outcomes, disputed) if disputed else judged

    def close(self) -> None:
        """Close both engines."""
        self._witness.close()
        self._judge.close()


def _alone(engine: str, failure: Failure) -> Dispute:
    return Dispute(
        "",
        f"judged by the {engine} engine alone: {failure.reason}",
        f"仅由{engine}引擎判定：{failure.reason_zh or failure.reason}",
    )


def _difference(judge: str, ours: Outcome, witness: str, theirs: Outcome) -> tuple[str, str]:
    """What two engines do not agree on, in plain words of both languages."""
    if _words(ours) != _words(theirs):
        (en, zh), (other_en, other_zh) = _words(ours), _words(theirs)
        return (
            f"the {judge} engine says {en}, the {witness} engine {other_en}",
            f"{judge}引擎判定为{zh}，{witness}引擎判定为{other_zh}",
        )
    here, there = set(ours.bindings), set(theirs.bindings)
    en, zh = _words(ours)
    return (
        f"both engines say {en}, but on different rows "
        f"(matches only {judge} finds: {len(here - there)}; only {witness}: {len(there - here)})",
        f"两个引擎均判定为{zh}，但所依据的记录不同"
        f"（仅{judge}引擎匹配{len(here - there)}处，仅{witness}引擎匹配{len(there - here)}处）",
    )


_IN_CHINESE = {Verdict.FLAGGED: "命中", Verdict.CLEAR: "未命中", Verdict.UNKNOWN: "无法判断"}


def _words(outcome: Outcome) -> tuple[str, str]:
    if outcome.verdict is Verdict.CLEAR and not outcome.in_scope:
        return "out of scope", "不适用"
    return str(outcome.verdict), _IN_CHINESE[outcome.verdict]
