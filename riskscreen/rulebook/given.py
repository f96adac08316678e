"""The facts of examples: from what an example says to project records and to the case that is judged."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from riskscreen.errors import Fault, RuleFaults
from riskscreen.facts.case import Case
from riskscreen.facts.extract import project_case
from riskscreen.facts.market import batch_cases
from riskscreen.facts.taxonomy import Taxonomy
from riskscreen.model.project import Project
from riskscreen.model.rule import Example, Repeated, RuleFile
from riskscreen.rulebook.validate import unknown_keys, validated_part
from riskscreen.rulebook.yaml_source import DataPath, Source


def given_faults(file: RuleFile, source: Source) -> Iterator[Fault]:
    """Whatever in the examples is no valid project record; unlike a bureau's data, it may hold no unknown keys."""
    for position, example in enumerate(file.examples):
        ids: set[str] = set()
        refused: set[DataPath] = set()
        checked: set[DataPath] = set()
        for place, record in _records(example):
            path = ("examples", position, "given", *place)
            if place not in checked:
                yield from unknown_keys(source, path, record, Project)
            checked.add(place)
            if place in refused:
                continue
            try:
                project = validated_part(source, path, record, Project)
            except RuleFaults as error:
                yield from error.faults
                refused.add(place)
                continue
            if project.id in ids:
                message = f"two projects of the example have the id {project.id!r}; number them with {{n}}"
                yield source.fault((*path, "id"), "duplicate-id", message)
                refused.add(place)
            ids.add(project.id)


def given_case(subject: str, example: Example, taxonomy: Taxonomy) -> Case | None:
    """The case an example of a sound rule is about; None if its organisation has no part in its projects."""
    projects = [Project.model_validate(record) for _, record in _records(example)]
    if subject == "project":
        return project_case(projects[0], taxonomy)
    cases = batch_cases(projects, taxonomy)
    wanted = [case for case in cases if case.subject == subject and example.organisation in (None, case.id)]
    return wanted[0] if wanted else None


def given_records(example: Example) -> list[dict[str, Any]]:
    """The records that an example gives, each with an id, repeated ones written out."""
    return [record for _, record in _records(example)]


def _records(example: Example) -> Iterator[tuple[DataPath, dict[str, Any]]]:
    """The records that an example gives, each with an id, and where each stands below ``given``."""
    if isinstance(example.given, dict):
        yield (), {"id": "example", **example.given}
        return
    for position, member in enumerate(example.given):
        if isinstance(member, Repeated):
            for number in range(1, member.times + 1):
                record = {"id": f"example-{position}-{number}", **member.project}
                yield (position, "project"), {key: _numbered(value, number) for key, value in record.items()}
        else:
            yield (position,), {"id": f"example-{position}", **member}


def _numbered(value: Any, number: int) -> Any:
    """The value with ``{n}`` in its texts replaced by the number of the repetition."""
    if isinstance(value, str):
        return value.replace("{n}", str(number))
    if isinstance(value, dict):
        return {key: _numbered(part, number) for key, part in value.items()}
    if isinstance(value, list):
        return [_numbered(part, number) for part in value]
    return value
