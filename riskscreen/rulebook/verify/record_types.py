"""What the scalar values of a project record can be, read off the JSON Schema of the model."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from enum import StrEnum
from functools import cache
from typing import Any

from riskscreen.lang.vocabulary import IDENTITY, Kind
from riskscreen.model.project import Project


class LeafType(StrEnum):
    """The type of a scalar in a record."""

    BOOL = "boolean"
    INT = "integer"
    DECIMAL = "number"
    DATE = "date"
    CODE = "code"
    TEXT = "string"


_KINDS: Mapping[LeafType, frozenset[Kind]] = {
    LeafType.BOOL: frozenset({Kind.BOOL}),
    LeafType.INT: frozenset({Kind.INT}),
    LeafType.DECIMAL: frozenset({Kind.MONEY, Kind.SHARE, Kind.NUMBER}),
    LeafType.DATE: frozenset({Kind.DATE}),
    LeafType.CODE: frozenset({Kind.CODE}),
    LeafType.TEXT: frozenset({Kind.TEXT, *IDENTITY}),
}


@dataclass(frozen=True, slots=True)
class Leaf:
    """A scalar's type and range. ``below`` is a bound that is not reached itself."""

    type: LeafType
    least: Decimal | None = None
    most: Decimal | None = None
    below: Decimal | None = None
    values: tuple[str, ...] = ()

    def holds(self, kind: Kind) -> bool:
        """Whether a field of this kind can be this value itself, underived."""
        return kind in _KINDS[self.type]

    def bounds(self, places: int) -> tuple[int | None, int | None]:
        """The least and the greatest value, scaled by ``10 ** places``."""
        least = None if self.least is None else int(self.least.scaleb(places).to_integral_value(ROUND_CEILING))
        most = None if self.most is None else int(self.most.scaleb(places).to_integral_value(ROUND_FLOOR))
        if self.below is not None:
            most = int(self.below.scaleb(places)) - 1
        return least, most


def leaf_at(pointer: str) -> Leaf | None:
    """The scalar at a JSON Pointer into a project record (``*`` for every item of a list); None if there is none."""
    options = [_schema()]
    for step in pointer.split("/")[1:]:
        options = [inner for option in options for inner in _flat(_step(option, step))]
    found = (_leaf(option) for option in options)
    return next((leaf for leaf in found if leaf is not None), None)


@cache
def _schema() -> dict[str, Any]:
    return Project.model_json_schema(by_alias=True)


def _step(schema: dict[str, Any], step: str) -> dict[str, Any]:
    inner: dict[str, Any] = schema["items"] if "items" in schema else schema.get("properties", {}).get(step, {})
    return inner


def _flat(schema: dict[str, Any]) -> list[dict[str, Any]]:
    """The alternatives of a schema, references followed."""
    if "$ref" in schema:
        return _flat(_schema()["$defs"][schema["$ref"].rpartition("/")[2]])
    if "anyOf" in schema:
        return [option for part in schema["anyOf"] for option in _flat(part)]
    return [schema]


def _leaf(schema: dict[str, Any]) -> Leaf | None:
    if "enum" in schema:
        return Leaf(LeafType.CODE, values=tuple(schema["enum"]))
    if schema.get("format") == "date":
        return Leaf(LeafType.DATE)
    match schema.get("type"):
        case "boolean":
            return Leaf(LeafType.BOOL)
        case "integer":
            return Leaf(LeafType.INT, *_range(schema))
        case "number":
            return Leaf(LeafType.DECIMAL, *_range(schema))
        case "string":
            return Leaf(LeafType.TEXT)
    return None


def _range(schema: dict[str, Any]) -> tuple[Decimal | None, Decimal | None, Decimal | None]:
    keys = ("minimum", "maximum", "exclusiveMaximum")
    least, most, below = (Decimal(schema[key]) if key in schema else None for key in keys)
    return least, most, below
