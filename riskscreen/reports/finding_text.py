"""One project explained: every finding with its data and source, what protects it, and what could not be judged."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import Any

from riskscreen.facts.vocabulary import MARKET, ORGANISATION
from riskscreen.model.report import CitedPlace, Cohort, Disputed, Evidence, Finding, Language, ProjectReport, Unknown
from riskscreen.reports.page import Page
from riskscreen.reports.plain_text import width
from riskscreen.reports.ranking import BAND_STYLE, percent, weightiest

EVIDENCE_SHOWN = 4
FIELDS_SHOWN = 5
_SEVERITY_STYLE = {"low": "green", "medium": "yellow", "high": "red", "critical": "bold red"}


def write_project(page: Page, rank: int, project: ProjectReport) -> None:
    """Everything a reader needs to follow or to doubt the score of one project."""
    page.blank()
    low, high = project.score_range
    name = f"{project.title}（{project.id}）" if project.title and page.lang == "zh" else project.id
    if project.title and page.lang == "en":
        name = f"{project.title} ({project.id})"
    page.paragraph(name, lead=f"{rank}  ", style="bold", lead_style="bold")
    page.line(
        (f"{project.score:.1f} {page.say(project.band)}", BAND_STYLE[project.band]),
        (f"  {page.say('range', low=f'{low:.1f}', high=f'{high:.1f}')}", ""),
        (f"  {page.say('decided', share=percent(project.decided, page))}", ""),
        indent=3,
    )
    page.paragraph(page.say("source", where=_place(project)), indent=3, style="dim")
    for kind, findings in groupby(weightiest(project.findings), key=lambda finding: finding.kind):
        page.line((page.say(kind), "underline"), indent=3)
        for finding in findings:
            write_finding(page, finding, indent=3)
    if project.protective:
        page.line((page.say("protective"), "underline"), indent=3)
        for finding in project.protective:
            write_finding(page, finding, indent=3)
    write_disputes(page, project.disputed, indent=3)
    _write_unknown(page, project.unknown)


def write_finding(page: Page, finding: Finding, indent: int) -> None:
    """One finding: what was found, in which data, by whose authority, and what to look at next."""
    lead = f"{finding.code} "
    protects = finding.kind == "protective"
    style = "green" if protects else _SEVERITY_STYLE[finding.severity]
    note = "" if protects else f" · {page.say(finding.severity)}"
    if finding.share:
        note += f" · {page.say('points', points=f'{finding.share:.1f}')}"
    page.paragraph(f"{finding.title}{note}", lead=lead, indent=indent, style="bold", lead_style=style)
    inner = indent + 2
    page.paragraph(finding.message, indent=inner)
    if finding.cohort is not None:
        page.paragraph(page.say("cohort", group=_group(page, finding.cohort)), indent=inner, style="dim")
    for number, piece in enumerate(finding.evidence[:EVIDENCE_SHOWN]):
        lead = page.say("evidence")
        page.paragraph(_evidence(piece), lead=lead if number == 0 else " " * width(lead), indent=inner, style="cyan")
    if (more := len(finding.evidence) - EVIDENCE_SHOWN) > 0:
        page.paragraph(page.say("more_evidence", count=more), indent=inner + width(page.say("evidence")), style="dim")
    if not protects:
        page.paragraph(finding.verify, lead=page.say("verify"), indent=inner)
    page.paragraph("; ".join(_cited(page, place) for place in finding.citations), lead=page.say("cited"), indent=inner)
    if finding.status == "to-verify":
        page.paragraph(page.say("to_verify"), indent=inner, style="magenta")


def write_disputes(page: Page, disputes: Sequence[Disputed], indent: int) -> None:
    """What two engines did not agree on."""
    if disputes:
        page.line((page.say("disputed"), "bold magenta"), indent=indent)
    for dispute in disputes:
        page.paragraph(dispute.reason, lead=f"{dispute.code or '–'}  ", indent=indent + 2)


def most_wanted(unknown: Iterable[Unknown]) -> list[tuple[str, int]]:
    """Fields that undecided rules wait for, list positions left out, with the number of rules; the most first."""
    counts = Counter(field for rule in unknown for field in {_without_positions(pointer) for pointer in rule.missing})
    return sorted(counts.items(), key=lambda item: (-item[1], item[0]))


def _write_unknown(page: Page, unknown: Sequence[Unknown]) -> None:
    if not unknown:
        return
    by_reason = Counter(rule.reason for rule in unknown)
    reasons = ", ".join(f"{page.say(reason)} {count}" for reason, count in by_reason.most_common())
    page.line((page.say("unknown", count=len(unknown)), "underline"), (f"  {reasons}", "dim"), indent=3)
    page.paragraph(" ".join(rule.code for rule in unknown), indent=5, style="dim")
    wanted = most_wanted(unknown)[:FIELDS_SHOWN]
    if wanted:
        fields = "  ".join(page.say("field_rules", field=field, count=count) for field, count in wanted)
        page.paragraph(fields, lead=page.say("would_decide"), indent=5)


def _group(page: Page, cohort: Cohort) -> str:
    """What a finding on a batch compares within, in the words of the vocabulary."""
    parts = [f"{_called(name, page.lang)} = {value}" for name, value in cohort.by.items()]
    parts.append(page.say("cohort_size", n=cohort.n))
    if cohort.value is not None:
        parts.append(f"{_called(cohort.statistic, page.lang)} = {cohort.value:g}")
    return (", " if page.lang == "en" else "，").join(parts)


def _called(name: str, lang: Language) -> str:
    """The label of a field of the batch relations; the same name means the same in all of them."""
    fields = (field for of in (ORGANISATION, MARKET) for relation in of.relations for field in relation.fields)
    label = next((field.label for field in fields if field.name == name), None)
    if label is None:
        return name
    return label.zh if lang == "zh" else label.en


def _evidence(piece: Evidence) -> str:
    where = f"{piece.project} {piece.pointer}" if piece.project else piece.pointer
    return f"{where} = {_value(piece.value)}"


def _value(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str)


def _cited(page: Page, place: CitedPlace) -> str:
    where = f"{place.source} {place.at}" if place.at else place.source
    return page.say("own_reading_of", where=where) if place.note else where


def _place(project: ProjectReport) -> str:
    if project.index is not None:
        return f"{project.source}[{project.index}]"
    return project.source if project.line is None else f"{project.source}:{project.line}"


def _without_positions(pointer: str) -> str:
    return "/".join("*" if part.isdecimal() else part for part in pointer.split("/"))
