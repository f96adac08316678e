"""The handbook: the rules as pages to read, written from the rules alone."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from riskscreen.model.report import Language
from riskscreen.reports.handbook.book_pages import UNDECIDABLE_PAGE, index_page, sources_page, undecidable_page
from riskscreen.reports.handbook.links import page_of_rule
from riskscreen.reports.handbook.reading_page import reading_page
from riskscreen.reports.handbook.rule_page import RulePage
from riskscreen.rulebook.book import Rulebook
from riskscreen.rulebook.vocabulary_page import vocabulary_markdown


def handbook(book: Rulebook, lang: Language) -> dict[Path, str]:
    """The pages of the handbook in Markdown, by their paths below its folder.

    ``book`` must have been loaded with examples, which are run: raises :class:`riskscreen.errors.UsageError` if one
    that should be flagged is not.
    """
    pages: dict[str, Iterable[str]] = {
        "README.md": index_page(book, lang),
        "reading.md": reading_page(book, lang),
        "sources.md": sources_page(book, lang),
        **({UNDECIDABLE_PAGE: undecidable_page(book, lang)} if book.undecidable else {}),
        **{page_of_rule(rule): RulePage(rule, book, lang).lines() for rule in book.rules},
    }
    written = {Path(name): "\n".join(lines).rstrip() + "\n" for name, lines in pages.items()}
    return {**written, Path("vocabulary.md"): f"{vocabulary_markdown().rstrip()}\n"}
