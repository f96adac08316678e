"""A purchase-of-service project as a bureau knows it: the native input form.

Field names are those of OCDS where OCDS has one. Only ``id`` is required; an absent key means that nothing is
known, an explicit empty list that there is none, and a list is complete unless ``incomplete`` names it.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import AfterValidator, BeforeValidator, Field, StringConstraints, WithJsonSchema, model_validator
from pydantic_core import PydanticCustomError

from riskscreen.errors import suggestion
from riskscreen.model.base import (
    CalendarDate,
    Count,
    Flag,
    Name,
    NonNegative,
    Number,
    Percentage,
    Positive,
    Record,
    Share,
    Text,
)

Currency = Annotated[str, StringConstraints(strict=True, pattern=r"^[A-Z]{3}$")]

Side = Literal["buyer", "government", "community", "contractor", "professional", "evaluator", "supervisor", "recipient"]
TieType = Literal["ownership", "kinship", "shared-office", "incubation", "affiliation", "employment", "other"]
ParticipantSide = Literal[
    "buyer", "government", "contractor", "community", "expert", "beneficiary", "recipient-organisation"
]
TargetKind = Literal["output", "outcome", "process", "satisfaction", "honour", "visit", "media"]
ActivityKind = Literal["service", "capacity-transfer", "training", "event", "publicity", "visit", "other"]
Lead = Literal["contractor", "recipient", "community", "buyer", "volunteer"]
BidStatus = Literal["invited", "pending", "valid", "disqualified", "withdrawn"]
ProcurementMethod = Literal["open", "selective", "limited", "direct"]
EvaluatorSelection = Literal["competitive", "pool", "appointed"]
EvaluationMethod = Literal[
    "document-review", "field-visit", "recipient-interview", "staff-interview", "survey", "data-check", "hearing"
]
CriterionKind = Literal["output", "outcome", "process", "satisfaction", "finance", "compliance", "documentation"]
EvaluationUse = Literal["budget", "renewal", "posts", "plan", "payment", "publication", "sanction", "other"]
OversightChannel = Literal["resident-rating", "hearing", "complaint-line", "residents-committee", "media", "other"]
Stage = Literal["planning", "design", "delivery", "evaluation"]
KnowledgeDirection = Literal["buyer-to-contractor", "contractor-to-buyer"]
SupportKind = Literal["funding", "venue", "policy", "staff", "training", "other"]
ContractorType = Literal[
    "social-work-agency",
    "elder-care-institution",
    "convenience-service-centre",
    "housekeeping-centre",
    "social-organisation",
    "foundation",
    "association",
    "training-institution",
    "evaluation-institution",
    "medical-institution",
    "disability-service-institution",
    "child-service-institution",
    "community-organisation",
    "university",
    "company",
    "public-institution",
]
RevenueSource = Literal["government", "foundation", "donation", "service-fee", "membership", "market", "other"]
HonourLevel = Literal["national", "provincial", "municipal", "county", "other"]


class Value(Record):
    """An amount of money in currency units (not in 10,000)."""

    amount: NonNegative | None = None
    currency: Currency | None = None


class Period(Record):
    """First and last day, both included."""

    start_date: CalendarDate | None = None
    end_date: CalendarDate | None = None

    @model_validator(mode="after")
    def _in_order(self) -> Period:
        if self.start_date and self.end_date and self.end_date < self.start_date:
            raise PydanticCustomError("end_before_start", "endDate lies before startDate")
        return self


class OrganisationReference(Record):
    """An organisation. Two references are the same organisation only if their identifiers are equal."""

    id: Text = None
    name: Text = None


class PersonReference(Record):
    """A natural person. Two references are the same person only if their identifiers are equal."""

    id: Text = None
    name: Text = None


class Region(Record):
    """Where the service is delivered, and how its need ranks among the regions compared (1 = the greatest need).

    ``needShare`` is the region's share of the total need that the purchase is meant to meet.
    """

    id: Text = None
    name: Text = None
    need_rank: Positive | None = None
    ranked_regions: Positive | None = None
    need_share: Share | None = None

    @model_validator(mode="after")
    def _rank_within_regions(self) -> Region:
        if self.need_rank and self.ranked_regions and self.need_rank > self.ranked_regions:
            raise PydanticCustomError("rank_beyond_regions", "needRank is larger than rankedRegions")
        return self


class Site(Record):
    """The community, village or institution that is served."""

    id: Text = None
    name: Text = None


class ProcedureRecords(Record):
    """Whether the file holds a record of each step of a sound purchase."""

    project_set_up: Flag | None = None
    assessment: Flag | None = None
    contracting: Flag | None = None
    supervision: Flag | None = None
    evaluation: Flag | None = None


class Tender(Record):
    """The call and its procedure. ``datePublished`` is the day the call was published."""

    procurement_method: ProcurementMethod | None = None
    procurement_method_details: Text = None
    date_published: CalendarDate | None = None
    tender_period: Period | None = None


class Award(Record):
    """The decision for the contractor."""

    date: CalendarDate | None = None


class Participant(Record):
    """Someone who took part in the needs assessment, with what they were recorded to have said."""

    side: ParticipantSide | None = None
    organisation: OrganisationReference | None = None
    person: PersonReference | None = None
    comments: Count | None = None
    change_requests: Count | None = None


class Need(Record):
    """A category of need that the assessment found."""

    category: Text = None
    description: Text = None


class NeedsAssessment(Record):
    """How needs were found out. ``conducted: false`` states that there was none."""

    conducted: Flag | None = None
    date: CalendarDate | None = None
    participants: list[Participant] | None = None
    needs: list[Need] | None = None


class Target(Record):
    """What the contract sets as a figure to reach."""

    id: Text = None
    description: Text = None
    kind: TargetKind | None = None
    unit: Text = None
    planned: NonNegative | None = None
    achieved: NonNegative | None = None


class Approval(Record):
    """An operating decision, and whether the buyer must approve it beforehand."""

    decision: Text = None
    buyer_approval_required: Flag | None = None


class Contract(Record):
    """The contract. ``period`` is the delivery window; ``frameworkPeriod`` a frame of several years around it."""

    id: Text = None
    date_signed: CalendarDate | None = None
    date_closed: CalendarDate | None = None
    period: Period | None = None
    framework_period: Period | None = None
    value: Value | None = None
    renewal_clause: Flag | None = None
    plan_adjustable: Flag | None = None
    approvals: list[Approval] | None = None


class Revenue(Record):
    """Income of one year from one source."""

    source: OrganisationReference | None = None
    source_type: RevenueSource | None = None
    amount: NonNegative | None = None


class Staff(Record):
    """Service staff of the contractor, and how many of them hold a social-work licence."""

    total: Count | None = None
    licensed_social_workers: Count | None = None

    @model_validator(mode="after")
    def _licensed_within_total(self) -> Staff:
        total, licensed = self.total, self.licensed_social_workers
        if total is not None and licensed is not None and licensed > total:
            raise PydanticCustomError("licensed_beyond_total", "licensedSocialWorkers is larger than total")
        return self


class Honour(Record):
    """A title or prize held by the contractor."""

    name: Text = None
    level: HonourLevel | None = None
    date: CalendarDate | None = None


class EarlierAward(Record):
    """A contract won before this one."""

    id: Text = None
    buyer: OrganisationReference | None = None
    date: CalendarDate | None = None
    value: Value | None = None


class Contractor(OrganisationReference):
    """The organisation that won the contract. ``rating`` is its social-organisation grade, 1 (1A) to 5 (5A)."""

    type: ContractorType | None = None
    registered_scope: Text = None
    founded_by: list[OrganisationReference] | None = None
    incubated_by: list[OrganisationReference] | None = None
    sponsor_unit: OrganisationReference | None = None
    revenue_by_source: list[Revenue] | None = None
    staff: Staff | None = None
    honours: list[Honour] | None = None
    rating: Annotated[int, Field(strict=True, ge=1, le=5)] | None = None
    earlier_awards: list[EarlierAward] | None = None


class Bid(Record):
    """An offer, by one tenderer or several together."""

    id: Text = None
    date: CalendarDate | None = None
    status: BidStatus | None = None
    tenderers: list[OrganisationReference] | None = None
    value: Value | None = None


class Address(Record):
    """Where an organisation has its office."""

    street_address: Text = None
    locality: Text = None
    region: Text = None


class ContactPoint(Record):
    """How an organisation is reached."""

    telephone: Text = None
    email: Text = None


class Party(OrganisationReference):
    """Details of an organisation named elsewhere in the record. ``owners`` are persons or organisations."""

    address: Address | None = None
    contact_point: ContactPoint | None = None
    owners: list[OrganisationReference] | None = None


class Role(Record):
    """A person's office, the organisation it is held at, and the side of the project it belongs to."""

    person: PersonReference | None = None
    side: Side | None = None
    title: Text = None
    organisation: OrganisationReference | None = None


