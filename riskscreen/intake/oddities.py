"""What is odd in a record without making it unreadable: fields nobody reads, numbers written as text, empty text.

The model is walked once into a plain tree of known keys; records are then walked beside it.
"""

from __future__ import annotations

from collections.abc import Mapping
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


def oddities(raw: Mapping[str, Any]) -> list[Oddity]:
    """Everything odd in a record that the model accepts."""
    found: list[Oddity] = []
    _in_object(raw, project_shape(), "", found)
    return found


def known_keys(path: str) -> tuple[str, ...]:
    """The keys that the schema has beside the last one of ``path``."""
    shape = project_shape()
    for key in path.split("/")[1:-1]:
        shape = shape.keys.get(key, _ANYTHING)
    return tuple(shape.keys)


def _in_object(members: Mapping[str, Any], shape: Shape, path: str, found: list[Oddity]) -> None:
    for key, value in members.items():
        known = shape.keys.get(key)
        if known is None:
            found.append(Oddity(f"{path}/{_escaped(key)}", UNKNOWN_FIELD))
        elif isinstance(value, str):
            _in_text(value, known, path, key, found)
        elif isinstance(value, dict):
            _in_object(value, known, f"{path}/{key}", found)
        elif isinstance(value, list):
            _in_list(value, known, path, key, found)


def _in_list(items: list[Any], shape: Shape, path: str, key: str, found: list[Oddity]) -> None:
    for item in items:
        if isinstance(item, str):
            _in_text(item, shape, path, key, found)
        elif isinstance(item, dict):
            _in_object(item, shape, f"{path}/{key}", found)


def _in_text(text: str, shape: Shape, path: str, key: str, found: list[Oddity]) -> None:
    if shape.number:
        found.append(Oddity(f"{path}/{key}", TEXT_FOR_NUMBER))
    elif not text.strip():
        found.append(Oddity(f"{path}/{key}", EMPTY_TEXT))


def _escaped(key: str) -> str:
    return key.replace("~", "~0").replace("/", "~1")
