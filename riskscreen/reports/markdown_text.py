"""Text as Markdown that shows it and does nothing else: no markup, no HTML, no links, no one is notified."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from riskscreen.reports.cell_text import shown
from riskscreen.reports.columns import Column, Kind, Sheet
from riskscreen.reports.plain_text import clipped, plain

# Trackers and mail programs turn these into links or notices, whatever is escaped in them; not so within code.
_REACHES_OUT = re.compile(r"[!-~]*(?:://|www\.|@|#\d)[!-~]*", re.IGNORECASE)
_SPECIAL = re.compile(r"([\\`*_{}\[\]<>|~&])")
_BEGINS_A_BLOCK = re.compile(r"^(\d{1,9}(?=[.)])|)([#+=:\-]|(?<=\d)[.)])")
LONGEST = 1000
"""Columns of a text; a longer one is cut with an ellipsis."""

_NUMERIC = {Kind.COUNT, Kind.SCORE, Kind.POINTS, Kind.SHARE, Kind.AMOUNT}


def text(words: str) -> str:
    """Words on one line, for a paragraph, an item of a list or a cell."""
    line = _line(words)
    parts, end = [], 0
    for match in _REACHES_OUT.finditer(line):
        parts += [_SPECIAL.sub(r"\\\1", line[end : match.start()]), code(match[0])]
        end = match.end()
    parts.append(_SPECIAL.sub(r"\\\1", line[end:]))
    return _BEGINS_A_BLOCK.sub(r"\1\\\2", "".join(parts))


def code(words: str) -> str:
    """Words in the type of code."""
    line = _line(words)
    if not line:
        return ""
    # A bar would end a cell of a table, in code too, and could be escaped only there.
    line = line.replace("|", "¦")
    fence = "`" * (1 + max((len(run) for run in re.findall("`+", line)), default=0))
    padding = " " if line.startswith("`") or line.endswith("`") else ""
    return f"{fence}{padding}{line}{padding}{fence}"


def heading(level: int, words: str) -> Iterator[str]:
    """A heading with a blank line after it."""
    yield f"{'#' * level} {text(words)}"
    yield ""


def table(sheet: Sheet) -> Iterator[str]:
    """The sheet as lines of a table, with a blank line after it."""
    yield _row([text(column.heading) for column in sheet.columns])
    yield _row(["---:" if column.kind in _NUMERIC else "---" for column in sheet.columns])
    for row in sheet.rows:
        yield _row([_cell(shown(row.get(column.key), column.kind), column) for column in sheet.columns])
    yield ""


def _line(words: str) -> str:
    return clipped(" ".join(plain(words).split()), LONGEST)


def _cell(lines: Sequence[str], column: Column) -> str:
    return "<br>".join(text(line) for line in lines)


def _row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"
