"""What an engine said can be told again without judging again."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import pytest

from riskscreen.engines.base import Evaluation, Outcome, Verdict
from riskscreen.engines.recorded import Recording
from riskscreen.facts.case import Case


class _Counting:
    name = "counting"
    asked = 0
    closed = False

    def evaluate(self, cases: Iterable[Case]) -> Iterator[Evaluation]:
        for _ in cases:
            self.asked += 1
            yield Evaluation((Outcome(Verdict.CLEAR),) * self.asked)

    def close(self) -> None:
        self.closed = True


def _cases(count: int) -> list[Case]:
    return [Case("project", str(number), (), {}) for number in range(count)]


def test_every_question_is_answered_again_alike_and_the_engine_is_not_asked() -> None:
    engine = _Counting()
    recording = Recording(engine)
    first, second = list(recording.evaluate(_cases(2))), list(recording.evaluate(_cases(3)))
    retold = recording.retold()
    assert (list(retold.evaluate(_cases(2))), list(retold.evaluate(_cases(3)))) == (first, second)
    assert (retold.name, engine.asked) == ("counting", 5)


def test_other_cases_than_those_recorded_are_an_error() -> None:
    recording = Recording(_Counting())
    list(recording.evaluate(_cases(2)))
    with pytest.raises(ValueError, match="argument"):
        list(recording.retold().evaluate(_cases(1)))


def test_closing_the_recording_closes_the_engine() -> None:
    engine = _Counting()
    recording = Recording(engine)
    recording.close()
    recording.retold().close()
    assert engine.closed