class Tie(Record):
    """A known relation between two organisations, in no particular direction."""

    type: TieType | None = None
    organisations: Annotated[list[OrganisationReference], Field(min_length=2, max_length=2)] | None = None
    description: Text = None


class Activity(Record):
    """Something that was done under the contract."""

    id: Text = None
    date: CalendarDate | None = None
    kind: ActivityKind | None = None
    led_by: Lead | None = None
    description: Text = None


class ServiceItem(Record):
    """A service in the contract's list. ``needCategory`` names the assessed need that it answers."""

    name: Text = None
    need_category: Text = None
    planned: NonNegative | None = None
    delivered: NonNegative | None = None
    unit: Text = None


class Transaction(Record):
    """Money moved on a day: a payment to the contractor, or an expense of the contractor."""

    date: CalendarDate | None = None
    value: Value | None = None


class PlanChange(Record):
    """A change of the plan or its targets during delivery."""

    date: CalendarDate | None = None
    towards_acceptance: Flag | None = None
    description: Text = None


class Deviation(Record):
    """A recorded departure from the professional standard."""

    date: CalendarDate | None = None
    description: Text = None


class Beneficiaries(Record):
    """Numbers of people: planned to be served, served, and in the population the service is meant for."""

    planned: Count | None = None
    served: Count | None = None
    target_population: Count | None = None


