"""The parts of a screening report as rows, one for each project, statement or record; keys are those of columns."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from riskscreen.model.profile import Profile
from riskscreen.model.report import (
    BatchUnknown,
    Finding,
    Language,
    OrganisationReport,
    ProjectReport,
    Reject,
    Report,
    Unknown,
)
from riskscreen.reports.columns import Cell
from riskscreen.reports.finding_words import (
    cited_words,
    cohort_words,
    evidence_words,
    reason_words,
    role_words,
    value_words,
    waiver_words,
)
from riskscreen.reports.quality_words import issue_words
from riskscreen.reports.ranking import FINDINGS_IN_A_ROW, ranked, weightiest
from riskscreen.reports.words import say

Row = dict[str, Cell]

EVIDENCE_IN_A_CELL = 12
"""More values than this are counted; each has a row of its own among the data of findings."""


class Rows:
    """The rows of one report, in its language. Projects stand by their rank.

    ``projects``: those of the report by rank, where it holds none itself.
    """

    def __init__(self, report: Report, projects: Iterable[ProjectReport] | None = None) -> None:
        self._report = report
        self._lang: Language = report.language
        self._projects = ranked(report.projects) if projects is None else projects

    def projects(self) -> list[Row]:
        """One row a project, with its score, its flags and how much is unknown."""
        return [self.project(rank, project) for rank, project in enumerate(self._projects, start=1)]

    def findings(self) -> list[Row]:
        """One row a finding: of projects, protective factors too, then of organisations and of the market."""
        return [{**about, **self.finding(finding)} for about, findings in self._with_findings() for finding in findings]

    def rules(self) -> list[Row]:
        """One row for each rule that found something: what holds wherever it does."""
        found = {(finding.pack, finding.code): finding for _, findings in self._with_findings() for finding in findings}
        return [self.finding(found[key]) for key in sorted(found)]

    def evidence(self) -> list[Row]:
        """One row for each input value behind a finding."""
        return [
            {
                **about,
                "code": finding.code,
                "pointer": piece.pointer,
                "cell": piece.cell,
                "value": value_words(piece.value),
                "of_project": piece.project,
            }
            for about, findings in self._with_findings()
            for finding in findings
            for piece in finding.evidence
        ]

    def unknowns(self) -> list[Row]:
        """One row for each rule that could not be judged on a project, and for each on the batch."""
        rows = [
            {**self._about_project(project), **self._unknown(rule, project)}
            for project in self._projects
            for rule in project.unknown
        ]
        return rows + [self.batch_unknown(rule) for rule in self._report.market.unknown]

    def rejects(self) -> list[Row]:
        """One row for each record that could not be screened."""
        return [self._reject(reject) for reject in self._report.rejects]

    def waivers(self) -> list[Row]:
        """One row for each waiver, and what became of it."""
        return [
            {
                "about": say("about_waiver", self._lang),
                "code": waiver.code,
                "id": waiver.project,
                "accepted_by": waiver.author,
                "expiry": waiver.expiry.isoformat(),
                "state": say(f"waiver_{waiver.status}", self._lang, expiry=waiver.expiry.isoformat()),
                "reason": waiver.note,
                "source": waiver.place,
            }
            for waiver in self._report.waivers
        ]

    def notes(self) -> list[Row]:
        """One row for each oddity of the data."""
        return [
            {
                "path": note.path or None,
                "issue": issue_words(note.issue, self._lang),
                "count": note.count,
                "example": note.example,
            }
            for note in self._report.quality
        ]

    def sources(self) -> list[Row]:
        """One row for each work cited, with the places cited and the number of findings that cite it."""
        cited: dict[str, tuple[str, set[str], int]] = {}
        for _, findings in self._with_findings():
            for finding in findings:
                for source in {place.source for place in finding.citations}:
                    places = [place for place in finding.citations if place.source == source]
                    reference, known, count = cited.get(source, (places[0].reference, set(), 0))
                    cited[source] = (reference, known | {place.at for place in places if place.at}, count + 1)
        return [
            {"code": source, "reference": reference, "places": sorted(places), "count": count}
            for source, (reference, places, count) in sorted(cited.items())
        ]

    def statements(self) -> Iterator[Row]:
        """All that is said, as one table: every finding and unknown beside what it is about, then the rejects.

        A project of which nothing is said has one row for itself.
        """
        for rank, project in enumerate(self._projects, start=1):
            head = self.project(rank, project)
            said = [self.finding(finding) for finding in self._all_findings(project)]
            said += [self._unknown(rule, project) for rule in project.unknown]
            yield from ({**head, **each} for each in said or [{}])
        for about, findings in (*self._organisations(), self._market()):
            yield from ({**about, **self.finding(finding)} for finding in findings)
        yield from (self.batch_unknown(rule) for rule in self._report.market.unknown)
        yield from ({**waiver, "verdict": waiver["state"]} for waiver in self.waivers())
        yield from self.rejects()

    def _with_findings(self) -> Iterator[tuple[Row, Sequence[Finding]]]:
        for project in self._projects:
            yield self._about_project(project), self._all_findings(project)
        yield from self._organisations()
        yield self._market()

    def _organisations(self) -> Iterator[tuple[Row, Sequence[Finding]]]:
        for organisation in self._report.organisations:
            yield self.organisation(organisation), organisation.findings

    def _market(self) -> tuple[Row, Sequence[Finding]]:
        return {"about": say("about_market", self._lang)}, self._report.market.findings

    @staticmethod
    def _all_findings(project: ProjectReport) -> list[Finding]:
        return [*weightiest(project.findings), *project.protective]

    def _about_project(self, project: ProjectReport) -> Row:
        return {"about": say("project", self._lang), "id": project.id, "name": project.title}

    def organisation(self, organisation: OrganisationReport) -> Row:
        """An organisation with what it is in the batch."""
        roles = " · ".join(role_words(role, self._lang) for role in organisation.roles)
        about = say("about_organisation", self._lang)
        return {"about": f"{about} · {roles}" if roles else about, "id": organisation.id, "name": organisation.name}

    def project(self, rank: int, project: ProjectReport) -> Row:
        """A project with its score, its weightiest flags and how much is unknown."""
        lowest, highest = project.score_range
        return {
            **self._about_project(project),
            "rank": rank,
            "score": project.score,
            "lowest": lowest,
            "highest": highest,
            "band": say(project.band, self._lang),
            "decided": project.decided,
            "flagged": len(project.findings),
            "signs": self._signs(project),
            "protected_by": [f"{finding.code} {finding.title}" for finding in project.protective],
            "undecided": len(project.unknown),
            "disputed": [f"{dispute.code or '–'} {dispute.reason}" for dispute in project.disputed],
            **_profile(project.profile),
            "source": project.source,
            "line": project.line,
            "index": project.index,
        }

    def _signs(self, project: ProjectReport) -> list[str]:
        """The weightiest findings, and how many more there are; all stand among the findings."""
        signs = [f"{finding.code} {finding.title}" for finding in weightiest(project.findings)]
        more = len(signs) - FINDINGS_IN_A_ROW
        return signs if more <= 0 else [*signs[:FINDINGS_IN_A_ROW], say("more_findings", self._lang, count=more)]

    def finding(self, finding: Finding) -> Row:
        """What a finding says, without what it is about."""
        lang = self._lang
        protective = finding.kind == "protective"
        return {
            "verdict": say("protects" if protective else "flagged", lang),
            "code": finding.code,
            "rule": finding.title,
            "kind": say(f"{finding.kind}_kind", lang),
            "stage": say(finding.stage, lang),
            "severity": None if protective else say(finding.severity, lang),
            "points": None if protective else finding.share,
            "message": finding.message,
            "compared": None if finding.cohort is None else cohort_words(finding.cohort, lang),
            "data": self._data(finding),
            "cells": list(dict.fromkeys(piece.cell for piece in finding.evidence if piece.cell)),
            "cited": [cited_words(place, lang) for place in finding.citations],
            "rationale": finding.rationale,
            "innocent": finding.innocent,
            "verify": finding.verify,
            "remedy": finding.remedy,
            "what_if": None if finding.what_if is None else finding.what_if.text,
            "waiver": [] if finding.waiver is None else waiver_words(finding.waiver, lang),
        }

    def _data(self, finding: Finding) -> list[str]:
        lines = [evidence_words(piece) for piece in finding.evidence[:EVIDENCE_IN_A_CELL]]
        more = len(finding.evidence) - EVIDENCE_IN_A_CELL
        return [*lines, say("more_evidence", self._lang, count=more)] if more > 0 else lines

    def _unknown(self, rule: Unknown, project: ProjectReport) -> Row:
        lang = self._lang
        cells = [project.cells[pointer] for pointer in rule.missing if pointer in project.cells]
        return {
            **self._undecided(rule),
            "to_fill_in": cells,
            "cells": cells,
            "kind": say(f"{rule.kind}_kind", lang),
            "reason": [say(rule.reason, lang), *([rule.note] if rule.note else [])],
        }

    def batch_unknown(self, rule: BatchUnknown) -> Row:
        """A rule that could not be judged on the batch."""
        return {
            "about": say("about_organisation" if rule.subject == "organisation" else "about_market", self._lang),
            **self._undecided(rule),
            "reason": reason_words(rule, self._lang),
            "organisations": rule.organisations,
        }

    def _undecided(self, rule: Any) -> Row:
        return {
            "verdict": say("unknown_verdict", self._lang),
            "code": rule.code,
            "rule": rule.title,
            "missing": list(rule.missing),
        }

    def _reject(self, reject: Reject) -> Row:
        return {
            "about": say("about_record", self._lang),
            "verdict": say("rejected", self._lang),
            "id": reject.id,
            "source": reject.source,
            "line": reject.line,
            "index": reject.index,
            "error": reject.error,
        }


def _profile(profile: Profile) -> Row:
    named = {name: getattr(profile, name) for name in ("category", "region", "buyer", "supplier")}
    return {
        **{name: each.label if each else None for name, each in named.items()},
        "year": profile.year,
        "amount": profile.amount,
        "currency": profile.currency,
    }
