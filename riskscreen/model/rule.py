"""The rule file: what one YAML file under ``rules/`` may say."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Annotated, Any, Literal, TypeAlias

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints

Code = Annotated[str, StringConstraints(pattern=r"^[A-Z]{1,4}\d{2,4}[a-z]?$")]
Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]
Identifier = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$")]
Prose = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]

RuleKind = Literal["sign", "statute", "screen", "protective"]
Severity = Literal["low", "medium", "high", "critical"]
RuleStage = Literal["authorisation", "design", "award", "roles", "delivery", "evaluation"]
SubjectName = Literal["project", "organisation", "market"]
Basis = Literal["paper", "law", "method", "own"]
Invariance = Literal[
    "date-shift",
    "money-scaling",
    "person-renaming",
    "organisation-renaming",
    "record-order",
    "duplicate-removal",
    "currency-renaming",
    "irrelevant-fact",
]


def _exact(value: Any) -> Any:
    """YAML floats become the decimal they are written as."""
    return Decimal(str(value)) if isinstance(value, float) else value


Threshold = Annotated[Decimal, BeforeValidator(_exact)]


class Strict(BaseModel):
    """Unknown keys are errors: a misspelt key must not silently mean nothing."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Texts(Strict):
    """The same statement in both languages."""

    en: Prose
    zh: Prose

    def in_language(self, lang: str) -> str:
        """The text in ``en`` or ``zh``."""
        return self.zh if lang == "zh" else self.en


class Citation(Strict):
    """A place in a source of ``rules/sources.yaml``. ``note`` tells what is the project's own reading."""

    source: Identifier
    at: Prose | None = None
    note: Texts | None = None


class Param(Strict):
    """A threshold with its basis: printed in the cited paper or law, a published method, or the project's own choice."""

    value: Threshold
    unit: str = ""
    basis: Basis
    cite: Identifier | None = None
    note: Texts | None = None


class DatedValue(Param):
    """A value in force from a day on, until the next one."""

    from_: date = Field(alias="from")


class Repeated(Strict):
    """Example projects that differ only where their text says ``{n}`` (1, 2, … ``times``)."""

    times: Annotated[int, Field(ge=1, le=1000)]
    project: dict[str, Any]


class Example(Strict):
    """Facts, and the verdict that the rule must give on them.

    ``given`` is one project for a rule on projects (its id may be left out) and a list for a rule on a batch;
    ``organisation`` then names the one that is judged.
    """

    verdict: Literal["flagged", "clear", "unknown"]
    note: str = ""
    organisation: str | None = None
    given: dict[str, Any] | list[Repeated | dict[str, Any]]


When: TypeAlias = str | dict[str, Any]
"""A condition, or a mapping of variables to patterns with the reserved keys any, if, none, sample, statistic."""


class RuleFile(Strict):
    """One rule. See the README of ``rules/`` for how each key is used."""

    code: Code
    name: Slug
    kind: RuleKind
    title: Texts
    stage: RuleStage
    subject: SubjectName = "project"
    severity: Severity
    weight: Annotated[Decimal, Field(ge=0, le=Decimal("0.95"))] | None = None
    mechanism: Slug
    status: Literal["to-verify"] | None = None
    params: dict[Identifier, Param | list[DatedValue]] = {}
    in_force_on: str | None = None
    scope: str | None = None
    let: dict[Identifier, str] = {}
    when: When
    message: Texts
    rationale: Texts
    cites: Annotated[list[Citation], Field(min_length=1)]
    innocent: Texts
    verify: Texts
    remedy: Texts
    invariant_under: list[Invariance] = []
    examples: Annotated[list[Example], Field(min_length=3)]
