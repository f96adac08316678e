"""Reading a YAML file into plain data that still knows the line of everything in it.

The dialect is a small and exact part of YAML, so that a file means what it looks like:

- A value without quotes is ``true`` or ``false``; nothing at all, ``null`` or ``~`` (nothing); a number (``5``,
  ``-3``, ``0.5``, read exactly); and otherwise text. ``yes``, ``no``, ``on``, ``off``, dates, ``007``, ``1e3`` and
  ``12:30`` are text.
- Keys are text and stand once in their mapping.
- No anchors, aliases, merge keys, tags or second documents.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any, NamedTuple, TypeAlias

import yaml
from yaml import AliasEvent, MappingEndEvent, ScalarEvent, SequenceEndEvent

from riskscreen.errors import Fault, Location, RuleFaults

DataPath: TypeAlias = tuple[str | int, ...]
"""Keys of mappings and positions in lists, from the top of the file."""

DEEPEST = 64
_NUMBER = re.compile(r"[-+]?(0|[1-9][0-9]*)(\.[0-9]+)?")
_WORDS: dict[str, bool | None] = {"true": True, "false": False, "null": None, "~": None, "": None}
_CONTROL = re.compile(r"[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_LOADER: Any = yaml.CSafeLoader if yaml.__with_libyaml__ else yaml.SafeLoader


class _Node(NamedTuple):
    """A value's event, which knows where it stands. ``children`` go by mapping key or position in a list."""

    event: Any
    children: Mapping[str | int, _Child] | None = None


class _Child(NamedTuple):
    """A value in a mapping or list: where its key or list item begins, and the value."""

    mark: Any
    node: _Node


@dataclass(frozen=True, slots=True)
class Source:
    """A file that was read: its plain data (dict, list, str, int, Decimal, bool, None) and where each part stands."""

    file: str
    text: str
    data: Any
    _root: _Node | None = None

    def location(self, path: DataPath = (), offset: int | None = None) -> Location:
        """Where ``path`` stands: the line of its key or list item, or of its nearest ancestor that is in the file.

        ``offset`` is a position within a text value; it moves the column there where the text stands on one line.
        """
        dotted = ".".join(map(str, path))
        if self._root is None:
            return Location(self.file, 1, 1, dotted)
        mark, node, found = self._root.event.start_mark, self._root, True
        for step in path:
            child = node.children.get(step) if node.children else None
            if child is None:
                found = False
                break
            mark, node = child
        if offset is None or not found:
            return Location(self.file, mark.line + 1, mark.column + 1, dotted)
        mark = node.event.start_mark
        return Location(self.file, mark.line + 1, mark.column + 1 + _shift(node.event, offset), dotted)

    def fault(self, path: DataPath, code: str, message: str, offset: int | None = None) -> Fault:
        """A fault at ``path``."""
        return Fault(self.location(path, offset), code, message)


def _shift(event: Any, offset: int) -> int:
    """How far right of its start a text's character stands; 0 where the text is folded or holds escapes."""
    if not isinstance(event, ScalarEvent):
        return 0
    start: Any = event.start_mark
    end: Any = event.end_mark
    quote = 1 if event.style else 0
    as_written = start.line == end.line and end.column - start.column == len(event.value) + 2 * quote
    return offset + quote if as_written else 0


def read_yaml(path: Path, before: str | None = None) -> Source:
    """The content of a YAML file; with ``before`` only what stands above that key of the topmost mapping.

    Raises :class:`RuleFaults`, with file and line, if the file cannot be read or is not of this module's dialect.
    """
    shown = displayed(path)
    try:
        raw = path.read_bytes()
    except OSError as error:
        problem = Fault(Location(shown), "unreadable-file", f"cannot be read: {error.strerror}")
        raise RuleFaults([problem]) from None
    return parse_yaml(_decoded(raw, shown), shown, before)


def displayed(path: Path) -> str:
    """The path as people are shown it: relative to the working directory where it lies below it."""
    if path.is_absolute() and path.is_relative_to(Path.cwd()):
        path = path.relative_to(Path.cwd())
    return path.as_posix()


def _decoded(raw: bytes, shown: str) -> str:
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        message = f"byte 0x{raw[error.start]:02x} is not UTF-8; save the file with UTF-8 encoding"
        raise RuleFaults([Fault(Location(shown, line), "not-utf-8", message)]) from None
    return text.replace("\r\n", "\n")


def parse_yaml(text: str, shown: str, before: str | None = None) -> Source:
    """The content of a YAML text; ``shown`` is the file name in locations. Raises :class:`RuleFaults`."""
    _refuse_control_characters(text, shown)
    builder = _Builder(shown, _LOADER(text), before)
    try:
        data, root = builder.document()
    except yaml.MarkedYAMLError as error:
        builder.faults.append(_syntax_fault(error, text, shown))
        raise RuleFaults(builder.faults) from None
    if builder.faults:
        raise RuleFaults(builder.faults)
    return Source(shown, text, data, root)


def _refuse_control_characters(text: str, shown: str) -> None:
    control = _CONTROL.search(text)
    if control:
        line = text.count("\n", 0, control.start()) + 1
        message = f"the control character U+{ord(control[0]):04X} cannot stand in a YAML file; delete it"
        raise RuleFaults([Fault(Location(shown, line), "not-yaml", message)])


