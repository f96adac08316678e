"""The taxonomy: which category a project belongs to, and who and what fits that category.

The words are data (``rules/taxonomy``); this module only looks them up. Every answer depends on one text of the
record and on the taxonomy, so a missing text is simply not asked about.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property

from riskscreen.facts.words import NO_WORDS, Words, search_key, searched
from riskscreen.lang.vocabulary import Label

_REMEMBERED_TEXTS = 4096


@dataclass(frozen=True, slots=True)
class Category:
    """A category of service.

    ``continuing``: people need it without a break; ``professional``: it needs professional social work;
    ``evaluation``: it evaluates other projects. ``fitting_types`` are contractor types of the project model.
    """

    code: str
    title: Label
    aliases: tuple[str, ...] = ()
    continuing: bool = False
    professional: bool = False
    evaluation: bool = False
    fitting_types: frozenset[str] = frozenset()
    fitting_names: Words = NO_WORDS
    misfit_names: Words = NO_WORDS
    fitting_scopes: Words = NO_WORDS
    professional_items: Words = NO_WORDS
    basic_items: Words = NO_WORDS

    def name_misfits(self, name: str) -> bool:
        """Whether a misfit word stands in the organisation's name and no fitting word does."""
        return self.misfit_names.stand_in(name) and not self.fitting_names.stand_in(name)

    def type_fits(self, contractor_type: str) -> bool:
        """Whether contractors of this type are expected in the category."""
        return contractor_type in self.fitting_types

    def scope_fits(self, scope: str) -> bool:
        """Whether a fitting word stands in the registered scope."""
        return self.fitting_scopes.stand_in(scope)

    def item_is_professional(self, name: str) -> bool | None:
        """Whether the service named is professional (True) or basic (False); None if no word tells, or both do."""
        professional = self.professional_items.stand_in(name)
        basic = self.basic_items.stand_in(name)
        return None if professional == basic else professional


@dataclass(frozen=True)
class Taxonomy:
    """All categories. Aliases of different categories differ (the loader sees to that)."""

    categories: tuple[Category, ...] = ()
    _remembered: dict[str, Category | None] = field(default_factory=dict, init=False, repr=False, compare=False)

    def category(self, text: str | None) -> Category | None:
        """The category a text names: that of the longest code or alias that is the text or stands in it.

        None if there is no text or no such word, or if the longest ones belong to different categories.
        """
        if text is None:
            return None
        known = self._remembered.get(text)
        if known is not None or text in self._remembered:
            return known
        found = self._resolve(text)
        if len(self._remembered) >= _REMEMBERED_TEXTS:
            self._remembered.clear()
        self._remembered[text] = found
        return found

    def by_code(self, code: str) -> Category | None:
        """The category with this code."""
        return next((category for category in self.categories if category.code == code), None)

    def _resolve(self, text: str) -> Category | None:
        target = searched(text)
        found: Category | None = None
        length = 0
        for alias_length, key, category in self._by_length:
            if alias_length < length:
                break
            if key in target:
                if found is not None and found is not category:
                    return None
                found, length = category, alias_length
        return found

    @cached_property
    def _by_length(self) -> list[tuple[int, str, Category]]:
        keys = {
            search_key(word): category for category in self.categories for word in (category.code, *category.aliases)
        }
        return sorted(((len(key.strip()), key, category) for key, category in keys.items() if key), key=lambda k: -k[0])
