"""The code generator: from drafts to rule sets in the engine's JSON, and to the facts that they expect.

Facts are narrow and typed by number: one type holds the rows of one relation with only those values that its
patterns look at. A type takes patterns until they could fill the engine's stack, then the next type of the same
relation begins; its rows are asserted once more. Every property is always present, so that no join can miss one.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from riskscreen.engines.durable import limits
from riskscreen.engines.durable.drafts import Draft, PatternDraft
from riskscreen.engines.durable.searches import Search
from riskscreen.engines.durable.terms import All, Cell, Condition, Face, Matched, Place, Some, Test, World, paths
from riskscreen.lang.tree import Op

SENTINEL = "~end"
"""A rule that fires in every session: a session in which none did must not be deleted."""

SENTINEL_TYPE = 0
TYPE, ROW, EXISTS = "t", "r", "x"

PATHS_OF_A_TYPE = 60
PROPERTIES_OF_A_TYPE = 200
TYPES_OF_A_SET = 400
RULES_OF_A_SET = 1000
BATCH = 65535
"""Matches of a rule that are returned at a time: all of them in practice."""

_OPERATORS = {Op.NE: "$neq", Op.LT: "$lt", Op.LE: "$lte", Op.GT: "$gt", Op.GE: "$gte"}


@dataclass(frozen=True, slots=True)
class FactType:
    """Facts to assert for each row of a relation, or (relation empty) for the subject's own row."""

    number: int
    relation: str
    numbers: tuple[tuple[str, Cell, Face], ...]


@dataclass(frozen=True, slots=True)
class Ruleset:
    """A rule set as the engine reads it, and the facts that it needs."""

    definition: str
    types: tuple[FactType, ...]


@dataclass(frozen=True, slots=True)
class Asked:
    """Whether another search must have a match, or must not, for the rows that a match binds at ``places``."""

    search: int
    world: World
    wanted: bool
    places: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Matcher:
    """What a match of a generated rule means: a match of the search, if what is asked holds."""

    search: int
    world: World
    variables: int
    asked: tuple[Asked, ...]


@dataclass(frozen=True, slots=True)
class Program:
    """Rule sets to run one after the other. The rule ``r7`` of any of them is explained by ``matchers[7]``."""

    rulesets: tuple[Ruleset, ...]
    matchers: tuple[Matcher, ...]


def program(drafts: Iterable[Draft], searches: Sequence[Search]) -> Program:
    """The rule sets for the drafts; raises :class:`riskscreen.engines.durable.limits.Inexpressible`."""
    builders = [_Builder()]
    matchers: list[Matcher] = []
    for draft in drafts:
        if builders[-1].is_full():
            builders.append(_Builder())
        builders[-1].add(f"r{len(matchers)}", draft)
        matchers.append(_matcher(draft, searches))
    return Program(tuple(builder.ruleset() for builder in builders if builder.codes), tuple(matchers))


def _matcher(draft: Draft, searches: Sequence[Search]) -> Matcher:
    search = searches[draft.search]
    order = [variable.name for variable in search.variables]
    asked = tuple(
        Asked(matched.search, matched.world, matched.wanted, tuple(map(order.index, searches[matched.search].context)))
        for matched in draft.matched
    )
    return Matcher(draft.search, draft.world, len(order), asked)


@dataclass(slots=True)
class _OpenType:
    """A type of fact that still takes patterns."""

    number: int
    relation: str
    paths: int = 0
    numbers: dict[str, tuple[Cell, Face]] = field(default_factory=dict)


