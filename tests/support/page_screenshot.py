"""The picture of the HTML report in the README: the top of the page on the fixture batch, in Chromium.

python -m tests.support.page_screenshot       (in the folder of the project; needs Chromium, see tests.support.browser)
"""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

from riskscreen import Screener
from riskscreen.intake.read import read_inputs
from riskscreen.reports.html import write_html
from tests.support.browser import Watched, browser

BATCH = "fixtures/wang2019.jsonl"
PICTURE = Path("fixtures/wang2019-report.png")
WIDTH, HEIGHT = 1180, 1180


def main() -> None:
    """Write the page and take its picture."""
    screener = Screener(lang="en", engine="reference", as_of="2026-01-01")
    with TemporaryDirectory() as folder, browser() as opened:
        file = Path(folder) / "report.html"
        with file.open("w", encoding="utf-8") as stream:
            write_html(screener.editions(read_inputs([BATCH], lang="en")), screener.rulebook, stream)
        page = Watched(opened, file, WIDTH, HEIGHT).open()
        page.screenshot(path=PICTURE)


if __name__ == "__main__":
    main()
