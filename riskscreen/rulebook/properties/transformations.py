"""Changes of records that must not change what a rule says of them: the meaning of ``invariant_under``.

Each relation is a pure function of what is given; it lists the ways in which it can change it, the simplest first.

- ``date-shift``: every date, budget year and measured period moves by the same number of years, to years that have all
  the days (29 February moves by four years only).
- ``money-scaling``: every amount of money, whatever its currency, is multiplied by the same factor.
- ``currency-renaming``: currencies are called otherwise, different ones differently.
- ``person-renaming``, ``organisation-renaming``: identifiers of persons (of organisations) are called otherwise,
  different ones differently, wherever they stand; names are replaced. An owner is whatever its identifier is elsewhere,
  and both where it is neither.
- ``record-order``: the items of every list, the members of every object and the projects of a batch stand in another
  order.
- ``duplicate-removal``: an entry of a list stands there a second time, or no longer does; in a batch also a project,
  under an identifier of its own.
- ``irrelevant-fact``: something is said, or said otherwise, at a place that no field the rule reads declares as input.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from functools import lru_cache, partial
from typing import Any, TypeAlias

from riskscreen.model.base import FIRST_YEAR, LAST_YEAR
from riskscreen.model.rule import Invariance
from riskscreen.rulebook.properties.places import Json, mapped, name_key, name_of, places, stated
from riskscreen.rulebook.properties.records import Choices, Given, Variation, at, placed, shown
from riskscreen.rulebook.properties.what import Place, What

Names: TypeAlias = Mapping[str, str]

_YEARS = (1, 2, -1, -2, 4, -4, 3, -7, 28)
_FACTORS = (2, 10, 10_000, 3)
_YEAR_DIGITS = 4


def date_shifts(given: Given, reads: frozenset[str]) -> Iterator[Variation]:
    """Every date a few whole years earlier or later."""
    for years in _YEARS:
        when = f"{abs(years)} {'year' if abs(years) == 1 else 'years'} {'later' if years > 0 else 'earlier'}"
        yield Variation(f"every date is {when}", partial(_shifted, given, years))


def money_scalings(given: Given, reads: frozenset[str]) -> Iterator[Variation]:
    """Every amount multiplied by a whole factor, so that cents stay whole."""
    for factor in _FACTORS:
        yield Variation(f"every amount is {factor} times as large", partial(_each, given, partial(_scaled, factor)))


def currency_renamings(given: Given, reads: frozenset[str]) -> Iterator[Variation]:
    """New currencies, and the ones there are in each other's place."""
    codes = sorted({value for _, place, value in _all_stated(given) if place.what is What.CURRENCY})
    new = {code: f"X{chr(ord('A') + index % 26)}{chr(ord('A') + index // 26)}" for index, code in enumerate(codes)}
    for names in (new, _in_turn(codes or ["CNY"], "USD" if codes == ["CNY"] else "CNY")):
        if codes:
            yield Variation(
                f"currencies are called otherwise: {_called(names)}", partial(_each, given, partial(_recalled, names))
            )


def person_renamings(given: Given, reads: frozenset[str]) -> Iterator[Variation]:
    """New persons, and the ones there are in each other's place."""
    return _renamings(given, What.PERSON, What.ORGANISATION, What.PERSON_NAME, "人员")


def organisation_renamings(given: Given, reads: frozenset[str]) -> Iterator[Variation]:
    """New organisations, and the ones there are in each other's place."""
    return _renamings(given, What.ORGANISATION, What.PERSON, What.ORGANISATION_NAME, "机构")


def record_orders(given: Given, reads: frozenset[str]) -> Iterator[Variation]:
    """Every list backwards, begun at its second item, and with every other item first."""
    orders: Mapping[str, _Order] = {
        "backwards": lambda items: items[::-1],
        "with the first item last": lambda items: items[1:] + items[:1],
        "with every other item first": lambda items: items[::2] + items[1::2],
    }
    for name, order in orders.items():
        yield Variation(f"every list stands {name}", partial(_reordered, given, order))


