"""From a search's condition to the rules that find its matches: one conjunction of patterns each.

Inside a pattern conjunctions and disjunctions may nest, for they are over one fact. A disjunction over several facts
cannot be said in one rule and becomes several; their matches are united.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice, product

from riskscreen.engines.durable import limits
from riskscreen.engines.durable.limits import Inexpressible
from riskscreen.engines.durable.searches import Search, Variable
from riskscreen.engines.durable.terms import (
    FALSE,
    Condition,
    Matched,
    Place,
    Some,
    Test,
    World,
    all_of,
    any_of,
    groups,
    has_match,
    paths,
    variables,
)
from riskscreen.engines.durable.terms import All as AllOf
from riskscreen.lang.tree import MIRRORED

SUBJECT = Variable("", "")
"""Stands for the subject's own row where a search binds no other."""

MAX_PATHS = 48
"""Ways in which one pattern may come true; a condition with more is spread over several rules."""


@dataclass(frozen=True, slots=True)
class PatternDraft:
    """One variable of a rule: what its fact must satisfy alone, and together with the facts before it."""

    variable: Variable
    condition: Condition
    joins: tuple[Test, ...]


@dataclass(frozen=True, slots=True)
class Draft:
    """A rule of the engine. ``matched`` are asked of its matches afterwards."""

    code: str
    search: int
    world: World
    patterns: tuple[PatternDraft, ...]
    matched: tuple[Matched, ...]


def drafts(searches: Sequence[Search]) -> Iterator[Draft]:
    """The rules for the searches; raises :class:`Inexpressible`."""
    for position, search in enumerate(searches):
        for world, condition in search.conditions.items():
            conjunctions = _conjunctions(search, condition)
            fitted = (draft for terms in conjunctions for draft in _fitted(_draft(search, position, world, terms)))
            made = list(islice(fitted, limits.RULES_PER_SEARCH + 1))
            if len(made) > limits.RULES_PER_SEARCH:
                raise _too_many(search.code)
            yield from made


def _conjunctions(search: Search, condition: Condition) -> list[tuple[Condition, ...]]:
    """The condition as a disjunction of conjunctions whose parts look at one fact, join two, or ask for a match."""
    if condition == FALSE:
        return []
    if isinstance(condition, AllOf):
        spread = [_conjunctions(search, part) for part in condition.parts]
        count = 1
        for alternatives in spread:
            count *= len(alternatives)
        if count > limits.RULES_PER_SEARCH:
            raise _too_many(search.code)
        return [tuple(term for terms in chosen for term in terms) for chosen in product(*spread)]
    if not isinstance(condition, Some) or _is_local(condition):
        return [(condition,)]
    together: dict[frozenset[str], list[Condition]] = {}
    found: list[tuple[Condition, ...]] = []
    for part in condition.parts:
        if _is_local(part):
            together.setdefault(variables(part), []).append(part)
        else:
            found += _conjunctions(search, part)
    return [*((any_of(parts),) for parts in together.values()), *found]


def _is_local(condition: Condition) -> bool:
    return len(variables(condition)) <= 1 and not has_match(condition)


def _draft(search: Search, position: int, world: World, terms: Sequence[Condition]) -> Draft:
    """Each term goes to the last of the variables that it looks at; one about the subject alone to the first."""
    bound = search.variables or (SUBJECT,)
    order = {variable.name: place for place, variable in enumerate(bound)}
    local: list[list[Condition]] = [[] for _ in bound]
    joins: list[list[Test]] = [[] for _ in bound]
    matched: list[Matched] = []
    for term in terms:
        if isinstance(term, Matched):
            matched.append(term)
        elif len(variables(term)) > 1 and isinstance(term, Test):
            joined = _from_last(term, order)
            joins[order[joined.left.variable]].append(joined)
        else:
            local[max((order[name] for name in variables(term)), default=0)].append(term)
    patterns = tuple(
        PatternDraft(variable, all_of(conditions), tuple(dict.fromkeys(tests)))
        for variable, conditions, tests in zip(bound, local, joins, strict=True)
    )
    return Draft(search.code, position, world, patterns, tuple(dict.fromkeys(matched)))


def _from_last(test: Test, order: Mapping[str, int]) -> Test:
    """The join seen from the later of its two variables."""
    if isinstance(test.right, Place) and order[test.right.variable] > order[test.left.variable]:
        return Test(test.right, MIRRORED[test.op], test.left)
    return test


def _fitted(draft: Draft) -> Iterator[Draft]:
    """The draft, cut in two at its widest disjunction until each pattern is small enough."""
    for place, pattern in enumerate(draft.patterns):
        too_wide = paths(pattern.condition) > MAX_PATHS or _slots(pattern) > limits.SLOTS
        widest = max(_disjunctions(pattern.condition), key=paths, default=None) if too_wide else None
        if widest is None:
            continue
        rest = [part for part in _parts(pattern.condition) if part is not widest]
        middle = len(widest.parts) // 2
        for half in (widest.parts[:middle], widest.parts[middle:]):
            cut = replace(pattern, condition=all_of([*rest, any_of(half)]))
            yield from _fitted(replace(draft, patterns=(*draft.patterns[:place], cut, *draft.patterns[place + 1 :])))
        return
    yield draft


def _slots(pattern: PatternDraft) -> int:
    """The places it takes in the engine's table of a pattern's connectives and joins, the last of which is repeated."""
    connectives = 1 + sum(map(groups, _parts(pattern.condition)))
    return 2 * connectives + len(pattern.joins) + (1 if pattern.joins else 0)


def _parts(condition: Condition) -> tuple[Condition, ...]:
    return condition.parts if isinstance(condition, AllOf) else (condition,)


def _disjunctions(condition: Condition) -> Iterator[Some]:
    return (part for part in _parts(condition) if isinstance(part, Some))


def _too_many(code: str) -> Inexpressible:
    return Inexpressible(code, f"its condition needs more than {limits.RULES_PER_SEARCH} rules of the engine")
