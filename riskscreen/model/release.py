"""An OCDS compiled release, as far as rules read it.

Every field is optional: missing is unknown. Names are those of OCDS 1.1 and of its extensions bids, lots, enquiries,
participation fees, bid opening, complaints, subcontracting, final value, beneficial owners, shareholders and persones.
Dates are kept as the text that was published, because publishers write dates with and without time and zone; amounts
are the numbers of the JSON document. Lists keep a null item in its place, so that positions are those of the
document. See https://standard.open-contracting.org/1.1/en/schema/reference/.
"""

from __future__ import annotations

from typing import TypeAlias

from msgspec import Struct, field

Number: TypeAlias = int | float


class Part(Struct, rename="camel", gc=False, omit_defaults=True):
    """A part of a release; keys are the field names in camel case."""


class Value(Part):
    """An amount of money in currency units."""

    amount: Number | None = None
    currency: str | None = None


class Period(Part):
    """From one date or time to another, as published."""

    start_date: str | None = None
    end_date: str | None = None
    max_extent_date: str | None = None
    duration_in_days: Number | None = None


class Reference(Part):
    """An organisation, by identifier and name."""

    id: str | None = None
    name: str | None = None


class Document(Part):
    """A published document; ``document_type`` is a word of the OCDS code list."""

    id: str | None = None
    document_type: str | None = None
    title: str | None = None
    url: str | None = None
    date_published: str | None = None
    date_modified: str | None = None


class Classification(Part):
    """A code of a scheme, such as CPV."""

    scheme: str | None = None
    id: str | None = None
    description: str | None = None


class Unit(Part):
    """What one of an item is, and its price."""

    name: str | None = None
    value: Value | None = None


class DeliveryAddress(Part):
    """Where an item is delivered (extension location), as far as a region."""

    region: str | None = None


class Item(Part):
    """Goods, works or services; ``related_lot`` is the lot they belong to."""

    id: str | None = None
    description: str | None = None
    classification: Classification | None = None
    quantity: Number | None = None
    unit: Unit | None = None
    related_lot: str | None = None
    delivery_address: DeliveryAddress | None = None


class Change(Part):
    """A property that an amendment changed (deprecated in OCDS 1.1, still published)."""

    property: str | None = None


class Amendment(Part):
    """A formal change of a published stage."""

    id: str | None = None
    date: str | None = None
    description: str | None = None
    rationale: str | None = None
    changes: list[Change | None] | None = None


class Budget(Part):
    """The money planned."""

    id: str | None = None
    amount: Value | None = None


class Milestone(Part):
    """Something due on a date."""

    id: str | None = None
    type: str | None = None
    due_date: str | None = None
    date_met: str | None = None
    status: str | None = None


class Planning(Part):
    """What was published before the call."""

    rationale: str | None = None
    budget: Budget | None = None
    documents: list[Document | None] | None = None
    milestones: list[Milestone | None] | None = None


class Lot(Part):
    """A part of the tender that is awarded on its own."""

    id: str | None = None
    title: str | None = None
    status: str | None = None
    value: Value | None = None


class Enquiry(Part):
    """A question of a tenderer, and its answer."""

    id: str | None = None
    date: str | None = None
    date_answered: str | None = None
    answer: str | None = None


class ParticipationFee(Part):
    """What a bidder has to pay for taking part (extension participation fees)."""

    id: str | None = None
    value: Value | None = None


class BidOpening(Part):
    """When the bids are opened (extension bid opening)."""

    date: str | None = None


class Complaint(Part):
    """An objection to the procedure (extension complaints)."""

    id: str | None = None
    date: str | None = None


class Tender(Part):
    """The call and its procedure."""

    id: str | None = None
    title: str | None = None
    description: str | None = None
    status: str | None = None
    procuring_entity: Reference | None = None
    items: list[Item | None] | None = None
    value: Value | None = None
    min_value: Value | None = None
    procurement_method: str | None = None
    procurement_method_details: str | None = None
    procurement_method_rationale: str | None = None
    main_procurement_category: str | None = None
    award_criteria: str | None = None
    award_criteria_details: str | None = None
    submission_method: list[str | None] | None = None
    submission_method_details: str | None = None
    tender_period: Period | None = None
    enquiry_period: Period | None = None
    has_enquiries: bool | None = None
    enquiries: list[Enquiry | None] | None = None
    eligibility_criteria: str | None = None
    award_period: Period | None = None
    contract_period: Period | None = None
    number_of_tenderers: int | None = None
    tenderers: list[Reference | None] | None = None
    documents: list[Document | None] | None = None
    milestones: list[Milestone | None] | None = None
    amendments: list[Amendment | None] | None = None
    lots: list[Lot | None] | None = None
    date_published: str | None = None
    participation_fees: list[ParticipationFee | None] | None = None
    bid_opening: BidOpening | None = None


