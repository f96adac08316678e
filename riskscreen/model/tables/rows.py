"""The rows of a report's tables: of one project, and of all else."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, TypeAlias

from riskscreen.model.profile import Named, Profile
from riskscreen.model.report import Disputed, Evidence, Finding, ProjectReport, Report, Unknown

Row: TypeAlias = dict[str, Any]
Rows: TypeAlias = Mapping[str, list[Row]]
"""Rows by the name of their table."""


def project_rows(project: ProjectReport, position: int) -> Rows:
    """What one project adds to the tables."""
    about = {"subject": "project", "id": project.id, "position": position}
    findings = [*project.findings, *project.protective]
    return {
        "projects": [_project(project, position)],
        **_with_evidence(about, findings),
        "unknown": [{**about, **_unknown(rule)} for rule in project.unknown],
        "disputed": [{**about, **_disputed(each)} for each in project.disputed],
    }


def nested_row(project: ProjectReport, position: int) -> Row:
    """One project with all that is said of it in one row."""
    return {
        **_project(project, position),
        "findings": [
            {**_finding(finding), "evidence": [_evidence(piece) for piece in finding.evidence]}
            for finding in (*project.findings, *project.protective)
        ],
        "unknown": [_unknown(rule) for rule in project.unknown],
        "disputed": [_disputed(each) for each in project.disputed],
    }


def whole_rows(report: Report) -> Rows:
    """What a report adds to the tables beside its projects, but for the rules' texts."""
    market, ruleset = report.market, report.ruleset
    of_market = _about_batch("market")
    found = [_with_evidence(of_market, market.findings)]
    for organisation in report.organisations:
        about = {"subject": "organisation", "id": organisation.id, "position": None}
        found.append(_with_evidence(about, organisation.findings))
    return {
        "findings": [row for rows in found for row in rows["findings"]],
        "evidence": [row for rows in found for row in rows["evidence"]],
        "unknown": [
            {**_about_batch(rule.subject), **_unknown(rule), **_some(rule, "n", "needs", "organisations")}
            for rule in market.unknown
        ],
        "disputed": [{**of_market, **_disputed(each)} for each in market.disputed],
        "organisations": [
            {**_some(each, "id", "name", "roles"), "findings": len(each.findings)} for each in report.organisations
        ],
        "market": [
            {
                "findings": len(market.findings),
                "unknown": len(market.unknown),
                "organisations_judged": market.organisations_judged,
            }
        ],
        "rejects": [reject.model_dump() for reject in report.rejects],
        "quality": [note.model_dump() for note in report.quality],
        "accounting": [report.accounting.model_dump()],
        "ruleset": [
            {
                **_some(report, "schema_version", "notice", "language", "engine", "as_of"),
                **ruleset.model_dump(exclude={"unsupported", "in_force"}),
                "in_force": _json([each.model_dump(mode="json") for each in ruleset.in_force or ()]),
            }
        ],
        "unsupported": [
            {**_named(each.pack, each.code), **_some(each, "form", "needs")} for each in ruleset.unsupported
        ],
        "waivers": [
            {"rule": each.code, **_some(each, "project", "author", "expiry", "status", "place", "note")}
            for each in report.waivers
        ],
    }


def rules_told(report: Report) -> Iterator[Row]:
    """The texts of the rules that found something, as far as a report tells them: in its own language."""
    told: dict[tuple[str, str], Finding] = {}
    of_projects = (finding for project in report.projects for finding in (*project.findings, *project.protective))
    of_organisations = (finding for each in report.organisations for finding in each.findings)
    for findings in (of_projects, of_organisations, report.market.findings):
        for finding in findings:
            told.setdefault((finding.pack, finding.code), finding)
    for _, finding in sorted(told.items()):
        texts = _some(finding, "title", "rationale", "innocent", "verify", "remedy")
        yield {
            **_named(finding.pack, finding.code),
            **_some(finding, "kind", "stage", "severity", "mechanism"),
            **{f"{name}_{report.language}": text for name, text in texts.items()},
            "citations": _json([place.model_dump() for place in finding.citations]),
        }


def _about_batch(subject: str) -> Row:
    """What an undecided batch rule is about: the market, or organisations, however many."""
    return {"subject": subject, "id": "market" if subject == "market" else None, "position": None}


def _with_evidence(about: Row, findings: Sequence[Finding]) -> Rows:
    numbered = list(enumerate(findings))
    return {
        "findings": [{**about, "finding": number, **_finding(finding)} for number, finding in numbered],
        "evidence": [
            {**about, "finding": number, "rule": f"{finding.pack}/{finding.code}", **_evidence(piece)}
            for number, finding in numbered
            for piece in finding.evidence
        ],
    }


def _project(project: ProjectReport, position: int) -> Row:
    low, high = project.score_range
    return {
        "position": position,
        **_some(project, "id", "title", "source", "line", "index", "score", "decided", "band", "clear", "out_of_scope"),
        "score_low": low,
        "score_high": high,
        **_profile(project.profile),
        "digest": project.digest,
        "cells": _json(project.cells) if project.cells else None,
    }


def _profile(profile: Profile) -> Row:
    row = _some(profile, "natural_person", "year", "amount", "currency", "signed", "start", "end")
    for name in ("category", "region", "buyer", "supplier"):
        named: Named = getattr(profile, name) or Named()
        row |= {name: named.id, f"{name}_name": named.name}
    return row


def _finding(finding: Finding) -> Row:
    cohort, waiver = finding.cohort, finding.waiver
    row = {
        **_named(finding.pack, finding.code),
        **_some(finding, "kind", "severity", "share", "message", "status"),
        "what_if": None if finding.what_if is None else finding.what_if.text,
    }
    if waiver is not None:
        row |= {
            f"waiver_{name}": value for name, value in _some(waiver, "author", "reason", "expiry", "evidence").items()
        }
    if cohort is not None:
        row |= {
            "cohort": _json(cohort.by),
            "cohort_n": cohort.n,
            "statistic": cohort.statistic,
            "statistic_value": cohort.value,
            "statistic_words": cohort.words,
        }
    return row


def _evidence(piece: Evidence) -> Row:
    return {**_some(piece, "pointer", "project", "cell"), "value": _json(piece.value)}


def _unknown(rule: Any) -> Row:
    note = rule.note if isinstance(rule, Unknown) else None
    return {**_named(rule.pack, rule.code), "reason": rule.reason, "missing": list(rule.missing), "note": note}


def _disputed(dispute: Disputed) -> Row:
    return {"rule": dispute.code, "reason": dispute.reason}


def _named(pack: str, code: str) -> Row:
    return {"rule": f"{pack}/{code}", "pack": pack, "code": code}


def _some(part: Any, *names: str) -> Row:
    return {name: getattr(part, name) for name in names}


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, default=str)
