"""The rule file: what one YAML file under ``rules/`` may say."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Annotated, Any, ClassVar, Literal, TypeAlias

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Discriminator,
    Field,
    StringConstraints,
    Tag,
    ValidationError,
    WithJsonSchema,
    model_validator,
)

from riskscreen.model.base import CalendarDate


def _formed(pattern: str, what: str) -> Callable[[str], str]:
    """A check of a text's form whose error says what is expected instead of a regular expression."""
    form = re.compile(pattern)

    def check(text: str) -> str:
        if not form.fullmatch(text):
            raise ValueError(f"{text!r} is not {what}")
        return text

    return check


_CODE = r"[A-Z]{1,4}[0-9]{2,4}[a-z]?"
_SLUG = r"[a-z0-9]+(-[a-z0-9]+)*"
_IDENTIFIER = r"[a-z][a-z0-9_]*"
_VALUE_NAME = rf"{_IDENTIFIER}(\.{_IDENTIFIER})?"
Code = Annotated[
    str,
    AfterValidator(_formed(_CODE, "a code: capitals and two to four digits, such as SW501")),
    WithJsonSchema({"type": "string", "pattern": f"^{_CODE}$"}),
]
Slug = Annotated[
    str,
    AfterValidator(_formed(_SLUG, "lower-case words joined by hyphens, such as time-pressure")),
    WithJsonSchema({"type": "string", "pattern": f"^{_SLUG}$"}),
]
Identifier = Annotated[
    str,
    AfterValidator(_formed(_IDENTIFIER, "a name: lower-case letters, digits and _, such as max_months")),
    WithJsonSchema({"type": "string", "pattern": f"^{_IDENTIFIER}$"}),
]
ValueName = Annotated[
    str,
    AfterValidator(_formed(_VALUE_NAME, "the name of a measure or of a field such as project.window_months")),
    WithJsonSchema({"type": "string", "pattern": f"^{_VALUE_NAME}$"}),
]
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
Direction = Literal["rises", "falls"]


def exact_number(value: Any) -> Decimal:
    """The exact decimal of a number; a text is no number here, even if it looks like one."""
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal):
        raise ValueError("a number is expected, without quotes, such as 0.5")
    number = Decimal(str(value))
    if not number.is_finite():
        raise ValueError("a finite number is expected")
    return number


Threshold = Annotated[Decimal, BeforeValidator(exact_number), WithJsonSchema({"type": "number"})]
Weight = Annotated[
    Decimal,
    BeforeValidator(exact_number),
    Field(ge=0, le=Decimal("0.95")),
    WithJsonSchema({"type": "number", "minimum": 0, "maximum": 0.95}),
]


class Strict(BaseModel):
    """Unknown keys are errors, and no value is turned into another type: what is written is what is meant."""

    # built on first use: most commands need only a few of these models
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True, defer_build=True)

    meant: ClassVar[Mapping[str, str]] = {}
    """Keys that do not exist and may be written, with what to write instead."""


class Texts(Strict):
    """The same statement in both languages."""

    en: Prose
    zh: Prose

    def in_language(self, lang: str) -> str:
        """The text in ``en`` or ``zh``."""
        return self.zh if lang == "zh" else self.en


class Citation(Strict):
    """A place in a source."""

    source: Identifier = Field(description="The source's key in sources.yaml.")
    at: Prose | None = Field(default=None, description="Section, article or table, as precise as the text allows.")
    note: Texts | None = Field(
        default=None, description="What is the project's own reading rather than the source's statement."
    )


class Param(Strict):
    """A threshold with its basis: printed in a paper or law, a published method, or the project's own choice."""

    value: Threshold = Field(description="The threshold in real units: a share as 0.5, money in currency units.")
    unit: str = Field(default="", description="For people: month, day, share, …")
    basis: Basis = Field(description="Where the number comes from; paper, law and method need cite, own needs note.")
    cite: Identifier | None = Field(default=None, description="The source's key in sources.yaml.")
    note: Texts | None = Field(default=None, description="Why this value.")

    @model_validator(mode="after")
    def _has_its_basis(self) -> Param:
        if self.basis == "own" and self.note is None:
            raise ValueError("basis own needs a note (en and zh) that says why this value was chosen")
        if self.basis != "own" and self.cite is None:
            raise ValueError(f"basis {self.basis} needs cite: the key of the source that prints the value")
        return self


class DatedValue(Param):
    """A value in force from a day on, until the next one."""

    from_: CalendarDate = Field(alias="from", description="The first day the value is in force.")


class Repeated(Strict):
    """Example projects that differ only where their text says ``{n}`` (1, 2, … ``times``)."""

    times: Annotated[int, Field(ge=1, le=1000)] = Field(description="How many projects.")
    project: dict[str, Any] = Field(description="A project record.")


def _form(value: Any) -> str | None:
    if isinstance(value, dict | Param):
        return "mapping"
    return "text" if isinstance(value, str) else "list" if isinstance(value, list) else None


def _form_of_member(value: Any) -> str | None:
    repeated = isinstance(value, Repeated) or (isinstance(value, dict) and "times" in value)
    return "repeated" if repeated else _form(value)


def _by_form(wanted: str, form: Callable[[Any], str | None] = _form) -> Discriminator:
    """Choose the branch of a union by the form of the value, so that its faults are those of that branch only."""
    return Discriminator(form, custom_error_type="wrong_form", custom_error_message=f"{wanted} is expected")


_Text: TypeAlias = Annotated[str, Tag("text")]
_Project: TypeAlias = Annotated[
    dict[str, Any], Tag("mapping"), WithJsonSchema({"type": "object", "not": {"required": ["times"]}})
]
_Member: TypeAlias = Annotated[
    Annotated[Repeated, Tag("repeated")] | _Project, _by_form("a project record", _form_of_member)
]
_Batch: TypeAlias = Annotated[list[_Member], Tag("list")]

