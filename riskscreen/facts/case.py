"""A case: everything an engine needs to know about one subject."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

from riskscreen.lang.vocabulary import Row


class Rows(NamedTuple):
    """The rows of a relation; ``complete`` if there are no others."""

    rows: tuple[Row, ...] = ()
    complete: bool = False


NOTHING_KNOWN = Rows()


@dataclass(frozen=True)
class Case:
    """One subject's facts. A relation that is not in ``relations`` is one of which nothing is known.

    ``anchors`` gives, for each relation and row, the JSON Pointers that the fields' inputs are relative to. In a
    batch case ``members`` gives for each relation and row the positions of the cohort's projects in the batch, and
    ``cohorts`` the values of keys that a policy groups by and the row does not hold, where there are any.
    """

    subject: str
    id: str
    root: Row
    relations: Mapping[str, Rows]
    anchors: Mapping[str, tuple[tuple[str, ...], ...]] = field(default_factory=dict)
    members: Mapping[str, tuple[tuple[int, ...], ...]] = field(default_factory=dict)
    cohorts: Mapping[str, tuple[Mapping[str, str | int], ...]] = field(default_factory=dict)

    @cached_property
    def known(self) -> frozenset[int | str]:
        """The positions of the known fields of its own row, and the relations of which anything is known."""
        fields = [position for position, value in enumerate(self.root) if value is not None]
        return frozenset(fields).union([name for name, rows in self.relations.items() if rows != NOTHING_KNOWN])
