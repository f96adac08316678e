"""What was proved about a rule set (``rules verify``)."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, TextIO

from riskscreen.engines.base import Verdict
from riskscreen.errors import Location
from riskscreen.model.report import Language
from riskscreen.reports.plain_text import plain
from riskscreen.reports.words import say
from riskscreen.rulebook.verify.findings import Finding, Undecided, Verification


def verification_json(result: Verification) -> str:
    """The number of rules, every finding with its place and witness, and every question that stayed open."""
    whole = {
        "rules": result.rules,
        "errors": len(result.errors),
        "notes": len(result.notes),
        "findings": [_finding(finding) for finding in result.findings],
        "undecided": [_undecided(open_question) for open_question in result.undecided],
    }
    return f"{json.dumps(whole, ensure_ascii=False, indent=2)}\n"


def write_verification(result: Verification, stream: TextIO, *, lang: Language) -> None:
    """One line a finding, errors first, then one a question that stayed open, and what all of it comes to."""
    for finding in result.findings:
        mark = "" if finding.severity == "error" else "note: "
        _write(stream, finding.location, f"{mark}{finding.code} {finding.message}")
        if finding.witness is not None:
            stream.write("  " + plain(say("verify_witness", lang, verdicts=_verdicts(finding, lang))) + "\n")
        elif finding.no_witness:
            stream.write("  " + plain(say("verify_no_witness", lang, reason=finding.no_witness)) + "\n")
    for question in result.undecided:
        _write(stream, question.location, f"not decided: {question.question}: {question.reason}")
    counts = {"rules": result.rules, "errors": len(result.errors), "notes": len(result.notes)}
    stream.write(say("verify_summary", lang, **counts, undecided=len(result.undecided)) + "\n")


def witness_files(result: Verification) -> Iterator[tuple[str, str]]:
    """A file for every witness: its name, and its records as JSON that can be screened."""
    for finding in result.findings:
        if finding.witness is not None:
            records = finding.witness.records
            content = records[0] if len(records) == 1 else list(records)
            yield f"{finding.name}.json", f"{json.dumps(content, ensure_ascii=False, indent=2)}\n"


def _write(stream: TextIO, place: Location, text: str) -> None:
    stream.write(plain(f"{place.file}:{place.line or 1}: {text}") + "\n")


def _verdicts(finding: Finding, lang: Language) -> str:
    words = {Verdict.FLAGGED: "flagged", Verdict.CLEAR: "clear", Verdict.UNKNOWN: "unknown_verdict"}
    verdicts = finding.verdicts.items()
    return ", ".join(f"{name.rpartition('/')[2]} {say(words[verdict], lang)}" for name, verdict in verdicts)


def _finding(finding: Finding) -> dict[str, Any]:
    witness = None
    if finding.witness is not None:
        witness = {
            "subject": finding.witness.case.subject,
            "verdicts": {name: str(verdict) for name, verdict in finding.verdicts.items()},
            "projects": list(finding.witness.records),
        }
    return {
        "severity": finding.severity,
        "code": finding.code,
        "rules": list(finding.rules),
        **_place(finding.location),
        "message": finding.message,
        "witness": witness,
        "no_witness": finding.no_witness if witness is None else "",
    }


def _undecided(open_question: Undecided) -> dict[str, Any]:
    return {
        "rules": list(open_question.rules),
        **_place(open_question.location),
        "question": open_question.question,
        "reason": open_question.reason,
    }


def _place(location: Location) -> dict[str, Any]:
    return {"file": location.file, "line": location.line or 1, "column": location.column, "field": location.field}
