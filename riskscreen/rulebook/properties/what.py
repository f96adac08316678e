"""What the places of records say."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class What(StrEnum):
    """What a place says."""

    LIST = "list"
    DATE = "date"
    YEAR = "year"
    PERIOD = "text that begins with a year"
    AMOUNT = "amount of money"
    CURRENCY = "currency"
    NUMBER = "number"
    COUNT = "count"
    FLAG = "yes or no"
    WORD = "word of a closed list"
    TEXT = "text"
    PERSON = "identifier of a person"
    PERSON_NAME = "name of a person"
    ORGANISATION = "identifier of an organisation"
    ORGANISATION_NAME = "name of an organisation"
    OWNER = "identifier of a person or an organisation"
    OWNER_NAME = "name of a person or an organisation"


@dataclass(frozen=True, slots=True)
class Place:
    """A place by its pattern. ``words`` are those of a closed list."""

    pattern: str
    what: What
    words: tuple[str, ...] = ()
