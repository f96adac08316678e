"""The SELECTs that one query needs by name: aggregates of relations, and searches for what should be absent."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from sqlglot import exp

from riskscreen.engines.sql.measures import measures_part
from riskscreen.engines.sql.select import Source
from riskscreen.engines.sql.terms import name
from riskscreen.lang.tree import Absence, Measure


@dataclass(slots=True)
class Parts:
    """The measures of each relation in one part together, and the searches in the order in which they were made.

    ``crowded``: searches take rows that look the same to them for one. ``absences`` are the names of the two searches
    that decide an absence of a rule (by its code) in a context.
    """

    subject: str
    crowded: bool
    measures: dict[str, dict[Measure, int]] = field(default_factory=dict)
    searches: list[tuple[str, exp.Select]] = field(default_factory=list)
    absences: dict[tuple[str, Absence, tuple[Source, ...]], tuple[str, str]] = field(default_factory=dict)

    def measure(self, measure: Measure) -> tuple[str, int]:
        """The part that has the measure, and its number there; rules that measure the same share it."""
        of_relation = self.measures.setdefault(measure.relation, {})
        number = of_relation.setdefault(replace(measure, name=""), len(of_relation))
        return _measures_of(measure.relation), number

    def add(self, kind: str, select: exp.Select) -> str:
        """Give a SELECT a name; those it needs have theirs already."""
        self.searches.append((f"_{kind}_{len(self.searches)}", select))
        return self.searches[-1][0]

    def query(self, select: exp.Query) -> exp.Query:
        """The whole query."""
        aggregates = [
            (_measures_of(relation), measures_part(self.subject, relation, list(measures)))
            for relation, measures in self.measures.items()
        ]
        for part, named in [*aggregates, *self.searches]:
            select = select.with_(name(part), as_=named, copy=False)
        return select


@dataclass(frozen=True, slots=True)
class RuleParts:
    """What a rule sees of a query's parts: its measures have names."""

    code: str
    measures: Mapping[str, Measure]
    parts: Parts


def _measures_of(relation: str) -> str:
    return f"_measures_{relation}"
