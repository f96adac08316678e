"""From rules to all that a worker process needs: plain data that can be sent there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from riskscreen.engines.base import EngineRule
from riskscreen.engines.durable.drafts import drafts
from riskscreen.engines.durable.encoding import Dictionary
from riskscreen.engines.durable.facts import Layout, layout
from riskscreen.engines.durable.ruleset import Program, program
from riskscreen.engines.durable.searches import MeasureCell, MeasurePlan, RulePlan, plan


@dataclass(frozen=True, slots=True)
class Judgement:
    """How the rules on one kind of subject are judged.

    ``selections`` find the rows of the measures; ``searches`` then find everything else.
    """

    subject: str
    dictionary: Dictionary
    layout: Layout
    selections: Program
    searches: Program
    measures: tuple[MeasurePlan, ...]
    measure_cells: tuple[MeasureCell, ...]
    rules: tuple[RulePlan, ...]

    @property
    def needed(self) -> frozenset[str]:
        """The relations whose rows matter."""
        return frozenset((*self.layout.relations, *(plan.measure.relation for plan in self.measures)))


def compile_rules(rules: Sequence[EngineRule]) -> dict[str, Judgement]:
    """A judgement for each kind of subject; raises :class:`riskscreen.engines.durable.limits.Inexpressible`."""
    by_subject: dict[str, list[EngineRule]] = {}
    for rule in rules:
        by_subject.setdefault(rule.query.subject, []).append(rule)
    return {subject: _judgement(subject, own) for subject, own in by_subject.items()}


def _judgement(subject: str, rules: Sequence[EngineRule]) -> Judgement:
    made = plan(subject, rules)
    selections = program(drafts(made.selections), made.selections)
    searches = program(drafts(made.searches), made.searches)
    types = [kind for part in (selections, searches) for ruleset in part.rulesets for kind in ruleset.types]
    return Judgement(
        subject,
        made.dictionary,
        layout(types),
        selections,
        searches,
        tuple(made.measures),
        tuple(made.measure_cells),
        tuple(made.rules),
    )
