"""Reading a written page as a browser does: elements, attributes, the text of each, and the policy."""

from __future__ import annotations

import io
import re
from dataclasses import dataclass, field
from functools import cached_property
from html.parser import HTMLParser
from typing import Any

from riskscreen.intake.read import read_objects
from riskscreen.reports.html import write_html
from riskscreen.screening import Screener

_VOID = {"meta", "link", "input", "br", "col", "path", "rect", "circle"}


@dataclass
class Element:
    """An element with the text in it."""

    tag: str
    attributes: dict[str, str]
    parts: list[str] = field(default_factory=list)

    @cached_property
    def text(self) -> str:
        """All text in it, at any depth."""
        return "".join(self.parts)


@dataclass
class Page(HTMLParser):
    """A page taken apart. What waits as text in scripts is only text here, as it is for a browser."""

    source: str
    elements: list[Element] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._open: list[Element] = []
        self.feed(self.source)
        assert not self._open, f"never closed: {self._open[-1]}"

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = Element(tag, {name: value or "" for name, value in attrs})
        self.elements.append(element)
        if tag not in _VOID:
            self._open.append(element)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in _VOID:
            self._open.pop()

    def handle_endtag(self, tag: str) -> None:
        assert self._open, f"</{tag}> closes nothing"
        assert self._open[-1].tag == tag, f"</{tag}> closes <{self._open[-1].tag}>"
        self._open.pop()

    def handle_data(self, data: str) -> None:
        for element in self._open:
            element.parts.append(data)

    def of(self, tag: str, **attributes: str) -> list[Element]:
        """The elements of a tag with these attributes; ``class_`` asks for one of the classes."""
        wanted = attributes.pop("class_", None)
        return [
            each
            for each in self.elements
            if each.tag == tag
            and attributes.items() <= each.attributes.items()
            and (wanted is None or wanted in each.attributes.get("class", "").split())
        ]

    def by_id(self, name: str) -> Element:
        """The one element with this id."""
        (found,) = [each for each in self.elements if each.attributes.get("id") == name]
        return found

    @property
    def policy(self) -> dict[str, list[str]]:
        """The Content-Security-Policy, by directive."""
        (meta,) = [each for each in self.of("meta") if each.attributes.get("http-equiv") == "Content-Security-Policy"]
        parts = (part.split() for part in meta.attributes["content"].split(";"))
        return {name: values for name, *values in parts}


def written(*projects: Any, **settings: Any) -> str:
    """The page on projects."""
    screener = Screener(**{"engine": "reference", "as_of": "2026-01-01", **settings})
    stream = io.StringIO()
    write_html(screener.editions(read_objects(projects, lang=screener.lang)), screener.rulebook, stream)
    return stream.getvalue()


def waiting(source: str) -> list[str]:
    """The texts that the page's script makes elements of when they are asked for, with their phrases put back."""
    blocks = re.findall(r'<script type="text/html"(?: id="([^"]*)")?>(.*?)</script>', source, re.DOTALL)
    phrases = dict(blocks)["phrases"].split("\n")
    put_back = (re.sub("[\ue000-\uf8ff]", lambda sign: phrases[ord(sign[0]) - 0xE000], text) for _, text in blocks)
    return [text for (name, _), text in zip(blocks, put_back, strict=True) if name != "phrases"]
