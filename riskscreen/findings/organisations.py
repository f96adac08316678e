"""Who is who in a batch: the organisations that projects name, with their roles, and the persons among them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import TypeAlias

from riskscreen.findings.privacy import has_identity_number
from riskscreen.model.project import OrganisationReference, Project
from riskscreen.model.release import Reference, Release

ROLES = ("buyer", "procuringEntity", "supplier", "tenderer", "evaluator", "payer", "supervisor")
"""The roles of organisations, by their OCDS names where OCDS has one, in the order of a report."""


_Named: TypeAlias = OrganisationReference | Reference
"""Whatever names an organisation."""


@dataclass(slots=True)
class Organisations:
    """Names and roles of organisations by identifier, and the identifiers that belong to natural persons."""

    names: dict[str, str] = field(default_factory=dict)
    persons: set[str] = field(default_factory=set)
    _roles: dict[str, set[str]] = field(default_factory=dict)

    def roles(self, identifier: str) -> list[str]:
        """The roles in which projects name an organisation."""
        held = self._roles.get(identifier, set())
        return [role for role in ROLES if role in held]

    def is_person(self, identifier: str) -> bool:
        """Whether an identifier is a natural person's: an identity number, or one that stands under a person."""
        return identifier in self.persons or has_identity_number(identifier)

    def add(self, role: str, reference: _Named | None) -> None:
        """Note one mention; the first name given is kept."""
        if reference is not None and reference.id is not None:
            if reference.name is not None:
                self.names.setdefault(reference.id, reference.name)
            if role:
                self._roles.setdefault(reference.id, set()).add(role)


def organisations_of(projects: Iterable[Project], releases: Iterable[Release | None] = ()) -> Organisations:
    """The organisations and persons of a batch; ``releases`` are those that projects were read from."""
    found = Organisations()
    for project in projects:
        for role, reference in _mentions(project):
            found.add(role, reference)
        found.persons.update(_persons(project))
    for release in releases:
        for role, named in () if release is None else _published(release):
            found.add(role, named)
    return found


def names_person(project: Project, identifier: str) -> bool:
    """Whether a project shows an identifier to be a natural person's: by its form, or by where it stands."""
    return has_identity_number(identifier) or identifier in _persons(project)


def _mentions(project: Project) -> Iterator[tuple[str, OrganisationReference | None]]:
    yield "buyer", project.buyer
    yield "supplier", project.contractor
    for bid in project.bids or ():
        for tenderer in bid.tenderers or ():
            yield "tenderer", tenderer
    if project.evaluation is not None:
        yield "evaluator", project.evaluation.evaluator
        yield "payer", project.evaluation.paid_by
    if project.supervision is not None:
        yield "supervisor", project.supervision.supervisor
    for party in project.parties or ():
        yield "", party


def _published(release: Release) -> Iterator[tuple[str, _Named | None]]:
    """What a release says of organisations and the native view of it does not."""
    if release.tender is not None:
        yield "procuringEntity", release.tender.procuring_entity
    for award in release.awards or ():
        for supplier in () if award is None else award.suppliers or ():
            yield "supplier", supplier


def _persons(project: Project) -> Iterator[str]:
    participants = project.needs_assessment.participants if project.needs_assessment else None
    for named in (*(project.roles or ()), *(participants or ())):
        if named.person is not None and named.person.id is not None:
            yield named.person.id
