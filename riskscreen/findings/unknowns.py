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


def gap(found: Doubts, background: Background, lang: Language) -> Gap:
    """What a project's rule waits for.

    The same name on both sides of a comparison comes first, because a reader would take it for an answer; then
    what is missing, then lists said to be incomplete, then dates that no calendar covers.
    """
    pointers = _Pointers()
    record = background.materials[0].record
    partial_lists = {"/" + path.strip("/") for path in record.get("incomplete") or ()}
    for cell in found.cells:
        _add_cell(pointers, background, cell, partial_lists)
    for relation in found.lists:
        _add_lists(pointers, background, relation, partial_lists)
    missing = _sorted(pointers.absent | pointers.partial)
    if any(_same_name(background, *pair) for pair in found.pairs):
        return Gap("identity", missing, _SAME_NAME.in_language(lang))
    if pointers.absent:
        return Gap("missing", missing)
    if pointers.partial:
        return Gap("incomplete", missing)
    if pointers.beyond_calendar:
        return Gap("calendar", [], _outside_calendar(lang))
    return Gap("missing", _sorted(pointers.given), _NO_ANSWER.in_language(lang))


def _sorted(pointers: set[str]) -> list[str]:
    return sorted(pointers, key=natural)


def _add_cell(pointers: _Pointers, background: Background, cell: Cell, partial_lists: set[str]) -> None:
    """Add why a derived or plain value is unknown: absent inputs, else partial lists, else the inputs as they are."""
    places = background.places(cell)
    absent = {place.pointer for place in places if place.value is ABSENT}
    if absent:
        pointers.absent |= absent
        return
    declared = background.field(cell)
    lists = _lists_in(background, cell)
    if lists & partial_lists:
        pointers.partial |= lists & partial_lists
    elif declared.from_calendar:
        pointers.beyond_calendar = True
    elif lists and any(pointer.startswith("@1") for pointer in declared.inputs):
        pointers.given |= lists  # nothing in the list answers to the row
    else:
        pointers.given |= {place.pointer for place in places}


def _lists_in(background: Background, cell: Cell) -> set[str]:
    """The lists whose items a cell's value is read from."""
    origins = background.origins(cell.relation, cell.row)
    inputs = [absolute(declared, anchors) for _, anchors in origins for declared in background.field(cell).inputs]
    return {pointer.partition("/*")[0] for pointer in inputs if pointer is not None and "/*" in pointer}


def _add_lists(pointers: _Pointers, background: Background, relation: str, partial_lists: set[str]) -> None:
    places = list(background.lists(relation))
    absent = {place.pointer for place in places if place.value is ABSENT}
    pointers.absent |= absent
    if not absent:
        present = {place.pointer for place in places}
        pointers.partial |= (present & partial_lists) or present


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
