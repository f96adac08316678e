"""What is known of processes that are not at hand: counts that statistics of a batch go on from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class KnownProcesses:
    """Counts of processes counted before.

    ``gaps`` are price gaps; ``bidding`` has, by tenderer, how often it won and bid; ``disqualified``, by role and
    organisation, the disqualified and submitted bids; ``variety``, by supplier, its classes and its processes.
    """

    gaps: Sequence[float] = ()
    bidding: Mapping[str, tuple[int, int]] = field(default_factory=dict)
    disqualified: Mapping[str, Mapping[str, tuple[int, int]]] = field(default_factory=dict)
    variety: Mapping[str, tuple[frozenset[str], int]] = field(default_factory=dict)
