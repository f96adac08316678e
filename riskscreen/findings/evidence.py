"""The input values behind a flagged verdict, by JSON Pointer."""

from __future__ import annotations

from collections.abc import Iterator
from operator import attrgetter
from typing import Any, NamedTuple, TypeAlias

from riskscreen.findings.background import Background, Place
from riskscreen.findings.grounds import Grounds
from riskscreen.findings.pointers import ABSENT, natural
from riskscreen.findings.view import Cell
from riskscreen.intake.messages import pointer as pointer_of
from riskscreen.intake.objects import as_json
from riskscreen.model.report import Evidence

_PLAIN = (str, int, float, bool)
_Order: TypeAlias = tuple[str, int, tuple[tuple[int, str], ...]]


class _Exhibit(NamedTuple):
    """One input value, with its place among others. ``hidden`` ones are not printed."""

    order: _Order
    evidence: Evidence
    hidden: bool


_Chosen: TypeAlias = dict[tuple[int, str], _Exhibit]
"""Exhibits by record and pointer."""

_order = attrgetter("order")


class Exhibits:
    """The input values of one case, each looked up once for all rules."""

    def __init__(self, background: Background) -> None:
        self.background = background
        self._of_cells: dict[Cell, list[_Exhibit]] = {}
        self._at_places: dict[tuple[int, str, bool], list[_Exhibit]] = {}

    def behind(self, found: Grounds) -> list[Evidence]:
        """Every input value behind a flag, sorted by record and pointer, without what must not be printed.

        A derived value is shown by the inputs it comes from. A row that counts by its mere existence is shown by what
        it holds, and a list that counts by holding nothing by its empty self.
        """
        chosen: _Chosen = {}
        shown = set()
        for cell in found.cells:
            exhibits = self._of(cell)
            if exhibits:
                shown.add(cell[:2])
                _choose(chosen, exhibits)
        for relation, row in found.rows - shown:
            _choose(chosen, self._of_row(relation, row))
        for relation in found.lists:
            for place in self.background.lists(relation):
                if not place.value:
                    _choose(chosen, self._at(place, private=False))
        return [exhibit.evidence for exhibit in sorted(chosen.values(), key=_order)]

    def _of_row(self, relation: str, row: int) -> list[_Exhibit]:
        """All that a row's fields come from, or else whatever stands there."""
        exhibits: list[_Exhibit] = []
        for position, declared in enumerate(self.background.relation(relation).fields):
            if not any(pointer.startswith("//") for pointer in declared.inputs):
                exhibits += self._of(Cell(relation, row, position))
        if not exhibits and not self.background.on_batch:
            for place in self.background.row_at(relation, row):
                exhibits += self._at(place, private=False)
        return exhibits

    def _of(self, cell: Cell) -> list[_Exhibit]:
        exhibits = self._of_cells.get(cell)
        if exhibits is None:
            private = self.background.field(cell).private
            exhibits = []
            for place in self.background.places(cell):
                exhibits += self._at(place, private)
            self._of_cells[cell] = exhibits
        return exhibits

    def _at(self, place: Place, private: bool) -> list[_Exhibit]:
        """What stands at a place, which several cells may come from."""
        material, pointer, value = place
        if value is ABSENT:
            return []
        key = (material, pointer, private)
        exhibits = self._at_places.get(key)
        if exhibits is None:
            leaves = [(pointer, value)]
            if type(value) not in _PLAIN:
                leaves = list(_leaves(pointer, value)) or [(pointer, {})]
            exhibits = [self._exhibit(material, leaf, part, private) for leaf, part in leaves]
            self._at_places[key] = exhibits
        return exhibits

    def _exhibit(self, position: int, leaf: str, value: Any, private: bool) -> _Exhibit:
        # An identifier by which a private detail was looked up is no private detail itself.
        hidden = private and not leaf.endswith("/id")
        material = self.background.materials[position]
        plain = value if type(value) in _PLAIN else as_json(value)[0]
        evidence = Evidence(
            pointer=leaf,
            value=material.privacy.value(plain, hidden, identifies=leaf.endswith("/id")),
            project=material.project if position or self.background.on_batch else None,
            cell=None if material.cells is None else material.cells.find(leaf),
        )
        return _Exhibit((evidence.project or "", position, natural(leaf)), evidence, hidden)


def _choose(chosen: _Chosen, exhibits: list[_Exhibit]) -> None:
    """Add exhibits; a value hidden once stays hidden."""
    for exhibit in exhibits:
        place = (exhibit.order[1], exhibit.evidence.pointer)
        if exhibit.hidden or place not in chosen:
            chosen[place] = exhibit


def _leaves(place: str, value: Any) -> Iterator[tuple[str, Any]]:
    """The plain values (and empty lists and objects) in a value, null and blank text left out."""
    if value and isinstance(value, dict | list | tuple):
        for key, item in value.items() if isinstance(value, dict) else enumerate(value):
            yield from _leaves(place + pointer_of((key,)), item)
    elif value is not None and not (isinstance(value, str) and not value.strip()):
        yield place, value
