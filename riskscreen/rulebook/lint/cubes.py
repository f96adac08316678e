"""What a conjunction lets each thing be, and whether one conjunction implies another.

Sound and not complete: an implication that is found holds; one that takes more than a look at each thing by itself
(arithmetic, several rows) is not looked for.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass

from riskscreen.rulebook.lint.parts import Either, Every, Key, NoneOf, Part, Test, flat, renamed
from riskscreen.rulebook.lint.value_sets import ValueSet, both, within


@dataclass(frozen=True, slots=True)
class Cube:
    """The values each thing can have where the conjunction holds, and the shapes of what else must hold."""

    values: Mapping[Key, ValueSet]
    domains: Mapping[Key, ValueSet]
    others: frozenset[Hashable]

    @property
    def empty(self) -> bool:
        """Whether the tests contradict each other."""
        return any(values.empty for values in self.values.values())

    def implies(self, other: Cube) -> bool:
        """Whether everything the other asks for holds wherever this does."""
        return other.others <= self.others and all(
            within(self.values.get(key, other.domains[key]), values) for key, values in other.values.items()
        )


def cube(part: Part) -> Cube:
    """The cube of a part, taken as a conjunction."""
    values: dict[Key, ValueSet] = {}
    domains: dict[Key, ValueSet] = {}
    others = set()
    for each in flat((part,)).parts:
        if isinstance(each, Test):
            domains[each.key] = each.domain
            values[each.key] = both(values.get(each.key, each.domain), each.values)
        else:
            others.add(shape(each))
    return Cube(values, domains, frozenset(others))


def shape(part: Part) -> Hashable:
    """The part without its words, its places and the order of its parts: equal shapes mean the same."""
    match part:
        case Test(key, values, domain):
            return key, both(values, domain)
        case Every(parts):
            return "every", frozenset(map(shape, parts))
        case Either(parts):
            return "either", frozenset(map(shape, parts))
        case NoneOf(rows, condition):
            names = {variable: f"#{place}" for place, (variable, _) in enumerate(rows)}
            return "none", tuple(relation for _, relation in rows), shape(renamed(condition, names))


def constant(test: Test) -> bool | None:
    """True or False for a test that always or never holds, whatever the thing's value; None for any other."""
    if both(test.values, test.domain).empty:
        return False
    return True if within(test.domain, test.values) else None


def sound(part: Part) -> bool:
    """Whether a conjunction can hold and none of its tests is constant: of others more is said elsewhere."""
    tests = [each for each in flat((part,)).parts if isinstance(each, Test)]
    return all(constant(test) is None for test in tests) and not cube(part).empty
