"""Which rules a form of data can decide at all.

A form is declared by the fields it can carry: the native form carries every native field and nothing of a contracting
process; OCDS carries all of a process, and of the native form what
:data:`riskscreen.intake.ocds.correspondence.CARRIED` lists. A rule is supported by a form if some record in that form
could be flagged by it. It is asked with everything the form cannot carry unknown.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache
from typing import TypeAlias

from riskscreen.intake.ocds.correspondence import CARRIED, CODES_CARRIED
from riskscreen.lang.parts import fields_read, rows_read
from riskscreen.lang.tree import (
    Absence,
    Alternative,
    And,
    Compare,
    FieldRef,
    Formula,
    Literal,
    MeasureTest,
    Member,
    Not,
    Op,
    Or,
    Query,
)
from riskscreen.lang.vocabulary import Relation, Subject

NATIVE, OCDS = "native", "ocds"
_Truths: TypeAlias = frozenset[bool | None]
_ANY: _Truths = frozenset({True, False, None})
_UNKNOWN: _Truths = frozenset({None})


def needs(query: Query, subject: Subject, form: str) -> tuple[str, ...] | None:
    """The inputs a rule lacks in a form that cannot support it, sorted; None if the form supports it."""
    support = _Support(query, subject, form)
    return None if support.can_flag() else tuple(sorted(set(support.lacking())))


class _Support:
    def __init__(self, query: Query, subject: Subject, form: str) -> None:
        self._query = query
        self._relations = subject.rows_by_name
        self._measures = {measure.name: measure for measure in query.measures}
        self._form = form

    def can_flag(self) -> bool:
        """Whether some record in the form could be flagged."""
        if self._query.scope is not None and True not in self._truths(self._query.scope):
            return False
        return any(map(self._can_hold, self._query.alternatives))

    def lacking(self) -> Iterator[str]:
        """Every input of the rule that the form cannot carry, or not with all its words."""
        for pattern in rows_read(self._query):
            relation = self._relations[pattern.relation]
            if not self._has(relation):
                yield from relation.list_at or (f"/{relation.name}",)
        for ref in fields_read(self._query):
            relation = self._relations[ref.relation]
            inputs = _inputs(relation, ref.index)
            if relation.form == OCDS != self._form:
                yield from inputs
            else:
                partly = CODES_CARRIED if relation.form != self._form else {}
                yield from (each for each in inputs if each in partly or not self._carries(relation, each))

    def _can_hold(self, alternative: Alternative) -> bool:
        rows = (self._relations[pattern.relation] for pattern in alternative.patterns)
        return all(map(self._has, rows)) and True in self._truths(alternative.condition)

    def _has(self, relation: Relation) -> bool:
        """Whether the form can carry rows of a relation at all."""
        if relation.form == self._form:
            return True
        return relation.form == NATIVE and all(pointer in CARRIED for pointer in relation.list_at)

    def _carries(self, relation: Relation, pointer: str) -> bool:
        return relation.form == self._form or pointer in CARRIED

    def _known(self, ref: FieldRef) -> bool:
        relation = self._relations[ref.relation]
        inputs = _inputs(relation, ref.index)
        return self._has(relation) and all(self._carries(relation, pointer) for pointer in inputs)

    def _truths(self, formula: Formula) -> _Truths:
        """The values a formula could take."""
        match formula:
            case Compare(left, op, right):
                return self._compared(left, op, right)
            case Member(ref, values):
                return self._among(ref, frozenset(map(str, values)), wanted=True)
            case And(parts):
                return self._combined(parts, decisive=False)
            case Or(parts):
                return self._combined(parts, decisive=True)
            case Not(part):
                return frozenset(None if truth is None else not truth for truth in self._truths(part))
            case MeasureTest(name):
                return self._measured(name)
            case Absence(patterns, condition):
                if not all(self._has(self._relations[pattern.relation]) for pattern in patterns):
                    return _UNKNOWN
                return _ANY if True in self._truths(condition) else frozenset({True, None})

    def _compared(self, left: FieldRef, op: Op, right: FieldRef | Literal) -> _Truths:
        if isinstance(right, FieldRef):
            return _ANY if self._known(left) and self._known(right) else _UNKNOWN
        if op in (Op.EQ, Op.NE):
            return self._among(left, frozenset({str(right.value)}), wanted=op is Op.EQ)
        return _ANY if self._known(left) else _UNKNOWN

    def _among(self, ref: FieldRef, values: frozenset[str], *, wanted: bool) -> _Truths:
        """Whether a field has one of the values; of some code lists a form carries only some words."""
        if not self._known(ref):
            return _UNKNOWN
        relation = self._relations[ref.relation]
        words = [CODES_CARRIED[pointer] for pointer in _inputs(relation, ref.index) if pointer in CODES_CARRIED]
        if relation.form != self._form and words and values.isdisjoint(words[0]):
            return frozenset({not wanted, None})
        return _ANY

    def _measured(self, name: str) -> _Truths:
        measure = self._measures[name]
        relation = self._relations[measure.relation]
        if not self._has(relation) or (measure.weight is not None and not self._known(measure.weight)):
            return _UNKNOWN
        return _UNKNOWN if self._truths(measure.filter) == _UNKNOWN else _ANY

    def _combined(self, parts: Iterable[Formula], *, decisive: bool) -> _Truths:
        """Of a conjunction (``decisive`` false) or a disjunction (true), each part taken by itself."""
        each = [self._truths(part) for part in parts]
        found: set[bool | None] = set()
        if any(decisive in truths for truths in each):
            found.add(decisive)
        if all((not decisive) in truths for truths in each):
            found.add(not decisive)
        if any(None in truths for truths in each) and all(truths != {decisive} for truths in each):
            found.add(None)
        return frozenset(found)


@cache
def _inputs(relation: Relation, index: int) -> tuple[str, ...]:
    """The inputs of a field as pointers from the root, ``*`` for the row's own position."""
    row = f"{relation.list_at[-1]}/*" if relation.list_at else ""
    return tuple(_absolute(declared, row) for declared in relation.fields[index].inputs)


def _absolute(declared: str, row: str) -> str:
    if declared.startswith("//"):
        return declared[1:]
    # the second anchor of native relations is always a party
    return f"/parties/*{declared[2:]}" if declared.startswith("@1") else row + declared
