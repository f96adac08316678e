"""From an engine's outcome to what a report says of it: findings with their reasons, and unknowns with theirs."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Any

from riskscreen.engines.base import Binding, Outcome
from riskscreen.findings.background import Background
from riskscreen.findings.doubts import Doubter, Doubts
from riskscreen.findings.evidence import Exhibits
from riskscreen.findings.grounds import GroundsFinder
from riskscreen.findings.messages import Speaker, Template, template
from riskscreen.findings.unknowns import Gaps, Wants, gap
from riskscreen.findings.view import Cell, Reading, View
from riskscreen.findings.waivers import waiver_note
from riskscreen.findings.what_if import what_if
from riskscreen.findings.wording import at_least, known, within
from riskscreen.lang.tree import Alternative
from riskscreen.lang.vocabulary import Field, Value, decode
from riskscreen.model.report import CitedPlace, Cohort, Finding, Language, Unknown, WaiverNote, WhatIf
from riskscreen.model.rule import Texts

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from riskscreen.engines.concerned import Concerned, ConcernFinder
    from riskscreen.model.sources import SourceEntry
    from riskscreen.model.waiver import Waiver
    from riskscreen.rulebook.book import Rule


_REMEMBERED = 256
_SMALL_SAMPLE = Texts(
    en="the batch gives {size} values to compare with, and {least} are needed",
    zh="可供比较的样本只有{size}个，至少需要{least}个",
)


class Dossier:
    """All that is said of one case draws on this; each part of it is worked out once for all rules."""

    def __init__(self, background: Background, lang: Language, what_if: bool = False) -> None:
        self.background = background
        self.lang = lang
        self.what_if = what_if

    @cached_property
    def exhibits(self) -> Exhibits:
        """The input values, for evidence."""
        return Exhibits(self.background)

    @cached_property
    def speaker(self) -> Speaker:
        """What values are called, for messages."""
        return Speaker(self.background, self.lang)

    @cached_property
    def gaps(self) -> Gaps:
        """What is not there, for unknowns on a project."""
        return Gaps(self.background)


@dataclass(frozen=True, slots=True)
class Explainer:
    """Explains one rule's outcomes in one language. ``head`` and ``fixed`` are what all of them say alike.

    ``waits_for`` says what is wanted; many projects want the same.
    """

    rule: Rule
    reading: Reading
    template: Template
    doubter: Doubter
    waits_for: Callable[[Wants], Unknown]
    grounds: GroundsFinder
    concerns: ConcernFinder
    head: Mapping[str, Any]
    fixed: Mapping[str, Any]

    def finding(
        self, dossier: Dossier, outcome: Outcome, share: Decimal = Decimal(0), waiver: Waiver | None = None
    ) -> Finding:
        """The finding of a flagged rule on a project."""
        note = None if waiver is None else waiver_note(waiver, dossier.background.materials[0].privacy)
        return self._finding(dossier, outcome.bindings, share, waiver=note)

    def batch_findings(self, dossier: Dossier, outcome: Outcome) -> list[Finding]:
        """The findings of a flagged rule on a batch: one for each cohort it is true of."""
        return [
            self._finding(dossier, (binding,), Decimal(0), cohort=self._cohort(dossier, binding))
            for binding in outcome.bindings
        ]

    def concerned(self, dossier: Dossier, outcome: Outcome, finding: Finding) -> Iterator[tuple[str, Finding]]:
        """The organisations that a finding on a project concerns, each with the finding as far as it concerns it."""
        if not self.rule.compiled.concerns:
            return
        case = dossier.background.case
        for identifier, concerned in self.concerns.organisations(case, outcome.bindings).items():
            whole = len(concerned.bindings) == len(outcome.bindings)
            yield identifier, self._about(dossier, concerned, finding, finding.message if whole else None)

    def _about(self, dossier: Dossier, concerned: Concerned, finding: Finding, message: str | None) -> Finding:
        """The finding as far as it concerns one organisation, with where that is named; ``message`` if it is known."""
        view = View(self.reading, dossier.background.case)
        grounds = self.grounds.grounds(view, concerned.bindings)
        cells = grounds.cells | {Cell(*place) for place in concerned.named_in}
        return finding.model_copy(
            update={
                "message": message or dossier.speaker.message(self.template, view, concerned.bindings),
                "evidence": dossier.exhibits.behind(replace(grounds, cells=cells)),
            }
        )

    def unknown(self, dossier: Dossier) -> Unknown:
        """What an undecided rule waits for on a project. Too small a sample is the reason as long as there is one."""
        found, gaps = self.doubter.doubts(dossier.background.case), dossier.gaps
        told = None if gaps.shape is None else found.told.get(gaps.shape)
        if told is None:
            told = self._unknown(found, dossier)
            if gaps.shape is not None and gaps.told_by_shape(found) and len(found.told) < _REMEMBERED:
                found.told[gaps.shape] = told
        return told

    def _unknown(self, found: Doubts, dossier: Dossier) -> Unknown:
        if found.samples:
            size, least = max(found.samples)
            note = _SMALL_SAMPLE.in_language(dossier.lang).format(size=size, least=least)
            return Unknown(**self.head, reason="sample", missing=(), note=note)
        return self.waits_for(dossier.gaps.wants(found))

    def _finding(
        self,
        dossier: Dossier,
        bindings: Sequence[Binding],
        share: Decimal,
        *,
        cohort: Cohort | None = None,
        waiver: WaiverNote | None = None,
    ) -> Finding:
        view = View(self.reading, dossier.background.case)
        message = dossier.speaker.message(self.template, view, bindings)
        return Finding(
            **self.head,
            **self.fixed,
            share=float(share),
            message=message if cohort is None else message + self._narrowed(dossier, view, bindings[0]),
            evidence=dossier.exhibits.behind(self.grounds.grounds(view, bindings)),
            cohort=cohort,
            waiver=waiver,
            what_if=self._what_if(dossier),
        )

    def _narrowed(self, dossier: Dossier, view: View, binding: Binding) -> str:
        """What is added to a message where the policy compares within less than the rule's text says."""
        alternative: Alternative = self.rule.query.alternatives[binding[0]]
        if alternative.statistic is None:
            return ""
        relation, position, _ = view.bind(alternative, binding[1])[alternative.statistic.variable]
        background = dossier.background
        privacy = background.materials[0].privacy
        added = [
            (key, background.labels.get(str(value)) or privacy.identifier(str(value)))
            for key, value in _added_keys(background, relation, position)
        ]
        return within(added, dossier.lang) if added else ""

    def _what_if(self, dossier: Dossier) -> WhatIf | None:
        if not dossier.what_if or self.rule.file.kind == "protective":
            return None
        return what_if(self.reading, dossier.background, dossier.speaker, dossier.lang)

    def _cohort(self, dossier: Dossier, binding: Binding) -> Cohort | None:
        """The group that a batch finding compares within: the row whose statistic it reports."""
        background = dossier.background
        view = View(self.reading, background.case)
        alternative: Alternative = self.rule.query.alternatives[binding[0]]
        statistic, sample = alternative.statistic, alternative.sample
        if statistic is None or sample is None:
            return None
        bound = view.bind(alternative, binding[1])
        relation, position, row = bound[statistic.variable]
        if row is None:
            return None
        fields, size = background.relation(relation).fields, view.value(sample.size, bound)
        exact, least = row[statistic.index], background.relation(relation).index(fields[statistic.index].least)
        value = exact if exact is not None or least is None else row[least]  # or the lower bound that the flag rests on
        held = [(key.name, row[index]) for index, key in enumerate(fields) if key.cohort]
        keys = [key for key in held if key[1] is not None]  # or the policy does not group by it
        keys += _added_keys(background, relation, position)
        privacy = background.materials[0].privacy
        return Cohort(
            by={name: privacy.identifier(key) if isinstance(key, str) else key for name, key in keys},
            n=int(size or 0),
            statistic=statistic.field,
            value=None if value is None else float(decode(value, statistic.kind)),  # type: ignore[arg-type]  # a number
            words=_statistic_words(fields[statistic.index], value, exact is None, self.template, dossier.lang),
        )


