"""Where output goes: standard output, or a file that appears whole or not at all."""

from __future__ import annotations

import io
import os
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

import click

DEFAULT_COLUMNS = 100
"""Width of a report that goes to a file or a pipe, unless COLUMNS says otherwise."""


@contextmanager
def destination(path: Path | None) -> Iterator[TextIO]:
    """The stream to write to. A file is written beside its place and moved there when everything went well."""
    if path is None:
        _speak_unicode(sys.stdout)
        yield sys.stdout
        sys.stdout.flush()
    elif path.exists() and not path.is_file():
        with path.open("w", encoding="utf-8", newline="\n") as stream:
            yield stream
    else:
        yield from _whole_or_nothing(path.resolve())


def _whole_or_nothing(path: Path) -> Iterator[TextIO]:
    try:
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.", suffix=".part")
    except OSError as error:
        raise click.UsageError(f"cannot write {path}: {error.strerror}") from None
    part = Path(name)
    try:
        with open(handle, "w", encoding="utf-8", newline="\n") as stream:
            yield stream
        part.chmod(_mode(path))
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)


def _mode(path: Path) -> int:
    """The permissions that the file has, or that a new one gets here."""
    if path.exists():
        return path.stat().st_mode
    umask = os.umask(0)
    os.umask(umask)
    return 0o666 & ~umask


def _speak_unicode(stream: TextIO) -> None:
    """Pipes get UTF-8, whatever the locale; a terminal that cannot show a character shows a question mark."""
    if isinstance(stream, io.TextIOWrapper):
        if stream.isatty():
            stream.reconfigure(errors="replace")
        else:
            stream.reconfigure(encoding="utf-8", errors="backslashreplace", newline="\n")


def columns(stream: TextIO) -> int:
    """How wide to write: as wide as the terminal, else as COLUMNS says, else 100 columns."""
    return shutil.get_terminal_size((DEFAULT_COLUMNS, 24)).columns if stream.isatty() else _columns_wanted()


def _columns_wanted() -> int:
    wanted = os.environ.get("COLUMNS", "")
    return int(wanted) if wanted.isdecimal() and int(wanted) > 0 else DEFAULT_COLUMNS


@contextmanager
def progress(what: str) -> Iterator[Callable[[int, int], None] | None]:
    """A progress bar on standard error while it is a terminal; nothing otherwise."""
    if not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    parts = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*parts, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(what, total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)
