"""Trying the properties of all rules of a rule book."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from enum import StrEnum

from riskscreen.errors import Fault, Location
from riskscreen.facts.taxonomy import Taxonomy
from riskscreen.rulebook.book import Rule, Rulebook
from riskscreen.rulebook.properties.bench import Bench, Trial
from riskscreen.rulebook.properties.declared import Invariant, Property
from riskscreen.rulebook.properties.search import USUAL_CASES, Found, Tally, search
from riskscreen.rulebook.properties.smallest import smallest

ENOUGH = 10
"""Cases on which a property must hold to be called tried; of an invariance, decided ones."""

ENOUGH_FLAGGED = 3
"""How many of them must be flagged before a property is suggested; for a direction a verdict must also have changed on
as many."""

_MORE = 4
"""How many times as many cases are tried of a rule that declares what the usual number hardly tries."""


class Status(StrEnum):
    """What trying a property showed."""

    HELD = "held"
    UNREAD = "unread"  # the rule reads nothing that the relation changes: it must hold
    HARDLY_TRIED = "hardly-tried"  # declared, and too few decided cases to say
    BROKEN = "broken"  # declared, and does not hold
    SUGGESTED = "suggested"  # holds, and is not declared
    OPEN = "open"  # not declared, and does not hold or is hardly tried


@dataclass(frozen=True, slots=True)
class Result:
    """One property of a rule. ``location``: where it is declared, or could be. ``fault`` and ``counterexample`` are
    there for a broken one: the fault at its declaration, and the smallest case that shows it.
    """

    tried: Property
    status: Status
    tally: Tally
    location: Location
    fault: Fault | None = None
    counterexample: Trial | None = None


class Untried(StrEnum):
    """Why no property of a rule was tried."""

    NO_CASE = "no-case"  # none of its examples makes a case


@dataclass(frozen=True, slots=True)
class RuleProperties:
    """All properties that a rule declares or could declare, and what trying them showed; or why none was tried.

    ``examples``: where the rule's examples stand.
    """

    name: str
    examples: Location
    results: tuple[Result, ...] = ()
    untried: Untried | None = None

    def with_status(self, *statuses: Status) -> Iterator[Result]:
        """The results of these statuses."""
        return (result for result in self.results if result.status in statuses)


@dataclass(frozen=True, slots=True)
class Processes:
    """How many processes to use, and what gives each of them the same rule book: a function of a module."""

    jobs: int
    load: Callable[[], Rulebook]


def run_properties(
    rulebook: Rulebook, names: Collection[str] = (), cases: int = USUAL_CASES, processes: Processes | None = None
) -> list[RuleProperties]:
    """Try the properties of the rules with these codes or full names, or of all rules.

    The rule book must have been loaded with examples and without a policy. Without ``processes`` the work is done in
    this one. ``cases``: how many hypothesis makes for each rule; with more of them its examples, too, are gone through
    more thoroughly. Raises :class:`riskscreen.errors.UsageError` for a name that no rule has.
    """
    rules = [rulebook.rule(name) for name in names] if names else list(rulebook.rules)
    if processes is None or processes.jobs == 1 or len(rules) == 1:
        return [try_properties(rule, rulebook.taxonomy, cases) for rule in rules]
    with ProcessPoolExecutor(min(processes.jobs, len(rules)), initializer=_prepare, initargs=(processes.load,)) as pool:
        return list(pool.map(_try_by_name, [rule.full_name for rule in rules], [cases] * len(rules)))


def try_properties(rule: Rule, taxonomy: Taxonomy, cases: int = USUAL_CASES) -> RuleProperties:
    """Try everything that one rule declares or could declare."""
    examples = rule.source.location(("examples",))
    bench = Bench(rule, taxonomy)
    if not bench.examples:
        return RuleProperties(rule.full_name, examples, untried=Untried.NO_CASE)
    found = search(bench, cases)
    if cases >= USUAL_CASES and Status.HARDLY_TRIED in _statuses(bench, found).values():
        found = search(bench, _MORE * cases)
    statuses = _statuses(bench, found)
    results = [_result(bench, tried, status, found) for tried, status in statuses.items()]
    return RuleProperties(rule.full_name, examples, tuple(results))


def _statuses(bench: Bench, found: Found) -> dict[Property, Status]:
    """What the search showed of each property; what holds as a value rises and as it falls is suggested for neither."""
    statuses = {
        tried: Status.BROKEN if tried in found.broken else _status(bench, tried, tally)
        for tried, tally in found.tallies.items()
    }
    holding = {tried for tried, status in statuses.items() if status in (Status.SUGGESTED, Status.HELD)}
    return {
        tried: Status.OPEN if status is Status.SUGGESTED and tried.opposite in holding else status
        for tried, status in statuses.items()
    }


_books: list[Rulebook] = []
"""The rule book of a worker process."""


def _prepare(load: Callable[[], Rulebook]) -> None:
    _books.append(load())


def _try_by_name(name: str, cases: int) -> RuleProperties:
    book = _books[-1]
    return try_properties(book.rule(name), book.taxonomy, cases)


def _result(bench: Bench, tried: Property, status: Status, found: Found) -> Result:
    rule, tally = bench.rule, found.tallies[tried]
    path = tried.path(rule.file) or (("invariant_under",) if isinstance(tried, Invariant) else ("worse_when",))
    location = rule.source.location(path)
    if status is not Status.BROKEN:
        return Result(tried, status, tally, location)
    shown = smallest(bench, found.broken[tried])
    before, after = shown.verdicts
    turn = f"{before} becomes {after}" if before is not after else f"{before} for other reasons"
    message = f"{tried} does not hold: {turn} where {shown.what}"
    fault = Fault(location, "property-broken", message)
    return Result(tried, Status.BROKEN, tally, location, fault, shown)


def _status(bench: Bench, tried: Property, tally: Tally) -> Status:
    declared = bench.declares(tried)
    invariant = isinstance(tried, Invariant)
    if invariant and not tally.seen:
        return Status.UNREAD if declared else Status.SUGGESTED
    if declared:
        # what a direction forbids starts from a flag, and some cannot: then it shows in what becomes flagged
        return Status.HELD if (tally.decided if invariant else tally.cases) >= ENOUGH else Status.HARDLY_TRIED
    telling = tally.flagged if invariant else min(tally.flagged, tally.changed)
    convincing = tally.decided >= ENOUGH and telling >= ENOUGH_FLAGGED and not tally.broken
    return Status.SUGGESTED if convincing else Status.OPEN
