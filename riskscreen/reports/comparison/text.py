"""The comparison for people (``riskscreen compare --format table``)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TextIO

from rich.text import Text

from riskscreen.model.comparison import Cause, Comparison, ProjectChange, RuleChange
from riskscreen.model.report import Language
from riskscreen.reports.comparison.cause_words import CauseWords, difference, other_values, weightless, weighty
from riskscreen.reports.page import BETWEEN_COLUMNS, Page
from riskscreen.reports.plain_text import clipped_inside, plain, width

TOP = 20
MOST_SETTINGS = 40
_FOR_STATE, _FOR_DIFFERENCE = 20, 7


def write_comparison(
    comparison: Comparison, stream: TextIO, *, lang: Language, columns: int, colour: bool, top: int = TOP
) -> None:
    """What was compared, what was in force, and the projects that moved with every cause; ``top`` 0 shows all."""
    page, words = Page(stream, lang, columns, colour), CauseWords(comparison, lang)
    page.paragraph(words.tell("title"), style="bold")
    page.paragraph(words.tell("notice"), style="italic")
    page.blank()
    page.paragraph(words.side(comparison.was), lead=f"{words.tell('old')}  ")
    page.paragraph(words.side(comparison.now), lead=f"{words.tell('new_report')}  ")
    page.blank()
    for line in words.summary(comparison):
        page.paragraph(line, style="bold")
    for line in words.cautions(comparison):
        page.paragraph(line, style="yellow")
    _write_settings(page, words, comparison.settings)
    moved = [project for project in comparison.projects if project.status == "moved"]
    _write_moved(page, words, moved, top or len(moved))
    for status in ("new", "gone"):
        alone = [project for project in comparison.projects if project.status == status]
        _write_alone(page, words, status, alone, top or len(alone))
    _write_unpaired(page, words, comparison, top)
    _write_batch(page, words, comparison, top)


def _write_settings(page: Page, words: CauseWords, settings: Sequence[Cause]) -> None:
    page.heading(words.tell("settings"))
    if not settings:
        page.paragraph(words.tell("no_settings"))
    for cause in settings[:MOST_SETTINGS]:
        page.paragraph(words.cause(cause), lead="· ")
    if (more := len(settings) - MOST_SETTINGS) > 0:
        page.paragraph(words.tell("left_out_settings", count=more), style="dim")


def _write_moved(page: Page, words: CauseWords, moved: Sequence[ProjectChange], top: int) -> None:
    if not moved:
        return
    page.heading(words.tell("moved_projects"))
    shown = moved[:top]
    for_causes = 24
    for_project = page.columns - 2 * _FOR_STATE - _FOR_DIFFERENCE - for_causes - 4 * BETWEEN_COLUMNS
    for_project = max(for_project, 8)
    page.table(
        [
            {"header": words.tell("project"), "width": for_project},
            {"header": words.tell("was"), "justify": "right"},
            {"header": words.tell("now"), "justify": "right"},
            {"header": words.tell("difference"), "justify": "right", "width": _FOR_DIFFERENCE},
            {"header": words.tell("cause")},
        ],
        [
            [
                Text(clipped_inside(plain(project.id), for_project)),
                Text(words.state(project.was)),
                Text(words.state(project.now)),
                Text(difference(project), style="bold"),
                Text(words.kinds(project.kinds)),
            ]
            for project in shown
        ],
    )
    page.heading(words.tell("reasons"))
    for project in shown:
        _write_project(page, words, project)
    if more := len(moved) - len(shown):
        page.blank()
        page.paragraph(words.tell("left_out", count=more), style="bold")


def _write_project(page: Page, words: CauseWords, project: ProjectChange) -> None:
    page.blank()
    title = f"{project.id} · {project.title}" if project.title else project.id
    page.paragraph(title, style="bold")
    page.paragraph(f"{words.state(project.was)} → {words.state(project.now)}", indent=2)
    if movement := words.movement(project):
        page.paragraph(movement, indent=2, style="dim")
    for change in weighty(project):
        _write_change(page, words, change)
    for cause in project.score_causes:
        page.paragraph(words.cause(cause), lead=f"{words.tell('score_moved')}  ", indent=2)
    for line in words.other_verdicts(weightless(project)):
        page.paragraph(line, lead=words.tell("other_verdicts"), indent=2)
    if values := other_values(project):
        page.paragraph(words.values(values), lead=words.tell("values"), indent=2)


def _write_change(page: Page, words: CauseWords, change: RuleChange) -> None:
    lead = f"{change.code}  "
    said = " · ".join(part for part in (words.standings(change), words.share(change), change.title) if part)
    page.paragraph(said, lead=lead, indent=2, lead_style="bold")
    _write_causes(page, words, change.causes, 2 + width(lead))


def _write_causes(page: Page, words: CauseWords, causes: Sequence[Cause], indent: int) -> None:
    if len(causes) > 1:
        page.paragraph(words.tell("several"), indent=indent, style="cyan")
    for cause in causes:
        page.paragraph(words.cause(cause), lead="· " if len(causes) > 1 else "", indent=indent, style="cyan")


def _write_alone(page: Page, words: CauseWords, status: str, projects: Sequence[ProjectChange], top: int) -> None:
    if not projects:
        return
    page.heading(words.tell(status))
    for project in projects[:top]:
        state = words.state(project.now or project.was)
        page.paragraph(" · ".join(part for part in (project.id, project.title, state) if part), lead="· ")
        if project.rejected_was is not None:
            page.paragraph(words.tell("rejected_was", error=project.rejected_was), indent=4, style="yellow")
        if project.rejected_now is not None:
            page.paragraph(words.tell("rejected_now", error=project.rejected_now), indent=4, style="yellow")
    if (more := len(projects) - top) > 0:
        page.paragraph(words.tell("left_out", count=more), style="bold")


def _write_unpaired(page: Page, words: CauseWords, comparison: Comparison, top: int) -> None:
    sides = {"old": comparison.unpaired_was, "new_report": comparison.unpaired_now}
    if not any(sides.values()):
        return
    page.heading(words.tell("unpaired"))
    page.paragraph(words.tell("unpaired_lead"))
    for key, names in sides.items():
        if names:
            shown = ", ".join(names[: top or len(names)])
            more = len(names) - top if top else 0
            page.paragraph(
                shown + (f" {words.tell('more', count=more)}" if more > 0 else ""), lead=f"{words.tell(key)}  "
            )


def _write_batch(page: Page, words: CauseWords, comparison: Comparison, top: int) -> None:
    if not comparison.batch:
        return
    page.heading(words.tell("batch"))
    for change in comparison.batch[: top or len(comparison.batch)]:
        whom = words.tell("market") if change.subject == "market" else change.name or change.id or "–"
        group = ", ".join(f"{key} {value}" for key, value in change.by.items())
        said = " · ".join(part for part in (whom, words.standings(change), change.title, group) if part)
        lead = f"{change.code}  "
        page.paragraph(said, lead=lead, lead_style="bold")
        _write_causes(page, words, change.causes, width(lead))
    if (more := len(comparison.batch) - top) > 0 and top:
        page.paragraph(words.tell("left_out", count=more), style="bold")
