"""The facts of a batch: one case for each organisation, and one for the market.

Each module of this package computes one relation from all projects at once. Arithmetic is exact (integers and
fractions) until a value is encoded. The order of the projects changes nothing but the places that ``Case.members``
gives.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from typing import Protocol

from riskscreen.facts.batch_rows import MarketRow, OrganisationRow
from riskscreen.facts.case import Case
from riskscreen.facts.market.area import areas
from riskscreen.facts.market.cohorts import USUAL, Cohorts
from riskscreen.facts.market.deadline import deadlines
from riskscreen.facts.market.design import Designs
from riskscreen.facts.market.entries import Entry, entries_of
from riskscreen.facts.market.evaluation import Evaluations
from riskscreen.facts.market.process_tables import ProcessTables
from riskscreen.facts.market.purchasing import Purchases
from riskscreen.facts.market.reaward import Reawards
from riskscreen.facts.market.standings import standings
from riskscreen.facts.market.supply import Supplies
from riskscreen.facts.market.table import Statistic, Table, batch_case
from riskscreen.facts.process.statistics import ProcessStatistics
from riskscreen.facts.taxonomy import Taxonomy
from riskscreen.model.project import Project

MARKET_ID = "market"


class Known(Protocol):
    """Projects known from elsewhere, that those of a batch are compared with."""

    def comparable(self, entry: Entry) -> Entry:
        """An entry of the batch in the form in which the known ones can be compared with it."""
        ...

    def entries(self, own: Sequence[Entry], cohorts: Cohorts) -> Sequence[Entry]:
        """The known entries that bear on statistics in which the batch's own have a part, without these themselves.

        Their positions follow on those of the batch.
        """
        ...

    def others(self, own: Sequence[Entry]) -> int:
        """How many projects are known beside the batch's own."""
        ...


_OF_ORGANISATIONS: Mapping[str, Callable[[Sequence[Entry]], Statistic]] = {
    "supply": Supplies,
    "purchasing": Purchases,
    "design": Designs,
    "evaluator": Evaluations,
}
_OF_THE_MARKET: Mapping[str, Callable[[Sequence[Entry]], Table]] = {"deadline": deadlines, "area": areas}


def batch_cases(
    projects: Sequence[Project],
    taxonomy: Taxonomy,
    processes: ProcessStatistics | None = None,
    cohorts: Cohorts = USUAL,
    known: Known | None = None,
) -> list[Case]:
    """The cases of a batch: every organisation with an identifier, sorted by it; then the market.

    The organisations are buyers, contractors and evaluators of projects, and whoever takes part in a process.
    ``processes``: the statistics of the batch's OCDS releases, if there are any. ``Case.members`` holds, for each
    relation and row, the places in ``projects`` of the cohort; ``cohorts`` says by what projects are grouped.
    ``known``: other projects that they are compared with; then the cases hold the rows that ``projects`` have a part
    in.
    """
    own = entries_of(projects, taxonomy)
    if known is not None:
        own = [known.comparable(entry) for entry in own]
    entries = own if known is None else [*own, *known.entries(own, cohorts)]
    tables = _tables(processes)
    statistics = _statistics(entries, processes, tables, cohorts)
    named = _organisations(own, processes, tables)
    market = _market_tables(entries, tables, cohorts)
    if known is not None:
        statistics = {name: _TakingPart(name, each, own, cohorts) for name, each in statistics.items()}
        market = {name: cohorts.taking_part(name, table, own) for name, table in market.items()}
    count = len(own) if known is None else len(own) + known.others(own)
    cases = [_organisation_case(organisation, statistics) for organisation in named]
    return [*cases, batch_case("market", MARKET_ID, MarketRow(count), market)]


def process_standings(processes: ProcessStatistics, only: Collection[str] | None = None) -> Iterator[Case]:
    """The cases of all organisations that take part in processes, sorted by identifier, with nothing but that.

    ``only``: those of these organisations.
    """
    statistics = dict(standings(processes))
    for organisation in sorted(processes.organisations() if only is None else only):
        yield _organisation_case(organisation, statistics)


def batch_case_of(
    projects: Sequence[Project],
    taxonomy: Taxonomy,
    subject: str,
    organisation: str | None,
    processes: ProcessStatistics | None = None,
) -> Case | None:
    """One case of a batch: an organisation's, None if it has no part in the batch, or the market's."""
    entries, tables = entries_of(projects, taxonomy), _tables(processes)
    if subject == "market":
        return batch_case("market", MARKET_ID, MarketRow(len(entries)), _market_tables(entries, tables, USUAL))
    if organisation not in _organisations(entries, processes, tables):
        return None
    return _organisation_case(organisation, _statistics(entries, processes, tables, USUAL))


def _tables(processes: ProcessStatistics | None) -> ProcessTables | None:
    return None if processes is None else ProcessTables(processes.releases)


def _statistics(
    entries: Sequence[Entry], processes: ProcessStatistics | None, tables: ProcessTables | None, cohorts: Cohorts
) -> dict[str, Statistic]:
    return {
        **{name: cohorts.statistic(name, entries, make) for name, make in _OF_ORGANISATIONS.items()},
        "reaward": Reawards(entries),
        **({} if processes is None else standings(processes)),
        **({} if tables is None else tables.of_organisations),
    }


def _market_tables(entries: Sequence[Entry], tables: ProcessTables | None, cohorts: Cohorts) -> dict[str, Table]:
    market = {name: cohorts.table(name, entries, make) for name, make in _OF_THE_MARKET.items()}
    return market if tables is None else {**market, **tables.of_the_market}


class _TakingPart:
    """A relation of organisations, with the rows that the batch's own projects have a part in."""

    def __init__(self, name: str, whole: Statistic, own: Sequence[Entry], cohorts: Cohorts) -> None:
        self._name, self._whole, self._own, self._cohorts = name, whole, own, cohorts

    def of(self, organisation: str) -> Table:
        """The organisation's rows."""
        return self._cohorts.taking_part(self._name, self._whole.of(organisation), self._own)


def _organisation_case(organisation: str, statistics: dict[str, Statistic]) -> Case:
    tables = {name: statistic.of(organisation) for name, statistic in statistics.items()}
    return batch_case("organisation", organisation, OrganisationRow(organisation), tables)


def _organisations(
    entries: Sequence[Entry], processes: ProcessStatistics | None, tables: ProcessTables | None
) -> list[str]:
    named = {id for entry in entries for id in (entry.buyer, entry.contractor, entry.evaluator) if id is not None}
    if processes is not None:
        named |= processes.organisations()
    return sorted(named if tables is None else named | tables.organisations)
