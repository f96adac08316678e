"""Worker processes: their death, their silence, their end."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from textwrap import dedent

import pytest

from riskscreen.engines.base import Evaluation, Failure, Verdict
from riskscreen.engines.durable import DurableEngine, processes
from riskscreen.facts.case import Case
from tests.support.engines import case, rule
from tests.support.needs import needs_durable

pytestmark = needs_durable

RULES = [rule("project.service_staff >= $least", code="test/R1", least=50), rule({"p": "payment"}, code="test/R2")]
CASES = 100


@pytest.fixture
def engine() -> Iterator[DurableEngine]:
    with DurableEngine(RULES, jobs=2) as made:
        yield made


def numbered(count: int = CASES) -> Iterator[Case]:
    for number in range(count):
        yield case({"service_staff": number}, payment=[])


def expected(number: int) -> list[Verdict]:
    return [Verdict.FLAGGED if number >= 50 else Verdict.CLEAR, Verdict.CLEAR]


def check(answers: list[Evaluation | Failure], count: int = CASES) -> list[Failure]:
    """Every case is answered, in its place; the failures."""
    assert len(answers) == count
    for number, answer in enumerate(answers):
        if isinstance(answer, Evaluation):
            assert [outcome.verdict for outcome in answer.outcomes] == expected(number)
    return [answer for answer in answers if isinstance(answer, Failure)]


def is_running(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def has_ended(pid: int) -> bool:
    """Whether a process, which need not be our child, has ended, even if nobody has asked how yet."""
    status = Path(f"/proc/{pid}/stat")
    return not is_running(pid) or (status.exists() and status.read_text().rpartition(")")[2].split()[0] == "Z")


def wait_until_ended(pids: list[int]) -> None:
    deadline = time.monotonic() + 10
    while not all(map(has_ended, pids)):
        assert time.monotonic() < deadline, "a worker process outlived its engine"
        time.sleep(0.01)


def test_all_cases_are_answered_in_order_and_the_engine_can_be_asked_again(engine: DurableEngine) -> None:
    for _ in range(2):
        assert check(list(engine.evaluate(numbered()))) == []
    assert engine.deaths == 0


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGSEGV])
def test_a_worker_that_dies_costs_one_case(how: signal.Signals) -> None:
    answers: list[Evaluation | Failure] = []
    with DurableEngine(RULES) as engine:
        for answer in engine.evaluate(numbered(1000)):
            if len(answers) in (10, 300):
                (pid,) = engine.process_ids
                os.kill(pid, how)
            answers.append(answer)
        failures = check(answers, 1000)
        # a worker that happened to have nothing to do when it was killed hurts no case
        assert len(failures) <= engine.deaths == 2
        assert all(how.name in failure.reason for failure in failures)


def test_a_worker_killed_at_a_case_gives_that_case_as_failed() -> None:
    with DurableEngine(RULES) as engine:
        list(engine.evaluate(numbered(1)))
        (pid,) = engine.process_ids
        os.kill(pid, signal.SIGSTOP)
        answers = engine.evaluate(case_then_kill(pid))
        failures = check(list(answers), 20)
        assert [failure.reason for failure in failures] == ["the worker process of durable-rules died (SIGKILL)"]
        assert engine.deaths == 1


def case_then_kill(pid: int) -> Iterator[Case]:
    """Cases of which the stopped worker has received some when it is killed."""
    for number, one in enumerate(numbered(20)):
        if number == 2 * processes.CASES_AT_A_TIME:
            time.sleep(0.2)
            os.kill(pid, signal.SIGKILL)
        yield one


def test_a_worker_that_is_silent_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(processes, "ANSWER_SECONDS", 1.0)
    monkeypatch.setattr(processes, "CHECK_SECONDS", 0.05)
    with DurableEngine(RULES) as engine:
        list(engine.evaluate(numbered(1)))
        os.kill(engine.process_ids[0], signal.SIGSTOP)
        (failure,) = check(list(engine.evaluate(numbered())))
        assert "no answer from durable-rules within" in failure.reason


def test_a_value_out_of_range_fails_its_case_alone(engine: DurableEngine) -> None:
    cases = [*numbered(3), case({"service_staff": 2**53}, payment=[]), *list(numbered(5))[4:]]
    (failure,) = check(list(engine.evaluate(cases)), 5)
    assert "project.service_staff: 9007199254740992" in failure.reason


def test_cases_are_read_as_they_are_needed(engine: DurableEngine) -> None:
    taken = 0

    def endless() -> Iterator[Case]:
        nonlocal taken
        while True:
            taken += 1
            yield case({"service_staff": taken}, payment=[])

    answers = engine.evaluate(endless())
    for _ in range(10):
        next(answers)
    assert taken < 100
    # abandoning one evaluation does not disturb the next
    assert check(list(engine.evaluate(numbered()))) == []


def test_closing_ends_the_processes_and_can_be_repeated() -> None:
    engine = DurableEngine(RULES, jobs=2)
    list(engine.evaluate(numbered()))
    pids = engine.process_ids
    assert len(pids) == 2
    engine.close()
    engine.close()
    # no process is left, not even as a zombie
    assert not any(map(is_running, pids))
    with pytest.raises(ValueError, match="closed"):
        list(engine.evaluate(numbered()))


def test_closing_in_the_middle_ends_the_processes() -> None:
    engine = DurableEngine(RULES, jobs=2)
    answers = engine.evaluate(numbered(10_000))
    next(answers)
    pids = engine.process_ids
    engine.close()
    assert not any(map(is_running, pids))


def test_an_engine_that_is_forgotten_takes_its_processes_along() -> None:
    engine = DurableEngine(RULES)
    list(engine.evaluate(numbered()))
    pids = engine.process_ids
    del engine
    wait_until_ended(pids)


def test_workers_that_cannot_start_are_an_error_that_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(processes, "_BOOT", "import sys; sys.exit(3)")
    with (
        DurableEngine(RULES) as engine,
        pytest.raises(processes.WorkersBroken, match=r"exit code 3.*--engine reference"),
    ):
        list(engine.evaluate(numbered()))


def run_script(path: Path, text: str) -> subprocess.Popen[str]:
    path.write_text(dedent(text))
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    return subprocess.Popen(  # noqa: S603  # a script of this test
        [sys.executable, str(path)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=environment,
        start_new_session=True,
    )


def test_a_script_without_a_main_guard_can_use_the_engine(tmp_path: Path) -> None:
    script = """
        from riskscreen.engines.durable import DurableEngine
        from tests.support.engines import case, rule

        print("once")
        engine = DurableEngine([rule("project.showcase")], jobs=2)
        print([answer.outcomes[0].verdict.value for answer in engine.evaluate([case({"showcase": True}), case()])])
    """
    process = run_script(tmp_path / "script.py", script)
    output, errors = process.communicate(timeout=60)
    assert output == "once\n['flagged', 'unknown']\n"
    assert errors == ""


def test_an_interrupt_ends_everything_at_once(tmp_path: Path) -> None:
    script = """
        from itertools import repeat
        from riskscreen.engines.durable import DurableEngine
        from tests.support.engines import case, rule

        engine = DurableEngine([rule("project.showcase")], jobs=2)
        try:
            for number, answer in enumerate(engine.evaluate(repeat(case({"showcase": True})))):
                if number == 20:
                    print(*engine.process_ids, flush=True)
        except KeyboardInterrupt:
            print("interrupted", flush=True)
    """
    process = run_script(tmp_path / "script.py", script)
    assert process.stdout
    pids = [int(pid) for pid in process.stdout.readline().split()]
    assert len(pids) == 2
    assert all(map(is_running, pids))
    os.killpg(process.pid, signal.SIGINT)
    output, errors = process.communicate(timeout=10)
    assert output == "interrupted\n"
    assert errors == ""
    assert process.returncode == 0
    wait_until_ended(pids)


def test_workers_end_when_their_parent_is_killed(tmp_path: Path) -> None:
    script = """
        from itertools import repeat
        from riskscreen.engines.durable import DurableEngine
        from tests.support.engines import case, rule

        engine = DurableEngine([rule("project.showcase")], jobs=2)
        for number, answer in enumerate(engine.evaluate(repeat(case({"showcase": True})))):
            if number == 20:
                print(*engine.process_ids, flush=True)
    """
    process = run_script(tmp_path / "script.py", script)
    assert process.stdout
    pids = [int(pid) for pid in process.stdout.readline().split()]
    process.kill()
    _, errors = process.communicate(timeout=10)
    assert errors == ""
    wait_until_ended(pids)
