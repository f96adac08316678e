"""A JSON document: one record, a list of them, or an object that holds the list under ``projects``.

OCDS packages hold theirs under ``releases`` or ``records``.

The list is read item by item, so that a broken item costs no other one as long as its brackets are balanced.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from riskscreen.intake.messages import Message
from riskscreen.intake.strict_json import BrokenJsonError, StrictJson, end_of_brackets, skip_blank

PROJECTS = "projects"
OCDS_LISTS = ("releases", "records")
_RECORD_ITSELF = frozenset({"ocid", "id"})
_REST_UNREAD = Message("what follows in the file was not read", "文件其后的内容未读取")


@dataclass(frozen=True, slots=True)
class Item:
    """One value of a document, or what is wrong with it. Positions count characters from 0.

    ``index`` is the place in the list; ``broken_at`` is where the text stops being JSON.
    """

    start: int
    end: int
    index: int | None
    value: Any
    problems: tuple[Message, ...] = ()
    broken_at: int | None = None


class Document:
    """Reads the records of one JSON text. ``beside`` are the keys met next to the list that holds them."""

    def __init__(self, text: str, json: StrictJson) -> None:
        self._text = text
        self._json = json
        self._at = skip_blank(text, 0)
        self._broken_index: int | None = None
        self.beside: set[str] = set()

    def items(self) -> Iterator[Item]:
        """Every record in order, broken ones included; the last may tell that the rest was not read."""
        start = self._at
        try:
            if self._next_is("["):
                yield from self._list()
            else:
                held = self._held()
                self._at = start
                if held:
                    yield from self._envelope(held)
                else:
                    yield self._item(None)
            self._end()
        except BrokenJsonError as problem:
            said = Message(f"{problem.message.en}; {_REST_UNREAD.en}", f"{problem.message.zh}；{_REST_UNREAD.zh}")
            at = problem.position
            yield Item(at, len(self._text), self._broken_index, None, (said,), at)

    def _list(self) -> Iterator[Item]:
        self._take("[")
        index = 0
        while not (index == 0 and self._next_is("]")):
            try:
                item = self._item(index)
            except BrokenJsonError as problem:
                item = self._skip_broken(problem, index)
            yield item
            index += 1
            if not self._next_is(","):
                break
            self._take(",")
        self._take("]")

    def _item(self, index: int | None) -> Item:
        start = self._at
        value, self._at, flaws = self._json.value(self._text, start)
        return Item(start, self._at, index, value, tuple(flaws))

    def _skip_broken(self, problem: BrokenJsonError, index: int) -> Item:
        """Goes on behind a broken item whose brackets are balanced; else nothing after it can be trusted."""
        start = self._at
        end = end_of_brackets(self._text, start)
        if end is None or not self._text.startswith((",", "]"), skip_blank(self._text, end)):
            self._broken_index = index
            raise problem
        self._at = end
        return Item(start, end, index, None, (problem.message,), problem.position)

    def _held(self) -> str | None:
        """The key of the list that the object at hand holds records under; a broken one is left to the reading proper.

        An object with an ``ocid`` or an ``id`` is a record itself, whatever it holds; ``projects`` are held anyway.
        """
        if not any(f'"{key}"' in self._text for key in (PROJECTS, *OCDS_LISTS)):
            return None
        held: list[str] = []
        itself = False
        try:
            for key in self._keys():
                if key == PROJECTS and self._next_is("["):
                    return PROJECTS
                if key in OCDS_LISTS and self._next_is("["):
                    held.append(key)
                itself = itself or key in _RECORD_ITSELF
        except BrokenJsonError:
            pass  # what was met before it tells enough
        return held[0] if held and not itself else None

    def _envelope(self, list_key: str) -> Iterator[Item]:
        for key in self._keys():
            if key == list_key and list_key in self.beside:
                raise BrokenJsonError(Message(f"{key!r} stands twice", f"“{key}”重复出现"), self._at)
            self.beside.add(key)
            if key == list_key and self._next_is("["):
                yield from self._list()

    def _keys(self) -> Iterator[str]:
        """The keys of an object; a value that the caller has not read when it asks for more is skipped."""
        self._take("{")
        while not self._next_is("}"):
            key, self._at, _ = self._json.value(self._text, self._at)
            if not isinstance(key, str):
                raise BrokenJsonError(
                    Message("a key in double quotes is expected", "此处应有双引号括起的键名"), self._at
                )
            self._take(":")
            value_at = self._at
            yield key
            if self._at == value_at:
                _, self._at, _ = self._json.value(self._text, value_at)
            if not self._next_is(","):
                break
            self._take(",")
        self._take("}")

    def _next_is(self, character: str) -> bool:
        self._at = skip_blank(self._text, self._at)
        return self._text.startswith(character, self._at)

    def _take(self, character: str) -> None:
        if not self._next_is(character):
            raise BrokenJsonError(
                Message(f"broken JSON ({character!r} is expected)", f"JSON格式有误（此处应有“{character}”）"), self._at
            )
        self._at = skip_blank(self._text, self._at + 1)

    def _end(self) -> None:
        self._at = skip_blank(self._text, self._at)
        if self._at < len(self._text):
            raise BrokenJsonError(
                Message(
                    "there is more text after the end of the JSON document; one project a line is read as JSON Lines",
                    "JSON文档结束之后还有多余内容；每行一个项目的文件应按JSON Lines读取",
                ),
                self._at,
            )
