"""Where output goes: standard output, or a file that appears whole or not at all."""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import IO, Any, BinaryIO, Literal, TextIO, TypeVar, overload

import click

Stream = TypeVar("Stream", bound=IO[Any])

DEFAULT_COLUMNS = 100
"""Width of a report that goes to a file or a pipe, unless COLUMNS says otherwise."""


class CutShort(KeyboardInterrupt):
    """An interruption when a part of the report may have gone to standard output, where it cannot be taken back."""


@overload
def destination(path: Path | None, binary: Literal[False] = False) -> AbstractContextManager[TextIO]: ...
@overload
def destination(path: Path | None, binary: Literal[True]) -> AbstractContextManager[BinaryIO]: ...
@overload
def destination(path: Path | None, binary: bool) -> AbstractContextManager[IO[Any]]: ...


@contextmanager
def destination(path: Path | None, binary: bool = False) -> Iterator[Any]:
    """The stream to write text or bytes to.

    A file is written beside its place and moved there when everything went well.
    """
    if path is None:
        yield from _standard_output_of_bytes() if binary else _standard_output()
    elif path.exists() and not path.is_file():
        with _opened(path, binary) as stream:
            yield stream
    else:
        yield from _whole_or_nothing(path.resolve(), binary)


@contextmanager
def new_file(path: Path) -> Iterator[Path]:
    """Where to make a file that is moved to ``path`` when everything went well.

    It has a folder of its own beside that place, since whoever makes it may put other files beside it meanwhile.
    """
    path = path.resolve()
    if path.exists() and not path.is_file():
        raise click.UsageError(f"cannot write {path}: it is not a file")
    try:
        folder = Path(tempfile.mkdtemp(dir=path.parent, prefix=f".{path.name}.", suffix=".part"))
    except OSError as error:
        raise click.UsageError(f"cannot write {path}: {error.strerror}") from None
    try:
        part = folder / path.name
        yield part
        part.chmod(_mode(path))
        part.replace(path)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def names_folder(path: str) -> bool:
    """Whether what was given is a folder: it ends as one, or there is one of that name."""
    return path.endswith(("/", os.sep)) or Path(path).is_dir()


@contextmanager
def new_folder(path: Path) -> Iterator[Path]:
    """A folder to write files into, which appears with all of them or not at all.

    One that holds something is refused: it may be the papers of an earlier run, with somebody's notes in them.
    """
    if path.exists() and (not path.is_dir() or any(path.iterdir())):
        raise click.UsageError(f"{path} exists and is not empty; name a new folder, or an empty one")
    try:
        part = Path(tempfile.mkdtemp(dir=path.resolve().parent, prefix=f".{path.name}.", suffix=".part"))
    except OSError as error:
        raise click.UsageError(f"cannot write {path}: {error.strerror}") from None
    try:
        yield part
        part.chmod(0o777 & ~_umask())
        part.replace(path)
    finally:
        shutil.rmtree(part, ignore_errors=True)


def refuse_terminal(path: Path | None, what: str) -> None:
    """Raises a usage error if bytes would go to a terminal, which would show noise and act on it."""
    if path is None and sys.stdout.isatty():
        raise click.UsageError(f"{what} cannot be shown on a terminal; write it to a file with -o FILE")


def _opened(file: Path | int, binary: bool) -> IO[Any]:
    return open(file, "wb") if binary else open(file, "w", encoding="utf-8", newline="\n")


def _whole_or_nothing(path: Path, binary: bool) -> Iterator[IO[Any]]:
    try:
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.", suffix=".part")
    except OSError as error:
        raise click.UsageError(f"cannot write {path}: {error.strerror}") from None
    part = Path(name)
    try:
        with _opened(handle, binary) as stream:
            yield stream
        part.chmod(_mode(path))
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)


def _mode(path: Path) -> int:
    """The permissions that the file has, or that a new one gets here."""
    if path.exists():
        return path.stat().st_mode
    return 0o666 & ~_umask()


def _umask() -> int:
    umask = os.umask(0)
    os.umask(umask)
    return umask


def _standard_output() -> Iterator[TextIO]:
    """Standard output with a buffer of its own: without one (PYTHONUNBUFFERED), Python drops what a closing pipe
    did not take, and nobody hears of it.

    Pipes get UTF-8, whatever the locale; a terminal that cannot show a character shows a question mark.
    """
    try:
        descriptor = sys.stdout.fileno()
    except OSError:
        yield sys.stdout  # not a file: a caller has put something else in its place
        return
    terminal = sys.stdout.isatty()
    encoding, errors = (sys.stdout.encoding, "replace") if terminal else ("utf-8", "backslashreplace")
    sys.stdout.flush()
    stream = open(descriptor, "w", encoding=encoding, errors=errors, newline="\n", closefd=False)  # noqa: SIM115 -- closed below
    yield from _until_closed(stream)


def _standard_output_of_bytes() -> Iterator[BinaryIO]:
    """Standard output for bytes, with a buffer of its own too."""
    try:
        descriptor = sys.stdout.fileno()
    except OSError:
        yield sys.stdout.buffer  # not a file: a caller has put something else in its place
        return
    sys.stdout.flush()
    stream = open(descriptor, "wb", closefd=False)  # noqa: SIM115 -- closed below
    yield from _until_closed(stream)


def _until_closed(stream: Stream) -> Iterator[Stream]:
    """A stream to standard output, for as long as somebody reads it."""
    try:
        yield stream
        stream.flush()
    except BrokenPipeError:
        forget_standard_output()
        raise
    finally:
        stream.close()


def forget_standard_output() -> None:
    """Nobody reads any more: what is still to be written on the way out goes nowhere."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.__stdout__.fileno() if sys.__stdout__ else 1)
    os.close(nowhere)


def columns(stream: IO[Any]) -> int:
    """How wide to write: as wide as the terminal, else as COLUMNS says, else 100 columns."""
    return shutil.get_terminal_size((DEFAULT_COLUMNS, 24)).columns if stream.isatty() else _columns_wanted()


def _columns_wanted() -> int:
    wanted = os.environ.get("COLUMNS", "")
    return int(wanted) if wanted.isdecimal() and int(wanted) > 0 else DEFAULT_COLUMNS


@contextmanager
def progress(what: str, quiet: bool = False) -> Iterator[Callable[[int, int], None] | None]:
    """A progress bar on standard error while it is a terminal; nothing otherwise. ``quiet``: nothing there either."""
    if quiet or not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    parts = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*parts, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(what, total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)
