"""The browser of the machine: Chromium or Chrome, driven without a window."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Dialog, Page, Request, sync_playwright

_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")


class NoBrowserError(RuntimeError):
    """There is no browser to open a page in."""


def executable() -> str:
    """The browser's program; ``CHROMIUM`` names one that stands elsewhere."""
    found = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, _NAMES)), None)
    if found is None:
        raise NoBrowserError("no Chromium found: install it (apt-get install chromium) or name it in CHROMIUM")
    return found


@contextmanager
def browser() -> Iterator[Browser]:
    """A browser for some pages."""
    # As root, as in containers, Chromium starts only without its sandbox; the pages are our own.
    options = ["--no-sandbox"] if os.geteuid() == 0 else []
    with sync_playwright() as driver:
        opened = driver.chromium.launch(executable_path=executable(), args=options)
        try:
            yield opened
        finally:
            opened.close()


class Watched:
    """A file opened in a browser, and everything that it should not do."""

    def __init__(self, opened: Browser, file: Path, width: int = 1280, height: int = 900) -> None:
        self.complaints: list[str] = []
        self.requests: list[str] = []
        self.page: Page = opened.new_page(viewport={"width": width, "height": height})
        self.page.set_default_timeout(60_000)
        self.page.on("console", lambda message: self.complaints.append(f"{message.type}: {message.text}"))
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("dialog", self._refuse)
        self.page.on("request", self._note)
        self.file = file

    def open(self, anchor: str = "") -> Page:
        """Open the file, at an anchor."""
        self.page.goto(f"{self.file.as_uri()}{anchor}", wait_until="load")
        return self.page

    def _refuse(self, dialog: Dialog) -> None:
        self.complaints.append(f"dialog: {dialog.message}")
        dialog.dismiss()

    def _note(self, request: Request) -> None:
        if not request.url.startswith(self.file.as_uri()):
            self.requests.append(request.url)
