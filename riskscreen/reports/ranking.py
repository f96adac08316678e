"""The head of the printed report and the projects in the order of their risk."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from rich.text import Text

from riskscreen.model.report import Band, Finding, ProjectReport, Report, ReportOnBaseline
from riskscreen.reports.finding_words import percent
from riskscreen.reports.page import BETWEEN_COLUMNS, Page
from riskscreen.reports.plain_text import clipped, clipped_inside, plain, wrapped
from riskscreen.reports.unsupported import unsupported_words

FINDINGS_IN_A_ROW = 3
TITLE_LINES = 2
BAND_STYLE: dict[Band, str] = {
    "low": "green",
    "medium": "yellow",
    "high": "bold red",
    "critical": "bold white on red",
    "undetermined": "magenta",
}
_KIND_ORDER = {"statute": 0, "sign": 1, "screen": 2, "protective": 3}
_SHORT_DIGEST = 12


def ranked(projects: Sequence[ProjectReport]) -> list[ProjectReport]:
    """The projects by score, highest first; equal ones in the order they were read."""
    return sorted(projects, key=lambda project: -project.score)


def weightiest(findings: Sequence[Finding]) -> list[Finding]:
    """Legal limits first, then warning signs, then statistical signals; the largest part of the score first."""
    return sorted(findings, key=lambda finding: (_KIND_ORDER[finding.kind], -finding.share, finding.code))


def write_head(page: Page, report: Report) -> None:
    """What this report is, what judged, and what became of every record."""
    page.paragraph(page.say("title"), style="bold")
    page.paragraph(report.notice, style="italic")
    page.blank()
    accounting = report.accounting
    page.paragraph(page.say("accounting", **accounting.model_dump()))
    page.paragraph(page.say("engine", engine=report.engine, as_of=report.as_of), style="dim")
    if isinstance(report, ReportOnBaseline):
        page.paragraph(page.say("baseline", **report.baseline.model_dump()), style="dim")
    ruleset = report.ruleset
    page.paragraph(
        page.say(
            "rules",
            rules=ruleset.rules,
            packs=", ".join(ruleset.packs),
            digest=_short(ruleset.digest),
            policy=_short(ruleset.policy),
        ),
        style="dim",
    )
    for words in unsupported_words(ruleset.unsupported, page.lang):
        page.paragraph(words, style="dim")


def write_ranking(page: Page, projects: Sequence[ProjectReport], shown: int) -> None:
    """The first ``shown`` projects of the ranking, and what was left out."""
    page.heading(page.say("ranking"))
    if not projects:
        page.paragraph(page.say("no_projects"))
        return
    for_score, for_band, for_rank = 11, 12 if page.lang == "en" else 9, len(str(shown)) + 1
    rest = page.columns - for_rank - for_score - for_band - 4 * BETWEEN_COLUMNS
    for_project = max(16, rest * 2 // 5)
    columns: list[dict[str, Any]] = [
        {"header": "#", "width": for_rank, "justify": "right"},
        {"header": page.say("project"), "width": for_project},
        {"header": page.say("score"), "width": for_score},
        {"header": page.say("band"), "width": for_band},
        {"header": page.say("reasons"), "width": rest - for_project},
    ]
    rows = [
        _row(page, rank, project, for_project, rest - for_project)
        for rank, project in enumerate(projects[:shown], start=1)
    ]
    page.table(columns, rows)
    if left_out := projects[shown:]:
        score = max(project.score for project in left_out)
        page.paragraph(page.say("left_out_projects", count=len(left_out), score=score), style="bold")
    if any(project.band == "undetermined" for project in projects[:shown]):
        page.paragraph(page.say("undetermined_note"), style="dim")


def _row(page: Page, rank: int, project: ProjectReport, for_project: int, for_findings: int) -> list[Text]:
    low, high = project.score_range
    title = wrapped(plain(project.title), for_project) if project.title else []
    if len(title) > TITLE_LINES:
        title[TITLE_LINES - 1 :] = [clipped("".join(title[TITLE_LINES - 1 :]), for_project)]
    name = Text("".join(f"{line}\n" for line in title), no_wrap=True)
    name.append(clipped_inside(plain(project.id), for_project), style="dim" if title else "")
    score = Text(f"{project.score:.1f}", style="bold").append(f"\n{low:.1f}–{high:.1f}", style="not bold dim")
    band = Text(page.say(project.band), style=BAND_STYLE[project.band])
    below = Text(f"\n{page.say('decided', share=percent(project.decided, page.lang))}", style="not bold dim on default")
    mark = Text(f"\n{page.say('disputed_mark')}", style="bold magenta") if project.disputed else Text()
    return [Text(str(rank)), name, score, Text.assemble(band, below, mark), _main_findings(page, project, for_findings)]


def _main_findings(page: Page, project: ProjectReport, columns: int) -> Text:
    findings = weightiest(project.findings)
    if not findings:
        protective = " ".join([page.say("protective"), *(finding.code for finding in project.protective)])
        lines = [page.say("no_findings"), *(wrapped(protective, columns) if project.protective else [])]
        return Text("\n".join(lines), style="dim")
    shown = [clipped(_named(page, finding), columns) for finding in findings[:FINDINGS_IN_A_ROW]]
    if len(findings) > FINDINGS_IN_A_ROW:
        shown.append(page.say("more_findings", count=len(findings) - FINDINGS_IN_A_ROW))
    return Text("\n".join(shown), no_wrap=True)


def _named(page: Page, finding: Finding) -> str:
    waived = f"[{page.say('waived_mark')}] " if finding.waiver is not None else ""
    return f"{finding.code} {waived}{plain(finding.title)}"


def _short(digest: str) -> str:
    return digest.removeprefix("sha256:")[:_SHORT_DIGEST]
