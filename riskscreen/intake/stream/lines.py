"""The lines of a part, a few at a time, so that they stay in the processor's cache until they are decoded."""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

from riskscreen.intake.lines import MOST_BYTES
from riskscreen.intake.stream.parts import FilePart, TextPart

BLOCK_BYTES = 1 << 16
_CUT_LINE = MOST_BYTES + 1


def lines_of(part: FilePart | TextPart) -> Iterator[list[bytes]]:
    """All lines of a part in order, without their line feeds; of one that is too long, only as much as shows that."""
    if isinstance(part, TextPart):
        return _lines_of_text(part.text)
    return _lines_of_file(part)


def _lines_of_text(text: bytes) -> Iterator[list[bytes]]:
    lines = text.split(b"\n")
    if not lines[-1]:
        lines.pop()
    yield lines


def _lines_of_file(part: FilePart) -> Iterator[list[bytes]]:
    with part.path.open("rb", buffering=0) as file:
        place, read = _first_line(file, part)
        pending = b""
        cut = 0  # bytes of the pending line, which begins at place, that are not kept
        while place < part.end:
            block = read or file.read(BLOCK_BYTES)
            read = b""
            if not block:
                if pending:
                    yield [pending]
                return
            lines = block.split(b"\n")
            size = cut + len(pending) + len(block)
            lines[0] = pending + lines[0]
            pending = lines.pop()
            if lines:
                after = place + size - len(pending)
                yield lines if after <= part.end else _begun_before(part.end - place - cut, lines)
                place, cut = after, 0
            if len(pending) > _CUT_LINE:
                cut += len(pending) - _CUT_LINE
                pending = pending[:_CUT_LINE]


def _first_line(file: BinaryIO, part: FilePart) -> tuple[int, bytes]:
    """Where the first line that begins in the part does, and what was read from there on."""
    if part.opens_file:
        file.seek(part.start)
        return part.start, b""
    place = part.start - 1
    file.seek(place)
    while place < part.end and (block := file.read(BLOCK_BYTES)):
        end = block.find(b"\n")
        if end >= 0:
            return place + end + 1, block[end + 1 :]
        place += len(block)
    return part.end, b""


def _begun_before(size: int, lines: list[bytes]) -> list[bytes]:
    """The lines that begin in the first ``size`` bytes of their text, or at its very start."""
    place = 0
    for number, line in enumerate(lines):
        if place >= size and number:
            return lines[:number]
        place += len(line) + 1
    return lines
