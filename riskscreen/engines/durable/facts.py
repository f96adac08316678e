"""From a case to the facts that a rule set expects: JSON objects of integers, written directly.

A row is first encoded as a flat list: low end, high end and whether it is known, for each cell that rules look at.
A fact then picks from that list.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from riskscreen.engines.durable.encoding import Dictionary, Unencodable
from riskscreen.engines.durable.ruleset import EXISTS, ROW, TYPE, FactType
from riskscreen.engines.durable.terms import BEYOND, Cell, Face, Source
from riskscreen.facts.case import Case
from riskscreen.lang.vocabulary import Row

PHANTOM = -1
"""The place of the row that may exist where a relation is not complete."""

UNKNOWN = (-BEYOND, BEYOND, 0)
_OFFSETS = {Face.LOW: 0, Face.HIGH: 1, Face.KNOWN: 2}


@dataclass(frozen=True, slots=True)
class Layout:
    """The cells that rules look at, of the subject's row and of each relation's rows."""

    subject: tuple[Cell, ...]
    relations: Mapping[str, tuple[Cell, ...]]


def layout(types: Iterable[FactType]) -> Layout:
    """What has to be encoded for facts of these types."""
    subject: dict[Cell, None] = {}
    relations: dict[str, dict[Cell, None]] = {}
    for fact_type in types:
        own = relations.setdefault(fact_type.relation, {}) if fact_type.relation else subject
        for _, cell, _ in fact_type.numbers:
            if cell.source is not Source.MEASURE:
                (subject if cell.source is Source.SUBJECT else own)[cell] = None
    return Layout(tuple(subject), {name: tuple(cells) for name, cells in relations.items()})


class EncodedCase:
    """A case as numbers. Raises :class:`Unencodable` for a value that cannot be compared safely."""

    def __init__(self, case: Case, wanted: Layout, dictionary: Dictionary) -> None:
        numbers = Dictionary(dictionary.texts)
        self.subject = _encode(case.root, wanted.subject, numbers)
        self.rows: dict[str, list[list[int]]] = {}
        self.phantoms: dict[str, list[int]] = {}
        for relation, cells in wanted.relations.items():
            known = case.relations.get(relation)
            self.rows[relation] = [_encode(row, cells, numbers) for row in known.rows] if known else []
            if known is None or not known.complete:
                self.phantoms[relation] = [*UNKNOWN * len(cells)]


def _encode(row: Row, cells: Sequence[Cell], numbers: Dictionary) -> list[int]:
    flat: list[int] = []
    for cell in cells:
        value = row[cell.index]
        if value is None:
            flat += UNKNOWN
            continue
        try:
            number = numbers.number(value, cell.kind)
        except Unencodable as reason:
            raise Unencodable(f"{cell.name}: {reason}", f"{cell.name}：{reason.zh}") from None
        flat += (number, number, 1)
    return flat


class FactWriter:
    """Writes the facts of one type, but for the beginning, which holds the fact's id."""

    def __init__(self, fact_type: FactType, wanted: Layout) -> None:
        self._relation = fact_type.relation
        cells = wanted.relations.get(fact_type.relation, ())
        offsets = {cell: 3 * place for place, cell in enumerate(cells)}
        after_subject = 3 * len(wanted.subject)
        shared_offsets = {cell: 3 * place for place, cell in enumerate(wanted.subject)}
        own_text, shared_text = "", ""
        self._own: list[int] = []
        self._shared: list[int] = []
        for name, cell, face in fact_type.numbers:
            if cell.source is Source.ROW:
                self._own.append(offsets[cell] + _OFFSETS[face])
                own_text += f',"{name}":%d'
            else:
                start = after_subject + 3 * cell.index if cell.source is Source.MEASURE else shared_offsets[cell]
                self._shared.append(start + _OFFSETS[face])
                shared_text += f',"{name}":%d'
        flags = f',"{EXISTS}":%d' if self._relation else ""
        self._text = f'"{ROW}":%d,"{TYPE}":{fact_type.number}{flags}{own_text}'
        self._shared_text = shared_text + "}"

    def facts(self, case: EncodedCase, measures: Sequence[int], phantoms: bool) -> Iterator[str]:
        """A fact for each row of the relation, and one for the row that may exist; or one for the subject.

        ``measures`` holds the ends of each measure as a row's list does.
        """
        values = [*case.subject, *measures]
        shared = self._shared_text % tuple([values[offset] for offset in self._shared])
        if not self._relation:
            yield self._text % PHANTOM + shared
            return
        own = self._own
        for place, row in enumerate(case.rows[self._relation]):
            yield self._text % (place, 1, *[row[offset] for offset in own]) + shared
        phantom = case.phantoms.get(self._relation) if phantoms else None
        if phantom is not None:
            yield self._text % (PHANTOM, 0, *[phantom[offset] for offset in own]) + shared
