"""Which files to read: paths, directories, globs and standard input, in a stable order."""

from __future__ import annotations

import glob
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from riskscreen.errors import UsageError

STANDARD_INPUT = "-"
FORMS = (".json", ".jsonl", ".ndjson", ".xlsx")
COMPRESSIONS = ("", ".gz", ".zst")
SUFFIXES = tuple(form + compression for form in FORMS for compression in COMPRESSIONS)
_EXPECTED = ".json, .jsonl or .ndjson, also with .gz or .zst, .xlsx, or a folder of CSV files with 项目.csv"


@dataclass(frozen=True, slots=True)
class InputFile:
    """A file to read. ``name`` is how reports call it; ``path`` is None for standard input.

    A ``direct`` file was named by the caller: what makes it unreadable is an error of the call. A file found
    in a directory or by a glob is rejected by itself. A directory that cannot be listed stands for the files that
    nobody sees in it, with the reason in ``unlisted``. A folder of CSV files is read as one file, a workbook.
    ``opened`` is the unpacked content of one that can be read only once and of which a part was read already.
    """

    name: str
    path: Path | None
    direct: bool
    unlisted: str | None = None
    is_csv_folder: bool = False
    opened: Iterator[bytes] | None = None

    @property
    def looks_like_lines(self) -> bool:
        """Whether the name promises one record a line."""
        return self.name.lower().removesuffix(".gz").removesuffix(".zst").endswith((".jsonl", ".ndjson"))


def find_files(paths: Sequence[str]) -> list[InputFile]:
    """Every file behind ``paths``, in the order given and sorted within a directory or a glob.

    Raises ``UsageError`` for a path that does not exist, a glob or a directory without a file to read, and
    for standard input given twice.
    """
    if not paths:
        raise UsageError("no input given: name a file, a directory, a glob, or - for standard input")
    if list(paths).count(STANDARD_INPUT) > 1:
        raise UsageError("standard input (-) can be given only once")
    return [file for path in paths for file in _files_behind(path)]


def _files_behind(path: str) -> Iterator[InputFile]:
    if path == STANDARD_INPUT:
        yield InputFile("stdin", None, direct=True)
    elif os.path.isdir(path):
        yield from _files_in(path)
    elif os.path.exists(path):
        yield _input_file(path, direct=True)
    elif glob.has_magic(path):
        yield from _files_matching(path)
    else:
        raise UsageError(f"{_printable(path)}: no such file or directory")


def _files_in(directory: str) -> Iterator[InputFile]:
    """Files with a suffix that is read, recursively. Hidden ones (``.git``, ``~$open.xlsx``) are no data."""
    found: dict[str, str | None] = {}
    tables = _is_csv_folder(directory)

    def unlisted(problem: OSError) -> None:
        found[problem.filename] = problem.strerror or type(problem).__name__

    for folder, folders, names in os.walk(directory, onerror=unlisted):
        folders[:] = [name for name in folders if not name.startswith(".")]
        read = (name for name in names if name.lower().endswith(SUFFIXES) and not name.startswith((".", "~$")))
        found |= dict.fromkeys(os.path.join(folder, name) for name in read)
    if tables:
        yield InputFile(_printable(directory), Path(directory), direct=True, is_csv_folder=True)
    elif not found:
        raise UsageError(f"{_printable(directory)}: the directory holds no file to read; expected {_EXPECTED}")
    for path in sorted(found):
        yield InputFile(_printable(path), Path(path), path == directory, found[path])


def _is_csv_folder(directory: str) -> bool:
    """Whether it holds CSV files that are the sheets of a workbook; most directories hold no CSV file at all."""
    if not glob.glob(os.path.join(glob.escape(directory), "*.[cC][sS][vV]")):
        return False
    from riskscreen.intake.workbook.csv_folder import is_csv_folder

    return is_csv_folder(Path(directory))


def _files_matching(pattern: str) -> Iterator[InputFile]:
    matches = sorted(glob.glob(pattern, recursive=True))
    files = [match for match in matches if not os.path.isdir(match)]
    if not files:
        raise UsageError(f"{_printable(pattern)}: nothing matches this pattern; expected files ({_EXPECTED})")
    for match in files:
        yield _input_file(match, direct=False)


def _input_file(path: str, *, direct: bool) -> InputFile:
    return InputFile(_printable(path), Path(path), direct)


def _printable(path: str) -> str:
    """The path with ``/`` between its parts; bytes that are no UTF-8 are shown as escapes."""
    return os.fsencode(path).decode("utf-8", "backslashreplace").replace(os.sep, "/")
