"""The policy file: what an office may set without touching a rule."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Annotated, ClassVar, Literal

from pydantic import AfterValidator, BeforeValidator, Field, WithJsonSchema, field_validator

from riskscreen.model.codes import CODE_LISTS, COMPLETE_LISTS
from riskscreen.model.cohorts import checked_cohorts
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


_Texts = Annotated[list[str], Field(min_length=1)]
_Count = Annotated[int, Field(ge=0)]


class FenceSetting(Strict):
    """Fences that are fixed, instead of computed from the batch."""

    lower: Threshold | None = Field(default=None, description="Values at or below it are conspicuous.")
    upper: Threshold | None = Field(default=None, description="Values at or above it are conspicuous.")


class Fences(Strict):
    """Fixed fences, by the statistic they are of."""

    price_gap: FenceSetting | None = Field(default=None, description="Between the winner and the next bid.")
    bidding: FenceSetting | None = Field(default=None, description="Of the share of wins of a tenderer.")
    disqualification: FenceSetting | None = Field(default=None, description="Of the share of disqualified bids.")
    variety: FenceSetting | None = Field(default=None, description="Of the classes of items of a supplier.")


class ProcessPolicy(Strict):
    """How contracting processes in OCDS are looked at."""

    meant: ClassVar[Mapping[str, str]] = {
        "currency": "write compared_currency here for the one currency that prices are compared in, or currency at the "
        "top of the policy for the one of amounts that state none"
    }

    absence: Literal["unknown", "silence"] = Field(
        default="unknown",
        description="What a release does not say is unknown, or is taken to be not so, as OCDS Cardinal takes it.",
    )
    compared_currency: str | None = Field(
        default=None, description="Amounts in other currencies are left out of price comparisons."
    )
    excluded_details: _Texts | None = Field(
        default=None, description="Procurement method details of processes that no rule looks at."
    )
    compared_details: _Texts | None = Field(
        default=None, description="The only procurement method details whose prices are compared."
    )
    uncompared_details: _Texts | None = Field(
        default=None, description="Procurement method details whose prices are not compared."
    )
    submission_methods: _Texts | None = Field(
        default=None, description="The only procurement methods whose submission period is looked at."
    )
    submission_days: dict[str, int] = Field(
        default={}, description="The least days to submit bids, by procurement method details."
    )
    bidding_methods: list[str] = Field(
        default=["open", "selective"], description="Procurement methods by which several bids are expected; [] for all."
    )
    fences: Fences = Field(default=Fences(), description="Fences that are fixed.")
    bidding_percentile: _Count = Field(
        default=75, description="How often a tenderer must bid, as a percentile of all, to be compared by its wins."
    )
    least_bids_of_tenderer: _Count = Field(
        default=2, description="Submitted bids it takes for a tenderer to be compared by its disqualified ones."
    )
    least_bids_of_buyer: _Count = Field(
        default=2, description="The same of the bids submitted to a buyer or procuring entity."
    )
    least_awarded: _Count = Field(
        default=20, description="Processes awarded that it takes for a supplier to be compared by its variety."
    )
    class_digits: _Count = Field(default=2, description="Leading characters of a classification that make a class.")


def _code_list(path: str) -> str:
    known = path if path.startswith("/") else f"/{path}"
    if known not in CODE_LISTS:
        raise ValueError(f"no code list stands at {path!r}; there are: {', '.join(CODE_LISTS)}")
    return known


def _complete_list(path: str) -> str:
    known = path if path.startswith("/") else f"/{path}"
    if known not in COMPLETE_LISTS:
        raise ValueError(f"no list that rules count stands at {path!r}; there are: {', '.join(COMPLETE_LISTS)}")
    return known


class Placeholders(Strict):
    """Published values that stand for nothing: they are read as absent."""

    identifiers: list[str] = Field(
        default=[], description="Identifiers of organisations and persons, beside 000000, XXXXXX, NAN and the like."
    )
    amounts: list[Annotated[Decimal, BeforeValidator(exact_number), WithJsonSchema({"type": "number"})]] = Field(
        default=[], description="Amounts of money."
    )


class Defaults(Strict):
    """What is assumed where OCDS data says nothing."""

    meant: ClassVar[Mapping[str, str]] = {
        "currency": "the currency of amounts that state none stands at the top of the policy: currency: EUR"
    }

    tender_status: (
        Literal["planning", "planned", "active", "cancelled", "unsuccessful", "complete", "withdrawn"] | None
    ) = Field(default=None, description="Status of tenders without one, which may be cancelled.")
    bid_status: Literal["invited", "pending", "valid", "disqualified", "withdrawn"] | None = Field(
        default=None, description="Status of bids without one."
    )
    award_status: Literal["pending", "active", "cancelled", "unsuccessful"] | None = Field(
        default=None, description="Status of awards without one."
    )
    classification_scheme: str | None = Field(default=None, description="Scheme of classifications without one.")
    party_roles: bool = Field(
        default=False,
        description="true: parties have the roles in which the process names them (buyer, procuringEntity, tenderer, "
        "supplier) beside those they state.",
    )


CodeListPath = Annotated[str, AfterValidator(_code_list)]
CompleteListPath = Annotated[str, AfterValidator(_complete_list)]


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
    cohorts: Annotated[dict[str, list[str]], AfterValidator(checked_cohorts)] = Field(
        default={},
        description="What a statistic of the batch groups projects by, of buyer, category, region and year: by "
        "statistic (supply, purchasing, design, evaluator, deadline, area), all keys it should have.",
    )
    processes: ProcessPolicy = Field(default=ProcessPolicy(), description="Contracting processes in OCDS.")
    currency: Annotated[str, Field(pattern="^[A-Z]{3}$")] | None = Field(
        default=None,
        description="Currency of amounts in OCDS data that state none; for the one that prices are compared in see "
        "processes.compared_currency.",
    )
    defaults: Defaults = Field(default=Defaults(), description="What is assumed where OCDS data says nothing.")
    placeholders: Placeholders = Field(default=Placeholders(), description="Values in OCDS data that mean nothing.")
    codes: dict[CodeListPath, dict[str, str]] = Field(
        default={},
        description="What words of OCDS data mean: by path of the code, the published word and OCDS's own.",
    )
    completeness: list[CompleteListPath] = Field(
        default=[], description="Lists of OCDS data that are all there is, by path, such as /bids/details."
    )

    @field_validator("codes")
    @classmethod
    def _known_words(cls, codes: dict[str, dict[str, str]]) -> dict[str, dict[str, str]]:
        for path, words in codes.items():
            for meant in words.values():
                if meant not in CODE_LISTS[path]:
                    known = ", ".join(CODE_LISTS[path])
                    raise ValueError(f"{path}: {meant!r} is no word of the code list; there are: {known}")
        return codes
