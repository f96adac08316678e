"""Audit workpapers in Word: for each project what to ask, why, on which data, and room for answers and conclusions."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any, BinaryIO

from riskscreen.model.profile import Named
from riskscreen.model.report import Finding, ProjectReport, Report, Unknown
from riskscreen.reports.columns import heading_of
from riskscreen.reports.finding_words import (
    cited_words,
    cohort_words,
    evidence_words,
    percent,
    place_words,
    waiver_words,
)
from riskscreen.reports.ranking import ranked, weightiest
from riskscreen.reports.word import Bold, Document, Paragraphs
from riskscreen.reports.words import say

EVIDENCE_SHOWN = 20

_QUESTIONS = (9, 62, 46, 70, 45, 35)
_UNKNOWNS = (9, 68, 120, 70)
_COLUMNS = frozenset({"id", "source", "category", "region", "buyer", "supplier", "amount"})
"""Facts that are headed as in the sheets."""

_FACTS = (38, 96, 38, 95)
_LONGEST_NAME = 40
"""Characters; of Chinese ones, file systems take some 80."""


def write_workpapers(report: Report, stream: BinaryIO, explain: int = 0) -> None:
    """Writes one document with a workpaper for each of the first ``explain`` projects by rank; 0 stands for all."""
    papers = _Papers(report)
    projects = ranked(report.projects)
    shown = projects[: explain or len(projects)]
    for project in shown:
        papers.project(project)
    papers.batch()
    papers.rest(len(projects) - len(shown))
    papers.document.save(stream)


def write_workpaper_files(report: Report, folder: Path, explain: int = 0) -> None:
    """Writes each of these workpapers into a file of its own: ``017-<number of the project>.docx``, by rank.

    What concerns the batch as a whole, and what is in none of the files, stands in ``000-batch.docx``.
    """
    projects = ranked(report.projects)
    shown = projects[: explain or len(projects)]
    digits = len(str(len(shown)))
    for rank, project in enumerate(shown, start=1):
        paper = _Papers(report)
        paper.project(project)
        _save(paper, folder / f"{rank:0{digits}}-{_file_name(project.id)}.docx")
    others = _Papers(report)
    others.batch()
    others.rest(len(projects) - len(shown))
    if others.begun:
        _save(others, folder / f"{0:0{digits}}-batch.docx")


def _save(papers: _Papers, path: Path) -> None:
    with path.open("wb") as stream:
        papers.document.save(stream)


def _file_name(identifier: str) -> str:
    """As much of a project's number as every system takes for the name of a file."""
    return re.sub(r"[^\w.-]+", "_", identifier)[:_LONGEST_NAME].strip("._") or "_"


