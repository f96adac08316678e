"""The package of an .xlsx file: whether it is one, whether it is safe to open, and which parts it has.

What is said of a sheet behind its cells, or of many cells at once, is read here before them: which cells are merged,
and which formulas have no value yet.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from io import BytesIO
from typing import Any
from xml.etree import ElementTree
from xml.parsers import expat
from zipfile import ZipFile

from riskscreen.intake.messages import Message
from riskscreen.intake.streams import ReadError
from riskscreen.intake.workbook.grid import MOST_COLUMNS, Merge
from riskscreen.intake.workbook.sheet_xml import CHUNK, HAS_DOCTYPE, column_number

MOST_UNPACKED = 512 * 2**20
"""Size of a workbook's parts, unpacked: some 100,000 rows of everything; more would not fit into memory."""

MOST_PARTS = 5_000
_MOST_MERGES = 200_000
_SPREADSHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
_MACROS = "application/vnd.ms-excel.sheet.macroEnabled.main+xml"
_BINARY = "application/vnd.ms-excel.sheet.binary.macroEnabled.main"
_SUSPECT = (b"mergeCell", b"<f>", b"<f ", b":f>", b":f ", b"<f/", b":f/")
_REFERENCE = re.compile(r"\$?([A-Z]{1,3})\$?([0-9]{1,7})(?::\$?([A-Z]{1,3})\$?([0-9]{1,7}))?")

DAMAGED = Message(
    "the workbook is damaged: open it in Excel or LibreOffice, let it be repaired, and save it again as .xlsx",
    "工作簿已损坏：请用Excel或WPS打开修复，并重新另存为.xlsx",
)
_WITH_MACROS = Message(
    "this is a workbook with macros (.xlsm, .xltm): save it as .xlsx, which holds none",
    "这是含宏的工作簿（.xlsm、.xltm）：请另存为不含宏的.xlsx",
)
_OPEN_DOCUMENT = Message(
    "this is an OpenDocument spreadsheet (.ods): save it as .xlsx", "这是OpenDocument电子表格（.ods）：请另存为.xlsx"
)
_BINARY_WORKBOOK = Message(
    "this is a binary workbook (.xlsb): save it as .xlsx", "这是二进制工作簿（.xlsb）：请另存为.xlsx"
)
_NO_WORKBOOK = Message(
    "this is a zip archive but no workbook: unpack it, or give an .xlsx file, JSON or JSON Lines",
    "这是zip压缩包而不是工作簿：请解压，或提供.xlsx、JSON或JSON Lines文件",
)
_TOO_LARGE = Message(
    f"unpacked, the workbook is larger than {MOST_UNPACKED // 2**20} MiB or has more than {MOST_PARTS} parts: "
    "remove what is not needed, or divide it into several files",
    f"工作簿解压后超过{MOST_UNPACKED // 2**20} MiB，或部件超过{MOST_PARTS}个：请删去不需要的内容，或拆分为多个文件",
)


@dataclass(frozen=True, slots=True)
class SheetPart:
    """A worksheet: the part that holds it, its merged ranges, and the cells whose formula has no value."""

    name: str
    part: str
    hidden: bool
    merges: tuple[Merge, ...]
    unvalued: frozenset[tuple[int, int]]


@dataclass(frozen=True, slots=True)
class Package:
    """The worksheets in order, and the parts that hold the texts and the styles of cells, where there are any.

    ``since_1904``: days are counted from 1904.
    """

    sheets: tuple[SheetPart, ...]
    texts: str | None
    styles: str | None
    since_1904: bool


def package_of(content: bytes) -> Package:
    """The package of a workbook. Raises ``ReadError`` for what is no workbook or not safe to open."""
    try:
        with ZipFile(BytesIO(content)) as package:
            _check(package)
            return _package(package)
    except ReadError:
        raise
    except Exception:  # a broken package can make its reader fail in any way
        raise ReadError(DAMAGED) from None


def _package(package: ZipFile) -> Package:
    main = next(target for kind, target in _related(package, "").values() if kind == "officeDocument")
    related = _related(package, main)
    by_kind = dict(related.values())
    book = ElementTree.fromstring(package.read(main))  # noqa: S314 -- document types are refused before
    properties = next((part.attrib for part in book if _local(part.tag) == "workbookPr"), {})
    sheets = (each for each in book.iter() if _local(each.tag) == "sheet")
    return Package(
        sheets=tuple(part for sheet in sheets if (part := _sheet_part(package, sheet.attrib, related))),
        texts=by_kind.get("sharedStrings"),
        styles=by_kind.get("styles"),
        since_1904=properties.get("date1904", "0") in ("1", "true", "on"),
    )


