"""Content known by a digest, so that it need not be kept."""

from __future__ import annotations

import json
from hashlib import blake2b, sha256
from typing import Any


def content_digest(raw: dict[str, Any]) -> bytes:
    """Equal for equal content, in whatever order its keys stand."""
    return blake2b(json.dumps(raw, sort_keys=True).encode("ascii"), digest_size=16).digest()


def record_digest(raw: dict[str, Any]) -> str:
    """SHA-256 of a record as JSON with sorted keys, no blanks and only ASCII, for people to compare."""
    canonical = json.dumps(raw, sort_keys=True, separators=(",", ":"))
    return f"sha256:{sha256(canonical.encode('ascii')).hexdigest()}"
