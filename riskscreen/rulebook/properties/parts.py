"""All that a verdict depends on, part by part: to see whether one value alone moved from one case to another."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Any, TypeAlias

from riskscreen.engines.reference import measure_bounds
from riskscreen.facts.case import NOTHING_KNOWN, Case
from riskscreen.facts.vocabulary import VOCABULARY
from riskscreen.lang.measure import Bounds
from riskscreen.lang.parts import fields_read, rows_bound, tested_measures
from riskscreen.lang.tree import FieldRef, Query

Part: TypeAlias = tuple[str, ...]
"""The name of a part: a field of the subject, a measure, the size of a relation, or a column of its rows."""

_FIELD, _MEASURE, _SIZE, _COLUMN = "field", "measure", "size", "column"
_BOUND, _MEASURED = "bound", "measured"
"""Rows that variables range over, and rows that measures run over."""


class Parts:
    """The parts that the verdicts of one query depend on.

    Rows that only a measure runs over matter by nothing but what they make of the measure.
    """

    def __init__(self, query: Query) -> None:
        tested = tested_measures(query)
        refs = {(ref.relation, ref.field, ref.index) for ref in fields_read(query)}
        self._subject = query.subject
        self._over = {measure.name: measure.relation for measure in query.measures if measure.name in tested}
        self._bounds = measure_bounds(query)
        self._fields = [(field, index) for relation, field, index in refs if relation == query.subject]
        relations = {(_BOUND, row.relation) for row in rows_bound(query)}
        relations |= {(_MEASURED, relation) for relation in self._over.values()}
        self._rows = [
            (how, relation, [(field, index) for owner, field, index in refs if owner == relation])
            for how, relation in relations
        ]
        self._measured = frozenset(
            part
            for how, relation, columns in self._rows
            if how == _MEASURED
            for part in ((_SIZE, how, relation), *((_COLUMN, how, relation, field) for field, _ in columns))
        )

    def of(self, case: Case) -> Mapping[Part, Any]:
        """Every part as it is on a case."""
        return dict(self._all(case))

    def moved_by(self, value: str, ref: FieldRef | None) -> frozenset[Part]:
        """The parts that may differ where one value alone moved: a measure, by its name, or a field."""
        if ref is None:
            return self._measured | {(_MEASURE, value)}
        if ref.relation == self._subject:
            return self._measured | {(_FIELD, ref.field)}
        words = tuple(self._with_bounds(ref))
        if ref.variable not in self._over.values():
            return self._measured | {(_COLUMN, _BOUND, ref.relation, word) for word in words}
        columns = {(_COLUMN, how, ref.relation, word) for how in (_BOUND, _MEASURED) for word in words}
        return frozenset(columns | {(_MEASURE, name) for name, over in self._over.items() if over == ref.relation})

    def _with_bounds(self, ref: FieldRef) -> Iterator[str]:
        """A column, and those that bound it where it is not known exactly."""
        field = VOCABULARY[self._subject].by_name[ref.relation].fields[ref.index]
        yield from (word for word in (field.name, field.least, field.most) if word)

    def _all(self, case: Case) -> Iterator[tuple[Part, Any]]:
        for field, index in self._fields:
            yield (_FIELD, field), case.root[index]
        for name, bounds in self._bounds(case).items():
            if name in self._over:
                yield (_MEASURE, name), _exactly(bounds)
        for how, relation, columns in self._rows:
            rows = case.relations.get(relation, NOTHING_KNOWN)
            yield (_SIZE, how, relation), (rows.complete, len(rows.rows))
            for field, index in columns:
                yield (_COLUMN, how, relation, field), tuple(row[index] for row in rows.rows)


def differing(before: Mapping[Part, Any], after: Mapping[Part, Any]) -> set[Part]:
    """The parts in which two cases of one query differ."""
    return {part for part, value in before.items() if after[part] != value}


def _exactly(bounds: Bounds | None) -> Any:
    """Bounds that are equal when their values are, whatever they are counted in."""
    if bounds is None:
        return None
    high = None if bounds.high is None else Fraction(bounds.high, bounds.unit)
    return Fraction(bounds.low, bounds.unit), high
