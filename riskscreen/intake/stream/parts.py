"""Inputs cut into parts that can be read independently of each other."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain, pairwise
from pathlib import Path
from typing import NamedTuple, TypeAlias

import msgspec

from riskscreen.intake.files import InputFile
from riskscreen.intake.layout import BYTE_ORDER_MARK, Layout, detect, opening
from riskscreen.intake.lines import MOST_BYTES, Line
from riskscreen.intake.messages import Message
from riskscreen.intake.stream.releases import decoded
from riskscreen.intake.streams import PACKED, ReadError, blocks

PART_BYTES = 4 << 20
"""Size of the parts of a plain file: large enough to make handing them out cheap, small enough to share them evenly."""

FED_BYTES = 1 << 20
"""Size of the parts that are handed over as they are read: several of them wait in memory."""

_CUT_LINE = MOST_BYTES + 1


@dataclass(frozen=True, slots=True)
class FilePart:
    """The lines of a plain file that begin at ``start`` or later, and before ``end``.

    ``file`` is the file's place among all; ``opens_file``: a line begins at ``start`` for certain.
    """

    file: int
    path: Path
    start: int
    end: int
    opens_file: bool


@dataclass(frozen=True, slots=True)
class TextPart:
    """Whole lines of a file, with the line feed of each but perhaps the last."""

    file: int
    text: bytes


@dataclass(frozen=True, slots=True)
class DamagedPart:
    """That the rest of a file cannot be read, and why."""

    file: int
    problem: Message


Part: TypeAlias = FilePart | TextPart | DamagedPart


@dataclass(frozen=True, slots=True)
class LinesFile:
    """A file of JSON Lines: a ``plain`` one that anybody can read again, or one whose content is handed over."""

    place: int
    source: str
    plain: Path | None
    start: int
    size: int
    content: Iterator[bytes]

    def parts(self) -> Iterator[Part]:
        """The parts in order."""
        if self.plain is not None:
            return iter(_ranges(self.place, self.plain, self.start, self.size))
        return _texts(self.place, self.content)


class Opened(NamedTuple):
    """``lines``: the files as JSON Lines, or None if one of them is none. ``files`` can be read all the same."""

    files: Sequence[InputFile]
    lines: Sequence[LinesFile] | None


def opened(files: Sequence[InputFile]) -> Opened:
    """Look into files. What can be read only once (standard input, a pipe) is kept as far as it was read."""
    looked, found = [], []
    for place, file in enumerate(files):
        file, lines = _look_into(place, file)
        looked.append(file)
        if lines is None:
            return Opened([*looked, *files[place + 1 :]], None)
        found.append(lines)
    return Opened(looked, found)


def _look_into(place: int, file: InputFile) -> tuple[InputFile, LinesFile | None]:
    again = file.path is not None and file.path.is_file()
    if file.is_csv_folder or file.unlisted is not None or (file.path is not None and file.path.is_dir()):
        return file, None
    try:
        head, rest = opening(blocks(file))
    except ReadError:
        return file, None  # whoever reads it meets the same and tells it
    if not again:
        head, rest, file = _kept(file, head, rest)
    try:
        if detect(head, named_lines=file.looks_like_lines) is not Layout.LINES or not _begins_well(head):
            return file, None
    except ReadError:
        return file, None
    start = len(BYTE_ORDER_MARK) if head.startswith(BYTE_ORDER_MARK) else 0
    plain, size = _plain(file) if again else (None, 0)
    return file, LinesFile(place, file.name, plain, start, size, chain([head[start:]], rest))


def _kept(file: InputFile, head: bytes, rest: Iterator[bytes]) -> tuple[bytes, Iterator[bytes], InputFile]:
    content = chain([head], rest)
    return head, rest, replace(file, opened=content)


def _plain(file: InputFile) -> tuple[Path | None, int]:
    """The path and the size of a file that is not packed."""
    if file.path is None:
        return None, 0
    with file.path.open("rb") as stream:
        packed = stream.read(max(map(len, PACKED))).startswith(PACKED)
    return None if packed else file.path, file.path.stat().st_size


def _begins_well(head: bytes) -> bool:
    """Whether there is a first record, and it is none that tells of a file of another kind."""
    first = next((line for line in head.removeprefix(BYTE_ORDER_MARK).split(b"\n") if line.strip()), None)
    if first is None:
        return False
    try:
        decoded(first)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        from riskscreen.intake.native import foreign_form
        from riskscreen.intake.pieces import line_piece
        from riskscreen.intake.strict_json import StrictJson

        return foreign_form(line_piece("", Line(1, first), StrictJson()).value) is None
    return True


def _ranges(file: int, path: Path, start: int, size: int) -> Iterable[FilePart]:
    count = max(1, -(-(size - start) // PART_BYTES))
    edges = [start + (size - start) * number // count for number in range(count + 1)]
    return [FilePart(file, path, first, last, first == start) for first, last in pairwise(edges)]


def _texts(file: int, content: Iterator[bytes]) -> Iterator[Part]:
    """Whole lines; of one that is too long to be read, no more is kept than shows that."""
    kept = bytearray()
    begun = 0  # where the last line begins, which has not ended yet
    try:
        for block in content:
            *ended, rest = block.split(b"\n")
            for line in ended:
                kept += line[: max(0, _CUT_LINE - (len(kept) - begun))] + b"\n"
                begun = len(kept)
            kept += rest[: max(0, _CUT_LINE - (len(kept) - begun))]
            if begun >= FED_BYTES:
                yield TextPart(file, bytes(kept[:begun]))
                del kept[:begun]
                begun = 0
    except ReadError as problem:
        yield TextPart(file, bytes(kept[:begun]))  # without the line in which it breaks off
        yield DamagedPart(file, problem.message)
    else:
        yield TextPart(file, bytes(kept))
