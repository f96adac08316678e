"""From the answers of the texts to outcomes: verdicts as the meaning of rules has it, and all true bindings."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import repeat

from riskscreen.engines.base import CLEAR, OUT_OF_SCOPE, UNKNOWN, Binding, Outcome, Verdict
from riskscreen.engines.sql.plan import Plan, RuleSlots, Slot
from riskscreen.engines.sql.terms import (
    FALSE_LEVEL,
    TRUE_LEVEL,
    UNKNOWN_LEVEL,
)

_FLAGGED = Outcome(Verdict.FLAGGED)
"""Stands for an outcome whose bindings are still to be put in."""


def outcomes(plan: Plan, answers: Sequence[Sequence[Sequence[int]]], cases: int) -> Iterator[tuple[Outcome, ...]]:
    """The outcomes of every case, in the order of the rules; ``answers`` are the rows that the plan's texts give."""
    if not plan.rules:
        return repeat((), cases)
    columns = [list(zip(*rows, strict=True)) for rows in answers]

    def found(slot: Slot) -> _Found:
        return _found(columns[slot.text], plan.texts[slot.text].patterns, slot.number, cases)

    return zip(*[_judged(rule, found) for rule in plan.rules], strict=True)


@dataclass(frozen=True, slots=True)
class _Found:
    """What a text says of one condition: the level of every case, and all true bindings of the cases that have any.

    A condition that binds no rows has one binding, the empty one; ``bindings`` is None then.
    """

    levels: Sequence[int]
    bindings: Mapping[int, Sequence[tuple[int, ...]]] | None

    def of(self, case: int) -> Sequence[tuple[int, ...]]:
        """The true bindings of a case, sorted."""
        if self.bindings is None:
            return _EMPTY_BINDING if self.levels[case] == TRUE_LEVEL else ()
        return sorted(self.bindings.get(case, ()))


_EMPTY_BINDING = ((),)


def _found(columns: Sequence[Sequence[int]], patterns: int, number: int, cases: int) -> _Found:
    levels = bytearray(cases)
    if not columns:
        return _Found(levels, {} if patterns else None)
    of_cases, rows, given = columns[0], columns[1 : 1 + patterns], columns[1 + patterns + number]
    if not patterns:
        for case, level in zip(of_cases, given, strict=True):
            levels[case] = level
        return _Found(levels, None)
    bindings: dict[int, list[tuple[int, ...]]] = {}
    for case, positions, level in zip(of_cases, zip(*rows, strict=True), given, strict=True):
        if level == TRUE_LEVEL:
            bindings.setdefault(case, []).append(positions)
        if level > levels[case]:
            levels[case] = level
    return _Found(levels, bindings)


def _judged(rule: RuleSlots, found: Callable[[Slot], _Found]) -> list[Outcome]:
    """The rule's outcome on every case."""
    alternatives = [found(slot) for slot in rule.alternatives]
    levels = [each.levels for each in alternatives]
    highest: Iterable[int] = levels[0] if len(levels) == 1 else map(max, *levels)
    if rule.scope is not None:
        highest = map(_within, found(rule.scope).levels, highest)
    if len(alternatives) == 1 and alternatives[0].bindings is None:
        return list(map(_BINDING_NOTHING.__getitem__, highest))
    judged = list(map(_VERDICTS.__getitem__, highest))
    _bind(judged, alternatives)
    return judged


_OUT_OF_SCOPE_LEVEL = 3
_VERDICTS = (CLEAR, UNKNOWN, _FLAGGED, OUT_OF_SCOPE)
"""By level."""
_BINDING_NOTHING = (CLEAR, UNKNOWN, Outcome(Verdict.FLAGGED, ((0, ()),)), OUT_OF_SCOPE)
"""The same of a rule whose only alternative binds no rows."""


def _within(scope: int, level: int) -> int:
    """The level of a rule that has a scope."""
    if scope == TRUE_LEVEL:
        return level
    return _OUT_OF_SCOPE_LEVEL if scope == FALSE_LEVEL else UNKNOWN_LEVEL


def _bind(judged: list[Outcome], alternatives: Sequence[_Found]) -> None:
    """Put the true bindings of all alternatives, in order, into the flagged outcomes.

    Many cases are flagged on the same positions; they share one outcome.
    """
    made: dict[tuple[Binding, ...], Outcome] = {}
    for case, outcome in enumerate(judged):
        if outcome is _FLAGGED:
            bindings = tuple(
                [(position, rows) for position, found in enumerate(alternatives) for rows in found.of(case)]
            )
            if bindings not in made:
                made[bindings] = Outcome(Verdict.FLAGGED, bindings)
            judged[case] = made[bindings]
