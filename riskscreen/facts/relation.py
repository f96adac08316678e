"""A relation read from a project: its rows and where they stand in the record."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple, TypeVar

from riskscreen.facts.parts import Parts
from riskscreen.lang.vocabulary import Kind, Row, encode_number
from riskscreen.model.project import Value

Item = TypeVar("Item")


class Facts(NamedTuple):
    """A relation's rows, the anchors of each, and whether there are no other rows."""

    rows: tuple[Row, ...]
    anchors: tuple[tuple[str, ...], ...]
    complete: bool


NOTHING_KNOWN = Facts((), (), False)


def listed(parts: Parts, path: str, items: Sequence[Item] | None, row_of: Callable[[Item], Row]) -> Facts:
    """One row for each item of the list at ``path``."""
    if items is None:
        return NOTHING_KNOWN
    return Facts(
        tuple([row_of(item) for item in items]),
        tuple([(f"/{path}/{index}",) for index in range(len(items))]),
        parts.complete(path),
    )


def money(value: Value | None) -> int | None:
    """The amount in hundredths of its own currency's unit."""
    return None if value is None or value.amount is None else encode_number(value.amount, Kind.MONEY)