def _check(package: ZipFile) -> None:
    parts = package.infolist()
    names = {part.filename for part in parts}
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED:
        raise ReadError(_TOO_LARGE)
    if "mimetype" in names and b"opendocument.spreadsheet" in package.read("mimetype")[:200]:
        raise ReadError(_OPEN_DOCUMENT)
    if "[Content_Types].xml" not in names:
        raise ReadError(_NO_WORKBOOK)
    types = package.read("[Content_Types].xml").decode("utf-8", "replace")
    if _BINARY in types:
        raise ReadError(_BINARY_WORKBOOK)
    if "macroEnabled" in types or _MACROS in types:
        raise ReadError(_WITH_MACROS)
    if _SPREADSHEET not in types and "spreadsheetml.template.main+xml" not in types:
        raise ReadError(_NO_WORKBOOK)
    for part in parts:
        if part.filename.endswith((".xml", ".rels")):
            with package.open(part) as stream:
                if b"<!DOCTYPE" in stream.read(4096):
                    raise ReadError(HAS_DOCTYPE)


def _related(package: ZipFile, part: str) -> dict[str, tuple[str, str]]:
    """The kind and the target of each relation of a part, by id."""
    folder, name = posixpath.split(part)
    content = package.read(posixpath.join(folder, "_rels", f"{name}.rels"))
    found = {}
    for element in ElementTree.fromstring(content):  # noqa: S314 -- document types are refused before
        target = posixpath.normpath(posixpath.join("/", folder, element.attrib["Target"])).lstrip("/")
        found[element.attrib["Id"]] = (element.attrib["Type"].rpartition("/")[2], target)
    return found


def _sheet_part(package: ZipFile, sheet: Mapping[str, str], related: Mapping[str, tuple[str, str]]) -> SheetPart | None:
    """A sheet of the workbook; None where it is a chart or a dialogue."""
    kind, part = related[next(value for key, value in sheet.items() if _local(key) == "id")]
    if kind != "worksheet":
        return None
    reader = _SheetXml()
    if _mentions_suspects(package, part):
        with package.open(part) as stream:
            reader.parse(stream.read)
    hidden = sheet.get("state", "visible") != "visible"
    return SheetPart(sheet["name"], part, hidden, tuple(reader.merges), frozenset(reader.unvalued))


def _mentions_suspects(package: ZipFile, part: str) -> bool:
    """Whether the XML can hold merged cells or formulas at all: most sheets need not be read twice."""
    tail = b""
    with package.open(part) as stream:
        while chunk := stream.read(CHUNK):
            if any(suspect in tail + chunk for suspect in _SUSPECT):
                return True
            tail = chunk[-16:]
    return False


class _SheetXml:
    """Finds merged ranges and formulas without a value."""

    def __init__(self) -> None:
        self.merges: list[Merge] = []
        self.unvalued: set[tuple[int, int]] = set()
        self._cell = ""
        self._formula = self._value = self._in_value = False

    def parse(self, read: Callable[[int], bytes]) -> None:
        """Reads the XML of a sheet."""
        parser = expat.ParserCreate(namespace_separator=" ")
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._text
        while chunk := read(CHUNK):
            parser.Parse(chunk, False)
        parser.Parse(b"", True)

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        local = name.rpartition(" ")[2]
        if local == "c":
            self._cell, self._formula, self._value = attributes.get("r", ""), False, False
        elif local == "f":
            self._formula = True
        elif local in ("v", "t"):
            self._in_value = True
        elif local == "mergeCell" and len(self.merges) < _MOST_MERGES:
            self._merged(attributes.get("ref", ""))

    def _end(self, name: str) -> None:
        local = name.rpartition(" ")[2]
        if local in ("v", "t"):
            self._in_value = False
        elif local == "c" and self._formula and not self._value and (match := _REFERENCE.fullmatch(self._cell)):
            self.unvalued.add((int(match[2]), column_number(match[1])))

    def _text(self, text: str) -> None:
        if self._in_value and text:
            self._value = True

    def _merged(self, reference: str) -> None:
        match = _REFERENCE.fullmatch(reference)
        if match and match[3] and column_number(match[1]) <= MOST_COLUMNS:
            self.merges.append(Merge(int(match[2]), column_number(match[1]), int(match[4]), column_number(match[3])))


def _local(name: Any) -> str:
    return str(name).rpartition("}")[2]
