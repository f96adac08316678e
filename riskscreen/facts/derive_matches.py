"""What follows from comparing values: needs that are met, targets that are reached, details that are the same.

Every function gives None where the comparison lacks a value.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from riskscreen.model.project import BidStatus, Party

_KEPT = frozenset("LMN")  # letters, marks and numbers, by the first character of the Unicode category
_BETWEEN_DIGITS = re.compile(r"(?<=\d) (?=\d)")
_COUNTRY_CODE = re.compile(r"^[^0-9+]*(\+\s*86|00\s*86)")
_NOT_A_DIGIT = re.compile(r"[^0-9]")
_REMEMBERED_TEXTS = 16_384


@lru_cache(maxsize=_REMEMBERED_TEXTS)
def text_key(text: str | None) -> str | None:
    """A text for comparison: two texts that differ only in width, case, spaces and punctuation have equal keys.

    Between two digits a separator is kept as ``-``: No. 1-2 is not No. 12. None if no letter or digit remains.
    """
    if text is None:
        return None
    unified = unicodedata.normalize("NFKC", text).casefold()
    spaced = "".join(char if unicodedata.category(char)[0] in _KEPT else " " for char in unified)
    return _BETWEEN_DIGITS.sub("-", " ".join(spaced.split())).replace(" ", "") or None


@lru_cache(maxsize=_REMEMBERED_TEXTS)
def telephone_key(telephone: str | None) -> str | None:
    """The digits of a telephone number, without China's country code and without leading zeros.

    So 010-6655 1234 and +86 10 66551234 are the same number. None if nothing remains.
    """
    if telephone is None:
        return None
    national = _COUNTRY_CODE.sub("", unicodedata.normalize("NFKC", telephone))
    return _NOT_A_DIGIT.sub("", national).lstrip("0") or None


def is_valid_bid(status: BidStatus | None) -> bool | None:
    """Whether a bid counted: true if valid, false if invited, withdrawn or disqualified, None while it is pending."""
    return None if status is None or status == "pending" else status == "valid"


def is_exact(planned: Decimal | None, achieved: Decimal | None) -> bool | None:
    """Whether a target was reached to the very figure."""
    return None if planned is None or achieved is None else achieved == planned


def is_met(planned: Decimal | None, achieved: Decimal | None) -> bool | None:
    """Whether a target was reached or exceeded."""
    return None if planned is None or achieved is None else achieved >= planned


class NeedsServed(NamedTuple):
    """The need categories that the service items name, as text keys; ``all_known`` if no item could name another."""

    keys: frozenset[str]
    all_known: bool


def needs_served(categories: Iterable[str | None] | None, complete: bool) -> NeedsServed:
    """The needs that a list of service items answers, given each item's need category."""
    if categories is None:
        return NeedsServed(frozenset(), all_known=False)
    keys = {text_key(category) for category in categories}
    return NeedsServed(frozenset(key for key in keys if key is not None), complete and None not in keys)


def is_covered(category: str | None, served: NeedsServed) -> bool | None:
    """Whether a service item answers the assessed need.

    True if an item names the need's category. False only if the list of items is complete and every item names
    another one. Otherwise, or if the need's own category is unknown, None.
    """
    key = text_key(category)
    if key is None:
        return None
    if key in served.keys:
        return True
    return False if served.all_known else None


class ContactDetails(NamedTuple):
    """An organisation's address and telephone number as comparison keys."""

    address: str | None
    telephone: str | None


UNKNOWN_DETAILS = ContactDetails(None, None)


def contact_details(party: Party) -> ContactDetails:
    """The comparison keys of one party's address and telephone number."""
    return ContactDetails(
        text_key(party.address.street_address if party.address else None),
        telephone_key(party.contact_point.telephone if party.contact_point else None),
    )


def details_by_organisation(parties: Sequence[Party] | None) -> Mapping[str | None, ContactDetails]:
    """Contact details by organisation; empty if a party's identifier is unknown. None is never among the keys.

    An unidentified party may be any of the organisations, at another address; were it passed over, forgetting an
    identifier would settle which of two addresses holds. For the same reason several entries of one
    organisation must agree on a detail, or it is unknown.
    """
    found: dict[str | None, ContactDetails] = {}
    for party in parties or ():
        if party.id is None:
            return {}
        details = contact_details(party)
        earlier = found.get(party.id, details)
        found[party.id] = ContactDetails(
            details.address if details.address == earlier.address else None,
            details.telephone if details.telephone == earlier.telephone else None,
        )
    return found
