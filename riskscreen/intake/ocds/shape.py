"""What each place of a release may hold, read off the structures of :mod:`riskscreen.model.release` once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cache
from types import NoneType, UnionType
from typing import Any, Union, get_args, get_origin

import msgspec

from riskscreen.model.release import Release


class Sort(StrEnum):
    """The kinds of value, as notes on the data call them."""

    OBJECT = "object"
    ARRAY = "array"
    STRING = "string"
    NUMBER = "number"
    INTEGER = "integer"
    BOOLEAN = "boolean"


@dataclass(frozen=True, slots=True)
class Shape:
    """An object with ``members`` by key, an array whose ``items`` have one shape, or a plain value.

    ``identifier``: text that names something.
    """

    sort: Sort
    members: Mapping[str, Shape] = field(default_factory=dict)
    items: tuple[Shape, ...] = ()
    identifier: bool = False


_PLAIN = {str: Sort.STRING, float: Sort.NUMBER, int: Sort.INTEGER, bool: Sort.BOOLEAN}
_IDENTIFIERS = frozenset({"id", "awardID", "relatedBid", "relatedLot", "relatedLots"})
"""The keys of identifiers, which OCDS allows to be numbers too."""


@cache
def release_shape() -> Shape:
    """The shape of a release."""
    return _shape(Release, "")


def _shape(annotation: Any, key: str) -> Shape:
    kinds = [kind for kind in alternatives(annotation) if kind is not NoneType]
    if float in kinds:
        return Shape(Sort.NUMBER)
    (kind,) = kinds
    if get_origin(kind) is list:
        (item,) = get_args(kind)
        return Shape(Sort.ARRAY, items=(_shape(item, key),))
    if issubclass(kind, msgspec.Struct):
        fields = msgspec.structs.fields(kind)
        return Shape(Sort.OBJECT, {known.encode_name: _shape(known.type, known.encode_name) for known in fields})
    return Shape(_PLAIN[kind], identifier=kind is str and key in _IDENTIFIERS)


def alternatives(annotation: Any) -> list[Any]:
    """The members of a union, nested ones taken apart; any other annotation alone."""
    if get_origin(annotation) not in (Union, UnionType):
        return [annotation]
    return [kind for member in get_args(annotation) for kind in alternatives(member)]


def sort_of(value: Any) -> Sort:
    """What a JSON value that is not null is."""
    if isinstance(value, dict):
        return Sort.OBJECT
    if isinstance(value, list):
        return Sort.ARRAY
    if isinstance(value, str):
        return Sort.STRING
    if isinstance(value, bool):
        return Sort.BOOLEAN
    return Sort.INTEGER if isinstance(value, int) else Sort.NUMBER
