"""A release whose values have wrong types, brought into the form that OCDS gives them: a wrong type means absent.

The only values that change their type are identifiers: OCDS allows numbers for most of them, and ``7`` and ``"7"``
name the same thing.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final, TypeAlias

from riskscreen.intake.ocds.shape import Shape, Sort, release_shape, sort_of

Note: TypeAlias = Callable[[str, str, Any], None]
"""Takes note of something odd: its path without list positions, the issue, and the value."""

NULL_ITEM = "null item"
REPEATED_ID = "repeated id in a list"
_MOST_DIGITS = 30
_CALLED = {Sort.INTEGER: Sort.NUMBER}


class _Absent:
    """What a value of a wrong type is replaced by."""


_ABSENT: Final = _Absent()


def cleaned(release: dict[str, Any], note: Note, *, for_merging: bool = False, identifiers: bool = True) -> Any:
    """The release with values of right types only, and only with the keys that are read.

    Null items and items of a wrong type keep their place in lists as null. ``for_merging`` leaves them out, with null
    identifiers and blanks around them, since the merge goes by identifiers. ``identifiers`` false leaves out
    numeric identifiers, as a reader that takes types literally does.
    """
    return _Cleaner(note, for_merging, identifiers).value(release, release_shape(), "")


class _Cleaner:
    def __init__(self, note: Note, for_merging: bool, identifiers: bool) -> None:
        self._note = note
        self._for_merging = for_merging
        self._identifiers = identifiers

    def value(self, value: Any, shape: Shape, path: str) -> Any:
        """The value, cleaned; ``_ABSENT`` if its type is wrong."""
        if value is None:
            return None
        sort = sort_of(value)
        if sort is shape.sort or (sort is Sort.INTEGER and shape.sort is Sort.NUMBER):
            if sort is Sort.OBJECT:
                return self._object(value, shape, path)
            if sort is Sort.ARRAY:
                return self._array(value, shape, path)
            return value.strip() if self._for_merging and shape.identifier else value
        self._note(path, _wrong(sort, shape.sort), value)
        if shape.identifier and sort is Sort.INTEGER and self._identifiers and len(str(value)) <= _MOST_DIGITS:
            return str(value)
        return _ABSENT

    def _object(self, members: dict[str, Any], shape: Shape, path: str) -> dict[str, Any]:
        found = {}
        for key, part in members.items():
            known = shape.members.get(key)
            if known is not None:
                value = self.value(part, known, f"{path}/{key}")
                if value is not _ABSENT:
                    found[key] = value
        return found

    def _array(self, items: list[Any], shape: Shape, path: str) -> list[Any]:
        (item_shape,) = shape.items
        found: list[Any] = []
        for item in items:
            if item is None:
                self._note(path, NULL_ITEM, None)
            value = self.value(item, item_shape, path)
            found.append(None if value is _ABSENT else value)
        return self._mergeable(found, item_shape, path) if self._for_merging else found

    def _mergeable(self, items: list[Any], shape: Shape, path: str) -> list[Any]:
        """Items that can be merged by their identifier: objects without null ones; what has the same one is noted."""
        kept = [item for item in items if item is not None]
        if shape.sort is not Sort.OBJECT:
            return kept
        seen = set()
        for item in kept:
            identifier = item.get("id")
            if not identifier:
                item.pop("id", None)
            elif identifier in seen:
                self._note(f"{path}/id", REPEATED_ID, identifier)
            seen.add(identifier)
        return kept


def _wrong(sort: Sort, wanted: Sort) -> str:
    """The issue of a value of one sort where another is wanted."""
    if sort is Sort.NUMBER and wanted is Sort.INTEGER:
        return "decimal for integer"
    return f"{_CALLED.get(sort, sort)} for {_CALLED.get(wanted, wanted)}"
