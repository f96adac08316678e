"""All the texts that judge the cases of one kind of subject, and where each rule finds its answers in them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlglot import exp

from riskscreen.engines.base import EngineRule
from riskscreen.engines.sql.parts import Parts, RuleParts
from riskscreen.engines.sql.searches import View, binding_truth, search
from riskscreen.engines.sql.select import Block, Source
from riskscreen.engines.sql.terms import (
    CASE,
    FALSE_LEVEL,
    ROW,
    TRUE_LEVEL,
    UNKNOWN_LEVEL,
    choose,
    column,
    either,
    integer,
    is_null,
    level_name,
    named,
    possibly,
    row_name,
)
from riskscreen.lang.parts import fields_named, measures_tested, relations_absent, relations_named
from riskscreen.lang.tree import FieldRef, Formula, Measure, Pattern, Sample


@dataclass(frozen=True, slots=True)
class Slot:
    """Where an answer stands: the text's position, and the number of the column of levels in it."""

    text: int
    number: int


@dataclass(frozen=True, slots=True)
class Text:
    """A query that gives bindings, in any order: the case, a position for each of ``patterns``, and the levels."""

    sql: str
    patterns: int


@dataclass(frozen=True, slots=True)
class RuleSlots:
    """Where a rule's scope and its alternatives are answered."""

    scope: Slot | None
    alternatives: tuple[Slot, ...]


@dataclass(frozen=True, slots=True)
class Plan:
    """What to run, what it looks at (the fields of each table), and what each rule makes of it."""

    subject: str
    texts: tuple[Text, ...]
    rules: tuple[RuleSlots, ...]
    fields: Mapping[str, Mapping[str, FieldRef]]


@dataclass(frozen=True, slots=True)
class _Question:
    """A condition to be answered for a rule."""

    rule: EngineRule
    formula: Formula
    patterns: tuple[Pattern, ...] = ()
    sample: Sample | None = None

    def fact_pattern(self) -> tuple[object, ...]:
        """What it looks at: questions that agree in this are answered by one text; a join has one of its own."""
        if len(self.patterns) > 1:
            return (self.rule.code, self)
        if self.patterns:
            return (self.patterns[0].relation,)
        return ("", *sorted(_seen_beside(self.formula, self.rule.query.measures)))


def plan(subject: str, rules: Sequence[EngineRule], dialect: str, crowded: bool = False) -> Plan:
    """The texts, in a dialect of sqlglot's, for the rules, all of which judge this kind of subject.

    ``crowded``: cases may have so many rows of which little is known that joins have to take like rows for one.
    """
    asked: dict[tuple[object, ...], list[_Question]] = {}
    places: dict[tuple[object, ...], int] = {}

    def ask(question: _Question) -> Slot:
        pattern = question.fact_pattern()
        questions = asked.setdefault(pattern, [])
        questions.append(question)
        return Slot(places.setdefault(pattern, len(places)), len(questions) - 1)

    slots = []
    for rule in rules:
        scope = None if rule.query.scope is None else ask(_Question(rule, rule.query.scope))
        alternatives = [
            ask(_Question(rule, each.condition, each.patterns, each.sample)) for each in rule.query.alternatives
        ]
        slots.append(RuleSlots(scope, tuple(alternatives)))
    texts = tuple(_text(Parts(subject, crowded), questions, dialect) for questions in asked.values())
    return Plan(subject, texts, tuple(slots), _fields_by_table(subject, rules))


def _text(parts: Parts, questions: Sequence[_Question], dialect: str) -> Text:
    patterns = questions[0].patterns
    if len(patterns) > 1:
        # the same join may be asked for twice by one rule
        question = questions[0]
        found: exp.Query = search(question.formula, question.sample, patterns, _rule_parts(question, parts))
    else:
        sources = {pattern.relation: Source(pattern.relation, pattern.relation) for pattern in patterns}
        found = _scan(questions, parts, sources)
    return Text(parts.query(found).sql(dialect), len(patterns))


def _scan(questions: Sequence[_Question], parts: Parts, sources: Mapping[str, Source]) -> exp.Select:
    """Conditions on the subject alone, or on one row of a relation: all of them looked at row by row."""
    block = Block(parts.subject, tuple(sources.values()))
    truths: list[exp.Expr] = []
    for number, question in enumerate(questions):
        variables = {pattern.variable: sources[pattern.relation] for pattern in question.patterns}
        view = View(_rule_parts(question, parts), block, variables)
        holds = binding_truth(question.formula, question.sample, question.patterns, view)
        truths.append(named(holds, _truth_name(number)))
    rows = [named(column(alias, ROW), row_name(place)) for place, alias in enumerate(sources)]
    part = parts.add("truths", block.select(named(block.case(), CASE), *rows, *truths))
    keys = [column(part, CASE), *(column(part, row_name(place)) for place in range(len(rows)))]
    levels = [named(_level(column(part, _truth_name(number))), level_name(number)) for number in range(len(questions))]
    some = either(possibly(column(part, _truth_name(number))) for number in range(len(questions)))
    return Block(part).select(*keys, *levels).where(some, copy=False)


def _rule_parts(question: _Question, parts: Parts) -> RuleParts:
    measures = {measure.name: measure for measure in question.rule.query.measures}
    return RuleParts(question.rule.code, measures, parts)


def _truth_name(number: int) -> str:
    return f"truth_{number}"


def _level(truth: exp.Expr) -> exp.Expr:
    return choose(
        (truth, integer(TRUE_LEVEL)),
        (is_null(truth.copy()), integer(UNKNOWN_LEVEL)),
        default=integer(FALSE_LEVEL),
    )


def _seen_beside(formula: Formula, measures: Iterable[Measure]) -> frozenset[str]:
    """The relations that a formula looks at beside the rows in sight: those of measures and of absences."""
    tested = measures_tested(formula)
    return frozenset([*relations_absent(formula), *(each.relation for each in measures if each.name in tested)])


def _fields_by_table(subject: str, rules: Sequence[EngineRule]) -> Mapping[str, Mapping[str, FieldRef]]:
    """The tables that the rules need, and the fields they look at."""
    tables: dict[str, dict[str, FieldRef]] = {subject: {}}
    for rule in rules:
        for relation in relations_named(rule.query):
            tables.setdefault(relation, {})
        for ref in fields_named(rule.query):
            tables[ref.relation][ref.field] = ref
    return tables
