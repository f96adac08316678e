"""JSON as RFC 8259 has it, and nothing else: what Python's decoder lets pass is found and named.

Python accepts ``NaN``, lone surrogates and numbers beyond any machine, and keeps the last of two equal keys. All of
these make a record mean different things to different readers, so they are problems, each told with its place.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterator
from typing import Any, TypeAlias

from riskscreen.intake.messages import Message, pointer

MOST_NESTED = 64
"""Levels of objects and lists that a record may have; the model needs 6."""

# A double holds up to about 1.8e308; every reader of JSON can hold what is shorter.
_LONGEST_INTEGER = 308
_BLANK = re.compile(r"[ \t\r\n]*")
_STRING_OR_BRACKET = re.compile(r'"(?:[^"\\]|\\.)*"|[\[\]{}]', re.DOTALL)
_STEP = {"[": 1, "{": 1, "]": -1, "}": -1}
_LONE_SURROGATE = re.compile("[\ud800-\udfff]")
_ESCAPED_SURROGATE = re.compile(r"\\u[dD][89a-fA-F]")

TOO_DEEP = Message(
    f"objects and lists are nested more than {MOST_NESTED} deep: flatten the record",
    f"对象和列表嵌套超过{MOST_NESTED}层：请简化该记录的结构",
)
_NO_NUMBER = Message(
    "NaN and Infinity are no JSON numbers: leave the key out if the value is not known",
    "NaN和Infinity不是JSON数字：数值未知时请省略该键",
)
_TOO_LARGE = Message("the number is too large for any reader of JSON", "数字过大，超出JSON可表示的范围")
_HALF_CHARACTER = Message(
    "the text holds half a character (a lone surrogate): repair it at its source",
    "文本中含有半个字符（孤立的代理项）：请在数据来源处更正",
)
KEY_TWICE = Message(
    "the key stands twice in its object: keep the right one", "同一对象中重复出现该键：请保留正确的一个"
)
_MORE_TEXT = Message("there is more text after the end of the record", "记录结束之后还有多余内容")
_SYNTAX_ZH = {
    "Expecting value": "此处应有一个值",
    "Expecting property name enclosed in double quotes": "此处应有双引号括起的键名",
    "Expecting ':' delimiter": "此处应有冒号",
    "Expecting ',' delimiter": "此处应有逗号",
    "Unterminated string starting at": "文本的引号未闭合",
    "Invalid control character at": "文本中有未转义的控制字符",
    "Invalid \\escape": "文本中的转义序列无效",
    "Invalid \\uXXXX escape": "文本中的\\u转义序列无效",
    "Illegal trailing comma before end of object": "对象末尾多了一个逗号",
    "Illegal trailing comma before end of array": "列表末尾多了一个逗号",
}

Path: TypeAlias = tuple[str | int, ...]


class BrokenJsonError(ValueError):
    """Text that is not JSON. ``position`` counts characters from 0."""

    def __init__(self, message: Message, position: int) -> None:
        super().__init__(message.en)
        self.message = message
        self.position = position


class _Flaw:
    """Stands in a parsed value for a number that JSON does not have."""

    def __init__(self, message: Message) -> None:
        self.message = message


class _KeysTwice(dict[str, Any]):
    """An object in which keys stood more than once."""

    twice: tuple[str, ...] = ()


class StrictJson:
    """A decoder that remembers what it met which JSON does not allow."""

    def __init__(self) -> None:
        self._flawed = False
        self._decode = json.JSONDecoder(
            object_pairs_hook=self._object,
            parse_constant=self._constant,
            parse_int=self._integer,
            parse_float=self._real,
        ).raw_decode

    def value(self, text: str, start: int) -> tuple[Any, int, list[Message]]:
        """The value at ``start``, the position behind it, and its flaws. Raises ``BrokenJsonError``."""
        self._flawed = False
        try:
            value, end = self._decode(text, start)
        except json.JSONDecodeError as problem:
            raise BrokenJsonError(_syntax(problem.msg), problem.pos) from None
        except RecursionError:
            raise BrokenJsonError(TOO_DEEP, start) from None
        if nested_beyond(value, MOST_NESTED):
            return value, end, [TOO_DEEP]
        suspect = bool(_ESCAPED_SURROGATE.search(text, start, end))
        return value, end, list(flaws(value)) if self._flawed or suspect else []

    def whole(self, text: str) -> tuple[Any, list[Message]]:
        """The one value that the text holds, and its flaws. Raises ``BrokenJsonError``."""
        value, end, flaws = self.value(text, skip_blank(text, 0))
        end = skip_blank(text, end)
        if end < len(text):
            raise BrokenJsonError(_MORE_TEXT, end)
        return value, flaws

    def _object(self, pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        members = dict(pairs)
        if len(members) == len(pairs):
            return members
        self._flawed = True
        doubled = _KeysTwice(members)
        keys = [key for key, _ in pairs]
        doubled.twice = tuple(key for key in members if keys.count(key) > 1)
        return doubled

    def _constant(self, _: str) -> _Flaw:
        self._flawed = True
        return _Flaw(_NO_NUMBER)

    def _integer(self, digits: str) -> int | _Flaw:
        if len(digits) <= _LONGEST_INTEGER:
            return int(digits)
        self._flawed = True
        return _Flaw(_TOO_LARGE)

    def _real(self, digits: str) -> float | _Flaw:
        number = float(digits)
        if math.isfinite(number):
            return number
        self._flawed = True
        return _Flaw(_TOO_LARGE)


def skip_blank(text: str, start: int) -> int:
    """The position of the next character that is no blank."""
    match = _BLANK.match(text, start)
    return match.end() if match else start


def end_of_brackets(text: str, start: int) -> int | None:
    """The position behind the bracket that closes the one at ``start``, whatever stands between them, or None."""
    if text[start : start + 1] not in ("[", "{"):
        return None
    depth = 0
    for token in _STRING_OR_BRACKET.finditer(text, start):
        depth += _STEP.get(token.group(), 0)
        if depth == 0:
            return token.end()
    return None


def _syntax(reason: str) -> Message:
    zh = _SYNTAX_ZH.get(reason, "语法有误")
    return Message(f"broken JSON ({reason[:1].lower()}{reason[1:]})", f"JSON格式有误（{zh}）")


def nested_beyond(value: Any, most: int) -> bool:
    """Whether lists and objects are nested more than ``most`` deep; level by level, so that no depth overflows."""
    level = [value] if isinstance(value, dict | list) else []
    depth = 0
    while level and depth <= most:
        depth += 1
        level = [part for whole in level for part in _parts(whole) if isinstance(part, dict | list)]
    return depth > most


def _parts(whole: dict[str, Any] | list[Any]) -> Any:
    return whole.values() if isinstance(whole, dict) else whole


def flaws(value: Any, path: Path = ()) -> Iterator[Message]:
    """Flaws with their pointers. Recursion is safe here: the depth was checked."""
    if isinstance(value, _Flaw):
        yield value.message.at(pointer(path))
    elif isinstance(value, float) and not math.isfinite(value):
        yield _NO_NUMBER.at(pointer(path))
    elif isinstance(value, str) and _LONE_SURROGATE.search(value):
        yield _HALF_CHARACTER.at(pointer(path))
    elif isinstance(value, list):
        for position, item in enumerate(value):
            yield from flaws(item, (*path, position))
    elif isinstance(value, dict):
        yield from _object_flaws(value, path)


def _object_flaws(members: dict[str, Any], path: Path) -> Iterator[Message]:
    if isinstance(members, _KeysTwice):
        for key in members.twice:
            yield KEY_TWICE.at(printable(pointer((*path, key))))
    for key, part in members.items():
        if _LONE_SURROGATE.search(key):
            yield _HALF_CHARACTER.at(printable(pointer((*path, key))))
        else:
            yield from flaws(part, (*path, key))


def printable(text: str) -> str:
    """The text with half characters as escapes: what is written out must be Unicode."""
    return text.encode("utf-8", "backslashreplace").decode("utf-8")
