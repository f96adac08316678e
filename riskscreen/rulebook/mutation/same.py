"""Changes of a rule that cannot change any verdict, each with the argument that shows it.

Two rows of one relation that a condition asks the same of can be named either way round, so rules order them by their
``position`` in the list to find every pair once. How the pairs are ordered then does not matter to the verdict:

- the order turned round, or only asked to differ, finds the same pairs (a position is known, and no two rows share it);
- without an order, or with one that lets a row be paired with itself, the same pairs and each row with itself are
  found; that does not matter either if the condition can never hold of a row and itself, because it asks that a value
  differ which is known of every row.

The row that an incomplete list may hold besides the known ones makes a binding unknown in either case.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import permutations
from typing import Any, NamedTuple, TypeAlias

from riskscreen.facts.vocabulary import VOCABULARY
from riskscreen.lang.parts import tested_measures
from riskscreen.lang.tree import (
    MIRRORED,
    Absence,
    Alternative,
    And,
    Compare,
    FieldRef,
    Formula,
    Member,
    Not,
    Op,
    Or,
    Pattern,
    Query,
)

POSITION = "position"
"""The field that rises from row to row of its relation: known of every row, and never the same for two."""

_NEVER_FALLS = {(relation, "bid") for relation in ("tenderer", "bidder_contact", "bidder_owner", "bidder_shareholder")}
"""Fields that are known of every row and never fall from a row to one further down."""

Names: TypeAlias = Mapping[str, str]


class _Order(NamedTuple):
    """``first.position op second.position``, and where it stands."""

    first: str
    op: Op
    second: str
    part: Compare


def why_same(before: Query, after: Query) -> str:
    """Why two queries give the same verdict on every case; empty if nothing is known to show it."""
    if before == after:
        return "the checked condition is the same"
    if _only_printed(before, after):
        return "the measure is printed, and no condition tests it"
    changed = _changed_alternative(before, after)
    if changed is None:
        return ""
    one, other = changed
    if one.patterns != other.patterns or one.sample is not None or other.sample is not None:
        return ""
    for order in _orders(one.condition):
        if order.op in (Op.LT, Op.GT) and _same_pairs(one, other, order):
            return "the two rows are asked the same, so their order does not matter"
        if order.op in (Op.LT, Op.GT) and (field := _implied_order(one, other, order)):
            return f"rows further down the list never have a smaller {field}"
    return ""


def _changed_alternative(before: Query, after: Query) -> tuple[Alternative, Alternative] | None:
    """The only alternative in which two queries differ."""
    if replace(before, alternatives=()) != replace(after, alternatives=()):
        return None
    if len(before.alternatives) != len(after.alternatives):
        return None
    pairs = zip(before.alternatives, after.alternatives, strict=True)
    differing = [(one, other) for one, other in pairs if one != other]
    return differing[0] if len(differing) == 1 else None


def _orders(condition: Formula) -> Iterator[_Order]:
    """The conjuncts that compare two rows of a relation by their position."""
    for part in _conjuncts(condition):
        if not isinstance(part, Compare) or not isinstance(part.right, FieldRef):
            continue
        left, right = part.left, part.right
        of_two_rows = left.relation == right.relation and left.variable != right.variable
        if left.field == right.field == POSITION and of_two_rows:
            yield _Order(left.variable, part.op, right.variable, part)


def _same_pairs(one: Alternative, other: Alternative, order: _Order) -> bool:
    """Whether ``other`` is ``one`` with two rows ordered otherwise, or not at all, and finds the same pairs."""
    pair = {order.first, order.second}
    orders = [found for found in _orders(other.condition) if {found.first, found.second} == pair]
    rest = [part for part in _conjuncts(one.condition) if part != order.part]
    other_rest = [part for part in _conjuncts(other.condition) if part not in [found.part for found in orders]]
    if len(orders) > 1 or _normal_set(rest) != _normal_set(other_rest):
        return False
    if not _symmetric(rest, order.first, order.second, one.patterns):
        return False
    op = orders[0].op if orders else None
    if op in (Op.LT, Op.GT, Op.NE):
        return True
    return op is not Op.EQ and any(_never_of_itself(part, pair) for part in rest)


def _implied_order(one: Alternative, other: Alternative, order: _Order) -> str:
    """The field that ``one`` asks to differ and ``other`` to be ordered like the positions, if it cannot fall."""
    before, after = _normal_set(_conjuncts(one.condition)), _normal_set(_conjuncts(other.condition))
    for relation, field in _NEVER_FALLS:
        if order.part.left.relation == relation:
            column = [known.name for known in VOCABULARY["project"].by_name[relation].fields].index(field)
            first = replace(order.part.left, field=field, index=column)
            second = replace(first, variable=order.second)
            differs, rises = (_normal(Compare(first, op, second)) for op in (Op.NE, order.op))
            if before - after == {differs} and after - before == {rises}:
                return field
    return ""


def _symmetric(parts: Sequence[Formula], first: str, second: str, patterns: Sequence[Pattern]) -> bool:
    """Whether swapping two variables, and others with them if need be, leaves the conjunction as it is."""
    others = [pattern for pattern in patterns if pattern.variable not in (first, second)]
    wanted = _normal_set(parts)
    for order in permutations(others):
        if [pattern.relation for pattern in order] != [pattern.relation for pattern in others]:
            continue
        names = {old.variable: new.variable for old, new in zip(others, order, strict=True)}
        names |= {first: second, second: first}
        if _normal_set([_renamed(part, names) for part in parts]) == wanted:
            return True
    return False


def _never_of_itself(part: Formula, pair: set[str]) -> bool:
    """Whether a conjunct asks two rows to differ in a field that is known of every row."""
    if not isinstance(part, Compare) or not isinstance(part.right, FieldRef):
        return False
    if part.op not in (Op.NE, Op.LT, Op.GT) or {part.left.variable, part.right.variable} != pair:
        return False
    return part.left.field == part.right.field and (part.left.relation, part.left.field) in _NEVER_FALLS


def _conjuncts(formula: Formula) -> list[Formula]:
    if isinstance(formula, And):
        return [inner for part in formula.parts for inner in _conjuncts(part)]
    return [formula]


def _only_printed(before: Query, after: Query) -> bool:
    """Whether the queries differ in measures alone that no condition tests."""
    changed = {measure.name for measure in before.measures if measure not in after.measures}
    return replace(before, measures=()) == replace(after, measures=()) and not changed & tested_measures(before)


def _normal_set(parts: Sequence[Formula]) -> frozenset[Any]:
    return frozenset(_normal(part) for part in parts)


def _normal(formula: Formula) -> Any:
    """A form that is the same for conditions which differ in the order of their parts and sides only."""
    match formula:
        case Compare(left, op, FieldRef() as right) if (right.variable, right.field) < (left.variable, left.field):
            return Compare(right, MIRRORED[op], left)
        case And(parts):
            return And, _normal_set(parts)
        case Or(parts):
            return Or, _normal_set(parts)
        case Not(part):
            return Not, _normal(part)
        case Absence(patterns, condition):
            return Absence, patterns, _normal(condition)
        case _:
            return formula


def _renamed(formula: Formula, names: Names) -> Formula:
    """The formula with its variables called otherwise. Variables of an absence keep their names."""
    match formula:
        case Compare(left, op, right):
            other = _ref(right, names) if isinstance(right, FieldRef) else right
            return Compare(_ref(left, names), op, other)
        case Member(field, values):
            return Member(_ref(field, names), values)
        case And(parts):
            return And(tuple(_renamed(part, names) for part in parts))
        case Or(parts):
            return Or(tuple(_renamed(part, names) for part in parts))
        case Not(part):
            return Not(_renamed(part, names))
        case Absence(patterns, condition):
            return Absence(patterns, _renamed(condition, names))
        case _:
            return formula


def _ref(ref: FieldRef, names: Names) -> FieldRef:
    return replace(ref, variable=names.get(ref.variable, ref.variable))
