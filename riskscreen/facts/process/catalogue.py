"""The relations of a process that tell of its stages, from planning to delivery, with how each is read."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import NamedTuple

from riskscreen.facts.columns import relation
from riskscreen.facts.process.agreements import AgreementRow, agreements
from riskscreen.facts.process.bid_prices import BidPricesRow, bid_prices
from riskscreen.facts.process.bidder_links import (
    BidderContactRow,
    BidderOwnerRow,
    BidderShareholderRow,
    bidder_contacts,
    bidder_owners,
    bidder_shareholders,
)
from riskscreen.facts.process.contacts import ContactRow, PartyRoleRow, contacts, party_roles
from riskscreen.facts.process.contract_items import ContractItemRow, contract_items
from riskscreen.facts.process.decisions import DecisionRow, decisions
from riskscreen.facts.process.documents import DocumentRow, planning_documents, tender_documents
from riskscreen.facts.process.milestones import MilestoneRow, milestones
from riskscreen.facts.process.parts import ProcessParts
from riskscreen.facts.process.procedure import ProcedureRow, procedure
from riskscreen.facts.process.questions import ComplaintRow, EnquiryRow, complaints, enquiries
from riskscreen.facts.process.usual import ItemPriceRow, TenderValueRow
from riskscreen.facts.relation import Facts
from riskscreen.lang.vocabulary import Relation
from riskscreen.model.release import Release


class _Entry(NamedTuple):
    """A relation's declaration, and the function that reads its rows from a release."""

    declared: Relation
    read: Callable[[Release], Facts]


def _entry(name: str, row: type[object], read: Callable[[Release], Facts], *list_at: str, en: str, zh: str) -> _Entry:
    return _Entry(relation(name, row, *list_at, en=en, zh=zh, form="ocds"), read)


def _of_parts(read: Callable[[Release], Facts]) -> Callable[[ProcessParts], Facts]:
    return lambda parts: read(parts.release)


_BIDS = ("/bids/details", "/bids/details/*/tenderers")
_ENTRIES = (
    _entry(
        "planning_document",
        DocumentRow,
        planning_documents,
        "/planning/documents",
        en="planning document",
        zh="计划阶段文件",
    ),
    _entry(
        "tender_document", DocumentRow, tender_documents, "/tender/documents", en="tender document", zh="招标阶段文件"
    ),
    _entry("procedure", ProcedureRow, procedure, en="procedure", zh="采购程序"),
    _entry("enquiry", EnquiryRow, enquiries, "/tender/enquiries", en="enquiry", zh="供应商提问"),
    _entry("complaint", ComplaintRow, complaints, "/complaints", en="complaint", zh="投诉"),
    _entry("bid_prices", BidPricesRow, bid_prices, en="prices of the valid bids", zh="有效报价"),
    _entry("bidder_contact", BidderContactRow, bidder_contacts, *_BIDS, en="bidder's contact", zh="投标人联系方式"),
    _entry(
        "bidder_owner",
        BidderOwnerRow,
        bidder_owners,
        *_BIDS,
        "/parties",
        "/parties/*/beneficialOwners",
        en="bidder's beneficial owner",
        zh="投标人受益所有人",
    ),
    _entry(
        "bidder_shareholder",
        BidderShareholderRow,
        bidder_shareholders,
        *_BIDS,
        "/parties",
        "/parties/*/shareholders",
        en="bidder's shareholder",
        zh="投标人股东",
    ),
    _entry("contact", ContactRow, contacts, "/parties", en="party's contact", zh="参与方联系方式"),
    _entry("party_role", PartyRoleRow, party_roles, "/parties", "/parties/*/roles", en="party's role", zh="参与方角色"),
    _entry("decision", DecisionRow, decisions, "/awards", en="award decision", zh="授标决定"),
    _entry("agreement", AgreementRow, agreements, "/contracts", en="contract against award", zh="合同与授标对照"),
    _entry(
        "contract_item",
        ContractItemRow,
        contract_items,
        "/contracts",
        "/contracts/*/items",
        "/awards/*/items",
        en="item of a contract",
        zh="合同项目",
    ),
    _entry(
        "milestone",
        MilestoneRow,
        milestones,
        "/contracts",
        "/contracts/*/milestones",
        "/contracts/*/implementation/milestones",
        en="milestone",
        zh="履约节点",
    ),
)

_OF_THE_BATCH = (
    relation("tender_value", TenderValueRow, en="tender's value in its class", zh="预算与同类比较", form="ocds"),
    relation(
        "item_price",
        ItemPriceRow,
        "/awards",
        "/awards/*/items",
        en="price of an awarded item",
        zh="中标项目单价",
        form="ocds",
    ),
)
"""Relations that compare with other processes of the batch; :mod:`riskscreen.facts.process.usual` reads them."""

RELATIONS: tuple[Relation, ...] = (*(entry.declared for entry in _ENTRIES), *_OF_THE_BATCH)
"""The relations as rules may name them."""

READERS: Mapping[str, Callable[[ProcessParts], Facts]] = {
    entry.declared.name: _of_parts(entry.read) for entry in _ENTRIES
}
"""How each of them that needs no other process is read, by name."""
