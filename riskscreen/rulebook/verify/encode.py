"""Rules as formulas of the solver.

For every formula of a rule there are two: that it is surely true, and that it is surely false. Where a value is not
known neither holds, as in the strong Kleene logic of the engines.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import z3

from riskscreen.lang.parts import conjuncts, variables_in
from riskscreen.lang.tree import (
    NEGATED,
    Absence,
    Alternative,
    And,
    Compare,
    Formula,
    Literal,
    Measure,
    MeasureKind,
    MeasureTest,
    Member,
    Not,
    Op,
    Or,
    Pattern,
    Query,
    Sample,
)
from riskscreen.lang.vocabulary import DECIMAL_PLACES
from riskscreen.rulebook.verify.terms import FALSE, TRUE, Quotient, compared, encoded, quotient_compared
from riskscreen.rulebook.verify.world import World

Bound: TypeAlias = Mapping[str, tuple[str, int]]
"""The relation and row that a variable stands for."""


@dataclass(frozen=True, slots=True)
class Meaning:
    """A rule in a world: when it is flagged, clear, and surely within its scope."""

    flagged: z3.BoolRef
    clear: z3.BoolRef
    in_scope: z3.BoolRef

    @property
    def clear_in_scope(self) -> z3.BoolRef:
        """Looked at and found clear."""
        return z3.And(self.in_scope, self.clear)


class Encoder:
    """Encodes one rule in a world."""

    def __init__(self, world: World, query: Query) -> None:
        self._world = world
        self._query = query
        self._measures = {measure.name: measure for measure in query.measures}
        self._root: Bound = {query.subject: (query.subject, 0)}

    def rule(self) -> Meaning:
        """When the rule is flagged and when it is clear."""
        query, root = self._query, self._root
        in_scope = TRUE if query.scope is None else self.holds(query.scope, True, root)
        out_of_scope = FALSE if query.scope is None else self.holds(query.scope, False, root)
        found = z3.Or([self.some(alternative, root) for alternative in query.alternatives])
        missed = z3.And([self.none(alternative, root) for alternative in query.alternatives])
        return Meaning(z3.And(in_scope, found), z3.Or(out_of_scope, z3.And(in_scope, missed)), in_scope)

    def some(self, alternative: Alternative, bound: Bound) -> z3.BoolRef:
        """Some binding makes the alternative true."""
        return self._some(alternative.patterns, _with_sample(alternative), bound)

    def none(self, alternative: Alternative, bound: Bound) -> z3.BoolRef:
        """Every binding makes the alternative false, with a sample that is large enough."""
        if alternative.sample is None:
            return self._none(alternative.patterns, alternative.condition, bound)
        enough = Not(_large_enough(alternative.sample))
        return self._none(alternative.patterns, Or((alternative.condition, enough)), bound)

    def holds(self, formula: Formula, truth: bool, bound: Bound) -> z3.BoolRef:
        """The formula is surely true, or surely false."""
        match formula:
            case Compare():
                return self._comparison(formula, truth, bound)
            case Member(field, values):
                options = tuple(Compare(field, Op.EQ, Literal(value, field.kind)) for value in values)
                return self.holds(Or(options), truth, bound)
            case And(parts):
                join = z3.And if truth else z3.Or
                return join([self.holds(part, truth, bound) for part in parts])
            case Or(parts):
                join = z3.Or if truth else z3.And
                return join([self.holds(part, truth, bound) for part in parts])
            case Not(part):
                return self.holds(part, not truth, bound)
            case MeasureTest(name):
                return self._measure(self._measures[name], formula, truth)
            case Absence(patterns, condition):
                return (self._none if truth else self._some)(patterns, condition, bound)

    def _some(self, patterns: Sequence[Pattern], condition: Formula, bound: Bound) -> z3.BoolRef:
        """A tree of choices, each row tested as soon as it is chosen."""
        here, later = _split(condition, patterns[1:])
        if not patterns:
            return self.holds(condition, True, bound)
        options = []
        for row in range(self._world.rows(patterns[0].relation)):
            chosen = {**bound, patterns[0].variable: (patterns[0].relation, row)}
            there = self._world.present(patterns[0].relation, row)
            options.append(z3.And(there, self.holds(here, True, chosen), self._some(patterns[1:], later, chosen)))
        return z3.Or(options)

    def _none(self, patterns: Sequence[Pattern], condition: Formula, bound: Bound) -> z3.BoolRef:
        here, later = _split(condition, patterns[1:])
        if not patterns:
            return self.holds(condition, False, bound)
        options = []
        for row in range(self._world.rows(patterns[0].relation)):
            chosen = {**bound, patterns[0].variable: (patterns[0].relation, row)}
            absent = z3.Not(self._world.present(patterns[0].relation, row))
            options.append(z3.Or(absent, self.holds(here, False, chosen), self._none(patterns[1:], later, chosen)))
        return z3.And(options)

    def _comparison(self, comparison: Compare, truth: bool, bound: Bound) -> z3.BoolRef:
        left = self._world.term(*bound[comparison.left.variable], comparison.left.field)
        right = comparison.right
        if isinstance(right, Literal):
            value = encoded(right.value, self._world.texts)
            if isinstance(left, Quotient):
                holds = quotient_compared(left, comparison.op, int(value))
            else:
                holds = compared(left.expression, comparison.op, value)
            return z3.And(left.known, holds if truth else z3.Not(holds))
        one = self._world.plain(*bound[comparison.left.variable], comparison.left.field)
        other = self._world.plain(*bound[right.variable], right.field)
        holds = compared(one.expression, comparison.op, other.expression)
        return z3.And(one.known, other.known, holds if truth else z3.Not(holds))

    def _measure(self, measure: Measure, test: MeasureTest, truth: bool) -> z3.BoolRef:
        if measure.kind is MeasureKind.SHARE:
            return self._share(measure, test, truth)
        unit = 1 if measure.weight is None else 10 ** DECIMAL_PLACES[measure.weight.kind]
        low, high, bounded = self._bounds(measure)
        scale, threshold = 10**test.places, test.threshold * unit
        op = test.op if truth else NEGATED[test.op]
        at_least, at_most = low * scale >= threshold, z3.And(bounded, high * scale <= threshold)
        match op:
            case Op.GE:
                return at_least
            case Op.GT:
                return low * scale > threshold
            case Op.LE:
                return at_most
            case Op.LT:
                return z3.And(bounded, high * scale < threshold)
            case Op.EQ:
                return z3.And(at_least, at_most)
            case Op.NE:
                return z3.Or(low * scale > threshold, z3.And(bounded, high * scale < threshold))

    def _bounds(self, measure: Measure) -> tuple[z3.ArithRef, z3.ArithRef, z3.BoolRef]:
        """The least and the greatest value, and whether there is a greatest."""
        low, high, bounded = [z3.IntVal(0)], [z3.IntVal(0)], [TRUE]
        for row in range(self._world.rows(measure.relation)):
            amount, known = self._amount(measure, row)
            there = self._world.present(measure.relation, row)
            selected, rejected = self._selected(measure, row)
            low.append(z3.If(z3.And(there, known, selected), amount, z3.IntVal(0)))
            high.append(z3.If(z3.And(there, known, z3.Not(rejected)), amount, z3.IntVal(0)))
            bounded.append(z3.Or(z3.Not(there), rejected, known))
        return z3.Sum(low), z3.Sum(high), z3.And(bounded)

    def _share(self, measure: Measure, test: MeasureTest, truth: bool) -> z3.BoolRef:
        part, whole, known = [z3.IntVal(0)], [z3.IntVal(0)], [TRUE]
        for row in range(self._world.rows(measure.relation)):
            amount, weighed = self._amount(measure, row)
            there = self._world.present(measure.relation, row)
            selected, rejected = self._selected(measure, row)
            part.append(z3.If(z3.And(there, selected), amount, z3.IntVal(0)))
            whole.append(z3.If(there, amount, z3.IntVal(0)))
            known.append(z3.Or(z3.Not(there), z3.And(weighed, z3.Or(selected, rejected))))
        of, over = z3.Sum(part), z3.Sum(whole)
        scaled, threshold = of * 10**test.places, test.threshold * over
        holds = z3.If(over > 0, compared(scaled, test.op, threshold), compared(z3.IntVal(0), test.op, test.threshold))
        return z3.And(*known, holds if truth else z3.Not(holds))

    def _amount(self, measure: Measure, row: int) -> tuple[z3.ArithRef, z3.BoolRef]:
        if measure.weight is None:
            return self._world.copies(measure.relation, row), TRUE
        weight = self._world.weight(measure.relation, row, measure.weight.field)
        return weight.expression, weight.known

    def _selected(self, measure: Measure, row: int) -> tuple[z3.BoolRef, z3.BoolRef]:
        bound = {**self._root, measure.relation: (measure.relation, row)}
        return self.holds(measure.filter, True, bound), self.holds(measure.filter, False, bound)


def _with_sample(alternative: Alternative) -> Formula:
    if alternative.sample is None:
        return alternative.condition
    return And((alternative.condition, _large_enough(alternative.sample)))


def _large_enough(sample: Sample) -> Compare:
    return Compare(sample.size, Op.GE, Literal(sample.minimum, sample.size.kind))


def _split(condition: Formula, later: Sequence[Pattern]) -> tuple[Formula, Formula]:
    """The parts of a conjunction that name none of the later variables, and the others."""
    unbound = {pattern.variable for pattern in later}
    here: list[Formula] = []
    there: list[Formula] = []
    for part in conjuncts(condition):
        (there if unbound & variables_in(part) else here).append(part)
    return And(tuple(here)), And(tuple(there))
