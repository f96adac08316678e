"""What an office decides about published data: which values stand for nothing, what codes mean, what may be assumed.

The default assumes nothing. It only recognises identifiers that are plainly no identifiers.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from riskscreen.model.policy import Policy

_SCHEME = re.compile(r"[A-Z]{2}-[A-Z0-9]{2,}-")
"""A prefix of org-id.guide: country or XM, XI …, then the code of the register."""

_SCHEMES = tuple(
    f"{stage}/items/classification/scheme" for stage in ("/tender", "/bids/details", "/awards", "/contracts")
)

_NO_IDENTIFIER = re.compile(
    r"0+|X{3,}|9{6,}|[-_.?*#/]+|NAN|NULL|NONE|NIL|NA|N/A|N\.A\.?|UNKNOWN|UNDEFINED|TBD|SIN DATOS"
)


@dataclass(frozen=True, slots=True)
class Treatment:
    """How releases are read.

    ``identifiers`` and ``amounts`` are further placeholders; ``codes`` gives for the path of a code
    (``/bids/details/status``) what each published word means, and ``defaults`` what stands where nothing is
    published; ``currency`` stands where an amount states none, and ``party_roles``: parties have the roles in which the
    process names them. ``complete`` names lists, by path, that are all there
    is. ``literal``: nothing is tidied, merged or recognised at all, for readers that take data as it stands.
    """

    identifiers: frozenset[str] = frozenset()
    amounts: frozenset[float] = frozenset()
    codes: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    defaults: Mapping[str, str] = field(default_factory=dict)
    currency: str | None = None
    party_roles: bool = False
    complete: frozenset[str] = frozenset()
    literal: bool = False

    def is_placeholder(self, identifier: str) -> bool:
        """Whether an identifier of an organisation or a person stands for nobody."""
        if identifier in self.identifiers:
            return True
        return _NO_IDENTIFIER.fullmatch(without_scheme(identifier).upper()) is not None


def without_scheme(identifier: str) -> str:
    """The identifier without the prefix of its register, if it has one."""
    match = _SCHEME.match(identifier)
    return identifier[match.end() :] if match else identifier


DEFAULT = Treatment()
LITERAL = Treatment(literal=True)


def treatment_of(policy: Policy | None) -> Treatment:
    """What a policy says of published data."""
    if policy is None:
        return DEFAULT
    defaults = {
        "/tender/status": policy.defaults.tender_status,
        "/bids/details/status": policy.defaults.bid_status,
        "/awards/status": policy.defaults.award_status,
        **dict.fromkeys(_SCHEMES, policy.defaults.classification_scheme),
    }
    return Treatment(
        identifiers=frozenset(policy.placeholders.identifiers),
        amounts=frozenset(map(float, policy.placeholders.amounts)),
        codes=policy.codes,
        defaults={path: default for path, default in defaults.items() if default is not None},
        currency=policy.currency,
        party_roles=policy.defaults.party_roles,
        complete=frozenset(policy.completeness),
    )
