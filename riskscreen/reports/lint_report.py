"""What reading a rule set critically showed (``rules lint``)."""

from __future__ import annotations

import json
from typing import TextIO

from riskscreen.model.report import Language
from riskscreen.reports.faults import faults_as_data, write_faults
from riskscreen.reports.words import say
from riskscreen.rulebook.lint import LintReport


def lint_json(report: LintReport) -> str:
    """The number of files and every fault with its place."""
    whole = {"files": report.files, "faults": faults_as_data(report.faults)}
    return f"{json.dumps(whole, ensure_ascii=False, indent=2)}\n"


def write_lint(report: LintReport, stream: TextIO, *, lang: Language) -> None:
    """One line a fault; one sentence if there is none."""
    write_faults(report.faults, stream)
    if not report.faults:
        stream.write(say("lint_clean", lang, files=report.files) + "\n")
