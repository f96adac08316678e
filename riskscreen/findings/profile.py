"""What reports name and group a project by, without what is never printed."""

from __future__ import annotations

from collections.abc import Mapping

from riskscreen.facts.taxonomy import Taxonomy
from riskscreen.findings.organisations import names_person
from riskscreen.findings.privacy import Privacy
from riskscreen.model.profile import Named, Profile
from riskscreen.model.project import OrganisationReference, Project, Region
from riskscreen.model.report import Language
from riskscreen.model.rule import Texts

_NATURAL_PERSON = Texts(en="natural person", zh="自然人")


def profile_of(
    project: Project, taxonomy: Taxonomy, labels: Mapping[str, str], privacy: Privacy, lang: Language
) -> Profile:
    """The profile of a project. ``labels`` are the titles of categories, by code, in the language of the report.

    Natural persons are never ranked: one who holds the contract is called that, and nothing else.
    """
    contract, supplier = project.contract, project.contractor
    value = contract.value if contract else None
    period = contract.period if contract else None
    person = supplier is not None and supplier.id is not None and names_person(project, supplier.id)
    return Profile(
        region=_named(project.region, privacy),
        category=_category(project.category, taxonomy, labels, privacy),
        buyer=_named(project.buyer, privacy),
        supplier=Named(name=_NATURAL_PERSON.in_language(lang)) if person else _named(supplier, privacy),
        natural_person=person,
        year=project.budget_year,
        amount=None if value is None or value.amount is None else float(value.amount),
        currency=value.currency if value else None,
        signed=contract.date_signed if contract else None,
        start=period.start_date if period else None,
        end=period.end_date if period else None,
    )


def _named(reference: OrganisationReference | Region | None, privacy: Privacy) -> Named | None:
    if reference is None or not (reference.id or reference.name):
        return None
    return Named(
        id=None if reference.id is None else privacy.identifier(reference.id),
        name=None if reference.name is None else privacy.text(reference.name),
    )


def _category(stated: str | None, taxonomy: Taxonomy, labels: Mapping[str, str], privacy: Privacy) -> Named | None:
    known = taxonomy.category(stated)
    if known is not None:
        return Named(id=known.code, name=labels.get(known.code, known.code))
    return None if stated is None else Named(name=privacy.text(stated))
