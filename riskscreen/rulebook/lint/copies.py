"""Texts and examples that were copied and not changed."""

from __future__ import annotations

import json
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from riskscreen.model.rule import Example, RuleFile, RuleHead
from riskscreen.rulebook.lint.remark import Remark

_OWN_WORDS = ("rationale", "innocent", "verify", "remedy")
"""The texts every rule has to find for itself."""


class CopiedTexts:
    """Remembers the texts of rules one after the other, and tells which stood in an earlier one, or twice in one."""

    def __init__(self) -> None:
        self._seen: dict[tuple[str, str], str] = {}

    def remarks(self, name: str, file: RuleHead) -> Iterator[Remark]:
        """The texts of this rule, whose full name is given, that stand elsewhere word for word."""
        for key in _OWN_WORDS:
            texts = getattr(file, key)
            origins = {lang: self._origin(lang, texts.in_language(lang), name, key) for lang in ("en", "zh")}
            copied = {lang: origin for lang, origin in origins.items() if origin is not None}
            if copied:
                path = (key,) if len(copied) == 2 else (key, *copied)
                message = f"word for word the text of {next(iter(copied.values()))}; say what is so in this case"
                yield Remark(path, 0, "copied-text", message)

    def _origin(self, lang: str, text: str, name: str, key: str) -> str | None:
        """Where the text stood before, if it did."""
        here = f"{name} {key}"
        first = self._seen.setdefault((lang, " ".join(text.split()).casefold()), here)
        return None if first == here else first


def example_remarks(file: RuleHead) -> Iterator[Remark]:
    """Examples whose facts are those of an earlier one."""
    if not isinstance(file, RuleFile):
        return
    seen: dict[str, int] = {}
    for position, example in enumerate(file.examples):
        first = seen.setdefault(_facts(example), position)
        if first != position:
            message = f"these are the facts of example {first + 1} again; change something that matters, or delete it"
            yield Remark(("examples", position), 0, "repeated-example", message)


def _facts(example: Example) -> str:
    """The facts, with the settings, in one way to write them; the identifier of a single project says nothing."""
    given: Any = example.given
    if isinstance(given, dict):
        given = {key: value for key, value in given.items() if key != "id"}
    facts = [example.organisation, example.processes, given]
    return json.dumps(facts, sort_keys=True, ensure_ascii=False, default=_plain)


def _plain(value: Any) -> Any:
    return float(value) if isinstance(value, Decimal) else value.model_dump()
