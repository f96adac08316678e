"""Cases built from project records, and their rows by name of field."""

from __future__ import annotations

from typing import Any

from riskscreen.facts.case import Case
from riskscreen.facts.extract import project_case
from riskscreen.facts.vocabulary import PROJECT
from riskscreen.lang.vocabulary import Value
from riskscreen.model.project import Project
from tests.support.taxonomy import TAXONOMY

NATIVE = {name: relation for name, relation in PROJECT.by_name.items() if relation.form == "native"}
"""The relations of a project that a record in the native form says something of."""


def case_of(record: dict[str, Any]) -> Case:
    """The case of a project record, whose ``id`` may be left out."""
    return project_case(Project.model_validate({"id": "p1", **record}), TAXONOMY)


def root_of(record: dict[str, Any]) -> dict[str, Value | None]:
    """The project's own row."""
    return dict(zip([field.name for field in PROJECT.root.fields], case_of(record).root, strict=True))


def rows_of(record: dict[str, Any], relation: str) -> list[dict[str, Value | None]]:
    """The rows of a relation."""
    names = [field.name for field in PROJECT.by_name[relation].fields]
    return [dict(zip(names, row, strict=True)) for row in case_of(record).relations[relation].rows]


def column_of(record: dict[str, Any], relation: str, field: str) -> list[Value | None]:
    """One field of every row of a relation."""
    return [row[field] for row in rows_of(record, relation)]
