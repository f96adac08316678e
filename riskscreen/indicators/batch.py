"""The indicators of OCDS Cardinal over a batch of releases: rules of the pack ``ocp``, set as its settings file says.

Verdicts only, without scores and explanations. The rules, the facts and the engines are those of every screening; what
differs is said by the policy that the settings make: absence is silence, and no least samples of our own.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from riskscreen.engines.base import Binding, Engine, Evaluation, Verdict
from riskscreen.engines.select import engine_for
from riskscreen.facts.case import Case
from riskscreen.facts.extract import process_case
from riskscreen.facts.market import process_standings
from riskscreen.facts.process.policy import process_settings
from riskscreen.facts.process.statistics import ProcessStatistics
from riskscreen.indicators.currencies import tell_currencies
from riskscreen.lang.vocabulary import Row
from riskscreen.model.release import Release
from riskscreen.rulebook.book import Rule
from riskscreen.rulebook.cardinal_settings import PACK, CardinalSettings, policy_of
from riskscreen.rulebook.load import load_rulebook

_RELATIONS = frozenset({"process", "published_bid", "bidder", "award_supplier", "price_gap"})
"""What the indicators read of a process."""

_log = logging.getLogger("riskscreen")


@dataclass(frozen=True, slots=True)
class Flag:
    """A rule that is flagged on a case, with its true bindings."""

    rule: Rule
    case: Case
    bindings: Sequence[Binding]

    def rows(self, relation: str) -> Iterator[Row]:
        """The rows of a relation that make it true."""
        for alternative, positions in self.bindings:
            patterns = self.rule.query.alternatives[alternative].patterns
            for pattern, position in zip(patterns, positions, strict=True):
                if pattern.relation == relation:
                    yield self.case.relations[relation].rows[position]

    def concerned(self) -> Iterable[str]:
        """The organisations that the flag on a process concerns."""
        return self.rule.concern_finder.organisations(self.case, self.bindings)


@dataclass(frozen=True, slots=True)
class IndicatorResults:
    """What the enabled indicators show. ``processes`` are the cases of all releases, in their order."""

    indicators: Sequence[str]
    statistics: ProcessStatistics
    processes: Sequence[Case]
    flags: Sequence[Flag] = field(default_factory=list)


def indicator_results(
    releases: Sequence[Release], settings: CardinalSettings, engine: str = "auto", jobs: int = 1
) -> IndicatorResults:
    """The results of the indicators that the settings enable.

    What two engines differ on, and which currency was chosen where there are several, is told by the logger. Raises
    :class:`riskscreen.errors.UsageError` for settings that cannot be, and for an engine that is not installed.
    """
    policy = policy_of(settings)
    book = load_rulebook(packs=[PACK], policy=policy)
    rules = [book.rule(f"{PACK}/{code}") for code in settings.indicators]
    statistics = ProcessStatistics(releases, process_settings(policy))
    tell_currencies(statistics.currencies, statistics.settings.currency)
    cases = [process_case(release, statistics, _RELATIONS) for release in releases]
    by_subject: dict[str, list[Rule]] = {"project": [], "organisation": []}
    for rule in rules:
        by_subject[rule.query.subject].append(rule)
    judging = engine_for(engine, [rule.engine_rule for rule in rules], jobs, [case.id for case in cases])
    try:
        flags = list(_flags(judging, cases, by_subject["project"]))
        if by_subject["organisation"]:
            flags += _flags(judging, list(process_standings(statistics)), by_subject["organisation"])
    finally:
        judging.close()
    return IndicatorResults(settings.indicators, statistics, cases, flags)


def _flags(engine: Engine, cases: Sequence[Case], rules: Sequence[Rule]) -> Iterator[Flag]:
    if not rules:
        return
    for case, evaluation in zip(cases, engine.evaluate(cases), strict=True):
        _tell_disputes(case, evaluation)
        for rule, outcome in zip(rules, evaluation.outcomes, strict=True):
            if outcome.verdict is Verdict.FLAGGED:
                yield Flag(rule, case, outcome.bindings)


def _tell_disputes(case: Case, evaluation: Evaluation) -> None:
    for dispute in evaluation.disputed:
        _log.warning("%s: %s: %s", case.id, dispute.code or "all rules", dispute.reason)
