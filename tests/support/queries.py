"""Random queries, and random cases to run them on.

The vocabulary is a small one of its own: a subject and three relations with fields of every kind of value, in a
different order in each, over domains so small that joins meet and thresholds are hit. The generators take a
``random.Random``: hypothesis supplies one that it can shrink, long runs supply a fast one.
"""

from __future__ import annotations

from collections.abc import Mapping
from random import Random

from hypothesis import strategies as st

from riskscreen.engines.base import EngineRule
from riskscreen.facts.case import Case, Rows
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
from riskscreen.lang.vocabulary import IDENTITY, ORDERED, Kind, Row, Value

SUBJECT = "project"

IDENTIFIERS = ("CN-1", "CN-2", "李雷/“3”\n😀")
DOMAINS: Mapping[Kind, tuple[Value, ...]] = {
    Kind.BOOL: (False, True),
    Kind.INT: (0, 1, 2, -1, 2**53 - 1),
    Kind.MONEY: (0, 1, 2, 3, 2**53 - 1),
    Kind.DATE: (737000, 737001, 737030),
    Kind.CODE: ("a", "b", "养老"),
    Kind.PERSON: IDENTIFIERS,
    Kind.ORGANISATION: IDENTIFIERS,
}

Shape = tuple[tuple[str, Kind], ...]
_FIELDS: Shape = (
    ("flag", Kind.BOOL),
    ("number", Kind.INT),
    ("amount", Kind.MONEY),
    ("code", Kind.CODE),
    ("person", Kind.PERSON),
    ("size", Kind.INT),
    ("organisation", Kind.ORGANISATION),
    ("day", Kind.DATE),
)
SHAPES: Mapping[str, Shape] = {
    name: _FIELDS[turn:] + _FIELDS[:turn] for turn, name in enumerate((SUBJECT, "role", "bid", "target"))
}
RELATIONS = tuple(name for name in SHAPES if name != SUBJECT)


def queries() -> st.SearchStrategy[Query]:
    """Random queries: scopes, measures, one to three alternatives with up to three patterns each."""
    return st.builds(random_query, st.randoms(use_true_random=False))


def cases() -> st.SearchStrategy[Case]:
    """Random cases for any of the queries."""
    return st.builds(random_case, st.randoms(use_true_random=False))


def engine_rules(max_size: int = 6) -> st.SearchStrategy[list[EngineRule]]:
    """A few random rules with codes of their own."""
    return st.lists(queries(), min_size=1, max_size=max_size).map(
        lambda found: [EngineRule(f"test/R{position}", query) for position, query in enumerate(found)]
    )


def random_case(random: Random, most_rows: int = 3) -> Case:
    """A case with a few rows a relation, unknown values, incomplete relations and relations that are absent."""
    relations = {}
    for name in RELATIONS:
        if random.random() < 0.1:
            continue
        rows = tuple(_row(random, name) for _ in range(random.choice((0, 1, 2, 2, most_rows))))
        relations[name] = Rows(rows, complete=random.random() < 0.7)
    return Case(SUBJECT, "case", _row(random, SUBJECT), relations)


def _row(random: Random, relation: str) -> Row:
    unknown = random.choice((0.0, 0.1, 0.4))
    return tuple(None if random.random() < unknown else random.choice(DOMAINS[kind]) for _, kind in SHAPES[relation])


def random_query(random: Random) -> Query:
    """A query over the small vocabulary."""
    measures = tuple(_measure(random, f"measure{i}") for i in range(random.choice((0, 0, 1, 2))))
    scope = _Conditions(random, {SUBJECT: SUBJECT}, measures).formula(1) if random.random() < 0.25 else None
    alternatives = tuple(_alternative(random, measures) for _ in range(random.choice((1, 1, 2, 3))))
    return Query(SUBJECT, scope, measures, alternatives)


def _measure(random: Random, name: str) -> Measure:
    kind = random.choice(tuple(MeasureKind))
    relation = random.choice(RELATIONS)
    weighted = kind is MeasureKind.SUM or (kind is MeasureKind.SHARE and random.random() < 0.5)
    conditions = _Conditions(random, {SUBJECT: SUBJECT, relation: relation}, absences=False)
    return Measure(
        name,
        kind,
        relation,
        _field(relation, relation, "amount") if weighted else None,
        TRUE if random.random() < 0.2 else conditions.formula(2),
    )


