"""One rule set up for trying its properties: a case, a change of it, and whether they break one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from riskscreen.engines.base import Verdict
from riskscreen.facts.case import Case
from riskscreen.facts.taxonomy import Taxonomy
from riskscreen.model.rule import Direction
from riskscreen.rulebook.book import Rule
from riskscreen.rulebook.properties.declared import (
    DIRECTIONS,
    INVARIANCES,
    Invariant,
    Property,
    Worse,
    breaks_direction,
)
from riskscreen.rulebook.properties.edits import moves, pool_of
from riskscreen.rulebook.properties.parts import Part, Parts, differing
from riskscreen.rulebook.properties.places import changed_places
from riskscreen.rulebook.properties.reads import places_read
from riskscreen.rulebook.properties.records import Chooser, Given, Variation, given_by
from riskscreen.rulebook.properties.transformations import TRANSFORMATIONS
from riskscreen.rulebook.properties.trial import Judge, Judged, same
from riskscreen.rulebook.properties.values import Value, movement, samples_of, values_of


@dataclass(frozen=True, slots=True)
class Trial:
    """What one change of a case showed about one property.

    ``seen``: the change concerns something the rule reads. ``decided``: neither verdict is unknown. ``changed``: they
    differ. ``broken``: the property does not hold here.
    """

    tried: Property
    what: str
    before: Given
    after: Given
    verdicts: tuple[Verdict, Verdict]
    seen: bool
    broken: bool

    @property
    def decided(self) -> bool:
        """Whether neither verdict is unknown."""
        return Verdict.UNKNOWN not in self.verdicts


class Bench:
    """A rule, its examples, and what it reads."""

    def __init__(self, rule: Rule, taxonomy: Taxonomy) -> None:
        self.rule = rule
        self.judge = Judge(rule, taxonomy)
        self.values = values_of(rule.query)
        self._parts = Parts(rule.query)
        self._moved_by = {name: self._parts.moved_by(name, value.field) for name, value in self.values.items()}
        self._no_better = [*self._declared_worse(), *self._larger_samples()]
        # a counterexample is for people to screen, and then the usual settings hold
        given = [given_by(rule.file.subject, example) for example in rule.examples if example.processes is None]
        judged = ((example, self.judge.judge(example)) for example in given)
        tried = [(example, found) for example, found in judged if found is not None]
        self.examples: Sequence[Given] = [example for example, _ in tried]
        self.reads = self._reads([found.case for _, found in tried])
        self.pool = pool_of(self.examples)
        self._latest: tuple[Case, Mapping[Part, Any]] | None = None

    def _reads(self, cases: Sequence[Case]) -> frozenset[str]:
        return places_read(self.rule.query, self.examples[0].form, cases) if cases else frozenset()

    def properties(self) -> Iterator[Property]:
        """Everything the rule could declare."""
        yield from (Invariant(relation) for relation in INVARIANCES)
        yield from (Worse(value, direction) for value in self.values for direction in DIRECTIONS)

    def declares(self, tried: Property) -> bool:
        """Whether the rule declares a property."""
        return tried.path(self.rule.file) is not None

    def variations(self, tried: Property, before: Given) -> Sequence[Variation]:
        """The changes that could break a property."""
        if isinstance(tried, Worse):
            return moves(before, self.reads, self.pool)
        found = TRANSFORMATIONS[tried.relation](before, self.reads)
        return found if isinstance(found, Sequence) else list(found)

    def kept(self, tried: Invariant, before: Given, judged: Judged, variation: Variation) -> Trial | None:
        """Try a relation by one transformation; None where it changes nothing or makes no valid case."""
        after = variation.make()
        again = None if after is None or after == before else self.judge.judge(after)
        if after is None or again is None:
            return None
        pairs = zip(before.records, after.records, strict=False)
        longer = len(after.records) != len(before.records)
        irrelevant = tried.relation == "irrelevant-fact"  # is never seen, and that is the point
        seen = irrelevant or longer or any(changed_places(*pair) & self.reads for pair in pairs)
        broken = not same(tried.relation, judged, again)
        verdicts = judged.verdict, again.verdict
        return Trial(tried, variation.what, before, after, verdicts, seen, broken)

    def moved(self, before: Given, judged: Judged, variation: Variation) -> Iterator[Trial]:
        """Try every direction in which a small change moves a value of the rule.

        Nothing else that the rule depends on may move with it, but samples that grow and what the rule declares to get
        worse that way. A value that was known and is known no longer did not get worse, and moves nowhere.
        """
        after = variation.make()
        again = None if after is None or not after.records else self.judge.judge(after)
        if after is None or again is None:
            return
        differs = differing(self._parts_before(judged.case), self._parts.of(again.case))
        if not differs:
            return
        verdicts = judged.verdict, again.verdict
        broken = breaks_direction(self.rule.file.kind, *verdicts)
        for tried in self._directions(judged.case, again.case, differs):
            yield Trial(tried, variation.what, before, after, verdicts, seen=True, broken=broken)

    def _parts_before(self, case: Case) -> Mapping[Part, Any]:
        """The parts of a case from which many changes start, read once."""
        if self._latest is None or self._latest[0] is not case:
            self._latest = case, self._parts.of(case)
        return self._latest[1]

    def _directions(self, before: Case, after: Case, differs: set[Part]) -> Iterator[Worse]:
        rest = set(differs)
        for value, worse, parts in self._no_better:
            if differs & parts and movement(value.read(before), value.read(after)) == worse:
                rest -= parts
        for name, value in self.values.items():
            own = self._moved_by[name]
            if differs & own and rest <= own:
                direction = movement(value.read(before), value.read(after))
                if direction is not None:
                    yield Worse(name, direction)

    def _declared_worse(self) -> Iterator[tuple[Value, Direction, frozenset[Part]]]:
        for name, direction in self.rule.file.worse_when.items():
            yield self.values[name], direction, self._moved_by[name]

    def _larger_samples(self) -> Iterator[tuple[Value, Direction, frozenset[Part]]]:
        for value in samples_of(self.rule.query):
            yield value, "rises", self._parts.moved_by(value.name, value.field)

    def trials(self, tried: Property, before: Given, choose: Chooser | None = None) -> Iterator[Trial]:
        """Trials of a property on a case by every change, the simplest first, or by those that ``choose`` leaves."""
        judged = self.judge.judge_once(before) if before.records else None
        if judged is None:
            return
        variations = self.variations(tried, before)
        for variation in variations if choose is None else choose(variations):
            if isinstance(tried, Invariant):
                trial = self.kept(tried, before, judged, variation)
                if trial is not None:
                    yield trial
            else:
                yield from (trial for trial in self.moved(before, judged, variation) if trial.tried == tried)
