"""From the matches of the engine's rules to the outcomes of ours."""

from __future__ import annotations

from collections.abc import Sequence

from riskscreen.engines.base import CLEAR, OUT_OF_SCOPE, UNKNOWN, Binding, Outcome, Verdict
from riskscreen.engines.durable.compile import Judgement
from riskscreen.engines.durable.encoding import whole
from riskscreen.engines.durable.facts import UNKNOWN as UNKNOWN_NUMBER
from riskscreen.engines.durable.facts import EncodedCase, FactWriter, Layout
from riskscreen.engines.durable.matches import Matches
from riskscreen.engines.durable.ruleset import Program
from riskscreen.engines.durable.searches import MeasureCell, MeasurePlan, RulePlan
from riskscreen.engines.durable.session import Session
from riskscreen.engines.durable.terms import BEYOND, World
from riskscreen.engines.durable.translate import Rounding
from riskscreen.facts.case import NOTHING_KNOWN, Case
from riskscreen.lang import measure as measuring
from riskscreen.lang.vocabulary import DECIMAL_PLACES


class Judge:
    """Judges cases of one kind of subject, in this process.

    Raises :class:`riskscreen.engines.durable.encoding.Unencodable` or
    :class:`riskscreen.engines.durable.session.SessionFailed` for a case that cannot be judged.
    """

    def __init__(self, judgement: Judgement) -> None:
        self._judgement = judgement
        self._selections = _Runner(f"{judgement.subject}-rows", judgement.selections, judgement.layout)
        self._searches = _Runner(f"{judgement.subject}-rules", judgement.searches, judgement.layout)

    def outcomes(self, case: Case) -> tuple[Outcome, ...]:
        """The outcome of each rule, in the order the rules were given."""
        judgement = self._judgement
        encoded = EncodedCase(case, judgement.layout, judgement.dictionary)
        no_measures = [*UNKNOWN_NUMBER * len(judgement.measure_cells)]
        selected = self._selections.run(encoded, no_measures, phantoms=False)
        bounds = [_bounds(measure, case, selected) for measure in judgement.measures]
        measures = [end for cell in judgement.measure_cells for end in _rounded(bounds[cell.measure], cell)]
        matches = self._searches.run(encoded, measures, phantoms=True)
        return tuple([_outcome(rule, matches) for rule in judgement.rules])


class _Runner:
    """Runs the rule sets of a program on cases."""

    def __init__(self, name: str, program: Program, layout: Layout) -> None:
        self._matchers = program.matchers
        self._parts = [
            (Session(f"{name}-{place}", ruleset), [FactWriter(fact_type, layout) for fact_type in ruleset.types])
            for place, ruleset in enumerate(program.rulesets)
        ]

    def run(self, case: EncodedCase, measures: Sequence[int], phantoms: bool) -> Matches:
        """What the searches find."""
        messages: dict[str, list[str]] = {}
        for session, writers in self._parts:
            facts = [fact for writer in writers for fact in writer.facts(case, measures, phantoms)]
            if facts:
                messages |= session.run(facts)
        return Matches(self._matchers, messages)


def _bounds(plan: MeasurePlan, case: Case, matches: Matches) -> measuring.Bounds | None:
    """What a measure is worth, given which rows its filter possibly, and definitely, selects."""
    measure = plan.measure
    relation = case.relations.get(measure.relation, NOTHING_KNOWN)
    selected: list[bool | None] = [plan.search is None] * len(relation.rows)
    if plan.search is not None:
        for (place,) in matches.rows(plan.search, World.POSSIBLE):
            selected[place] = None
        for (place,) in matches.rows(plan.search, World.DEFINITE):
            selected[place] = True
    if measure.weight is None:
        return measuring.fold(measure.kind, relation.complete, [(one, 1) for one in selected])
    index, kind = measure.weight.index, measure.weight.kind
    weights = [None if row[index] is None else whole(row[index]) for row in relation.rows]
    rows = zip(selected, weights, strict=True)
    return measuring.fold(measure.kind, relation.complete, rows, 10 ** DECIMAL_PLACES[kind])


def _rounded(bounds: measuring.Bounds | None, cell: MeasureCell) -> tuple[int, int, int]:
    """The bounds as whole numbers of ``10 ** -places``; thresholds are whole, so that rounding decides nothing."""
    if bounds is None:
        return UNKNOWN_NUMBER

    scale: int = 10**cell.places

    def scaled(number: int) -> int:
        product = number * scale
        rounded = product // bounds.unit if cell.rounding is Rounding.FLOOR else -(-product // bounds.unit)
        return max(-BEYOND, min(BEYOND, rounded))

    return scaled(bounds.low), BEYOND if bounds.high is None else scaled(bounds.high), 1


def _outcome(rule: RulePlan, matches: Matches) -> Outcome:
    if rule.scope is not None and not matches.any(rule.scope, World.DEFINITE):
        return UNKNOWN if matches.any(rule.scope, World.POSSIBLE) else OUT_OF_SCOPE
    bindings: list[Binding] = [
        (place, rows)
        for place, search in enumerate(rule.alternatives)
        if matches.any(search, World.DEFINITE)
        for rows in sorted(matches.rows(search, World.DEFINITE))
    ]
    if bindings:
        return Outcome(Verdict.FLAGGED, tuple(bindings))
    return UNKNOWN if any(matches.any(search, World.POSSIBLE) for search in rule.alternatives) else CLEAR
