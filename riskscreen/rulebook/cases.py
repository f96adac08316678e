"""From records as they stand in examples, or are made up, to the case that is judged on them."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from decimal import Decimal
from typing import Any, NamedTuple

import msgspec
from pydantic import ValidationError

from riskscreen.facts.case import Case
from riskscreen.facts.extract import project_case
from riskscreen.facts.market import batch_case_of
from riskscreen.facts.process.settings import USUAL, ProcessSettings
from riskscreen.facts.process.statistics import ProcessStatistics
from riskscreen.facts.taxonomy import Taxonomy
from riskscreen.model.project import Project
from riskscreen.model.release import Release


class Member(NamedTuple):
    """One record: a project in the native form, or a contracting process by its OCDS release.

    Of a release, nothing but what rules on processes read is known here: the rules on projects have examples in the
    native form.
    """

    project: Project
    release: Release | None = None


def is_release(record: Mapping[str, Any]) -> bool:
    """Whether a record is an OCDS release: any that has an ``ocid``."""
    return "ocid" in record


def read_release(record: Mapping[str, Any]) -> Release:
    """The release of a record; raises ``msgspec.ValidationError`` for a value of a wrong type."""
    return msgspec.convert(_with_floats(record), Release, strict=True)


def _with_floats(value: Any) -> Any:
    """The value with its decimals as the floats that JSON has."""
    if isinstance(value, dict):
        return {key: _with_floats(part) for key, part in value.items()}
    if isinstance(value, list):
        return [_with_floats(part) for part in value]
    return float(value) if isinstance(value, Decimal) else value


def release_member(release: Release) -> Member:
    """A release as a member of a batch."""
    return Member(Project(id=release.ocid or ""), release)


def members_of(records: Sequence[Mapping[str, Any]]) -> list[Member] | None:
    """The members of a batch; None if some record is not valid."""
    members = []
    for record in records:
        member = member_of(record)
        if member is None:
            return None
        members.append(member)
    return members


def member_of(record: Mapping[str, Any]) -> Member | None:
    """One record as a member of a batch; None if it is not valid."""
    try:
        return release_member(read_release(record)) if is_release(record) else Member(Project.model_validate(record))
    except (ValidationError, msgspec.ValidationError):
        return None


def case_of(
    subject: str,
    members: Sequence[Member],
    taxonomy: Taxonomy,
    organisation: str | None,
    only: Collection[str] | None = None,
    settings: ProcessSettings = USUAL,
) -> Case | None:
    """The case of the first member, of an organisation (None if it has no part in the batch), or of the market.

    ``only``: the relations around a project that are wanted, if not all are; ``settings``: what facts of processes
    depend on besides.
    """
    releases = [member.release for member in members]
    statistics = ProcessStatistics(releases, settings) if any(release is not None for release in releases) else None
    if subject == "project":
        return project_case(members[0].project, taxonomy, members[0].release, statistics, only)
    return batch_case_of([member.project for member in members], taxonomy, subject, organisation, statistics)
