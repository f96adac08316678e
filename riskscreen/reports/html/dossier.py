"""What the page says of one project beside its findings: what adds to its score, and what it lacks."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from riskscreen.model.report import Finding, Unknown
from riskscreen.reports.html.twins import Ranked, Twin

_POSITION = re.compile(r"/\d+(?=/|$)")


@dataclass(frozen=True)
class Contribution:
    """A finding, and, where it adds nothing, the code of the one that counts for its mechanism."""

    finding: Twin[Finding]
    same_as: str | None


def contributions(project: Ranked) -> list[Contribution]:
    """The findings of a project in their order, with what each adds."""
    counting = {each.mechanism: each.code for each in project.it.findings if each.share}
    return [
        Contribution(finding, None if finding.zh.share else counting.get(finding.zh.mechanism))
        for finding in project.findings
    ]


class Gaps:
    """What projects lack, each different set of undecided rules told once; many projects lack the same."""

    def __init__(self) -> None:
        self._blocks: dict[tuple[Unknown, ...], tuple[int, list[Twin[Unknown]]]] = {}

    def number(self, project: Ranked) -> int:
        """The number of the set that a project lacks."""
        unknown = tuple(project.it.unknown)
        return self._blocks.setdefault(unknown, (len(self._blocks), project.unknown))[0]

    def blocks(self) -> Iterator[tuple[int, list[Twin[Unknown]]]]:
        """Every set that was asked for, with its number."""
        yield from self._blocks.values()


def waits_for(unknown: Sequence[Twin[Unknown]]) -> list[tuple[str, list[str]]]:
    """Fields that undecided rules wait for, ``*`` for items of lists, with the rules' codes; the most wanted first."""
    wanted: dict[str, list[str]] = {}
    for rule in unknown:
        for pointer in dict.fromkeys(_POSITION.sub("/*", pointer) for pointer in rule.zh.missing):
            wanted.setdefault(pointer, []).append(rule.zh.code)
    return sorted(wanted.items(), key=lambda item: (-len(item[1]), item[0]))


def source_of(part: Any) -> str:
    """Where a project or a reject was read."""
    if part.index is not None:
        return f"{part.source}[{part.index}]"
    return str(part.source) if part.line is None else f"{part.source}:{part.line}"
