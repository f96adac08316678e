"""Of an OCDS release, what indicators of bidding read, for batches in which reading is most of the work.

The names are those of :mod:`riskscreen.model.release`, so that a release in either form can be read by the same
functions. What is not named here is passed over by the decoder. A record of several releases (``compiledRelease``,
``releases``, ``versionedRelease``) is refused, whatever these hold.
"""

from __future__ import annotations

from msgspec import UNSET, Struct, UnsetType

from riskscreen.model.release import Number


class _Part(Struct, rename="camel", gc=False, omit_defaults=True):
    """A part of a release; keys are the field names in camel case."""


class Reference(_Part):
    """An organisation, by identifier."""

    id: str | None = None


class Value(_Part):
    """An amount of money in currency units."""

    amount: Number | None = None
    currency: str | None = None


class Period(_Part):
    """From one time to another, as published."""

    start_date: str | None = None
    end_date: str | None = None


class Tender(_Part):
    """The call and its procedure."""

    status: str | None = None
    procuring_entity: Reference | None = None
    procurement_method: str | None = None
    procurement_method_details: str | None = None
    number_of_tenderers: int | None = None
    tender_period: Period | None = None


class Bid(_Part):
    """An offer, by one tenderer or several together."""

    date: str | None = None
    status: str | None = None
    tenderers: list[Reference | None] | None = None
    value: Value | None = None


class Bids(_Part):
    """The bids."""

    details: list[Bid | None] | None = None


class Classification(_Part):
    """A code of a scheme."""

    id: str | None = None


class Item(_Part):
    """Goods, works or services."""

    classification: Classification | None = None


class Award(_Part):
    """A decision for one supplier or several together."""

    status: str | None = None
    suppliers: list[Reference | None] | None = None
    items: list[Item | None] | None = None


class BiddingRelease(_Part):
    """One contracting process as it stands. Only ``ocid`` must be there."""

    ocid: str
    buyer: Reference | None = None
    tender: Tender | None = None
    bids: Bids | None = None
    awards: list[Award | None] | None = None
    compiled_release: UnsetType = UNSET
    releases: UnsetType = UNSET
    versioned_release: UnsetType = UNSET
