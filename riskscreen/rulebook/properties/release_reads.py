"""Where the rows of relations on releases come from, beside the inputs that their fields declare.

The inputs of a field are what an auditor looks at; what makes the row is more: which bid won, which award a contract
follows from, what a batch counts.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

_BID_STATUS, _AWARD_STATUS = "/bids/details/*/status", "/awards/*/status"
_TENDERERS, _SUPPLIERS = "/bids/details/*/tenderers/*/id", "/awards/*/suppliers/*/id"
_BID_VALUES = ("/bids/details/*/value/amount", "/bids/details/*/value/currency")
_AWARD_VALUES = ("/awards/*/value/amount", "/awards/*/value/currency")
_LEFT_OUT = ("/tender/status", "/tender/procurementMethodDetails")
_CLASS = ("/tender/items/*/classification/id", "/tender/items/*/classification/scheme")
_AWARD_OF_CONTRACT = ("/awards/*/id", "/contracts/*/awardID")
_PARTY = ("/parties", "/parties/*/id", _TENDERERS)

RESTS_ON: Mapping[str, Sequence[str]] = {
    "price_gap": (_BID_STATUS, _TENDERERS, *_BID_VALUES, _AWARD_STATUS, _SUPPLIERS, *_LEFT_OUT),
    "item_price": (
        "/awards/*/items/*/classification/id",
        "/awards/*/items/*/classification/scheme",
        "/awards/*/items/*/unit/name",
        "/awards/*/items/*/unit/value/amount",
        "/awards/*/items/*/unit/value/currency",
    ),
    "tender_value": ("/tender/value/amount", "/tender/value/currency", *_CLASS),
    "agreement": _AWARD_OF_CONTRACT,
    "contract_item": _AWARD_OF_CONTRACT,
    "bidder_contact": _PARTY,
    "bidder_owner": _PARTY,
    "bidder_shareholder": _PARTY,
}
"""By relation."""

STATISTICS_REST_ON: Sequence[str] = (
    *_LEFT_OUT,
    *_CLASS,
    *_AWARD_VALUES,
    *_BID_VALUES,
    _BID_STATUS,
    _TENDERERS,
    _AWARD_STATUS,
    _SUPPLIERS,
    "/awards/*/date",
    "/awards/*/items/*/classification/id",
    "/bids/details/*/date",
    "/buyer/id",
    "/tender/procuringEntity/id",
    "/tender/procurementMethod",
)
"""What tells of a batch of processes whose they are, and which of their tenders, bids and awards are counted."""
