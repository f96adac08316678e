"""Small batches for the statistics of many projects: records from flat values, and the rows they give."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, TypeAlias

from riskscreen.facts.case import Case
from riskscreen.facts.market import batch_cases
from riskscreen.facts.market.cohorts import USUAL, Cohorts
from riskscreen.model.project import Project
from tests.support.taxonomy import TAXONOMY

Json: TypeAlias = dict[str, Any]

_PLACES: Mapping[str, tuple[str, ...]] = {
    "buyer": ("buyer", "id"),
    "contractor": ("contractor", "id"),
    "evaluator": ("evaluation", "evaluator", "id"),
    "year": ("budgetYear",),
    "category": ("category",),
    "region": ("region", "id"),
    "need": ("region", "needShare"),
    "site": ("site", "id"),
    "targets": ("targets",),
    "amount": ("contract", "value", "amount"),
    "currency": ("contract", "value", "currency"),
    "signed": ("contract", "dateSigned"),
    "end": ("contract", "period", "endDate"),
    "evaluated": ("evaluation", "date"),
    "passed": ("evaluation", "passed"),
    "score": ("evaluation", "score"),
    "incomplete": ("incomplete",),
}


def record(id: str, **values: Any) -> Json:
    """A native project record with these values; None leaves one out.

    An amount is in CNY unless ``currency`` says otherwise; ``targets`` maps descriptions to planned figures.
    """
    if "amount" in values:
        values = {"currency": "CNY", **values}
    if values.get("targets") is not None:
        values["targets"] = [{"description": d, "planned": p} for d, p in values["targets"].items()]
    found: Json = {"id": id}
    for name, value in values.items():
        if value is not None:
            *path, last = _PLACES[name]
            parent = found
            for step in path:
                parent = parent.setdefault(step, {})
            parent[last] = value
    return found


def records(*rows: Mapping[str, Any], **common: Any) -> list[Json]:
    """Records p1, p2, … that share the ``common`` values."""
    return [record(f"p{number}", **{**common, **row}) for number, row in enumerate(rows, 1)]


def cases(batch: Sequence[Json], cohorts: Cohorts = USUAL) -> dict[str, Case]:
    """The cases of a batch by identifier; the market's is ``market``."""
    projects = [Project.model_validate(item) for item in batch]
    return {case.id: case for case in batch_cases(projects, TAXONOMY, cohorts=cohorts)}


def rows(batch: Sequence[Json], subject: str, relation: str) -> list[dict[str, Any]]:
    """The rows of a relation as dictionaries by field name."""
    case = cases(batch)[subject]
    return [row._asdict() for row in case.relations[relation].rows]  # type: ignore[attr-defined]  # a NamedTuple


def complete(batch: Sequence[Json], subject: str, relation: str) -> bool:
    """Whether there can be no other rows."""
    return cases(batch)[subject].relations[relation].complete


def only(
    batch: Sequence[Json], subject: str, relation: str, fields: Iterable[str], **cohort: str | int
) -> tuple[Any, ...]:
    """The values of some fields of the only row of this ``cohort``."""
    found = [row for row in rows(batch, subject, relation) if cohort.items() <= row.items()]
    assert len(found) == 1
    return tuple(found[0][field] for field in fields)