class Supervision(Record):
    """Who supervises delivery."""

    supervisor: OrganisationReference | None = None


class Evaluator(OrganisationReference):
    """The organisation that evaluates, with its income of the last year by source."""

    revenue_by_source: list[Revenue] | None = None


class Criterion(Record):
    """What the evaluation looks at, and the share of the score it carries."""

    name: Text = None
    kind: CriterionKind | None = None
    weight: Share | None = None


class EvaluatorRequests(Record):
    """Requests the evaluator made of the contractor, and how many were accepted as they were."""

    made: Count | None = None
    accepted: Count | None = None

    @model_validator(mode="after")
    def _accepted_within_made(self) -> EvaluatorRequests:
        if self.made is not None and self.accepted is not None and self.accepted > self.made:
            raise PydanticCustomError("accepted_beyond_made", "accepted is larger than made")
        return self


class Evaluation(Record):
    """How the project was evaluated and what came of it. ``score`` runs from 0 to 100."""

    evaluator: Evaluator | None = None
    selection: EvaluatorSelection | None = None
    paid_by: OrganisationReference | None = None
    rotated: Flag | None = None
    date: CalendarDate | None = None
    methods: list[EvaluationMethod] | None = None
    criteria: list[Criterion] | None = None
    satisfaction_measured: Flag | None = None
    score: Percentage | None = None
    passed: Flag | None = None
    uses: list[EvaluationUse] | None = None
    requests: EvaluatorRequests | None = None
    contractor_objections: Count | None = None
    contractor_observations: Count | None = None


class Oversight(Record):
    """Ways in which residents can rate, be heard and complain."""

    channels: list[OversightChannel] | None = None


class Continuity(Record):
    """What happens to the service before and after this contract."""

    plan: Flag | None = None
    previous_contract_end: CalendarDate | None = None
    next_contract_start: CalendarDate | None = None


