"""Who was found valid, who was turned down, and who won."""

from __future__ import annotations

from typing import NamedTuple

from riskscreen.facts.process.parts import ProcessParts, identifiers
from riskscreen.facts.process.prices import FINAL
from riskscreen.model.release import Bid


class Outcome(NamedTuple):
    """What became of the tenderers.

    ``only_valid_won``: every award is final, and the one tenderer with valid bids is the supplier of all active ones.
    ``only_valid_tenderer`` is that tenderer, won or not, and ``others_disqualified`` how many other tenderers have a
    disqualified bid.
    """

    only_valid_won: bool | None
    only_valid_tenderer: str | None
    others_disqualified: int | None


def outcome(parts: ProcessParts) -> Outcome:
    """What became of the tenderers. Joint bids count for each of their tenderers."""
    if parts.bids is None:
        return Outcome(None, None, None)
    valid = _tenderers(parts, parts.bids, "valid")
    disqualified = _tenderers(parts, parts.bids, "disqualified")
    if valid is None:
        return Outcome(None, None, None)
    only = next(iter(valid)) if len(valid) == 1 else None
    others = None if disqualified is None else len(disqualified - valid)
    return Outcome(_won_all(parts, valid), only, others)


def _tenderers(parts: ProcessParts, bids: list[Bid], status: str) -> set[str] | None:
    """The tenderers with bids of a status; None where a bid may be of it, or does not say whose it is."""
    found: set[str] = set()
    for bid in bids:
        if bid.status is None and not parts.silent:
            return None
        if bid.status == status and not _take(found, identifiers(bid.tenderers), parts.silent):
            return None
    return found


def _won_all(parts: ProcessParts, valid: set[str]) -> bool | None:
    if parts.awards is None:
        return False if len(valid) != 1 else None
    statuses = [award.status for award in parts.awards]
    if len(valid) != 1 or any(status is not None and status not in FINAL for status in statuses):
        return False
    if None in statuses and not parts.silent:
        return None
    suppliers: set[str] = set()
    for award in parts.awards:
        if award.status == "active" and not _take(suppliers, identifiers(award.suppliers), parts.silent):
            return None
    return suppliers == valid


def _take(found: set[str], organisations: list[str | None] | None, silent: bool) -> bool:
    """Add organisations; False where one of them is not known and that is no silence."""
    if organisations is None:
        return silent
    found.update(each for each in organisations if each is not None)
    return silent or None not in organisations