class _Papers:
    """Workpapers of a report in one document, each on pages of its own. ``begun``: something stands in it."""

    def __init__(self, report: Report) -> None:
        self._report = report
        self._lang = report.language
        title = self._say("workpaper")
        self.document = Document(self._lang, title, report.notice, date.fromisoformat(report.as_of))
        self.begun = False

    def project(self, project: ProjectReport) -> None:
        """The workpaper of one project."""
        self._heading(" · ".join([self._say("workpaper"), project.title or project.id]))
        self._facts(project)
        self.document.heading(2, self._say("to_verify_here"))
        if project.findings:
            self._questions(weightiest(project.findings))
        else:
            self.document.paragraph(self._say("no_findings"))
        if project.protective:
            self.document.heading(2, self._say("protective"))
            for finding in project.protective:
                self.document.paragraph(f"{finding.code} {finding.title}{self._colon}{finding.message}")
        for dispute in project.disputed:
            self.document.paragraph(f"{self._say('disputed')}{self._colon}{dispute.code or '–'} {dispute.reason}")
        if project.unknown:
            self.document.heading(2, self._say("to_supply"))
            self._unknowns(project)
        self._basis(project.digest)

    def batch(self) -> None:
        """One workpaper for what concerns organisations and the batch as a whole."""
        market, organisations = self._report.market.findings, self._report.organisations
        if not (market or organisations):
            return
        self._heading(" · ".join([self._say("workpaper"), self._say("market")]))
        if market:
            self._questions(market)
        for organisation in organisations:
            name = f"{organisation.name} ({organisation.id})" if organisation.name else organisation.id
            self.document.heading(2, name)
            self._questions(organisation.findings)
        self._basis(None)

    def rest(self, left_out: int) -> None:
        """What is not in the document: projects beyond the limit, and records that were rejected."""
        rejects = self._report.rejects
        waivers = [waiver for waiver in self._report.waivers if waiver.status != "used"]
        if not (left_out or rejects or waivers):
            return
        self._heading(self._say("not_here"))
        if left_out:
            self.document.paragraph(self._say("left_out_papers", count=left_out))
        if rejects:
            self.document.heading(2, self._say("rejects"))
        for reject in rejects:
            where = reject.source if reject.line is None else f"{reject.source}:{reject.line}"
            self.document.paragraph(f"{where}{self._colon}{reject.error}")
        if waivers:
            self.document.heading(2, self._say("waivers"))
        for waiver in waivers:
            state = self._say(f"waiver_{waiver.status}", expiry=waiver.expiry.isoformat())
            words = " · ".join(filter(None, (waiver.code, waiver.project, waiver.place, state, waiver.note)))
            self.document.paragraph(words)

    def _say(self, key: str, **values: Any) -> str:
        return say(key, self._lang, **values)

    @property
    def _colon(self) -> str:
        return "：" if self._lang == "zh" else ": "

    def _heading(self, words: str) -> None:
        self.document.heading(1, words, new_page=self.begun)
        self.begun = True

    def _facts(self, project: ProjectReport) -> None:
        """Whose project it is, what it was judged to be, and who signs."""
        profile = project.profile
        low, high = project.score_range
        amount = None if profile.amount is None else f"{profile.amount:,.10g} {profile.currency or ''}"
        term = (
            None if profile.start is None and profile.end is None else f"{profile.start or '…'} – {profile.end or '…'}"
        )
        facts = [
            ("id", project.id),
            ("source", place_words(project)),
            ("category", _label(profile.category)),
            ("region", _label(profile.region)),
            ("buyer", _label(profile.buyer)),
            ("supplier", _label(profile.supplier)),
            ("amount", amount),
            ("term", term),
            ("score", f"{project.score:.1f} ({low:.1f}–{high:.1f}) {self._say(project.band)}"),
            ("decided_share", percent(project.decided, self._lang)),
            ("prepared_by", ""),
            ("reviewed_by", ""),
        ]
        cells: list[Paragraphs] = []
        for key, value in facts:
            name = heading_of(key, self._lang) if key in _COLUMNS else self._say(key)
            cells += [[Bold(name)], [self._say("not_known") if value is None else value]]
        self.document.table(_FACTS, [], [cells[start : start + 4] for start in range(0, len(cells), 4)])

    def _questions(self, findings: Sequence[Finding]) -> None:
        header = ["#", *(self._say(key) for key in ("question", "rule", "evidence_row", "answer", "conclusion"))]
        rows = [self._question(number, finding) for number, finding in enumerate(findings, start=1)]
        self.document.table(_QUESTIONS, header, rows)

    def _question(self, number: int, finding: Finding) -> list[Paragraphs]:
        rule: list[str | Bold] = [
            Bold(f"{finding.code} {finding.title}"),
            f"{self._say(f'{finding.kind}_kind')} · {self._say(finding.severity)}",
        ]
        rule += [cited_words(place, self._lang) for place in finding.citations]
        if finding.waiver is not None:
            rule += waiver_words(finding.waiver, self._lang)
        evidence: list[str | Bold] = [Bold(finding.message)]
        if finding.cohort is not None:
            evidence.append(cohort_words(finding.cohort, self._lang))
        evidence += [evidence_words(piece) for piece in finding.evidence[:EVIDENCE_SHOWN]]
        if (more := len(finding.evidence) - EVIDENCE_SHOWN) > 0:
            evidence.append(self._say("more_evidence", count=more))
        question: Paragraphs = [finding.verify, Bold(self._say("innocent_title")), finding.innocent]
        return [[str(number)], question, rule, evidence, [], []]

    def _unknowns(self, project: ProjectReport) -> None:
        header = ["#", *(self._say(key) for key in ("rule", "would_decide_it", "answer"))]
        rows: list[list[Paragraphs]] = [
            [[str(number)], [f"{rule.code} {rule.title}"], [self._wanted(rule, project)], []]
            for number, rule in enumerate(project.unknown, start=1)
        ]
        self.document.table(_UNKNOWNS, header, rows)

    def _wanted(self, rule: Unknown, project: ProjectReport) -> str:
        """Why a rule could not be judged, and what would decide it: in a workbook, the cells to fill in."""
        places = ", ".join(project.cells.get(pointer, pointer) for pointer in rule.missing)
        return " · ".join([self._say(rule.reason), *([rule.note] if rule.note else []), places])

    def _basis(self, digest: str | None) -> None:
        """What the paper rests on: with these anyone can tell whether data or rules were others."""
        report, ruleset = self._report, self._report.ruleset
        basis = [("input_digest", digest)] if digest else []
        basis += [
            ("run_ruleset", f"{ruleset.digest} ({ruleset.rules})"),
            ("run_policy", ruleset.policy),
            ("run_packs", ", ".join(ruleset.packs)),
            ("run_engine", report.engine),
            ("run_as_of", report.as_of),
        ]
        self.document.heading(2, self._say("run"))
        for key, value in basis:
            self.document.paragraph(f"{self._say(key)}{self._colon}{value}")


def _label(named: Named | None) -> str | None:
    return named.label if named else None
