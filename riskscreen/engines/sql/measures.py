"""Measures as aggregates by case, and their comparison with thresholds, exact and without floating point.

What a measure is worth is known within bounds: see :mod:`riskscreen.lang.measure`, whose definitions these are.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from math import ceil, floor
from typing import TypeAlias

from sqlglot import exp

from riskscreen.engines.sql.select import Block, Source
from riskscreen.engines.sql.terms import (
    CASE,
    PHANTOM,
    ROW,
    both,
    choose,
    column,
    either,
    exact,
    integer,
    is_null,
    named,
    negation,
    possibly,
)
from riskscreen.engines.sql.truth import COMPARISONS, WIDEST, truth
from riskscreen.errors import UsageError
from riskscreen.lang.tree import Absence, FieldRef, Measure, MeasureKind, MeasureTest, Op
from riskscreen.lang.vocabulary import DECIMAL_PLACES

_Write: TypeAlias = "Callable[[], exp.Expr]"
"""Writes an expression anew, since in a tree every expression has one place."""


def measures_part(subject: str, relation: str, measures: list[Measure]) -> exp.Select:
    """The bounds of all these measures of one relation, for every case that has rows in it."""
    rows = _Rows(Block(subject, (Source(relation, relation),)))
    columns = [each for number, measure in enumerate(measures) for each in _aggregates(measure, number, rows)]
    case = rows.block.case()
    return rows.block.select(named(case, CASE), *columns).group_by(case.copy(), copy=False)


@dataclass(frozen=True, slots=True)
class _Rows:
    """The rows of a measure's relation, as its filter sees them."""

    block: Block

    def field(self, ref: FieldRef) -> exp.Expr:
        """A field of the row or of the subject; each is called by the name of its table."""
        return self.block.column(ref.variable, ref.field)

    def measure_test(self, test: MeasureTest) -> exp.Expr:
        """Not to be had here."""
        raise UsageError(f"the filter of a measure looks at the measure {test.measure}; it can compare fields only")

    def absence(self, absence: Absence) -> exp.Expr:
        """Not to be had here."""
        raise UsageError("the filter of a measure looks for absent rows; it can compare fields only")

    def exist(self) -> exp.Expr:
        """Whether this is a row that exists; the phantom is none."""
        return exp.GT(this=self._row(), expression=integer(PHANTOM))

    def are_incomplete(self) -> exp.Expr:
        """Whether there may be rows beside those that are known: this one is the phantom."""
        return exp.EQ(this=self._row(), expression=integer(PHANTOM))

    def _row(self) -> exp.Expr:
        return column(self.block.sources[0].alias, ROW)


def _aggregates(measure: Measure, number: int, rows: _Rows) -> list[exp.Expr]:
    """Low and high end of the measure of one case; of a share the part and the whole."""
    weight = measure.weight

    def selected() -> exp.Expr:
        return truth(measure.filter, rows)

    def total(condition: exp.Expr) -> exp.Expr:
        return _count(condition) if weight is None else _sum(condition, rows.field(weight))

    def weightless() -> list[exp.Expr]:
        return [] if weight is None else [is_null(rows.field(weight))]

    certain = both([rows.exist(), selected()])
    if measure.kind is MeasureKind.SHARE:

        def doubt() -> exp.Expr:
            return either([rows.are_incomplete(), both([rows.exist(), either([is_null(selected()), *weightless()])])])

        part, whole = _unless_any(doubt(), total(certain)), _unless_any(doubt(), total(rows.exist()))
        return [named(part, _low(number)), named(whole, _high(number))]
    unbounded = [rows.are_incomplete(), *(both([rows.exist(), possibly(selected()), each]) for each in weightless())]
    high = total(both([rows.exist(), possibly(selected())]))
    return [named(total(certain), _low(number)), named(_unless_any(either(unbounded), high), _high(number))]


def _low(number: int) -> str:
    return f"low_{number}"


def _high(number: int) -> str:
    return f"high_{number}"


def _count(condition: exp.Expr) -> exp.Expr:
    return exp.Count(this=choose((condition, integer(1))))


def _sum(condition: exp.Expr, weight: exp.Expr) -> exp.Expr:
    """The sum of the known weights of the rows of which the condition is true; 0 over none."""
    return exp.Coalesce(this=exp.Sum(this=choose((condition, exact(weight)))), expressions=[exact(integer(0))])


def _unless_any(doubt: exp.Expr, value: exp.Expr) -> exp.Expr:
    """The value, or NULL if the doubt is true of any row."""
    return choose((exp.EQ(this=_count(doubt), expression=integer(0)), value))


def test_truth(test: MeasureTest, measure: Measure, part: str, number: int) -> exp.Expr:
    """Whether the test is true of every value within the measure's bounds, of none, or (NULL) of some.

    ``number`` is the measure's among those of the part. A case that the part says nothing of has no rows.
    """

    def bound(field: str) -> exp.Expr:
        nothing = is_null(column(part, CASE))
        return choose((nothing, integer(0)), default=column(part, field))

    def low() -> exp.Expr:
        return bound(_low(number))

    def high() -> exp.Expr:
        return bound(_high(number))

    threshold = Fraction(test.threshold, 10**test.places)
    if measure.kind is MeasureKind.SHARE:
        return _share_test(test.op, threshold, low, high)
    unit = 1 if measure.weight is None else 10 ** DECIMAL_PLACES[measure.weight.kind]
    return _bounds_test(test.op, threshold * unit, low, high)


def _share_test(op: Op, threshold: Fraction, part: _Write, whole: _Write) -> exp.Expr:
    """A share is known or not; over no rows it is 0, which 0 of 1 is too. No share lies beyond 0 and 1."""
    within = max(Fraction(-1), min(Fraction(2), threshold))
    none = exp.EQ(this=whole(), expression=integer(0))
    divisor = choose((none, integer(1)), default=whole())
    return COMPARISONS[op](
        this=exp.Mul(this=exact(part()), expression=integer(within.denominator)),
        expression=exp.Mul(this=exact(divisor), expression=integer(within.numerator)),
    )


def _bounds_test(op: Op, threshold: Fraction, low: _Write, high: _Write) -> exp.Expr:
    """The bounds are whole, so that the threshold's floor or ceiling decides as the threshold does.

    Where there is no upper bound it is NULL, and so is what is compared with it: unknown unless the lower one decides.
    """
    least, most = _within(ceil(threshold)), _within(floor(threshold))

    def compare(side: _Write, kind: Op, number: int) -> exp.Expr:
        return COMPARISONS[kind](this=side(), expression=integer(number))

    match op:
        case Op.GE:
            return _decided(compare(low, Op.GE, least), compare(high, Op.LT, least))
        case Op.GT:
            return _decided(compare(low, Op.GT, most), compare(high, Op.LE, most))
        case Op.LE:
            return _decided(compare(high, Op.LE, most), compare(low, Op.GT, most))
        case Op.LT:
            return _decided(compare(high, Op.LT, least), compare(low, Op.GE, least))
    outside = either([compare(low, Op.GT, most), compare(high, Op.LT, least)])
    hit = both([compare(low, Op.EQ, most), compare(high, Op.EQ, most)]) if least == most else exp.false()
    equal = _decided(hit, outside)
    return equal if op is Op.EQ else negation(equal)


def _within(number: int) -> int:
    return max(-WIDEST, min(WIDEST, number))


def _decided(true: exp.Expr, false: exp.Expr) -> exp.Expr:
    return choose((true, exp.true()), (false, exp.false()))
