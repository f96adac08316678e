"""Why a rule is undecided, and which values of the record would decide it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Literal, TypeAlias

from riskscreen.facts.vocabulary import PROJECT
from riskscreen.findings.background import Background
from riskscreen.findings.doubts import Doubts
from riskscreen.findings.pointers import natural
from riskscreen.findings.shape import Shape, Shapes
from riskscreen.findings.view import UNSEEN, Cell
from riskscreen.model.report import Language, UnknownReason
from riskscreen.model.rule import Texts

_SAME_NAME = Texts(en="same name, identity not established", zh="姓名或名称相同，身份未能确认")
_NO_ANSWER = Texts(
    en="the values given there do not decide it: correct or complete them", zh="所填内容不足以判定，请核对或补充"
)
_NO_FIELD = Texts(en="data in this form has no field that would tell", zh="该数据格式没有可据以判定的字段")
_OUTSIDE_CALENDAR = Texts(
    en="the dates lie outside the years whose public holidays are known ({first} to {last})",
    zh="所涉日期超出节假日日历覆盖的年份（{first}—{last}年）",
)


@dataclass(frozen=True, slots=True)
class Gap:
    """Why a rule is undecided. ``missing`` are pointers into the record, sorted; a ``note`` says more."""

    reason: UnknownReason
    missing: tuple[str, ...]
    note: str | None = None


_SHAPES = Shapes(PROJECT)

_Matter: TypeAlias = Literal["absent", "partial list", "no calendar", "no answer", "no field"]
"""What is the matter with something that a rule waits for."""

_Wanted: TypeAlias = tuple[_Matter, tuple[str, ...]]
"""What is the matter, and at which pointers."""

Wants: TypeAlias = tuple[tuple[_Wanted, ...], bool]
"""All that a rule waits for, and whether names stand where identities should."""


def gap(wants: Wants, lang: Language) -> Gap:
    """Why a rule is undecided.

    The same name on both sides of a comparison comes first, because a reader would take it for an answer; then
    what is missing, then lists said to be incomplete, then dates that no calendar covers.
    """
    wanted, same_name = wants
    pointers: dict[_Matter, set[str]] = {}
    for matter, places in wanted:
        pointers.setdefault(matter, set()).update(places)
    absent, partial = pointers.get("absent", set()), pointers.get("partial list", set())
    missing = tuple(sorted(absent | partial, key=natural))
    if same_name:
        return Gap("identity", missing, _SAME_NAME.in_language(lang))
    if missing:
        return Gap("missing" if absent else "incomplete", missing)
    if "no calendar" in pointers:
        return Gap("calendar", (), _outside_calendar(lang))
    given = tuple(sorted(pointers.get("no answer", ()), key=natural))
    if not given and "no field" in pointers:
        return Gap("missing", (), _NO_FIELD.in_language(lang))
    return Gap("missing", given, _NO_ANSWER.in_language(lang))


class Gaps:
    """Tells what the undecided rules of one project wait for. Each value is looked for once for all rules."""

    def __init__(self, background: Background) -> None:
        self._background = background
        record = background.materials[0].record
        self._partial_lists = frozenset("/" + path.strip("/") for path in record.get("incomplete") or ())
        self._wanted: dict[Cell | str, _Wanted] = {}

    @cached_property
    def shape(self) -> Shape | None:
        """The shape of the project's record; None for a record that is not in the native form."""
        material = self._background.materials[0]
        return None if material.places is not None else _SHAPES.of(material.record, self._partial_lists)

    def told_by_shape(self, found: Doubts) -> bool:
        """Whether all records of this one's shape want the same for these doubts."""
        shape = self.shape
        return shape is not None and not found.pairs and all(_SHAPES.tells(shape, doubt) for doubt in found.places)

    def wants(self, found: Doubts) -> Wants:
        """All that an undecided rule waits for."""
        wanted = self._wanted
        parts = tuple([wanted.get(doubt) or self._look_for(doubt) for doubt in found.places])
        return parts, bool(found.pairs) and any(_same_name(self._background, *pair) for pair in found.pairs)

    def _look_for(self, doubt: Cell | str) -> _Wanted:
        """What an unknown value, or a relation that may hold more rows, waits for."""
        wanted = self._list_wanted(doubt) if isinstance(doubt, str) else self._value_wanted(doubt)
        self._wanted[doubt] = wanted
        return wanted

    def _list_wanted(self, relation: str) -> _Wanted:
        absent = self._background.absent_lists(relation)
        if absent:
            return "absent", absent
        present = [place.pointer for place in self._background.lists(relation)]
        return "partial list", tuple(list_at for list_at in present if list_at in self._partial_lists) or tuple(present)

    def _value_wanted(self, cell: Cell) -> _Wanted:
        """Its absent inputs, or else partial lists, or else the inputs as they are."""
        absent = self._background.absent(cell)
        if absent:
            return "absent", absent
        declared, lists = self._background.field(cell), _lists_in(self._background, cell)
        if lists & self._partial_lists:
            return "partial list", tuple(lists & self._partial_lists)
        if declared.from_calendar:
            return "no calendar", ()
        if lists and any(pointer.startswith("@1") for pointer in declared.inputs):
            return "no answer", tuple(lists)  # nothing in the list answers to the row
        places = self._background.places(cell)
        return ("no answer", tuple([place.pointer for place in places])) if places else ("no field", ())


def _lists_in(background: Background, cell: Cell) -> frozenset[str]:
    """The lists whose items a cell's value is read from."""
    return frozenset(pointer.partition("/*")[0] for _, pointer in background.inputs(cell) if "/*" in pointer)


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
