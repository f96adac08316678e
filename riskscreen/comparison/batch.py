"""Findings on organisations and on the market in two reports; these are judged over all records of a batch."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

from riskscreen.comparison.pairing import Pairs
from riskscreen.comparison.settings import Settings
from riskscreen.model.comparison import BatchChange, Cause
from riskscreen.model.report import Finding, Report

_Key: TypeAlias = tuple[str, str, str, str]
"""Subject, identifier, full name of the rule, and the group compared within."""


@dataclass(frozen=True, slots=True)
class _Found:
    subject: Literal["organisation", "market"]
    id: str | None
    name: str | None
    finding: Finding

    @property
    def by(self) -> dict[str, Any]:
        return self.finding.cohort.by if self.finding.cohort else {}

    @property
    def key(self) -> _Key:
        rule = f"{self.finding.pack}/{self.finding.code}"
        return self.subject, self.id or "", rule, json.dumps(self.by, sort_keys=True, default=str)


def other_records(pairs: Pairs) -> list[Cause]:
    """The difference between the records of two batches, as a cause for what is judged over a batch."""
    changed = sum(before.digest != after.digest for before, after in pairs.both)
    untold = any(None in (before.digest, after.digest) for before, after in pairs.both)
    if pairs.unpaired_was or pairs.unpaired_now or untold:
        return [Cause(kind="untold", what="records")]
    if pairs.gone or pairs.new or changed:
        return [Cause(kind="batch", what="records", was=len(pairs.gone) + changed, now=len(pairs.new) + changed)]
    return []


def batch_changes(was: Report, now: Report, settings: Settings, others: Sequence[Cause]) -> list[BatchChange]:
    """The findings that only one of the reports has, sorted by whom they are on and by rule."""
    before, after = ({each.key: each for each in _all(report)} for report in (was, now))
    changes = []
    for key in sorted(before.keys() ^ after.keys()):
        found = after.get(key) or before[key]
        causes = settings.came_or_went(key[2]) or [*settings.of_verdict(key[2]), *others] or [settings.program()]
        changes.append(
            BatchChange(
                subject=found.subject,
                id=found.id,
                name=found.name,
                code=found.finding.code,
                pack=found.finding.pack,
                title=found.finding.title,
                by=found.by,
                was="flagged" if key in before else "not_flagged",
                now="flagged" if key in after else "not_flagged",
                causes=causes,
                certain=len(causes) == 1 and causes[0].kind != "untold",
            )
        )
    return changes


def _all(report: Report) -> list[_Found]:
    found = [
        _Found("organisation", organisation.id, organisation.name, finding)
        for organisation in report.organisations
        for finding in organisation.findings
    ]
    return found + [_Found("market", None, None, finding) for finding in report.market.findings]
