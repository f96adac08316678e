"""Reading a workbook: a file's bytes or a folder of CSV files in, projects and rejects out."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from riskscreen.intake.messages import Message
from riskscreen.intake.oddities import Oddity
from riskscreen.intake.pieces import Note, Piece, Place
from riskscreen.intake.streams import ReadError
from riskscreen.intake.workbook.assemble import Assembly
from riskscreen.intake.workbook.tables import tables

_NO_ROWS = Message(
    "the sheet of projects has no row with a project below its header; the example row does not count",
    "“项目”表的表头之下没有任何项目（示例行不计）",
)


def workbook_pieces(source: str, content: bytes | Path, note: Note) -> Iterator[Piece]:
    """Every project of a workbook (bytes) or of a folder of CSV files, and a reject for rows of no project.

    Raises ``ReadError`` where the file as a whole cannot be read.
    """

    def noted(oddity: Oddity, cell: str, hint: Message | None) -> None:
        note(oddity, Place(source, cell=cell), hint)

    if isinstance(content, Path):
        from riskscreen.intake.workbook.csv_folder import csv_grids

        grids = csv_grids(content, noted)
    else:
        from riskscreen.intake.workbook.xlsx import xlsx_grids

        grids = xlsx_grids(content)
    empty = True
    for piece in Assembly(source, tables(grids, noted), noted).pieces():
        empty = False
        yield piece
    if empty:
        raise ReadError(_NO_ROWS)
