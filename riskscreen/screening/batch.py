"""What is to be screened: paths or projects in memory, read into records with what of them must not be printed."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from itertools import chain
from typing import Any, TypeAlias

from riskscreen.errors import UsageError
from riskscreen.findings.background import Material
from riskscreen.findings.discretion import Discretion
from riskscreen.findings.privacy import Privacy
from riskscreen.intake.incumbency import KnownAwards, with_earlier_awards, with_known_awards
from riskscreen.intake.native import InvalidRecordError, read_project
from riskscreen.intake.objects import as_json, is_plain
from riskscreen.intake.ocds.forms import is_ocds
from riskscreen.intake.read import Intake, Record, read_inputs, read_objects, read_release
from riskscreen.model.policy import Policy
from riskscreen.model.project import Project
from riskscreen.model.report import Language
from riskscreen.screening.arguments import called

_Path: TypeAlias = str | os.PathLike[str]
Inputs: TypeAlias = _Path | Iterable[_Path] | Project | Mapping[str, Any] | Iterable[Project | Mapping[str, Any]]
"""A path (file, directory, glob or ``-``) or several, or projects in memory."""


@dataclass(frozen=True, slots=True)
class Batch:
    """What an intake read: the records, and the values it rejected."""

    intake: Intake
    records: Sequence[Record]
    rejected: Sequence[Any]

    @property
    def forms(self) -> Set[str]:
        """The forms of the records."""
        return {record.form for record in self.records}

    def discreet(self, lang: Language, redact: bool) -> tuple[list[Material], Privacy]:
        """Every record with what of it must not be printed, and the privacy of what belongs to no single one."""
        discretion = Discretion(lang, redact, (record.raw for record in self.records), self.rejected)
        return [material_of(record, discretion) for record in self.records], discretion.general


def read_batch(intake: Intake, redact: bool, known: KnownAwards | None = None) -> Batch:
    """All that an intake reads; it remembers the rejects. Values of rejects are only kept for names in them.

    ``known``: awards that processes may have followed on, beside those of the batch.
    """
    rejected: list[Any] = []
    if redact:
        intake.on_reject = rejected.append
    records = [item for item in intake if isinstance(item, Record)]
    placed = with_earlier_awards(records) if known is None else with_known_awards(records, known)
    return Batch(intake, placed, rejected)


def intake_of(inputs: Inputs, form: str | None, lang: Language, policy: Policy) -> Intake:
    """The intake of whatever a caller gives. Raises :class:`riskscreen.errors.UsageError` for what is no input."""
    if isinstance(inputs, str | os.PathLike):
        return read_inputs([os.fspath(inputs)], form, lang, policy)
    if isinstance(inputs, Project | Mapping):
        return read_objects([inputs], lang=lang, policy=policy)
    if isinstance(inputs, bytes | bytearray) or not isinstance(inputs, Iterable):
        raise UsageError(f"there is nothing to screen in {called(inputs)}; give a path, a project, or a list of either")
    items = iter(inputs)
    first = next(items, None)
    if not isinstance(first, str | os.PathLike):
        return read_objects(() if first is None else chain([first], items), lang=lang, policy=policy)
    given = [first, *items]
    paths = [os.fspath(path) for path in given if isinstance(path, str | os.PathLike)]
    if len(paths) < len(given):
        raise UsageError("the list holds paths and other things; give paths or projects, not both in one call")
    return read_inputs(paths, form, lang, policy)


def record_of(project: Project | Mapping[str, Any], policy: Policy, redact: bool) -> Record:
    """One project in memory as a record. Raises ``InvalidRecordError``.

    A dict of plain JSON data need not be copied, which would take as long as judging it.
    """
    if isinstance(project, Project):
        return Record("objects", None, None, as_json(project)[0], project)
    raw, problems = (project, ()) if is_plain(project) and not redact else as_json(project)
    if problems:
        raise InvalidRecordError(list(problems))
    if is_ocds(raw):
        return read_release(raw, policy)
    return Record("objects", None, None, raw, read_project(raw))  # type: ignore[arg-type]  # or refused


def material_of(record: Record, discretion: Discretion) -> Material:
    """The next record, with what of it must not be printed."""
    privacy = discretion.of_next()
    return Material(privacy.identifier(record.project.id), record.raw, privacy, record.places, record.cells)
