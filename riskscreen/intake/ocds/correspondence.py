"""Which field of OCDS stands behind each field of the native form, and what OCDS cannot carry.

:mod:`riskscreen.intake.ocds.mapping` fills the native fields; this table says from where, so that evidence and missing
values can be named by their places in the release. ``*`` stands for any item of a list.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

_POSITION = re.compile(r"/(?:\d+|\*)(?=/|$)")


class Correspondence(NamedTuple):
    """A native field and the OCDS fields it comes from; ``how`` tells readers what is done where it is not copied."""

    native: str
    ocds: tuple[str, ...]
    how: str = ""


_ONE_CONTRACT = (
    "of the contract; where several are in force, what all of them state alike (one cancelled contract among several "
    "does not count; a missing status leaves it open)"
)
_REGION = ("/tender/items/*/deliveryAddress/region",)
_ONE_SUPPLIER = "the one supplier of all active awards; unknown if there are several, or if a status is missing"

TABLE = (
    Correspondence("/id", ("/ocid",)),
    Correspondence("/title", ("/tender/title",)),
    Correspondence("/description", ("/tender/description",)),
    Correspondence("/budgetYear", ("/contracts/*/dateSigned",), "the calendar year in which the contract was signed"),
    Correspondence("/buyer/id", ("/buyer/id",)),
    Correspondence("/buyer/name", ("/buyer/name",)),
    Correspondence(
        "/category",
        ("/tender/items/*/classification/description",),
        "the classification that all items of the tender share; the taxonomy of the rules recognises it by its words",
    ),
    Correspondence(
        "/region/id",
        _REGION,
        "the region that all items of the tender are delivered to, as it is written: OCDS has no identifier of regions",
    ),
    Correspondence("/region/name", _REGION, "the same; not the seat of the buyer, which may buy for other places"),
    Correspondence("/tender/procurementMethod", ("/tender/procurementMethod",)),
    Correspondence("/tender/procurementMethodDetails", ("/tender/procurementMethodDetails",)),
    Correspondence(
        "/tender/datePublished", ("/tender/tenderPeriod/startDate",), "the day from which bids could be submitted"
    ),
    Correspondence("/tender/tenderPeriod/startDate", ("/tender/tenderPeriod/startDate",)),
    Correspondence("/tender/tenderPeriod/endDate", ("/tender/tenderPeriod/endDate",)),
    Correspondence("/award/date", ("/awards/*/date",), "the date that all active awards share"),
    Correspondence("/contract/id", ("/contracts/*/id",), _ONE_CONTRACT),
    Correspondence("/contract/dateSigned", ("/contracts/*/dateSigned",), _ONE_CONTRACT),
    Correspondence("/contract/period/startDate", ("/contracts/*/period/startDate",), _ONE_CONTRACT),
    Correspondence("/contract/period/endDate", ("/contracts/*/period/endDate",), _ONE_CONTRACT),
    Correspondence(
        "/contract/value/amount", ("/contracts/*/value/amount",), "the sum over the contracts in force, in one currency"
    ),
    Correspondence("/contract/value/currency", ("/contracts/*/value/currency",)),
    Correspondence("/contractor/id", ("/awards/*/suppliers/*/id",), _ONE_SUPPLIER),
    Correspondence("/contractor/name", ("/awards/*/suppliers/*/name",), _ONE_SUPPLIER),
    Correspondence(
        "/contractor/earlierAwards",
        ("/awards/*/suppliers/*/id", "/awards/*/date", "/buyer/id"),
        "the processes of the batch that the same buyer awarded to the same supplier before, at most the latest 50;"
        " always partial",
    ),
    Correspondence("/contractor/earlierAwards/*/id", ("/ocid",), "of the earlier process"),
    Correspondence("/contractor/earlierAwards/*/buyer/id", ("/buyer/id",), "of the earlier process"),
    Correspondence("/contractor/earlierAwards/*/date", ("/awards/*/date",), "of the earlier process"),
    Correspondence("/bids", ("/bids/details",), "the bids of all lots together"),
    Correspondence("/bids/*/id", ("/bids/details/*/id",)),
    Correspondence("/bids/*/date", ("/bids/details/*/date",)),
    Correspondence("/bids/*/status", ("/bids/details/*/status",)),
    Correspondence("/bids/*/value/amount", ("/bids/details/*/value/amount",)),
    Correspondence("/bids/*/value/currency", ("/bids/details/*/value/currency",)),
    Correspondence("/bids/*/tenderers", ("/bids/details/*/tenderers",)),
    Correspondence("/bids/*/tenderers/*/id", ("/bids/details/*/tenderers/*/id",)),
    Correspondence("/bids/*/tenderers/*/name", ("/bids/details/*/tenderers/*/name",)),
    Correspondence("/parties", ("/parties",)),
    Correspondence("/parties/*/id", ("/parties/*/id",)),
    Correspondence("/parties/*/name", ("/parties/*/name",)),
    Correspondence("/parties/*/address/streetAddress", ("/parties/*/address/streetAddress",)),
    Correspondence("/parties/*/address/locality", ("/parties/*/address/locality",)),
    Correspondence("/parties/*/address/region", ("/parties/*/address/region",)),
    Correspondence("/parties/*/contactPoint/telephone", ("/parties/*/contactPoint/telephone",)),
    Correspondence("/parties/*/contactPoint/email", ("/parties/*/contactPoint/email",)),
    Correspondence(
        "/parties/*/owners",
        ("/parties/*/beneficialOwners", "/parties/*/shareholders"),
        "beneficial owners first, then shareholders; an id of up to three digits numbers them and identifies nobody",
    ),
    Correspondence(
        "/parties/*/owners/*/id", ("/parties/*/beneficialOwners/*/id", "/parties/*/shareholders/*/shareholder/id")
    ),
    Correspondence(
        "/parties/*/owners/*/name", ("/parties/*/beneficialOwners/*/name", "/parties/*/shareholders/*/shareholder/name")
    ),
    Correspondence("/ties", ("/parties/*/shareholders",), "a shareholder that is a party itself is a tie of ownership"),
    Correspondence("/ties/*/type", ("/parties/*/shareholders/*/shareholder/id",)),
    Correspondence("/ties/*/organisations/*/id", ("/parties/*/id", "/parties/*/shareholders/*/shareholder/id")),
    Correspondence("/roles", ("/parties/*/persones",), "persons with a function at a party (extension persones)"),
    Correspondence("/roles/*/person/id", ("/parties/*/persones/*/id",)),
    Correspondence("/roles/*/person/name", ("/parties/*/persones/*/name",)),
    Correspondence(
        "/roles/*/side",
        ("/parties/*/id",),
        "buyer for the buyer and the procuring entity, contractor for the one supplier; unknown for other parties",
    ),
    Correspondence("/roles/*/organisation/id", ("/parties/*/id",)),
    Correspondence("/roles/*/organisation/name", ("/parties/*/name",)),
    Correspondence("/serviceItems", ("/contracts/*/items",), "the items of the contracts in force"),
    Correspondence("/serviceItems/*/name", ("/contracts/*/items/*/description",)),
    Correspondence("/serviceItems/*/planned", ("/contracts/*/items/*/quantity",)),
    Correspondence("/serviceItems/*/unit", ("/contracts/*/items/*/unit/name",)),
    Correspondence(
        "/payments", ("/contracts/*/implementation/transactions",), "the transactions of the contracts in force"
    ),
    Correspondence("/payments/*/date", ("/contracts/*/implementation/transactions/*/date",)),
    Correspondence("/payments/*/value/amount", ("/contracts/*/implementation/transactions/*/value/amount",)),
    Correspondence("/payments/*/value/currency", ("/contracts/*/implementation/transactions/*/value/currency",)),
)

CARRIED: Mapping[str, tuple[str, ...]] = {each.native: each.ocds for each in TABLE}
"""The OCDS fields behind each native field that OCDS can carry."""

_CHOSEN_BY = {
    "/contract": "/contracts/*/status",
    "/budgetYear": "/contracts/*/status",
    "/serviceItems": "/contracts/*/status",
    "/payments": "/contracts/*/status",
    "/award": "/awards/*/status",
    "/contractor": "/awards/*/status",
}
"""What decides which items of a list count, by the native fields that depend on it."""

CODES_CARRIED: Mapping[str, frozenset[str]] = {"/roles/*/side": frozenset({"buyer", "contractor"})}
"""Where OCDS can carry only some words of a native code list."""

EARLIER_AWARD = re.compile(r"/contractor/earlierAwards/(\d+)(/.+)")
"""A native pointer to a value of an earlier award, which stands in another release."""

LISTS = {
    "bids": ("/bids/details",),
    "parties": ("/parties",),
    "ties": ("/parties", "/parties/shareholders"),
    "roles": ("/parties", "/parties/persones"),
    "serviceItems": ("/contracts", "/contracts/items"),
    "payments": ("/contracts", "/contracts/implementation/transactions"),
}
"""The OCDS lists that a native list is made from; it is complete if a policy says that all of them are."""


class Places:
    """Where the values of one record's native view stand in the release: the choices that were made in mapping it.

    ``chosen`` maps native pointers to OCDS pointers, all they stand for; what is below a pointer has the same names on
    both sides unless it is chosen too. What was not chosen stands wherever :data:`CARRIED` says.
    """

    __slots__ = ("_chosen",)

    def __init__(self, chosen: Mapping[str, tuple[str, ...]]) -> None:
        self._chosen = chosen

    @staticmethod
    def elsewhere(native: str) -> tuple[int, str] | None:
        """Which of the earlier processes a value stands in, and the native pointer to it there; None if in none."""
        match = EARLIER_AWARD.fullmatch(native)
        if match is None:
            return None
        return int(match[1]), "/award/date" if match[2] == "/date" else match[2]

    def of(self, native: str) -> tuple[str, ...]:
        """The pointers into the release behind a native pointer, ``*`` included; none if OCDS has no such field."""
        pattern = _POSITION.sub("/*", native)
        fields = CARRIED.get(pattern) or CARRIED.get(pattern.removesuffix("/*"))
        if fields is None:
            return ()
        if native in self._chosen:
            return self._chosen[native]
        heads = list(_heads(native))
        if "*" not in native:
            for head in heads:
                if head in self._chosen:
                    return tuple(f"{place}{native[len(head) :]}" for place in self._chosen[head])
        top = heads[-1]
        undecided = top in _CHOSEN_BY and top not in self._chosen
        return (*fields, _CHOSEN_BY[top]) if undecided else fields


def _heads(pointer: str) -> Iterator[str]:
    """The pointer, then everything above it."""
    while pointer:
        yield pointer
        pointer = pointer.rpartition("/")[0]


ANYWHERE = Places({})
"""The places of any release, whatever it holds."""
