"""The report as JSON Lines (``--format jsonl``): one object a line, told apart by ``type``."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from riskscreen.model.report import ProjectReport, Report
from riskscreen.reports.json import escaped

_LISTED = {"projects", "organisations", "market", "rejects", "accounting"}


def to_jsonl(report: Report) -> Iterator[str]:
    """One line for each project, in input order, organisation and reject, one for the market, one for the whole.

    The last line, ``accounting``, holds the counts and what the head of the JSON report holds.
    """
    for project in report.projects:
        yield project_line(project)
    yield from closing_lines(report)


def project_line(project: ProjectReport) -> str:
    """The line of a project."""
    return _line("project", project.model_dump(mode="json"))


def closing_lines(report: Report) -> Iterator[str]:
    """The lines that come after those of the projects."""
    for organisation in report.organisations:
        yield _line("organisation", organisation.model_dump(mode="json"))
    yield _line("market", report.market.model_dump(mode="json"))
    for reject in report.rejects:
        yield _line("reject", reject.model_dump(mode="json"))
    head = report.model_dump(mode="json", exclude=_LISTED)
    yield _line("accounting", {**report.accounting.model_dump(), **head})


def _line(kind: str, members: dict[str, Any]) -> str:
    text = json.dumps({"type": kind, **members}, ensure_ascii=False, separators=(",", ":"))
    return f"{escaped(text)}\n"
