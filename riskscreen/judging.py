"""Rules made ready to judge: what engines run, what explains their verdicts, and which form of data supports what."""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import product
from pathlib import Path

from riskscreen.engines.base import Outcome, Verdict
from riskscreen.engines.reference import ReferenceEngine
from riskscreen.errors import UsageError
from riskscreen.facts.vocabulary import PROJECT, VOCABULARY
from riskscreen.findings.explain import Explainer, explainer
from riskscreen.findings.support import NATIVE, OCDS, needs
from riskscreen.model.policy import Policy
from riskscreen.model.report import Language, Unsupported
from riskscreen.rulebook.book import Rule, Rulebook
from riskscreen.rulebook.load import load_rulebook, only_packs, packs_in_force
from riskscreen.scoring import Judged


@dataclass(frozen=True, slots=True)
class RuleChoices:
    """What a caller says of rules; see :func:`riskscreen.rulebook.load.load_rulebook`."""

    packs: Sequence[str] | None = None
    rules_dir: Path | None = None
    policy: Policy | Path | None = None
    overrides: Mapping[str, str] = field(default_factory=dict)


class Rulebooks:
    """The rules in force for each form of data: those chosen, or else the packs that suit the form.

    ``given``: rules that are loaded already, in force for every form.
    """

    def __init__(self, choices: RuleChoices, given: Rulebook | None) -> None:
        self._choices = choices
        self._for_ocds: Rulebook | None = given
        if given is not None:
            self.default = given
            return
        try:
            self.default = self._load(NATIVE)
        except UsageError:
            # a setting may be meant for a rule that is in force for OCDS only
            self._for_ocds = self._load(OCDS)
            self.default = only_packs(self._for_ocds, self._packs(NATIVE))

    def of(self, forms: Set[str]) -> Rulebook:
        """The rules for data of these forms."""
        if OCDS not in forms:
            return self.default
        if self._for_ocds is None:
            packs = self._packs(OCDS)
            self._for_ocds = self.default if packs == frozenset(self.default.packs) else self._load(OCDS)
        return self._for_ocds

    def packs_of(self, form: str) -> frozenset[str]:
        """The packs in force for a form."""
        return frozenset(self.of({form}).packs)

    def _load(self, form: str) -> Rulebook:
        choices = self._choices
        return load_rulebook(choices.packs, choices.rules_dir, choices.policy, choices.overrides, form=form)

    def _packs(self, form: str) -> frozenset[str]:
        return frozenset(packs_in_force(self._choices.packs, self._choices.rules_dir, self._choices.policy, form))


class Judges:
    """The rules of a rulebook, ready to judge and to explain in one language."""

    def __init__(self, rulebook: Rulebook, lang: Language) -> None:
        self.rulebook = rulebook
        explainers = [explainer(rule, rulebook.sources, lang) for rule in rulebook.rules]
        self.explainers: dict[str, list[Explainer]] = {subject: [] for subject in VOCABULARY}
        for each in explainers:
            self.explainers[each.rule.query.subject].append(each)
        self.judged_ways = [_judged_ways(each.rule) for each in self.explainers[PROJECT.name]]
        self.labels = {
            category.code: category.title.zh if lang == "zh" else category.title.en
            for category in rulebook.taxonomy.categories
        }
        self.engine_rules = [rule.engine_rule for rule in rulebook.rules]
        self.reference = ReferenceEngine(self.engine_rules)
        self._lacking: dict[str, Mapping[str, tuple[str, ...]]] = {}
        self._supported: dict[str, list[bool]] = {}

    @cached_property
    def by_name(self) -> Mapping[str, Rule]:
        """The rules by full name."""
        return {rule.full_name: rule for rule in self.rulebook.rules}

    def lacking(self, form: str) -> Mapping[str, tuple[str, ...]]:
        """The rules that a form of data cannot support, by full name, with the inputs each would need."""
        if form not in self._lacking:
            wanted = {
                rule.full_name: needs(rule.query, VOCABULARY[rule.query.subject], form) for rule in self.rulebook.rules
            }
            self._lacking[form] = {name: inputs for name, inputs in wanted.items() if inputs is not None}
        return self._lacking[form]

    def unsupported_by_all(self, forms: Set[str]) -> frozenset[str]:
        """The rules that none of these forms supports, by full name."""
        return frozenset.intersection(*(frozenset(self.lacking(form)) for form in forms)) if forms else frozenset()

    def told(self, form: str, outcomes: Sequence[Outcome]) -> list[tuple[Explainer, Outcome, Judged]]:
        """The outcomes on a project in a form that count: those of rules that the form supports."""
        if form not in self._supported:
            lacking = self.lacking(form)
            self._supported[form] = [each.rule.full_name not in lacking for each in self.explainers[PROJECT.name]]
        of_projects = zip(self.explainers[PROJECT.name], outcomes, self.judged_ways, self._supported[form], strict=True)
        return [
            (each, outcome, ways[outcome.verdict, outcome.in_scope])
            for each, outcome, ways, supported in of_projects
            if supported
        ]

    def unsupported(self, form: str, packs: frozenset[str]) -> list[Unsupported]:
        """The rules of some packs that a form cannot support, as a report lists them."""
        rules = ((self.by_name[name], inputs) for name, inputs in self.lacking(form).items())
        return [
            Unsupported(code=rule.code, pack=rule.pack, form=form, needs=list(inputs))
            for rule, inputs in rules
            if rule.pack in packs
        ]


def _judged_ways(rule: Rule) -> Mapping[tuple[Verdict, bool], Judged]:
    """What a rule brings into a score, by its verdict and whether it is in scope."""
    judged = Judged(
        code=rule.full_name,
        mechanism=rule.file.mechanism,
        weight=rule.weight,
        verdict=Verdict.CLEAR,
        protective=rule.file.kind == "protective",
        critical=rule.file.severity == "critical",
    )
    ways = product(Verdict, (True, False))
    return {(verdict, in_scope): replace(judged, verdict=verdict, in_scope=in_scope) for verdict, in_scope in ways}
