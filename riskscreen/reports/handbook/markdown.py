"""Markdown that says exactly what it is given: nothing in a text turns into markup by accident."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from riskscreen.reports.handbook.in_words import Point

_SPECIAL = re.compile(r"([\\`*_\[\]<>|#])")


def text(words: str) -> str:
    """Words on one line, as they are."""
    return _SPECIAL.sub(r"\\\1", " ".join(words.split()))


def code(words: str) -> str:
    """Words in the type of code, also within a table."""
    one_line = " ".join(words.split()).replace("|", "\\|")
    fence = "`" * (1 + max((len(run) for run in re.findall("`+", one_line)), default=0))
    padding = " " if one_line.startswith("`") or one_line.endswith("`") else ""
    return f"{fence}{padding}{one_line}{padding}{fence}"


def block(content: str, language: str) -> Iterator[str]:
    """Lines of code as they are."""
    fence = "`" * max(3, 1 + max((len(run) for run in re.findall("`+", content)), default=0))
    yield f"{fence}{language}"
    yield from content.rstrip("\n").splitlines()
    yield fence
    yield ""


def data(value: Any) -> str:
    """A value of a record, as JSON in the type of code."""
    return code(value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str))


def heading(level: int, words: str) -> Iterator[str]:
    """A heading with a blank line after it."""
    yield f"{'#' * level} {text(words)}"
    yield ""


def paragraph(words: str) -> Iterator[str]:
    """A paragraph of plain words."""
    yield text(words)
    yield ""


def table(headers: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    """A table; the cells are Markdown already."""
    yield f"| {' | '.join(headers)} |"
    yield f"|{'|'.join('---' for _ in headers)}|"
    yield from (f"| {' | '.join(row)} |" for row in rows)
    yield ""


def points(listed: Iterable[Point], depth: int = 0) -> Iterator[str]:
    """Nested points, whose texts are Markdown already."""
    for point in listed:
        yield f"{'  ' * depth}- {point.text}"
        yield from points(point.parts, depth + 1)
