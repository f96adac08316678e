"""Workbooks for tests: sheets from lists of rows, read as a user's file would be."""

from __future__ import annotations

import csv
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, TypeAlias

from openpyxl import Workbook

from riskscreen.intake.read import Intake, Record, read_inputs
from riskscreen.model.report import Language, Reject

Sheets: TypeAlias = Mapping[str, Any]


def write(path: Path, sheets: Sheets, touch: Callable[[Workbook], None] | None = None) -> Path:
    """A workbook of these rows, by the names of its sheets; ``touch`` may do more to it."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for name, rows in sheets.items():
        page = book.create_sheet(name)
        for row in rows:
            page.append(list(row))
    if touch is not None:
        touch(book)
    book.save(path)
    return path


def write_csv(folder: Path, sheets: Sheets, encoding: str = "utf-8-sig") -> Path:
    """The same as a folder of CSV files."""
    folder.mkdir()
    for name, rows in sheets.items():
        with (folder / f"{name}.csv").open("w", encoding=encoding, newline="") as stream:
            csv.writer(stream).writerows(["" if value is None else value for value in row] for row in rows)
    return folder


def read(path: Path, lang: Language = "zh", form: str | None = None) -> tuple[list[Record], list[Reject], Intake]:
    """What a workbook gives; its counts must balance."""
    intake = read_inputs([str(path)], form, lang)
    results = list(intake)
    records = [result for result in results if isinstance(result, Record)]
    rejects = [result for result in results if isinstance(result, Reject)]
    counts = intake.accounting
    assert (counts.screened, counts.rejected) == (len(records), len(rejects))
    assert counts.read == counts.screened + counts.rejected + counts.duplicates
    return records, rejects, intake


def raw(path: Path) -> list[dict[str, Any]]:
    """The records of a workbook in which nothing is wrong."""
    records, rejects, _ = read(path)
    assert rejects == []
    return [record.raw for record in records]


def said(value: Any) -> Any:
    """What a record says, without what says nothing: null, blank text, objects with nothing in them.

    An object in a list stays, because it says that there is one. The order of ``incomplete`` says nothing.
    """
    if isinstance(value, dict):
        parts = {key: said(part) for key, part in value.items()}
        parts = {
            key: part for key, part in parts.items() if part is not None and part != {} and not _blank_pair(key, part)
        }
        if "incomplete" in parts:
            parts["incomplete"] = sorted(parts["incomplete"])
        return {key: part for key, part in parts.items() if key != "incomplete" or part}
    if isinstance(value, list | tuple):
        return [said(item) for item in value]
    return value.strip() or None if isinstance(value, str) else value


def _blank_pair(key: str, part: Any) -> bool:
    return key == "organisations" and part == [{}, {}]
