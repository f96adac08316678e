"""Why a rule is undecided, and which values of the record would decide it."""

from __future__ import annotations

from dataclasses import dataclass, field

from riskscreen.findings.background import Background
from riskscreen.findings.doubts import Doubts
from riskscreen.findings.pointers import ABSENT, absolute, natural
from riskscreen.findings.view import UNSEEN, Cell
from riskscreen.model.report import Language, UnknownReason
from riskscreen.model.rule import Texts

_SAME_NAME = Texts(en="same name, identity not established", zh="姓名或名称相同，身份未能确认")
_NO_ANSWER = Texts(
    en="the values given there do not decide it: correct or complete them", zh="所填内容不足以判定，请核对或补充"
)
_OUTSIDE_CALENDAR = Texts(
    en="the dates lie outside the years whose public holidays are known ({first} to {last})",
    zh="所涉日期超出节假日日历覆盖的年份（{first}—{last}年）",
)


@dataclass(frozen=True, slots=True)
class Gap:
    """Why a rule is undecided. ``missing`` are pointers into the record, sorted; a ``note`` says more."""

    reason: UnknownReason
    missing: list[str]
    note: str | None = None


@dataclass(slots=True)
class _Pointers:
    """Pointers by what is the matter there; ``given`` values are present and say nothing."""

    absent: set[str] = field(default_factory=set)
    partial: set[str] = field(default_factory=set)
    given: set[str] = field(default_factory=set)
    beyond_calendar: bool = False


class Gaps:
    """Tells what the undecided rules of one project wait for. Each value is looked for once for all rules."""

    def __init__(self, background: Background, lang: Language) -> None:
        self._background = background
        self._lang = lang
        record = background.materials[0].record
        self._partial_lists = {"/" + path.strip("/") for path in record.get("incomplete") or ()}
        self._absent: dict[Cell, set[str]] = {}

    def gap(self, found: Doubts) -> Gap:
        """Why a rule is undecided.

        The same name on both sides of a comparison comes first, because a reader would take it for an answer; then
        what is missing, then lists said to be incomplete, then dates that no calendar covers.
        """
        pointers = _Pointers()
        for cell in found.cells:
            self._add_cell(pointers, cell)
        for relation in found.lists:
            self._add_lists(pointers, relation)
        missing = sorted(pointers.absent | pointers.partial, key=natural)
        if any(_same_name(self._background, *pair) for pair in found.pairs):
            return Gap("identity", missing, _SAME_NAME.in_language(self._lang))
        if pointers.absent:
            return Gap("missing", missing)
        if pointers.partial:
            return Gap("incomplete", missing)
        if pointers.beyond_calendar:
            return Gap("calendar", [], _outside_calendar(self._lang))
        return Gap("missing", sorted(pointers.given, key=natural), _NO_ANSWER.in_language(self._lang))

    def _add_cell(self, pointers: _Pointers, cell: Cell) -> None:
        """Add why a value is unknown: its absent inputs, or else partial lists, or else the inputs as they are."""
        absent = self._absent.get(cell)
        if absent is None:
            places = self._background.places(cell)
            absent = self._absent[cell] = {place.pointer for place in places if place.value is ABSENT}
        if absent:
            pointers.absent |= absent
            return
        declared = self._background.field(cell)
        lists = _lists_in(self._background, cell)
        if lists & self._partial_lists:
            pointers.partial |= lists & self._partial_lists
        elif declared.from_calendar:
            pointers.beyond_calendar = True
        elif lists and any(pointer.startswith("@1") for pointer in declared.inputs):
            pointers.given |= lists  # nothing in the list answers to the row
        else:
            pointers.given |= {place.pointer for place in self._background.places(cell)}

    def _add_lists(self, pointers: _Pointers, relation: str) -> None:
        places = self._background.lists(relation)
        absent = {place.pointer for place in places if place.value is ABSENT}
        pointers.absent |= absent
        if not absent:
            present = {place.pointer for place in places}
            pointers.partial |= (present & self._partial_lists) or present


def _lists_in(background: Background, cell: Cell) -> set[str]:
    """The lists whose items a cell's value is read from."""
    origins = background.origins(cell.relation, cell.row)
    inputs = [absolute(declared, anchors) for _, anchors in origins for declared in background.field(cell).inputs]
    return {pointer.partition("/*")[0] for pointer in inputs if pointer is not None and "/*" in pointer}


def _same_name(background: Background, left: Cell, right: Cell) -> bool:
    """Whether both sides bear a name and it is the same one."""
    if UNSEEN in (left.row, right.row):
        return False
    name = background.name(left)
    return name is not None and name == background.name(right)


def _outside_calendar(lang: Language) -> str:
    from riskscreen.facts.calendar import covered_years

    years = covered_years()
    return _OUTSIDE_CALENDAR.in_language(lang).format(first=years.start, last=years.stop - 1)
