"""Parts of conditions that can never hold, always hold, or add nothing to what stands beside them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TypeAlias

from riskscreen.rulebook.clauses import Clauses
from riskscreen.rulebook.lint.alternatives import alternative_remarks
from riskscreen.rulebook.lint.cubes import Cube, constant, cube, shape, sound
from riskscreen.rulebook.lint.parts import (
    Either,
    Every,
    Key,
    NoneOf,
    Part,
    Test,
    branch_parts,
    clause_part,
    flat,
    tests_in,
)
from riskscreen.rulebook.lint.remark import Remark
from riskscreen.rulebook.lint.value_sets import ValueSet, both, either, within

Known: TypeAlias = Mapping[Key, tuple[ValueSet, Test]]
"""What each thing can be by the tests that hold anyway, and the last of these tests."""


def condition_remarks(clauses: Clauses) -> Iterator[Remark]:
    """Everything wrong with the conditions of a rule, measures first."""
    for measure in clauses.measures:
        if measure.where is not None:
            yield from _of_every(flat((clause_part(measure.where),)), {})
    known: Known = {}
    if clauses.scope is not None:
        scope = flat((clause_part(clauses.scope),))
        yield from _of_every(scope, {})
        known = _narrowed(scope, {})
    parts = [branch_parts(branch) for branch in clauses.branches]
    for part in parts:
        yield from _of_every(part, known)
    yield from alternative_remarks(clauses.branches, parts)


def _of_every(whole: Every, known: Known) -> Iterator[Remark]:
    tests = [part for part in whole.parts if isinstance(part, Test)]
    for test in tests:
        if (value := constant(test)) is not None:
            yield _constant(test, value)
    groups: dict[Key, list[Test]] = {}
    for test in tests:
        if constant(test) is None:
            groups.setdefault(test.key, []).append(test)
    for group in groups.values():
        yield from _of_one_thing(group, known)
    yield from _repeated([part for part in whole.parts if not isinstance(part, Test)])
    narrowed = _narrowed(whole, known)
    for part in whole.parts:
        if isinstance(part, Either):
            yield from _of_either(part, narrowed)
        elif isinstance(part, NoneOf):
            yield from _of_every(part.condition, narrowed)


def _of_one_thing(group: Sequence[Test], known: Known) -> Iterator[Remark]:
    """Tests of one thing that stand side by side: the first that contradicts, or those that say nothing new."""
    held = known.get(group[0].key)
    tests = [*([held[1]] if held else []), *group]
    possible = held[0] if held else group[0].domain
    for test in group:
        possible = both(possible, test.values)
        if possible.empty:
            others = [other for other in tests if other is not test and both(other.values, test.values).empty]
            message = f"{test.text} can never hold together with {_named(others or tests[: tests.index(test)])}"
            yield Remark(test.path, test.column, "contradicting-part", message)
            return
    kept = list(group)
    for test in reversed(group):
        rest = [other for other in kept if other is not test]
        possible = held[0] if held else test.domain
        for other in rest:
            possible = both(possible, other.values)
        if within(possible, test.values):
            kept.remove(test)
            message = f"{test.text} adds nothing to {_named([*([held[1]] if held else []), *rest])}; leave it out"
            yield Remark(test.path, test.column, "redundant-part", message)


def _of_either(whole: Either, known: Known) -> Iterator[Remark]:
    implied = set()
    for place, remark in _implied(whole.parts):
        implied.add(place)
        yield remark
    yield from _exhaustive(whole, known)
    for place, part in enumerate(whole.parts):
        if place not in implied:
            yield from _of_every(flat((part,)), known)


def _implied(parts: Sequence[Part]) -> Iterator[tuple[int, Remark]]:
    """Parts of an ``or`` that hold only where another one does."""
    cubes = {place: cube(part) for place, part in enumerate(parts) if sound(part)}
    for place, other in _covered(cubes):
        first, wider = next(tests_in(parts[place])), next(tests_in(parts[other]))
        message = f"this part adds nothing: wherever it holds, so does the part with {wider.text}"
        yield place, Remark(first.path, first.column, "redundant-part", message)


def _covered(cubes: Mapping[int, Cube]) -> Iterator[tuple[int, int]]:
    """The places of cubes that imply another, with that other's; of equal ones the later."""
    dropped: set[int] = set()
    for place, mine in cubes.items():
        for other, its in cubes.items():
            if other == place or other in dropped or not mine.implies(its):
                continue
            if other > place and its.implies(mine):
                continue
            dropped.add(place)
            yield place, other
            break


def _exhaustive(whole: Either, known: Known) -> Iterator[Remark]:
    """Tests of one thing, joined by ``or``, of which one always holds."""
    seen: dict[Key, ValueSet] = {}
    for part in whole.parts:
        if not isinstance(part, Test) or constant(part) is not None:
            continue
        possible = both(part.domain, known[part.key][0]) if part.key in known else part.domain
        if part.key in seen:
            seen[part.key] = either(seen[part.key], part.values)
            if within(possible, seen[part.key]) and not within(possible, part.values):
                message = f"with {part.text} one of the parts joined by or always holds"
                yield Remark(part.path, part.column, "always-true", message)
        else:
            seen[part.key] = part.values


def _repeated(parts: Sequence[Part]) -> Iterator[Remark]:
    seen = set()
    for part in parts:
        if shape(part) in seen and (first := next(tests_in(part), None)):
            yield Remark(first.path, first.column, "redundant-part", "the same stands there already; leave it out")
        seen.add(shape(part))


def _constant(test: Test, value: bool) -> Remark:
    code, always = ("always-true", "always") if value else ("never-true", "never")
    return Remark(test.path, test.column, code, f"{test.text} {always} holds: {test.limits}")


def _narrowed(whole: Every, known: Known) -> Known:
    """What is known where all of a conjunction holds, and what was known before; of contradictions the first side."""
    narrowed = dict(known)
    for test in whole.parts:
        if isinstance(test, Test):
            before = narrowed[test.key][0] if test.key in narrowed else test.domain
            values = both(before, test.values)
            narrowed[test.key] = (before if values.empty else values, test)
    return narrowed


def _named(tests: Sequence[Test]) -> str:
    return " and ".join(dict.fromkeys(test.text for test in tests))
