"""The policy file: what an office may set without touching a rule."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Literal

from pydantic import Field

from riskscreen.model.rule import Severity, Strict, Threshold

Weight = Annotated[Threshold, Field(ge=0, le=Decimal("0.95"))]
DEFAULT_WEIGHTS: dict[Severity, Decimal] = {
    "low": Decimal("0.05"),
    "medium": Decimal("0.12"),
    "high": Decimal("0.25"),
    "critical": Decimal("0.45"),
}


class RuleChoice(Strict):
    """What an office sets for one rule: switch it off, weigh it differently, move its thresholds."""

    enabled: bool = True
    weight: Weight | None = None
    params: dict[str, Threshold] = {}


class Policy(Strict):
    """Packs, rules, weights and language. An empty file is a valid policy: every default holds.

    ``undetermined_below``: least decided share of the rules' weight for a band to be given. Keys of ``rules`` are codes (``SW501``) or full names
    (``social-services/SW501``).
    """

    packs: list[str] | None = None
    language: Literal["en", "zh"] | None = None
    weights: dict[Severity, Weight] = {}
    rules: dict[str, RuleChoice] = {}
    undetermined_below: Annotated[Threshold, Field(ge=0, le=1)] = Decimal("0.5")