class _Builder:
    """Collects rules and fact types until a rule set is full."""

    def __init__(self) -> None:
        self._definition: dict[str, Any] = {SENTINEL: {"all": [{"p0": {"$and": [{TYPE: SENTINEL_TYPE}]}}]}}
        self._types: list[_OpenType] = []
        self._open: dict[str, _OpenType] = {}
        self.codes: dict[str, str] = {}

    def is_full(self) -> bool:
        """Whether the next rule should go into another set."""
        return len(self.codes) >= RULES_OF_A_SET or len(self._types) >= TYPES_OF_A_SET

    def add(self, name: str, draft: Draft) -> None:
        """Add the rule of a draft."""
        names = {pattern.variable.name: f"p{place}" for place, pattern in enumerate(draft.patterns)}
        joined = [test for pattern in draft.patterns for test in pattern.joins]
        patterns = []
        for pattern in draft.patterns:
            definite = draft.world is World.DEFINITE and pattern.variable.own and bool(pattern.variable.relation)
            places = _joined(pattern.variable.name, joined)
            fact_type = self._type(draft.code, pattern, places)
            head = [{TYPE: fact_type.number}, *([{EXISTS: 1}] if definite else [])]
            patterns.append({names[pattern.variable.name]: {"$and": [*head, *_tests(pattern, places, names)]}})
        # the same row may be bound to two variables; all matches of a rule come at once
        self._definition[name] = {"all": patterns, "cap": BATCH, "dist": 0}
        self.codes[name] = draft.code

    def ruleset(self) -> Ruleset:
        """The finished rule set, checked against every limit."""
        limits.check(self._definition, self.codes)
        types = tuple(
            FactType(kind.number, kind.relation, tuple((name, *number) for name, number in kind.numbers.items()))
            for kind in self._types
        )
        return Ruleset(json.dumps(self._definition, separators=(",", ":")), types)

    def _type(self, code: str, pattern: PatternDraft, joined: Sequence[Place]) -> _OpenType:
        """The type of fact that the pattern is matched with, which gets the numbers that the pattern looks at."""
        relation = pattern.variable.relation
        numbers = {place.name: (place.cell, place.face) for place in (*_looked_at(pattern.condition), *joined)}
        limits.check_properties(code, len(numbers) + 3)
        fact_type = self._open.get(relation)
        if fact_type is None or not _has_room(fact_type, paths(pattern.condition), numbers.keys()):
            fact_type = _OpenType(len(self._types) + 1, relation)
            self._types.append(fact_type)
            self._open[relation] = fact_type
        fact_type.paths += paths(pattern.condition)
        fact_type.numbers |= numbers
        return fact_type


def _has_room(fact_type: _OpenType, more_paths: int, more_numbers: Iterable[str]) -> bool:
    return (
        fact_type.paths + more_paths <= PATHS_OF_A_TYPE
        and len(fact_type.numbers.keys() | set(more_numbers)) <= PROPERTIES_OF_A_TYPE
    )


def _joined(variable: str, joins: Iterable[Test]) -> list[Place]:
    """The places of a variable's fact that any join of the rule looks at."""
    return [side for test in joins for side in _sides(test) if side.variable == variable]


def _looked_at(condition: Condition) -> list[Place]:
    return [side for test in _all_tests(condition) for side in _sides(test)]


def _all_tests(condition: Condition) -> Iterator[Test]:
    if isinstance(condition, Test):
        yield condition
    elif isinstance(condition, All | Some):
        for part in condition.parts:
            yield from _all_tests(part)


def _sides(test: Test) -> list[Place]:
    return [side for side in (test.left, test.right) if isinstance(side, Place)]


def _tests(pattern: PatternDraft, joined: Sequence[Place], names: Mapping[str, str]) -> list[dict[str, Any]]:
    """In the one order that was found safe: presence, constants, joins with the last one repeated, disjunctions."""
    condition = pattern.condition
    parts = condition.parts if isinstance(condition, All) else (condition,)
    compared = [side for test in _all_tests(condition) if isinstance(test.right, Place) for side in _sides(test)]
    joins = [_join(test, names) for test in pattern.joins]
    return [
        *({"$ex": {name: 1}} for name in dict.fromkeys(place.name for place in (*joined, *compared))),
        *(_own_test(part) for part in parts if isinstance(part, Test)),
        *joins,
        *joins[-1:],
        *(_own_test(part) for part in parts if not isinstance(part, Test)),
    ]


def _own_test(condition: Condition) -> dict[str, Any]:
    """A condition on one fact alone."""
    match condition:
        case Test(left, op, right):
            return _comparison(left.name, op, {limits.OWN_FACT: right.name} if isinstance(right, Place) else right)
        case All(parts):
            return {"$and": [_own_test(part) for part in parts]}
        case Some(parts):
            return {"$or": [_own_test(part) for part in parts]}
        case Matched():
            raise AssertionError("what asks for a match elsewhere is no part of a pattern")


def _join(test: Test, names: Mapping[str, str]) -> dict[str, Any]:
    """A comparison with the fact of an earlier pattern."""
    assert isinstance(test.right, Place)  # noqa: S101  # a constant joins nothing
    return _comparison(test.left.name, test.op, {names[test.right.variable]: test.right.name})


def _comparison(left: str, op: Op, right: Any) -> dict[str, Any]:
    return {left: right} if op is Op.EQ else {_OPERATORS[op]: {left: right}}
