"""How a relation is declared: a NamedTuple whose annotations carry the columns' meaning.

One declaration gives the typed row that the extraction builds and the schema that rules are checked against.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, TypeAlias, get_type_hints

from riskscreen.lang.vocabulary import Field, Kind, Label, Relation, encode_number

Bool: TypeAlias = bool | None
Int: TypeAlias = int | None
Str: TypeAlias = str | None
"""What a field of a row holds; None where nothing is known."""


@dataclass(frozen=True, slots=True)
class Column:
    """What a row class says of one field; see :class:`riskscreen.lang.vocabulary.Field`.

    ``lowest`` and ``highest`` are in real units here: a share from 0 to 1.
    """

    kind: Kind
    inputs: tuple[str, ...]
    en: str
    zh: str
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


def column(kind: Kind, *inputs: str, en: str, zh: str, **more: Any) -> Column:
    """A column of ``kind`` that comes from the ``inputs`` (JSON Pointers)."""
    return Column(kind, inputs, en, zh, **more)


def identity(kind: Kind, pointer: str, *, en: str, zh: str, cohort: bool = False) -> Column:
    """The identifier of the person or organisation at ``pointer``."""
    return Column(kind, (f"{pointer}/id",), en, zh, name_input=f"{pointer}/name", cohort=cohort)


def relation(name: str, row: type[Any], *list_at: str, en: str, zh: str, form: str = "native") -> Relation:
    """The relation whose rows are instances of the NamedTuple ``row``; see :class:`Relation` for the rest."""
    fields = []
    for field, hint in get_type_hints(row, include_extras=True).items():
        declared: Column = hint.__metadata__[0]
        fields.append(
            Field(
                name=field,
                kind=declared.kind,
                inputs=declared.inputs,
                label=Label(declared.en, declared.zh),
                values=declared.values,
                unit=declared.unit,
                from_calendar=declared.from_calendar,
                private=declared.private,
                name_input=declared.name_input,
                cohort=declared.cohort,
                least=declared.least,
                most=declared.most,
                lowest=_encoded(declared.lowest, declared.kind),
                highest=_encoded(declared.highest, declared.kind),
            )
        )
    return Relation(name, tuple(fields), Label(en, zh), list_at, form)


def _encoded(limit: int | None, kind: Kind) -> int | None:
    return None if limit is None else encode_number(limit, kind)
