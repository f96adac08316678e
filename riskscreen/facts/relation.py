"""A relation read from a project: its rows and where they stand in the record."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import TypeAlias, TypeVar

from riskscreen.facts.case import NOTHING_KNOWN, Rows
from riskscreen.facts.parts import Parts
from riskscreen.lang.vocabulary import Kind, Row, encode_number
from riskscreen.model.project import Value

Item = TypeVar("Item")


Facts: TypeAlias = tuple[Rows, tuple[tuple[str, ...], ...]]
"""A relation's rows, and the anchors of each."""

NO_FACTS: Facts = (NOTHING_KNOWN, ())


def listed(parts: Parts, path: str, items: Sequence[Item] | None, row_of: Callable[[Item], Row]) -> Facts:
    """One row for each item of the list at ``path``."""
    if items is None:
        return NO_FACTS
    rows = Rows(tuple([row_of(item) for item in items]), parts.complete(path))
    return rows, tuple([_anchor(path, index) for index in range(len(items))])


@lru_cache(maxsize=4096)
def _anchor(path: str, index: int) -> tuple[str]:
    return (f"/{path}/{index}",)


def money(value: Value | None) -> int | None:
    """The amount in hundredths of its own currency's unit."""
    return None if value is None or value.amount is None else encode_number(value.amount, Kind.MONEY)
