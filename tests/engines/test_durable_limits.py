"""The hard limits: what is refused, what is not, and that the engine itself holds what is not refused."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from typing import Any

import pytest

from riskscreen.engines.base import EngineRule
from riskscreen.engines.durable import limits
from riskscreen.engines.durable.compile import compile_rules
from riskscreen.engines.durable.limits import Inexpressible
from riskscreen.engines.durable.ruleset import SENTINEL, SENTINEL_TYPE, TYPE, Ruleset
from riskscreen.engines.durable.session import Session, SessionFailed
from riskscreen.errors import UsageError
from riskscreen.lang.tree import TRUE, Alternative, And, Compare, FieldRef, Formula, Literal, Op, Or, Pattern, Query
from riskscreen.lang.vocabulary import Kind
from tests.support.engines import rule
from tests.support.needs import needs_durable

pytestmark = needs_durable

Test = dict[str, Any]
Definition = dict[str, Any]
Made = tuple[Definition, list[str]]
"""A rule set and the facts that make all of its rules fire."""


def ruleset(**rules: Sequence[Sequence[Test]]) -> Definition:
    """Rules from the tests of their patterns; their facts are of type 1."""
    made: Definition = {SENTINEL: {"all": [{"p0": {"$and": [{TYPE: SENTINEL_TYPE}]}}]}}
    for name, tests in rules.items():
        made[name] = {
            "all": [{f"p{place}": {"$and": [{TYPE: 1}, *test]}} for place, test in enumerate(tests)],
            "dist": 0,
        }
    return made


def rules_true_at_once(count: int) -> Made:
    return ruleset(**{f"r{i}": [[{"$gte": {"v": -i}}]] for i in range(count)}), ['"t":1,"v":0}']


def rules_with_the_same_test(count: int) -> Made:
    return ruleset(**{f"r{i}": [[{"v": 0}]] for i in range(count)}), ['"t":1,"v":0}']


def patterns(count: int) -> Made:
    return ruleset(r0=[[{"v": 0}] for _ in range(count)]), ['"t":1,"v":0}']


def connectives(count: int) -> Made:
    """The pattern's own two places, and two for each disjunction."""
    either: list[Test] = [{"$or": [{"v": 0}, {"w": i}]} for i in range((count - 2) // 2)]
    return ruleset(r0=[either]), ['"t":1,"v":0,"w":-1}']


def joins(count: int) -> Made:
    tests: list[Test] = [{"$gte": {"v": {"p0": "v"}}} for _ in range(count - 2)]
    return ruleset(r0=[[{"v": 0}], tests]), ['"t":1,"v":0}']


def siblings(count: int) -> Made:
    """Distinct tests after one test, of which one is true."""
    return ruleset(**{f"r{i}": [[{"v": i}]] for i in range(count)}), [f'"t":1,"v":{i}}}' for i in range(count)]


def forks(count: int) -> Made:
    both: list[list[Test]] = [[{"v": 0}, {"$or": [{"w": 0}, {"x": i}]}] for i in range(count)]
    return ruleset(**{f"r{i}": [test] for i, test in enumerate(both)}), []


def fired(made: Made) -> set[str]:
    definition, facts = made
    return set(Session("limits", Ruleset(json.dumps(definition), ())).run(facts))


def all_rules(made: Made) -> set[str]:
    return set(made[0]) - {SENTINEL}


@pytest.mark.parametrize(
    ("make", "limit"),
    [
        (rules_true_at_once, limits.STACK),
        (rules_with_the_same_test, limits.ENDINGS),
        (patterns, limits.PATTERNS),
        (connectives, limits.SLOTS - 1),
        (joins, limits.SLOTS),
        (siblings, limits.CHILDREN),
    ],
)
def test_what_is_within_a_limit_is_accepted_and_fires(make: Callable[[int], Made], limit: int) -> None:
    made = make(limit)
    limits.check(made[0], {})
    assert fired(made) == all_rules(made)


@pytest.mark.parametrize(
    ("make", "limit", "said"),
    [
        (rules_true_at_once, limits.STACK, "hold at once"),
        (rules_with_the_same_test, limits.ENDINGS, "end in one test"),
        (patterns, limits.PATTERNS, "17 patterns"),
        (connectives, limits.SLOTS, "connectives and joins"),
        (joins, limits.SLOTS, "connectives and joins"),
        (siblings, limits.CHILDREN, "distinct tests"),
        (forks, limits.FORKS, "disjunctions"),
    ],
)
def test_what_is_beyond_a_limit_is_refused_by_name(make: Callable[[int], Made], limit: int, said: str) -> None:
    definition, _ = make(limit + 1)
    codes = {name: f"pack/{name.upper()}" for name in definition}
    with pytest.raises(Inexpressible, match=rf"rule pack/R\d+ .*{said}.*limit"):
        limits.check(definition, codes)


@pytest.mark.parametrize(
    ("make", "beyond", "code"),
    [(rules_true_at_once, limits.STACK + 1, "303"), (patterns, limits.PATTERNS + 1, "304")],
)
def test_the_engine_itself_fails_where_the_check_refuses(make: Callable[[int], Made], beyond: int, code: str) -> None:
    """The figures are the engine's: with one more, the session fails with its code, and gives no verdict."""
    session = Session("beyond", Ruleset(json.dumps(make(beyond)[0]), ()))
    with pytest.raises(SessionFailed, match=code):
        session.run(make(beyond)[1])
    assert session.run([]) == {}, "the session after it is sound"


def test_a_fact_may_have_as_many_properties_as_the_check_allows() -> None:
    session = Session("properties", Ruleset(json.dumps(ruleset(r0=[[{"v": 0}]])), ()))

    def fact(properties: int) -> str:
        return '"t":1,"v":0' + "".join(f',"a{i}":{i}' for i in range(properties - 2)) + "}"

    limits.check_properties("test/R1", limits.PROPERTIES)
    assert set(session.run([fact(limits.PROPERTIES)])) == {"r0"}
    with pytest.raises(Inexpressible, match="253 properties"):
        limits.check_properties("test/R1", limits.PROPERTIES + 1)
    with pytest.raises(SessionFailed, match="302"):
        session.run([fact(limits.PROPERTIES + 1)])


def test_names_that_the_engine_cannot_tell_apart_are_refused() -> None:
    # two names with the same 32-bit hash
    assert limits.fnv1a("costarring") == limits.fnv1a("liquid")
    with pytest.raises(Inexpressible, match="costarring"):
        limits.check(ruleset(r0=[[{"costarring": 1}, {"liquid": 1}]]), {})


def test_more_rules_than_a_set_holds_are_refused() -> None:
    definition = {f"r{i}": {"all": [{"p0": {"$and": [{TYPE: i // 200}]}}]} for i in range(limits.RULES + 1)}
    with pytest.raises(Inexpressible, match="4097 rules in a set"):
        limits.check(definition, {})


def query(alternative: Alternative) -> EngineRule:
    return EngineRule("pack/R7", Query("project", None, (), (alternative,)))


def position(variable: str) -> FieldRef:
    return FieldRef(variable, "role", "position", 3, Kind.INT)


def test_a_rule_of_too_many_patterns_is_refused_by_its_code() -> None:
    with pytest.raises(UsageError, match=r"rule pack/R7 .* 17 patterns, where the engine's limit is 16"):
        compile_rules([query(Alternative(tuple(Pattern(f"v{i}", "role") for i in range(17)), TRUE))])


def test_a_rule_of_too_many_joins_is_refused_by_its_code() -> None:
    patterns = tuple(Pattern(f"v{i}", "role") for i in range(8))
    pairs = [(a, b) for a in "01234567" for b in "7" if a < b]
    condition = And(tuple(Compare(position(f"v{b}"), op, position(f"v{a}")) for a, b in pairs for op in Op))
    with pytest.raises(UsageError, match=r"rule pack/R7 .* connectives and joins"):
        compile_rules([query(Alternative(patterns, condition))])


def test_a_condition_of_too_many_cases_is_refused_by_its_code() -> None:
    def either(place: int) -> Formula:
        return Or(tuple(Compare(position("v0"), op, position(f"v{place}")) for op in (Op.LT, Op.GT, Op.EQ)))

    patterns = tuple(Pattern(f"v{i}", "role") for i in range(5))
    with pytest.raises(UsageError, match=r"rule pack/R7 .* more than 64 rules"):
        compile_rules([query(Alternative(patterns, And(tuple(either(place) for place in range(1, 5)))))])


def test_a_condition_that_can_come_true_in_millions_of_ways_is_refused_at_once() -> None:
    def either(place: int) -> Formula:
        return Or(tuple(Compare(position("v0"), Op.EQ, Literal(4 * place + i, Kind.INT)) for i in range(4)))

    with pytest.raises(UsageError, match=r"rule pack/R7 .* more than 64 rules"):
        compile_rules([query(Alternative((Pattern("v0", "role"),), And(tuple(map(either, range(12))))))])


def test_a_threshold_that_cannot_be_compared_exactly_is_refused() -> None:
    with pytest.raises(UsageError, match=r"rule test/R1 .*2\^53"):
        compile_rules([rule("project.service_staff >= $many", many=2**53)])


def test_a_set_of_rules_beyond_every_limit_of_one_set_is_spread_over_several() -> None:
    many = [rule("project.service_staff >= $n", code=f"test/R{n}", n=n) for n in range(1200)]
    program = compile_rules(many)["project"].searches
    assert len(program.rulesets) > 1
    assert len(program.matchers) == 2400
