"""One rule set up for trying its properties: a case, a change of it, and whether they break one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from riskscreen.engines.base import Verdict
from riskscreen.facts.taxonomy import Taxonomy
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
from riskscreen.rulebook.properties.places import changed_places
from riskscreen.rulebook.properties.reads import places_read
from riskscreen.rulebook.properties.records import Chooser, Given, Variation, given_by
from riskscreen.rulebook.properties.transformations import TRANSFORMATIONS
from riskscreen.rulebook.properties.trial import Judge, Judged, same
from riskscreen.rulebook.properties.values import movement, values_of


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
        self.reads = places_read(rule.query)
        self.values = values_of(rule.query)
        self.examples: Sequence[Given] = [
            example for example in map(given_by, rule.examples) if self.judge.judge(example) is not None
        ]
        self.pool = pool_of(self.examples)

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

        None is tried where the change leaves a value unknown that was known: that is no worse value, but none.
        """
        after = variation.make()
        again = None if after is None or not after.records else self.judge.judge(after)
        if after is None or again is None:
            return
        readings = {name: (value.read(judged.case), value.read(again.case)) for name, value in self.values.items()}
        if any(earlier is not None and later is None for earlier, later in readings.values()):
            return
        verdicts = judged.verdict, again.verdict
        broken = breaks_direction(self.rule.file.kind, *verdicts)
        for name, pair in readings.items():
            direction = movement(*pair)
            if direction is not None:
                yield Trial(Worse(name, direction), variation.what, before, after, verdicts, seen=True, broken=broken)

    def trials(self, tried: Property, before: Given, choose: Chooser | None = None) -> Iterator[Trial]:
        """Trials of a property on a case by every change, the simplest first, or by those that ``choose`` leaves."""
        judged = self.judge.judge(before) if before.records else None
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
