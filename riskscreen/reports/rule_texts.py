"""What holds of a rule wherever it finds something, in both languages: findings refer to it by the rule's name."""

from __future__ import annotations

import json
from collections.abc import Iterator

from riskscreen.model.tables.rows import Row
from riskscreen.rulebook.book import Rulebook

_TEXTS = ("title", "rationale", "innocent", "verify", "remedy")


def rule_rows(book: Rulebook) -> Iterator[Row]:
    """A row for each rule in force."""
    for rule in book.rules:
        file = rule.file
        texts = {name: getattr(file, name) for name in _TEXTS}
        cites = [
            {
                "source": cite.source,
                "at": cite.at,
                "reference": book.sources[cite.source].reference.model_dump(),
                "note": None if cite.note is None else cite.note.model_dump(),
            }
            for cite in file.cites
        ]
        yield {
            "rule": rule.full_name,
            "pack": rule.pack,
            "code": rule.code,
            "kind": file.kind,
            "stage": file.stage,
            "severity": file.severity,
            "mechanism": file.mechanism,
            **{f"{name}_{lang}": text.in_language(lang) for name, text in texts.items() for lang in ("en", "zh")},
            "citations": json.dumps(cites, ensure_ascii=False),
        }
