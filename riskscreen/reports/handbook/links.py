"""Where the pages of the handbook lie, and how they point to each other."""

from __future__ import annotations

from riskscreen.model.report import Language
from riskscreen.reports.handbook.words import say
from riskscreen.rulebook.book import Rule


def page_of_rule(rule: Rule) -> str:
    """The page of a rule, seen from the index."""
    return f"{rule.pack}/{rule.code}-{rule.file.name}.md"


def link_to_rule(rule: Rule, up: str) -> str:
    """A link to a rule's page; ``up`` leads from the linking page to the index's folder."""
    return f"[{rule.code}]({up}{page_of_rule(rule)})"


def index_link(lang: Language, page: str) -> str:
    """A link back to the index."""
    return f"[{say('to_index', lang)}]({page})"
