"""Findings that an office has accepted for a time, and what became of each such waiver."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from riskscreen.errors import suggestion
from riskscreen.findings.privacy import Privacy
from riskscreen.model.report import Language, ProjectReport, WaiverNote, WaiverUse
from riskscreen.model.rule import Texts
from riskscreen.model.waiver import Waiver
from riskscreen.rulebook.book import Rule
from riskscreen.rulebook.waivers import WaiverEntry

_NO_RULE = Texts(en="no such rule is in force", zh="没有生效的同名规则")
_NO_PROJECT = Texts(en="no project screened has this id", zh="筛查的项目中没有此编号")
_NOT_FLAGGED = Texts(en="the rule does not flag this project", zh="该规则未对此项目作出标记")
_STILL_FLAGGED = Texts(en="the finding counts again", zh="相应发现已重新计分")


class Waivers:
    """The waivers of a screener. A waiver holds up to and on its last day."""

    def __init__(self, entries: Sequence[WaiverEntry]) -> None:
        self._entries = entries
        self._by_project: dict[str, list[WaiverEntry]] = {}
        for entry in entries:
            self._by_project.setdefault(entry.waiver.project, []).append(entry)

    def name(self, project: str) -> bool:
        """Whether any of them is about a project."""
        return project in self._by_project

    def holding(self, project: str, day: date) -> list[WaiverEntry]:
        """The waivers that hold for a project on a day."""
        return [entry for entry in self._by_project.get(project, ()) if day <= entry.waiver.expiry]

    def uses(
        self,
        reports: Mapping[str, ProjectReport],
        rules: Sequence[Rule],
        day: date,
        privacy: Privacy,
        lang: Language,
    ) -> list[WaiverUse]:
        """What became of each waiver, in the order of the file.

        ``reports``: those of the projects screened that they name, by the ids in their records; ``rules``: those in
        force.
        """
        uses = []
        for entry in self._entries:
            status, note = "used", None
            project = reports.get(entry.waiver.project)
            flagged = project is not None and any(entry.names(f"{each.pack}/{each.code}") for each in project.findings)
            if not any(entry.names(rule.full_name) for rule in rules):
                hint = suggestion(entry.waiver.code, [rule.code for rule in rules]) if lang == "en" else ""
                status, note = "unused", _NO_RULE.in_language(lang) + hint
            elif project is None:
                status, note = "unused", _NO_PROJECT.in_language(lang)
            elif not flagged:
                status, note = "unused", _NOT_FLAGGED.in_language(lang)
            if day > entry.waiver.expiry:
                status, note = "expired", _STILL_FLAGGED.in_language(lang) if flagged else note
            uses.append(
                WaiverUse(
                    code=entry.waiver.code,
                    project=privacy.identifier(entry.waiver.project),
                    author=privacy.text(entry.waiver.author),
                    expiry=entry.waiver.expiry,
                    status=status,
                    place=entry.place,
                    note=note,
                )
            )
        return uses


def waiver_note(waiver: Waiver, privacy: Privacy) -> WaiverNote:
    """What a waived finding says of its waiver."""
    return WaiverNote(
        author=privacy.text(waiver.author),
        reason=privacy.text(waiver.reason),
        expiry=waiver.expiry,
        evidence=[privacy.text(each) for each in waiver.evidence],
    )
