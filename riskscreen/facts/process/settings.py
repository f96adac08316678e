"""What an office may set about processes, and how what a release does not say is read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum, auto

from riskscreen.facts.process.fences import FenceChoice


class Absence(Enum):
    """How what a release does not say is read.

    ``UNKNOWN``: it may be anything, and what would need it is unknown; times are compared as instants.
    ``SILENCE``: it is not so: a bid without an amount has none, a tender without a status is not cancelled. This is how
    OCDS Cardinal reads, which also compares times as texts; ``--format cardinal`` asks for it.
    """

    UNKNOWN = auto()
    SILENCE = auto()


@dataclass(frozen=True, slots=True)
class ProcessSettings:
    """Choices that facts of processes depend on.

    ``currency``: amounts in others are left out of price comparisons. ``excluded_details``: procurement method details
    of processes that no rule looks at. ``compared_details`` and ``uncompared_details``: those whose prices can be
    compared (empty: all), and cannot. ``submission_methods``: methods whose submission period is looked at (empty:
    all), ``submission_days`` the least days by method details. ``bidding_methods``: methods by which several bids are
    expected (empty: all).

    Of the statistics: ``fences`` fixes fences by the name of the statistic. A tenderer is compared by its wins if it
    has valid bids in as many processes as ``bidding_percentile`` of all. Shares of disqualified bids are compared among
    tenderers with ``least_bids_of_tenderer`` submitted bids, and among buyers and procuring entities with
    ``least_bids_of_buyer``. Suppliers awarded in ``least_awarded`` processes are compared by their classes of items:
    the first ``class_digits`` characters of classifications.
    """

    absence: Absence = Absence.UNKNOWN
    currency: str | None = None
    excluded_details: frozenset[str] = frozenset()
    compared_details: frozenset[str] = frozenset()
    uncompared_details: frozenset[str] = frozenset()
    submission_methods: frozenset[str] = frozenset()
    submission_days: Mapping[str, int] = field(default_factory=dict)
    bidding_methods: frozenset[str] = frozenset({"open", "selective"})
    fences: Mapping[str, FenceChoice] = field(default_factory=dict)
    bidding_percentile: int = 75
    least_bids_of_tenderer: int = 2
    least_bids_of_buyer: int = 2
    least_awarded: int = 20
    class_digits: int = 2


USUAL = ProcessSettings()