class _Builder:
    """Turns the parser's events into data and nodes, in one pass, collecting every fault on the way."""

    def __init__(self, shown: str, parser: Any, before: str | None) -> None:
        self.shown = shown
        self.next_event = parser.get_event
        self.before = before
        self.stopped = False
        self.path: list[str | int] = []
        self.faults: list[Fault] = []

    def document(self) -> tuple[Any, _Node | None]:
        """The only document; ``(None, None)`` for a file without content."""
        data, root = None, None
        documents = 0
        while not self.stopped and not isinstance(event := self.next_event(), yaml.StreamEndEvent):
            if isinstance(event, yaml.DocumentStartEvent):
                documents += 1
                if documents > 1:
                    self._fault(event, "several-documents", "a second document starts here; use one file for each")
                    break
                data, root = self._value(self.next_event())
        return data, root

    def _value(self, event: Any) -> tuple[Any, _Node]:
        if isinstance(event, AliasEvent):
            message = f"the alias *{event.anchor} is not allowed; write the value out, or put a text with * in quotes"
            self._fault(event, "alias", message)
            return None, _Node(event)
        if event.anchor is not None or event.tag is not None:
            self._refuse_properties(event)
        if isinstance(event, ScalarEvent):
            # without quotes the style is "" by the C parser and None by the Python one
            return event.value if event.style else _plain(event.value), _Node(event)
        if len(self.path) >= DEEPEST:
            self._fault(event, "too-deep", f"more than {DEEPEST} levels of nesting")
            raise RuleFaults(self.faults)
        if isinstance(event, yaml.MappingStartEvent):
            return self._mapping(event)
        return self._sequence(event)

    def _refuse_properties(self, event: Any) -> None:
        """Anchors and tags would make a value mean something else than it looks like."""
        if event.anchor is not None:
            message = f"the anchor &{event.anchor} is not allowed; remove it, or put a text with & in quotes"
            self._fault(event, "anchor", message)
        if event.tag is not None:
            self._fault(event, "tag", f"the tag {event.tag} is not allowed; put a text with ! in quotes")

    def _mapping(self, start: Any) -> tuple[dict[str, Any], _Node]:
        data: dict[str, Any] = {}
        children: dict[str | int, _Child] = {}
        while not isinstance(event := self.next_event(), MappingEndEvent):
            key = self._key(event)
            if key == self.before and not self.path:
                self.stopped = True
                break
            self.path.append(key)
            value, child = self._value(self.next_event())
            if key in data:
                first = children[key].mark.line + 1
                message = f"the key {key!r} stands here a second time (first on line {first}); keep one of them"
                self._fault(event, "duplicate-key", message)
            else:
                data[key] = value
                children[key] = _Child(event.start_mark, child)
            self.path.pop()
        return data, _Node(start, children)

    def _key(self, event: Any) -> str:
        key, _ = self._value(event)
        if isinstance(key, str):
            return key
        if isinstance(event, ScalarEvent):
            message = f"the key {event.value or 'null'} is not text; put it in quotes"
            self._fault(event, "key-not-text", message)
        elif not isinstance(event, AliasEvent):
            self._fault(event, "key-not-text", "a key is a single word, not a list or a mapping")
        return str(key)

    def _sequence(self, start: Any) -> tuple[list[Any], _Node]:
        data: list[Any] = []
        children: dict[str | int, _Child] = {}
        while not isinstance(event := self.next_event(), SequenceEndEvent):
            position = len(data)
            self.path.append(position)
            value, child = self._value(event)
            self.path.pop()
            data.append(value)
            children[position] = _Child(event.start_mark, child)
        return data, _Node(start, children)

    def _fault(self, event: Any, code: str, message: str) -> None:
        mark = event.start_mark
        place = Location(self.shown, mark.line + 1, mark.column + 1, ".".join(map(str, self.path)))
        self.faults.append(Fault(place, code, message))


def _plain(text: str) -> str | int | Decimal | bool | None:
    """The value of a scalar that stands without quotes."""
    if text in _WORDS:
        return _WORDS[text]
    number = _NUMBER.fullmatch(text)
    if not number:
        return text
    return Decimal(text) if number[2] else int(text)


def _syntax_fault(error: yaml.MarkedYAMLError, text: str, shown: str) -> Fault:
    """The parser's complaint in plain words."""
    mark = error.problem_mark or error.context_mark
    if mark is None:
        return Fault(Location(shown), "not-yaml", f"not valid YAML: {error}")
    line = text.splitlines()[mark.line] if mark.line < len(text.splitlines()) else ""
    problem = _in_plain_words(str(error.problem or error.context), line[mark.column : mark.column + 1])
    opened = error.context_mark
    if opened is not None and opened.line != mark.line:
        problem += f" (what is being read here begins on line {opened.line + 1})"
    return Fault(Location(shown, mark.line + 1, mark.column + 1), "not-yaml", f"not valid YAML: {problem}")


def _in_plain_words(problem: str, character: str) -> str:
    if character == "\t" or "tab" in problem:
        return "a tab stands where only spaces may; indent with spaces"
    if "cannot start any token" in problem:
        return f"a text cannot start with {character}; put it in quotes"
    if "mapping values are not allowed" in problem:
        return "a colon with a space after it stands in a text without quotes, or the line is indented wrongly"
    if "could not find expected ':'" in problem:
        return "a key without its colon, or a text over several lines that is not indented"
    if "end of stream" in problem or "stream end" in problem:
        return "the file ends before a quote or bracket is closed"
    if "',' or" in problem:
        return "in brackets, a comma or the closing bracket is missing, or a text needs quotes"
    if "expected key" in problem or "'-' indicator" in problem or "block end" in problem:
        return "the indentation does not fit the lines above, or a text needs quotes"
    return problem
