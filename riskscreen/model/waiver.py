"""The waiver file: findings that an office accepts for a time, each with who, why and until when."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import BeforeValidator, Field, WithJsonSchema

from riskscreen.model.base import CalendarDate
from riskscreen.model.rule import Prose, Strict


def _as_list(value: Any) -> Any:
    """One piece of evidence may stand without list brackets."""
    return [value] if isinstance(value, str) else value


EvidenceTexts = Annotated[
    list[Prose],
    BeforeValidator(_as_list),
    Field(min_length=1),
    WithJsonSchema({"anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}, "minItems": 1}]}),
]


class Waiver(Strict):
    """One finding accepted. It holds up to and on the day of ``expiry``, and for one rule on one project only."""

    code: Prose = Field(description="The rule: its code (SW501) or, where two packs share it, its full name.")
    project: Prose = Field(description="The id of the project.")
    author: Prose = Field(description="Who accepts the finding.")
    reason: Prose = Field(description="Why it is accepted.")
    expiry: CalendarDate = Field(description="The last day on which the waiver holds.")
    evidence: EvidenceTexts = Field(description="What the reason rests on: documents, file numbers.")


class WaiverFile(Strict):
    """A waiver file: its waivers."""

    waivers: list[Waiver]
