"""Text from records, made safe to print: nothing in the data may move the cursor, hide text or turn it around."""

from __future__ import annotations

import re
from functools import cache

from rich.cells import cell_len

_SPACES = "\t\n\v\f\r\x85\u2028\u2029"
_TURNING = "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
_UNSAFE = re.compile(f"[\x00-\x1f\x7f-\x9f{_SPACES}{_TURNING}\ud800-\udfff\ufffe\uffff]")

# Chinese typography: these do not begin a line, those do not end one.
_NEVER_FIRST = frozenset("。，；：、！？）》〉】〕”’％…—·%,.;:!?)]}")
_NEVER_LAST = frozenset("（《〈【〔“‘([{")
_ATOM = re.compile(r" +|[^ ]")


def plain(text: str) -> str:
    """The text on one line, with control characters shown as their pictures (␛) or as �."""
    return _UNSAFE.sub(_shown, text)


def _shown(match: re.Match[str]) -> str:
    sign = match[0]
    if sign in _SPACES:
        return " "
    return chr(0x2400 + ord(sign)) if sign < " " else "\ufffd"


def width(text: str) -> int:
    """The number of terminal columns that the text takes."""
    return cell_len(text)


def clipped(text: str, columns: int) -> str:
    """The text, cut with an ellipsis where it is wider than ``columns``."""
    if cell_len(text) <= columns:
        return text
    kept = 0
    for end, sign in enumerate(text):
        kept += cell_len(sign)
        if kept > columns - 1:
            return f"{text[:end].rstrip()}…"
    return text


def clipped_inside(text: str, columns: int) -> str:
    """The text, cut in its middle where it is too wide: identifiers differ at their ends."""
    if cell_len(text) <= columns:
        return text
    tail = ""
    for sign in reversed(text):
        if cell_len(sign + tail) > (columns - 1) // 2:
            break
        tail = sign + tail
    return clipped(text, columns - cell_len(tail)) + tail


def wrapped(text: str, columns: int) -> list[str]:
    """The text in lines of at most ``columns``, broken between words or Chinese characters as printers do."""
    lines, line = [], ""
    for word in _words(text):
        if cell_len(line) + cell_len(word.rstrip()) <= columns:
            line += word
            continue
        if line.strip():
            lines.append(line.rstrip())
        line = word
        while cell_len(line.rstrip()) > columns:
            end = _fitting(line, columns)
            lines.append(line[:end])
            line = line[end:]
    return [*lines, line.rstrip()] if line.strip() or not lines else lines


def _fitting(text: str, columns: int) -> int:
    """How many characters fit; at least one, so that the text grows shorter."""
    used = 0
    for end, sign in enumerate(text):
        used += cell_len(sign)
        if used > columns:
            return max(end, 1)
    return len(text)


def _words(text: str) -> list[str]:
    """What stays on one line: Latin words with the blanks after them, single Chinese characters with their marks."""
    words: list[str] = []
    for match in _ATOM.finditer(text):
        atom = match[0]
        if words and (atom.isspace() or _stays_with(words[-1], atom)):
            words[-1] += atom
        else:
            words.append(atom)
    return words


def _stays_with(word: str, sign: str) -> bool:
    last = word[-1]
    if last == " ":
        return False
    if sign in _NEVER_FIRST or last in _NEVER_LAST:
        return True
    return not _is_wide(last) and not _is_wide(sign)


@cache
def _is_wide(sign: str) -> bool:
    return cell_len(sign) > 1
