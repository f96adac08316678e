"""What screening the OCDS fixtures must give: the file fixtures/expected/ocds.json.

After a change of rules or fixtures, write it anew and read the difference:

    python -m tests.support.expected_ocds
"""

from __future__ import annotations

import json
from contextlib import chdir
from functools import cache
from pathlib import Path
from typing import Any

from riskscreen.model.report import Report
from riskscreen.screening import Screener

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "fixtures" / "ocds"
EXPECTED = ROOT / "fixtures" / "expected" / "ocds.json"
FIXTURES = sorted(path.name for path in FOLDER.iterdir() if path.suffix in (".json", ".jsonl"))


@cache
def screener() -> Screener:
    return Screener(lang="en", engine="reference", as_of="2026-01-01")


@cache
def report_on(fixture: str) -> Report:
    """The report on a fixture, screened by its path from the project's root."""
    with chdir(ROOT):
        return screener().screen(f"fixtures/ocds/{fixture}")


def expected(fixture: str) -> dict[str, Any]:
    """What is held of a report: every count and verdict, and no text that a rule may word otherwise."""
    report = report_on(fixture)
    return {
        "accounting": report.accounting.model_dump(),
        "rejected lines": [[reject.line, reject.index] for reject in report.rejects],
        "quality": [f"{note.count} × {note.path} {note.issue}" for note in report.quality],
        "processes": {
            project.id: {
                "line": project.line,
                "flagged": sorted(finding.code for finding in project.findings),
                "clear": sorted(name.partition("/")[2] for name in project.clear),
            }
            for project in report.projects
        },
        "organisations": {
            organisation.id: sorted(finding.code for finding in organisation.findings)
            for organisation in report.organisations
        },
    }


def text() -> str:
    """The whole file."""
    return json.dumps({name: expected(name) for name in FIXTURES}, indent=1, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    EXPECTED.write_text(text(), encoding="utf-8")
