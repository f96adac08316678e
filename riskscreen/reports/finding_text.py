"""One project explained: every finding with its data and source, what protects it, and what could not be judged."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby

from riskscreen.model.report import Disputed, Finding, ProjectReport, Unknown, WaiverNote
from riskscreen.reports.finding_words import (
    cited_words,
    cohort_words,
    evidence_words,
    percent,
    place_words,
    waiver_words,
    without_positions,
)
from riskscreen.reports.page import Page
from riskscreen.reports.plain_text import width
from riskscreen.reports.ranking import BAND_STYLE, weightiest

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
        (f"  {page.say('decided', share=percent(project.decided, page.lang))}", ""),
        indent=3,
    )
    page.paragraph(page.say("source", where=place_words(project)), indent=3, style="dim")
    for kind, findings in groupby(weightiest(project.findings), key=lambda finding: finding.kind):
        page.line((page.say(kind), "underline"), indent=3)
        for finding in findings:
            write_finding(page, finding, indent=3)
    if project.protective:
        page.line((page.say("protective"), "underline"), indent=3)
        for finding in project.protective:
            write_finding(page, finding, indent=3)
    write_disputes(page, project.disputed, indent=3)
    _write_unknown(page, project.unknown, project.cells)


def write_finding(page: Page, finding: Finding, indent: int) -> None:
    """One finding: what was found, in which data, by whose authority, and what to look at next."""
    lead = f"{finding.code} "
    protects = finding.kind == "protective"
    style = "green" if protects else _SEVERITY_STYLE[finding.severity]
    note = "" if protects else f" · {page.say(finding.severity)}"
    if finding.share:
        note += f" · {page.say('points', points=f'{finding.share:.1f}')}"
    if finding.waiver is not None:
        note += f" · {page.say('waived_mark')}"
    page.paragraph(f"{finding.title}{note}", lead=lead, indent=indent, style="bold", lead_style=style)
    inner = indent + 2
    page.paragraph(finding.message, indent=inner)
    if finding.waiver is not None:
        _write_waiver(page, finding.waiver, inner)
    if finding.cohort is not None:
        page.paragraph(page.say("cohort", group=cohort_words(finding.cohort, page.lang)), indent=inner, style="dim")
    for number, piece in enumerate(finding.evidence[:EVIDENCE_SHOWN]):
        lead = page.say("evidence")
        page.paragraph(
            evidence_words(piece), lead=lead if number == 0 else " " * width(lead), indent=inner, style="cyan"
        )
    if (more := len(finding.evidence) - EVIDENCE_SHOWN) > 0:
        page.paragraph(page.say("more_evidence", count=more), indent=inner + width(page.say("evidence")), style="dim")
    if not protects:
        page.paragraph(finding.verify, lead=page.say("verify"), indent=inner)
    if finding.what_if is not None:
        page.paragraph(finding.what_if.text, lead=page.say("what_if"), indent=inner)
    page.paragraph(
        "; ".join(cited_words(place, page.lang) for place in finding.citations), lead=page.say("cited"), indent=inner
    )
    if finding.status == "to-verify":
        page.paragraph(page.say("to_verify"), indent=inner, style="magenta")


def _write_waiver(page: Page, waiver: WaiverNote, indent: int) -> None:
    said, evidence = waiver_words(waiver, page.lang)
    page.paragraph(said, indent=indent, style="magenta")
    page.paragraph(evidence, indent=indent, style="dim")


def write_disputes(page: Page, disputes: Sequence[Disputed], indent: int) -> None:
    """What two engines did not agree on."""
    if disputes:
        page.line((page.say("disputed"), "bold magenta"), indent=indent)
    for dispute in disputes:
        page.paragraph(dispute.reason, lead=f"{dispute.code or '–'}  ", indent=indent + 2)


def most_wanted(unknown: Iterable[Unknown]) -> list[tuple[str, int]]:
    """Fields that undecided rules wait for, list positions left out, with the number of rules; the most first."""
    counts = Counter(field for rule in unknown for field in {without_positions(pointer) for pointer in rule.missing})
    return sorted(counts.items(), key=lambda item: (-item[1], item[0]))


def _write_unknown(page: Page, unknown: Sequence[Unknown], cells: Mapping[str, str]) -> None:
    if not unknown:
        return
    by_reason = Counter(rule.reason for rule in unknown)
    reasons = ", ".join(f"{page.say(reason)} {count}" for reason, count in by_reason.most_common())
    page.line((page.say("unknown", count=len(unknown)), "underline"), (f"  {reasons}", "dim"), indent=3)
    page.paragraph(" ".join(rule.code for rule in unknown), indent=5, style="dim")
    wanted = most_wanted(unknown)[:FIELDS_SHOWN]
    if wanted:
        first = {without_positions(pointer): cell for pointer, cell in reversed(list(cells.items()))}
        named = [(first.get(field, field), count) for field, count in wanted]
        fields = "  ".join(page.say("field_rules", field=field, count=count) for field, count in named)
        page.paragraph(fields, lead=page.say("would_decide"), indent=5)
