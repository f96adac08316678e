"""What the statistics of a batch need of each project, read off once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from decimal import Decimal
from typing import NamedTuple, TypeAlias, TypeVar

from riskscreen.facts.derive_matches import text_key
from riskscreen.facts.taxonomy import Taxonomy
from riskscreen.facts.words import normalise
from riskscreen.lang.vocabulary import Kind, encode_number
from riskscreen.model.project import OrganisationReference, Project, Target

TargetSet: TypeAlias = tuple[tuple[str, Decimal], ...]
"""The description and planned figure of every target, sorted."""

Key = TypeVar("Key")


class Entry(NamedTuple):
    """One project of the batch; None is unknown.

    ``position`` is its place in the batch. ``amount`` is in hundredths of ``currency``, ``score`` in ten-thousandths
    of a point, ``need_share`` in millionths; ``signed`` and ``evaluated`` are day numbers (``date.toordinal``).
    """

    position: int
    id: str
    buyer: str | None
    contractor: str | None
    evaluator: str | None
    year: int | None
    category: str | None
    region: str | None
    need_share: int | None
    site: str | None
    targets: TargetSet | None
    amount: int | None
    currency: str | None
    signed: int | None
    end: date | None
    evaluated: int | None
    passed: bool | None
    score: int | None


def entries_of(projects: Sequence[Project], taxonomy: Taxonomy) -> list[Entry]:
    """The entries of a batch, in its order."""
    return [_entry(position, project, taxonomy) for position, project in enumerate(projects)]


def grouped(entries: Iterable[Entry], key: Callable[[Entry], Key]) -> dict[Key, list[Entry]]:
    """The entries by key, in order of first appearance."""
    groups: dict[Key, list[Entry]] = {}
    for entry in entries:
        groups.setdefault(key(entry), []).append(entry)
    return groups


def positions(entries: Iterable[Entry]) -> tuple[int, ...]:
    """The places of the entries in the batch, ascending."""
    return tuple(sorted(entry.position for entry in entries))


def _entry(position: int, project: Project, taxonomy: Taxonomy) -> Entry:
    contract, evaluation, region = project.contract, project.evaluation, project.region
    value = contract.value if contract else None
    period = contract.period if contract else None
    amount = value.amount if value else None
    need = region.need_share if region else None
    score = evaluation.score if evaluation else None
    return Entry(
        position=position,
        id=project.id,
        buyer=_id(project.buyer),
        contractor=_id(project.contractor),
        evaluator=_id(evaluation.evaluator) if evaluation else None,
        year=project.budget_year,
        category=_category(project.category, taxonomy),
        region=region.id if region else None,
        need_share=None if need is None else encode_number(need, Kind.SHARE),
        site=project.site.id if project.site else None,
        targets=None if "targets" in project.incomplete else _target_set(project.targets),
        amount=None if amount is None else encode_number(amount, Kind.MONEY),
        currency=value.currency if value else None,
        signed=_day(contract.date_signed) if contract else None,
        end=period.end_date if period else None,
        evaluated=_day(evaluation.date) if evaluation else None,
        passed=evaluation.passed if evaluation else None,
        score=None if score is None else encode_number(score, Kind.NUMBER),
    )


def _id(organisation: OrganisationReference | None) -> str | None:
    return organisation.id if organisation else None


def _day(day: date | None) -> int | None:
    return None if day is None else day.toordinal()


def _category(text: str | None, taxonomy: Taxonomy) -> str | None:
    """The taxonomy's code; a category that the taxonomy does not know is the text it is stated in."""
    if text is None:
        return None
    known = taxonomy.category(text)
    return known.code if known else normalise(text) or None


def _target_set(targets: Sequence[Target] | None) -> TargetSet | None:
    """The set of targets, None unless each has a description and a planned figure."""
    if targets is None:
        return None
    found = []
    for target in targets:
        description = text_key(target.description)
        if description is None or target.planned is None:
            return None
        found.append((description, target.planned))
    return tuple(sorted(found))
