"""Project reports on disk, for forms that need them in another order, or after what is said of the whole.

The file has no name and is gone when the program ends, however it ends.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Iterator
from types import TracebackType
from typing import BinaryIO

from riskscreen.model.report import ProjectReport


class Spool:
    """Project reports in the order they came. Only their places and scores are kept in memory."""

    def __init__(self, projects: Iterable[ProjectReport]) -> None:
        self._file: BinaryIO = tempfile.TemporaryFile()  # noqa: SIM115 -- closed on the way out
        self._places: list[tuple[int, int]] = []
        self._scores: list[float] = []
        try:
            for project in projects:
                line = project.model_dump_json().encode()
                self._places.append((self._file.tell(), self._file.write(line)))
                self._scores.append(project.score)
        except BaseException:
            self._file.close()
            raise

    def __enter__(self) -> Spool:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._file.close()

    def __len__(self) -> int:
        return len(self._places)

    def __iter__(self) -> Iterator[ProjectReport]:
        return map(self._at, range(len(self)))

    def ranked(self) -> Iterator[ProjectReport]:
        """The reports by score, highest first; equal ones in the order they came."""
        return map(self._at, sorted(range(len(self)), key=lambda position: -self._scores[position]))

    def _at(self, position: int) -> ProjectReport:
        start, length = self._places[position]
        self._file.seek(start)
        return ProjectReport.model_validate_json(self._file.read(length))
