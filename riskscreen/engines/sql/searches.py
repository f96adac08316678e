"""What the conditions of one rule can name within one query, and the searches that this takes.

A search binds rows to the variables of patterns. It is written twice: for its definite matches, which need rows that
exist and a condition that is true, and for its possible ones, whose condition is not false. An absence is a search
whose matches are told by its *context*: the rows of the surrounding variables that it names.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlglot import exp

from riskscreen.engines.sql.measures import test_truth
from riskscreen.engines.sql.parts import RuleParts
from riskscreen.engines.sql.select import Block, Source
from riskscreen.engines.sql.terms import (
    CASE,
    PHANTOM,
    ROW,
    TRUE_LEVEL,
    UNKNOWN_LEVEL,
    both,
    certainly,
    choose,
    column,
    either,
    integer,
    is_known,
    level_name,
    named,
    negation,
    possibly,
    row_name,
)
from riskscreen.engines.sql.truth import truth
from riskscreen.lang.parts import conjuncts, variables_in
from riskscreen.lang.tree import (
    Absence,
    Compare,
    FieldRef,
    Formula,
    Literal,
    MeasureTest,
    Op,
    Pattern,
    Sample,
)


@dataclass(frozen=True, slots=True)
class View:
    """The rows that a rule's conditions see in a block: a source for each variable beside the subject."""

    rule: RuleParts
    block: Block
    variables: Mapping[str, Source]

    def field(self, ref: FieldRef) -> exp.Expr:
        """A field of a row in sight."""
        own = ref.variable == self.block.subject
        return self.block.column(ref.variable if own else self.variables[ref.variable].alias, ref.field)

    def row(self, variable: str) -> exp.Expr:
        """The position of the row bound to a variable."""
        return self.block.column(self.variables[variable].alias, ROW)

    def is_no_phantom(self, variable: str) -> exp.Expr:
        """Whether the row bound to a variable is one of those known."""
        return exp.GT(this=self.row(variable), expression=integer(PHANTOM))

    def exists(self, variable: str) -> exp.Expr:
        """Whether the row bound to a variable exists: NULL of the phantom."""
        return choose((self.is_no_phantom(variable), exp.true()))

    def measure_test(self, test: MeasureTest) -> exp.Expr:
        """What the comparison of a measure comes to."""
        measure = self.rule.measures[test.measure]
        part, number = self.rule.parts.measure(measure)
        self.block.join(part, {})
        return test_truth(test, measure, part, number)

    def absence(self, absence: Absence) -> exp.Expr:
        """Whether the rows in sight have no match."""
        definite, possible = _absence(absence, self)
        keys = {_key(variable): self.row(variable) for variable in _context(absence, self)}
        self.block.join(definite, keys)
        self.block.join(possible, keys)
        return choose(
            (is_known(column(definite, CASE)), exp.false()),
            (is_known(column(possible, CASE)), exp.null()),
            default=exp.true(),
        )


def binding_truth(formula: Formula, sample: Sample | None, patterns: Sequence[Pattern], view: View) -> exp.Expr:
    """The truth of one binding: unknown below the minimum sample, else the condition's and that its rows exist."""
    holds = both([truth(formula, view), *(view.exists(pattern.variable) for pattern in patterns)])
    return holds if sample is None else choose((_large_enough(sample, view), holds))


def search(formula: Formula, sample: Sample | None, patterns: Sequence[Pattern], rule: RuleParts) -> exp.Query:
    """Every definite match with the positions of its rows, and every case that has possible ones.

    The columns are the case, a position for each pattern, and the level that the alternative reaches in the case.
    """
    view = _view(patterns, {}, 0, rule)
    conditions = _definite(formula, patterns, view)
    if sample is not None:
        conditions.append(_large_enough(sample, view))
    rows = [named(view.row(pattern.variable), row_name(place)) for place, pattern in enumerate(patterns)]
    level = named(integer(TRUE_LEVEL), level_name(0))
    definite = view.block.select(named(view.block.case(), CASE), *rows, level).where(*conditions, copy=False)

    view = _view(patterns, {}, 0, rule)
    conditions = _possible(formula, view)
    if sample is not None:
        conditions = [either([both(conditions), negation(certainly(_large_enough(sample, view)))])]
    level = named(integer(UNKNOWN_LEVEL), level_name(0))
    nothing = [named(integer(PHANTOM), row_name(place)) for place in range(len(patterns))]
    return exp.union(definite, _matches(view, [*nothing, level], conditions), distinct=False, copy=False)


def _absence(absence: Absence, outer: View) -> tuple[str, str]:
    """The parts with the definite and with the possible matches; they have a key for each row of the context."""
    rule, context = outer.rule, _context(absence, outer)
    known, key = rule.parts.absences, (rule.code, absence, tuple(context.values()))
    if key not in known:
        definite = _view(absence.patterns, context, len(outer.variables), rule)
        conditions = _definite(absence.condition, absence.patterns, definite)
        found = rule.parts.add("definite", _matches(definite, _keys(context, definite), conditions))
        possible = _view(absence.patterns, context, len(outer.variables), rule)
        conditions = _possible(absence.condition, possible)
        perhaps = rule.parts.add("possible", _matches(possible, _keys(context, possible), conditions))
        known[key] = found, perhaps
    return known[key]


def _context(absence: Absence, outer: View) -> Mapping[str, Source]:
    """The surrounding variables that an absence names."""
    within = variables_in(absence)
    return {variable: source for variable, source in outer.variables.items() if variable in within}


def _keys(context: Mapping[str, Source], view: View) -> list[exp.Expr]:
    return [named(view.row(variable), _key(variable)) for variable in context]


def _key(variable: str) -> str:
    return f"{variable}_row"


def _view(patterns: Sequence[Pattern], context: Mapping[str, Source], slot: int, rule: RuleParts) -> View:
    """A view of the rows of patterns, in a block of its own. Aliases end with a number, for SQL has no case."""
    sources = dict(context)
    for place, pattern in enumerate(patterns, slot):
        sources[pattern.variable] = Source(f"{pattern.variable}_{place}", pattern.relation)
    return View(rule, Block(rule.parts.subject, tuple(sources.values())), sources)


def _definite(formula: Formula, patterns: Sequence[Pattern], view: View) -> list[exp.Expr]:
    holds = [truth(part, view) for part in conjuncts(formula)]
    return holds + [view.is_no_phantom(pattern.variable) for pattern in patterns]


def _possible(formula: Formula, view: View) -> list[exp.Expr]:
    return [possibly(truth(part, view)) for part in conjuncts(formula)]


def _matches(view: View, columns: Sequence[exp.Expr], conditions: Sequence[exp.Expr]) -> exp.Select:
    """The cases, with these columns, for which the conditions hold of some rows."""
    case = named(view.block.case(), CASE)
    select = view.block.select(case, *columns, distinct_rows=view.rule.parts.crowded and len(view.variables) > 1)
    return select.where(*conditions, copy=False).distinct(copy=False)


def _large_enough(sample: Sample, view: View) -> exp.Expr:
    return truth(Compare(sample.size, Op.GE, Literal(sample.minimum, sample.size.kind)), view)
