"""What screening the fixtures must give: the files of fixtures/expected.

A single project's file is its whole report, as

    riskscreen screen fixtures/wu2024.json --format json --as-of 2026-01-01 --engine reference

prints it, but for what tells the rules in force and their digests, which change with every word of a rule. The batch's
file is a summary. After a change of rules or fixtures, write all of them anew and read the difference:

    python -m tests.support.expected_reports
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from contextlib import chdir
from functools import cache
from pathlib import Path
from typing import Any

from riskscreen.model.report import Finding, ProjectReport, Report
from riskscreen.reports.json import to_json
from riskscreen.screening import Screener

ROOT = Path(__file__).parents[2]
EXPECTED = ROOT / "fixtures" / "expected"
CASES = ("clean", "lyu2019", "peng2024", "wang2025", "wu2024")
BATCH = "wang2019"
AS_OF = "2026-01-01"


@cache
def screener() -> Screener:
    return Screener(as_of=AS_OF, engine="reference", what_if=True)


@cache
def report_on(fixture: str) -> Report:
    """The report on a file of fixtures/, screened by its path from the project's root."""
    with chdir(ROOT):
        return screener().screen(f"fixtures/{fixture}")


@cache
def case(name: str) -> ProjectReport:
    """The report on the only project of a case."""
    (project,) = report_on(f"{name}.json").projects
    return project


def batch() -> Report:
    return report_on(f"{BATCH}.jsonl")


def codes(findings: Iterable[Finding]) -> list[str]:
    return [finding.code for finding in findings]


def without_digests(report_json: str) -> str:
    """The report as it is compared: all of it but what tells the rules in force."""
    report = json.loads(report_json)
    for name in ("digest", "policy", "version", "reading", "undetermined_below", "in_force"):
        del report["ruleset"][name]
    return json.dumps(report, ensure_ascii=False, indent=2) + "\n"


def summary(report: Report) -> str:
    """A batch's report in short, one project, organisation or finding a line."""
    market = report.market
    return _lines(
        {
            "accounting": report.accounting.model_dump(),
            "projects": [_project(project) for project in report.projects],
            "organisations": [
                {"id": each.id, "name": each.name, "findings": [_finding(finding) for finding in each.findings]}
                for each in report.organisations
            ],
            "market": [_finding(finding) for finding in market.findings],
            "undecided": [each.model_dump(include={"code", "reason", "n", "needs"}) for each in market.unknown],
        }
    )


def _project(project: ProjectReport) -> dict[str, Any]:
    figures = project.model_dump(mode="json", include={"id", "score", "score_range", "decided", "band"})
    return {**figures, "flagged": codes(project.findings), "protective": codes(project.protective)}


def _finding(finding: Finding) -> dict[str, Any]:
    return finding.model_dump(mode="json", include={"code", "cohort"})


def _lines(members: Mapping[str, Any]) -> str:
    """JSON with each item of each member's list on a line of its own."""
    written = []
    for name, value in members.items():
        items = [json.dumps(item, ensure_ascii=False) for item in value] if isinstance(value, list) else None
        text = json.dumps(value) if items is None else "[\n    " + ",\n    ".join(items) + "\n  ]"
        written.append(f'  "{name}": {text}')
    return "{\n" + ",\n".join(written) + "\n}\n"


@cache
def expected() -> dict[str, str]:
    """Every file's name and text."""
    texts = {f"{name}.json": without_digests(to_json(report_on(f"{name}.json"))) for name in CASES}
    return {**texts, f"{BATCH}.json": summary(batch())}


def main() -> None:
    """Write the files."""
    EXPECTED.mkdir(exist_ok=True)
    for name, text in expected().items():
        (EXPECTED / name).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
