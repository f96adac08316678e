"""Pseudonyms for persons: the same person has the same one everywhere in a report.

Persons are numbered in the order in which the records name them. A number tells nothing about the identifier,
which a digest of it would: identity numbers are few enough to try them all.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, TypeAlias

from riskscreen.model.report import Language

_WORD = {"en": "Person {}", "zh": "人员{}"}

Reference: TypeAlias = Mapping[str, Any]
_Mark: TypeAlias = tuple[str, str]
"""``id`` or ``name``, and what it is."""


@dataclass(frozen=True)
class Names:
    """The pseudonyms of persons, by identifier and by name."""

    by_identifier: Mapping[str, str] = field(default_factory=dict)
    by_name: Mapping[str, str] = field(default_factory=dict)

    def __bool__(self) -> bool:
        """Whether anyone has a pseudonym."""
        return bool(self.by_identifier or self.by_name)

    def of(self, identifier: str) -> str | None:
        """The pseudonym of the person with this identifier."""
        return self.by_identifier.get(identifier.strip())

    def replace(self, text: str) -> str:
        """The text with every name of a person replaced, longer names first, in capitals or not.

        A name of a single letter or sign is replaced only where it is all of the text, and one in Latin letters only
        where no further letter stands beside it: other words would turn into persons.
        """
        if not self.by_name:
            return text
        lowered = text.lower()
        if len(lowered) != len(text):  # a few letters have no small form of one sign
            lowered = text
        if lowered.strip() in self._lowered:
            return self._lowered[lowered.strip()]
        shown, start, place = [], 0, 0
        while place < len(text):
            length = next((size for size in self._lengths if self._stands(lowered, place, place + size)), 0)
            if length:
                shown += [text[start:place], self._lowered[lowered[place : place + length]]]
                start = place + length
            place += length or 1
        return "".join(shown) + text[start:]

    def _stands(self, text: str, start: int, end: int) -> bool:
        """Whether this part of a text is a name."""
        if text[start:end] not in self._lowered:
            return False
        return not (_is_latin(text[max(start - 1, 0) : start + 1]) or _is_latin(text[end - 1 : end + 1]))

    @cached_property
    def _lowered(self) -> Mapping[str, str]:
        return {name.lower(): pseudonym for name, pseudonym in self.by_name.items()}

    @cached_property
    def _lengths(self) -> Sequence[int]:
        return sorted({len(name) for name in self._lowered if sum(map(str.isalpha, name)) > 1}, reverse=True)


def _is_latin(pair: str) -> bool:
    """Whether two signs side by side are both letters of an alphabet, so that no word ends between them."""
    return len(pair) == 2 and pair.isalpha() and all(sign < "\u2e80" for sign in pair)


NO_PSEUDONYMS = Names()


class Pseudonyms:
    """Numbers the persons of a batch as they come."""

    def __init__(self, lang: Language) -> None:
        self._word = _WORD[lang]
        self._numbers: dict[_Mark, str] = {}
        self._persons: dict[tuple[_Mark, ...], None] = {}
        self._owners: dict[tuple[_Mark, ...], None] = {}
        self._organisations: set[_Mark] = set()

    def names(self, record: Mapping[str, Any]) -> Names:
        """The pseudonyms for the persons of a record.

        An owner counts as a person unless the record names an organisation of the same identifier or name.
        """
        persons, owners, organisations = (_marks_of(references) for references in _references(record))
        known = {mark for marks in organisations for mark in marks}
        self._persons.update(dict.fromkeys(persons))
        self._owners.update(dict.fromkeys(owners))
        self._organisations |= known
        return self._called([*persons, *(owner for owner in owners if known.isdisjoint(owner))])

    def everyone(self) -> Names:
        """The pseudonyms for the persons of all records so far, for texts that belong to none or to many of them."""
        natural = [owner for owner in self._owners if self._organisations.isdisjoint(owner)]
        return self._called([*self._persons, *natural])

    def _called(self, persons: Sequence[tuple[_Mark, ...]]) -> Names:
        by_identifier: dict[str, str] = {}
        bearers: dict[str, list[str]] = {}
        for marks in persons:
            pseudonym = self._number(marks[0])
            for kind, mark in marks:
                if kind == "id":
                    by_identifier[mark] = pseudonym
                elif pseudonym not in bearers.setdefault(mark, []):
                    bearers[mark].append(pseudonym)
        return Names(by_identifier, {name: self._of_name(name, of) for name, of in bearers.items()})

    def _of_name(self, name: str, bearers: Sequence[str]) -> str:
        """What stands for a name: its one bearer's pseudonym, or one of its own, for the same name is no identity."""
        return bearers[0] if len(bearers) == 1 else self._number(("name", name))

    def _number(self, mark: _Mark) -> str:
        if mark not in self._numbers:
            self._numbers[mark] = self._word.format(len(self._numbers) + 1)
        return self._numbers[mark]


_OCDS_KEYS = {"persones": "person", "beneficialOwners": "person", "contactPoint": "person", "shareholder": "owner"}
_KINDS = {"person": "person", "owners": "owner", **_OCDS_KEYS}
"""The keys that persons stand under, in the native form and in OCDS; an owner may be an organisation too."""

_NUMBER_ONLY = re.compile(r"\d{1,3}")


def _marks_of(references: Sequence[Reference]) -> list[tuple[_Mark, ...]]:
    """What each reference is known by, if by anything: its identifier first, then its name."""
    return [marks for marks in map(_marks, references) if marks]


def _marks(reference: Reference) -> tuple[_Mark, ...]:
    return tuple(
        (key, reference[key].strip())
        for key in ("id", "name")
        if isinstance(reference.get(key), str) and reference[key].strip()
    )


def _references(record: Mapping[str, Any]) -> tuple[list[Reference], list[Reference], list[Reference]]:
    """The persons, the owners and all other objects of a record, in its order."""
    found: dict[str, list[Reference]] = {"person": [], "owner": [], "": []}
    for key, reference in objects_in(record):
        kind = _KINDS.get(key, "")
        found[kind].append(_named(reference) if key in _OCDS_KEYS else reference)
    return found["person"], found["owner"], found[""]


def _named(reference: Reference) -> Reference:
    """The reference without an id that only numbers it: other things in the record have the same number."""
    identifier = reference.get("id")
    if isinstance(identifier, str) and _NUMBER_ONLY.fullmatch(identifier.strip()):
        return {key: value for key, value in reference.items() if key != "id"}
    return reference


def objects_in(value: Any, key: str = "") -> Iterator[tuple[str, Reference]]:
    """Every object at any depth, with the key that it (or the list it stands in) has."""
    if isinstance(value, Mapping):
        yield key, value
        for inner, item in value.items():
            yield from objects_in(item, inner)
    elif isinstance(value, list):
        for item in value:
            yield from objects_in(item, key)
