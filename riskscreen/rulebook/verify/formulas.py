"""What rules compare with."""

from __future__ import annotations

from collections.abc import Iterator

from riskscreen.lang.parts import conditions, parts_of
from riskscreen.lang.tree import Compare, FieldRef, Member, Query


def words_of(query: Query) -> Iterator[str]:
    """The texts that a rule compares with."""
    for condition in conditions(query):
        for part in parts_of(condition):
            match part:
                case Compare(_, _, right) if not isinstance(right, FieldRef) and isinstance(right.value, str):
                    yield right.value
                case Member(_, values):
                    yield from (value for value in values if isinstance(value, str))
