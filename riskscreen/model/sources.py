"""The bibliography: what one entry of ``rules/sources.yaml`` may say."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from riskscreen.model.rule import Prose, Strict, Texts

SourceKind = Literal["article", "law", "standard", "method", "report"]
Extent = Literal["full-text", "extended-abstract", "abstract", "second-hand"]


class SourceEntry(Strict):
    """A paper, law, standard or published method that rules cite by its key, such as ``wang2019``."""

    reference: Texts = Field(description="The full entry as it is printed under a finding, in both languages.")
    kind: SourceKind
    year: Annotated[int, Field(strict=True, ge=1900, le=2200, description="Year of publication or of the version.")]
    language: Literal["en", "zh"] = Field(description="The language the source is written in.")
    extent: Extent = Field(description="How much of the source the authors of the rules have read.")
    url: Annotated[str, StringConstraints(pattern=r"^https?://\S+$")] | None = Field(
        default=None, description="Where the source is published, if it is on the web."
    )
    terms: list[Prose] = Field(
        default=[],
        description="Terms the source coins, in either language, that rules citing it may quote as they are.",
    )
    note: Texts | None = Field(default=None, description="What a reader of the entry should know.")
