"""From a project record to its case."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from riskscreen.facts.case import Case, Rows
from riskscreen.facts.parts import Parts
from riskscreen.facts.project_row import project_row
from riskscreen.facts.relation import Facts
from riskscreen.facts.relations_of_people import PEOPLE
from riskscreen.facts.relations_of_work import WORK
from riskscreen.model.project import Project

if TYPE_CHECKING:
    from riskscreen.facts.taxonomy import Taxonomy

RELATIONS: Mapping[str, Callable[[Parts], Facts]] = {**PEOPLE, **WORK}
"""How every relation around a project is read, by name."""


def project_case(project: Project, taxonomy: Taxonomy) -> Case:
    """The facts of one project: its own row, and every relation around it with where each row stands in the record."""
    parts = Parts(project, taxonomy)
    relations: dict[str, Rows] = {}
    anchors: dict[str, tuple[tuple[str, ...], ...]] = {}
    for name, read in RELATIONS.items():
        relations[name], anchors[name] = read(parts)
    return Case("project", project.id, project_row(parts), relations, anchors)
