"""Rules that other rules imply.

A rule implies another if no case flags the first and finds the second clear. One case that does so for several rules
at once settles as many pairs, and every real case at hand is used first; the solver proves what is left.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import z3

from riskscreen.engines.base import Verdict
from riskscreen.engines.reference import ReferenceEngine
from riskscreen.rulebook.book import Rule
from riskscreen.rulebook.verify.encode import Encoder
from riskscreen.rulebook.verify.reach import connected
from riskscreen.rulebook.verify.search import Answer, Search, unwritten
from riskscreen.rulebook.verify.sizes import sizes_of_all
from riskscreen.rulebook.verify.trial import Claim
from riskscreen.rulebook.verify.workshop import Workshop


@dataclass(slots=True)
class Implications:
    """What was found out of pairs of rules, by their full names.

    ``proved``: wherever the first is flagged, the second is, or lacks data. ``open``: why it was not decided.
    """

    proved: list[tuple[str, str]] = field(default_factory=list)
    open: dict[tuple[str, str], Answer] = field(default_factory=dict)


def implications(workshop: Workshop, rules: Sequence[Rule], idle: frozenset[str], busy: frozenset[str]) -> Implications:
    """The implications between rules of one subject.

    ``idle`` rules can never be flagged, ``busy`` ones never clear: they would imply everything, or be implied by it.
    """
    return _Pairs(workshop, rules, idle, busy).settle()


class _Pairs:
    def __init__(self, workshop: Workshop, rules: Sequence[Rule], idle: frozenset[str], busy: frozenset[str]) -> None:
        self._workshop = workshop
        self._rules = {rule.full_name: rule for rule in rules}
        self._engine = ReferenceEngine([rule.engine_rule for rule in rules])
        self._subject = rules[0].file.subject
        self._seen = 0
        self._open: dict[str, list[str]] = {}
        for name, rule in self._rules.items():
            others = [
                other.full_name
                for other in rules
                if other is not rule and other.full_name not in busy and connected(rule.query, other.query)
            ]
            self._open[name] = [] if name in idle else others

    def settle(self) -> Implications:
        found = Implications()
        self._use_cases()
        if not any(self._open.values()):
            return found
        arenas = _Arenas(self._workshop, self._subject, self._rules) if self._workshop.clock.left() else None
        for name, open_others in self._open.items():
            while open_others:
                for other in self._suspects(arenas, name, list(open_others), found):
                    if other in open_others:
                        open_others.remove(other)
                        self._settle_one(name, other, found)
        return found

    def _suspects(self, arenas: _Arenas | None, name: str, others: Sequence[str], found: Implications) -> Sequence[str]:
        """One case for all at once, or those that the solver thinks may stand in its way."""
        if arenas is None:
            return others
        arena = arenas.of_records
        apart = [other for other in others if not arena.holds(name, other)]
        if apart:
            return self._contradicted(arenas, name, apart, found)
        queries = tuple(self._rules[other].query for other in others)
        answer = arena.find(name, others, Claim((self._rules[name].query,), queries))
        if answer.witness is not None:
            self._workshop.keep(answer.witness.case)
            self._use_cases()
            return others
        return arena.suspects(others) if answer.proved else others

    def _contradicted(self, arenas: _Arenas, name: str, others: Sequence[str], found: Implications) -> Sequence[str]:
        """Of rules of which no record can be made, those that the solver thinks may imply each other.

        The others may be flagged and clear at once for all that it knows, so that nothing can be proved.
        """
        arena = arenas.of_values
        apart = [other for other in others if not arena.holds(name, other)]
        if apart:
            return apart
        queries = tuple(self._rules[other].query for other in others)
        answer = arena.find(name, others, Claim((self._rules[name].query,), queries))
        if not answer.unwritten:
            return arena.suspects(others) if answer.proved else others
        for other in others:
            self._open[name].remove(other)
            found.open[name, other] = unwritten(
                list(dict.fromkeys([*arenas.unwritten[name], *arenas.unwritten[other]]))
            )
        return ()

    def _settle_one(self, name: str, other: str, found: Implications) -> None:
        answer = self._workshop.ask(Claim((self._rules[name].query,), (self._rules[other].query,)))
        if answer.proved:
            found.proved.append((name, other))
        elif answer.open:
            found.open[name, other] = answer
        self._use_cases()

    def _use_cases(self) -> None:
        """Strike out every pair that a case met since the last time tells apart."""
        cases = self._workshop.cases(self._subject)
        for case in cases[self._seen :]:
            outcomes = dict(zip(self._rules, self._engine.judge(case).outcomes, strict=True))
            clear = {name for name, outcome in outcomes.items() if outcome.verdict is Verdict.CLEAR}
            for name, outcome in outcomes.items():
                if outcome.verdict is Verdict.FLAGGED:
                    self._open[name][:] = [other for other in self._open[name] if other not in clear]
        self._seen = len(cases)


class _Arenas:
    """The worlds to look for cases of many rules at once.

    ``of_records``: with all rules whose facts can be written into a record; ``of_values``: with all rules, so that a
    case may be none that any record makes. ``unwritten``: the facts of each rule that no record can be made of.
    """

    def __init__(self, workshop: Workshop, subject: str, rules: Mapping[str, Rule]) -> None:
        shown = {name: rule for name, rule in rules.items() if workshop.joins_written_out(rule.query)}
        self.unwritten = {name: workshop.unwritten(rule.query) for name, rule in shown.items()}
        self._workshop = workshop
        self._subject = subject
        self._shown = list(shown.values())
        written = [rule for name, rule in shown.items() if not self.unwritten[name]]
        self.of_records = _Arena(workshop, subject, written)

    @cached_property
    def of_values(self) -> _Arena:
        """The world of all rules; only made where it is needed."""
        return _Arena(self._workshop, self._subject, self._shown)


class _Arena:
    """One world for many rules."""

    def __init__(self, workshop: Workshop, subject: str, rules: Sequence[Rule]) -> None:
        world = workshop.world(subject, sizes_of_all([rule.query for rule in rules]))
        meanings = {rule.full_name: Encoder(world, rule.query).rule() for rule in rules}
        self._search = Search(world, workshop.clock)
        self._flagged = {
            name: self._search.name(f"{name} flagged", meaning.flagged) for name, meaning in meanings.items()
        }
        self._clear: Mapping[str, z3.BoolRef] = {
            name: self._search.name(f"{name} clear", meaning.clear) for name, meaning in meanings.items()
        }

    def holds(self, *names: str) -> bool:
        """Whether the rules are in this world."""
        return all(name in self._flagged for name in names)

    def find(self, flagged: str, clear: Sequence[str], claim: Claim) -> Answer:
        """A case in which one rule is flagged and all the others are clear."""
        return self._search.find([self._flagged[flagged], *(self._clear[name] for name in clear)], claim)

    def suspects(self, clear: Sequence[str]) -> Sequence[str]:
        """Of the rules that should be clear in the last question, those in the conflict; all if none is."""
        conflict = {assumption.get_id() for assumption in self._search.conflict()}
        return [name for name in clear if self._clear[name].get_id() in conflict] or list(clear)
