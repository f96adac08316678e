"""From the JSON of one release to its structure."""

from __future__ import annotations

from typing import Any

import msgspec

from riskscreen.intake.ocds.identities import settle
from riskscreen.intake.ocds.lenient import Note, cleaned
from riskscreen.intake.ocds.roles import fill_roles
from riskscreen.intake.ocds.tidying import tidy
from riskscreen.intake.ocds.treatment import Treatment
from riskscreen.model.release import Release


def decoded(raw: dict[str, Any], treatment: Treatment, note: Note) -> Release:
    """The release that ``raw`` describes: values of wrong types left out, the rest tidied, identifiers settled."""
    release, clean = _typed(raw, treatment, note)
    if not treatment.literal:
        tidy(release, treatment, note, nulls_noted=not clean)
        settle(release, note)
        if treatment.party_roles:
            fill_roles(release, note)
    return release


def _typed(raw: dict[str, Any], treatment: Treatment, note: Note) -> tuple[Release, bool]:
    """The release, and whether all its values have the right types."""
    try:
        return msgspec.convert(raw, Release), True
    except msgspec.ValidationError:
        clean = cleaned(raw, note, identifiers=not treatment.literal)
        return msgspec.convert(clean, Release), False