def _alternative(random: Random, measures: tuple[Measure, ...]) -> Alternative:
    patterns = tuple(Pattern(f"row{i}", random.choice(RELATIONS)) for i in range(random.choice((0, 1, 1, 2, 3))))
    variables = {SUBJECT: SUBJECT, **{pattern.variable: pattern.relation for pattern in patterns}}
    conditions = _Conditions(random, variables, measures)
    # joins of three patterns seldom hold unless the condition says little
    parts = tuple(conditions.formula(2) for _ in range(random.choice((1, 1, 2))))
    if random.random() < 0.25:
        parts += (conditions.absence(),)
    sample = None
    if random.random() < 0.2:
        variable = random.choice(tuple(variables))
        sample = Sample(_field(variable, variables[variable], "size"), random.choice((0, 1, 2)))
    return Alternative(patterns, And(parts), sample)


def _field(variable: str, relation: str, name: str) -> FieldRef:
    names = [field for field, _ in SHAPES[relation]]
    index = names.index(name)
    return FieldRef(variable, relation, name, index, SHAPES[relation][index][1])


class _Conditions:
    """Conditions over the variables in sight (name → relation)."""

    def __init__(
        self,
        random: Random,
        variables: Mapping[str, str],
        measures: tuple[Measure, ...] = (),
        absences: bool = True,
    ) -> None:
        self._random = random
        self._variables = variables
        self._measures = measures
        self._absences = absences

    def formula(self, depth: int) -> Formula:
        """A condition with at most ``depth`` levels of connectives above its tests."""
        if depth == 0 or self._random.random() < 0.3:
            return self._test()
        shape = self._random.choice(("and", "or", "not", "absence"))
        if shape == "not":
            return Not(self.formula(depth - 1))
        if shape == "absence":
            return self.absence() if self._absences and self._random.random() < 0.3 else self._test()
        parts = tuple(self.formula(depth - 1) for _ in range(self._random.choice((2, 2, 3, 1, 0))))
        return And(parts) if shape == "and" else Or(parts)

    def absence(self) -> Absence:
        """No rows of one or two patterns, which may be joined with the variables in sight."""
        taken = len(self._variables)
        patterns = tuple(
            Pattern(f"none{taken + i}", self._random.choice(RELATIONS)) for i in range(self._random.choice((1, 1, 2)))
        )
        inner = {**self._variables, **{pattern.variable: pattern.relation for pattern in patterns}}
        # deeper nesting than one absence in another says nothing new
        measures = self._measures if taken < 6 else ()
        conditions = _Conditions(self._random, inner, measures)
        return Absence(patterns, conditions.formula(1 if taken < 5 else 0))

    def _test(self) -> Formula:
        form = self._random.choice(("literal", "literal", "fields", "fields", "member", "measure"))
        if form == "measure" and self._measures:
            return self._measure_test()
        left = self._any_field()
        if form == "member":
            return Member(left, tuple(self._random.sample(DOMAINS[left.kind], self._random.choice((1, 2)))))
        op = self._random.choice(tuple(Op) if left.kind in ORDERED else (Op.EQ, Op.NE))
        if form == "fields":
            return Compare(left, op, self._random.choice(self._comparable(left)))
        return Compare(left, op, Literal(self._random.choice(DOMAINS[left.kind]), left.kind))

    def _any_field(self) -> FieldRef:
        variable = self._random.choice(tuple(self._variables))
        relation = self._variables[variable]
        return _field(variable, relation, self._random.choice(SHAPES[relation])[0])

    def _comparable(self, left: FieldRef) -> list[FieldRef]:
        """The fields in sight that may be compared with ``left``; identifiers compare whatever they identify."""
        kinds = IDENTITY if left.kind in IDENTITY else {left.kind}
        return [
            _field(variable, relation, name)
            for variable, relation in self._variables.items()
            for name, kind in SHAPES[relation]
            if kind in kinds
        ]

    def _measure_test(self) -> MeasureTest:
        measure = self._random.choice(self._measures)
        # thresholds in millionths, where the values of small relations lie: counts, hundredths of money, thirds
        thresholds = {
            MeasureKind.COUNT: (1_000_000, 2_000_000, 0, 3_000_000, 1_500_000),
            MeasureKind.SUM: (10_000, 20_000, 0, 30_000, 15_000),
            MeasureKind.SHARE: (500_000, 333_333, 0, 1_000_000, 666_667),
        }
        return MeasureTest(
            measure.name, self._random.choice(tuple(Op)), self._random.choice(thresholds[measure.kind]), 6
        )
