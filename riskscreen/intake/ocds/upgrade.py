"""OCDS 1.0 brought into the form of OCDS 1.1, where organisations stand once in ``parties`` and are referred to by id.

In 1.0 each mention of an organisation holds all its details and no id. The id made for it is the scheme and the
identifier (``GB-COH-1234``); an organisation without both has none. What a release already says in the form of 1.1
stays as it is. The rules are those of the OCDS migration guide,
https://standard.open-contracting.org/1.1/en/support/versions_history/.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

_DETAILS = ("identifier", "additionalIdentifiers", "address", "contactPoint")
_TRANSACTION = {"providerOrganization": "payer", "receiverOrganization": "payee", "amount": "value"}


def upgraded(release: dict[str, Any]) -> dict[str, Any]:
    """The release in the form of 1.1: itself if it has parties or needs none, else a copy."""
    if "parties" in release or not any(_is_inline(holder.get(key)) for holder, key, _ in _mentions(release)):
        return release
    copy: dict[str, Any] = _copied(release)
    parties: dict[str, dict[str, Any]] = {}
    for holder, key, role in _mentions(copy):
        many = holder[key] if isinstance(holder[key], list) else [holder[key]]
        for mention in many:
            if isinstance(mention, dict):
                _move(mention, role, parties)
    copy["parties"] = list(parties.values())
    for contract in _objects(copy.get("contracts")):
        implementation = contract.get("implementation")
        if isinstance(implementation, dict):
            for transaction in _objects(implementation.get("transactions")):
                for old, new in _TRANSACTION.items():
                    if old in transaction and new not in transaction:
                        transaction[new] = transaction.pop(old)
    for stage in (copy.get("tender"), *_objects(copy.get("awards")), *_objects(copy.get("contracts"))):
        if isinstance(stage, dict) and isinstance(stage.get("amendment"), dict) and "amendments" not in stage:
            stage["amendments"] = [stage["amendment"]]
    return copy


def _mentions(release: dict[str, Any]) -> Iterator[tuple[dict[str, Any], str, str]]:
    """Every place that mentions organisations: the object, its key, and the role they have there."""
    if "buyer" in release:
        yield release, "buyer", "buyer"
    tender = release.get("tender")
    if isinstance(tender, dict):
        for key, role in (("procuringEntity", "procuringEntity"), ("tenderers", "tenderer")):
            if key in tender:
                yield tender, key, role
    bids = release.get("bids")
    for bid in _objects(bids.get("details")) if isinstance(bids, dict) else ():
        if "tenderers" in bid:
            yield bid, "tenderers", "tenderer"
    for award in _objects(release.get("awards")):
        if "suppliers" in award:
            yield award, "suppliers", "supplier"


def _is_inline(value: Any) -> bool:
    """Whether an organisation, or one of a list, is described on the spot."""
    if isinstance(value, list):
        return any(map(_is_inline, value))
    return isinstance(value, dict) and any(key in value for key in _DETAILS)


def _move(mention: dict[str, Any], role: str, parties: dict[str, dict[str, Any]]) -> None:
    """Move the details of an organisation to its party, and leave its id and name where it is mentioned."""
    identifier = mention.get("identifier")
    known = identifier if isinstance(identifier, dict) else {}
    scheme, number = known.get("scheme"), known.get("id")
    if "id" not in mention and isinstance(scheme, str) and isinstance(number, str | int):
        mention["id"] = f"{scheme.strip()}-{str(number).strip()}"
    id_ = mention.get("id")
    if isinstance(id_, str | int) and not isinstance(id_, bool):
        party = parties.setdefault(str(id_), {"id": str(id_), "roles": []})
        for key in ("name", *_DETAILS):
            if key in mention:
                party.setdefault(key, mention[key])
        if role not in party["roles"]:
            party["roles"].append(role)
    for key in _DETAILS:
        mention.pop(key, None)


def _objects(value: Any) -> list[dict[str, Any]]:
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []


def _copied(value: Any) -> Any:
    """A copy of JSON data; its depth was checked when it was read."""
    if isinstance(value, dict):
        return {key: _copied(part) for key, part in value.items()}
    return [_copied(item) for item in value] if isinstance(value, list) else value
