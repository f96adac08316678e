"""What one report says of one project, by rule and by value."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from riskscreen.model.comparison import Shown, Standing, ValueChange
from riskscreen.model.report import Finding, ProjectReport, Unknown, WaiverNote

_PROFILED = {
    "/contract/period/startDate": "start",
    "/contract/period/endDate": "end",
    "/contract/dateSigned": "signed",
    "/contract/value/amount": "amount",
    "/contract/value/currency": "currency",
    "/budgetYear": "year",
}
"""Values of a record that its profile shows as they are."""


@dataclass(frozen=True, slots=True)
class Said:
    """What a rule says of a project, and the pointers of the values it names."""

    standing: Standing
    share: float = 0.0
    title: str | None = None
    waiver: WaiverNote | None = None
    pointers: frozenset[str] = frozenset()

    @property
    def verdict(self) -> Standing:
        """The standing but for waivers."""
        return "flagged" if self.standing == "waived" else self.standing


NOTHING = Said("not_judged")


class Standings:
    """One project of one report: ``said`` by full name of the rule, and which values are shown or missing."""

    def __init__(self, project: ProjectReport) -> None:
        self.project = project
        self.said: dict[str, Said] = dict(_said(project))
        self._values = _values(project)
        self._missing = {pointer for unknown in project.unknown for pointer in unknown.missing}

    def of(self, rule: str) -> Said:
        """What a rule says."""
        return self.said.get(rule, NOTHING)

    @property
    def counting(self) -> frozenset[str]:
        """The rules that bear on the score: flags that are not waived, and protective factors."""
        return frozenset(rule for rule, said in self.said.items() if said.standing == "flagged")

    @property
    def undecided(self) -> frozenset[str]:
        """The rules that could not be decided, which widen the range of the score."""
        return frozenset(rule for rule, said in self.said.items() if said.standing == "unknown")

    @property
    def judged(self) -> frozenset[str]:
        """The rules by whose weight the decided share is measured."""
        return frozenset(rule for rule, said in self.said.items() if said.standing in ("flagged", "clear", "unknown"))

    @property
    def shown(self) -> frozenset[str]:
        """The pointers whose values are shown."""
        return frozenset(self._values)

    def value(self, pointer: str) -> tuple[Shown, Any]:
        """The value at a pointer, as far as the report shows it."""
        if pointer in self._values:
            return "value", self._values[pointer]
        if pointer in self._missing:
            return "missing", None
        profiled = getattr(self.project.profile, _PROFILED[pointer]) if pointer in _PROFILED else None
        if profiled is None:
            return "not_shown", None
        return "value", profiled.isoformat() if isinstance(profiled, date) else profiled


def differing(was: Standings, now: Standings, pointers: Iterable[str]) -> list[ValueChange]:
    """The values at these pointers that the two reports show differently."""
    found = []
    for pointer in sorted(pointers):
        (was_shown, before), (now_shown, after) = was.value(pointer), now.value(pointer)
        if was_shown != now_shown or not _same(before, after):
            found.append(ValueChange(pointer=pointer, was_shown=was_shown, now_shown=now_shown, was=before, now=after))
    return found


def _said(project: ProjectReport) -> Iterator[tuple[str, Said]]:
    for finding in (*project.findings, *project.protective):
        standing: Standing = "flagged" if finding.waiver is None else "waived"
        pointers = frozenset(piece.pointer for piece in finding.evidence)
        yield _name(finding), Said(standing, finding.share, finding.title, finding.waiver, pointers)
    for unknown in project.unknown:
        yield _name(unknown), Said("unknown", title=unknown.title, pointers=frozenset(unknown.missing))
    for rule in project.clear:
        yield rule, Said("clear")
    for rule in project.out_of_scope:
        yield rule, Said("out_of_scope")


def _name(of: Finding | Unknown) -> str:
    return f"{of.pack}/{of.code}"


def _values(project: ProjectReport) -> dict[str, Any]:
    findings = (*project.findings, *project.protective)
    return {piece.pointer: piece.value for finding in findings for piece in finding.evidence if piece.project is None}


def _same(one: Any, other: Any) -> bool:
    """Whether two values mean the same: 200000 and "200000.00" do, and so do a date and that date with a time."""
    if one == other:
        return True
    if isinstance(one, str) and isinstance(other, str) and 10 in (len(one), len(other)) and one[:10] == other[:10]:
        return one[4:5] == "-"
    first, second = _number(one), _number(other)
    return first is not None and first == second


def _number(value: Any) -> Decimal | None:
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    try:
        return Decimal(str(value))
    except InvalidOperation:
        return None
