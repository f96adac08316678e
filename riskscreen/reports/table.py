"""The report for people (``--format table``): on a terminal with colour, in a pipe or a file as plain text."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TextIO

from riskscreen.model.report import ProjectReport, Report
from riskscreen.reports.batch_text import (
    write_bibliography,
    write_gaps,
    write_market,
    write_organisations,
    write_quality,
    write_rejects,
    write_waivers,
)
from riskscreen.reports.finding_text import write_project
from riskscreen.reports.page import Page
from riskscreen.reports.ranking import ranked, write_head, write_ranking

TOP = 20
EXPLAINED = 5


def write_table(
    report: Report,
    stream: TextIO,
    *,
    columns: int,
    colour: bool,
    top: int = TOP,
    explain: int = EXPLAINED,
    data_quality: bool = False,
) -> None:
    """Writes the report, ``columns`` wide. ``top`` projects are ranked and ``explain`` explained; 0 stands for all.

    ``data_quality``: all notes on the data are listed, not only the first. Whatever is left out is said.
    """
    page = Page(stream, report.language, columns, colour)
    projects = ranked(report.projects)
    organisations = report.organisations[: top or len(report.organisations)]
    write_head(page, report)
    write_ranking(page, projects, top or len(projects))
    explained = _write_projects(page, projects, explain)
    write_market(page, report.market)
    write_organisations(page, organisations, len(report.organisations) - len(organisations))
    write_gaps(page, projects)
    write_waivers(page, report.waivers)
    write_rejects(page, report.rejects)
    write_quality(page, report.quality, whole=data_quality)
    cited = [finding for project in explained for finding in (*project.findings, *project.protective)]
    cited += [*report.market.findings, *(finding for of in organisations for finding in of.findings)]
    write_bibliography(page, cited)


def _write_projects(page: Page, projects: Sequence[ProjectReport], explain: int) -> list[ProjectReport]:
    """The first projects with something to explain; returns those that were."""
    told = [
        (rank, each) for rank, each in enumerate(projects, start=1) if each.findings or each.protective or each.disputed
    ]
    explained = told[: explain or len(told)]
    if explained:
        page.heading(page.say("details"))
    for rank, project in explained:
        write_project(page, rank, project)
    if more := len(told) - len(explained):
        page.blank()
        page.paragraph(page.say("left_out_details", count=more), style="bold")
    return [project for _, project in explained]
