"""The values that ``worse_when`` can name: measures, and fields that have an order."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, TypeAlias

from riskscreen.engines.reference import measure_bounds
from riskscreen.errors import suggestion
from riskscreen.facts.case import NOTHING_KNOWN, Case
from riskscreen.facts.vocabulary import VOCABULARY
from riskscreen.lang.measure import Bounds
from riskscreen.lang.parts import fields_compared, rows_read, tested_measures
from riskscreen.lang.tree import FieldRef, MeasureKind, Query
from riskscreen.lang.vocabulary import ORDERED, Field
from riskscreen.model.rule import Direction

Readings: TypeAlias = tuple[tuple[Any, Fraction], ...]
"""What a value is on a case: one number, or one for each row, each with its cohort (empty outside a batch)."""


class NoSuchValue(Exception):
    """A name in ``worse_when`` that means nothing, or nothing that a verdict depends on."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message


@dataclass(frozen=True, slots=True)
class Value:
    """A named value of a rule, and how it is read off a case: None unless it is known exactly, in every row.

    ``field``: the field it is, None for a measure.
    """

    name: str
    field: FieldRef | None
    read: Callable[[Case], Readings | None]


def values_of(query: Query) -> dict[str, Value]:
    """Every value that ``worse_when`` can name, by its name."""
    bounds = measure_bounds(query)
    return {
        name: Value(name, ref, _of_measure(query, bounds, name) if ref is None else _of_field(query, ref))
        for name, ref in _names(query).items()
    }


def samples_of(query: Query) -> Sequence[Value]:
    """What the alternatives of a query ask to be large enough."""
    sizes = dict.fromkeys(alternative.sample.size for alternative in query.alternatives if alternative.sample)
    return [Value(f"{ref.variable}.{ref.field}", ref, _of_field(query, ref)) for ref in sizes]


def require_value(name: str, query: Query) -> None:
    """Raise :class:`NoSuchValue` with what is wrong, unless the name is that of a value."""
    if name not in _names(query):
        raise _no_such_value(name, query)


def _names(query: Query) -> dict[str, FieldRef | None]:
    """Every value with an order that conditions depend on, by the name the rule gives it; None stands for a measure.

    A field of the rows that a measure runs over goes by the relation's name: ``activity.window_position``.
    """
    found: dict[str, FieldRef | None] = dict.fromkeys(sorted(tested_measures(query)))
    for ref in fields_compared(query):
        fields = _fields(query, ref.relation)
        bounds = {name for field in fields for name in (field.least, field.most)}
        if ref.kind in ORDERED and fields[ref.index].inputs and ref.field not in bounds:
            found.setdefault(f"{ref.variable}.{ref.field}", ref)
    return found


def movement(before: Readings | None, after: Readings | None) -> Direction | None:
    """Whether a value rose or fell from one case to another: somewhere, and nowhere the other way."""
    if before is None or after is None or [key for key, _ in before] != [key for key, _ in after]:
        return None
    differences = [later - earlier for (_, earlier), (_, later) in zip(before, after, strict=True)]
    rises, falls = (any(sign * difference > 0 for difference in differences) for sign in (1, -1))
    return None if rises is falls else "rises" if rises else "falls"


def _of_measure(
    query: Query, bounds: Callable[[Case], Mapping[str, Bounds | None]], name: str
) -> Callable[[Case], Readings | None]:
    """A measure's value; a share of no rows is none, so that it neither rises nor falls when a list is emptied."""
    measure = next(measure for measure in query.measures if measure.name == name)

    def read(case: Case) -> Readings | None:
        if measure.kind is MeasureKind.SHARE and not case.relations.get(measure.relation, NOTHING_KNOWN).rows:
            return None
        known = bounds(case)[name]
        return (((), Fraction(known.low, known.unit)),) if known is not None and known.exact else None

    return read


def _of_field(query: Query, ref: FieldRef) -> Callable[[Case], Readings | None]:
    if ref.relation == query.subject:
        return lambda case: _readings([case.root], ref.index, [])
    cohort = [index for index, field in enumerate(_fields(query, ref.relation)) if field.cohort]
    return lambda case: _readings(case.relations.get(ref.relation, NOTHING_KNOWN).rows, ref.index, cohort)


def _readings(rows: Sequence[Sequence[Any]], index: int, cohort: Sequence[int]) -> Readings | None:
    if any(row[index] is None for row in rows):
        return None
    return tuple((tuple(row[key] for key in cohort), Fraction(row[index])) for row in rows)


def _fields(query: Query, relation: str) -> Sequence[Field]:
    subject = VOCABULARY[query.subject]
    return (subject.root if relation == query.subject else subject.by_name[relation]).fields


def _no_such_value(name: str, query: Query) -> NoSuchValue:
    variable, dot, word = name.rpartition(".")
    if not dot:
        measures = [measure.name for measure in query.measures]
        if name in measures:
            return NoSuchValue("unused-direction", f"no condition tests {name}: no verdict depends on it; delete it")
        hint = suggestion(name, measures)
        return NoSuchValue("unknown-name", f"{name!r} is no measure; a field is written variable.field{hint}")
    relations = {query.subject: query.subject, **{row.variable: row.relation for row in rows_read(query)}}
    if variable not in relations:
        return NoSuchValue("unknown-variable", f"{variable!r} is no variable here{suggestion(variable, relations)}")
    fields = {field.name: field for field in _fields(query, relations[variable])}
    if word not in fields:
        message = f"{relations[variable]} has no field {word!r}{suggestion(word, fields)}"
        return NoSuchValue("unknown-field", message)
    if fields[word].kind not in ORDERED:
        return NoSuchValue("no-order", f"{name} is of kind {fields[word].kind}, which neither rises nor falls")
    return NoSuchValue("unused-direction", f"no condition reads {name}: no verdict depends on it; delete it")
