"""Releases built part by part, for rules on contracting processes."""

from __future__ import annotations

import json
from typing import Any

Json = dict[str, Any]


def bid(status: Any, amount: Any, *tenderers: Any, currency: Any = "USD", **more: Any) -> Json:
    """A bid of tenderers given by identifier."""
    value = {"amount": amount, "currency": currency}
    return {"status": status, "value": value, "tenderers": [{"id": each} for each in tenderers], **more}


def award(status: Any, *suppliers: Any, classes: tuple[Any, ...] = ()) -> Json:
    """An award to suppliers given by identifier, of items in classes."""
    items = [{"classification": {"id": each}} for each in classes]
    return {"status": status, "suppliers": [{"id": each} for each in suppliers], "items": items}


def release(ocid: Any, *bids: Any, awards: Any = (), tender: Json | None = None, **more: Any) -> Json:
    """A release with bids and awards."""
    return {"ocid": ocid, "tender": tender or {}, "bids": {"details": list(bids)}, "awards": list(awards), **more}


def lines(releases: Any) -> str:
    """JSON Lines."""
    return "".join(json.dumps(each) + "\n" for each in releases)
