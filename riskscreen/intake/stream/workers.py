"""Processes that take one part after another, and then do what there is to do with all of them.

A process that ends before its time loses what it had counted: its parts are given to the others again, as far as they
can be read again. Where that is not possible, the run ends with an error: never with a part of the results.
"""

from __future__ import annotations

import gc
import multiprocessing
import signal
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from typing import Any, Generic, Protocol, TypeVar

from riskscreen.errors import RiskscreenError
from riskscreen.intake.stream.parts import FilePart, Part

Note = TypeVar("Note", covariant=True)
Total = TypeVar("Total", covariant=True)

_AHEAD = 2
"""Parts that a process is given at a time: one to work on and one to go on with."""

_NOTE, _ERROR, _END = "note", "error", "end"
_NO_MORE = object()


class WorkersLost(RiskscreenError):
    """A process ended before its time, and what it did cannot be done again."""


class Worker(Protocol[Note, Total]):
    """What is done with parts: each is taken, then the total is told, then the results are told in an order."""

    def take(self, place: int, part: Part) -> Note:
        """Count a part; the note is for the caller. ``place`` is that of the part among all."""
        ...

    def total(self) -> Total:
        """What all parts taken come to."""
        ...

    def results(self, order: Any) -> Iterator[Any]:
        """What the order asks for, piece by piece."""
        ...


class Crew(Generic[Note, Total]):
    """One worker in this process, or several in processes of their own."""

    def __init__(self, hire: Callable[[], Worker[Note, Total]], jobs: int) -> None:
        self._alone = hire() if jobs == 1 else None
        self._members: list[_Member] = []
        if self._alone is None:
            for _ in range(jobs):
                self._members.append(_Member(hire, self._members))

    def take_all(self, parts: Iterator[Part]) -> Iterator[tuple[int, Note]]:
        """Have all parts taken; the place of each with its note, as they come. The last one given for a place counts.

        Raises :class:`WorkersLost`.
        """
        numbered = enumerate(parts)
        if self._alone is not None:
            for place, part in numbered:
                yield place, self._alone.take(place, part)
            return
        again: deque[tuple[int, Part]] = deque()
        while True:
            for member in self._members:
                while member.takes_more and (task := again.popleft() if again else next(numbered, None)) is not None:
                    member.give(*task)
            busy = [member for member in self._members if member.waiting]
            if not busy:
                return
            for member in _ready(busy):
                try:
                    yield member.note()
                except EOFError:
                    again.extend(self._lose(member))

    def totals(self) -> list[Total]:
        """The total of each worker. Raises :class:`WorkersLost`."""
        if self._alone is not None:
            return [self._alone.total()]
        for member in self._members:
            member.send("total")
        return [member.answer() for member in self._members]

    def results(self, order: Any) -> list[Iterator[Any]]:
        """The results of each worker, piece by piece. They raise :class:`WorkersLost`."""
        if self._alone is not None:
            return [self._alone.results(order)]
        for member in self._members:
            member.send("results", order)
        return [member.answers() for member in self._members]

    def close(self) -> None:
        """End all processes."""
        for member in self._members:
            member.end()

    def _lose(self, member: _Member) -> Sequence[tuple[int, Part]]:
        """The parts that must be taken again."""
        self._members.remove(member)
        member.end()
        if not self._members or not all(isinstance(part, FilePart) for _, part in member.given):
            raise WorkersLost(member.how_it_ended)
        return member.given


class _Member:
    """A worker in a process of its own."""

    def __init__(self, hire: Callable[[], Worker[Any, Any]], others: Sequence[_Member]) -> None:
        methods = multiprocessing.get_all_start_methods()
        context: Any = multiprocessing.get_context("fork" if "fork" in methods else "spawn")
        self._end: Connection
        self._end, far = context.Pipe()
        inherited = [self._end, *(member._end for member in others)] if "fork" in methods else []
        self._process: BaseProcess = context.Process(target=_serve, args=(hire, far, inherited), daemon=True)
        self._process.start()
        far.close()
        self.given: list[tuple[int, Part]] = []
        self.waiting = 0

    @property
    def takes_more(self) -> bool:
        """Whether it can be given one part more. Text waits in no queue, since giving it would have to wait."""
        text_waits = bool(self.given) and not isinstance(self.given[-1][1], FilePart)
        return self.waiting < (1 if text_waits else _AHEAD)

    @property
    def connection(self) -> Connection:
        """Where its answers come from."""
        return self._end

    @property
    def how_it_ended(self) -> str:
        """For people."""
        code = self._process.exitcode
        how = f"by signal {-code}" if code is not None and code < 0 else f"with exit code {code}"
        return (
            f"a worker process ended before its time ({how}), perhaps for want of memory, and its part of the input "
            "cannot be read again; try again, with fewer --jobs"
        )

    def give(self, place: int, part: Part) -> None:
        self.given.append((place, part))
        self.waiting += 1
        with suppress(OSError):  # that it has ended is met when its answer is read
            self._end.send(("take", place, part))

    def send(self, *message: Any) -> None:
        with suppress(OSError):
            self._end.send(message)

    def note(self) -> tuple[int, Any]:
        """The next note, with the place of its part. Raises ``EOFError`` if the process has ended."""
        try:
            kind, *content = self._end.recv()
        except OSError:
            raise EOFError from None
        if kind == _ERROR:
            raise content[0]
        self.waiting -= 1
        return content[0], content[1]

    def answer(self) -> Any:
        """The one answer to a message."""
        try:
            kind, content = self._end.recv()
        except (EOFError, OSError):
            self.end()
            raise WorkersLost(self.how_it_ended) from None
        if kind == _ERROR:
            raise content
        return _NO_MORE if kind == _END else content

    def answers(self) -> Iterator[Any]:
        """The answers to a message, up to the last."""
        while (found := self.answer()) is not _NO_MORE:
            yield found

    def end(self) -> None:
        self._end.close()
        self._process.join(0.2)
        if self._process.is_alive():
            self._process.terminate()
            self._process.join()


def _ready(members: Sequence[_Member]) -> list[_Member]:
    of = {member.connection: member for member in members}
    return [of[each] for each in wait(list(of)) if isinstance(each, Connection)]


def _serve(hire: Callable[[], Worker[Any, Any]], end: Connection, inherited: Sequence[Connection]) -> None:
    """What a process does: as it is told, until nobody tells it any more."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the caller is told, and ends this process
    signal.signal(signal.SIGTERM, signal.SIG_DFL)  # whatever the caller does then
    gc.disable()  # what is made here has no cycles, and looking for them takes a tenth of the time
    for each in inherited:
        each.close()
    with suppress(EOFError, ConnectionError):
        try:
            worker = hire()
            while True:
                _obey(worker, end, *end.recv())
        except (EOFError, ConnectionError):
            raise
        except Exception as error:
            end.send((_ERROR, error))


def _obey(worker: Worker[Any, Any], end: Connection, what: str, *content: Any) -> None:
    if what == "take":
        end.send((_NOTE, content[0], worker.take(*content)))
    elif what == "total":
        end.send((_NOTE, worker.total()))
    else:
        for piece in worker.results(*content):
            end.send((_NOTE, piece))
        end.send((_END, None))
