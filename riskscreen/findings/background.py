"""The records behind a case: where each cell of its rows comes from."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

from riskscreen.facts.case import Case
from riskscreen.findings.pointers import absolute, first, look, missing
from riskscreen.findings.privacy import Privacy
from riskscreen.findings.pseudonyms import objects_in
from riskscreen.findings.view import Cell
from riskscreen.intake.ocds.correspondence import Places
from riskscreen.lang.vocabulary import Field, Relation, Subject, Value

if TYPE_CHECKING:
    from riskscreen.intake.workbook.places import Cells

_EARLIER_AWARD = "earlier_award"
_WHOLE_RECORD = ("",)


@dataclass(frozen=True, slots=True)
class Material:
    """A record as it was given, and what of it must not be printed. ``project`` is its id.

    ``places`` tells where the values of the native view stand in a record that is an OCDS release, ``cells`` where
    those of a workbook do.
    """

    project: str
    record: Mapping[str, Any]
    privacy: Privacy
    places: Places | None = None
    cells: Cells | None = None

    def pointers(self, relation: Relation, declared: str) -> tuple[str, ...]:
        """Where an input of a relation, as a pointer from the root, stands in the record; nowhere if it has no place.

        Inputs of relations that are read from OCDS directly point into the release as they are.
        """
        return (declared,) if self.places is None or relation.form == "ocds" else self.places.of(declared)


class Place(NamedTuple):
    """A pointer into one of the records, and the value there (``ABSENT`` if none)."""

    material: int
    pointer: str
    value: Any


@dataclass(frozen=True)
class Background:
    """The records that a case's rows were made from: the project's own, or the whole batch in its order.

    Behind a project's own stand the records of its earlier awards, where it has them from a batch.

    ``labels`` are the titles of categories, by code; ``names``, for cases on a batch, those of organisations, by
    identifier.
    """

    subject: Subject
    case: Case
    materials: Sequence[Material]
    labels: Mapping[str, str] = field(default_factory=dict)
    names: Mapping[str, str] | None = None

    @cached_property
    def on_batch(self) -> bool:
        """Whether the case is about many projects."""
        return self.names is not None

    def relation(self, name: str) -> Relation:
        """The declaration of a relation, the subject's own row included."""
        return self.subject.rows_by_name[name]

    def field(self, cell: Cell) -> Field:
        """The declaration of a cell's field."""
        return self.subject.rows_by_name[cell.relation].fields[cell.field]

    def value(self, cell: Cell) -> Value | None:
        """The value in a cell, as engines see it."""
        if cell.relation == self.subject.name:
            return self.case.root[cell.field]
        return self.case.relations[cell.relation].rows[cell.row][cell.field]

    def origins(self, relation: str, row: int) -> Sequence[tuple[int, tuple[str, ...]]]:
        """The records a row comes from, by position, with the anchors that its inputs are relative to."""
        if not self.on_batch:
            return ((0, _WHOLE_RECORD if relation == self.subject.name else self.case.anchors[relation][row]),)
        if relation not in self.case.members:
            return ()
        return [(position, _WHOLE_RECORD) for position in self.case.members[relation][row]]

    def inputs(self, cell: Cell) -> list[tuple[int, str]]:
        """The pointers that a cell's value comes from, each with the record it points into."""
        relation = self.relation(cell.relation)
        declared = relation.fields[cell.field].inputs
        if cell.relation == self.subject.name and not self.on_batch:
            return [(0, place) for place in self._in_own_record(relation, declared)]
        found: list[tuple[int, str]] = []
        for position, anchors in self.origins(cell.relation, cell.row):
            found += self._elsewhere(relation, declared, anchors) or (
                [(position, place) for place in self._from(position, relation, declared, anchors)]
            )
        return found

    def _elsewhere(
        self, relation: Relation, declared: Sequence[str], anchors: tuple[str, ...]
    ) -> list[tuple[int, str]] | None:
        """The inputs of an earlier award, which stand in the record that it comes from; None for any other row."""
        if relation.name != _EARLIER_AWARD or self.on_batch or self.materials[0].places is None:
            return None
        found: list[tuple[int, str]] = []
        for native in [absolute(each, anchors) for each in declared]:
            place = None if native is None else Places.elsewhere(native)
            material, pointer = (0, native) if place is None else (place[0] + 1, place[1])
            if pointer is not None and material < len(self.materials):  # or it is known from a baseline
                found += [(material, each) for each in self.materials[material].pointers(relation, pointer)]
        return found

    def _from(
        self, position: int, relation: Relation, declared: Sequence[str], anchors: tuple[str, ...]
    ) -> Sequence[str]:
        """Declared inputs as pointers into a record."""
        if anchors is not _WHOLE_RECORD:
            declared = [pointer for pointer in [absolute(each, anchors) for each in declared] if pointer is not None]
        material = self.materials[position]
        if material.places is None:
            return declared
        return [place for pointer in declared for place in material.pointers(relation, pointer)]

    def places(self, cell: Cell) -> list[Place]:
        """Every place that a cell's value comes from, known or not."""
        return self._look(self.inputs(cell))

    def absent(self, cell: Cell) -> tuple[str, ...]:
        """The inputs of a cell on a project that are not there."""
        relation = self.relation(cell.relation)
        declared = relation.fields[cell.field].inputs
        if cell.relation == self.subject.name:
            return missing(self.materials[0].record, self._in_own_record(relation, declared))
        if cell.relation == _EARLIER_AWARD and self.materials[0].places is not None:
            return ()  # an earlier award is one only if all of it is known
        ((_, anchors),) = self.origins(cell.relation, cell.row)
        return missing(self.materials[0].record, self._from(0, relation, declared, anchors))

    def absent_lists(self, relation: str) -> tuple[str, ...]:
        """The lists, of those that a relation's rows come from, that are not there."""
        return missing(self.materials[0].record, self._lists_at(relation))

    def _lists_at(self, relation: str) -> Sequence[str]:
        declared = self.relation(relation)
        return self._in_own_record(declared, declared.list_at)

    def _in_own_record(self, relation: Relation, pointers: Sequence[str]) -> Sequence[str]:
        """Pointers from the root of a project's record as places in it."""
        material = self.materials[0]
        if material.places is None:
            return pointers
        return [place for pointer in pointers for place in material.pointers(relation, pointer)]

    def _look(self, pointers: Iterable[tuple[int, str]]) -> list[Place]:
        found = []
        for material, pointer in pointers:
            record = self.materials[material].record
            if "*" in pointer:
                found += [Place(material, place, value) for place, value in look(record, pointer)]
            else:
                found.append(Place(material, pointer, first(record, pointer)))
        return found

    def lists(self, relation: str) -> list[Place]:
        """Every list that a relation's rows come from, present or not."""
        if self.on_batch:
            return []
        return self._look([(0, pointer) for pointer in self._lists_at(relation)])

    def row_at(self, relation: str, row: int) -> list[Place]:
        """What stands where a row of a relation comes from, whole."""
        ((material, anchors),) = self.origins(relation, row)
        pointers = self.materials[material].pointers(self.relation(relation), anchors[0])
        return self._look([(material, pointer) for pointer in pointers])

    def name(self, cell: Cell, identifier: str | None = None) -> str | None:
        """The name that stands beside the identifier in a cell, or the one known in the batch."""
        if self.names is not None and identifier is not None and identifier in self.names:
            return self.names[identifier]
        name_input = self.field(cell).name_input
        if name_input:
            relation = self.relation(cell.relation)
            for position, anchors in self.origins(cell.relation, cell.row):
                material, pointer = self.materials[position], absolute(name_input, anchors)
                places = () if pointer is None else material.pointers(relation, pointer)
                for place in self._look([(position, each) for each in places]):
                    if isinstance(place.value, str):
                        return place.value.strip()
        return None if identifier is None else self._names_in_record.get(identifier)

    @cached_property
    def _names_in_record(self) -> Mapping[str, str]:
        """The name that a project's record first gives to each identifier."""
        found: dict[str, str] = {}
        for _, named in () if self.on_batch else objects_in(self.materials[0].record):
            identifier, name = named.get("id"), named.get("name")
            if isinstance(identifier, str) and isinstance(name, str) and name.strip():
                found.setdefault(identifier.strip(), name.strip())
        return found
