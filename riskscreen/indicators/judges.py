"""The enabled rules, and what they say of what the first pass kept."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

import msgspec

from riskscreen.engines.base import Verdict
from riskscreen.engines.reference import ReferenceEngine
from riskscreen.facts.case import Case
from riskscreen.facts.extract import process_case
from riskscreen.facts.market import process_standings
from riskscreen.facts.process.settings import ProcessSettings
from riskscreen.facts.process.statistics import ProcessStatistics
from riskscreen.indicators.batch import Flag
from riskscreen.indicators.deciding import GAP_CODES, JOINED, STANDINGS, check, flagged_gaps, flagged_keys
from riskscreen.indicators.flagging import Order
from riskscreen.indicators.sheets import VIEWS, Key
from riskscreen.indicators.standings import at_a_fence
from riskscreen.indicators.values import shown
from riskscreen.model.release import Release
from riskscreen.rulebook.book import Rule
from riskscreen.rulebook.cardinal_settings import PACK, CardinalSettings, policy_of
from riskscreen.rulebook.load import load_rulebook

_RELATIONS = frozenset({"process", "published_bid", "bidder", "award_supplier"})


class Found(NamedTuple):
    """One thing that a flag shows."""

    code: str
    group: str
    identifier: str
    value: float


class Judges:
    """Loads the rules. Raises :class:`riskscreen.indicators.deciding.Unsuited` if they read more than is kept."""

    def __init__(self, settings: CardinalSettings, processes: ProcessSettings) -> None:
        book = load_rulebook(packs=[PACK], policy=policy_of(settings))
        rules = {code: book.rule(f"{PACK}/{code}") for code in settings.indicators}
        check(rules.values())
        self._rules = rules
        self._joined = [rules[code] for code in JOINED if code in rules]
        self._engine = ReferenceEngine([rule.engine_rule for rule in self._joined])
        self._of_settings = ProcessStatistics((), processes)
        self._unpack = msgspec.json.Decoder(Release).decode

    def of_process(self, packed: bytes) -> list[Found]:
        """What the rules that join rows of a process show of one."""
        case = process_case(self._unpack(packed), self._of_settings, _RELATIONS)
        return list(_found(self._engine, case, self._joined, self._of_settings))

    def of_organisations(self, statistics: ProcessStatistics) -> Iterator[Found]:
        """What is shown of organisations."""
        rules = [self._rules[code] for code in STANDINGS if code in self._rules]
        if rules:
            engine = ReferenceEngine([rule.engine_rule for rule in rules])
            for case in process_standings(statistics, at_a_fence(statistics)):
                yield from _found(engine, case, rules, statistics)

    def order(
        self,
        statistics: ProcessStatistics,
        keys: Mapping[str, Iterable[Key]],
        superseded: Mapping[int, set[int]],
    ) -> Order:
        """What is to be looked for among the processes that were kept."""
        currency = statistics.settings.currency
        gap_rules = [self._rules[code] for code in GAP_CODES if code in self._rules]
        return Order(
            currency=currency,
            flagged={code: flagged_keys(self._rules[code], keys[code], currency) for code in VIEWS if code in keys},
            gaps=flagged_gaps(gap_rules, statistics.gap_fences),
            limits=statistics.gap_fences.limits,
            superseded=superseded,
        )


def _found(
    engine: ReferenceEngine, case: Case, rules: Sequence[Rule], statistics: ProcessStatistics
) -> Iterator[Found]:
    for rule, outcome in zip(rules, engine.judge(case).outcomes, strict=True):
        if outcome.verdict is Verdict.FLAGGED:
            for each in shown(Flag(rule, case, outcome.bindings), statistics):
                yield Found(rule.code, *each)
