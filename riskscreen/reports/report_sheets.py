"""A screening report as sheets, and as one table: which columns stand where. Workbook, CSV and Markdown agree here."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import get_args

from riskscreen.model.report import Band, Language, ProjectReport, Report
from riskscreen.reports.columns import Column, Sheet, columns_of
from riskscreen.reports.finding_text import most_wanted
from riskscreen.reports.report_rows import Row, Rows
from riskscreen.reports.words import say

WANTED_SHOWN = 20

_SHEETS: Mapping[str, Sequence[str]] = {
    "overview": ("part", "item", "figure"),
    "projects": (
        "rank", "id", "name", "score", "lowest", "highest", "band", "decided", "flagged", "signs", "protected_by",
        "undecided", "category", "region", "buyer", "supplier", "year", "amount", "currency", "disputed", "source",
        "line", "index",
    ),
    "findings": (
        "about", "id", "name", "code", "rule", "kind", "severity", "points", "message", "compared", "data", "innocent",
        "verify", "what_if", "cited", "waiver",
    ),
    "evidence": ("about", "id", "name", "code", "of_project", "pointer", "cell", "value"),
    "unknowns": ("about", "id", "name", "code", "rule", "kind", "reason", "missing", "to_fill_in", "organisations"),
    "rejects": ("source", "line", "index", "id", "error"),
    "notes": ("path", "issue", "count", "example"),
    "waivers": ("code", "id", "accepted_by", "expiry", "state", "reason", "source"),
    "rules": ("code", "rule", "kind", "stage", "severity", "rationale", "innocent", "verify", "remedy", "cited"),
    "sources": ("code", "reference", "places", "count"),
}  # fmt: skip
_OF_WORKBOOKS = frozenset({"cell", "to_fill_in"})
"""Columns of sheets that stand only where something was read from a workbook."""

_STATEMENTS = (
    "about", "rank", "id", "name", "score", "lowest", "highest", "band", "decided", "category", "region",
    "buyer", "supplier", "year", "amount", "currency", "verdict", "code", "rule", "kind", "stage", "severity", "points",
    "message", "compared", "data", "cells", "cited", "innocent", "verify", "remedy", "what_if", "waiver", "reason",
    "missing", "organisations", "source", "line", "index", "error",
)  # fmt: skip


def report_sheets(report: Report) -> list[Sheet]:
    """Overview, projects by rank, findings with their data, unknowns, rejects, notes on the data,
    the rules that found something, and sources; where there are waivers, what became of each."""
    rows = Rows(report)
    lang = report.language
    waivers = [sheet_of("waivers", rows.waivers(), lang)] if report.waivers else []
    return [
        sheet_of("overview", list(_overview(report)), lang),
        sheet_of("projects", rows.projects(), lang),
        sheet_of("findings", rows.findings(), lang),
        sheet_of("evidence", rows.evidence(), lang),
        sheet_of("unknowns", rows.unknowns(), lang),
        *waivers,
        sheet_of("rejects", rows.rejects(), lang),
        sheet_of("notes", rows.notes(), lang),
        sheet_of("rules", rows.rules(), lang),
        sheet_of("sources", rows.sources(), lang),
    ]


def statement_columns(lang: Language) -> list[Column]:
    """The columns of the whole report as one table."""
    return columns_of(_STATEMENTS, lang)


def statement_rows(report: Report, projects: Iterable[ProjectReport]) -> Iterator[Row]:
    """The whole report as one table, a row for each thing said; the last rows are the accounting and the notice.

    ``projects``: those of the report by rank; it need not hold them itself.
    """
    lang = report.language
    yield from Rows(report, projects).statements()
    counts = say("accounting", lang, **report.accounting.model_dump())
    yield {"about": say("records", lang), "message": counts}
    yield {"about": say("notice", lang), "message": report.notice}


def sheet_of(key: str, rows: Sequence[Row], lang: Language) -> Sheet:
    """The rows as the sheet of that name."""
    unused = {column for column in _OF_WORKBOOKS if not any(row.get(column) for row in rows)}
    columns = [column for column in _SHEETS[key] if column not in unused]
    return Sheet(key, say(f"sheet_{key}", lang), columns_of(columns, lang), rows)


def _overview(report: Report) -> Iterator[Row]:
    """What was screened, by what, and what came of it, in a form that can be filtered by part."""
    lang = report.language
    yield {"part": say("notice", lang), "item": report.notice}
    for key, count in report.accounting.model_dump().items():
        yield {"part": say("records", lang), "item": say(f"records_{key}", lang), "figure": count}
    yield from _run(report)
    bands = Counter(project.band for project in report.projects)
    for band in reversed(get_args(Band)):
        yield {"part": say("bands", lang), "item": say(band, lang), "figure": bands[band]}
    signs = Counter((finding.code, finding.title) for project in report.projects for finding in project.findings)
    for (code, title), count in sorted(signs.items(), key=lambda item: (-item[1], item[0])):
        yield {"part": say("signs_by_count", lang), "item": f"{code} {title}", "figure": count}
    unknown = [rule for project in report.projects for rule in project.unknown]
    for field, count in most_wanted(unknown)[:WANTED_SHOWN]:
        yield {"part": say("wanted", lang), "item": field, "figure": count}


def _run(report: Report) -> Iterator[Row]:
    """What judged: enough to do it again."""
    lang, ruleset = report.language, report.ruleset
    figures: dict[str, str | int] = {
        "as_of": report.as_of,
        "engine": report.engine,
        "packs": ", ".join(ruleset.packs),
        "rules": ruleset.rules,
        "ruleset": ruleset.digest,
        "policy": ruleset.policy,
    }
    for key, figure in figures.items():
        yield {"part": say("run", lang), "item": say(f"run_{key}", lang), "figure": figure}
    for rule in ruleset.unsupported:
        yield {"part": say("unsupported", lang), "item": rule.code, "figure": list(rule.needs)}
