"""JSON Pointers into a record as it was given: what stands there, or that nothing does."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any, Final


class _Absent:
    """Nothing is known at a pointer."""

    def __repr__(self) -> str:
        return "ABSENT"


ABSENT: Final = _Absent()


def look(record: Any, pointer: str) -> Iterator[tuple[str, Any]]:
    """Every place a pointer with ``*`` stands for, and the value there; ``ABSENT`` where nothing is known.

    The pointer of an absent value is complete, or ends at a list that is absent. An empty list that ``*`` meets
    is itself what is known, and is given with its own pointer. Null and blank text say nothing.
    """
    return _look(record, "", _steps(pointer), 0)


def first(record: Any, pointer: str) -> Any:
    """The one value at a pointer without ``*``, or ``ABSENT``."""
    return next(look(record, pointer))[1]


def absolute(declared: str, anchors: Sequence[str]) -> str | None:
    """A declared input as a pointer from the record's root; None if it needs an anchor that the row does not have.

    See :class:`riskscreen.lang.vocabulary.Field` for the three forms of a declared pointer.
    """
    if declared.startswith("//"):
        return declared[1:]
    if declared.startswith("@1"):
        return anchors[1] + declared[2:] if len(anchors) > 1 else None
    return anchors[0] + declared if anchors else None


def natural(pointer: str) -> tuple[tuple[int, str], ...]:
    """A sort key by which ``/bids/2`` stands before ``/bids/10``."""
    return tuple((int(step), "") if step.isdecimal() else (-1, step) for step in pointer.split("/"))


@lru_cache(maxsize=4096)
def _steps(pointer: str) -> tuple[str, ...]:
    return tuple(pointer.split("/")[1:])


def _look(value: Any, place: str, steps: tuple[str, ...], at: int) -> Iterator[tuple[str, Any]]:
    while at < len(steps):
        step = steps[at]
        at += 1
        if step == "*":
            yield from _each(value, place, steps, at)
            return
        value = _member(value, step)
        place = f"{place}/{step}"
        if value is ABSENT:
            yield _without_items(place, steps, at), ABSENT
            return
    yield place, value


def _each(items: Any, place: str, steps: tuple[str, ...], at: int) -> Iterator[tuple[str, Any]]:
    if not isinstance(items, list):
        yield place, ABSENT
    elif not items:
        yield place, items
    else:
        for index, item in enumerate(items):
            yield from _look(item, f"{place}/{index}", steps, at)


def _member(value: Any, step: str) -> Any:
    if isinstance(value, Mapping):
        found = value.get(step)
    else:
        found = value[int(step)] if isinstance(value, list) and step.isdecimal() and int(step) < len(value) else None
    return ABSENT if found is None or (isinstance(found, str) and not found.strip()) else found


def _without_items(place: str, steps: tuple[str, ...], at: int) -> str:
    """The full pointer of an absent value, or of the first absent list on the way to it."""
    rest = steps[at:]
    if "*" in rest:
        rest = rest[: rest.index("*")]
    return "/".join([place, *rest])
