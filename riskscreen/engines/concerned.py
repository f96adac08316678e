"""Whom the true bindings of a rule concern."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from riskscreen.engines.base import Binding
from riskscreen.engines.reference import RowTest, row_test
from riskscreen.facts.case import NOTHING_KNOWN, Case
from riskscreen.lang.concerns import Concern
from riskscreen.lang.tree import FieldRef, Query


@dataclass(frozen=True, slots=True)
class Concerned:
    """What concerns one organisation: the true bindings, and the fields that name it, by relation, row and position."""

    bindings: list[Binding] = field(default_factory=list)
    named_in: set[tuple[str, int, int]] = field(default_factory=set)


class ConcernFinder:
    """Finds the organisations that a rule names besides the project it flags."""

    def __init__(self, query: Query, concerns: Sequence[Concern]) -> None:
        self._query = query
        self._concerns: list[tuple[FieldRef, RowTest | None]] = [
            (concern.field, None if concern.where is None else row_test(concern.where)) for concern in concerns
        ]

    def organisations(self, case: Case, bindings: Sequence[Binding]) -> dict[str, Concerned]:
        """The organisations by identifier, sorted, each with what concerns it."""
        found: dict[str, Concerned] = {}
        for binding in bindings if self._concerns else ():
            for identifier, place in self._named(case, binding):
                concerned = found.setdefault(identifier, Concerned())
                concerned.named_in.add(place)
                if not concerned.bindings or concerned.bindings[-1] != binding:
                    concerned.bindings.append(binding)
        return dict(sorted(found.items()))

    def _named(self, case: Case, binding: Binding) -> Iterator[tuple[str, tuple[str, int, int]]]:
        """Every organisation named for a binding, and where."""
        alternative, positions = binding
        patterns = self._query.alternatives[alternative].patterns
        at = {pattern.variable: position for pattern, position in zip(patterns, positions, strict=True)}
        rows = {each.variable: case.relations[each.relation].rows[at[each.variable]] for each in patterns}
        for ref, test in self._concerns:
            if test is None:
                named = [(at[ref.variable], rows[ref.variable])]
            else:
                known = enumerate(case.relations.get(ref.relation, NOTHING_KNOWN).rows)
                named = [(position, row) for position, row in known if test({**rows, ref.relation: row})]
            for position, row in named:
                identifier = row[ref.index]
                if identifier is not None:
                    yield str(identifier), (ref.relation, position, ref.index)
