"""Which project of one report is which of the other."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from riskscreen.model.report import ProjectReport

# Marks and pseudonyms are numbered within one report: the same number means another person in the next.
_NUMBERED = re.compile(r"\[withheld \d+\]|〔已隐去\d+〕|\bPerson \d+|人员\d+")


@dataclass(frozen=True, slots=True)
class Pairs:
    """Projects of both reports, those of one only, and those of which that cannot be told."""

    both: list[tuple[ProjectReport, ProjectReport]]
    gone: list[ProjectReport]
    new: list[ProjectReport]
    unpaired_was: list[str]
    unpaired_now: list[str]


def paired(was: Sequence[ProjectReport], now: Sequence[ProjectReport]) -> Pairs:
    """Projects pair by identifier; where something in it is withheld, by the digest of the record."""
    named_was = {project.id: project for project in was if not _numbered(project)}
    named_now = {project.id: project for project in now if not _numbered(project)}
    hidden_was, hidden_now = _by_digest(was), _by_digest(now)
    both = [(before, named_now[name]) for name, before in named_was.items() if name in named_now]
    both += [(before, hidden_now[digest]) for digest, before in hidden_was.items() if digest in hidden_now]
    found_was, found_now = {id(before) for before, _ in both}, {id(after) for _, after in both}
    return Pairs(
        both=both,
        gone=[project for name, project in named_was.items() if name not in named_now],
        new=[project for name, project in named_now.items() if name not in named_was],
        unpaired_was=sorted(each.id for each in was if _numbered(each) and id(each) not in found_was),
        unpaired_now=sorted(each.id for each in now if _numbered(each) and id(each) not in found_now),
    )


def _numbered(project: ProjectReport) -> bool:
    return _NUMBERED.search(project.id) is not None


def _by_digest(projects: Iterable[ProjectReport]) -> dict[str, ProjectReport]:
    """The projects with withheld identifiers whose record is the only one with its digest."""
    hidden = [(project.digest, project) for project in projects if _numbered(project)]
    often = Counter(digest for digest, _ in hidden)
    return {digest: project for digest, project in hidden if digest is not None and often[digest] == 1}
