"""The facts of examples: from what an example says to project records and to the case that is judged."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import msgspec

from riskscreen.errors import Fault, RuleFaults
from riskscreen.facts.case import Case
from riskscreen.facts.process.policy import chosen_settings
from riskscreen.facts.process.settings import USUAL, ProcessSettings
from riskscreen.facts.taxonomy import Taxonomy
from riskscreen.model.policy import ProcessPolicy
from riskscreen.model.project import Project
from riskscreen.model.release import Release
from riskscreen.model.rule import Example, Repeated, RuleFile
from riskscreen.rulebook.cases import case_of, is_release, members_of, read_release
from riskscreen.rulebook.validate import unknown_keys, validated_part
from riskscreen.rulebook.yaml_source import DataPath, Source


def given_faults(file: RuleFile, source: Source) -> Iterator[Fault]:
    """Whatever in the examples is no valid record; unlike a bureau's data, it may hold no unknown keys."""
    for position, example in enumerate(file.examples):
        if example.processes is not None:
            try:
                validated_part(source, ("examples", position, "processes"), example.processes, ProcessPolicy)
            except RuleFaults as error:
                yield from error.faults
        ids: set[str] = set()
        refused: set[DataPath] = set()
        checked: set[DataPath] = set()
        for place, record in _records(example):
            path = ("examples", position, "given", *place)
            if place not in checked:
                yield from unknown_keys(source, path, record, Release if is_release(record) else Project)
            checked.add(place)
            if place in refused:
                continue
            try:
                key, identifier = _identity(source, path, record)
            except RuleFaults as error:
                yield from error.faults
                refused.add(place)
                continue
            if identifier in ids:
                message = f"two records of the example have the {key} {identifier!r}; number them with {{n}}"
                yield source.fault((*path, key), "duplicate-id", message)
                refused.add(place)
            ids.add(identifier)


def _identity(source: Source, path: DataPath, record: dict[str, Any]) -> tuple[str, str]:
    """What a valid record is recognised by, and under which key; raises :class:`RuleFaults` for any other."""
    if not is_release(record):
        return "id", validated_part(source, path, record, Project).id
    try:
        return "ocid", read_release(record).ocid or ""
    except msgspec.ValidationError as error:
        message, _, place = str(error).partition(" - at `$")
        raise RuleFaults([source.fault((*path, *_steps(place)), "wrong-type", message)]) from None


def _steps(place: str) -> Iterator[str]:
    """The keys of msgspec's place of an error (``.awards[...].status``) as far as they are told."""
    for step in place.strip("`").partition("[")[0].split("."):
        if step:
            yield step


def given_case(subject: str, example: Example, taxonomy: Taxonomy) -> Case | None:
    """The case an example of a sound rule is about; None if its organisation has no part in its records."""
    members = members_of(given_records(example))
    if members is None:
        return None
    return case_of(subject, members, taxonomy, example.organisation, settings=given_settings(example))


def given_settings(example: Example) -> ProcessSettings:
    """The settings that an example of a sound rule is about."""
    return USUAL if example.processes is None else chosen_settings(ProcessPolicy.model_validate(example.processes))


def given_records(example: Example) -> list[dict[str, Any]]:
    """The records that an example gives, each with an id or ocid, repeated ones written out."""
    return [record for _, record in _records(example)]


def _records(example: Example) -> Iterator[tuple[DataPath, dict[str, Any]]]:
    """The records that an example gives, each with an id, and where each stands below ``given``."""
    if isinstance(example.given, dict):
        yield (), _with_id(example.given, "example")
        return
    for position, member in enumerate(example.given):
        if isinstance(member, Repeated):
            for number in range(1, member.times + 1):
                record = _with_id(member.project, f"example-{position}-{number}")
                yield (position, "project"), {key: _numbered(value, number) for key, value in record.items()}
        else:
            yield (position,), _with_id(member, f"example-{position}")


def _with_id(record: dict[str, Any], identifier: str) -> dict[str, Any]:
    """The record with an id if it has none; a release has its ocid."""
    return record if is_release(record) else {"id": identifier, **record}


def _numbered(value: Any, number: int) -> Any:
    """The value with ``{n}`` in its texts replaced by the number of the repetition."""
    if isinstance(value, str):
        return value.replace("{n}", str(number))
    if isinstance(value, dict):
        return {key: _numbered(part, number) for key, part in value.items()}
    if isinstance(value, list):
        return [_numbered(part, number) for part in value]
    return value
