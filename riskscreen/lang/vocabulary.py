"""What rules may talk about: subjects, relations and typed fields.

This module knows only the form of a vocabulary; the words themselves are declared in
:mod:`riskscreen.facts.vocabulary`.

Every engine sees a field as a ``bool``, an ``int`` or a ``str``, or ``None`` for unknown. Decimals become
integers by a fixed scale and dates become day numbers, so that no engine ever compares floats.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_EVEN, Decimal
from enum import StrEnum
from functools import cached_property
from typing import TypeAlias

Value: TypeAlias = bool | int | str
"""A known field value as engines see it."""

Row: TypeAlias = tuple[Value | None, ...]
"""One fact: its relation's fields in declared order, ``None`` where nothing is known."""


class Kind(StrEnum):
    """The type of a field."""

    BOOL = "bool"
    INT = "int"
    MONEY = "money"  # hundredths of the currency unit
    SHARE = "share"  # 0..1, six decimal places
    NUMBER = "number"  # four decimal places
    DATE = "date"  # proleptic Gregorian day number (date.toordinal)
    CODE = "code"  # one word of a closed list
    TEXT = "text"  # free text, compared for equality only
    PERSON = "person"  # identifier of a natural person
    ORGANISATION = "organisation"  # identifier of an organisation


DECIMAL_PLACES: Mapping[Kind, int] = {Kind.INT: 0, Kind.MONEY: 2, Kind.SHARE: 6, Kind.NUMBER: 4}
ORDERED = frozenset({*DECIMAL_PLACES, Kind.DATE})
IDENTITY = frozenset({Kind.PERSON, Kind.ORGANISATION})


def encode_number(number: Decimal | int, kind: Kind) -> int:
    """The scaled integer of a number; more decimal places than the kind keeps are rounded half to even."""
    return int(Decimal(number).scaleb(DECIMAL_PLACES[kind]).to_integral_value(ROUND_HALF_EVEN))


def decode(value: Value, kind: Kind) -> bool | int | Decimal | date | str:
    """The value as people know it: the inverse of the encoding engines work on."""
    if kind is Kind.DATE:
        return date.fromordinal(int(value))
    if DECIMAL_PLACES.get(kind):
        return Decimal(int(value)).scaleb(-DECIMAL_PLACES[kind])
    return value


@dataclass(frozen=True, slots=True)
class Label:
    """A short name in both languages of the product."""

    en: str
    zh: str


@dataclass(frozen=True, slots=True)
class Field:
    """One typed column of a relation.

    ``inputs`` are JSON Pointers into the record; ``*`` stands for every item of a list. A plain pointer is
    relative to the row's first anchor (the record itself for the subject's own row), ``@1/…`` to its second
    anchor, ``//…`` to the record. ``name_input`` points to the name beside an identifier. ``from_calendar``
    marks values that are unknown outside the years a calendar covers. ``private`` values (telephone numbers,
    addresses) are never printed. ``cohort`` marks the keys of a batch statistic. A field with ``least`` and
    ``most`` is known within bounds: those two fields of the same row hold them when it is not known exactly.
    ``lowest`` and ``highest`` limit what any value of the field can be; None where there is no limit.
    """

    name: str
    kind: Kind
    inputs: tuple[str, ...]
    label: Label
    values: tuple[str, ...] = ()
    unit: str = ""
    from_calendar: bool = False
    private: bool = False
    name_input: str = ""
    cohort: bool = False
    least: str = ""
    most: str = ""
    lowest: int | None = None
    highest: int | None = None


@dataclass(frozen=True, slots=True)
class Relation:
    """A named set of rows. ``list_at`` is the pointer of the list whose absence makes it incomplete.

    ``form`` is the form of record that the inputs point into: ``native`` or ``ocds``. Of a record in another form
    nothing is known in the relation.
    """

    name: str
    fields: tuple[Field, ...]
    label: Label
    list_at: tuple[str, ...] = ()
    form: str = "native"

    def index(self, field: str) -> int | None:
        """The position of a field in a row, or None."""
        return next((i for i, known in enumerate(self.fields) if known.name == field), None)


@dataclass(frozen=True)
class Subject:
    """What a rule judges: its own single row (``root``, whose name is the subject's) and the relations around it."""

    root: Relation
    relations: tuple[Relation, ...]

    @property
    def name(self) -> str:
        """The subject's name, which is also the variable that rules use for its row."""
        return self.root.name

    @cached_property
    def rows_by_name(self) -> Mapping[str, Relation]:
        """The relations by name, the root among them."""
        return {relation.name: relation for relation in (self.root, *self.relations)}

    @cached_property
    def by_name(self) -> Mapping[str, Relation]:
        """The relations by name, without the root."""
        return {relation.name: relation for relation in self.relations}


Vocabulary: TypeAlias = Mapping[str, Subject]
"""Subjects by name: project, organisation, market."""
