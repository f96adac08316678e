"""Every way to know one value less, for the law that removing a value moves a verdict only to unknown."""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy
from typing import Any


def deletions(record: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """The record without one value, for each value in turn, with the JSON Pointer of what was removed.

    Values are the members of objects at any depth, whole lists and objects among them. The record's ``id``, list
    elements and ``incomplete`` are claims of their own and stay.
    """
    for path in _members(record, ()):
        if path in (("id",), ("incomplete",)):
            continue
        less = deepcopy(record)
        parent: Any = less
        for step in path[:-1]:
            parent = parent[step]
        del parent[path[-1]]
        yield "/" + "/".join(map(str, path)), less


def _members(value: Any, path: tuple[str | int, ...]) -> Iterator[tuple[str | int, ...]]:
    if isinstance(value, dict):
        for key, item in value.items():
            yield (*path, key)
            yield from _members(item, (*path, key))
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from _members(item, (*path, index))
