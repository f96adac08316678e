"""Worker processes whose death is survived: durable-rules can take down the process it runs in.

Every worker is a fresh interpreter, fed with short lists of cases and answering case by case, so that it is known
which case it was at when it died. That case fails; a new process goes on with the rest.
"""

from __future__ import annotations

import pickle
import signal
import subprocess
import sys
import time
import weakref
from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future
from contextlib import suppress
from itertools import islice
from queue import SimpleQueue
from threading import Lock, Thread
from typing import Any, TypeAlias

from riskscreen.engines.base import Failure
from riskscreen.engines.durable.compile import Judgement
from riskscreen.engines.durable.worker import READY, Answer, PackedCase
from riskscreen.errors import RiskscreenError

CASES_AT_A_TIME = 8
LISTS_AHEAD = 2
"""Lists of cases that wait for each worker, beside the one it is at."""

ANSWER_SECONDS = 120.0
"""A case that takes longer hangs; cases take milliseconds."""

START_SECONDS = 120.0
"""The same for a process that starts."""

CHECK_SECONDS = 0.5
STARTS = 3
"""Attempts at starting a process before the engine gives up."""

# Not multiprocessing: its new processes run the caller's main module again, which ends a script that has no guard.
_BOOT = (
    "import signal; signal.signal(signal.SIGINT, signal.SIG_IGN)\n"
    "import pickle, sys; sys.path = pickle.load(sys.stdin.buffer)\n"
    "from riskscreen.engines.durable.worker import main; main()"
)

Task: TypeAlias = tuple[Sequence[PackedCase], "Future[list[Answer]]"]


class WorkersBroken(RiskscreenError):
    """No worker process can be started."""


class _WorkerDied(Exception):
    """A process ended, or was ended, before it answered; ``zh`` says why in Chinese."""

    def __init__(self, en: str, zh: str) -> None:
        super().__init__(en)
        self.zh = zh


class WorkerPool:
    """Judges cases in ``jobs`` processes, which are started when they are first needed."""

    def __init__(self, judgements: Mapping[str, Judgement], jobs: int) -> None:
        setup = pickle.dumps(sys.path) + pickle.dumps(dict(judgements), pickle.HIGHEST_PROTOCOL)
        self._tasks: SimpleQueue[Task | None] = SimpleQueue()
        self._workers = [_Worker(setup) for _ in range(jobs)]
        self._threads: list[Thread] = []
        # should nobody close the pool, its processes end with it all the same
        self._end = weakref.finalize(self, _end, self._workers, self._tasks)

    @property
    def deaths(self) -> int:
        """How many processes have died so far."""
        return sum(worker.deaths for worker in self._workers)

    @property
    def process_ids(self) -> list[int]:
        """The operating system's ids of the processes that run now."""
        return [pid for worker in self._workers if (pid := worker.process_id) is not None]

    def answers(self, cases: Iterable[PackedCase]) -> Iterator[Answer]:
        """The answer to each case, in order. Raises :class:`WorkersBroken`."""
        self._start()
        ahead = len(self._workers) * (1 + LISTS_AHEAD)
        source = iter(cases)
        waiting: deque[Future[list[Answer]]] = deque()
        try:
            while True:
                while len(waiting) < ahead and (some := list(islice(source, CASES_AT_A_TIME))):
                    waiting.append(Future())
                    self._tasks.put((some, waiting[-1]))
                if not waiting:
                    return
                yield from self._result(waiting.popleft())
        finally:
            for future in waiting:
                future.cancel()

    def close(self) -> None:
        """End all processes. Can be called again."""
        self._end()
        for thread in self._threads:
            thread.join()

    def _start(self) -> None:
        if not self._end.alive:
            raise ValueError("the engine is closed")
        if not self._threads:
            self._threads = [Thread(target=_serve, args=(w, self._tasks), daemon=True) for w in self._workers]
            for thread in self._threads:
                thread.start()

    def _result(self, future: Future[list[Answer]]) -> list[Answer]:
        while True:
            try:
                return future.result(timeout=CHECK_SECONDS)
            except TimeoutError:
                for worker in self._workers:
                    worker.end_if_hanging()


def _end(workers: Iterable[_Worker], tasks: SimpleQueue[Task | None]) -> None:
    for worker in workers:
        worker.stop()
        tasks.put(None)


def _serve(worker: _Worker, tasks: SimpleQueue[Task | None]) -> None:
    """A thread's work: hand lists of cases to one worker."""
    while (task := tasks.get()) is not None:
        cases, future = task
        if future.set_running_or_notify_cancel():
            try:
                future.set_result(worker.judge(cases))
            except Exception as error:  # whatever it is, it is for the one who waits for the result
                future.set_exception(error)
    worker.bury()


