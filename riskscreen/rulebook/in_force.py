"""What was in force when a report was made, so that two reports can be compared without the rules at hand."""

from __future__ import annotations

from collections.abc import Sequence

from riskscreen.facts.extract import FROM_OTHER_PROCESSES
from riskscreen.facts.vocabulary import PROJECT
from riskscreen.lang.check import ParamValue
from riskscreen.lang.parts import rows_read
from riskscreen.model.report import DatedThreshold, InForce
from riskscreen.rulebook.book import Rule
from riskscreen.rulebook.digest import meaning_digest


def rules_in_force(rules: Sequence[Rule], processes: bool) -> list[InForce]:
    """The rules as a report tells them, in their order; ``processes``: the batch holds contracting processes."""
    return [
        InForce(
            code=rule.code,
            pack=rule.pack,
            digest=meaning_digest(rule.file),
            severity=rule.file.severity,
            mechanism=rule.file.mechanism,
            weight=float(rule.weight),
            by_batch=_by_batch(rule, processes),
            params={name: _told(value) for name, value in sorted(rule.params.items())},
        )
        for rule in rules
    ]


def _by_batch(rule: Rule, processes: bool) -> bool:
    if rule.query.subject != PROJECT.name:
        return True
    return processes and any(pattern.relation in FROM_OTHER_PROCESSES for pattern in rows_read(rule.query))


def _told(value: ParamValue) -> float | list[DatedThreshold]:
    if isinstance(value, tuple):
        return [DatedThreshold(from_=day, value=float(number)) for day, number in value]
    return float(value)
