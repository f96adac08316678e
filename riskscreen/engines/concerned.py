"""Whom the true bindings of a rule concern."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from riskscreen.engines.base import Binding
from riskscreen.engines.reference import RowTest, row_test
from riskscreen.facts.case import NOTHING_KNOWN, Case
from riskscreen.lang.concerns import Concern
from riskscreen.lang.tree import FieldRef, Query
from riskscreen.lang.vocabulary import Row


class ConcernFinder:
    """Finds the organisations that a rule names besides the project it flags."""

    def __init__(self, query: Query, concerns: Sequence[Concern]) -> None:
        self._query = query
        self._concerns: list[tuple[FieldRef, RowTest | None]] = [
            (concern.field, None if concern.where is None else row_test(concern.where)) for concern in concerns
        ]

    def organisations(self, case: Case, bindings: Sequence[Binding]) -> dict[str, list[Binding]]:
        """The organisations by identifier, sorted, each with those of the true bindings that concern it."""
        found: dict[str, list[Binding]] = {}
        for binding in bindings if self._concerns else ():
            for identifier in sorted(set(self._named(case, self._rows(case, binding)))):
                found.setdefault(identifier, []).append(binding)
        return dict(sorted(found.items()))

    def _rows(self, case: Case, binding: Binding) -> dict[str, Row]:
        """What each variable of a binding stands for."""
        alternative, positions = binding
        patterns = self._query.alternatives[alternative].patterns
        return {
            pattern.variable: case.relations[pattern.relation].rows[position]
            for pattern, position in zip(patterns, positions, strict=True)
        }

    def _named(self, case: Case, rows: Mapping[str, Row]) -> Iterator[str]:
        for field, test in self._concerns:
            if test is None:
                named = [rows[field.variable]]
            else:
                known = case.relations.get(field.relation, NOTHING_KNOWN).rows
                named = [row for row in known if test({**rows, field.relation: row})]
            for row in named:
                identifier = row[field.index]
                if identifier is not None:
                    yield str(identifier)
