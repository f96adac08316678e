"""The contracts against the awards they follow from: relation ``agreement``, one row a contract."""

from __future__ import annotations

from typing import Annotated, NamedTuple

from riskscreen.facts.case import Rows
from riskscreen.facts.columns import Bool, Int, column
from riskscreen.facts.process.documents import has_type
from riskscreen.facts.process.published import (
    amount,
    currency_of,
    days_between,
    over,
    quotient,
    total,
    whole_list,
)
from riskscreen.facts.relation import NO_FACTS, Facts
from riskscreen.lang.vocabulary import Kind
from riskscreen.model.release import Award, Contract, Release

_VALUE = ("/value/amount", "/value/currency")
_AWARD = "/awardID"
_SIGNED_CONTRACT = "contractSigned"


class AgreementRow(NamedTuple):
    """One contract. The award is the one that ``awardID`` names.

    ``award_ratio``: the contract's value over the award's. ``signing_days``: from the award to the signature.
    ``amendments``: how many are published. ``signed_document``: the signed contract is published. ``paid_ratio``: all
    transactions over the value; ``final_ratio``: the final value over it.
    """

    award_ratio: Annotated[
        Int,
        column(
            Kind.SHARE,
            _AWARD,
            *_VALUE,
            "@1/value/amount",
            "@1/value/currency",
            en="contract value over award value",
            zh="合同金额与中标金额之比",
            lowest=0,
        ),
    ]
    signing_days: Annotated[
        Int,
        column(
            Kind.INT,
            _AWARD,
            "/dateSigned",
            "@1/date",
            en="days from award to signature",
            zh="授标至签约天数",
            unit="day",
        ),
    ]
    amendments: Annotated[Int, column(Kind.INT, "/amendments", en="amendments", zh="合同变更次数", lowest=0)]
    signed_document: Annotated[
        Bool,
        column(Kind.BOOL, "/documents/*/documentType", en="signed contract published", zh="已公开签订的合同"),
    ]
    paid_ratio: Annotated[
        Int,
        column(
            Kind.SHARE,
            "/implementation/transactions/*/value/amount",
            "/implementation/transactions/*/value/currency",
            *_VALUE,
            en="payments over contract value",
            zh="付款总额与合同金额之比",
            lowest=0,
        ),
    ]
    final_ratio: Annotated[
        Int,
        column(
            Kind.SHARE,
            "/implementation/finalValue/amount",
            "/implementation/finalValue/currency",
            *_VALUE,
            en="final value over contract value",
            zh="决算金额与合同金额之比",
            lowest=0,
        ),
    ]


def agreements(release: Release) -> Facts:
    """The rows of ``agreement``."""
    if release.contracts is None:
        return NO_FACTS
    rows, anchors = [], []
    for index, contract in enumerate(release.contracts):
        if contract is not None:
            place, award = award_of(contract, release)
            rows.append(_row(contract, award))
            anchors.append((f"/contracts/{index}",) if place is None else (f"/contracts/{index}", f"/awards/{place}"))
    return Rows(tuple(rows), len(rows) == len(release.contracts)), tuple(anchors)


def award_of(contract: Contract, release: Release) -> tuple[int | None, Award]:
    """The award that a contract names, and its place in the list; an unknown award if it cannot be told.

    It cannot while an award is without identifier or two have the same: the contract may be another's.
    """
    awards = whole_list(release.awards) or []
    ids = [award.id for award in awards]
    if contract.award_id is None or None in ids or ids.count(contract.award_id) != 1:
        return None, Award()
    place = ids.index(contract.award_id)
    return place, awards[place]


def _row(contract: Contract, award: Award) -> AgreementRow:
    implementation = contract.implementation
    transactions = whole_list(implementation.transactions) if implementation else None
    amendments = whole_list(contract.amendments)
    currency = currency_of(contract.value)
    paid = None if transactions is None else total([each.value for each in transactions], currency)
    return AgreementRow(
        award_ratio=over(contract.value, award.value),
        signing_days=days_between(award.date, contract.date_signed),
        amendments=None if amendments is None else len(amendments),
        signed_document=has_type(contract.documents, _SIGNED_CONTRACT),
        paid_ratio=quotient(paid, amount(contract.value, currency)),
        final_ratio=over(implementation.final_value if implementation else None, contract.value),
    )
