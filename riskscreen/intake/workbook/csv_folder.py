"""A folder of CSV files, one a sheet, named as the sheets are: 项目.csv, 投标.csv, or Projects.csv, Bids.csv."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from io import StringIO
from pathlib import Path

from riskscreen.intake.messages import Message
from riskscreen.intake.oddities import Oddity
from riskscreen.intake.streams import ReadError
from riskscreen.intake.workbook.grid import MOST_COLUMNS, Cell, Grid, Row, filled_rows
from riskscreen.intake.workbook.headers import sheet_called
from riskscreen.intake.workbook.layout import sheets
from riskscreen.intake.workbook.tables import Noted

MOST_BYTES = 128 * 2**20
NOT_UTF8 = "read as GB 18030"

_DELIMITERS = (",", "\t", ";", "，")
_AS_TEXT = re.compile(r'="(.*)"', re.DOTALL)
_ERRORS = frozenset({"#REF!", "#N/A", "#VALUE!", "#DIV/0!", "#NAME?", "#NUM!", "#NULL!"})
_SHOWS_ERROR = Message(
    "the cell shows an error such as #REF! or #N/A: write the value itself",
    "该单元格为错误值（如#REF!、#N/A）：请直接填写数值",
)


def is_csv_folder(folder: Path) -> bool:
    """Whether a folder holds the sheet of projects as a CSV file."""
    projects = sheets()[0]
    return any(sheet_called(file.stem) is projects for file in _files(folder))


def csv_grids(folder: Path, noted: Noted) -> Iterator[Grid]:
    """The sheets in a folder. Raises ``ReadError``."""
    for file in _files(folder):
        yield Grid(file.stem, _rows(file, noted))


def _files(folder: Path) -> list[Path]:
    try:
        found = [file for file in folder.iterdir() if file.suffix.lower() == ".csv" and not file.name.startswith(".")]
    except OSError:
        return []
    return sorted(file for file in found if file.is_file())


def _rows(file: Path, noted: Noted) -> Iterator[Row]:
    text = _text(file, noted)
    first = next((line for line in text.splitlines() if line.strip()), "")
    delimiter = max(_DELIMITERS, key=first.count)
    lines = csv.reader(StringIO(text, newline=""), delimiter=delimiter)
    try:
        rows = ((number, [_cell(value) for value in line[:MOST_COLUMNS]]) for number, line in enumerate(lines, start=1))
        yield from filled_rows(rows, ())
    except csv.Error:
        raise ReadError(
            Message(
                f"{file.name}: line {lines.line_num} is no CSV: a quotation mark is not closed, or a field is too long",
                f"{file.name}：第{lines.line_num}行不是有效的CSV：引号未闭合，或字段过长",
            )
        ) from None


def _text(file: Path, noted: Noted) -> str:
    try:
        if file.stat().st_size > MOST_BYTES:
            raise ReadError(
                Message(
                    f"{file.name} is larger than {MOST_BYTES // 2**20} MiB: divide the projects into several folders",
                    f"{file.name}超过{MOST_BYTES // 2**20} MiB：请将项目拆分到多个文件夹",
                )
            )
        content = file.read_bytes()
    except OSError as problem:
        reason = problem.strerror or type(problem).__name__
        raise ReadError(Message(f"{file.name} cannot be read: {reason}", f"无法读取{file.name}：{reason}")) from None
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        pass
    try:
        text = content.decode("gb18030")
    except UnicodeDecodeError:
        raise ReadError(
            Message(
                f"{file.name} is neither UTF-8 nor GB 18030: save it as CSV UTF-8",
                f"{file.name}既不是UTF-8也不是GB 18030编码：请另存为“CSV UTF-8”",
            )
        ) from None
    noted(Oddity(file.stem, NOT_UTF8), file.stem, None)
    return text


def _cell(value: str) -> Cell:
    if value in _ERRORS:
        return Cell(None, flaw=_SHOWS_ERROR)
    as_text = _AS_TEXT.fullmatch(value)  # ="0012": how spreadsheet programs keep digits as text
    return Cell(as_text[1] if as_text else value)