def repetitions(given: Given, reads: frozenset[str]) -> Iterator[Variation]:
    """Each entry of a list a second time, at the end of the list; in a batch each project a second time."""
    for position, *_ in given.alike():
        record = given.records[position]
        for pointer, place, items in stated(record):
            if place.what is What.LIST:
                for index, item in enumerate(items):
                    entry = f"{pointer}/{index}{_of(given, position)}"
                    changed = partial(_with, given, position, f"{pointer}/-", item)
                    yield Variation(f"the entry {entry} stands twice", changed)
        if len(given.records) > 1:
            name = name_of(record)
            changed = partial(_with_project, given, {**record, name_key(record): f"{name}-again"})
            yield Variation(f"the project {name} stands twice", changed)


def irrelevant_facts(given: Given, reads: frozenset[str]) -> Sequence[Variation]:
    """Something said, or said otherwise, at each place of the first record that the rule does not read."""

    def variation(fact: tuple[str, Any]) -> Variation:
        return Variation(f"{fact[0]} is {shown(fact[1])}", partial(_with_fact, given, reads, *fact))

    return Choices(_facts(reads, given.form), variation)


TRANSFORMATIONS: Mapping[Invariance, Callable[[Given, frozenset[str]], Iterable[Variation]]] = {
    "date-shift": date_shifts,
    "money-scaling": money_scalings,
    "person-renaming": person_renamings,
    "organisation-renaming": organisation_renamings,
    "record-order": record_orders,
    "duplicate-removal": repetitions,
    "currency-renaming": currency_renamings,
    "irrelevant-fact": irrelevant_facts,
}
"""What each relation can do to what is given, on the part of a rule that reads certain places."""


_Order: TypeAlias = Callable[[list[Any]], list[Any]]
_SOMEONE = "someone"
"""Stands for the first person or organisation that the record names."""

_IDENTIFIERS = (What.PERSON, What.ORGANISATION, What.OWNER)
_SAMPLES: Mapping[What, tuple[Any, ...]] = {
    What.DATE: ("2018-03-15", "1999-12-31"),
    What.YEAR: (2031,),
    What.PERIOD: ("2031",),
    What.AMOUNT: (12_345,),
    What.CURRENCY: ("XTS",),
    What.NUMBER: (1, 0),
    What.COUNT: (1, 0),
    What.FLAG: (True, False),
    What.TEXT: ("其他",),
    What.PERSON_NAME: ("王某",),
    What.ORGANISATION_NAME: ("某机构",),
    What.OWNER_NAME: ("某人",),
}


def _each(given: Given, change: Callable[[Place, Any], Any]) -> Given:
    return given.with_records(mapped(record, change) for record in given.records)


def _shifted(given: Given, years: int) -> Given | None:
    """Every date that many years later; None if there is no such day, or a record cannot speak of the year."""
    try:
        return _each(given, partial(_moved, years))
    except ValueError:
        return None


def _moved(years: int, place: Place, value: Any) -> Any:
    """The value that many years later; raises ``ValueError`` where there is no such day or year."""
    if place.what is What.YEAR:
        return _year(value + years)
    if place.what is What.DATE:
        day = date.fromisoformat(value[:10])
        return f"{day.replace(year=_year(day.year + years))}{value[10:]}"
    if place.what is What.PERIOD and value[:_YEAR_DIGITS].isdecimal():
        return f"{int(value[:_YEAR_DIGITS]) + years:04}{value[_YEAR_DIGITS:]}"
    return value


def _year(year: int) -> int:
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise ValueError(year)
    return year


def _scaled(factor: int, place: Place, value: Any) -> Any:
    return Decimal(str(value)) * factor if place.what is What.AMOUNT else value


def _recalled(names: Names, place: Place, value: Any) -> Any:
    return names[value] if place.what is What.CURRENCY else value


