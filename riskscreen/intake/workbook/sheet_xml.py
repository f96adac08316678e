"""The XML of a sheet and of the texts that cells share: read once from the front, a row at a time.

A cell comes as it is written, its type and format not yet applied (see :mod:`riskscreen.intake.workbook.xlsx`). A
general reader makes objects of all that a sheet may hold, which takes several times as long.
"""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator
from typing import NamedTuple, TypeAlias
from xml.parsers import expat

from riskscreen.intake.messages import Message
from riskscreen.intake.streams import ReadError

Read: TypeAlias = Callable[[int], bytes]
"""Gives the next bytes of a part of the package, at most so many."""

CHUNK = 1 << 18

HAS_DOCTYPE = Message(
    "the workbook holds an XML document type, which no spreadsheet program writes: save it anew as .xlsx",
    "工作簿中含有XML文档类型声明，电子表格程序不会写入这种内容：请重新另存为.xlsx",
)

_COLUMN = re.compile(r"\$?([A-Z]{1,3})\$?[0-9]{1,7}")


class Written(NamedTuple):
    """A cell as it is written. ``column`` counts from 1; ``value`` is None where it has none."""

    column: int
    kind: str
    style: int
    value: str | None


def column_number(letters: str) -> int:
    """The number of a column, from 1, by its letters."""
    number = 0
    for letter in letters:
        number = 26 * number + ord(letter) - ord("A") + 1
    return number


def rows(read: Read) -> Iterator[tuple[int, list[Written]]]:
    """The rows of a sheet that have cells, with their number from 1."""
    sheet = _Rows()
    for _ in _parsed(sheet, read):
        yield from sheet.finished
        sheet.finished.clear()
    yield from sheet.finished


def shared_texts(read: Read) -> list[str]:
    """The texts that cells refer to by their number."""
    texts = _Texts()
    for _ in _parsed(texts, read):
        pass
    return texts.found


def _parsed(handler: _Rows | _Texts, read: Read) -> Iterator[None]:
    """Feeds a part to a handler, and stops after each piece of it."""
    parser = handler.parser
    while chunk := read(CHUNK):
        parser.Parse(chunk, False)
        yield
    parser.Parse(b"", True)


def _refuse_doctype(*_: object) -> None:
    raise ReadError(HAS_DOCTYPE)


class _LocalNames(dict[str, str]):
    """Names of elements without their namespace: spreadsheets are written in either of two."""

    def __missing__(self, name: str) -> str:
        local = self[name] = name.rpartition(" ")[2]
        return local


class _Elements(ABC):
    """What stands in elements. Texts are in runs; what spells another text out (``rPh``) is no part of it."""

    def __init__(self) -> None:
        self._names = _LocalNames()
        self._pieces: list[str] = []
        self._spelt = False
        self.parser = expat.ParserCreate(namespace_separator=" ")
        self.parser.buffer_text = True
        self.parser.StartElementHandler = self.start
        self.parser.EndElementHandler = self.end
        self.parser.StartDoctypeDeclHandler = _refuse_doctype

    @abstractmethod
    def start(self, name: str, attributes: dict[str, str]) -> None:
        """An element begins."""

    @abstractmethod
    def end(self, name: str) -> None:
        """An element ends."""

    def _listen(self) -> None:
        self.parser.CharacterDataHandler = self._pieces.append

    def _listen_no_more(self) -> None:
        self.parser.CharacterDataHandler = None


class _Texts(_Elements):
    """Collects the shared texts."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """An element begins."""
        local = self._names[name]
        if local == "t" and not self._spelt:
            self._listen()
        elif local == "rPh":
            self._spelt = True

    def end(self, name: str) -> None:
        """An element ends."""
        local = self._names[name]
        if local == "t":
            self._listen_no_more()
        elif local == "si":
            self.found.append("".join(self._pieces))
            self._pieces.clear()
        elif local == "rPh":
            self._spelt = False


class _Rows(_Elements):
    """Collects the cells of each row; ``finished`` are the rows that ended since it was last emptied."""

    def __init__(self) -> None:
        super().__init__()
        self.finished: list[tuple[int, list[Written]]] = []
        self._number = 0
        self._cells: list[Written] = []
        self._column = 0
        self._kind = "n"
        self._style = 0
        self._columns: dict[str, int] = {}

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """An element begins."""
        local = self._names[name]
        if local == "c":
            place = attributes.get("r")
            self._column = self._column + 1 if place is None else self._column_of(place)
            self._kind = attributes.get("t", "n")
            self._style = int(attributes.get("s", 0))
        elif local == "v" or local == "t":
            # A text of its own stands in <is><t>, the value of a formula or a number in <v>.
            if (local == "t") is (self._kind == "inlineStr") and not self._spelt:
                self._listen()
        elif local == "row":
            self._begin_row(attributes.get("r"))
        elif local == "rPh":
            self._spelt = True

    def end(self, name: str) -> None:
        """An element ends."""
        local = self._names[name]
        if local == "c":
            self._cells.append(Written(self._column, self._kind, self._style, "".join(self._pieces) or None))
            self._pieces.clear()
        elif local == "v" or local == "t":
            self._listen_no_more()
        elif local == "row":
            if self._cells:
                self.finished.append((self._number, self._cells))
        elif local == "rPh":
            self._spelt = False

    def _begin_row(self, number: str | None) -> None:
        before = self._number
        self._number = before + 1 if number is None else int(float(number))
        if self._number <= before:
            raise ValueError("rows in no order")
        self._cells, self._column = [], 0

    def _column_of(self, place: str) -> int:
        """The column of a place such as ``AB12``; a column's letters are worked out once."""
        letters = place.rstrip("0123456789")  # of a sheet's cells but few differ in these
        found = self._columns.get(letters)
        if found is None:
            match = _COLUMN.fullmatch(place)
            if match is None:
                raise ValueError("no place of a cell")
            found = self._columns[letters] = column_number(match[1])
        return found
