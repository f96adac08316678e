"""Texts of records made safe for cells: nothing in them may act on a spreadsheet, a parser or whoever reads."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from riskscreen.model.report import Language
from riskscreen.reports.columns import Cell, Kind
from riskscreen.reports.plain_text import plain
from riskscreen.reports.words import say

LONGEST_CELL = 32_767
"""Characters that a cell takes in Excel, counted as UTF-16 counts them."""

_NUMBERS: Mapping[Kind, Callable[[int | float], str]] = {
    Kind.COUNT: "{:,}".format,
    Kind.SCORE: "{:.1f}".format,
    Kind.POINTS: "{:.1f}".format,
    Kind.SHARE: "{:.1%}".format,
    Kind.AMOUNT: lambda amount: f"{amount:,.4f}".rstrip("0").rstrip("."),
}
_FORMULA = re.compile(r"\s*[=+\-@＝＋－＠]")


def lines_of(cell: Cell) -> list[str]:
    """What a cell holds as lines of plain text, without control characters and without turning marks."""
    if cell is None:
        return []
    if isinstance(cell, str):
        return [plain(cell)]
    if isinstance(cell, int | float):
        return [str(cell)]
    return [plain(line) for line in cell]


def shown(cell: Cell, kind: Kind) -> list[str]:
    """What a cell holds as people read it in a column of this kind, line by line."""
    if isinstance(cell, int | float):
        return [_NUMBERS.get(kind, str)(cell)]
    return lines_of(cell)


def looks_like_formula(text: str) -> bool:
    """Whether a spreadsheet could take the text for a formula: it begins with ``=``, ``+``, ``-`` or ``@``.

    Their full-width forms count too, and blanks before them do not help.
    """
    return _FORMULA.match(text) is not None


def fitting(text: str, lang: Language) -> str:
    """The text, or as much of it as a cell takes with a mark that says how much it was."""
    if _units(text) <= LONGEST_CELL:
        return text
    mark = say("cut", lang, length=len(text))
    room = LONGEST_CELL - _units(mark)
    return text.encode("utf-16-le")[: 2 * room].decode("utf-16-le", "ignore") + mark


def _units(text: str) -> int:
    return len(text) + sum(sign > "\uffff" for sign in text)
