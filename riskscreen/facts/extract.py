"""From a record to its case."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from typing import TYPE_CHECKING

from riskscreen.facts.case import Case, Rows
from riskscreen.facts.parts import Parts
from riskscreen.facts.process.parts import ProcessParts
from riskscreen.facts.process.relations import process_relations
from riskscreen.facts.process.settings import USUAL, ProcessSettings
from riskscreen.facts.project_row import project_row
from riskscreen.facts.relation import Facts
from riskscreen.facts.relations_of_people import PEOPLE
from riskscreen.facts.relations_of_work import WORK
from riskscreen.model.project import Project
from riskscreen.model.release import Release

if TYPE_CHECKING:
    from riskscreen.facts.taxonomy import Taxonomy

RELATIONS: Mapping[str, Callable[[Parts], Facts]] = {**PEOPLE, **WORK}
"""How every relation around a project in the native form is read, by name."""


def project_case(
    project: Project,
    taxonomy: Taxonomy,
    release: Release | None = None,
    settings: ProcessSettings = USUAL,
    only: Collection[str] | None = None,
) -> Case:
    """The facts of one project: its own row, and every relation around it with where each row stands in the record.

    ``release``: the OCDS release that the project was read from, if it was; only then something is known of it as a
    contracting process. ``settings``: what facts of processes depend on besides. With ``only`` no other relations
    around the project are read; of those nothing is known.
    """
    parts = Parts(project, taxonomy)
    relations: dict[str, Rows] = {}
    anchors: dict[str, tuple[tuple[str, ...], ...]] = {}
    for name, read in RELATIONS.items():
        if only is None or name in only:
            relations[name], anchors[name] = read(parts)
    if release is not None:
        of_process, at_process = process_relations(ProcessParts(release, settings))
        relations |= of_process
        anchors |= at_process
    return Case("project", project.id, project_row(parts), relations, anchors)
