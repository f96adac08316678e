"""What is said of one project: verdicts with their reasons, and the score that they make."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from riskscreen.engines.base import Evaluation, Outcome, Verdict
from riskscreen.facts.case import Case
from riskscreen.facts.vocabulary import PROJECT
from riskscreen.findings.background import Background, Material
from riskscreen.findings.concerned import ConcernedOrganisations
from riskscreen.findings.explain import Dossier, Explainer
from riskscreen.findings.profile import profile_of
from riskscreen.findings.waivers import Waivers
from riskscreen.intake.read import Record
from riskscreen.judging import Judges
from riskscreen.model.report import Disputed, Finding, Language, ProjectReport, Unknown
from riskscreen.model.waiver import Waiver
from riskscreen.rulebook.waivers import WaiverEntry
from riskscreen.scoring import Judged, score

if TYPE_CHECKING:
    from riskscreen.intake.workbook.places import Cells


@dataclass(frozen=True, slots=True)
class Reporter:
    """Makes the reports on projects, in one language and of one day.

    ``what_if``: each finding tells the smallest change of the project's values that would clear it. ``concerned``
    takes in the organisations that findings concern.
    """

    judges: Judges
    waivers: Waivers
    lang: Language
    day: date
    what_if: bool
    concerned: ConcernedOrganisations | None = None

    def report(
        self,
        record: Record,
        materials: Sequence[Material],
        case: Case,
        evaluation: Evaluation,
        digest: str | None = None,
    ) -> ProjectReport:
        """The report on one project. Behind its own material stand those of its earlier awards."""
        judges, material = self.judges, materials[0]
        told = judges.told(record.form, evaluation.outcomes)
        judged = [rule for _, _, rule in told]
        waivers = _waivers_on(self.waivers.holding(record.project.id, self.day), judged)
        result = score([rule for rule in judged if rule.code not in waivers], judges.rulebook.policy.undetermined_below)
        dossier = Dossier(Background(PROJECT, case, materials, judges.labels), self.lang, self.what_if)
        said = _said(told, dossier, result.shares, waivers, self.concerned)
        title = record.project.title
        return ProjectReport(
            id=material.project,
            title=None if title is None else material.privacy.text(title),
            source=material.privacy.identifier(record.source),
            line=record.line,
            index=record.index,
            score=float(result.score),
            score_range=(float(result.lowest), float(result.highest)),
            decided=float(result.decided),
            band=result.band,
            disputed=[
                Disputed(code=each.code or None, reason=each.in_language(self.lang)) for each in evaluation.disputed
            ],
            findings=sorted(said.findings, key=lambda finding: (-finding.share, finding.code, finding.pack)),
            unknown=said.unknown,
            protective=said.protective,
            clear=said.clear,
            out_of_scope=said.out_of_scope,
            cells=_to_fill_in(said.unknown, record.cells),
            profile=profile_of(record.project, judges.rulebook.taxonomy, judges.labels, material.privacy, self.lang),
            digest=digest,
        )


@dataclass(frozen=True, slots=True)
class _Said:
    """What the rules say of a project, by verdict and kind, in the order of the rules."""

    findings: list[Finding] = field(default_factory=list)
    protective: list[Finding] = field(default_factory=list)
    unknown: list[Unknown] = field(default_factory=list)
    clear: list[str] = field(default_factory=list)
    out_of_scope: list[str] = field(default_factory=list)


def _said(
    told: Iterable[tuple[Explainer, Outcome, Judged]],
    dossier: Dossier,
    shares: Mapping[str, Decimal],
    waivers: Mapping[str, Waiver],
    concerned: ConcernedOrganisations | None,
) -> _Said:
    said = _Said()
    for each, outcome, rule in told:
        if outcome.verdict is Verdict.CLEAR:
            (said.clear if outcome.in_scope else said.out_of_scope).append(rule.code)
        elif outcome.verdict is Verdict.UNKNOWN:
            said.unknown.append(each.unknown(dossier))
        elif rule.protective:
            said.protective.append(each.finding(dossier, outcome))
        else:
            share = shares.get(rule.code, Decimal(0))  # a waived rule has none
            said.findings.append(each.finding(dossier, outcome, share, waivers.get(rule.code)))
            if concerned is not None:
                concerned.note(each, dossier, outcome, said.findings[-1])
    return said


def _waivers_on(holding: Sequence[WaiverEntry], judged: Sequence[Judged]) -> Mapping[str, Waiver]:
    """The waivers of rules that flag a risk, by the full names of these."""
    flagged = [rule.code for rule in judged if rule.verdict is Verdict.FLAGGED and not rule.protective]
    return {rule: entry.waiver for entry in holding for rule in flagged if entry.names(rule)}


def _to_fill_in(unknown: Iterable[Unknown], cells: Cells | None) -> dict[str, str]:
    """The cells of a workbook that the values missing would stand in."""
    if cells is None:
        return {}
    return {pointer: cells.find(pointer) for each in unknown for pointer in each.missing}
