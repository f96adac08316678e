"""Small changes of what is given, at the places a rule reads: how cases around its examples are made.

Values move by little, so that cases lie on both sides of a threshold that an example stands near; or they become others
that stand in the examples, so that joins and word lists are met and values meet.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from functools import partial
from typing import Any, TypeAlias

from riskscreen.rulebook.properties.places import mapped, name_of, places, stated
from riskscreen.rulebook.properties.records import ABSENT, Choices, Given, Variation, placed, shown
from riskscreen.rulebook.properties.what import Place, What

Pool: TypeAlias = Mapping[str, Sequence[Any]]
"""The values that the examples of a rule state at each place, by pattern, each once."""

Put: TypeAlias = tuple[tuple[int, ...], str, Any]
"""A value to put: the positions of the records, the pointer into them, and the value."""

_DAYS = (1, -1, 7, -7, 31, -31, 90, -365)
_STEPS = tuple(Decimal(step) for step in ("1", "-1", "0.1", "-0.1", "0.01", "-0.01", "0.000001", "-0.000001"))
_IDENTIFIERS = (What.PERSON, What.ORGANISATION, What.OWNER)
_MOST_WORDS = 4
_MOST_FROM_ELSEWHERE = 2
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


def edits(given: Given, reads: frozenset[str], pool: Pool) -> Sequence[Variation]:
    """Every small change: values changed, entries of lists left out, repeated or emptied, and values removed."""
    other = [*_moves(given, reads, pool), *_more(given, reads, pool)]
    puts = [*other, *_removed(given, reads), *_added(given, reads, pool)]
    whole = [*without_a_project(given), *at_turns(given, reads)]

    def variation(option: Put | Variation) -> Variation:
        return option if isinstance(option, Variation) else _put(given, option)

    return Choices([*puts, *whole], variation)


def moves(given: Given, reads: frozenset[str], pool: Pool) -> Sequence[Variation]:
    """The small changes that take no value away: values changed, entries of lists left out, repeated and added."""
    return _puts(given, [*_moves(given, reads, pool), *_more(given, reads, pool)])


def removals(given: Given, reads: frozenset[str]) -> Sequence[Variation]:
    """One value less, or one entry of a list less."""
    return _puts(given, _removed(given, reads))


def additions(given: Given, reads: frozenset[str], pool: Pool) -> Sequence[Variation]:
    """What the examples state where the first record says nothing."""
    return _puts(given, _added(given, reads, pool))


def more_entries(given: Given, reads: frozenset[str], pool: Pool) -> Sequence[Variation]:
    """Entries that stand in the same list of other examples, in the lists of the first record."""
    return _puts(given, _more(given, reads, pool))


def without_a_project(given: Given) -> Iterator[Variation]:
    """A batch with a project less."""
    if len(given.records) > 1:
        for position, *_ in given.alike():
            name = name_of(given.records[position])
            yield Variation(f"without the project {name}", partial(given.without_record, position))


def _moves(given: Given, reads: frozenset[str], pool: Pool) -> Iterator[Put]:
    for alike in given.alike():
        for where in _one_and_all(alike):
            for pointer, place, value in stated(given.records[where[0]]):
                if place.pattern not in reads:
                    continue
                if place.what is What.LIST:
                    yield from ((where, entry, other) for entry, other in _other_lists(pointer, value))
                else:
                    yield from ((where, pointer, other) for other in _others(place, value, pool))


def _one_and_all(alike: tuple[int, ...]) -> Iterator[tuple[int, ...]]:
    """Of records that say the same: one, which stands for any of them, and all of them."""
    yield alike[:1]
    if len(alike) > 1:
        yield alike


def _other_lists(pointer: str, items: Sequence[Any]) -> Iterator[tuple[str, Any]]:
    for index, item in enumerate(items):
        yield f"{pointer}/{index}", ABSENT
        yield f"{pointer}/-", item
    if items:
        yield pointer, []


def _removed(given: Given, reads: frozenset[str]) -> Iterator[Put]:
    for alike in given.alike():
        where = alike[:1]
        for pointer, place, value in stated(given.records[where[0]]):
            if place.pattern in reads:
                yield where, pointer, ABSENT
                if place.what is What.LIST:
                    yield from ((where, f"{pointer}/{index}", ABSENT) for index in range(len(value)))


def _added(given: Given, reads: frozenset[str], pool: Pool) -> Iterator[Put]:
    known = {place.pattern for _, place, _ in stated(given.records[0])}
    for pattern in sorted(reads - known):
        if "*" not in pattern:
            group = _group(places(given.form)[pattern])
            yield from (((0,), pattern, value) for value in pool.get(group, ()))


def _more(given: Given, reads: frozenset[str], pool: Pool) -> Iterator[Put]:
    for pointer, place, items in stated(given.records[0]):
        if place.what is What.LIST and place.pattern in reads:
            entries = (entry for entries in pool.get(place.pattern, ()) for entry in entries)
            yield from (((0,), f"{pointer}/-", entry) for entry in entries if entry not in items)


def at_turns(given: Given, reads: frozenset[str]) -> Iterator[Variation]:
    """All dates moved by as many days as brings one of them to a day about which years differ."""
    days = {value[:10] for record in given.records for _, place, value in stated(record) if _is_date(place, reads)}
    for day in sorted(days):
        for turn in _TURNS:
            shift = date.fromisoformat(turn) - date.fromisoformat(day)
            yield Variation(f"all dates moved so that {day} is {turn}", partial(_moved, given, shift))


def a_day_off(given: Given, reads: frozenset[str]) -> Sequence[Variation]:
    """One date a day later, or a day earlier."""
    return _puts(given, _days_off(given, reads))


def _days_off(given: Given, reads: frozenset[str]) -> Iterator[Put]:
    for position, *_ in given.alike():
        for pointer, place, value in stated(given.records[position]):
            if _is_date(place, reads):
                for days in (1, -1):
                    day = date.fromisoformat(value[:10]) + timedelta(days)
                    yield (position,), pointer, f"{day}{value[10:]}"


def _is_date(place: Place, reads: frozenset[str]) -> bool:
    return place.what is What.DATE and place.pattern in reads


def _moved(given: Given, shift: timedelta) -> Given:
    def moved(place: Place, value: Any) -> Any:
        if place.what is not What.DATE:
            return value
        return f"{date.fromisoformat(value[:10]) + shift}{value[10:]}"

    return given.with_records(mapped(record, moved) for record in given.records)


def _puts(given: Given, puts: Iterable[Put]) -> Sequence[Variation]:
    return Choices(list(puts), partial(_put, given))


def _put(given: Given, put: Put) -> Variation:
    positions, pointer, value = put
    of = ""
    if len(given.records) > 1:
        rest = f" and {len(positions) - 1} like it" if len(positions) > 1 else ""
        of = f" of {name_of(given.records[positions[0]])}{rest}"
    what = f"without {pointer}{of}" if value is ABSENT else f"{pointer}{of} is {shown(value)}"
    return Variation(what, partial(_with, given, put))


def _with(given: Given, put: Put) -> Given:
    positions, pointer, value = put
    for position in positions:
        given = given.with_record(position, placed(given.records[position], pointer, value))
    return given


def _others(place: Place, value: Any, pool: Pool) -> Iterator[Any]:
    """Other values for a scalar, the nearest first."""
    match place.what:
        case What.DATE:
            day = date.fromisoformat(value[:10])
            yield from (f"{day + timedelta(days)}{value[10:]}" for days in _DAYS)
            yield from _stated_elsewhere(place, value, pool)
        case What.YEAR:
            yield from (value + 1, value - 1)
        case What.COUNT:
            yield from (number for number in (value + 1, value - 1, value * 2, 0) if number >= 0 and number != value)
        case What.NUMBER | What.AMOUNT:
            number = Decimal(str(value))
            yield from (number + step for step in _STEPS if number + step >= 0)
            yield from (number * 2, number / 2)
            yield from _stated_elsewhere(place, value, pool)
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


def _stated_elsewhere(place: Place, value: Any, pool: Pool) -> Iterator[Any]:
    yield from [other for other in pool.get(_group(place), ()) if other != value][:_MOST_FROM_ELSEWHERE]


def _group(place: Place) -> str:
    """Places that take each other's values: identifiers may stand for the same persons and organisations."""
    return "identifiers" if place.what in _IDENTIFIERS else place.pattern
