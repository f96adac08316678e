"""Who owns the parties of processes, by statements of the Beneficial Ownership Data Standard (BODS, 0.1 to 0.4).

Statements are no processes: they stand in the input beside them, are counted in the notes on the data, and add to the
parties that they are about. A party is the entity that has an identifier of its own, register and number. Owners are
those that a statement in force links to it directly, unless all their interests have ended: persons join the party's
``beneficialOwners``, entities its ``shareholders``. What a release states itself stays as it is.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, TypeAlias

from riskscreen.intake.ocds.lenient import Note

STATEMENT = "statement of ownership (BODS)"
ADDED = "owner added from a statement of ownership"

_ENTITY, _PERSON, _LINK = "entity", "person", "relationship"
_KINDS = {"entityStatement": _ENTITY, "personStatement": _PERSON, "ownershipOrControlStatement": _LINK}
_SUBJECT, _OWNER = "subject", "interestedParty"
_DESCRIBED_BY = ("describedByEntityStatement", "describedByPersonStatement")

_Json: TypeAlias = Mapping[str, Any]


def is_statement(value: Any) -> bool:
    """Whether a JSON value is a statement of BODS."""
    return isinstance(value, dict) and "ocid" not in value and _kind(value) is not None and _name(value) is not None


class Ownership:
    """The statements met so far. Of several on one record, the last one holds."""

    def __init__(self) -> None:
        self._records: dict[str, tuple[str, _Json]] = {}
        self._replaced: set[str] = set()
        self._owners: dict[str, list[tuple[str, dict[str, Any]]]] | None = None

    def add(self, statement: _Json) -> None:
        """Take in a statement."""
        kind, name = _kind(statement), _name(statement)
        if kind is None or name is None:
            return
        self._owners = None
        self._replaced.update(each for each in _list(statement.get("replacesStatements")) if isinstance(each, str))
        if statement.get("recordStatus") == "closed":
            self._records.pop(name, None)
        else:
            details = statement.get("recordDetails")
            self._records[name] = (kind, details if isinstance(details, dict) else statement)

    def added_to(self, release: dict[str, Any], note: Note) -> dict[str, Any]:
        """The release with the owners of its parties; the same object if there are none to add."""
        parties = release.get("parties")
        if not self._records or not isinstance(parties, list):
            return release
        richer = [self._richer(party, note) if isinstance(party, dict) else party for party in parties]
        unchanged = all(new is old for new, old in zip(richer, parties, strict=True))
        return release if unchanged else {**release, "parties": richer}

    def _richer(self, party: dict[str, Any], note: Note) -> dict[str, Any]:
        if self._owners is None:
            self._owners = self._by_identifier()
        found = {spelling: self._owners[spelling] for spelling in _spellings(party) if spelling in self._owners}
        added: dict[str, list[dict[str, Any]]] = {}
        for member, owner in (each for owners in found.values() for each in owners):
            given = party.get(member)
            stated = given if isinstance(given, list) else []
            listed = added.setdefault(member, [*stated])
            if (given is None or given is stated) and _id(owner) not in map(_id, listed):
                listed.append(owner)
                note(f"/parties/{member}", ADDED, _id(owner))
        more = {member: listed for member, listed in added.items() if len(listed) > len(_list(party.get(member)))}
        return {**party, **more} if more else party

    def _by_identifier(self) -> dict[str, list[tuple[str, dict[str, Any]]]]:
        """The owners of each entity, by each of its identifiers; each with the member of a party that it belongs to."""
        found: dict[str, list[tuple[str, dict[str, Any]]]] = {}
        for name, (kind, link) in self._records.items():
            subject, owner = self._records.get(_about(link, _SUBJECT)), self._records.get(_about(link, _OWNER))
            if kind != _LINK or name in self._replaced or subject is None or owner is None or not _in_force(link):
                continue
            for spelling in _identifiers(subject[1]):
                found.setdefault(spelling, []).append(_member(_about(link, _OWNER), *owner, link))
        return found


def _kind(statement: _Json) -> str | None:
    kind = statement.get("recordType", _KINDS.get(str(statement.get("statementType"))))
    return kind if kind in (_ENTITY, _PERSON, _LINK) else None


def _name(statement: _Json) -> str | None:
    """What other statements call this one, or the record it is about."""
    name = statement.get("recordId") or statement.get("statementID") or statement.get("statementId")
    return name if isinstance(name, str) else None


def _about(link: _Json, side: str) -> str:
    """The name of the subject or of the interested party of a link; nothing where it is not specified."""
    named = link.get(side)
    if isinstance(named, dict):
        named = next((named[key] for key in _DESCRIBED_BY if isinstance(named.get(key), str)), None)
    return named if isinstance(named, str) else ""


def _in_force(link: _Json) -> bool:
    """Whether not all interests have ended; a link that tells no interests holds."""
    interests = [each for each in _list(link.get("interests")) if isinstance(each, dict)]
    return not interests or any(not each.get("endDate") for each in interests)


def _member(name: str, kind: str, owner: _Json, link: _Json) -> tuple[str, dict[str, Any]]:
    identifier = next(_identifiers(owner), name)
    if kind == _PERSON:
        full = next((each.get("fullName") for each in _list(owner.get("names")) if isinstance(each, dict)), None)
        return "beneficialOwners", {"id": identifier, **({"name": full} if isinstance(full, str) else {})}
    holder = {"id": identifier, **({"name": owner["name"]} if isinstance(owner.get("name"), str) else {})}
    return "shareholders", {"id": identifier, "shareholder": holder, **_share(link)}


def _share(link: _Json) -> dict[str, float]:
    """The exact share held, which BODS writes in per cent."""
    for interest in _list(link.get("interests")):
        share = interest.get("share") if isinstance(interest, dict) and interest.get("type") == "shareholding" else None
        exact = share.get("exact") if isinstance(share, dict) else None
        if isinstance(exact, int | float) and not isinstance(exact, bool) and 0 <= exact <= 100:
            return {"shareholding": exact / 100}
    return {}


def _identifiers(described: _Json) -> Iterator[str]:
    """The identifiers of an entity or a person, each by register and number; those without a register name nobody."""
    for each in _list(described.get("identifiers")):
        if isinstance(each, dict) and isinstance(each.get("scheme"), str) and isinstance(each.get("id"), str):
            yield f"{each['scheme']}-{each['id']}"


def _spellings(party: _Json) -> list[str]:
    """The ways a party is written by register and number, each once."""
    listed: Iterable[Any] = (party.get("identifier"), *_list(party.get("additionalIdentifiers")))
    stated = list(_identifiers({"identifiers": list(listed)}))
    return list(dict.fromkeys([party["id"], *stated] if isinstance(party.get("id"), str) else stated))


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _id(owner: Any) -> Any:
    return owner.get("id") if isinstance(owner, dict) else None
