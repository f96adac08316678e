"""What was proved about a rule set (``rules verify``)."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
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
    """One line a finding, errors first, then one a question that stayed open, and what all of it comes to.

    Questions that stayed open because no record can be made of a rule's facts have one line a rule: they are many.
    """
    for finding in result.findings:
        mark = "" if finding.severity == "error" else "note: "
        _write(stream, finding.location, f"{mark}{finding.code} {finding.message}")
        if finding.witness is not None:
            stream.write("  " + plain(say("verify_witness", lang, verdicts=_verdicts(finding, lang))) + "\n")
        elif finding.no_witness:
            stream.write("  " + plain(say("verify_no_witness", lang, reason=finding.no_witness)) + "\n")
    for question in result.undecided:
        if not question.unwritten:
            _write(stream, question.location, f"not decided: {question.question}: {question.reason}")
    for about in _unwritten(result).values():
        _write_unwritten(stream, about, lang)
    counts = {"rules": result.rules, "errors": len(result.errors), "notes": len(result.notes)}
    stream.write(say("verify_summary", lang, **counts, undecided=len(result.undecided)) + "\n")


def _unwritten(result: Verification) -> Mapping[str, list[Undecided]]:
    """By rule, the open questions for which no record can be made."""
    found: dict[str, list[Undecided]] = {}
    for question in result.undecided:
        if question.unwritten:
            found.setdefault(question.rules[0], []).append(question)
    return found


def _write_unwritten(stream: TextIO, about: Sequence[Undecided], lang: Language) -> None:
    compared = {rule for question in about for rule in question.rules[1:]}
    asked = [question.question for question in about if len(question.rules) == 1]
    asked += [say("verify_implies", lang, rules=len(compared))] if compared else []
    # a relation of which nothing can be written stands for its fields
    facts = dict.fromkeys(fact for question in about for fact in question.unwritten)
    shown = [fact for fact in facts if "." not in fact or fact.partition(".")[0] not in facts]
    text = say("verify_unwritten", lang, questions="; ".join(asked), facts=", ".join(shown))
    _write(stream, min(question.location for question in about), text)


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
        "unwritten": list(open_question.unwritten),
    }


def _place(location: Location) -> dict[str, Any]:
    return {"file": location.file, "line": location.line or 1, "column": location.column, "field": location.field}
