"""What has to be searched for to judge a rule: its scope, its alternatives, the rows of its measures and absences.

A search binds rows to variables and has a condition for each world. A rule's verdict follows from which searches
have matches: flagged if an alternative has a definite one, else unknown if one has a possible one. An absence is a
search of its own over the variables it shares with what surrounds it (its *context*, which comes first) and its own
patterns; what surrounds it asks whether the rows bound so far have a match there.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from riskscreen.engines.base import EngineRule
from riskscreen.engines.durable.encoding import Dictionary, Unencodable
from riskscreen.engines.durable.limits import Inexpressible
from riskscreen.engines.durable.terms import Cell, Condition, Source, World
from riskscreen.engines.durable.translate import Rounding, Sight, condition
from riskscreen.lang.tree import (
    TRUE,
    Absence,
    Alternative,
    And,
    Compare,
    FieldRef,
    Formula,
    Literal,
    Measure,
    MeasureTest,
    Member,
    Not,
    Op,
    Or,
    Pattern,
    Query,
)
from riskscreen.lang.vocabulary import Kind


@dataclass(frozen=True, slots=True)
class Variable:
    """A variable of a search. ``own``: bound by the search itself, so that a definite match needs a row that exists."""

    name: str
    relation: str
    own: bool = True


@dataclass(slots=True)
class Search:
    """What to look for. ``code`` is the rule's, for messages."""

    code: str
    variables: tuple[Variable, ...]
    conditions: dict[World, Condition] = field(default_factory=dict)

    @property
    def context(self) -> tuple[str, ...]:
        """The variables that the surrounding search binds."""
        return tuple(variable.name for variable in self.variables if not variable.own)


@dataclass(frozen=True, slots=True)
class MeasurePlan:
    """A measure; ``search`` finds the rows its filter selects, None if it selects all."""

    measure: Measure
    search: int | None


@dataclass(frozen=True, slots=True)
class MeasureCell:
    """A measure's bounds, scaled by ``10 ** places`` and rounded."""

    measure: int
    places: int
    rounding: Rounding


@dataclass(frozen=True, slots=True)
class RulePlan:
    """The searches that decide a rule, by their positions."""

    code: str
    scope: int | None
    alternatives: tuple[int, ...]


@dataclass(slots=True)
class Plan:
    """Everything to search for to judge the rules of one kind of subject.

    ``selections`` are the searches for the rows of measures; they come first, for the other searches compare what
    the measures are worth.
    """

    subject: str
    dictionary: Dictionary
    selections: list[Search] = field(default_factory=list)
    searches: list[Search] = field(default_factory=list)
    measures: list[MeasurePlan] = field(default_factory=list)
    measure_cells: list[MeasureCell] = field(default_factory=list)
    rules: list[RulePlan] = field(default_factory=list)


def plan(subject: str, rules: Sequence[EngineRule]) -> Plan:
    """The searches for the rules, all of which judge the subject; raises :class:`Inexpressible`."""
    made = Plan(subject, Dictionary())
    for rule in rules:
        try:
            made.rules.append(_RulePlanner(made, rule.code, rule.query).plan())
        except Unencodable as reason:
            raise Inexpressible(rule.code, str(reason)) from None
    return made