class LocalOrganisation(Record):
    """A village or neighbourhood organisation that has a part of its own in delivery."""

    organisation: OrganisationReference | None = None
    function: Text = None


class OutcomeMeasurement(Record):
    """An outcome for people, measured for a period such as ``2023`` or ``2023-H1``."""

    period: Text = None
    indicator: Text = None
    value: Number | None = None


class Cooperation(Record):
    """How department, contractor, local organisations and recipients work together."""

    stable_policy: Flag | None = None
    knowledge_sharing: list[KnowledgeDirection] | None = None
    support: list[SupportKind] | None = None
    local_organisations: list[LocalOrganisation] | None = None
    recipient_stages: list[Stage] | None = None
    outcome_measurements: list[OutcomeMeasurement] | None = None


LIST_PATHS = frozenset(
    {
        "needsAssessment/participants",
        "needsAssessment/needs",
        "targets",
        "contract/approvals",
        "contractor/foundedBy",
        "contractor/incubatedBy",
        "contractor/revenueBySource",
        "contractor/honours",
        "contractor/earlierAwards",
        "bids",
        "parties",
        "roles",
        "ties",
        "activities",
        "serviceItems",
        "payments",
        "expenditures",
        "planChanges",
        "standardDeviations",
        "evaluation/evaluator/revenueBySource",
        "evaluation/methods",
        "evaluation/criteria",
        "evaluation/uses",
        "oversight/channels",
        "cooperation/knowledgeSharing",
        "cooperation/support",
        "cooperation/localOrganisations",
        "cooperation/recipientStages",
        "cooperation/outcomeMeasurements",
    }
)
"""Every list of a project that a record can declare incomplete, by its path."""


def _list_path(path: str) -> str:
    plain = path.strip("/")
    if plain not in LIST_PATHS:
        raise PydanticCustomError(
            "no_such_list", "no list of a project is called so{hint}", {"hint": suggestion(plain, LIST_PATHS)}
        )
    return plain


def _none_named(paths: object) -> object:
    """An explicit null says as little as an absent key."""
    return [] if paths is None else paths


_LIST_PATH_SCHEMA = {"type": "string", "pattern": f"^/*({'|'.join(sorted(LIST_PATHS))})/*$"}
ListPath = Annotated[str, StringConstraints(strict=True), AfterValidator(_list_path)]
ListPaths = Annotated[
    list[ListPath],
    BeforeValidator(_none_named),
    WithJsonSchema({"anyOf": [{"type": "array", "items": _LIST_PATH_SCHEMA}, {"type": "null"}], "default": []}),
]


class Project(Record):
    """One project of a public buyer.

    ``incomplete`` names lists (``activities``, ``evaluation/methods``) that are partial.
    """

    id: Name
    title: Text = None
    description: Text = None
    budget_year: Annotated[int, Field(strict=True, ge=1900, le=2200)] | None = None
    region: Region | None = None
    site: Site | None = None
    buyer: OrganisationReference | None = None
    category: Text = None
    showcase: Flag | None = None
    procedure: ProcedureRecords | None = None
    tender: Tender | None = None
    award: Award | None = None
    needs_assessment: NeedsAssessment | None = None
    targets: list[Target] | None = None
    contract: Contract | None = None
    contractor: Contractor | None = None
    bids: list[Bid] | None = None
    parties: list[Party] | None = None
    roles: list[Role] | None = None
    ties: list[Tie] | None = None
    activities: list[Activity] | None = None
    service_items: list[ServiceItem] | None = None
    payments: list[Transaction] | None = None
    expenditures: list[Transaction] | None = None
    plan_changes: list[PlanChange] | None = None
    standard_deviations: list[Deviation] | None = None
    beneficiaries: Beneficiaries | None = None
    supervision: Supervision | None = None
    evaluation: Evaluation | None = None
    oversight: Oversight | None = None
    continuity: Continuity | None = None
    cooperation: Cooperation | None = None
    incomplete: ListPaths = Field(default_factory=list)
