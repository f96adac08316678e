"""Who takes part: the relations of persons and organisations."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from itertools import count

from riskscreen.facts import rows_of_people as rows
from riskscreen.facts.case import Rows
from riskscreen.facts.derive_dates import months_before
from riskscreen.facts.derive_matches import UNKNOWN_DETAILS, contact_details, details_by_organisation, is_valid_bid
from riskscreen.facts.parts import Parts, identifier
from riskscreen.facts.relation import NO_FACTS, Facts, listed, money
from riskscreen.lang.vocabulary import Row
from riskscreen.model import project as model

_TENDERERS_OF_A_BID = 10**6  # more than any bid has


def _roles(parts: Parts) -> Facts:
    position = count()
    return listed(
        parts,
        "roles",
        parts.project.roles,
        lambda role: rows.RoleRow(
            person=identifier(role.person),
            side=role.side,
            organisation=identifier(role.organisation),
            position=next(position),
        ),
    )


def _ties(parts: Parts) -> Facts:
    """Two rows a tie, one from either end."""
    ties = parts.project.ties
    if ties is None:
        return NO_FACTS
    found: list[Row] = []
    for tie in ties:
        one, other = tie.organisations or (None, None)
        found.append(rows.TieRow(identifier(one), identifier(other), tie.type))
        found.append(rows.TieRow(identifier(other), identifier(one), tie.type))
    anchors = tuple([(f"/ties/{row // 2}",) for row in range(len(found))])
    return Rows(tuple(found), parts.complete("ties")), anchors


def _parties(parts: Parts) -> Facts:
    def row(party: model.Party) -> Row:
        details = contact_details(party)
        return rows.PartyRow(organisation=party.id, address=details.address, telephone=details.telephone)

    return listed(parts, "parties", parts.project.parties, row)


def _owners(parts: Parts) -> Facts:
    """The owners of all parties; complete if the parties are and each states its owners."""
    parties = parts.project.parties
    if parties is None:
        return NO_FACTS
    found: list[Row] = []
    anchors: list[tuple[str, ...]] = []
    for index, party in enumerate(parties):
        for place, owner in enumerate(party.owners or ()):
            found.append(rows.OwnerRow(organisation=party.id, owner=owner.id))
            anchors.append((f"/parties/{index}/owners/{place}", f"/parties/{index}"))
    complete = parts.complete("parties") and all(party.owners is not None for party in parties)
    return Rows(tuple(found), complete), tuple(anchors)


def _origins(parts: Parts) -> Facts:
    """Founders, then incubators; complete if both lists are given and complete."""
    founders, at_founders = _origin(parts, "contractor/foundedBy", parts.contractor.founded_by, "founded")
    incubators, at_incubators = _origin(parts, "contractor/incubatedBy", parts.contractor.incubated_by, "incubated")
    complete = founders.complete and incubators.complete
    return Rows(founders.rows + incubators.rows, complete), at_founders + at_incubators


def _origin(parts: Parts, path: str, organisations: Sequence[model.OrganisationReference] | None, kind: str) -> Facts:
    return listed(
        parts, path, organisations, lambda organisation: rows.OriginRow(organisation=organisation.id, kind=kind)
    )


def _bids(parts: Parts) -> Facts:
    return listed(
        parts,
        "bids",
        parts.project.bids,
        lambda bid: rows.BidRow(valid=is_valid_bid(bid.status), status=bid.status, amount=money(bid.value)),
    )


def _tenderers(parts: Parts) -> Facts:
    """The tenderers of all bids; complete if the bids are and each states its tenderers.

    Positions leave room for every bid's tenderers, so that no tenderer's position depends on those before it.
    """
    bids = parts.project.bids
    if bids is None:
        return NO_FACTS
    details = details_by_organisation(parts.project.parties)
    parties = enumerate(parts.project.parties or ())
    at_party: dict[str | None, tuple[str, ...]] = {
        party.id: (f"/parties/{index}",) for index, party in parties if party.id is not None
    }
    found: list[Row] = []
    anchors: list[tuple[str, ...]] = []
    for index, bid in enumerate(bids):
        for place, tenderer in enumerate(bid.tenderers or ()):
            address, telephone = details.get(tenderer.id, UNKNOWN_DETAILS)
            position = index * _TENDERERS_OF_A_BID + place
            found.append(rows.TendererRow(tenderer.id, address, telephone, position, index))
            anchors.append((f"/bids/{index}/tenderers/{place}", *at_party.get(tenderer.id, ())))
    complete = parts.complete("bids") and all(bid.tenderers is not None for bid in bids)
    return Rows(tuple(found), complete), tuple(anchors)


def _earlier_awards(parts: Parts) -> Facts:
    awarded = parts.award.date
    return listed(
        parts,
        "contractor/earlierAwards",
        parts.contractor.earlier_awards,
        lambda earlier: rows.EarlierAwardRow(
            buyer=identifier(earlier.buyer), months_before=months_before(earlier.date, awarded)
        ),
    )


def _honours(parts: Parts) -> Facts:
    return listed(
        parts, "contractor/honours", parts.contractor.honours, lambda honour: rows.HonourRow(level=honour.level)
    )


def _participants(parts: Parts) -> Facts:
    return listed(
        parts,
        "needsAssessment/participants",
        parts.needs_assessment.participants,
        lambda participant: rows.ParticipantRow(
            side=participant.side,
            organisation=identifier(participant.organisation),
            comments=participant.comments,
            change_requests=participant.change_requests,
        ),
    )


def _local_organisations(parts: Parts) -> Facts:
    return listed(
        parts,
        "cooperation/localOrganisations",
        parts.cooperation.local_organisations,
        lambda local: rows.LocalOrganisationRow(
            organisation=identifier(local.organisation), has_function=None if local.function is None else True
        ),
    )


PEOPLE: Mapping[str, Callable[[Parts], Facts]] = {
    "role": _roles,
    "tie": _ties,
    "party": _parties,
    "owner": _owners,
    "origin": _origins,
    "bid": _bids,
    "tenderer": _tenderers,
    "earlier_award": _earlier_awards,
    "honour": _honours,
    "participant": _participants,
    "local_organisation": _local_organisations,
}
"""How each of these relations is read, by name."""
