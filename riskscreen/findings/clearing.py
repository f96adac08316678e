"""The smallest change of a case's values after which a rule no longer flags it, found by search and tried out.

A flag falls when none of its bindings is true any more. For a binding that is true, each part of the condition tells
which single values would make it false; the search changes one value, looks whether the rule still flags, and goes on
with what is still true. It tries one change before two, and two before three, so what it finds first is smallest.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import product

from riskscreen.facts.case import Case, Rows
from riskscreen.findings.view import Bind, Bound, Cell, Reading, View
from riskscreen.lang.measure import Bounds
from riskscreen.lang.tree import (
    MIRRORED,
    NEGATED,
    Absence,
    And,
    Compare,
    FieldRef,
    Formula,
    Literal,
    MeasureKind,
    MeasureTest,
    Member,
    Not,
    Op,
    Or,
)
from riskscreen.lang.vocabulary import ORDERED, Field, Kind, Subject, Value

MOST_CHANGES = 3
_MOST_TRIED = 300
ANOTHER = "\0another"
"""Stands for any other person, organisation or text."""


@dataclass(frozen=True, slots=True)
class CellChange:
    """A value becomes one that stands to ``limit`` as ``op`` says; ``value`` is such a one.

    ``among``: all words that would do, of a field that holds words.
    """

    cell: Cell
    op: Op
    limit: Value
    value: Value
    among: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class MeasureChange:
    """A measure comes to stand to ``threshold / 10 ** places`` as ``op`` says."""

    measure: str
    op: Op
    threshold: int
    places: int


@dataclass(frozen=True, slots=True)
class RowAdded:
    """A relation has one row more, of ``width`` fields, of which these are known."""

    relation: str
    width: int
    values: tuple[CellChange, ...]


Change = CellChange | MeasureChange | RowAdded


@dataclass(frozen=True, slots=True)
class _World:
    """A case as it would be after some changes."""

    case: Case
    measures: Mapping[str, Bounds] = field(default_factory=dict)
    changes: tuple[Change, ...] = ()


def smallest_change(subject: Subject, reading: Reading, case: Case) -> tuple[Change, ...] | None:
    """The changes after which the rule no longer flags the case, or None if more than three would be needed.

    The scope of the rule and the case's missing values are left as they are.
    """
    search = _Search(subject, reading)
    for most in range(1, MOST_CHANGES + 1):
        found = search.clearing(_World(case), most)
        if found is not None:
            return search.without_the_needless(case, found)
    return None


class _Search:
    def __init__(self, subject: Subject, reading: Reading) -> None:
        self._subject = subject
        self._reading = reading
        self._tried = 0

    def clearing(self, world: _World, most: int) -> tuple[Change, ...] | None:
        """The changes of a world, and up to ``most`` further ones, after which nothing flags it."""
        self._tried += 1
        view = self._view(world)
        true = self._true_binding(view)
        if true is None:
            return world.changes
        if not most or self._tried > _MOST_TRIED:
            return None
        formula, bound = true
        options = sorted(self._options(formula, view, bound, False), key=self._plainness)
        for option in options:
            if len(option) > most or any(_touches(change, earlier) for change in option for earlier in world.changes):
                continue
            after = _changed(world, option)
            found = self.clearing(after, most - len(option)) if self._in_scope(self._view(after)) else None
            if found is not None:
                return found
        return None

    def without_the_needless(self, case: Case, changes: tuple[Change, ...]) -> tuple[Change, ...]:
        """The changes without those that the others make needless: one may undo several tests at once."""
        for position in range(len(changes)):
            rest = (*changes[:position], *changes[position + 1 :])
            if rest and self._is_clear(self._view(_changed(_World(case), rest))):
                return self.without_the_needless(case, rest)
        return changes

    def _is_clear(self, view: View) -> bool:
        """Whether the rule is in scope and certainly false."""
        alternatives = self._reading.query.alternatives
        return self._in_scope(view) and not any(
            True for each in alternatives for _ in view.bindings(each.patterns, each.condition, view.outermost)
        )

    def _in_scope(self, view: View) -> bool:
        scope = self._reading.query.scope
        return scope is None or view.truth(scope, view.outermost) is True

    def _view(self, world: _World) -> View:
        return View(self._reading, world.case, world.measures)

    def _true_binding(self, view: View) -> tuple[Formula, Bound] | None:
        """A condition and a binding that make the rule flag."""
        if not self._in_scope(view):
            return None
        for alternative in self._reading.query.alternatives:
            for bound, truth in view.bindings(alternative.patterns, alternative.condition, view.outermost):
                sample = alternative.sample
                size = None if sample is None else view.value(sample.size, bound)
                large = sample is None or (isinstance(size, int) and size >= sample.minimum)
                if truth and large:
                    return alternative.condition, bound
        return None

    def _options(self, formula: Formula, view: View, bound: Bound, wanted: bool) -> Iterator[tuple[Change, ...]]:
        """Ways to give a formula the ``wanted`` value under a binding."""
        match formula:
            case Compare(left, op, right):
                yield from self._of_comparison(left, op if wanted else NEGATED[op], right, view, bound)
            case Member(ref, values):
                yield from self._of_membership(ref, values, bound, wanted)
            case And(parts) | Or(parts):
                yield from self._of_parts(parts, view, bound, wanted, isinstance(formula, And) is wanted)
            case Not(part):
                yield from self._options(part, view, bound, not wanted)
            case MeasureTest(name, op, threshold, places):
                yield (MeasureChange(name, op if wanted else NEGATED[op], threshold, places),)
            case Absence(patterns, condition) if not wanted and len(patterns) == 1:
                yield from self._of_new_row(patterns[0].variable, patterns[0].relation, condition, view, bound)
            case Absence():
                return  # taking rows away is no change of a value

    def _of_parts(
        self, parts: Sequence[Formula], view: View, bound: Bound, wanted: bool, every: bool
    ) -> Iterator[tuple[Change, ...]]:
        open_ = [part for part in parts if view.truth(part, bound) is not wanted]
        if not every:
            for part in parts:
                yield from self._options(part, view, bound, wanted)
        elif open_:
            ways = product(*(list(self._options(part, view, bound, wanted)) for part in open_))
            yield from (tuple(change for option in way for change in option) for way in ways)

    def _of_comparison(
        self, left: FieldRef, op: Op, right: FieldRef | Literal, view: View, bound: Bound
    ) -> Iterator[tuple[Change, ...]]:
        if isinstance(right, Literal):
            yield from self._to_stand(left, op, right.value, bound)
            return
        for ref, other, way in ((left, right, op), (right, left, MIRRORED[op])):
            limit = view.value(other, bound)
            if limit is not None:
                yield from self._to_stand(ref, way, limit, bound)

    def _of_membership(
        self, ref: FieldRef, values: Sequence[Value], bound: Bound, wanted: bool
    ) -> Iterator[tuple[Change, ...]]:
        declared = self._field(ref)
        if wanted:
            yield from self._to_stand(ref, Op.EQ, values[0], bound)
        else:
            value = self._value_outside(declared, values)
            if value is not None:
                others = tuple(word for word in declared.values if word not in values)
                yield (CellChange(_cell(ref, bound), Op.NE, value, value, others),)

    def _of_new_row(
        self, variable: str, relation: str, condition: Formula, view: View, bound: Bound
    ) -> Iterator[tuple[Change, ...]]:
        declared = self._subject.rows_by_name[relation]
        position = len(view.rows(relation).rows)
        row = Bind(relation, position, (None,) * len(declared.fields))
        for option in self._options(condition, view, {**bound, variable: row}, True) if condition != And(()) else [()]:
            values = [change for change in option if isinstance(change, CellChange)]
            if len(values) == len(option) and all(each.cell[:2] == (relation, position) for each in values):
                width = len(self._subject.rows_by_name[relation].fields)
                yield (RowAdded(relation, width, tuple(values)),)

    def _to_stand(self, ref: FieldRef, op: Op, limit: Value, bound: Bound) -> Iterator[tuple[Change, ...]]:
        """Ways for a field to stand to a limit as ``op`` says."""
        declared = self._field(ref)
        value = self._value(declared, op, limit)
        if ref.variable in bound and value is not None:
            among = tuple(word for word in declared.values if (word == limit) is (op is Op.EQ))
            yield (CellChange(_cell(ref, bound), op, limit, value, among),)

    def _value(self, declared: Field, op: Op, limit: Value) -> Value | None:
        """The value nearest to the limit that stands to it as ``op`` says, or None if the field has none."""
        if op in (Op.EQ, Op.LE, Op.GE) and not isinstance(limit, bool):
            return limit
        if declared.kind is Kind.BOOL:
            return bool(limit) if op is Op.EQ else not limit
        if declared.kind in ORDERED:
            value = int(limit) + (-1 if op is Op.LT else 1)
            if op is Op.NE and declared.highest is not None and value > declared.highest:
                value = int(limit) - 1
            low, high = declared.lowest, declared.highest
            return value if (low is None or value >= low) and (high is None or value <= high) else None
        if declared.kind is Kind.CODE:
            return next((word for word in declared.values if word != limit), None)
        return ANOTHER

    def _value_outside(self, declared: Field, values: Sequence[Value]) -> Value | None:
        """A value that is none of these, or None if the field has no other."""
        if declared.values:
            return next((word for word in declared.values if word not in values), None)
        if declared.kind is Kind.BOOL:
            return next((value for value in (False, True) if value not in values), None)
        if declared.kind in ORDERED:
            beyond = (self._value(declared, Op.GT, max(values)), self._value(declared, Op.LT, min(values)))
            return next((value for value in beyond if value is not None), None)
        return ANOTHER

    def _plainness(self, option: Sequence[Change]) -> tuple[int, int]:
        """Fewer changes first; then what somebody can set, before identities, before there being fewer of something."""
        return len(option), max(map(self._kind_of_change, option), default=0)

    def _kind_of_change(self, change: Change) -> int:
        if isinstance(change, CellChange):
            return 3 if change.value == ANOTHER else 0 if isinstance(change.value, int) else 2
        if isinstance(change, RowAdded):
            return 1
        counts = self._reading.measures[change.measure].kind is MeasureKind.COUNT
        return 4 if counts and change.op in (Op.LT, Op.LE) else 0

    def _field(self, ref: FieldRef) -> Field:
        return self._subject.rows_by_name[ref.relation].fields[ref.index]


def _cell(ref: FieldRef, bound: Bound) -> Cell:
    bind = bound[ref.variable]
    return Cell(bind.relation, bind.position, ref.index)


def _touches(change: Change, earlier: Change) -> bool:
    """Whether a change undoes another one."""
    if isinstance(change, CellChange) and isinstance(earlier, CellChange):
        return change.cell == earlier.cell
    return (
        isinstance(change, MeasureChange) and isinstance(earlier, MeasureChange) and (change.measure == earlier.measure)
    )


def changed(case: Case, changes: Sequence[Change]) -> Case:
    """The case after the changes of its values and rows; those of measures are left to the caller."""
    for change in changes:
        if isinstance(change, CellChange):
            case = _with_value(case, change)
        elif isinstance(change, RowAdded):
            case = _with_row(case, change)
    return case


def _changed(world: _World, option: Sequence[Change]) -> _World:
    passed = {change.measure: _beyond(change) for change in option if isinstance(change, MeasureChange)}
    return _World(changed(world.case, option), {**world.measures, **passed}, (*world.changes, *option))


def _with_value(case: Case, change: CellChange) -> Case:
    relation, position, index = change.cell
    if relation == case.subject:
        return replace(case, root=(*case.root[:index], change.value, *case.root[index + 1 :]))
    known = case.relations[relation]
    rows = list(known.rows)
    rows[position] = (*rows[position][:index], change.value, *rows[position][index + 1 :])
    return replace(case, relations={**case.relations, relation: Rows(tuple(rows), known.complete)})


def _with_row(case: Case, added: RowAdded) -> Case:
    known = case.relations.get(added.relation, Rows())
    row: list[Value | None] = [None] * added.width
    for change in added.values:
        row[change.cell.field] = change.value
    rows = Rows((*known.rows, tuple(row)), known.complete)
    return replace(case, relations={**case.relations, added.relation: rows})


def _beyond(change: MeasureChange) -> Bounds:
    """The measure's value nearest to the threshold that passes it."""
    step = {Op.LT: -1, Op.GT: 1, Op.NE: 1}.get(change.op, 0)
    value = change.threshold + step
    return Bounds(value, value, 10**change.places)
