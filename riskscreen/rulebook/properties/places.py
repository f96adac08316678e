"""The places of a record: which scalars and lists there can be, and what each of them says.

Read off the models of the two forms of records, so that a field added there is known here. A *pattern* is a JSON
Pointer with ``*`` for the items of lists: ``/roles/*/person/id``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from functools import cache
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, TypeAlias, Union, get_args, get_origin

from pydantic import BaseModel

from riskscreen.model import project as model
from riskscreen.rulebook.cases import is_release
from riskscreen.rulebook.properties.release_places import release_places
from riskscreen.rulebook.properties.what import Place, What

Json: TypeAlias = dict[str, Any]
"""A project record, or a part of one, as plain data."""

_OWNERS = "/parties/*/owners/*"
_DAY_LENGTH = len("2018-01-31")
_NO_FACTS = ("/id", "/incomplete", "/incomplete/*")


@cache
def places(form: str) -> Mapping[str, Place]:
    """Every place that can say something in a record of a form, by pattern, in the order of the model.

    ``id``, ``ocid`` and ``incomplete`` are not among them. ``form`` is ``native`` or ``ocds``.
    """
    if form == "ocds":
        return {place.pattern: place for place in release_places()}
    return {place.pattern: place for place in _of_model(model.Project, "") if place.pattern not in _NO_FACTS}


def form_of(record: Json) -> str:
    """The form of a record: ``native`` or ``ocds``."""
    return "ocds" if is_release(record) else "native"


def name_of(record: Json) -> str:
    """What a record is called by."""
    return str(record[name_key(record)])


def name_key(record: Json) -> str:
    """The key of a record's identifier."""
    return "ocid" if is_release(record) else "id"


def stated(record: Json) -> Sequence[tuple[str, Place, Any]]:
    """Every place at which the record says something: its JSON Pointer, and what is said there."""
    known, found = _known_records.get(id(record), (None, ()))
    if known is not record:
        found = tuple(_stated(record, "", "", places(form_of(record))))
        if len(_known_records) >= _MOST_REMEMBERED:
            _known_records.clear()
        _known_records[id(record)] = record, found
    return found


_MOST_REMEMBERED = 1024
_known_records: dict[int, tuple[Json, tuple[tuple[str, Place, Any], ...]]] = {}
"""What records say that were asked for: of a batch, most are the same objects from one change to the next."""


def mapped(record: Json, change: Callable[[Place, Any], Any]) -> Json:
    """The record with every scalar replaced by what ``change`` makes of it."""
    result: Json = _mapped(record, "", change, places(form_of(record)))
    return result


def changed_places(before: Any, after: Any, pattern: str = "") -> set[str]:
    """The patterns of the places at which two records differ."""
    if isinstance(before, dict) or isinstance(after, dict):
        one, other = before or {}, after or {}
        found = (changed_places(one.get(key), other.get(key), f"{pattern}/{key}") for key in {**one, **other})
        return set().union(*found)
    if isinstance(before, list) and isinstance(after, list) and len(before) == len(after):
        return set().union(*(changed_places(*pair, f"{pattern}/*") for pair in zip(before, after, strict=True)))
    if before == after:
        return set()
    items = [item for side in (before, after) if isinstance(side, list) for item in side]
    return {pattern}.union(*(changed_places(None, item, f"{pattern}/*") for item in items))


def _of_model(owner: type[BaseModel], at: str) -> Iterator[Place]:
    for name, field in owner.model_fields.items():
        pattern = f"{at}/{field.alias or name}"
        yield from _of_type(_core(field.annotation), pattern, owner, name)


def _of_type(core: Any, pattern: str, owner: type[BaseModel], name: str) -> Iterator[Place]:
    if get_origin(core) is list:
        yield Place(pattern, What.LIST)
        yield from _of_type(_core(get_args(core)[0]), f"{pattern}/*", owner, name)
    elif isinstance(core, type) and issubclass(core, BaseModel):
        yield from _of_model(core, pattern)
    elif get_origin(core) is Literal:
        yield Place(pattern, What.WORD, get_args(core))
    else:
        yield Place(pattern, _what(core, pattern, owner, name))


def _core(annotation: Any) -> Any:
    """The type without ``None`` and without what is asked of its values."""
    if get_origin(annotation) is Annotated:
        return _core(get_args(annotation)[0])
    if get_origin(annotation) in (Union, UnionType):
        (only,) = (branch for branch in get_args(annotation) if branch is not NoneType)
        return _core(only)
    return annotation


def _what(core: Any, pattern: str, owner: type[BaseModel], name: str) -> What:
    if core is Decimal:
        return What.AMOUNT if name == "amount" else What.NUMBER
    if core is int:
        return What.YEAR if name == "budget_year" else What.COUNT
    if core in _BY_TYPE:
        return _BY_TYPE[core]
    if (owner, name) in _BY_NAME:
        return _BY_NAME[owner, name]
    if name in ("id", "name"):
        identifies = name == "id"
        if pattern.startswith(_OWNERS):
            return What.OWNER if identifies else What.OWNER_NAME
        if issubclass(owner, model.OrganisationReference):
            return What.ORGANISATION if identifies else What.ORGANISATION_NAME
        if issubclass(owner, model.PersonReference):
            return What.PERSON if identifies else What.PERSON_NAME
    return What.TEXT


_BY_TYPE: Mapping[Any, What] = {date: What.DATE, bool: What.FLAG}
_BY_NAME: Mapping[tuple[type[BaseModel], str], What] = {
    (model.Value, "currency"): What.CURRENCY,
    (model.OutcomeMeasurement, "period"): What.PERIOD,
}


def _stated(value: Any, pointer: str, pattern: str, known: Mapping[str, Place]) -> Iterator[tuple[str, Place, Any]]:
    if isinstance(value, dict):
        for key, part in value.items():
            yield from _stated(part, f"{pointer}/{key}", f"{pattern}/{key}", known)
        return
    place = known.get(pattern)
    if place is not None and _says(place, value):
        yield pointer, place, value
    if isinstance(value, list):
        for index, item in enumerate(value):
            yield from _stated(item, f"{pointer}/{index}", f"{pattern}/*", known)


def _mapped(value: Any, pattern: str, change: Callable[[Place, Any], Any], known: Mapping[str, Place]) -> Any:
    if isinstance(value, dict):
        return {key: _mapped(part, f"{pattern}/{key}", change, known) for key, part in value.items()}
    if isinstance(value, list):
        return [_mapped(item, f"{pattern}/*", change, known) for item in value]
    place = known.get(pattern)
    return value if place is None or not _says(place, value) else change(place, value)


def _says(place: Place, value: Any) -> bool:
    """Whether a value is one that the place can be understood by: a date that is none says nothing."""
    if place.what is not What.DATE or value is None:
        return value is not None
    try:
        date.fromisoformat(value[:_DAY_LENGTH])
    except ValueError:
        return False
    return True