class _Worker:
    """One process after the other, each judging what it is given until it dies."""

    def __init__(self, setup: bytes) -> None:
        self._setup = setup
        self._process: subprocess.Popen[bytes] | None = None
        self._starting = Lock()
        self._stopped = False
        self._deadline: float | None = None
        self.deaths = 0

    @property
    def process_id(self) -> int | None:
        """The running process's id."""
        process = self._process
        return process.pid if process else None

    def judge(self, cases: Sequence[PackedCase]) -> list[Answer]:
        """An answer to each case; one at which the process died is answered with the reason."""
        answers: list[Answer] = []
        while len(answers) < len(cases):
            self._give(cases[len(answers) :])
            try:
                while len(answers) < len(cases):
                    answers.append(self._receive(ANSWER_SECONDS))
            except _WorkerDied as death:
                self.deaths += 1
                answers.append(Failure(str(death), death.zh))
        return answers

    def stop(self) -> None:
        """End the process, and start no other."""
        with self._starting:
            self._stopped = True
            if self._process:
                self._process.kill()

    def end_if_hanging(self) -> None:
        """End the process if it has been at one case for too long."""
        deadline, process = self._deadline, self._process
        if deadline is not None and process is not None and time.monotonic() > deadline:
            process.kill()

    def bury(self) -> int | None:
        """Wait for the end of a process that has been ended, and forget it; its exit code."""
        process, self._process = self._process, None
        if process is None:
            return None
        process.kill()
        with process, suppress(OSError):
            assert process.stdin  # noqa: S101  # it was opened with a pipe
            process.stdin.close()
        return process.returncode

    def _give(self, cases: Sequence[PackedCase]) -> None:
        """Hand over the cases. A process that died while it had nothing to do is replaced: no case was hurt."""
        message = pickle.dumps(list(cases), pickle.HIGHEST_PROTOCOL)
        for _ in range(STARTS):
            if self._process is None:
                self._start()
            try:
                self._write(message)
            except _WorkerDied:
                self.deaths += 1
            else:
                return
        raise WorkersBroken("the worker processes of durable-rules die before they can do anything")

    def _start(self) -> None:
        for _ in range(STARTS):
            with self._starting:
                if self._stopped:
                    raise WorkersBroken("the engine was closed")
                self._process = subprocess.Popen(  # noqa: S603  # this interpreter, with a text of our own
                    [sys.executable, "-c", _BOOT], stdin=subprocess.PIPE, stdout=subprocess.PIPE
                )
            try:
                self._write(self._setup)
                answer = self._receive(START_SECONDS)
            except _WorkerDied as death:
                reason = str(death)
                continue
            if answer == READY:
                return
            reason = str(answer)
            self.bury()
            break
        raise WorkersBroken(f"no worker process of durable-rules can be started: {reason}; use --engine reference")

    def _write(self, message: bytes) -> None:
        process = self._process
        assert process is not None and process.stdin is not None  # noqa: S101, PT018  # it was started with a pipe
        try:
            process.stdin.write(message)
            process.stdin.flush()
        except OSError:
            raise self._death() from None

    def _receive(self, seconds: float) -> Any:
        process = self._process
        assert process is not None and process.stdout is not None  # noqa: S101, PT018  # it was started with a pipe
        self._deadline = deadline = time.monotonic() + seconds
        try:
            return pickle.load(process.stdout)  # noqa: S301  # written by a process of ours
        except (EOFError, OSError, pickle.UnpicklingError):
            late = time.monotonic() > deadline
            raise self._death(seconds if late else None) from None
        finally:
            self._deadline = None

    def _death(self, waited: float | None = None) -> _WorkerDied:
        """How the process ended; ``waited``: the seconds after which it was ended because it did not answer."""
        if self._process:
            with suppress(subprocess.TimeoutExpired):  # its pipe ended, so that it is about to end too
                self._process.wait(timeout=1)
        code = self.bury()
        if waited is not None:
            return _WorkerDied(
                f"no answer from durable-rules within {waited:g} seconds", f"durable-rules在{waited:g}秒内未作答"
            )
        if code is not None and code < 0:
            how = how_zh = signal.Signals(-code).name
        else:
            how, how_zh = f"exit code {code}", f"退出码{code}"
        return _WorkerDied(
            f"the worker process of durable-rules died ({how})", f"durable-rules的工作进程意外退出（{how_zh}）"
        )
