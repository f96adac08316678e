"""From cases to Arrow tables: the subjects' own rows, and one table for each relation that rules look at."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, repeat
from operator import itemgetter
from typing import Any

import pyarrow as pa

from riskscreen.engines.sql.plan import Plan
from riskscreen.engines.sql.terms import CASE, PHANTOM, ROW
from riskscreen.facts.case import NOTHING_KNOWN, Case, Rows
from riskscreen.lang.tree import FieldRef
from riskscreen.lang.vocabulary import ORDERED, Kind, Row

_POSITION = pa.int32()
_GREAT = pa.decimal128(37, 0)
_GREATEST = 10**37
"""For whole numbers beyond 64 bits, which no kind of record can hold but a sum of many may reach."""


class Unfit(Exception):
    """A value that no column can hold; says where and which, without the value itself."""


@dataclass(frozen=True, slots=True)
class Batch:
    """The tables of some cases by name. ``most_rows``: how many rows one case has in one relation, at most."""

    tables: Mapping[str, pa.Table]
    most_rows: int


def batch_of(cases: Sequence[Case], plan: Plan) -> Batch:
    """The cases as tables; raises :class:`Unfit`."""
    roots = [case.root for case in cases]
    keys = {CASE: pa.array(range(len(cases)), _POSITION)}
    tables = {plan.subject: _table(keys, plan.subject, plan.fields[plan.subject], roots)}
    names = [name for name in plan.fields if name != plan.subject]
    most_rows = 0
    for name, of_cases in zip(names, _by_relation(cases, names), strict=True):
        counts = [len(known.rows) for known in of_cases]
        most_rows = max(most_rows, *counts)
        tables[name] = _relation(name, plan.fields[name], of_cases, counts)
    return Batch(tables, most_rows)


def _by_relation(cases: Sequence[Case], names: Sequence[str]) -> Iterable[Sequence[Rows]]:
    """The rows of all cases for each relation. Every case is visited once, which spares the processor's cache."""
    return zip(*[[case.relations.get(name, NOTHING_KNOWN) for name in names] for case in cases], strict=True)


def _relation(
    relation: str, fields: Mapping[str, FieldRef], of_cases: Sequence[Rows], counts: Sequence[int]
) -> pa.Table:
    numbers = chain.from_iterable(map(repeat, range(len(counts)), counts))
    keys = {
        CASE: pa.array(list(numbers), _POSITION),
        ROW: pa.array(list(chain.from_iterable(map(range, counts))), _POSITION),
    }
    incomplete = [number for number, known in enumerate(of_cases) if not known.complete]
    return _with_phantoms(
        _table(keys, relation, fields, list(chain.from_iterable([known.rows for known in of_cases]))), incomplete
    )


def _with_phantoms(rows: pa.Table, incomplete: Sequence[int]) -> pa.Table:
    """The rows, and one of which nothing is known for each of the cases that may have more."""
    if not incomplete:
        return rows
    count = len(incomplete)
    keys = [pa.array(incomplete, _POSITION), pa.array(repeat(PHANTOM, count), _POSITION, size=count)]
    nothing = [pa.nulls(count, field.type) for field in list(rows.schema)[len(keys) :]]
    return pa.concat_tables([rows, pa.table([*keys, *nothing], schema=rows.schema)])


def _table(keys: dict[str, pa.Array], table: str, fields: Mapping[str, FieldRef], rows: Sequence[Row]) -> pa.Table:
    columns = {
        field: _column(f"{table}.{field}", ref.kind, list(map(itemgetter(ref.index), rows)))
        for field, ref in fields.items()
    }
    return pa.table({**keys, **columns})


def _column(name: str, kind: Kind, values: list[Any]) -> pa.Array:
    if kind in ORDERED:
        return _numbers(name, values)
    wanted = pa.bool_() if kind is Kind.BOOL else pa.string()
    try:
        return pa.array(values, wanted)
    except (pa.ArrowException, UnicodeError):
        raise Unfit(name) from None


def _numbers(name: str, values: list[int | None]) -> pa.Array:
    try:
        return pa.array(values, pa.int64())
    except OverflowError:
        # some releases of pyarrow take more digits than a column has
        if any(value is not None and abs(value) >= _GREATEST for value in values):
            raise Unfit(name) from None
        return pa.array(values, _GREAT)
    except pa.ArrowException:
        raise Unfit(name) from None
