"""The checked expression tree that every engine runs.

A rule's ``when`` is a list of alternatives. An alternative binds variables to rows of relations and holds where
its condition is true. Conditions compare fields, literals and measures (aggregates); there is no test for
"unknown", so that learning a value can only decide a verdict, never turn one decided verdict into the other.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias

from riskscreen.lang.vocabulary import Kind, Value


class Op(StrEnum):
    """Comparison operators."""

    EQ = "=="
    NE = "!="
    LT = "<"
    LE = "<="
    GT = ">"
    GE = ">="


NEGATED = {Op.EQ: Op.NE, Op.NE: Op.EQ, Op.LT: Op.GE, Op.GE: Op.LT, Op.GT: Op.LE, Op.LE: Op.GT}
MIRRORED = {Op.EQ: Op.EQ, Op.NE: Op.NE, Op.LT: Op.GT, Op.GT: Op.LT, Op.LE: Op.GE, Op.GE: Op.LE}


@dataclass(frozen=True, slots=True)
class FieldRef:
    """A field of the row bound to ``variable`` (the subject's name for its own row)."""

    variable: str
    relation: str
    field: str
    index: int
    kind: Kind


@dataclass(frozen=True, slots=True)
class Literal:
    """A constant, already encoded for ``kind``."""

    value: Value
    kind: Kind


@dataclass(frozen=True, slots=True)
class Compare:
    """``left op right``; unknown where either side is unknown."""

    left: FieldRef
    op: Op
    right: FieldRef | Literal


@dataclass(frozen=True, slots=True)
class Member:
    """``field in [values]``; unknown where the field is."""

    field: FieldRef
    values: tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class And:
    """Strong Kleene conjunction."""

    parts: tuple[Formula, ...]


@dataclass(frozen=True, slots=True)
class Or:
    """Strong Kleene disjunction."""

    parts: tuple[Formula, ...]


@dataclass(frozen=True, slots=True)
class Not:
    """Strong Kleene negation."""

    part: Formula


@dataclass(frozen=True, slots=True)
class MeasureTest:
    """``measure op threshold``. The threshold is a plain integer over ``10 ** places``."""

    measure: str
    op: Op
    threshold: int
    places: int


@dataclass(frozen=True, slots=True)
class Pattern:
    """A variable that ranges over the rows of a relation."""

    variable: str
    relation: str


@dataclass(frozen=True, slots=True)
class Absence:
    """True where no binding of the patterns makes the condition true (``none:``)."""

    patterns: tuple[Pattern, ...]
    condition: Formula


Formula: TypeAlias = Compare | Member | And | Or | Not | MeasureTest | Absence

TRUE = And(())


class MeasureKind(StrEnum):
    """How a measure folds the rows its filter selects."""

    COUNT = "count"
    SUM = "sum"
    SHARE = "share"


@dataclass(frozen=True, slots=True)
class Measure:
    """A named aggregate over one relation (``let``).

    ``count(r where f)`` counts rows; ``sum(r.w where f)`` adds up the non-negative field ``w``;
    ``share(r where f)`` and ``share(r.w where f)`` divide by the same over all rows, and are 0 over none.
    ``filter`` refers to the row by the relation's name, and to the subject.
    """

    name: str
    kind: MeasureKind
    relation: str
    weight: FieldRef | None
    filter: Formula


@dataclass(frozen=True, slots=True)
class Sample:
    """The least cohort a batch rule needs: below it a binding is unknown, whatever its condition."""

    size: FieldRef
    minimum: int


@dataclass(frozen=True, slots=True)
class Alternative:
    """One way for a rule to be flagged: some binding of ``patterns`` that makes ``condition`` true.

    ``statistic`` is the field a finding on a batch reports.
    """

    patterns: tuple[Pattern, ...]
    condition: Formula
    sample: Sample | None = None
    statistic: FieldRef | None = None


@dataclass(frozen=True, slots=True)
class Query:
    """The whole checked meaning of a rule, parameters filled in."""

    subject: str
    scope: Formula | None
    measures: tuple[Measure, ...]
    alternatives: tuple[Alternative, ...]
