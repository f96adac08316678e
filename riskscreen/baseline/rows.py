"""What a baseline keeps of each project: what its statistics need, and nothing that tells who a person is.

Projects, sites and sets of targets are only ever compared, so digests of them are kept; awards of OCDS processes have
their ocid. A natural person who acts as an
organisation is a number in its place, given in the order in which persons are met: the share of a market that
persons have stays what it is, and no person is found again.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any, TypeAlias

from riskscreen.facts.market.entries import Entry, TargetSet

Row: TypeAlias = tuple[Any, ...]

FORMAT = 1
"""Which form of file this version writes and reads. It rises when an older reader would misread a newer file."""

TABLES: Mapping[str, str] = {
    "baseline": "format INTEGER, version VARCHAR, reading VARCHAR, as_of VARCHAR, projects BIGINT, processes BIGINT, "
    "rejected BIGINT, duplicates BIGINT",
    "entries": "id VARCHAR, buyer VARCHAR, contractor VARCHAR, evaluator VARCHAR, year INTEGER, category VARCHAR, "
    "region VARCHAR, need_share BIGINT, site VARCHAR, targets VARCHAR, target_count INTEGER, amount VARCHAR, "
    'currency VARCHAR, signed INTEGER, "end" INTEGER, evaluated INTEGER, passed BOOLEAN, score BIGINT',
    "awards": "ocid VARCHAR, buyer VARCHAR, contractor VARCHAR, day INTEGER",
    "price_gaps": "process VARCHAR, ratio DOUBLE",
    "bidding": "process VARCHAR, organisation VARCHAR, won INTEGER",
    "disqualification": "process VARCHAR, role VARCHAR, organisation VARCHAR, disqualified INTEGER, submitted INTEGER",
    "variety": "process VARCHAR, organisation VARCHAR, class VARCHAR",
}
"""The tables of the file. ``baseline`` has one row, the others have rows for each project."""


def digest(text: str) -> str:
    """What stands for a text that is only compared."""
    return hashlib.sha256(text.encode()).hexdigest()[:32]


def targets_digest(targets: TargetSet) -> str:
    """What stands for a set of targets."""
    return digest(json.dumps([[text, str(planned.normalize())] for text, planned in targets], ensure_ascii=False))


def hidden_targets(targets: TargetSet | None) -> TargetSet | None:
    """A set of targets as a baseline gives it back: as many, equal to any other of the same set."""
    return None if targets is None else _stand_ins(targets_digest(targets), len(targets))


def comparable(entry: Entry) -> Entry:
    """An entry of a project at hand, as it can be compared with those of a baseline."""
    site = None if entry.site is None else digest(entry.site)
    return entry._replace(id=digest(entry.id), site=site, targets=hidden_targets(entry.targets))


def entry_row(entry: Entry) -> Row:
    """The row of an entry. Organisations stand as they are; who is a person is known only at the end."""
    return (
        digest(entry.id),
        entry.buyer,
        entry.contractor,
        entry.evaluator,
        entry.year,
        entry.category,
        entry.region,
        entry.need_share,
        None if entry.site is None else digest(entry.site),
        None if entry.targets is None else targets_digest(entry.targets),
        None if entry.targets is None else len(entry.targets),
        None if entry.amount is None else str(entry.amount),
        entry.currency,
        entry.signed,
        None if entry.end is None else entry.end.toordinal(),
        entry.evaluated,
        entry.passed,
        entry.score,
    )


def entry_of(row: Row, position: int) -> Entry:
    """The entry of a row, at a place in the batch."""
    (id, buyer, contractor, evaluator, year, category, region, need_share, site, targets, count, amount,
     currency, signed, end, evaluated, passed, score) = row  # fmt: skip
    return Entry(
        position=position,
        id=id,
        buyer=buyer,
        contractor=contractor,
        evaluator=evaluator,
        year=year,
        category=category,
        region=region,
        need_share=need_share,
        site=site,
        targets=None if targets is None else _stand_ins(targets, count),
        amount=None if amount is None else int(amount),
        currency=currency,
        signed=signed,
        end=None if end is None else date.fromordinal(end),
        evaluated=evaluated,
        passed=passed,
        score=score,
    )


def _stand_ins(of: str, count: int) -> TargetSet:
    return tuple((of, Decimal(number)) for number in range(count))