def _renamings(given: Given, what: What, other: What, names_of: What, word: str) -> Iterator[Variation]:
    theirs = {value for _, place, value in _all_stated(given) if place.what is other}
    either = {value for _, place, value in _all_stated(given) if place.what is What.OWNER}
    own = {value for _, place, value in _all_stated(given) if place.what is what} | (either - theirs)
    identifiers = sorted(own)
    new = {old: f"{word}-{len(own) - index}" for index, old in enumerate(identifiers)}
    swapped = _in_turn(identifiers, f"{word}-1") if identifiers else {}
    for called in (new, swapped):
        how = f"identifiers are called otherwise: {_called(called)}" if called else "names are others"
        yield Variation(how, partial(_renamed, given, called, names_of, word))


def _renamed(given: Given, names: Names, names_of: What, word: str) -> Given:
    def change(place: Place, value: Any) -> Any:
        if place.what in _IDENTIFIERS:
            return names.get(value, value)
        return f"某{word}" if place.what in (names_of, What.OWNER_NAME) else value

    changed = _each(given, change)
    judged = given.organisation
    return replace(changed, organisation=None if judged is None else names.get(judged, judged))


def _in_turn(words: Sequence[str], last: str) -> dict[str, str]:
    """Every word called as the next one, the last one as the first; a single one as ``last``."""
    following = [*words[1:], words[0]] if len(words) > 1 else [last]
    return dict(zip(words, following, strict=True))


def _reordered(given: Given, order: _Order) -> Given:
    def reordered(value: Any) -> Any:
        if isinstance(value, dict):
            return {key: reordered(value[key]) for key in order(list(value))}
        return order([reordered(item) for item in value]) if isinstance(value, list) else value

    records = [reordered(record) for record in given.records]
    return given.with_records([records[0], *order(records[1:])] if given.of_first else order(records))


def _with(given: Given, position: int, pointer: str, value: Any) -> Given:
    return given.with_record(position, placed(given.records[position], pointer, value))


def _with_project(given: Given, record: Json) -> Given:
    return given.with_records((*given.records, record))


@lru_cache(maxsize=1024)
def _facts(reads: frozenset[str], form: str) -> tuple[tuple[str, Any], ...]:
    """What can be said at places that are not read."""
    unread = [place for pattern, place in places(form).items() if pattern not in reads and place.what is not What.LIST]
    return tuple((place.pattern, value) for place in unread for value in _something(place))


def _with_fact(given: Given, reads: frozenset[str], pattern: str, value: Any) -> Given | None:
    """The first record with a value at a place; None if there is no such place in it, or the value stands there."""
    record = given.records[0]
    pointer = _pointer(record, pattern, reads)
    if pointer is None:
        return None
    if value == _SOMEONE:
        value = next((known for _, place, known in stated(record) if place.what in _IDENTIFIERS), _SOMEONE)
    changed = _with(given, 0, pointer, value)
    return None if changed == given else changed


def _pointer(record: Json, pattern: str, reads: frozenset[str]) -> str | None:
    """Where to say something: in a new item of a list, or, so as not to change a list that is read, in its first."""
    steps = pattern.split("/")
    pointer = ""
    for place, step in enumerate(steps[1:], 1):
        if step != "*":
            pointer = f"{pointer}/{step}"
            continue
        items = _list_at(record, pointer)
        if "/".join(steps[:place]) not in reads:
            pointer = f"{pointer}/-"
        elif items:
            pointer = f"{pointer}/0"
        else:
            return None
    return pointer


def _list_at(record: Json, pointer: str) -> list[Any]:
    try:
        found = at(record, pointer)
    except (KeyError, IndexError, TypeError, ValueError):
        return []
    return found if isinstance(found, list) else []


def _something(place: Place) -> Sequence[Any]:
    if place.what in _IDENTIFIERS:
        return (_SOMEONE, "someone-else")
    return (place.words[0], place.words[-1]) if place.what is What.WORD else _SAMPLES[place.what]


def _all_stated(given: Given) -> Iterator[tuple[str, Place, Any]]:
    for record in given.records:
        yield from stated(record)


def _of(given: Given, position: int) -> str:
    return f" of {name_of(given.records[position])}" if len(given.records) > 1 else ""


def _called(names: Names) -> str:
    return ", ".join(f"{old} is {new}" for old, new in names.items())
