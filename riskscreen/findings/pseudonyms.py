"""Pseudonyms for persons: the same person has the same one everywhere in a report.

Persons are numbered in the order in which the records name them. A number tells nothing about the identifier,
which a digest of it would: identity numbers are few enough to try them all.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from riskscreen.model.report import Language

_WORD = {"en": "Person {}", "zh": "人员{}"}

Reference: TypeAlias = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Names:
    """The pseudonyms of one record's persons, by identifier and by name."""

    by_identifier: Mapping[str, str] = field(default_factory=dict)
    by_name: Mapping[str, str] = field(default_factory=dict)

    def of(self, identifier: str) -> str | None:
        """The pseudonym of the person with this identifier."""
        return self.by_identifier.get(identifier.strip()) if self.by_identifier else None

    def replace(self, text: str) -> str:
        """The text with every name of a person replaced, longer names first."""
        if not self.by_name:
            return text
        names = sorted(self.by_name, key=len, reverse=True)
        return re.sub("|".join(map(re.escape, names)), lambda name: self.by_name[name[0]], text)


NO_PSEUDONYMS = Names()


class Pseudonyms:
    """Numbers the persons of a batch as they come."""

    def __init__(self, lang: Language) -> None:
        self._word = _WORD[lang]
        self._numbers: dict[tuple[str, str], str] = {}

    def names(self, record: Mapping[str, Any]) -> Names:
        """The pseudonyms for the persons of a record.

        An owner counts as a person unless the record names an organisation of the same identifier or name.
        """
        persons, owners, organisations = _references(record)
        known = {mark for reference in organisations for mark in _marks(reference)}
        natural = [owner for owner in owners if known.isdisjoint(_marks(owner))]
        by_identifier: dict[str, str] = {}
        bearers: dict[str, list[str]] = {}
        for marks in filter(None, map(_marks, (*persons, *natural))):
            pseudonym = self._number(marks[0])
            for kind, mark in marks:
                if kind == "id":
                    by_identifier[mark] = pseudonym
                elif pseudonym not in bearers.setdefault(mark, []):
                    bearers[mark].append(pseudonym)
        return Names(by_identifier, {name: self._called(name, of) for name, of in bearers.items()})

    def _called(self, name: str, bearers: Sequence[str]) -> str:
        """What stands for a name: its one bearer's pseudonym, or one of its own, for the same name is no identity."""
        return bearers[0] if len(bearers) == 1 else self._number(("name", name))

    def _number(self, mark: tuple[str, str]) -> str:
        if mark not in self._numbers:
            self._numbers[mark] = self._word.format(len(self._numbers) + 1)
        return self._numbers[mark]


def _marks(reference: Reference) -> list[tuple[str, str]]:
    """What a reference is known by: its identifier first, then its name."""
    return [
        (key, reference[key].strip())
        for key in ("id", "name")
        if isinstance(reference.get(key), str) and reference[key].strip()
    ]


def _references(record: Mapping[str, Any]) -> tuple[list[Reference], list[Reference], list[Reference]]:
    """The persons, the owners and all other objects of a record, in its order."""
    found: dict[str, list[Reference]] = {"person": [], "owners": [], "": []}
    for key, reference in objects_in(record):
        found[key if key in found else ""].append(reference)
    return found["person"], found["owners"], found[""]


def objects_in(value: Any, key: str = "") -> Iterator[tuple[str, Reference]]:
    """Every object at any depth, with the key that it (or the list it stands in) has."""
    if isinstance(value, Mapping):
        yield key, value
        for inner, item in value.items():
            yield from objects_in(item, inner)
    elif isinstance(value, list):
        for item in value:
            yield from objects_in(item, key)
