"""The records an example gives, and changing them in one place."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any, Final, TypeAlias, TypeVar, overload

from riskscreen.model.rule import Example
from riskscreen.rulebook.given import given_records
from riskscreen.rulebook.properties.places import Json, form_of, name_key

Item = TypeVar("Item")


@dataclass(frozen=True, slots=True)
class Given:
    """Records of one form, one or a batch, and the organisation that is judged on them, if it is one.

    ``of_first``: the first record is the one that is judged, beside the others.
    """

    records: tuple[Json, ...]
    organisation: str | None = None
    of_first: bool = False

    @property
    def form(self) -> str:
        """The form of the records: ``native`` or ``ocds``."""
        return form_of(self.records[0])

    def with_records(self, records: Iterable[Json]) -> Given:
        """The same of other records."""
        return replace(self, records=tuple(records))

    def with_record(self, position: int, record: Json) -> Given:
        """The same with another record in one position."""
        return self.with_records((*self.records[:position], record, *self.records[position + 1 :]))

    def without_record(self, position: int) -> Given:
        """The same with one record less."""
        return self.with_records((*self.records[:position], *self.records[position + 1 :]))

    def alike(self) -> Sequence[tuple[int, ...]]:
        """The positions of the records, those together that differ in nothing but their identifiers."""
        found: dict[str, list[int]] = {}
        for position, record in enumerate(self.records):
            found.setdefault(repr({**record, name_key(record): ""}), []).append(position)
        return [tuple(positions) for positions in found.values()]


@dataclass(frozen=True, slots=True)
class Variation:
    """A change that can be made: what it is, in words, and how. None where nothing comes of it."""

    what: str
    make: Callable[[], Given | None]


Chooser: TypeAlias = Callable[[Sequence[Variation]], Sequence[Variation]]
"""Which of the variations to try."""


class Choices(Sequence[Variation]):
    """Variations that are made when they are asked for: one for each of many options, of which few are wanted."""

    def __init__(self, options: Sequence[Any], variation: Callable[[Any], Variation]) -> None:
        self._options = options
        self._variation = variation

    def __len__(self) -> int:
        return len(self._options)

    @overload
    def __getitem__(self, index: int) -> Variation: ...

    @overload
    def __getitem__(self, index: slice) -> Sequence[Variation]: ...

    def __getitem__(self, index: int | slice) -> Variation | Sequence[Variation]:
        if isinstance(index, slice):
            return Choices(self._options[index], self._variation)
        return self._variation(self._options[index])


class _Absent:
    """Put at a place, it removes what stands there."""

    def __repr__(self) -> str:
        return "ABSENT"


ABSENT: Final = _Absent()


def shown(value: Any) -> str:
    """A value as it is written in a record."""
    return json.dumps(value, ensure_ascii=False, default=as_number)


def as_number(value: Any) -> int | float:
    """A decimal as a JSON number."""
    if not isinstance(value, Decimal):
        raise TypeError(f"{type(value).__name__} is no part of a record")
    return int(value) if value == value.to_integral_value() else float(value)


def spread(items: Sequence[Item], most: int, start: int = 0) -> Sequence[Item]:
    """At most that many of the items, evenly spread; another ``start`` gives others, as far as there are."""
    if not items:
        return items
    step = -(-len(items) // most)
    return items[start % step :: step]


def given_by(subject: str, example: Example) -> Given:
    """What an example of a rule on a subject gives."""
    return Given(tuple(given_records(example)), example.organisation, of_first=subject == "project")


def placed(record: Any, pointer: str, value: Any) -> Any:
    """A copy of the record with another value, or ``ABSENT``, at the pointer. Objects on the way are made if need be.

    ``-`` stands for a new item at the end of a list; an item by its number must be there.
    """
    return _placed(record, pointer.split("/")[1:], value)


def at(record: Any, pointer: str) -> Any:
    """The value at a pointer, which must be there."""
    for step in pointer.split("/")[1:]:
        record = record[int(step)] if isinstance(record, list) else record[step]
    return record


def _placed(whole: Any, steps: Sequence[str], value: Any) -> Any:
    if not steps:
        return value
    step, rest = steps[0], steps[1:]
    if isinstance(whole, list) or step == "-":
        return _in_list(whole or [], step, rest, value)
    changed = dict(whole or {})
    changed[step] = _placed(changed.get(step), rest, value)
    if changed[step] is ABSENT:
        del changed[step]
    return changed


def _in_list(whole: list[Any], step: str, rest: Sequence[str], value: Any) -> list[Any]:
    if step == "-":
        return [*whole, _placed(None, rest, value)]
    index = int(step)
    item = _placed(whole[index], rest, value)
    return whole[:index] + ([] if item is ABSENT else [item]) + whole[index + 1 :]
