"""What the batch as a whole shows: organisations, the market, gaps in the data, rejects and notes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from rich.text import Text

from riskscreen.model.report import (
    BatchUnknown,
    Finding,
    MarketReport,
    OrganisationReport,
    ProjectReport,
    Quality,
    Reject,
    WaiverUse,
)
from riskscreen.reports.finding_text import most_wanted, write_disputes, write_finding
from riskscreen.reports.finding_words import reason_words, role_words
from riskscreen.reports.page import BETWEEN_COLUMNS, Page
from riskscreen.reports.plain_text import plain, wrapped
from riskscreen.reports.quality_words import issue_words

REJECTS_SHOWN = 20
NOTES_SHOWN = 20
FIELDS_SHOWN = 8


def write_organisations(page: Page, organisations: Sequence[OrganisationReport], left_out: int) -> None:
    """Organisations with findings from the batch, and how many of them are ``left_out``."""
    if not organisations:
        return
    page.heading(page.say("organisations"))
    for organisation in organisations:
        name = f"{organisation.name} ({organisation.id})" if organisation.name else organisation.id
        roles = " · ".join(role_words(role, page.lang) for role in organisation.roles)
        page.line((name, "bold"), (f"  {roles}", "dim"))
        for finding in organisation.findings:
            write_finding(page, finding, indent=2)
    if left_out:
        page.paragraph(page.say("left_out_organisations", count=left_out), style="bold")


def write_market(page: Page, market: MarketReport) -> None:
    """Findings on the batch as a whole, and the batch rules that could not be judged."""
    if not (market.findings or market.unknown or market.disputed):
        return
    page.heading(page.say("market"))
    for finding in market.findings:
        write_finding(page, finding, indent=0)
    write_disputes(page, market.disputed, indent=0)
    if market.unknown:
        page.line((page.say("batch_unknown"), "underline"))
        for rule in market.unknown:
            page.paragraph(f"{rule.title} · {_reason(page, rule)}", lead=f"{rule.code} ", indent=2)


def write_gaps(page: Page, projects: Sequence[ProjectReport]) -> None:
    """Which fields, filled in, would decide the most over all projects."""
    unknown = [rule for project in projects for rule in project.unknown]
    if not unknown:
        return
    page.heading(page.say("gaps"))
    with_gaps = sum(bool(project.unknown) for project in projects)
    page.paragraph(page.say("gaps_intro", count=len(unknown), projects=with_gaps))
    for field, count in most_wanted(unknown)[:FIELDS_SHOWN]:
        page.line((field, "cyan"), (f"  {page.say('gap', count=count)}", "dim"), indent=2)


def write_rejects(page: Page, rejects: Sequence[Reject]) -> None:
    """Records that could not be screened, with the reason of each."""
    if not rejects:
        return
    page.heading(page.say("rejects"))
    for reject in rejects[:REJECTS_SHOWN]:
        where = reject.source if reject.line is None else f"{reject.source}:{reject.line}"
        if reject.index is not None:
            where += f" [{reject.index}]"
        page.paragraph(f"{where}  {reject.id}" if reject.id else where, style="bold")
        page.paragraph(reject.error, indent=2)
    if (more := len(rejects) - REJECTS_SHOWN) > 0:
        page.paragraph(page.say("left_out_rejects", count=more), style="bold")


def write_quality(page: Page, notes: Sequence[Quality], *, whole: bool = False) -> None:
    """What was odd in the data: the first notes, or all of them (``whole``), and then also that there are none."""
    if whole:
        page.heading(page.say("quality"))
        if notes:
            _quality_table(page, notes)
        else:
            page.paragraph(page.say("no_quality"))
        return
    if not notes:
        return
    page.heading(page.say("quality"))
    for note in notes[:NOTES_SHOWN]:
        issue = issue_words(note.issue, page.lang)
        where = f"{note.path} · {issue}" if note.path else issue
        page.paragraph(f"{where} · {page.say('times', count=note.count)} · {note.example}", indent=2)
    if (more := len(notes) - NOTES_SHOWN) > 0:
        page.paragraph(page.say("left_out_quality", count=more), style="bold")


def write_waivers(page: Page, waivers: Sequence[WaiverUse]) -> None:
    """How many waivers were used, and each that was not, with its place and why."""
    if not waivers:
        return
    page.heading(page.say("waivers"))
    for waiver in waivers:
        if waiver.status != "used":
            state = page.say(f"waiver_{waiver.status}", expiry=waiver.expiry.isoformat())
            page.paragraph(f"{waiver.code} · {waiver.project} · {waiver.place}", indent=2, style="bold")
            page.paragraph(" · ".join(filter(None, (state, waiver.note))), indent=4)
    used = sum(waiver.status == "used" for waiver in waivers)
    page.paragraph(page.say("waivers_used", count=used), indent=2)


def _quality_table(page: Page, notes: Sequence[Quality]) -> None:
    for_count = max(7, *(len(str(note.count)) + 2 for note in notes))
    rest = page.columns - for_count - 3 * BETWEEN_COLUMNS
    columns: list[dict[str, Any]] = [
        {"header": page.say("quality_path"), "width": rest // 3},
        {"header": page.say("quality_issue"), "width": rest // 3},
        {"header": page.say("quality_count"), "width": for_count, "justify": "right"},
        {"header": page.say("quality_example"), "width": rest - 2 * (rest // 3)},
    ]
    rows = []
    for note in notes:
        cells = (note.path or "/", issue_words(note.issue, page.lang), str(note.count), note.example)
        widths = (column["width"] for column in columns)
        rows.append([Text("\n".join(wrapped(plain(cell), width))) for cell, width in zip(cells, widths, strict=True)])
    page.table(columns, rows)


def write_bibliography(page: Page, findings: Iterable[Finding]) -> None:
    """The full entries of what the findings cite, each once."""
    references = {place.source: place.reference for finding in findings for place in finding.citations}
    if not references:
        return
    page.heading(page.say("bibliography"))
    for source, reference in sorted(references.items()):
        page.paragraph(reference, lead=f"{source}  ", indent=2, lead_style="cyan")


def _reason(page: Page, rule: BatchUnknown) -> str:
    reason = ", ".join([reason_words(rule, page.lang), *rule.missing])
    if rule.organisations is None:
        return reason
    return page.say("on_organisations", reason=reason, count=rule.organisations)
