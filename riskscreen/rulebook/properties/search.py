"""Looking for cases that break a property of a rule.

First the examples are gone through one by one: each as it is and with one thing left out, under every transformation,
with its dates about the ends of February and of the year, and with every value moved a little. Then hypothesis makes
cases further away, of examples changed in several places; one case serves all properties. It always chooses in the same
way, and makes what breaks a declared property simple.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import islice
from random import Random

from hypothesis import HealthCheck, Phase, given, reject, settings
from hypothesis import strategies as st

from riskscreen.engines.base import Verdict
from riskscreen.rulebook.properties.bench import Bench, Trial
from riskscreen.rulebook.properties.declared import INVARIANCES, Invariant, Property
from riskscreen.rulebook.properties.edits import (
    a_day_off,
    additions,
    at_turns,
    edits,
    more_entries,
    moves,
    removals,
    without_a_project,
)
from riskscreen.rulebook.properties.records import Chooser, Given, Variation, spread

_MOST_CHOICES = 2**16
_CHOICES = st.integers(0, _MOST_CHOICES - 1)
_MOST_EDITS = 3
_MOST_SHIFTS = 4


@dataclass(frozen=True, slots=True)
class _Effort:
    """How many of the changes of a case are tried, evenly spread where there are more.

    ``made``: how many cases hypothesis makes. ``moves``: of an example; ``moves_turned``, ``moves_near``,
    ``moves_made``: of a case with its dates moved, of one with something more or less, and of one that hypothesis made.
    ``turns`` and ``days_off``: how often dates are moved; ``near``: how many cases with something more, and with
    something less. ``variations``: of each relation.
    """

    made: int
    moves: int
    moves_turned: int
    moves_near: int
    moves_made: int
    turns: int
    days_off: int
    near: int
    variations: int

    def times(self, factor: float) -> _Effort:
        """As much as that of everything, and at least one of each."""
        return _Effort(*(max(1, round(factor * getattr(self, name))) for name in self.__slots__))


USUAL_CASES = 100
"""How many cases hypothesis makes of a rule with the usual effort."""

_PROJECT = _Effort(
    USUAL_CASES, moves=400, moves_turned=16, moves_near=12, moves_made=8, turns=10, days_off=4, near=6, variations=4
)
_BATCH = _Effort(
    USUAL_CASES, moves=60, moves_turned=5, moves_near=2, moves_made=2, turns=3, days_off=1, near=1, variations=4
)
"""A batch takes ten times as long to judge."""

_USUAL_EXAMPLES, _USUAL_RECORDS = 12, 15
"""Where a rule has more examples, or larger ones, each is gone through less thoroughly: no rule takes much longer."""


@dataclass(slots=True)
class Tally:
    """How often a property was tried: on how many cases, in how many of them on something the rule reads, in how many
    of those with both verdicts decided, how many of these were flagged before, in how many trials the verdict changed,
    and in how many the property was broken.
    """

    cases: int = 0
    seen: int = 0
    decided: int = 0
    flagged: int = 0
    changed: int = 0
    broken: int = 0

    def __add__(self, other: Tally) -> Tally:
        return Tally(*(getattr(self, name) + getattr(other, name) for name in self.__slots__))

    def add(self, trial: Trial) -> None:
        """Count one more trial."""
        before, after = trial.verdicts
        self.cases += 1
        self.seen += trial.seen
        self.decided += trial.seen and trial.decided
        self.flagged += trial.seen and trial.decided and before is Verdict.FLAGGED
        self.changed += before is not after
        self.broken += trial.broken


@dataclass(frozen=True, slots=True)
class Found:
    """What the search showed: a tally for each property, and a trial that breaks each declared one not held."""

    tallies: Mapping[Property, Tally]
    broken: Mapping[Property, Trial]


class _Broken(Exception):
    """A declared property does not hold; hypothesis looks for the simplest case on which this is raised."""

    def __init__(self, trial: Trial) -> None:
        super().__init__(str(trial.tried))
        self.trial = trial


def search(bench: Bench, cases: int) -> Found:
    """Try every property of a rule around its examples and on that many cases made by hypothesis.

    The same rule always gets the same cases.
    """
    tallies = {tried: Tally() for tried in bench.properties()}
    broken: dict[Property, Trial] = {}
    effort = _effort(bench, cases)
    for trial in _around_examples(bench, effort):
        tallies[trial.tried].add(trial)
        if trial.broken and bench.declares(trial.tried):
            known = broken.setdefault(trial.tried, trial)
            if trial.decided and not known.decided:
                broken[trial.tried] = trial
    while True:
        more = {tried: Tally() for tried in bench.properties()}
        try:
            _run(bench, effort, more, broken.keys())
        except _Broken as error:
            broken[error.trial.tried] = error.trial
        else:
            return Found({tried: tally + more[tried] for tried, tally in tallies.items()}, broken)


def _effort(bench: Bench, cases: int) -> _Effort:
    records = max(len(example.records) for example in bench.examples)
    usual = _PROJECT if records == 1 else _BATCH
    share = min(1, _USUAL_EXAMPLES / len(bench.examples)) * min(1, _USUAL_RECORDS / records)
    return usual.times(share * cases / USUAL_CASES)


def _around_examples(bench: Bench, effort: _Effort) -> Iterator[Trial]:
    for example in bench.examples:
        turned = [example, *_made(spread(list(at_turns(example, bench.reads)), effort.turns))]
        for number, case in enumerate(turned):
            most = effort.moves if case is example else effort.moves_turned
            yield from _moves_of(bench, case, partial(spread, most=most, start=number))
            for near in (case, *_made(spread(a_day_off(case, bench.reads), effort.days_off))):
                yield from islice(bench.trials(Invariant("date-shift"), near), _MOST_SHIFTS)
        for number, case in enumerate((example, *_near(bench, example, effort.near))):
            yield from _moves_of(bench, case, partial(spread, most=effort.moves_near, start=number))
            for relation in INVARIANCES:
                if relation != "date-shift":
                    some = partial(spread, most=effort.variations, start=number)
                    yield from bench.trials(Invariant(relation), case, some)


def _near(bench: Bench, example: Given, most: int) -> Iterator[Given]:
    """The example with something less, and with something more."""
    reads, pool = bench.reads, bench.pool
    less = removals(example, reads), list(without_a_project(example))
    more = additions(example, reads, pool), more_entries(example, reads, pool)
    for changes in (*less, *more):
        yield from _made(spread(changes, most))


def _moves_of(bench: Bench, case: Given, choose: Chooser) -> Iterator[Trial]:
    judged = bench.judge.judge_once(case)
    if judged is not None:
        for variation in choose(moves(case, bench.reads, bench.pool)):
            yield from bench.moved(case, judged, variation)


def _made(variations: Iterable[Variation]) -> Iterator[Given]:
    return (given for given in (variation.make() for variation in variations) if given is not None)


def _run(bench: Bench, effort: _Effort, tallies: Mapping[Property, Tally], known: Collection[Property]) -> None:
    """One run of hypothesis; raises :class:`_Broken` for a declared property that is not known to be broken."""

    def count(trial: Trial) -> None:
        tallies[trial.tried].add(trial)
        if trial.broken and bench.declares(trial.tried) and trial.tried not in known:
            raise _Broken(trial)

    @settings(
        max_examples=effort.made,
        derandomize=True,
        database=None,
        deadline=None,
        phases=(Phase.generate, Phase.shrink),
        suppress_health_check=list(HealthCheck),
    )
    @given(_cases(bench), _CHOICES)
    def attempt(before: Given, seed: int) -> None:
        judged = bench.judge.judge(before)
        if judged is None:
            reject()
        choices = Random(seed)  # noqa: S311 -- one number drawn for all choices: drawing each takes longer than trying it
        for relation in INVARIANCES:
            tried = Invariant(relation)
            variation = _chosen(bench.variations(tried, before), choices.randrange(_MOST_CHOICES))
            trial = variation and bench.kept(tried, before, judged, variation)
            if trial:
                count(trial)
        possible = moves(before, bench.reads, bench.pool)
        for _ in range(effort.moves_made):
            variation = _chosen(possible, choices.randrange(_MOST_CHOICES))
            for trial in bench.moved(before, judged, variation) if variation else ():
                count(trial)

    attempt()


@st.composite
def _cases(draw: st.DrawFn, bench: Bench) -> Given:
    """An example of the rule, changed in a few places."""
    case = draw(st.sampled_from(bench.examples))
    for choice in draw(st.lists(_CHOICES, max_size=_MOST_EDITS)):
        variation = _chosen(edits(case, bench.reads, bench.pool), choice)
        changed = variation and variation.make()
        if changed and changed.records:
            case = changed
    return case


def _chosen(variations: Sequence[Variation], choice: int) -> Variation | None:
    return variations[choice % len(variations)] if variations else None