class _RulePlanner:
    """Adds the searches of one rule to the plan."""

    def __init__(self, made: Plan, code: str, query: Query) -> None:
        self._plan = made
        self._code = code
        self._query = query
        self._measures = {measure.name: measure for measure in query.measures}
        self._absences: dict[tuple[Absence, tuple[Variable, ...]], int] = {}

    def plan(self) -> RulePlan:
        query = self._query
        scope = None if query.scope is None else self._search((), dict.fromkeys(World, query.scope))
        return RulePlan(self._code, scope, tuple(map(self._alternative, query.alternatives)))

    def _alternative(self, alternative: Alternative) -> int:
        """Below its minimum sample a binding is unknown whatever its condition: possible, but not definite."""
        formula, sample = alternative.condition, alternative.sample
        formulas: dict[World, Formula] = dict.fromkeys(World, formula)
        if sample is not None:
            minimum = Literal(sample.minimum, sample.size.kind)
            formulas[World.DEFINITE] = And((formula, Compare(sample.size, Op.GE, minimum)))
            formulas[World.POSSIBLE] = Or((formula, Compare(sample.size, Op.LT, minimum)))
        return self._search(_own(alternative.patterns), formulas)

    def _search(self, variables: tuple[Variable, ...], formulas: Mapping[World, Formula]) -> int:
        search = Search(self._code, variables)
        self._plan.searches.append(search)
        position = len(self._plan.searches) - 1
        for world, formula in formulas.items():
            search.conditions[world] = condition(formula, world, self._sight(variables))
        return position

    def _sight(self, variables: tuple[Variable, ...]) -> Sight:
        def absence(formula: Absence, world: World) -> int:
            return self._absence(formula, world, variables)

        return Sight(self._query.subject, self._plan.dictionary, self._measure_cell, absence)

    def _absence(self, absence: Absence, world: World, outer: tuple[Variable, ...]) -> int:
        """The search for the rows that should be absent; a world is added when it is first asked for."""
        named = _named(absence)
        context = tuple(replace(variable, own=False) for variable in outer if variable.name in named)
        position = self._absences.get((absence, context))
        if position is None:
            position = self._search((*context, *_own(absence.patterns)), {})
            self._absences[absence, context] = position
        search = self._plan.searches[position]
        if world not in search.conditions:
            search.conditions[world] = condition(absence.condition, world, self._sight(search.variables))
        return position

    def _measure_cell(self, name: str, places: int, rounding: Rounding) -> Cell:
        cell = MeasureCell(self._measure(self._measures[name]), places, rounding)
        if cell not in self._plan.measure_cells:
            self._plan.measure_cells.append(cell)
        return Cell(Source.MEASURE, self._plan.measure_cells.index(cell), Kind.INT, name)

    def _measure(self, measure: Measure) -> int:
        """The measure's position; rules that measure the same share it."""
        anonymous = replace(measure, name="")
        for position, known in enumerate(self._plan.measures):
            if known.measure == anonymous:
                return position
        self._plan.measures.append(MeasurePlan(anonymous, self._selection(anonymous)))
        return len(self._plan.measures) - 1

    def _selection(self, measure: Measure) -> int | None:
        if measure.filter == TRUE:
            return None
        search = Search(self._code, (Variable(measure.relation, measure.relation),))
        sight = Sight(self._query.subject, self._plan.dictionary, self._no_measure, self._no_absence)
        for world in World:
            search.conditions[world] = condition(measure.filter, world, sight)
        self._plan.selections.append(search)
        return len(self._plan.selections) - 1

    def _no_measure(self, name: str, places: int, rounding: Rounding) -> Cell:
        raise Inexpressible(self._code, f"the filter of a measure looks at the measure {name}")

    def _no_absence(self, absence: Absence, world: World) -> int:
        raise Inexpressible(self._code, "the filter of a measure looks for absent rows")


def _own(patterns: Sequence[Pattern]) -> tuple[Variable, ...]:
    return tuple(Variable(pattern.variable, pattern.relation) for pattern in patterns)


def _named(formula: Formula) -> frozenset[str]:
    """The variables that a formula names."""
    match formula:
        case Compare(left, _, right):
            return frozenset(ref.variable for ref in (left, right) if isinstance(ref, FieldRef))
        case Member(ref):
            return frozenset((ref.variable,))
        case And(parts) | Or(parts):
            return frozenset().union(*map(_named, parts))
        case Not(part):
            return _named(part)
        case Absence(patterns, part):
            return _named(part) - {pattern.variable for pattern in patterns}
        case MeasureTest():
            return frozenset()
