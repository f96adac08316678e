"""The lines of a part, a few at a time, so that they stay in the processor's cache until they are decoded."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from typing import BinaryIO

from riskscreen.intake.lines import MOST_BYTES
from riskscreen.intake.stream.parts import FilePart, TextPart

BUFFER_BYTES = 1 << 17
_LINES_AT_A_TIME = 16
_CUT_LINE = MOST_BYTES + 1


def lines_of(part: FilePart | TextPart) -> Iterator[list[bytes]]:
    """All lines of a part in order, with their line feeds; of one that is too long, only as much as shows that."""
    if isinstance(part, TextPart):
        stream = BytesIO(part.text)
        yield from _lines(stream, 0, len(part.text))
        return
    with part.path.open("rb", buffering=BUFFER_BYTES) as file:
        start = part.start
        if part.opens_file:
            file.seek(start)
        else:
            file.seek(start - 1)
            start += _pass_over(file) - 1  # the rest of a line that began before
        yield from _lines(file, start, part.end)


def _lines(file: BinaryIO, place: int, end: int) -> Iterator[list[bytes]]:
    """The lines from ``place`` on that begin before ``end``."""
    lines: list[bytes] = []
    while place < end and (line := file.readline(_CUT_LINE)):
        lines.append(line)
        place += len(line)
        if len(line) == _CUT_LINE and not line.endswith(b"\n"):
            place += _pass_over(file)
        if len(lines) == _LINES_AT_A_TIME:
            yield lines
            lines = []
    if lines:
        yield lines


def _pass_over(file: BinaryIO) -> int:
    """Go behind the end of the line; how many bytes that is."""
    size = 0
    while read := file.readline(BUFFER_BYTES):
        size += len(read)
        if read.endswith(b"\n"):
            break
    return size
