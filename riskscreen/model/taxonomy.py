"""The taxonomy's files: what one YAML file under ``rules/taxonomy/`` may say."""

from __future__ import annotations

from typing import Annotated, TypeAlias

from pydantic import Field, model_validator

from riskscreen.model.project import ContractorType
from riskscreen.model.rule import Basis, Identifier, Prose, Slug, Strict, Texts


class Grounded(Strict):
    """Something with its basis: stated in a paper or law, a published method, or the project's own choice."""

    basis: Basis = Field(description="Where it comes from; paper, law and method need cite.")
    cite: Identifier | None = Field(default=None, description="The source's key in sources.yaml.")
    at: Prose | None = Field(default=None, description="Section or table, as precise as the text allows.")
    note: Texts | None = Field(default=None, description="Why, or what is the project's own reading.")

    @model_validator(mode="after")
    def _has_its_source(self) -> Grounded:
        if self.basis != "own" and self.cite is None:
            raise ValueError(f"basis {self.basis} needs cite: the key of the source that says so")
        return self


class Nature(Grounded):
    """What kind of service the category is."""

    continuing: bool = Field(description="People need it without a break.")
    professional: bool = Field(description="It needs professional social work.")
    evaluation: bool = Field(description="It evaluates other projects of the purchase.")


class WordGroup(Grounded):
    """Words with one basis, in both languages or in one."""

    zh: list[Prose] = Field(default=[], description="Chinese words, found anywhere in a text.")
    en: list[Prose] = Field(default=[], description="English words, found as whole words.")

    @model_validator(mode="after")
    def _has_a_word(self) -> WordGroup:
        if not self.zh and not self.en:
            raise ValueError("words are expected: zh, en or both")
        return self


class TypeGroup(Grounded):
    """Contractor types with one basis."""

    types: Annotated[list[ContractorType], Field(min_length=1)]


WordList: TypeAlias = list[WordGroup]


class CategoryWords(Strict):
    """The lists that a category has and that an extension may add to."""

    aliases: WordList = Field(default=[], description="Names of the category in records.")
    fitting_types: list[TypeGroup] = Field(default=[], description="Types of contractors expected here.")
    fitting_names: WordList = Field(default=[], description="Words in the name of an organisation that fits.")
    misfit_names: WordList = Field(default=[], description="Words in the name of one that does not, without these.")
    fitting_scopes: WordList = Field(default=[], description="Words in the registered scope of one that fits.")
    professional_items: WordList = Field(default=[], description="Words in the name of a professional service.")
    basic_items: WordList = Field(default=[], description="Words in the name of a basic service.")


class CategoryFile(CategoryWords):
    """A category of service."""

    code: Slug
    title: Texts
    nature: Nature
    aliases: Annotated[WordList, Field(min_length=1)]
    fitting_types: Annotated[list[TypeGroup], Field(min_length=1)]
    fitting_scopes: Annotated[WordList, Field(min_length=1)]


class ExtensionFile(CategoryWords):
    """Further words for a category that another file defines."""

    extends: Slug = Field(description="The code of the category.")