_Absent: TypeAlias = Annotated[dict[str, str], Tag("mapping")]
_Clause: TypeAlias = Annotated[_Text | _Absent, _by_form("a text")]
_OwnMessage = {
    "type": "object",
    "description": "What a finding says where this alternative is true; its variables can be named.",
    "properties": {"en": {"type": "string"}, "zh": {"type": "string"}},
    "required": ["en", "zh"],
    "additionalProperties": False,
}
_Clauses: TypeAlias = Annotated[
    dict[str, _Clause], Tag("mapping"), Field(json_schema_extra={"properties": {"message": _OwnMessage}})
]
_Alternative: TypeAlias = Annotated[_Text | _Clauses, _by_form("a condition or a mapping of variables to patterns")]
_Any: TypeAlias = Annotated[list[_Alternative], Tag("list")]
_ClausesOrAny: TypeAlias = Annotated[dict[str, Annotated[_Text | _Absent | _Any, _by_form("a text")]], Tag("mapping")]

When: TypeAlias = Annotated[_Text | _ClausesOrAny, _by_form("a condition or a mapping of variables to patterns")]
"""A condition, or a mapping of variables to patterns with the reserved keys any, if, none, sample, statistic.

An alternative of ``any`` may also have a ``message`` of its own.
"""

_Dated: TypeAlias = Annotated[list[DatedValue], Field(min_length=1), Tag("list")]
ParamOrDated: TypeAlias = Annotated[
    Annotated[Param, Tag("mapping")] | _Dated,
    _by_form("a mapping with value and basis, or a list of dated ones,"),
]


class Example(Strict):
    """Facts, and the verdict that the rule must give on them."""

    verdict: Literal["flagged", "clear", "unknown"]
    note: str = Field(default="", description="What this example shows.")
    organisation: str | None = Field(
        default=None, description="In a rule on organisations: the identifier of the one that is judged."
    )
    concerns: list[str] | None = Field(
        default=None, description="In a rule with concerns: the identifiers of the organisations that are concerned."
    )
    processes: dict[str, Any] | None = Field(
        default=None,
        description="Of OCDS releases: settings that the verdict depends on, as under processes in a policy, such as "
        "{excluded_details: [Direct]}.",
    )
    given: Annotated[_Project | _Batch, _by_form("a project record or a list of them")] = Field(
        description="A project record (its id may be left out) or an OCDS release; for a rule on a batch, a list of "
        "them; for one that compares a process with its batch, a list with that process first."
    )


class RuleHead(Strict):
    """A rule without its examples: all that judging a project and explaining the verdict needs."""

    code: Code = Field(description="Permanent and never reused; with the pack it is the rule's full name.")
    name: Slug
    kind: RuleKind = Field(
        description="A paper's warning sign, a legal limit, a statistical signal, or a protective factor."
    )
    title: Texts
    stage: RuleStage
    subject: SubjectName = Field(default="project", description="What is judged; organisation and market need a batch.")
    severity: Severity = Field(description="Sets the weight, unless weight or a policy does.")
    weight: Weight | None = None
    mechanism: Slug = Field(description="Rules of one mechanism do not add up in the score.")
    status: Literal["to-verify"] | None = Field(
        default=None, description="to-verify: the source is known second-hand; reports say so."
    )
    params: dict[Identifier, ParamOrDated] = Field(
        default={}, description="Thresholds by name; expressions write $name."
    )
    in_force_on: str | None = Field(
        default=None, description="The date field that decides which dated value holds, such as project.signed."
    )
    scope: str | None = Field(
        default=None, description="A condition; where it is false the rule is clear, out of scope."
    )
    let: dict[Identifier, str] = Field(default={}, description="Named measures: count(…), sum(…), share(…).")
    when: When = Field(description="What flags the rule: a condition, or variables with their patterns.")
    message: Texts = Field(
        description=(
            "What was found; {project.start}, {measure} and {param} are filled in. Where alternatives have messages of "
            "their own, those of the true ones follow it."
        )
    )
    concerns: list[Prose] = Field(
        default=[],
        description=(
            "Organisations that a finding on a project is also reported on: a field of a variable, such as g.winner, "
            "or of selected rows, such as bidder.organisation where bid == a.position. It never enters a score."
        ),
    )
    rationale: Texts = Field(description="The source's finding, in our own words.")
    cites: Annotated[list[Citation], Field(min_length=1)]
    innocent: Texts = Field(description="Honest explanations of the same data.")
    verify: Texts = Field(description="What the auditor checks next.")
    remedy: Texts
    invariant_under: list[Invariance] = Field(
        default=[], description="Changes of the data that must not change the verdict; tests are derived from them."
    )
    worse_when: dict[ValueName, Direction] = Field(
        default={},
        description=(
            "Fields and measures, and the direction in which each makes things worse: then a flag is never taken away, "
            "and a protective factor never added. Tests are derived from it."
        ),
    )

    @property
    def alternative_messages(self) -> tuple[Texts | None, ...]:
        """What each alternative of ``any`` says where it is true; None for one without a (sound) message of its own."""
        options = self.when.get("any") if isinstance(self.when, dict) else None
        return tuple(map(_own_message, options)) if isinstance(options, list) else ()


def _own_message(option: Any) -> Texts | None:
    try:
        return Texts.model_validate(option["message"]) if isinstance(option, dict) and "message" in option else None
    except ValidationError:
        return None


class RuleFile(RuleHead):
    """One rule of a riskscreen rule set. See the README of ``rules/`` for how each key is used."""

    examples: list[Example] = Field(
        description="The last key. At least one flagged, one clear, one unknown, and both sides of each threshold."
    )
