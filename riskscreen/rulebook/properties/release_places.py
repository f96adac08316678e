"""The places of an OCDS release, and what each of them says; read off the release model."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import NoneType, UnionType
from typing import Any, Union, get_args, get_origin

from msgspec import Struct
from msgspec.structs import fields

from riskscreen.facts.process.decisions import STATUSES
from riskscreen.facts.process.rows import METHODS
from riskscreen.model import release as model
from riskscreen.rulebook.properties.what import Place, What

_DATES = frozenset(
    {
        "date",
        "date_answered",
        "date_met",
        "date_modified",
        "date_published",
        "date_signed",
        "due_date",
        "end_date",
        "max_extent_date",
        "start_date",
    }
)
_ORGANISATIONS = (model.Reference, model.Party)
_BY_NAME: Mapping[tuple[type[Struct], str], What] = {
    (model.Value, "currency"): What.CURRENCY,
    (model.Person, "id"): What.PERSON,
    (model.Person, "name"): What.PERSON_NAME,
    (model.ContactPoint, "name"): What.PERSON_NAME,
    (model.Identifier, "legal_name"): What.ORGANISATION_NAME,
    **{(owner, "id"): What.ORGANISATION for owner in _ORGANISATIONS},
    **{(owner, "name"): What.ORGANISATION_NAME for owner in _ORGANISATIONS},
}
_WORDS: Mapping[tuple[type[Struct], str], tuple[str, ...]] = {
    (model.Tender, "status"): ("planning", "active", "cancelled", "unsuccessful", "complete", "withdrawn"),
    (model.Tender, "procurement_method"): METHODS,
    (model.Bid, "status"): ("invited", "pending", "valid", "disqualified", "withdrawn"),
    (model.Award, "status"): STATUSES,
    (model.Contract, "status"): ("pending", "active", "cancelled", "terminated"),
    (model.Milestone, "status"): ("scheduled", "met", "notMet", "partiallyMet"),
    (model.Party, "roles"): ("buyer", "procuringEntity", "tenderer", "supplier", "payer", "payee"),
}
_BY_TYPE: Mapping[frozenset[type], What] = {
    frozenset({bool}): What.FLAG,
    frozenset({int}): What.COUNT,
    frozenset({int, float}): What.NUMBER,
}


def release_places() -> Iterator[Place]:
    """Every place of a release that can say something, in the order of the model; not the ``ocid``."""
    return (place for place in _of_struct(model.Release, "") if place.pattern != "/ocid")


def _of_struct(owner: type[Struct], at: str) -> Iterator[Place]:
    for field in fields(owner):
        yield from _of_type(field.type, f"{at}/{field.encode_name}", owner, field.name)


def _of_type(annotation: Any, pattern: str, owner: type[Struct], name: str) -> Iterator[Place]:
    core = _branches(annotation)
    (first, *more) = core
    if get_origin(first) is list:
        yield Place(pattern, What.LIST)
        yield from _of_type(get_args(first)[0], f"{pattern}/*", owner, name)
    elif isinstance(first, type) and issubclass(first, Struct):
        yield from _of_struct(first, pattern)
    elif (owner, name) in _WORDS:
        yield Place(pattern, What.WORD, _WORDS[owner, name])
    elif owner is model.Value and name == "amount":
        yield Place(pattern, What.AMOUNT)
    elif first is str:
        yield Place(pattern, What.DATE if name in _DATES else _BY_NAME.get((owner, name), What.TEXT))
    else:
        yield Place(pattern, _BY_TYPE[frozenset([first, *more])])


def _branches(annotation: Any) -> list[Any]:
    """The types of a union, without ``None``."""
    if get_origin(annotation) in (Union, UnionType):
        return [branch for branch in get_args(annotation) if branch is not NoneType]
    return [annotation]
