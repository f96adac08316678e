"""How records lie in a file: one JSON document, one record a line, or a workbook.

Told by the content; the name decides doubt.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from enum import StrEnum

from riskscreen.intake.messages import Message
from riskscreen.intake.streams import DamagedError, ReadError

BYTE_ORDER_MARK = b"\xef\xbb\xbf"
OLD_WORKBOOK = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIP = b"PK\x03\x04"
_ENOUGH = 1 << 20
_BLANK = b" \t\r\n"
_OPEN_ENDED = (b"{", b"[", b",", b":")


class Layout(StrEnum):
    """The layouts, by the names that ``--form`` knows them by."""

    DOCUMENT = "native-json"
    LINES = "native-jsonl"
    WORKBOOK = "workbook"


def opening(blocks: Iterator[bytes]) -> tuple[bytes, Iterator[bytes]]:
    """The first bytes and what follows them.

    The first bytes are enough to hold two lines that are not blank, or a megabyte, or everything. Damage met
    behind them is left for the reading proper.
    """
    head = b""
    try:
        for block in blocks:
            head += block
            if len(head) >= _ENOUGH or len(_full_lines(head)) > 2:
                break
    except DamagedError as problem:
        return head, _damage(problem)
    return head, blocks


def _damage(problem: DamagedError) -> Iterator[bytes]:
    yield b""
    raise problem


def detect(head: bytes, *, named_lines: bool) -> Layout:
    """The layout of a file that opens with ``head``. Raises ``ReadError`` where this is no JSON at all."""
    _refuse_other_formats(head)
    if head.startswith(_ZIP):
        return Layout.WORKBOOK
    text = head.removeprefix(BYTE_ORDER_MARK).lstrip(_BLANK)
    lines = _full_lines(text)
    if not lines:
        return Layout.LINES
    first, *others = lines
    if first.startswith(b"["):
        return Layout.DOCUMENT
    if first.startswith(b"{"):
        goes_on = b"\n" in text and first.endswith(_OPEN_ENDED)
        return _layout_of_objects(first, others, goes_on, named_lines)
    if named_lines or any(_is_object(line) for line in others):
        return Layout.LINES
    raise ReadError(
        Message(
            "this is no JSON: a project file begins with { or [, or holds one JSON object a line",
            "这不是JSON：项目文件应以{或[开头，或每行为一个JSON对象",
        )
    )


def _layout_of_objects(first: bytes, others: list[bytes], goes_on: bool, named_lines: bool) -> Layout:
    """One object over several lines, or one a line? ``goes_on``: the first line ends where no object can end."""
    if not others and _is_object(first):
        return Layout.DOCUMENT
    if goes_on:
        lines = named_lines and first != b"{" and any(_is_object(line, "id") for line in others)
    else:
        lines = named_lines or (bool(others) and any(map(_is_object, (first, *others))))
    return Layout.LINES if lines else Layout.DOCUMENT


def _full_lines(head: bytes) -> list[bytes]:
    """The lines that are not blank, trimmed. The last may be cut off where ``head`` ends."""
    return [line for line in (line.strip(_BLANK) for line in head.split(b"\n")) if line]


def _is_object(line: bytes, *keys: str) -> bool:
    """Whether the line by itself is a JSON object, with these keys."""
    try:
        value = json.loads(line) if line.startswith(b"{") else None
    except (ValueError, RecursionError):
        return False
    return isinstance(value, dict) and all(key in value for key in keys)


def _refuse_other_formats(head: bytes) -> None:
    if head.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\0" in head[:4]:
        raise ReadError(Message("the text is UTF-16: save the file as UTF-8", "文件为UTF-16编码：请另存为UTF-8"))
    if head.startswith(OLD_WORKBOOK):
        raise ReadError(
            Message(
                "this is an old workbook (.xls, .et) or one with a password: open it, remove the password, and save it "
                "as .xlsx",
                "这是旧版工作簿（.xls、.et）或设有密码的工作簿：请打开后去除密码，并另存为.xlsx",
            )
        )
