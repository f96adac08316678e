"""How often each path of some JSON data is filled, counted as OCDS Cardinal's command ``coverage`` counts.

Empty are ``""``, ``[]``, ``{}``, null, and what holds only empty things. The path of a value itself is ``""``; that of
an object ends with ``/``, that of an item of a list with ``[]``, and a member's is its object's with its key. If a key
is empty, or ends with ``[]``, two different places may have one path; they are counted together.
See https://cardinal.readthedocs.io/en/latest/cli/coverage.html.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from riskscreen.intake.files import InputFile, find_files
from riskscreen.intake.layout import Layout
from riskscreen.intake.pieces import pieces
from riskscreen.intake.quality import located
from riskscreen.intake.streams import ReadError
from riskscreen.intake.strict_json import KEY_TWICE


class PathCounts:
    """Counts of filled paths; ``unread`` are the places of values that are no JSON, with what is wrong there."""

    def __init__(self) -> None:
        self.counts: dict[str, int] = {}
        self.unread: list[tuple[str, str]] = []

    def add(self, value: Any) -> None:
        """Count one value."""
        self._filled(value, "")

    def _filled(self, value: Any, path: str) -> bool:
        """Whether a value holds anything; its paths are counted on the way. Its depth was checked when it was read."""
        if isinstance(value, dict):
            inside = f"{path}/"
            filled = False
            for key, part in value.items():
                filled = self._filled(part, inside + key) or filled
            if filled:
                self._count(inside)
        elif isinstance(value, list):
            filled = False
            for item in value:
                filled = self._filled(item, f"{path}[]") or filled
        else:
            filled = value is not None and value != ""
        if filled:
            self._count(path)
        return filled

    def _count(self, path: str) -> None:
        self.counts[path] = self.counts.get(path, 0) + 1


def count_paths(paths: Sequence[str]) -> PathCounts:
    """The filled paths of files, directories, globs and ``-``.

    Every line is a value. Only a JSON document of more lines than one (or named .json) is taken as the records in it:
    itself, or the items of its list, also of the list of projects, releases or records that it holds. Of two equal keys
    in an object the last counts. Raises :class:`riskscreen.errors.UsageError` for a path that is not there.
    """
    found = PathCounts()
    for file in find_files(paths):
        _count_file(file, found)
    return found


def _count_file(file: InputFile, found: PathCounts) -> None:
    def layout(head: bytes) -> Layout | None:
        by_line = file.looks_like_lines or (file.path is None and _is_json(head.partition(b"\n")[0]))
        return Layout.LINES if by_line else None

    try:
        for piece in pieces(file, layout, lambda *_: None):
            if not all(problem.en.endswith(KEY_TWICE.en) for problem in piece.problems):
                found.unread.append((located(piece.place), piece.problems[0].en))
            else:
                found.add(piece.value)
    except ReadError as problem:
        found.unread.append((file.name, problem.message.en))


def _is_json(line: bytes) -> bool:
    try:
        json.loads(line)
    except (ValueError, RecursionError):
        return False
    return True
