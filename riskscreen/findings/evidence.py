"""The input values behind a flagged verdict, by JSON Pointer."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, TypeAlias

from riskscreen.findings.background import Background
from riskscreen.findings.grounds import Grounds
from riskscreen.findings.pointers import ABSENT, natural
from riskscreen.findings.view import Cell
from riskscreen.intake.messages import pointer
from riskscreen.model.report import Evidence

_Values: TypeAlias = dict[tuple[int, str], Any]


def evidence(found: Grounds, background: Background) -> list[Evidence]:
    """Every input value behind ``found``, sorted by record and pointer, without what must not be printed.

    A derived value is shown by the inputs it comes from. A row that counts by its mere existence is shown by all it
    holds, and a list that counts by holding nothing by its empty self.
    """
    values: _Values = {}
    shown = set()
    for cell in found.cells:
        if _collect(values, background, cell):
            shown.add((cell.relation, cell.row))
    for relation, row in found.rows - shown:
        for position, declared in enumerate(background.relation(relation).fields):
            if all(not pointer.startswith("//") for pointer in declared.inputs):
                _collect(values, background, Cell(relation, row, position))
    for relation in found.lists:
        for place in background.lists(relation):
            if place.value == []:
                values[place.material, place.pointer] = []
    return [
        Evidence(
            pointer=place,
            value=values[material, place],
            project=background.materials[material].project if background.on_batch else None,
        )
        for material, place in sorted(values, key=lambda key: (key[0], natural(key[1])))
    ]


def _collect(values: _Values, background: Background, cell: Cell) -> bool:
    """Add the inputs of a cell; whether there were any."""
    private = background.field(cell).private
    any_known = False
    for place in background.places(cell):
        if place.value is not ABSENT:
            any_known = True
            privacy = background.materials[place.material].privacy
            for leaf, value in _leaves(place.pointer, place.value):
                # An identifier by which a private detail was looked up is no private detail itself.
                hidden = private and not leaf.endswith("/id")
                if hidden or (place.material, leaf) not in values:
                    values[place.material, leaf] = privacy.value(value, hidden)
    return any_known


def _leaves(place: str, value: Any) -> Iterator[tuple[str, Any]]:
    """The plain values (and empty lists) in a value, which may be a whole list or object."""
    if isinstance(value, Mapping | list) and value:
        for key, item in value.items() if isinstance(value, Mapping) else enumerate(value):
            if item is not None:
                yield from _leaves(place + pointer((key,)), item)
    else:
        yield place, value
