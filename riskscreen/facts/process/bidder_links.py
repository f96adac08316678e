"""What bidders have in common: the relations ``bidder_contact``, ``bidder_owner`` and ``bidder_shareholder``.

One row for each tenderer of each published bid, or for each owner or shareholder of it. Parties are found by
identifier. All published bids count, whatever became of them. ``position`` rises from row to row, and does not depend
on the rows before.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Annotated, NamedTuple, TypeAlias

from riskscreen.facts.case import Rows
from riskscreen.facts.columns import Int, Str, column, identity
from riskscreen.facts.derive_matches import telephone_key, text_key
from riskscreen.facts.process.published import encoded, number, whole_list
from riskscreen.facts.relation import NO_FACTS, Facts
from riskscreen.lang.vocabulary import Kind, Row
from riskscreen.model.release import Address, Bid, ContactPoint, Party, Reference, Release

_TENDERER = column(Kind.ORGANISATION, "/id", en="tenderer", zh="投标人", name_input="/name")
_MOST = 10**5  # more than a bid has tenderers, or one of them owners
_STREET, _TELEPHONE, _EMAIL = "/address/streetAddress", "/contactPoint/telephone", "/contactPoint/email"


class BidderContactRow(NamedTuple):
    """A tenderer of a bid and how to reach it. Addresses, numbers and mailboxes are compared and never printed."""

    organisation: Annotated[Str, _TENDERER]
    position: Annotated[Int, column(Kind.INT, en="place in the list", zh="序号", lowest=0)]
    bid: Annotated[Int, column(Kind.INT, en="place of the bid in the list", zh="投标序号", lowest=0)]
    address: Annotated[Str, column(Kind.TEXT, f"@1{_STREET}", en="address", zh="地址", private=True)]
    telephone: Annotated[Str, column(Kind.TEXT, f"@1{_TELEPHONE}", en="telephone", zh="电话", private=True)]
    email: Annotated[Str, column(Kind.TEXT, f"@1{_EMAIL}", en="e-mail address", zh="电子邮箱", private=True)]


class BidderOwnerRow(NamedTuple):
    """A beneficial owner of a tenderer of a bid."""

    organisation: Annotated[Str, column(Kind.ORGANISATION, "@1/id", en="tenderer", zh="投标人", name_input="@1/name")]
    position: Annotated[Int, column(Kind.INT, en="place in the list", zh="序号", lowest=0)]
    bid: Annotated[Int, column(Kind.INT, en="place of the bid in the list", zh="投标序号", lowest=0)]
    owner: Annotated[Str, identity(Kind.PERSON, "", en="beneficial owner", zh="受益所有人")]


class BidderShareholderRow(NamedTuple):
    """A shareholder of a tenderer of a bid, and its proportion of the shares."""

    organisation: Annotated[Str, column(Kind.ORGANISATION, "@1/id", en="tenderer", zh="投标人", name_input="@1/name")]
    position: Annotated[Int, column(Kind.INT, en="place in the list", zh="序号", lowest=0)]
    bid: Annotated[Int, column(Kind.INT, en="place of the bid in the list", zh="投标序号", lowest=0)]
    shareholder: Annotated[Str, identity(Kind.ORGANISATION, "/shareholder", en="shareholder", zh="股东")]
    share: Annotated[Int, column(Kind.SHARE, "/shareholding", en="shares held", zh="持股比例", lowest=0, highest=1)]


_Anchored: TypeAlias = tuple[Row, tuple[str, ...]]
_Found: TypeAlias = "tuple[list[_Anchored], bool]"


class _Member(NamedTuple):
    """A tenderer, where it stands, and its party with the place of that; an unknown party if it cannot be told."""

    place: str
    position: int
    bid: int
    tenderer: Reference
    at_party: str | None
    party: Party


def bidder_contacts(release: Release) -> Facts:
    """The rows of ``bidder_contact``."""

    def rows(member: _Member) -> _Found:
        address = (member.party.address or Address()).street_address
        contact = member.party.contact_point or ContactPoint()
        row = BidderContactRow(
            organisation=member.tenderer.id,
            position=member.position,
            bid=member.bid,
            address=text_key(address),
            telephone=telephone_key(contact.telephone),
            email=text_key(contact.email),
        )
        return [(row, (member.place, *_there(member)))], True

    return _of_members(release, rows)


def bidder_owners(release: Release) -> Facts:
    """The rows of ``bidder_owner``; complete if every tenderer's party states its beneficial owners."""

    def rows(member: _Member) -> _Found:
        owners = member.party.beneficial_owners
        found: list[_Anchored] = [
            (
                BidderOwnerRow(member.tenderer.id, member.position + place, member.bid, owner.id),
                (f"{member.at_party}/beneficialOwners/{place}", *_there(member)),
            )
            for place, owner in enumerate(owners or ())
            if owner is not None
        ]
        return found, whole_list(owners) is not None

    return _of_members(release, rows)


def bidder_shareholders(release: Release) -> Facts:
    """The rows of ``bidder_shareholder``; complete if every tenderer's party states its shareholders."""

    def rows(member: _Member) -> _Found:
        holders = member.party.shareholders
        found: list[_Anchored] = []
        for place, holder in enumerate(holders or ()):
            if holder is not None:
                held = number(holder.shareholding)
                row = BidderShareholderRow(
                    organisation=member.tenderer.id,
                    position=member.position + place,
                    bid=member.bid,
                    shareholder=holder.shareholder.id if holder.shareholder else None,
                    share=encoded(held, Kind.SHARE) if held is not None and 0 <= held <= 1 else None,
                )
                found.append((row, (f"{member.at_party}/shareholders/{place}", *_there(member))))
        return found, whole_list(holders) is not None

    return _of_members(release, rows)


def _there(member: _Member) -> tuple[str, ...]:
    return () if member.at_party is None else (member.at_party,)


def _of_members(release: Release, rows_of: Callable[[_Member], _Found]) -> Facts:
    details = release.bids.details if release.bids else None
    if details is None:
        return NO_FACTS
    found: list[_Anchored] = []
    complete = True
    for member in _members(details, release):
        if member is None:
            complete = False
            continue
        rows, whole = rows_of(member)
        found += rows
        complete = complete and whole
    return Rows(tuple(row for row, _ in found), complete), tuple(anchors for _, anchors in found)


def _members(details: list[Bid | None], release: Release) -> Iterator[_Member | None]:
    """The tenderers of published bids; None for what a gap in the lists may hold."""
    parties = _parties(release)
    for index, bid in enumerate(details):
        if bid is None or bid.tenderers is None:
            yield None
            continue
        for place, tenderer in enumerate(bid.tenderers):
            if tenderer is None:
                yield None
                continue
            at_party, party = parties.get(tenderer.id, (None, Party())) if tenderer.id else (None, Party())
            position = (index * _MOST + place) * _MOST
            yield _Member(f"/bids/details/{index}/tenderers/{place}", position, index, tenderer, at_party, party)


def _parties(release: Release) -> dict[str, tuple[str | None, Party]]:
    """Parties by identifier, with their places.

    Nothing is known of any as long as one has no identifier, and nothing of an identifier that two entries have: what
    holds might be what the other says.
    """
    parties = whole_list(release.parties)
    if parties is None or any(party.id is None for party in parties):
        return {}
    found: dict[str, tuple[str | None, Party]] = {}
    for index, party in enumerate(parties):
        if party.id is not None:
            found[party.id] = (None, Party()) if party.id in found else (f"/parties/{index}", party)
    return found
