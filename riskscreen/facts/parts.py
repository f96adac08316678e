"""A project's parts at hand, for the functions that read facts from them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from riskscreen.model import project as model

if TYPE_CHECKING:
    from riskscreen.facts.taxonomy import Taxonomy

_AWARD = model.Award()
_BENEFICIARIES = model.Beneficiaries()
_CONTINUITY = model.Continuity()
_CONTRACT = model.Contract()
_CONTRACTOR = model.Contractor()
_COOPERATION = model.Cooperation()
_EVALUATION = model.Evaluation()
_EVALUATOR = model.Evaluator()
_NEEDS_ASSESSMENT = model.NeedsAssessment()
_OVERSIGHT = model.Oversight()
_PERIOD = model.Period()
_PROCEDURE = model.ProcedureRecords()
_REGION = model.Region()
_REQUESTS = model.EvaluatorRequests()
_STAFF = model.Staff()
_SUPERVISION = model.Supervision()
_TENDER = model.Tender()


class Parts:
    """The parts of a project. An absent part is the part of which nothing is known: all its values are None."""

    __slots__ = (
        "award",
        "beneficiaries",
        "category",
        "continuity",
        "contract",
        "contractor",
        "cooperation",
        "evaluation",
        "evaluator",
        "framework",
        "incomplete",
        "needs_assessment",
        "oversight",
        "period",
        "procedure",
        "project",
        "region",
        "requests",
        "staff",
        "supervision",
        "tender",
    )

    def __init__(self, project: model.Project, taxonomy: Taxonomy) -> None:
        self.project = project
        self.category = taxonomy.category(project.category)
        self.incomplete = frozenset(project.incomplete)
        self.award = project.award or _AWARD
        self.beneficiaries = project.beneficiaries or _BENEFICIARIES
        self.continuity = project.continuity or _CONTINUITY
        self.contract = project.contract or _CONTRACT
        self.contractor = project.contractor or _CONTRACTOR
        self.cooperation = project.cooperation or _COOPERATION
        self.evaluation = project.evaluation or _EVALUATION
        self.needs_assessment = project.needs_assessment or _NEEDS_ASSESSMENT
        self.oversight = project.oversight or _OVERSIGHT
        self.procedure = project.procedure or _PROCEDURE
        self.region = project.region or _REGION
        self.supervision = project.supervision or _SUPERVISION
        self.tender = project.tender or _TENDER
        self.evaluator = self.evaluation.evaluator or _EVALUATOR
        self.requests = self.evaluation.requests or _REQUESTS
        self.staff = self.contractor.staff or _STAFF
        self.period = self.contract.period or _PERIOD
        self.framework = self.contract.framework_period or _PERIOD

    def complete(self, list_path: str) -> bool:
        """Whether a list of the record, if it is given, is all there is."""
        return list_path not in self.incomplete


def identifier(reference: model.OrganisationReference | model.PersonReference | None) -> str | None:
    """What a person or an organisation is recognised by."""
    return None if reference is None else reference.id
