"""Which of the places that rules ask for are filled in a record: records of one shape lack the same values."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any, NamedTuple, TypeAlias

from riskscreen.findings.view import Cell
from riskscreen.lang.vocabulary import Subject

_REMEMBERED = 1024


class Shape(NamedTuple):
    """The places of a record that are filled, of those that rules ask for, and the lists it calls incomplete."""

    filled: frozenset[str]
    partial_lists: frozenset[str]


_Tree: TypeAlias = "dict[str, tuple[str, _Tree]]"
"""The keys that places lie under: for each its own place, and the keys below it."""


class Shapes:
    """Tells the shapes of records in the native form.

    The places are the inputs of the subject's own row and the lists that rows come from.
    """

    def __init__(self, subject: Subject) -> None:
        self._asked_for = {
            Cell(subject.name, 0, position): declared.inputs for position, declared in enumerate(subject.root.fields)
        } | {relation.name: relation.list_at for relation in subject.relations if relation.form == "native"}
        self._tree: _Tree = {}
        for pointers in self._asked_for.values():
            for pointer in pointers:
                keys, place = self._tree, ""
                for key in _alone(pointer).split("/")[1:]:
                    place = f"{place}/{key}"
                    keys = keys.setdefault(key, (place, {}))[1]

    def of(self, record: Mapping[str, Any], partial_lists: frozenset[str]) -> Shape:
        """The shape of a record. Equal ones are one object, which makes them quick to compare."""
        filled: list[str] = []
        _note_filled(record, self._tree, filled)
        return _one_object(Shape(frozenset(filled), partial_lists))

    def tells(self, shape: Shape, doubt: Cell | str) -> bool:
        """Whether what is missing of an unknown value or a relation is the same in all records of the shape.

        It is not where an input stands in the items of a list that the record has.
        """
        pointers = self._asked_for.get(doubt)
        return pointers is not None and not any("/*" in each and _alone(each) in shape.filled for each in pointers)


@lru_cache(maxsize=_REMEMBERED)
def _one_object(shape: Shape) -> Shape:
    return shape


def _alone(pointer: str) -> str:
    """The pointer itself, or that of the list in whose items it points."""
    return pointer.partition("/*")[0]


def _note_filled(value: Mapping[str, Any], keys: _Tree, filled: list[str]) -> None:
    for key, part in value.items():
        asked_for = keys.get(key)
        if asked_for is None or part is None or (isinstance(part, str) and not part.strip()):
            continue
        place, below = asked_for
        filled.append(place)
        if below and isinstance(part, dict):
            _note_filled(part, below, filled)
