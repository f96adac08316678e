"""From a file to the JSON values in it, each with its place and with what is wrong with its text."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

from riskscreen.intake.document import Document
from riskscreen.intake.files import InputFile
from riskscreen.intake.layout import BYTE_ORDER_MARK, Layout, detect, opening
from riskscreen.intake.lines import MOST_BYTES, Line, split_lines
from riskscreen.intake.messages import Message
from riskscreen.intake.oddities import BYTE_ORDER_MARK_SKIPPED, Oddity
from riskscreen.intake.streams import DamagedError, ReadError, blocks
from riskscreen.intake.strict_json import BrokenJsonError, StrictJson

if TYPE_CHECKING:
    from riskscreen.intake.workbook.places import Cells

MOST_DOCUMENT_BYTES = 512 * 2**20
"""Size of a JSON document, which must fit into memory; JSON Lines may have any size."""

MOST_WORKBOOK_BYTES = 128 * 2**20
"""Size of a workbook as it is packed."""

_ENCODED_BYTE = re.compile("[\udc80-\udcff]")
_BLANK_LINE = re.compile(rb"[ \t\r]*")
_TOO_LARGE = Message(
    f"the record is larger than {MOST_BYTES // 2**20} MiB: is it really one project?",
    f"该记录超过{MOST_BYTES // 2**20} MiB：请核对其是否确为一个项目",
)
_NO_RECORD = Message(
    'it holds no record; expected: a project as a JSON object, a list of them, {"projects": [...]}, or one a line; or '
    "OCDS releases or packages ([] says that there is none)",
    '其中没有任何记录；应为：一个项目的JSON对象、项目列表、{"projects": [...]}，或每行一个项目；'
    "或OCDS发布、数据包（[]表示没有项目）",
)
_TOO_LARGE_DOCUMENT = Message(
    f"the JSON document is larger than {MOST_DOCUMENT_BYTES // 2**20} MiB: give JSON Lines, one project a line, which "
    "may have any size",
    f"JSON文档超过{MOST_DOCUMENT_BYTES // 2**20} MiB：请改用JSON Lines（每行一个项目），其大小不限",
)
_TOO_LARGE_WORKBOOK = Message(
    f"the workbook is larger than {MOST_WORKBOOK_BYTES // 2**20} MiB: remove pictures, or divide it into several files",
    f"工作簿超过{MOST_WORKBOOK_BYTES // 2**20} MiB：请删去图片，或拆分为多个文件",
)
_NOT_UTF8 = Message("the text is not UTF-8: save the file as UTF-8", "文本不是UTF-8编码：请将文件另存为UTF-8")
_OWN_REPORT = Message(
    "this is a report of riskscreen, not its input: give the project file itself",
    "这是riskscreen生成的报告而非输入：请提供项目文件",
)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a record stands: ``line`` counts from 1, ``index`` from 0 in a list; ``cell`` names one of a workbook."""

    source: str
    line: int | None = None
    index: int | None = None
    cell: str | None = None


Note: TypeAlias = Callable[[Oddity, Place, Message | None], None]
"""Takes what is odd, where it was met, and what may be meant instead."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A JSON value, or the problems that keep it from being one. ``cells``: where it stands in a workbook."""

    place: Place
    value: Any
    problems: tuple[Message, ...] = ()
    cells: Cells | None = None


def pieces(file: InputFile, layout: Layout | Callable[[bytes], Layout | None] | None, note: Note) -> Iterator[Piece]:
    """Every value of a file in order. ``note`` is told what is odd about the file.

    A document with an empty list has none. ``layout``: what it is, or what tells it by the first bytes; None where name
    and content tell.

    Raises ``ReadError`` where the file as a whole is nothing to read. Damaged data is a piece with a problem.
    """
    if file.is_csv_folder and file.path is not None:
        yield from _from_workbook(file, file.path, note)
        return
    head, rest = opening(blocks(file))
    layout = layout(head) if callable(layout) else layout
    layout = layout or detect(head, named_lines=file.looks_like_lines)
    if layout is Layout.WORKBOOK:
        yield from _from_workbook(file, chain([head], rest), note)
        return
    if head.startswith(BYTE_ORDER_MARK):
        note(BYTE_ORDER_MARK_SKIPPED, Place(file.name), None)
        head = head[len(BYTE_ORDER_MARK) :]
    read = _from_lines if layout is Layout.LINES else _from_document
    yield from read(file.name, chain([head], rest), StrictJson())


