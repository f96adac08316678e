"""The picture of the report in the README: the first page of the README's first command, as an SVG.

python -m tests.support.screenshot          (in the project's own folder, which the report names files from)
"""

from __future__ import annotations

import re
from io import StringIO
from pathlib import Path

from rich.console import Console
from rich.terminal_theme import MONOKAI
from rich.text import Text

from riskscreen import Screener
from riskscreen.reports.table import write_table

BATCH = "fixtures/wang2019.jsonl"
PICTURE = Path("fixtures/wang2019-report.svg")
COLUMNS, LINES = 110, 62


def main() -> None:
    """Screen the batch and draw the head of the report."""
    report = Screener(lang="en", engine="reference", as_of="2026-01-01").screen(BATCH)
    stream = StringIO()
    write_table(report, stream, columns=COLUMNS, colour=True, top=5, explain=1)
    text = Text.from_ansi("\n".join(stream.getvalue().splitlines()[:LINES]))
    console = Console(record=True, width=COLUMNS, file=StringIO())
    console.print(text)
    svg = console.export_svg(title=f"riskscreen screen {BATCH} --lang en", theme=MONOKAI)
    # Rich links a web font; the picture must not ask anything of the network.
    PICTURE.write_text(re.sub(r"@font-face \{.*?\}", "", svg, flags=re.DOTALL), encoding="utf-8")


if __name__ == "__main__":
    main()
