"""Every way to know one value less, for the law that removing a value moves a verdict only to unknown."""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy
from typing import Any


def deletions(record: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """The record without one value, for each value in turn, with the JSON Pointer of what was removed."""
    for pointer in removable(record):
        yield pointer, without(record, pointer)


def removable(record: dict[str, Any]) -> list[str]:
    """JSON Pointers of all values: the members of objects at any depth, whole lists and objects among them.

    The record's ``id``, list elements and ``incomplete`` are claims of their own and not among them.
    """
    return [pointer for pointer in _members(record, "") if pointer not in ("/id", "/incomplete")]


def without(record: dict[str, Any], pointer: str) -> dict[str, Any]:
    """A copy of the record without the value at the pointer."""
    less = deepcopy(record)
    *path, last = pointer.split("/")[1:]
    parent: Any = less
    for step in path:
        parent = parent[int(step) if isinstance(parent, list) else step]
    del parent[last]
    return less


def _members(value: Any, at: str) -> Iterator[str]:
    if isinstance(value, dict):
        for key, item in value.items():
            yield f"{at}/{key}"
            yield from _members(item, f"{at}/{key}")
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from _members(item, f"{at}/{index}")
