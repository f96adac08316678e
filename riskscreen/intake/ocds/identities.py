"""Who is meant by a reference: identifiers brought to one spelling within a release.

Identifiers are compared exactly, after these steps and no others:

1. Blanks around an identifier do not count, a number is the text of its digits, and a placeholder is no identifier.
2. A party whose ``id`` is the bare number of its own ``identifier`` is called by scheme and number
   (``911…`` with the scheme ``CN-USCC`` is ``CN-USCC-911…``).
3. A reference that is no party's ``id`` means the one party whose ``identifier`` (or one of its
   ``additionalIdentifiers``) it is, with or without the scheme; or whose ``id`` it is but for a scheme's prefix
   (two letters, a hyphen, letters or digits, a hyphen) on one of the two sides.

If two parties could be meant, the reference keeps its own identifier. Names are never compared. Owners and persons
whose ``id`` has up to three digits are merely numbered by it: they have no identifier.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterator

from riskscreen.intake.ocds.lenient import Note
from riskscreen.intake.ocds.treatment import without_scheme
from riskscreen.model.release import Identifier, Party, Person, Reference, Release

OTHER_SPELLING = "identifier spelt otherwise than in parties"
NOT_A_PARTY = "not among the parties"
AMBIGUOUS = "identifier of several parties"
NO_ID = "organisation without an id"
NUMBER_ONLY = "number that identifies nobody"

_NUMBER = re.compile(r"\d{1,3}")


def settle(release: Release, note: Note) -> None:
    """Bring the identifiers of a release to one spelling, in place."""
    parties = [party for party in release.parties or () if party is not None]
    spellings, unqualified = _spellings(parties), _unqualified(parties)
    for party in parties:
        party.id = _qualified(party)
        _forget_numbers(party, spellings, note)
    for path, reference in _references(release):
        if reference.id is None:
            if reference.name is not None:
                note(f"{path}/id", NO_ID, None)
        elif parties:
            meant = spellings.get(reference.id) or unqualified.get(without_scheme(reference.id)) or set()
            if len(meant) != 1:
                note(f"{path}/id", AMBIGUOUS if meant else NOT_A_PARTY, reference.id)
            elif reference.id not in meant:
                note(f"{path}/id", OTHER_SPELLING, reference.id)
                (reference.id,) = meant


def _forget_numbers(party: Party, parties: Container[str], note: Note) -> None:
    """Owners and persons who are only numbered; a shareholder that is a party itself is known by its number too."""
    named: list[tuple[str, Reference | Person | None]] = []
    named += [("beneficialOwners", each) for each in party.beneficial_owners or ()]
    named += [("persones", each) for each in party.persones or ()]
    for holder in party.shareholders or ():
        if holder is not None and holder.shareholder is not None and holder.shareholder.id not in parties:
            named.append(("shareholders/shareholder", holder.shareholder))
    for path, one in named:
        if one is not None and one.id is not None and _NUMBER.fullmatch(one.id):
            note(f"/parties/{path}/id", NUMBER_ONLY, one.id)
            one.id = None


def _spellings(parties: list[Party]) -> dict[str, set[str]]:
    """What each spelling means: a party's own id above all, then its identifiers, then ids without their scheme."""
    exact: dict[str, set[str]] = {}
    stated: dict[str, set[str]] = {}
    bare: dict[str, set[str]] = {}
    for party in parties:
        name = _qualified(party)
        if name is None or party.id is None:
            continue
        exact.setdefault(party.id, set()).add(name)
        exact.setdefault(name, set()).add(name)
        for identifier in (party.identifier, *(party.additional_identifiers or ())):
            for spelling in _written(identifier):
                stated.setdefault(spelling, set()).add(name)
        bare.setdefault(without_scheme(party.id), set()).add(name)
    return {**bare, **stated, **exact}


def _unqualified(parties: list[Party]) -> dict[str, set[str]]:
    """The parties that state no scheme at all, by id."""
    found: dict[str, set[str]] = {}
    for party in parties:
        scheme = party.identifier.scheme if party.identifier else None
        if party.id is not None and scheme is None and party.id == without_scheme(party.id):
            found.setdefault(party.id, set()).add(party.id)
    return found


def _qualified(party: Party) -> str | None:
    """What a party is called: its id, with the scheme before it where the id is the bare number of its identifier."""
    identifier = party.identifier
    if party.id is None or identifier is None or identifier.scheme is None or identifier.id != party.id:
        return party.id
    return party.id if party.id.startswith(f"{identifier.scheme}-") else f"{identifier.scheme}-{party.id}"


def _written(identifier: Identifier | None) -> Iterator[str]:
    """The ways an identifier is written."""
    if identifier is not None and identifier.id is not None:
        yield identifier.id
        if identifier.scheme is not None:
            yield f"{identifier.scheme}-{identifier.id}"


def _references(release: Release) -> Iterator[tuple[str, Reference]]:
    """Every mention of an organisation outside ``parties`` (and of shareholders there), with its path."""
    tender = release.tender
    found: list[tuple[str, Reference | None]] = [("/buyer", release.buyer)]
    if tender is not None:
        found.append(("/tender/procuringEntity", tender.procuring_entity))
        found += [("/tender/tenderers", each) for each in tender.tenderers or ()]
    for bid in (release.bids.details if release.bids else None) or ():
        found += [("/bids/details/tenderers", each) for each in (bid.tenderers if bid else None) or ()]
    for award in release.awards or ():
        found += [("/awards/suppliers", each) for each in (award.suppliers if award else None) or ()]
    for contract in release.contracts or ():
        implementation = contract.implementation if contract else None
        for payment in (implementation.transactions if implementation else None) or ():
            if payment is not None:
                found.append(("/contracts/implementation/transactions/payer", payment.payer))
                found.append(("/contracts/implementation/transactions/payee", payment.payee))
    for party in release.parties or ():
        for holder in (party.shareholders if party else None) or ():
            found.append(("/parties/shareholders/shareholder", holder.shareholder if holder else None))
    return ((path, reference) for path, reference in found if reference is not None)
