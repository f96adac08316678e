"""One line read as all other inputs are, for lines that are not plainly a release."""

from __future__ import annotations

from collections.abc import Iterator

from riskscreen.intake.lines import Line
from riskscreen.intake.native import foreign_form
from riskscreen.intake.ocds.treatment import LITERAL
from riskscreen.intake.pieces import Piece, is_blank, line_piece
from riskscreen.intake.quality import QualityNotes
from riskscreen.intake.read import Intake
from riskscreen.intake.strict_json import StrictJson
from riskscreen.model.release import Release
from riskscreen.model.report import Language, Reject


def records_in(line: bytes | None, lang: Language) -> Iterator[Release | str | None]:
    """Each release in a line, the reason for each reject, and None for each record that has no ocid.

    ``line``: its content, None if it is too long to be read.
    """
    if line is not None and is_blank(line):
        return
    piece = line_piece("", Line(1, line), StrictJson())
    foreign = foreign_form(piece.value)
    piece = Piece(piece.place, piece.value, (foreign,)) if foreign else piece
    for item in Intake(iter([piece]), QualityNotes(), lang, None, LITERAL):
        yield item.error if isinstance(item, Reject) else item.release
