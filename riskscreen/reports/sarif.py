"""The report as SARIF 2.1.0, which code scanners and issue trackers read.

A finding is a result of kind ``fail`` at the record's file and line, with the JSON Pointers of its evidence as
logical locations; an unknown verdict is ``open``, a protective factor ``informational``. Rejected records are
notifications of the run.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from hashlib import sha256
from pathlib import PurePath
from typing import Any, TypeAlias
from urllib.parse import quote

from riskscreen import __version__
from riskscreen.model.report import BatchUnknown, Evidence, Finding, ProjectReport, Report, Unknown, WaiverUse
from riskscreen.model.rule import Texts
from riskscreen.reports.finding_words import reason_words, waiver_words
from riskscreen.reports.json import escaped
from riskscreen.reports.markdown_text import text as markdown
from riskscreen.reports.plain_text import plain
from riskscreen.reports.words import say
from riskscreen.rulebook.book import Rule, Rulebook

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
PROJECTS_SHOWN = 100
"""Places of a finding on a batch, at most."""

_LEVEL = {"low": "note", "medium": "warning", "high": "error", "critical": "error"}
_STREAMS = frozenset({"stdin", "objects"})
"""Sources that are no files."""

Part: TypeAlias = dict[str, Any]


def to_sarif(report: Report, rulebook: Rulebook) -> str:
    """The report as JSON. ``rulebook``: the rules that judged, which the log describes."""
    log = {"$schema": SCHEMA, "version": "2.1.0", "runs": [_Run(report, rulebook).run()]}
    return f"{escaped(json.dumps(log, ensure_ascii=False, separators=(',', ':')))}\n"


class _Run:
    """One run: the rules, what they found, and the records that were rejected."""

    def __init__(self, report: Report, rulebook: Rulebook) -> None:
        self._report = report
        self._lang = report.language
        self._rulebook = rulebook
        self._places = {(rule.pack, rule.code): place for place, rule in enumerate(rulebook.rules)}
        self._projects = {project.id: project for project in report.projects}

    def run(self) -> Part:
        """The run as SARIF has it."""
        report, ruleset = self._report, self._report.ruleset
        return {
            "tool": {
                "driver": {
                    "name": "riskscreen",
                    "version": __version__,
                    "language": self._lang,
                    "shortDescription": {"text": report.notice},
                    "rules": [self._descriptor(rule) for rule in self._rulebook.rules],
                    "properties": ruleset.model_dump(),
                }
            },
            "language": self._lang,
            "columnKind": "unicodeCodePoints",
            "invocations": [{"executionSuccessful": True, "toolExecutionNotifications": self._notifications()}],
            "results": list(self._results()),
            "properties": {
                "notice": report.notice,
                "asOf": report.as_of,
                "engine": report.engine,
                "accounting": report.accounting.model_dump(),
            },
        }

    def _descriptor(self, rule: Rule) -> Part:
        file = rule.file
        level = "none" if file.kind == "protective" else _LEVEL[file.severity]
        sections = [
            ("why", file.rationale),
            ("innocent_title", file.innocent),
            ("verify_title", file.verify),
            ("remedy", file.remedy),
        ]
        parts = [(say(key, self._lang), self._said(texts)) for key, texts in sections]
        cited = [" ".join(filter(None, (place.source, place.at))) for place in file.cites]
        parts.append((say("citations", self._lang), "; ".join(cited)))
        return {
            "id": rule.full_name,
            "name": file.name,
            "shortDescription": {"text": self._said(file.title)},
            "fullDescription": {"text": self._said(file.rationale)},
            "help": {
                "text": "\n".join(f"{title}\n{words}" for title, words in parts),
                "markdown": "\n".join(f"**{title}**\n\n{markdown(words)}\n" for title, words in parts),
            },
            "defaultConfiguration": {"level": level},
            "properties": {"tags": [file.kind, file.stage], "kind": file.kind, "subject": file.subject},
        }

    def _said(self, texts: Texts) -> str:
        return texts.in_language(self._lang)

    def _results(self) -> Iterator[Part]:
        for project in self._report.projects:
            for finding in (*project.findings, *project.protective):
                yield self._finding(finding, [self._location(project, finding.evidence)], project.id)
            for rule in project.unknown:
                yield self._unknown(rule, project)
        for organisation in self._report.organisations:
            for finding in organisation.findings:
                name = f"{organisation.name} ({organisation.id})" if organisation.name else organisation.id
                yield self._finding(finding, self._locations(finding), organisation.id, f"{name}: ")
        for finding in self._report.market.findings:
            yield self._finding(finding, self._locations(finding), "")
        yield from (self._batch_unknown(rule) for rule in self._report.market.unknown)

    def _finding(self, finding: Finding, locations: Sequence[Part], about: str, lead: str = "") -> Part:
        protective = finding.kind == "protective"
        group = "" if finding.cohort is None else json.dumps(finding.cohort.by, sort_keys=True)
        result = {
            **self._rule(finding),
            "kind": "informational" if protective else "fail",
            "level": "none" if protective else _LEVEL[finding.severity],
            "message": {"text": plain(f"{lead}{finding.title}: {finding.message}")},
            "locations": locations,
            "partialFingerprints": {"subjectAndRule/v1": _fingerprint(about, finding.pack, finding.code, group)},
            "properties": {"about": plain(about), "severity": finding.severity, "points": finding.share},
        }
        if finding.waiver is not None:
            words = " ".join(waiver_words(finding.waiver, self._lang))
            result["suppressions"] = [{"kind": "external", "status": "accepted", "justification": plain(words)}]
        return result

    def _unknown(self, rule: Unknown, project: ProjectReport) -> Part:
        missing = [Evidence(pointer=pointer) for pointer in rule.missing]
        return {
            **self._rule(rule),
            "kind": "open",
            "level": "none",
            "message": {"text": f"{rule.title}: {say(rule.reason, self._lang)}"},
            "locations": [self._location(project, missing)],
            "partialFingerprints": {"subjectAndRule/v1": _fingerprint(project.id, rule.pack, rule.code)},
        }

    def _batch_unknown(self, rule: BatchUnknown) -> Part:
        reason = ", ".join([reason_words(rule, self._lang), *rule.missing])
        return {
            **self._rule(rule),
            "kind": "open",
            "level": "none",
            "message": {"text": f"{rule.title}: {reason}"},
        }

    def _rule(self, judged: Finding | Unknown | BatchUnknown) -> Part:
        return {
            "ruleId": f"{judged.pack}/{judged.code}",
            "ruleIndex": self._places[judged.pack, judged.code],
        }

    def _locations(self, finding: Finding) -> list[Part]:
        """The places of a finding on a batch: its projects, with what of each is evidence."""
        by_project: dict[str, list[Evidence]] = {}
        for piece in finding.evidence:
            if piece.project is not None:
                by_project.setdefault(piece.project, []).append(piece)
        known = [
            (self._projects[project], pieces) for project, pieces in by_project.items() if project in self._projects
        ]
        return [self._location(project, pieces) for project, pieces in known[:PROJECTS_SHOWN]]

    def _location(self, project: ProjectReport, pieces: Iterable[Evidence]) -> Part:
        name = plain(project.id)
        within = [{"name": name, "fullyQualifiedName": name, "kind": "object"}]
        within += [{"fullyQualifiedName": pointer, "kind": "member"} for pointer in _each_once(pieces)]
        return {"physicalLocation": _physical(project.source, project.line), "logicalLocations": within}

    def _notifications(self) -> list[Part]:
        return [
            {
                "level": "error",
                "message": {"text": plain(reject.error)},
                "locations": [{"physicalLocation": _physical(reject.source, reject.line)}],
                "properties": {"id": reject.id and plain(reject.id), "index": reject.index},
            }
            for reject in self._report.rejects
        ] + [self._waiver(waiver) for waiver in self._report.waivers if waiver.status != "used"]

    def _waiver(self, waiver: WaiverUse) -> Part:
        """A waiver that waives nothing, or no longer."""
        state = say(f"waiver_{waiver.status}", self._lang, expiry=waiver.expiry.isoformat())
        words = " · ".join(
            filter(None, (say("about_waiver", self._lang), waiver.code, waiver.project, state, waiver.note))
        )
        source, _, line = waiver.place.rpartition(":")
        return {
            "level": "warning",
            "message": {"text": plain(words)},
            "locations": [{"physicalLocation": _physical(source, int(line))}],
        }


def _physical(source: str, line: int | None) -> Part:
    """A place in a file, whose path is written as a URI."""
    absolute = source not in _STREAMS and PurePath(source).is_absolute()
    path = quote(PurePath(source).as_posix(), errors="replace")
    place: Part = {"artifactLocation": {"uri": f"file://{path}" if absolute else path}}
    if line is not None:
        place["region"] = {"startLine": line}
    return place


def _each_once(pieces: Iterable[Evidence]) -> Mapping[str, None]:
    """The pointers in their order; the root, which has no name of its own, as ``/``."""
    return dict.fromkeys(plain(piece.pointer) or "/" for piece in pieces)


def _fingerprint(*parts: str) -> str:
    return sha256("\x1f".join(parts).encode("utf-8", "backslashreplace")).hexdigest()
