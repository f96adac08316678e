"""The formal part of a sound rule as its author wrote it: clause by clause, each with what it may name.

Engines run the checked tree (:mod:`riskscreen.lang.tree`), which has parameters filled in. Whoever talks with authors
about their own words (lint, the handbook) reads these clauses instead.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from riskscreen.facts.vocabulary import VOCABULARY
from riskscreen.lang import syntax
from riskscreen.lang.check import Context, Params, ParamValue
from riskscreen.lang.compile import RESERVED
from riskscreen.lang.tree import Measure, Query
from riskscreen.lang.vocabulary import Relation
from riskscreen.model.rule import RuleHead
from riskscreen.rulebook.yaml_source import DataPath


@dataclass(frozen=True, slots=True)
class Clause:
    """An expression, where it stands in the file, and what it may name."""

    path: DataPath
    expression: syntax.Expression
    context: Context


@dataclass(frozen=True, slots=True)
class Bound:
    """A variable over the rows of a relation, and what is asked of the row, if anything."""

    variable: str
    relation: Relation
    path: DataPath
    where: Clause | None


@dataclass(frozen=True, slots=True)
class Branch:
    """One alternative of ``when``: rows that must be there (``bound``) or must not (``absent``), and a condition."""

    path: DataPath
    condition: Clause | None
    bound: tuple[Bound, ...]
    absent: tuple[Bound, ...]
    sample: Clause | None
    statistic: Clause | None

    def clauses(self) -> Iterator[Clause]:
        """Every expression of the branch, in the order of the file's meaning."""
        parts = (self.condition, *(each.where for each in (*self.bound, *self.absent)), self.sample, self.statistic)
        yield from (part for part in parts if part is not None)


@dataclass(frozen=True, slots=True)
class MeasureClause:
    """A named measure over a relation; ``where`` is None if it takes all rows."""

    measure: Measure
    path: DataPath
    where: Clause | None
    relation: Relation


@dataclass(frozen=True, slots=True)
class Clauses:
    """All clauses of a rule."""

    measures: tuple[MeasureClause, ...]
    scope: Clause | None
    branches: tuple[Branch, ...]

    def conditions(self) -> Iterator[Clause]:
        """Every expression that can name a measure: scope and branches."""
        if self.scope is not None:
            yield self.scope
        for branch in self.branches:
            yield from branch.clauses()


def rule_clauses(file: RuleHead, query: Query, params: Mapping[str, ParamValue]) -> Clauses:
    """The clauses of a rule that compiles, ``query`` being what it compiles to under ``params``."""
    return _Reader(file, query, params).clauses()


def names_in(expression: syntax.Expression) -> Iterator[syntax.Name]:
    """Every name of a field or measure in an expression."""
    match expression:
        case syntax.All(parts) | syntax.Any(parts):
            for part in parts:
                yield from names_in(part)
        case syntax.Negation(part):
            yield from names_in(part)
        case syntax.Comparison(left, _, right):
            yield from names_in(left)
            yield from names_in(right)
        case syntax.Membership(item):
            yield from names_in(item)
        case syntax.Name():
            yield expression


def measure_named(operand: syntax.Expression, context: Context) -> Measure | None:
    """The measure that an operand names; in a pattern, a field of its own row comes first."""
    if not isinstance(operand, syntax.Name) or len(operand.parts) > 1:
        return None
    own = context.variables[context.own] if context.own else None
    if own is not None and own.index(operand.parts[0]) is not None:
        return None
    return context.measures.get(operand.parts[0])


class _Reader:
    """Follows the structure of a rule, as the compiler does, and keeps the expressions."""

    def __init__(self, file: RuleHead, query: Query, params: Mapping[str, ParamValue]) -> None:
        self._file = file
        self._query = query
        self._params = Params(params, None)
        self._measures = {measure.name: measure for measure in query.measures}
        subject = VOCABULARY[file.subject]
        self._relations = subject.by_name
        self._roots = {subject.name: subject.root}

    def clauses(self) -> Clauses:
        scope = None if self._file.scope is None else self._clause(("scope",), self._file.scope, self._roots)
        when = self._file.when
        alternatives = when.get("any") if isinstance(when, Mapping) else None
        if isinstance(alternatives, list):
            branches = [self._branch(("when", "any", place), one) for place, one in enumerate(alternatives)]
        else:
            branches = [self._branch(("when",), when)]
        return Clauses(tuple(map(self._measure, self._query.measures)), scope, tuple(branches))

    def _measure(self, measure: Measure) -> MeasureClause:
        path: DataPath = ("let", measure.name)
        relation = self._relations[measure.relation]
        where = syntax.parse_measure(self._file.let[measure.name]).where
        if where is None:
            return MeasureClause(measure, path, None, relation)
        context = Context({**self._roots, relation.name: relation}, self._params, {}, relation.name)
        return MeasureClause(measure, path, Clause(path, where, context), relation)

    def _clause(self, path: DataPath, text: str, variables: Mapping[str, Relation]) -> Clause:
        return Clause(path, syntax.parse_expression(text), Context(variables, self._params, self._measures))

    def _branch(self, path: DataPath, when: Any) -> Branch:
        if isinstance(when, str):
            return Branch(path, self._clause(path, when, self._roots), (), (), None, None)
        variables = dict(self._roots)
        condition = self._clause((*path, "if"), when["if"], self._roots) if "if" in when else None
        bound = self._bound(path, when, variables)
        absent = self._bound((*path, "none"), when.get("none", {}), dict(variables))
        sample, statistic = (
            self._clause((*path, key), when[key], variables) if key in when else None for key in ("sample", "statistic")
        )
        return Branch(path, condition, bound, absent, sample, statistic)

    def _bound(self, path: DataPath, texts: Mapping[str, Any], variables: dict[str, Relation]) -> tuple[Bound, ...]:
        """The variables of a mapping of patterns, which are added to ``variables`` one by one."""
        found = []
        for variable, text in texts.items():
            if variable in RESERVED:
                continue
            parsed = syntax.parse_pattern(text)
            variables[variable] = self._relations[parsed.relation]
            where = None
            place = (*path, variable)
            if parsed.where is not None:
                context = Context(dict(variables), self._params, self._measures, variable)
                where = Clause(place, parsed.where, context)
            found.append(Bound(variable, variables[variable], place, where))
        return tuple(found)
