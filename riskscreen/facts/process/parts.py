"""A release at hand, for the functions that read facts from it."""

from __future__ import annotations

from collections.abc import Collection

from riskscreen.facts.process.settings import Absence, ProcessSettings
from riskscreen.model.release import Award, Bid, Reference, Release, Tender

_TENDER = Tender()
_BID = Bid()
_AWARD = Award()
_REFERENCE = Reference()
NOT_SUBMITTED = frozenset({"invited", "withdrawn"})


class ProcessParts:
    """The parts of a release. An absent part, or a null item of a list, is one of which nothing is known.

    ``bids`` and ``awards`` are None where the list is absent, unless absence is silence: then they are empty.
    """

    __slots__ = ("awards", "bids", "release", "settings", "silent", "tender")

    def __init__(self, release: Release, settings: ProcessSettings) -> None:
        silent = settings.absence is Absence.SILENCE
        self.release = release
        self.settings = settings
        self.silent = silent
        self.tender = release.tender or _TENDER
        bids = None if release.bids is None else release.bids.details
        self.bids = ([] if silent else None) if bids is None else [bid or _BID for bid in bids]
        awards = release.awards
        self.awards = ([] if silent else None) if awards is None else [award or _AWARD for award in awards]

    def says(self, value: str | None, word: str) -> bool | None:
        """Whether a code is that word."""
        if value is None:
            return False if self.silent else None
        return value == word

    def among(self, value: str | None, words: Collection[str], unsaid: bool = False) -> bool | None:
        """Whether a code is one of the words; ``unsaid`` is what silence about it means."""
        if value is None:
            return unsaid if self.silent else None
        return value in words

    def submitted(self, bid: Bid) -> bool | None:
        """Whether a bid was submitted: any status but invited and withdrawn."""
        if bid.status is None:
            return False if self.silent else None
        return bid.status not in NOT_SUBMITTED


def identifiers(references: list[Reference | None] | None) -> list[str | None] | None:
    """The identifiers in a list of organisations, None for each that has none."""
    return None if references is None else [(reference or _REFERENCE).id for reference in references]
