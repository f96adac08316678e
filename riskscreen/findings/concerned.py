"""Findings on projects told again on the organisations they concern: one finding for each organisation and rule.

They say where somebody stood, not what somebody did; a project's score is made without them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from riskscreen.engines.base import Outcome
from riskscreen.findings.explain import Dossier, Explainer
from riskscreen.model.report import Evidence, Finding, Language

_IDENTIFIERS_SHOWN = 5
_ON_ONE = {"en": "{first}: {message}", "zh": "{first}：{message}"}
_ON_MANY = {
    "en": "In {count} projects ({listed}). {first}: {message}",
    "zh": "涉及{count}个项目（{listed}）。{first}：{message}",
}
_AND_MORE = {"en": "{listed} and {more} more", "zh": "{listed}等"}
_BETWEEN = {"en": ", ", "zh": "、"}


class _Told(NamedTuple):
    """What a finding on a project says of one organisation; ``project`` is the project as the report calls it."""

    project: str
    finding: Finding


class ConcernedOrganisations:
    """Collects, project by project, the organisations that findings concern."""

    def __init__(self, lang: Language) -> None:
        self._lang = lang
        self._told: dict[str, dict[str, list[_Told]]] = {}

    def note(self, explainer: Explainer, dossier: Dossier, outcome: Outcome, finding: Finding) -> None:
        """Take in a finding on a project."""
        for identifier, own in explainer.concerned(dossier, outcome, finding):
            told = _Told(dossier.background.materials[0].project, own)
            self._told.setdefault(identifier, {}).setdefault(explainer.rule.full_name, []).append(told)

    def findings(self) -> Iterator[tuple[str, list[Finding]]]:
        """Each organisation's identifier with its findings, by rule."""
        for identifier, by_rule in self._told.items():
            yield identifier, [self._together(by_rule[rule]) for rule in sorted(by_rule)]

    def _together(self, told: Sequence[_Told]) -> Finding:
        """One finding of those that a rule makes on several projects; waived if every one of them is."""
        head = next((each for each in told if each.finding.waiver is None), told[0])
        return head.finding.model_copy(
            update={
                "share": 0.0,
                "message": self._message(head, [each.project for each in told]),
                "evidence": [piece for each in sorted(told, key=lambda each: each.project) for piece in _placed(each)],
                "what_if": None,
            }
        )

    def _message(self, head: _Told, projects: Sequence[str]) -> str:
        first, message = head.project, head.finding.message
        if len(projects) == 1:
            return _ON_ONE[self._lang].format(first=first, message=message)
        listed = _BETWEEN[self._lang].join(projects[:_IDENTIFIERS_SHOWN])
        if (more := len(projects) - _IDENTIFIERS_SHOWN) > 0:
            listed = _AND_MORE[self._lang].format(listed=listed, more=more)
        return _ON_MANY[self._lang].format(count=len(projects), listed=listed, first=first, message=message)


def _placed(told: _Told) -> Iterator[Evidence]:
    """The evidence with the project it stands in, which is left out in findings on the project itself."""
    for piece in told.finding.evidence:
        yield piece if piece.project is not None else piece.model_copy(update={"project": told.project})
