"""A worker process: reads cases from its standard input and writes answers to its standard output.

What goes back and forth is kept small: plain tuples of the rows that rules look at, and a number for every
outcome that has no bindings.
"""

from __future__ import annotations

import os
import pickle
import sys
from collections.abc import Collection, Mapping
from contextlib import suppress
from typing import Any, TypeAlias

from riskscreen.engines.base import CLEAR, OUT_OF_SCOPE, UNKNOWN, Binding, Failure, Outcome, Verdict
from riskscreen.engines.durable.compile import Judgement
from riskscreen.engines.durable.encoding import Unencodable
from riskscreen.engines.durable.judge import Judge
from riskscreen.engines.durable.session import SessionFailed
from riskscreen.facts.case import Case, Rows
from riskscreen.lang.vocabulary import Row

PackedCase: TypeAlias = tuple[str, Row, dict[str, tuple[tuple[Row, ...], bool]]]
PackedOutcome: TypeAlias = int | tuple[Binding, ...]
Answer: TypeAlias = list[PackedOutcome] | Failure
"""A case's outcomes, or why there are none."""

READY = "ready"

_WITHOUT_BINDINGS = (CLEAR, OUT_OF_SCOPE, UNKNOWN)
_NUMBERS = {outcome: number for number, outcome in enumerate(_WITHOUT_BINDINGS)}


def pack_case(case: Case, needed: Collection[str]) -> PackedCase:
    """The case with the relations that are needed, in types that any process knows."""
    relations = {
        name: (tuple(map(tuple, rows.rows)), rows.complete) for name, rows in case.relations.items() if name in needed
    }
    return case.subject, tuple(case.root), relations


def unpack_outcomes(answer: Answer) -> tuple[Outcome, ...] | Failure:
    """The outcomes of an answer."""
    if isinstance(answer, Failure):
        return answer
    return tuple(
        [
            _WITHOUT_BINDINGS[packed] if isinstance(packed, int) else Outcome(Verdict.FLAGGED, packed)
            for packed in answer
        ]
    )


def main() -> None:
    """Judge until standard input ends. The first thing read are the judgements, then lists of cases."""
    requests = sys.stdin.buffer
    # what a C library may print must not get between the answers
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    judgements: Mapping[str, Judgement] = pickle.load(requests)  # noqa: S301  # written by the parent process
    try:
        judges = {subject: Judge(judgement) for subject, judgement in judgements.items()}
    except Exception as error:  # whatever it is, the parent process reports it
        _send(answers, f"{type(error).__name__}: {error}")
        return
    # without a parent process there is nobody to judge for, or to complain to
    with suppress(EOFError, BrokenPipeError):
        _send(answers, READY)
        while True:
            for case in pickle.load(requests):  # noqa: S301  # written by the parent process
                _send(answers, _answer(judges, case))


def _send(answers: Any, message: object) -> None:
    pickle.dump(message, answers, pickle.HIGHEST_PROTOCOL)
    answers.flush()


def _answer(judges: Mapping[str, Judge], packed: PackedCase) -> Answer:
    subject, root, relations = packed
    judge = judges.get(subject)
    if judge is None:
        return []
    case = Case(subject, "", root, {name: Rows(rows, complete) for name, (rows, complete) in relations.items()})
    try:
        outcomes = judge.outcomes(case)
    except Unencodable as reason:
        return Failure(str(reason), reason.zh)
    except SessionFailed as reason:
        return Failure(f"durable-rules failed: {reason}", f"durable-rules出错（{reason}）")
    except Exception as error:  # a fault of ours costs a case, not the run
        said = f"{type(error).__name__}: {error}"
        return Failure(f"internal error: {said}", f"程序内部错误（{said}）")
    return [_NUMBERS.get(outcome, outcome.bindings) for outcome in outcomes]
