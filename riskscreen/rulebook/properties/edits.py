"""Small changes of what is given, at the places a rule reads: how cases around its examples are made.

Values move by little, so that cases lie on both sides of a threshold that an example stands near; identifiers and texts
become others that stand in the examples, so that joins and word lists are met.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from functools import partial
from typing import Any, TypeAlias

from riskscreen.rulebook.properties.places import Place, What, mapped, places, stated
from riskscreen.rulebook.properties.records import ABSENT, Given, Variation, placed

Pool: TypeAlias = Mapping[str, Sequence[Any]]
"""The values that the examples of a rule state at each place, by pattern, each once."""

_DAYS = (1, -1, 7, -7, 31, -31, 90, -365)
_STEPS = tuple(Decimal(step) for step in ("1", "-1", "0.1", "-0.1", "0.01", "-0.01", "0.000001", "-0.000001"))
_IDENTIFIERS = (What.PERSON, What.ORGANISATION, What.OWNER)
_MOST_WORDS = 4
_TURNS = ("2018-02-28", "2017-12-31", "2018-02-10")
"""Days about which years differ: the end of February, the end of a year, the week before a Spring Festival."""


def pool_of(examples: Sequence[Given]) -> Pool:
    """What the examples state, place by place."""
    found: dict[str, list[Any]] = {}
    for record in (record for example in examples for record in example.records):
        for _, place, value in stated(record):
            known = found.setdefault(_group(place), [])
            if value not in known:
                known.append(value)
    return found


def edits(given: Given, reads: frozenset[str], pool: Pool) -> list[Variation]:
    """Every small change: values changed, entries of lists left out, repeated or emptied, and values removed."""
    found = [*moves(given, reads, pool), *removals(given, reads), *additions(given, reads, pool)]
    return [*found, *without_a_project(given), *at_turns(given, reads)]


def moves(given: Given, reads: frozenset[str], pool: Pool) -> list[Variation]:
    """The small changes that take no value away: values changed, entries of lists left out, repeated and added."""
    return [*_moves(given, reads, pool), *more_entries(given, reads, pool)]


def _moves(given: Given, reads: frozenset[str], pool: Pool) -> Iterator[Variation]:
    for position, record in enumerate(given.records):
        for pointer, place, value in stated(record):
            if place.pattern not in reads:
                continue
            if place.what is What.LIST:
                yield from _other_lists(given, position, pointer, value)
                continue
            for other in _others(place, value, pool):
                yield _put(given, position, pointer, other)


def without_a_project(given: Given) -> Iterator[Variation]:
    """A batch with a project less."""
    if len(given.records) > 1:
        for position, record in enumerate(given.records):
            rest = (*given.records[:position], *given.records[position + 1 :])
            yield Variation(f"without the project {record['id']}", partial(Given, rest, given.organisation))


def _other_lists(given: Given, position: int, pointer: str, items: Sequence[Any]) -> Iterator[Variation]:
    for index, item in enumerate(items):
        yield _put(given, position, f"{pointer}/{index}", ABSENT)
        yield _put(given, position, f"{pointer}/-", item)
    if items:
        yield _put(given, position, pointer, [])


def removals(given: Given, reads: frozenset[str]) -> Iterator[Variation]:
    """One value less, or one entry of a list less."""
    for position, record in enumerate(given.records):
        for pointer, place, value in stated(record):
            if place.pattern in reads:
                yield _put(given, position, pointer, ABSENT)
                if place.what is What.LIST:
                    yield from (_put(given, position, f"{pointer}/{index}", ABSENT) for index in range(len(value)))


def additions(given: Given, reads: frozenset[str], pool: Pool) -> Iterator[Variation]:
    """What the examples state where the first record says nothing."""
    known = {place.pattern for _, place, _ in stated(given.records[0])}
    for pattern in sorted(reads - known):
        if "*" not in pattern:
            for value in pool.get(_group(places()[pattern]), ()):
                yield _put(given, 0, pattern, value)


def more_entries(given: Given, reads: frozenset[str], pool: Pool) -> Iterator[Variation]:
    """Entries that stand in the same list of other examples, in the lists of the first record."""
    for pointer, place, items in stated(given.records[0]):
        if place.what is What.LIST and place.pattern in reads:
            entries = (entry for entries in pool.get(place.pattern, ()) for entry in entries)
            yield from (_put(given, 0, f"{pointer}/-", entry) for entry in entries if entry not in items)


def at_turns(given: Given, reads: frozenset[str]) -> Iterator[Variation]:
    """All dates moved by as many days as brings one of them to a day about which years differ."""
    days = {value[:10] for record in given.records for _, place, value in stated(record) if _is_date(place, reads)}
    for day in sorted(days):
        for turn in _TURNS:
            shift = date.fromisoformat(turn) - date.fromisoformat(day)
            yield Variation(f"all dates moved so that {day} is {turn}", partial(_moved, given, shift))


def a_day_off(given: Given, reads: frozenset[str]) -> Iterator[Variation]:
    """One date a day later, or a day earlier."""
    for position, record in enumerate(given.records):
        for pointer, place, value in stated(record):
            if _is_date(place, reads):
                for days in (1, -1):
                    day = date.fromisoformat(value[:10]) + timedelta(days)
                    yield _put(given, position, pointer, f"{day}{value[10:]}")


def _is_date(place: Place, reads: frozenset[str]) -> bool:
    return place.what is What.DATE and place.pattern in reads


def _moved(given: Given, shift: timedelta) -> Given:
    def moved(place: Place, value: Any) -> Any:
        if place.what is not What.DATE:
            return value
        return f"{date.fromisoformat(value[:10]) + shift}{value[10:]}"

    return Given(tuple(mapped(record, moved) for record in given.records), given.organisation)


def _put(given: Given, position: int, pointer: str, value: Any) -> Variation:
    record = given.records[position]
    of = f" of {record['id']}" if len(given.records) > 1 else ""
    what = f"without {pointer}{of}" if value is ABSENT else f"{pointer}{of} is {value!r}"
    return Variation(what, lambda: given.with_record(position, placed(record, pointer, value)))


def _others(place: Place, value: Any, pool: Pool) -> Iterator[Any]:
    """Other values for a scalar, the nearest first."""
    match place.what:
        case What.DATE:
            day = date.fromisoformat(value[:10])
            yield from (f"{day + timedelta(days)}{value[10:]}" for days in _DAYS)
        case What.YEAR:
            yield from (value + 1, value - 1)
        case What.COUNT:
            yield from (number for number in (value + 1, value - 1, value * 2, 0) if number >= 0 and number != value)
        case What.NUMBER | What.AMOUNT:
            number = Decimal(str(value))
            yield from (number + step for step in _STEPS if number + step >= 0)
            yield from (number * 2, number / 2)
        case What.FLAG:
            yield not value
        case What.CURRENCY:
            yield "USD" if value != "USD" else "CNY"
        case What.WORD:
            seen = [word for word in pool.get(_group(place), ()) if word != value]
            yield from (seen + [word for word in place.words if word != value and word not in seen])[:_MOST_WORDS]
        case _:
            yield from (other for other in pool.get(_group(place), ()) if other != value)
            yield "someone-else" if place.what in _IDENTIFIERS else "其他"


def _group(place: Place) -> str:
    """Places that take each other's values: identifiers may stand for the same persons and organisations."""
    return "identifiers" if place.what in _IDENTIFIERS else place.pattern
