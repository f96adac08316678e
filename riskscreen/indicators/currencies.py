"""The currency that prices are compared in, where there are several."""

from __future__ import annotations

import logging
from collections.abc import Mapping

_log = logging.getLogger("riskscreen")


def tell_currencies(counts: Mapping[str, int], chosen: str | None) -> None:
    """Say which currency was chosen where there are several and the settings name none."""
    if len(counts) > 1:
        found = ", ".join(f"{name}: {counts[name]}" for name in sorted(counts, key=lambda name: (-counts[name], name)))
        _log.warning(
            "bids are in several currencies (%s); R024, R036 and R058 look at %s, the most frequent; "
            "set currency in the settings file for another",
            found,
            chosen,
        )
