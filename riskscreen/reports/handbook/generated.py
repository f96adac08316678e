"""The parts of the README of a directory of rules that are written from the rules, and kept between marks."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from riskscreen.errors import UsageError
from riskscreen.reports.handbook.markdown import code, table, text
from riskscreen.reports.words import say
from riskscreen.rulebook.book import Rule, Rulebook
from riskscreen.rulebook.fault_codes import codes_markdown
from riskscreen.rulebook.files import STAGES
from riskscreen.rulebook.yaml_source import displayed


def refreshed(readme: Path, book: Rulebook) -> str:
    """The text of a README with everything between its marks written anew.

    The marks are ``<!-- index -->`` and ``<!-- codes -->``, each with its end, such as ``<!-- /index -->``. Raises
    :class:`UsageError` if the file cannot be read or has none of them.
    """
    try:
        content = readme.read_text(encoding="utf-8")
    except OSError as error:
        raise UsageError(f"cannot read {displayed(readme)}: {error.strerror}") from None
    parts: Mapping[str, Callable[[], str]] = {"index": lambda: _index(book, readme.parent), "codes": codes_markdown}
    found = 0
    for name, part in parts.items():
        between = re.compile(rf"(?s)(<!-- {name} -->\n).*?(<!-- /{name} -->)")
        written = f"\n{part().strip()}\n\n"
        content, count = between.subn(lambda marks, written=written: f"{marks[1]}{written}{marks[2]}", content)  # type: ignore[misc]
        found += count
    if not found:
        raise UsageError(
            f"{displayed(readme)} has no line <!-- index --> to write after and <!-- /index --> to write up to"
        )
    return content


def _index(book: Rulebook, directory: Path) -> str:
    return "\n".join(_index_lines(book, directory))


def _index_lines(book: Rulebook, directory: Path) -> Iterator[str]:
    """The rules that lie in the directory, by pack and stage, with links to their files."""
    inside = [rule for rule in book.rules if rule.path.resolve().is_relative_to(directory.resolve())]
    for pack in dict.fromkeys(rule.pack for rule in inside):
        for stage in STAGES:
            rules = [rule for rule in inside if (rule.pack, rule.file.stage) == (pack, stage)]
            if rules:
                yield f"**{pack}: {say(stage, 'en')}**"
                yield ""
                headers = ["Code", "Title", "名称", "Kind", "Severity", "Mechanism", "Sources"]
                yield from table(headers, [_row(rule, directory) for rule in rules])


def _row(rule: Rule, directory: Path) -> list[str]:
    path = rule.path.resolve().relative_to(directory.resolve()).as_posix()
    return [
        f"[{rule.code}]({path})",
        text(rule.file.title.en),
        text(rule.file.title.zh),
        say(f"{rule.file.kind}_kind", "en"),
        rule.file.severity,
        code(rule.file.mechanism),
        ", ".join(dict.fromkeys(citation.source for citation in rule.file.cites)),
    ]
