"""The report as a page (``--format html``): one file that needs nothing else, in both languages, to read and to print.

The charts are drawn here as plain SVG, by templates. A chart library would draw each label in one language, set styles
that the page's security policy forbids, and know nothing of a project's course or of who sits where.
"""

from __future__ import annotations

from typing import TextIO

from riskscreen.rulebook.book import Rulebook
from riskscreen.screening import Edition


def write_html(editions: tuple[Edition, Edition], rulebook: Rulebook, stream: TextIO) -> None:
    """Writes the page; it opens in the language of the first edition."""
    from riskscreen.reports.html.page import page
    from riskscreen.reports.html.twins import together

    stream.writelines(page(together(editions), rulebook))