def _from_workbook(file: InputFile, content: Iterator[bytes] | Path, note: Note) -> Iterator[Piece]:
    """The projects of a workbook, or of a folder of CSV files; its modules are loaded only for one."""
    from riskscreen.intake.workbook.read import workbook_pieces

    whole = content if isinstance(content, Path) else _whole(content, MOST_WORKBOOK_BYTES, _TOO_LARGE_WORKBOOK)
    yield from workbook_pieces(file.name, whole, note)


def _from_lines(source: str, content: Iterator[bytes], json: StrictJson) -> Iterator[Piece]:
    last, empty = 0, True
    try:
        for line in split_lines(content):
            last = line.number
            if line.content is None or not is_blank(line.content):
                empty = False
                yield line_piece(source, line, json)
    except ReadError as problem:
        empty = False
        yield Piece(Place(source, last + 1), None, (problem.message,))
    if empty:
        raise ReadError(_NO_RECORD)


def is_blank(line: bytes) -> bool:
    """Whether a line holds nothing at all."""
    return _BLANK_LINE.fullmatch(line) is not None


def line_piece(source: str, line: Line, json: StrictJson) -> Piece:
    """The value of a line that is not blank."""
    place = Place(source, line.number)
    if line.content is None:
        return Piece(place, None, (_TOO_LARGE,))
    try:
        text = line.content.decode("utf-8")
    except UnicodeDecodeError as problem:
        before = line.content[: problem.start].decode("utf-8")
        return Piece(place, None, (_in_column(_not_utf8(line.content), len(before)),))
    try:
        value, flaws = json.whole(text)
    except BrokenJsonError as broken:
        return Piece(place, None, (_in_column(broken.message, broken.position),))
    return Piece(place, value, tuple(flaws))


def _from_document(source: str, content: Iterator[bytes], json: StrictJson) -> Iterator[Piece]:
    try:
        data = _whole(content, MOST_DOCUMENT_BYTES, _TOO_LARGE_DOCUMENT)
    except DamagedError as problem:
        yield Piece(Place(source), None, (problem.message,))
        return
    text = data.decode("utf-8", "surrogateescape")
    if not text.strip():
        raise ReadError(_NO_RECORD)
    document, lines = Document(text, json), _LineCounter(text)
    for item in document.items():
        if "schema_version" in document.beside:
            raise ReadError(_OWN_REPORT)
        place = Place(source, lines.at(item.start).line, item.index)
        problems = item.problems
        if undecodable := _ENCODED_BYTE.search(text, item.start, item.end):
            problems = (lines.at(undecodable.start()).said(_not_utf8(data)),)
        elif item.broken_at is not None:
            problems = tuple(map(lines.at(item.broken_at).said, problems))
        elif item.end - item.start > MOST_BYTES:
            problems = (_TOO_LARGE,)
        yield Piece(place, item.value, problems)
    if "schema_version" in document.beside:
        raise ReadError(_OWN_REPORT)


def _whole(content: Iterator[bytes], most: int, too_large: Message) -> bytes:
    parts, size = [], 0
    for block in content:
        parts.append(block)
        size += len(block)
        if size > most:
            raise ReadError(too_large)
    return b"".join(parts)


def _not_utf8(data: bytes) -> Message:
    """Most Chinese text that is not UTF-8 is GB 18030: worth saying, since it tells what to convert."""
    try:
        data.decode("gb18030")
    except UnicodeDecodeError:
        return _NOT_UTF8
    return Message(
        "the text is not UTF-8, perhaps GB 18030 (GBK): save the file as UTF-8",
        "文本不是UTF-8编码，可能为GB 18030（GBK）：请将文件另存为UTF-8",
    )


def _in_column(message: Message, position: int) -> Message:
    return Message(f"column {position + 1}: {message.en}", f"第{position + 1}列：{message.zh}")


class _Position(NamedTuple):
    line: int
    column: int

    def said(self, message: Message) -> Message:
        """The message with the position before it."""
        en, zh = f"line {self.line}, column {self.column}", f"第{self.line}行第{self.column}列"
        return Message(f"{en}: {message.en}", f"{zh}：{message.zh}")


class _LineCounter:
    """Lines and columns of positions asked for in rising order, so that every character is counted once."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._line = 1
        self._line_start = 0
        self._counted = 0

    def at(self, position: int) -> _Position:
        self._line += self._text.count("\n", self._counted, position)
        self._line_start = max(self._line_start, self._text.rfind("\n", self._counted, position) + 1)
        self._counted = position
        return _Position(self._line, position - self._line_start + 1)
