"""A page of text for a terminal or a file: headings, wrapped paragraphs and tables, in one language and width."""

from __future__ import annotations

from typing import Any, TextIO

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table
from rich.text import Text

from riskscreen.model.report import Language
from riskscreen.reports.plain_text import plain, width, wrapped
from riskscreen.reports.words import say

NARROWEST = 40
BETWEEN_COLUMNS = 3
"""Blank columns between two columns of a table."""

WIDEST = 120


class Page:
    """Writes to ``stream``, at most ``columns`` wide. Without ``colour`` nothing but text is written.

    Everything handed to a page may come from a record: it is made plain on the way.
    """

    def __init__(self, stream: TextIO, lang: Language, columns: int, colour: bool) -> None:
        self.lang = lang
        self.columns = max(NARROWEST, min(columns, WIDEST))
        self._console = Console(
            file=stream,
            width=self.columns,
            force_terminal=colour,
            color_system="auto" if colour else None,
            legacy_windows=False,
            highlight=False,
            markup=False,
            emoji=False,
        )

    def say(self, key: str, **values: Any) -> str:
        """The page's words for ``key``."""
        return say(key, self.lang, **values)

    def blank(self) -> None:
        """An empty line."""
        self._print(Text())

    def heading(self, text: str) -> None:
        """A heading with a line under it."""
        self.blank()
        title = plain(text)
        self.paragraph(title, style="bold")
        self._print(Text("─" * min(width(title), self.columns), style="dim"))

    def paragraph(self, text: str, lead: str = "", indent: int = 0, style: str = "", lead_style: str = "dim") -> None:
        """Wrapped text. ``lead`` stands before it, and its further lines stand under its beginning."""
        lead = plain(lead)
        hanging = indent + width(lead)
        if hanging > self.columns // 2:
            self.paragraph(lead.strip(), indent=indent, style=lead_style)
            lead, hanging = "", indent + 2
        for number, line in enumerate(wrapped(plain(text), self.columns - hanging)):
            start = Text(" " * indent + lead, style=lead_style) if number == 0 and lead else Text(" " * hanging)
            self._print(start.append(line, style=style))

    def line(self, *parts: tuple[str, str], indent: int = 0) -> None:
        """One line of (text, style) parts; what does not fit is cut off with an ellipsis."""
        line = Text(" " * indent, no_wrap=True, overflow="ellipsis")
        for text, style in parts:
            line.append(plain(text), style=style)
        self._print(line)

    def table(self, columns: list[dict[str, Any]], rows: list[list[Text]]) -> None:
        """A table; ``columns`` are the arguments of rich's columns."""
        table = Table(box=SIMPLE_HEAD, pad_edge=False, padding=(0, 1), show_edge=False)
        for column in columns:
            table.add_column(**column)
        for row in rows:
            table.add_row(*row)
        self._print(table)

    def _print(self, renderable: Text | Table) -> None:
        self._console.print(renderable, no_wrap=isinstance(renderable, Text), overflow="ellipsis")
