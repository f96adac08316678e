"""From a record to its case."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from typing import TYPE_CHECKING, TypeAlias

from riskscreen.facts.case import Case, Rows
from riskscreen.facts.parts import Parts
from riskscreen.facts.process.parts import ProcessParts
from riskscreen.facts.process.relations import PROCESS, price_gap_row
from riskscreen.facts.process.statistics import ProcessStatistics
from riskscreen.facts.project_row import project_row
from riskscreen.facts.relation import Facts
from riskscreen.facts.relations_of_people import PEOPLE
from riskscreen.facts.relations_of_work import WORK
from riskscreen.facts.rows_of_project import ProjectRow
from riskscreen.model.project import Project
from riskscreen.model.release import Release

if TYPE_CHECKING:
    from riskscreen.facts.taxonomy import Taxonomy

RELATIONS: Mapping[str, Callable[[Parts], Facts]] = {**PEOPLE, **WORK}
"""How every relation around a project in the native form is read, by name."""

_COMPARED: Mapping[str, Callable[[ProcessParts, ProcessStatistics], Facts]] = {
    "price_gap": price_gap_row,
    "tender_value": lambda parts, statistics: statistics.usual.tender_value(parts.release),
    "item_price": lambda parts, statistics: statistics.usual.item_prices(parts.release),
}
"""How every relation is read that compares a process with its batch, by name."""

FROM_OTHER_PROCESSES = frozenset({*_COMPARED, "earlier_award"})
"""The relations of a process that depend on the others of its batch."""

_Anchors: TypeAlias = tuple[tuple[str, ...], ...]
_NOTHING_KNOWN = ProjectRow(*[None] * len(ProjectRow._fields))


def project_case(
    project: Project,
    taxonomy: Taxonomy,
    release: Release | None = None,
    statistics: ProcessStatistics | None = None,
    only: Collection[str] | None = None,
) -> Case:
    """The facts of one project: its own row, and every relation around it with where each row stands in the record.

    ``release``: the OCDS release that the project was read from, if it was; only then something is known of it as a
    contracting process. ``statistics``: those of its batch, with the settings that facts of processes depend on
    besides; without them the process is a batch of its own. With ``only`` no other relations are read; of those
    nothing is known.
    """
    parts = Parts(project, taxonomy)
    relations: dict[str, Rows] = {}
    anchors: dict[str, _Anchors] = {}
    for name, read in RELATIONS.items():
        if only is None or name in only:
            relations[name], anchors[name] = read(parts)
    if release is not None:
        of_process, at_process = _process(release, statistics or ProcessStatistics([release]), only)
        relations |= of_process
        anchors |= at_process
    return Case("project", project.id, project_row(parts), relations, anchors)


def process_case(release: Release, statistics: ProcessStatistics, only: Collection[str] | None = None) -> Case:
    """The facts of one process of a batch, and nothing of what it may be as a project."""
    return Case("project", release.ocid or "", _NOTHING_KNOWN, *_process(release, statistics, only))


def _process(
    release: Release, statistics: ProcessStatistics, only: Collection[str] | None
) -> tuple[dict[str, Rows], dict[str, _Anchors]]:
    parts = ProcessParts(release, statistics.settings)
    relations: dict[str, Rows] = {}
    anchors: dict[str, _Anchors] = {}
    for name, read in PROCESS.items():
        if only is None or name in only:
            relations[name], anchors[name] = read(parts)
    for name, compare in _COMPARED.items():
        if only is None or name in only:
            relations[name], anchors[name] = compare(parts, statistics)
    return relations, anchors
