"""What a pack cannot judge: one entry of ``undecidable.yaml`` in the folder of a pack."""

from __future__ import annotations

from pydantic import Field

from riskscreen.model.rule import Strict, Texts


class UndecidableEntry(Strict):
    """A flag of the pack's source that no data of the pack's form can decide, and why."""

    title: Texts = Field(description="The flag, as its source names it.")
    reason: Texts = Field(description="Why the data that rules read cannot decide it.")
    needs: Texts = Field(description="What would be needed to decide it.")
