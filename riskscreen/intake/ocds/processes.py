"""Releases grouped by process, and each process compiled into one release.

A later release may change any process met before, so all releases are held until the input ends: memory grows with
the releases read, not with files or packages. Of identical repeats one is held.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from riskscreen.intake.digests import content_digest
from riskscreen.intake.ocds.decode import decoded
from riskscreen.intake.ocds.lenient import Note
from riskscreen.intake.ocds.merging import merged
from riskscreen.intake.ocds.ownership import Ownership
from riskscreen.intake.ocds.treatment import Treatment
from riskscreen.intake.ocds.upgrade import upgraded
from riskscreen.intake.pieces import Piece, Place
from riskscreen.model.release import Release


@dataclass(slots=True)
class Process:
    """The different releases of one process in the order read; ``place`` is where the first stands."""

    ocid: str
    place: Place
    releases: list[dict[str, Any]] = field(default_factory=list)
    digests: set[bytes] = field(default_factory=set)


class Processes:
    """The processes met so far."""

    def __init__(self) -> None:
        self._by_ocid: dict[str, Process] = {}

    def add(self, piece: Piece) -> Process | None:
        """The process that a release is the first of; None if it joins one met before, or repeats a release."""
        release = upgraded(piece.value)
        ocid = release["ocid"].strip()
        known = self._by_ocid.get(ocid)
        process = known or self._by_ocid.setdefault(ocid, Process(ocid, piece.place))
        digest = content_digest(release)
        if digest not in process.digests:
            process.digests.add(digest)
            process.releases.append(release)
        return process if known is None else None


def compiled(
    process: Process, treatment: Treatment, note: Note, ownership: Ownership
) -> tuple[dict[str, Any], Release]:
    """The compiled release of a process, as JSON data that evidence can point into and as a structure."""
    first, *others = process.releases
    raw = ownership.added_to(merged(process.releases, note) if others else first, note)
    release = decoded(raw, treatment, note)
    release.ocid = process.ocid
    return raw, release
