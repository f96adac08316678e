"""The parties as they can be reached (relation ``contact``, one row a party) and their roles (``party_role``)."""

from __future__ import annotations

import re
from typing import Annotated, NamedTuple

from riskscreen.facts.case import Rows
from riskscreen.facts.columns import Bool, Str, column
from riskscreen.facts.derive_matches import telephone_key, text_key
from riskscreen.facts.process.published import known, rows_of
from riskscreen.facts.relation import NO_FACTS, Facts
from riskscreen.lang.vocabulary import Kind, Row
from riskscreen.model.release import Address, ContactPoint, Party, Release

_STREET, _TELEPHONE, _EMAIL = "/address/streetAddress", "/contactPoint/telephone", "/contactPoint/email"
_BUYERS = frozenset({"buyer", "procuringEntity"})
_SUPPLIERS = frozenset({"tenderer", "supplier"})
_POST_BOX = re.compile(
    r"\bp\s*\.?\s*o\s*\.?\s*box\b|\bpost\s?(office\s)?box\b|\bapartado\b|\bcasilla\b|\bcaixa postal\b|邮政信箱",
    re.IGNORECASE,
)
_LEAST_DIGITS = 5
_RISING = "01234567890123456789"
_FALLING = _RISING[::-1]


class ContactRow(NamedTuple):
    """A party of the process. ``buying``: it is buyer or procuring entity; ``selling``: tenderer or supplier.

    ``post_box``: the street address is a post office box. ``odd_telephone``: a number of fewer than five digits, of
    one digit only, or of digits in row, such as 1234567. Addresses, numbers and mailboxes are never printed.
    """

    organisation: Annotated[Str, column(Kind.ORGANISATION, "/id", en="party", zh="参与方", name_input="/name")]
    buying: Annotated[Bool, column(Kind.BOOL, "/roles", en="on the buying side", zh="属采购一方")]
    selling: Annotated[Bool, column(Kind.BOOL, "/roles", en="on the selling side", zh="属供应一方")]
    address: Annotated[Str, column(Kind.TEXT, _STREET, en="address", zh="地址", private=True)]
    telephone: Annotated[Str, column(Kind.TEXT, _TELEPHONE, en="telephone", zh="电话", private=True)]
    email: Annotated[Str, column(Kind.TEXT, _EMAIL, en="e-mail address", zh="电子邮箱", private=True)]
    post_box: Annotated[
        Bool, column(Kind.BOOL, _STREET, en="address is a post office box", zh="地址为邮政信箱", private=True)
    ]
    odd_telephone: Annotated[
        Bool, column(Kind.BOOL, _TELEPHONE, en="telephone number is implausible", zh="电话号码异常", private=True)
    ]


class PartyRoleRow(NamedTuple):
    """A role of a party; a word of the OCDS code list of party roles, or the publisher's own."""

    organisation: Annotated[Str, column(Kind.ORGANISATION, "@1/id", en="party", zh="参与方", name_input="@1/name")]
    role: Annotated[Str, column(Kind.TEXT, "", en="role", zh="角色")]


def contacts(release: Release) -> Facts:
    """The rows of ``contact``."""

    def row(party: Party) -> ContactRow:
        street = (party.address or Address()).street_address
        contact = party.contact_point or ContactPoint()
        return ContactRow(
            organisation=party.id,
            buying=_has_role(party, _BUYERS),
            selling=_has_role(party, _SUPPLIERS),
            address=text_key(street),
            telephone=telephone_key(contact.telephone),
            email=text_key(contact.email),
            post_box=None if text_key(street) is None or street is None else bool(_POST_BOX.search(street)),
            odd_telephone=is_odd(telephone_key(contact.telephone)),
        )

    return rows_of("/parties", release.parties, row)


def party_roles(release: Release) -> Facts:
    """The rows of ``party_role``; complete if every party lists its roles."""
    if release.parties is None:
        return NO_FACTS
    rows: list[Row] = []
    anchors: list[tuple[str, ...]] = []
    complete = True
    for index, party in enumerate(release.parties):
        roles = None if party is None else party.roles
        if party is None or roles is None:
            complete = False
            continue
        for place, role in enumerate(roles):
            rows.append(PartyRoleRow(party.id, role))
            anchors.append((f"/parties/{index}/roles/{place}", f"/parties/{index}"))
    return Rows(tuple(rows), complete), tuple(anchors)


def is_odd(digits: str | None) -> bool | None:
    """Whether nobody is likely to answer at this number, given its digits without leading zeros."""
    if digits is None:
        return None
    return len(digits) < _LEAST_DIGITS or len(set(digits)) == 1 or digits in _RISING or digits in _FALLING


def _has_role(party: Party, wanted: frozenset[str]) -> bool | None:
    if party.roles is None:
        return None
    return known(None if role is None else role in wanted for role in party.roles)
