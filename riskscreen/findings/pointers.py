"""JSON Pointers into a record as it was given: what stands there, or that nothing does."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Any, Final


class _Absent:
    """Nothing is known at a pointer."""

    def __repr__(self) -> str:
        return "ABSENT"


ABSENT: Final = _Absent()
_LISTS = (list, tuple)  # a record in memory may have either


def look(record: Any, pointer: str) -> list[tuple[str, Any]]:
    """Every place a pointer with ``*`` stands for, and the value there; ``ABSENT`` where nothing is known.

    The pointer of an absent value is complete, or ends at a list that is absent. An empty list that ``*`` meets
    is itself what is known, and is given with its own pointer. Null and blank text say nothing.
    """
    if "*" not in pointer:
        return [(pointer, first(record, pointer))]
    head, _, tail = pointer.partition("/*")
    items = first(record, head)
    if not isinstance(items, _LISTS):
        return [(head, ABSENT)]
    if not items:
        return [(head, items)]
    found = []
    for index, item in enumerate(items):
        place = f"{head}/{index}"
        found += [(place + inner, value) for inner, value in look(item, tail)]
    return found


def first(record: Any, pointer: str) -> Any:
    """The one value at a pointer without ``*``, or ``ABSENT``."""
    value = record
    for step in _steps(pointer):
        if isinstance(value, dict):
            value = value.get(step)
        elif isinstance(value, _LISTS) and step.isdecimal() and int(step) < len(value):
            value = value[int(step)]
        else:
            return ABSENT
    if isinstance(value, str):
        return value if value.strip() else ABSENT
    return ABSENT if value is None else value


def missing(record: Any, pointers: Sequence[str]) -> tuple[str, ...]:
    """The pointers, of those given, at which nothing is known; those with ``*`` as :func:`look` completes them."""
    found: list[str] = []
    for pointer in pointers:
        if "*" in pointer:
            found += [place for place, value in look(record, pointer) if value is ABSENT]
        elif first(record, pointer) is ABSENT:
            found.append(pointer)
    return tuple(found)


def absolute(declared: str, anchors: Sequence[str]) -> str | None:
    """A declared input as a pointer from the record's root; None if it needs an anchor that the row does not have.

    See :class:`riskscreen.lang.vocabulary.Field` for the three forms of a declared pointer.
    """
    if declared.startswith("//"):
        return declared[1:]
    if declared.startswith("@1"):
        return anchors[1] + declared[2:] if len(anchors) > 1 else None
    return anchors[0] + declared if anchors else None


@lru_cache(maxsize=4096)
def natural(pointer: str) -> tuple[tuple[int, str], ...]:
    """A sort key by which ``/bids/2`` stands before ``/bids/10``."""
    return tuple((int(step), "") if step.isdecimal() else (-1, step) for step in pointer.split("/"))


@lru_cache(maxsize=4096)
def _steps(pointer: str) -> tuple[str, ...]:
    return tuple(pointer.split("/")[1:])
