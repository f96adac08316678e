"""What is odd in a record without making it unreadable: fields nobody reads, numbers written as text, empty text.

The model is walked once into a plain tree of known keys; records are then walked beside it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache
from typing import Any, NamedTuple, get_args

from riskscreen.model.base import Record
from riskscreen.model.project import Project

UNKNOWN_FIELD = "unknown field"
TEXT_FOR_NUMBER = "string for number"
EMPTY_TEXT = "empty text"


class Oddity(NamedTuple):
    """One thing odd. ``path`` is a JSON Pointer without list positions."""

    path: str
    issue: str


BYTE_ORDER_MARK_SKIPPED = Oddity("", "byte order mark")


@dataclass(frozen=True, slots=True)
class Shape:
    """What a place of the record may hold: an object with ``keys``, a number, or something else."""

    keys: Mapping[str, Shape] = field(default_factory=dict)
    number: bool = False


_ANYTHING = Shape()


@cache
def project_shape() -> Shape:
    """The shape of a project."""
    return _shape(Project)


def _shape(annotation: Any) -> Shape:
    """The shape of an annotation; ``X | None`` and ``list[X]`` have that of X, since paths leave out positions."""
    if isinstance(annotation, type) and issubclass(annotation, Record):
        fields = annotation.model_fields.values()
        return Shape({str(known.alias): _shape(known.annotation) for known in fields})
    if annotation is Decimal:
        return Shape(number=True)
    shapes = (_shape(part) for part in get_args(annotation) if not isinstance(part, str))
    return next((shape for shape in shapes if shape is not _ANYTHING), _ANYTHING)


def oddities(raw: Mapping[str, Any]) -> Iterator[Oddity]:
    """Everything odd in a record that the model accepts."""
    return _in_object(raw, project_shape(), "")


def known_keys(path: str) -> tuple[str, ...]:
    """The keys that the schema has beside the last one of ``path``."""
    shape = project_shape()
    for key in path.split("/")[1:-1]:
        shape = shape.keys.get(key, _ANYTHING)
    return tuple(shape.keys)


def _in_object(members: Mapping[str, Any], shape: Shape, path: str) -> Iterator[Oddity]:
    for key, value in members.items():
        known = shape.keys.get(key)
        if known is None:
            yield Oddity(f"{path}/{_escaped(key)}", UNKNOWN_FIELD)
        elif value is not None:
            yield from _in_value(value, known, f"{path}/{key}")


def _in_value(value: Any, shape: Shape, path: str) -> Iterator[Oddity]:
    if isinstance(value, str):
        if shape.number:
            yield Oddity(path, TEXT_FOR_NUMBER)
        elif not value.strip():
            yield Oddity(path, EMPTY_TEXT)
    elif isinstance(value, Mapping):
        yield from _in_object(value, shape, path)
    elif isinstance(value, list):
        for item in value:
            yield from _in_value(item, shape, path)


def _escaped(key: str) -> str:
    return key.replace("~", "~0").replace("/", "~1")
