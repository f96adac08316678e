"""Roles that a policy fills in: what a process says its parties are, where the list of parties leaves it out."""

from __future__ import annotations

from collections.abc import Iterator

from riskscreen.intake.ocds.lenient import Note
from riskscreen.intake.ocds.tidying import FILLED
from riskscreen.model.release import Reference, Release


def fill_roles(release: Release, note: Note) -> None:
    """Add to each party the roles in which the process names it, in place; identifiers must be settled before."""
    held: dict[str, list[str]] = {}
    for role, reference in _mentions(release):
        if reference is not None and reference.id is not None and role not in held.setdefault(reference.id, []):
            held[reference.id].append(role)
    for party in release.parties or ():
        if party is None or party.id is None:
            continue
        added = [role for role in held.get(party.id, ()) if role not in (party.roles or ())]
        if added:
            party.roles = [*(party.roles or ()), *added]
            note("/parties/roles", FILLED, ", ".join(added))


def _mentions(release: Release) -> Iterator[tuple[str, Reference | None]]:
    yield "buyer", release.buyer
    if release.tender is not None:
        yield "procuringEntity", release.tender.procuring_entity
    for bid in (release.bids.details if release.bids else None) or ():
        for tenderer in (bid.tenderers if bid else None) or ():
            yield "tenderer", tenderer
    for award in release.awards or ():
        for supplier in (award.suppliers if award else None) or ():
            yield "supplier", supplier
