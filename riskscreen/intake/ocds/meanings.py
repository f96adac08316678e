"""Every member of a release with its meaning: a tree built once and walked beside every release."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto
from functools import cache
from types import NoneType
from typing import Any, get_args, get_origin

import msgspec

from riskscreen.intake.ocds.shape import alternatives
from riskscreen.model import release as model
from riskscreen.model.codes import CODE_LISTS

_OPEN_CODES = frozenset(
    {"roles", "tag", "documentType", "initiationType", "relationship", "scheme", "awardCriteria", "submissionMethod"}
)
_DATES = frozenset(
    {
        "date",
        "startDate",
        "endDate",
        "maxExtentDate",
        "datePublished",
        "dateModified",
        "dateSigned",
        "dateMet",
        "dueDate",
        "dateAnswered",
    }
)
_ORGANISATIONS = (model.Reference, model.Party, model.Person)


class Meaning(Enum):
    """What a text means, which decides how it is tidied."""

    TEXT = auto()
    CODE = auto()
    DATE = auto()
    CURRENCY = auto()
    ORGANISATION = auto()  # the identifier of an organisation or a person


@dataclass(frozen=True, slots=True)
class Member:
    """A member of a part of the release, its ``path`` without list positions; ``inside`` are its own members."""

    attribute: str
    path: str
    meaning: Meaning
    inside: tuple[Member, ...] = ()


@cache
def release_members() -> tuple[Member, ...]:
    """The members of a release itself."""
    return _members(model.Release, "")


def _members(part: type[Any], path: str) -> tuple[Member, ...]:
    return tuple(_member(part, known, f"{path}/{known.encode_name}") for known in msgspec.structs.fields(part))


def _member(part: type[Any], known: msgspec.structs.FieldInfo, path: str) -> Member:
    kind = _kind(known.type)
    inside = _members(kind, path) if isinstance(kind, type) and issubclass(kind, msgspec.Struct) else ()
    return Member(known.name, path, _meaning(part, known.encode_name, path), inside)


def _kind(annotation: Any) -> Any:
    """The type that is left without null and lists."""
    kind = next(each for each in alternatives(annotation) if each is not NoneType)
    return _kind(get_args(kind)[0]) if get_origin(kind) is list else kind


def _meaning(part: type[Any], key: str, path: str) -> Meaning:
    if key == "id" and issubclass(part, _ORGANISATIONS):
        return Meaning.ORGANISATION
    if key == "currency":
        return Meaning.CURRENCY
    if path in CODE_LISTS or key in _OPEN_CODES:
        return Meaning.CODE
    return Meaning.DATE if key in _DATES else Meaning.TEXT