def _added_keys(background: Background, relation: str, position: int) -> list[tuple[str, str | int]]:
    """The keys that a policy adds to those of a row, with their values."""
    rows = background.case.cohorts.get(relation, ())
    return list(rows[position].items()) if rows else []


def explainer(rule: Rule, sources: Mapping[str, SourceEntry], lang: Language) -> Explainer:
    """The explainer of a rule, with its texts in one language and its citations resolved."""
    file = rule.file
    citations = [
        CitedPlace(
            source=cite.source,
            at=cite.at,
            reference=sources[cite.source].reference.in_language(lang),
            note=None if cite.note is None else cite.note.in_language(lang),
        )
        for cite in file.cites
    ]
    texts = {name: getattr(file, name).in_language(lang) for name in ("rationale", "innocent", "verify", "remedy")}
    fixed = {name: getattr(file, name) for name in ("stage", "severity", "mechanism", "status")}
    head = {"code": rule.code, "pack": rule.pack, "kind": file.kind, "title": file.title.in_language(lang)}
    reading = Reading(rule.query)
    return Explainer(
        rule=rule,
        reading=reading,
        template=template(rule, lang),
        doubter=Doubter(reading),
        waits_for=_waits_for(head, lang),
        grounds=GroundsFinder(reading),
        concerns=rule.concern_finder,
        head=head,
        fixed={**fixed, **texts, "verdict": "flagged", "citations": citations},
    )


def _waits_for(head: Mapping[str, Any], lang: Language) -> Callable[[Wants], Unknown]:
    @lru_cache(maxsize=_REMEMBERED)
    def unknown(wants: Wants) -> Unknown:
        found = gap(wants, lang)
        return Unknown(**head, reason=found.reason, missing=found.missing, note=found.note)

    return unknown


def _statistic_words(
    field: Field, value: Value | None, lower_bound: bool, template: Template, lang: Language
) -> str | None:
    if value is None:
        return None
    written = known(value, field.kind, lang, template.thresholds)
    return (
        f"{field.label.zh if lang == 'zh' else field.label.en} = {at_least(written, lang) if lower_bound else written}"
    )