class Bid(Part):
    """An offer, by one tenderer or several together (extension bids)."""

    id: str | None = None
    date: str | None = None
    status: str | None = None
    tenderers: list[Reference | None] | None = None
    value: Value | None = None
    items: list[Item | None] | None = None
    documents: list[Document | None] | None = None
    related_lots: list[str | None] | None = None


class Bids(Part):
    """The bids (extension bids)."""

    details: list[Bid | None] | None = None


class Subcontracting(Part):
    """How much of an award may be handed on, as proportions from 0 to 1 (extension subcontracting)."""

    minimum_percentage: Number | None = None
    maximum_percentage: Number | None = None


class Award(Part):
    """A decision for one supplier or several together."""

    id: str | None = None
    title: str | None = None
    description: str | None = None
    status: str | None = None
    date: str | None = None
    value: Value | None = None
    suppliers: list[Reference | None] | None = None
    items: list[Item | None] | None = None
    contract_period: Period | None = None
    documents: list[Document | None] | None = None
    amendments: list[Amendment | None] | None = None
    related_lots: list[str | None] | None = None
    related_bid: str | None = None
    has_subcontracting: bool | None = None
    subcontracting: Subcontracting | None = None


class Transaction(Part):
    """A payment under a contract."""

    id: str | None = None
    date: str | None = None
    value: Value | None = None
    payer: Reference | None = None
    payee: Reference | None = None


class Implementation(Part):
    """What was done under a contract."""

    transactions: list[Transaction | None] | None = None
    final_value: Value | None = None
    milestones: list[Milestone | None] | None = None
    documents: list[Document | None] | None = None


class Contract(Part):
    """A signed contract; ``award_id`` names the award it follows from."""

    id: str | None = None
    award_id: str | None = field(name="awardID", default=None)
    title: str | None = None
    description: str | None = None
    status: str | None = None
    period: Period | None = None
    value: Value | None = None
    items: list[Item | None] | None = None
    date_signed: str | None = None
    documents: list[Document | None] | None = None
    implementation: Implementation | None = None
    milestones: list[Milestone | None] | None = None
    amendments: list[Amendment | None] | None = None


class Identifier(Part):
    """An identifier of a register."""

    scheme: str | None = None
    id: str | None = None
    legal_name: str | None = None


class Address(Part):
    """Where a party has its seat."""

    street_address: str | None = None
    locality: str | None = None
    region: str | None = None
    postal_code: str | None = None
    country_name: str | None = None


class ContactPoint(Part):
    """Whom to ask."""

    name: str | None = None
    email: str | None = None
    telephone: str | None = None
    fax_number: str | None = None
    url: str | None = None


class Person(Part):
    """A natural person: a beneficial owner (extension) or a person with a role at the party."""

    id: str | None = None
    name: str | None = None


class Shareholder(Part):
    """An owner of shares, and their proportion of all from 0 to 1 (extension shareholders)."""

    id: str | None = None
    shareholder: Reference | None = None
    shareholding: Number | None = None


class Party(Part):
    """An organisation of the process, with its roles."""

    id: str | None = None
    name: str | None = None
    identifier: Identifier | None = None
    additional_identifiers: list[Identifier | None] | None = None
    address: Address | None = None
    contact_point: ContactPoint | None = None
    roles: list[str | None] | None = None
    beneficial_owners: list[Person | None] | None = None
    persones: list[Person | None] | None = None  # spelt so in the extension
    shareholders: list[Shareholder | None] | None = None


class RelatedProcess(Part):
    """Another process, such as the frame agreement this one is called off from."""

    id: str | None = None
    relationship: list[str | None] | None = None
    scheme: str | None = None
    identifier: str | None = None


class Release(Part):
    """One contracting process as it stands."""

    ocid: str | None = None
    id: str | None = None
    date: str | None = None
    language: str | None = None
    tag: list[str | None] | None = None
    initiation_type: str | None = None
    parties: list[Party | None] | None = None
    buyer: Reference | None = None
    planning: Planning | None = None
    tender: Tender | None = None
    bids: Bids | None = None
    awards: list[Award | None] | None = None
    contracts: list[Contract | None] | None = None
    related_processes: list[RelatedProcess | None] | None = None
    complaints: list[Complaint | None] | None = None
