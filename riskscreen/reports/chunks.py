"""Projects by the thousand, for forms that are written in larger pieces."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from riskscreen.batched import batched
from riskscreen.model.report import ProjectReport

SIZE = 1000
"""Large enough to compress well, and some tens of megabytes of reports in memory."""


def chunks(projects: Iterable[ProjectReport]) -> Iterator[tuple[int, list[ProjectReport]]]:
    """The projects in order, in lists of at most ``SIZE``, each with the position of its first."""
    for number, chunk in enumerate(batched(projects, SIZE)):
        yield number * SIZE, chunk
