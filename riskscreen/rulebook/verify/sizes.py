"""How many rows a proof must look at.

If some case shows a claim, a small one does: the rows that the claim says exist, and for measures one row (with its
copies) of every kind that the filters tell apart. All other rows can go, for what a claim says of *every* row stays
true with fewer of them. The exception is a claim of the form "for every row there is another": there, and where
filters tell too many kinds apart, no number is known to be enough, and the claim is searched, not proved.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from math import prod

from riskscreen.lang.parts import fields_named, measures_tested, parts_of, relations_named
from riskscreen.lang.tree import (
    TRUE,
    Absence,
    And,
    Compare,
    Formula,
    Measure,
    MeasureTest,
    Member,
    Not,
    Or,
    Pattern,
    Query,
)
from riskscreen.rulebook.verify.trial import Claim

MOST_KINDS = 16
"""The most kinds of rows that filters may tell apart and every one is still looked at."""

_FEW_KINDS = 4
_ROWS_OF_AN_ITEM = {"tie": 2}


@dataclass(slots=True)
class Sizes:
    """Rows by relation, and the relations of which more rows could show more."""

    rows: Counter[str] = field(default_factory=Counter)
    bounded: set[str] = field(default_factory=set)

    def __or__(self, other: Sizes) -> Sizes:
        """Enough for either."""
        return Sizes(self.rows | other.rows, self.bounded | other.bounded)

    def __add__(self, other: Sizes) -> Sizes:
        """Enough for both at once."""
        return Sizes(self.rows + other.rows, self.bounded | other.bounded)


def sizes_for(claim: Claim) -> Sizes:
    """The rows that a case for the claim needs."""
    total = Sizes()
    for query in claim.flagged:
        total += _flagged(query)
    for query in claim.clear:
        total += _clear(query)
    total += _kinds(claim.queries)
    return _with_hosts(total, claim.queries)


def _flagged(query: Query) -> Sizes:
    scope = Sizes() if query.scope is None else _needed(query.scope, True)
    found = Sizes()
    for alternative in query.alternatives:
        found |= _of(alternative.patterns) + _needed(alternative.condition, True)
    return scope + found


def _clear(query: Query) -> Sizes:
    outside = Sizes() if query.scope is None else _needed(query.scope, False)
    inside = Sizes() if query.scope is None else _needed(query.scope, True)
    for alternative in query.alternatives:
        inside += _for_every(alternative.patterns, _needed(alternative.condition, False))
    return outside | inside


def _needed(formula: Formula, truth: bool) -> Sizes:
    """The rows that must be there for the formula to be true, or false."""
    match formula:
        case And(parts) | Or(parts):
            total = Sizes()
            for part in parts:
                needed = _needed(part, truth)
                total = total + needed if isinstance(formula, And) is truth else total | needed
            return total
        case Not(part):
            return _needed(part, not truth)
        case Absence(patterns, condition):
            inner = _needed(condition, not truth)
            return _for_every(patterns, inner) if truth else _of(patterns) + inner
        case Compare() | Member() | MeasureTest():
            return Sizes()


def _of(patterns: Sequence[Pattern]) -> Sizes:
    return Sizes(Counter(pattern.relation for pattern in patterns))


def _for_every(patterns: Sequence[Pattern], inner: Sizes) -> Sizes:
    """What every binding needs; where it needs rows, those are new bindings that may need more."""
    if patterns and inner.rows:
        return Sizes(inner.rows, inner.bounded | set(inner.rows))
    return inner


def measured(query: Query) -> set[str]:
    """The relations whose rows a rule counts or adds up."""
    return {measure.relation for measure in _measures(query)}


def _measures(query: Query) -> list[Measure]:
    """The measures that a rule's conditions test; others are for its message only."""
    conditions = [*([] if query.scope is None else [query.scope]), *(item.condition for item in query.alternatives)]
    tested = {name for condition in conditions for name in measures_tested(condition)}
    return [measure for measure in query.measures if measure.name in tested]


def _kinds(queries: Iterable[Query]) -> Sizes:
    """One row of every kind that the filters of measures tell apart."""
    tests: dict[str, set[Formula | str]] = {}
    for query in queries:
        for measure in _measures(query):
            found = tests.setdefault(measure.relation, set())
            found.add(measure.filter)
            if measure.weight is not None:
                found.add(measure.weight.field)
    sizes = Sizes()
    for relation, filters in tests.items():
        kinds = 2 ** (len(filters - {TRUE}) * _ROWS_OF_AN_ITEM.get(relation, 1))
        sizes.rows[relation] = min(kinds, MOST_KINDS)
        if kinds > MOST_KINDS:
            sizes.bounded.add(relation)
    return sizes


def _with_hosts(sizes: Sizes, queries: Iterable[Query]) -> Sizes:
    """Rows that other rows hang on: an owner's party, a tenderer's bid and details, the item that meets a need.

    Beside a set of targets there may be others of the same buyer; a market with a project has rows of every kind.
    """
    read = {(ref.relation, ref.field) for query in queries for ref in fields_named(query)}
    rows = sizes.rows
    rows["party"] += rows["owner"]
    rows["bid"] += rows["tenderer"]
    if ("tenderer", "address") in read or ("tenderer", "telephone") in read:
        rows["party"] += rows["tenderer"]
    if ("need", "covered") in read:
        rows["service_item"] += rows["need"]
    rows["design"] += bool(rows["design"])
    for query in queries:
        if query.subject == "market":
            rows |= Counter(relations_named(query))
    return Sizes(+rows, sizes.bounded)


def sizes_of_all(queries: Sequence[Query]) -> Sizes:
    """Rows enough to look for cases of many rules at once; they prove nothing."""
    flagged, clear = Sizes(), Sizes()
    for query in queries:
        flagged |= _flagged(query)
        clear |= _clear(query)
    kinds = _kinds(queries)
    few = Sizes(Counter({relation: min(number, _FEW_KINDS) for relation, number in kinds.rows.items()}))
    return _with_hosts(flagged + clear + few, queries)


def bindings(queries: Iterable[Query], sizes: Sizes) -> int:
    """How many bindings the joins of rules have over so many rows."""
    return sum(_bindings(patterns, sizes) for query in queries for patterns in _joins(query))


def _bindings(patterns: Sequence[Pattern], sizes: Sizes) -> int:
    return prod(sizes.rows[pattern.relation] * _ROWS_OF_AN_ITEM.get(pattern.relation, 1) for pattern in patterns)


def _joins(query: Query) -> Iterator[tuple[Pattern, ...]]:
    for alternative in query.alternatives:
        yield alternative.patterns
        for part in parts_of(alternative.condition):
            if isinstance(part, Absence):
                yield (*alternative.patterns, *part.patterns)
