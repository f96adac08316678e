"""The policy file: what an office may set without touching a rule."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field, WithJsonSchema

from riskscreen.model.rule import Severity, Strict, Threshold, Weight, exact_number

DEFAULT_WEIGHTS: dict[Severity, Decimal] = {
    "low": Decimal("0.05"),
    "medium": Decimal("0.12"),
    "high": Decimal("0.25"),
    "critical": Decimal("0.45"),
}

PolicyShare = Annotated[
    Decimal,
    BeforeValidator(exact_number),
    Field(ge=0, le=1),
    WithJsonSchema({"type": "number", "minimum": 0, "maximum": 1}),
]


class RuleChoice(Strict):
    """What an office sets for one rule."""

    enabled: bool = Field(default=True, description="false switches the rule off.")
    weight: Weight | None = Field(default=None, description="Wins over every other weight.")
    params: dict[str, Threshold] = Field(default={}, description="Thresholds that replace the rule's own.")


class Policy(Strict):
    """Packs, rules, weights and language. An empty file is a valid policy: every default holds."""

    packs: Annotated[list[str], Field(min_length=1)] | None = Field(
        default=None, description="Packs to screen with, unless the command names them."
    )
    language: Literal["en", "zh"] | None = Field(default=None, description="Language of the report.")
    weights: dict[Severity, Weight] = Field(default={}, description="Weights of the severities.")
    rules: dict[str, RuleChoice] = Field(
        default={}, description="By code (SW501) or, where two packs share a code, full name (social-services/SW501)."
    )
    undetermined_below: PolicyShare = Field(
        default=Decimal("0.5"), description="The least decided share of the rules' weight for a band to be given."
    )
    implausible_share: PolicyShare = Field(
        default=Decimal("0.8"),
        description="rules coverage warns of a rule that flags this share, or more, of the cases it decides.",
    )
    implausible_least: Annotated[int, Field(ge=1)] = Field(
        default=10, description="The least number of decided cases for that warning."
    )
