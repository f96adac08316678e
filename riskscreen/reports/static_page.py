"""What pages that run nothing have in common: one file that needs nothing else, to read and to print.

Such a page has no script, and its Content-Security-Policy allows nothing but its own style, named by its digest.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterable
from hashlib import sha256
from html import escape
from importlib.resources import files

from riskscreen.model.report import Language
from riskscreen.reports.plain_text import plain

FOOT = "</main>\n</body>\n</html>\n"

_HTML_LANGUAGE: dict[Language, str] = {"zh": "zh-CN", "en": "en"}


def head(title: str, notice: str, lang: Language, landscape: bool = False) -> str:
    """The page up to where its content begins: the title and what is said of all below.

    ``landscape``: it is printed so, for tables of many columns.
    """
    layout = "landscape" if landscape else ""
    style = files("riskscreen.reports").joinpath("static_page.css").read_text(encoding="utf-8")
    digest = b64encode(sha256(style.encode("utf-8")).digest()).decode("ascii")
    policy = f"default-src 'none'; style-src 'sha256-{digest}'; img-src data:; base-uri 'none'; form-action 'none'"
    return (
        f'<!DOCTYPE html>\n<html lang="{_HTML_LANGUAGE[lang]}">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n<link rel="icon" href="data:,">\n'
        f"<title>{text(title)}</title>\n<style>{style}</style>\n</head>\n<body{_class(layout)}>\n"
        f'<header><h1>{text(title)}</h1>\n<p class="notice">{text(notice)}</p></header>\n<main>\n'
    )


def table(headings: Iterable[tuple[str, str]], rows: Iterable[str], caption: str = "") -> str:
    """A table of finished rows, which can be moved sideways where it is too wide; headings with the style of each."""
    heads = "".join(f'<th scope="col"{_class(style)}>{text(heading)}</th>' for heading, style in headings)
    above = f"<caption>{text(caption)}</caption>" if caption else ""
    body = "".join(rows)
    return f'<div class="wide"><table>{above}<thead><tr>{heads}</tr></thead>\n<tbody>\n{body}</tbody></table></div>\n'


def cell(words: str, style: str = "") -> str:
    """A cell of a table."""
    return f"<td{_class(style)}>{text(words)}</td>"


def text(words: str) -> str:
    """Text for the page: on one line, nothing in it acts on the reader's screen, and escaped."""
    return escape(plain(words))


def _class(style: str) -> str:
    return f' class="{style}"' if style else ""
