"""Digests: whether two reports were made by the same rules and the same policy.

A digest covers what can change a report and nothing else: not where files lie, how they are laid out, in which
order they are read, how a number is written (0.5 or 0.50), nor what a rule is tested by: its examples and properties.
"""

from __future__ import annotations

import dataclasses
import hashlib
import json
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any

from pydantic import BaseModel

from riskscreen.facts.taxonomy import Taxonomy
from riskscreen.model.policy import Policy
from riskscreen.model.rule import RuleHead
from riskscreen.rulebook.book import Rule
from riskscreen.rulebook.sources import Sources

_READS = {"cohorts", "processes", "currency", "defaults", "placeholders", "codes", "completeness"}
_TESTED_BY = {"examples", "invariant_under", "worse_when"}


def rules_digest(rules: Iterable[Rule], sources: Sources, taxonomy: Taxonomy) -> str:
    """The SHA-256, in hexadecimal, of the rules as their files have them, the bibliography and the taxonomy."""
    return _sha256({"rules": {rule.full_name: rule.file for rule in rules}, "sources": sources, "taxonomy": taxonomy})


def policy_digest(policy: Policy) -> str:
    """The SHA-256, in hexadecimal, of a policy; settings that are the defaults do not count."""
    return _sha256(policy.model_dump(exclude_defaults=True))


def meaning_digest(rule: RuleHead) -> str:
    """The SHA-256, in hexadecimal, of what a rule looks for; texts, weight and values of thresholds do not count."""
    parts: dict[str, Any] = {
        "kind": rule.kind,
        "subject": rule.subject,
        "scope": rule.scope,
        "let": rule.let,
        "when": rule.when,
    }
    if rule.concerns:
        parts["concerns"] = rule.concerns
    return _sha256({name: _without_texts(part) for name, part in parts.items()} | {"in_force_on": rule.in_force_on})


def reading_digest(policy: Policy, taxonomy: Taxonomy) -> str:
    """The SHA-256, in hexadecimal, of what decides how records are read before any rule looks at them."""
    return _sha256({"policy": policy.model_dump(include=_READS, exclude_defaults=True), "taxonomy": taxonomy})


def baseline_digest(policy: Policy, taxonomy: Taxonomy) -> str:
    """The digest of what a baseline depends on: reading, but not by what statistics group what was read."""
    return reading_digest(policy.model_copy(update={"cohorts": {}}), taxonomy)


def _without_texts(part: Any) -> Any:
    """A part of a rule's conditions without messages, and without the layout of expressions over several lines."""
    if isinstance(part, dict):
        return {key: _without_texts(each) for key, each in part.items() if not _is_message(key, each)}
    if isinstance(part, list):
        return [_without_texts(each) for each in part]
    return " ".join(part.split()) if isinstance(part, str) else part


def _is_message(key: str, part: Any) -> bool:
    return key == "message" and isinstance(part, dict)


def _sha256(content: Any) -> str:
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=_plain)
    return hashlib.sha256(text.encode()).hexdigest()


def _plain(value: Any) -> Any:
    """What JSON has no form for, in the one way to write it."""
    if isinstance(value, BaseModel):
        return {name: part for name, part in value if name not in _TESTED_BY}
    if dataclasses.is_dataclass(value):
        return {field.name: getattr(value, field.name) for field in dataclasses.fields(value) if field.compare}
    if isinstance(value, frozenset):
        return sorted(value)
    if isinstance(value, Decimal):
        text = f"{value:f}"
        return text.rstrip("0").rstrip(".") if "." in text else text
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} has no canonical form")
