"""Records one a line, taken from blocks of bytes without ever holding more than one line."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

MOST_BYTES = 8 * 2**20
"""Size that one record may have: far beyond any real one, and small enough never to exhaust memory."""


class Line(NamedTuple):
    """A line without its line feed. ``number`` counts from 1; ``content`` is None where it is too long."""

    number: int
    content: bytes | None


def split_lines(blocks: Iterator[bytes]) -> Iterator[Line]:
    """Every line, also the last one without a line feed. What is beyond ``MOST_BYTES`` is passed over, unkept."""
    number, size = 1, 0
    pending: list[bytes] = []
    for block in blocks:
        *ended, rest = block.split(b"\n")
        for part in ended:
            yield _line(number, pending, size, part)
            number, pending, size = number + 1, [], 0
        if size <= MOST_BYTES:
            pending.append(rest)
        size += len(rest)
    if size:
        yield _line(number, pending, size, b"")


def _line(number: int, pending: list[bytes], size: int, last: bytes) -> Line:
    too_long = size + len(last) > MOST_BYTES
    return Line(number, None if too_long else b"".join([*pending, last]))
