"""Judging the examples of every rule by everything it could have said instead."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from riskscreen.engines.base import EngineRule, Verdict
from riskscreen.engines.reference import ReferenceEngine
from riskscreen.errors import Fault, Location
from riskscreen.facts.case import Case
from riskscreen.facts.vocabulary import VOCABULARY
from riskscreen.lang.compile import RuleProblems, compile_rule
from riskscreen.lang.tree import Query
from riskscreen.rulebook.book import Rule, Rulebook
from riskscreen.rulebook.given import given_case
from riskscreen.rulebook.mutation.same import why_same
from riskscreen.rulebook.mutation.texts import Variant, variants


@dataclass(frozen=True, slots=True)
class Counts:
    """How many changes of a rule were tried, noticed by an example, and shown to change no verdict."""

    tried: int
    noticed: int
    no_matter: int

    @property
    def unnoticed(self) -> int:
        """How many changes could matter and are noticed by no example."""
        return self.tried - self.noticed - self.no_matter

    def __add__(self, other: Counts) -> Counts:
        return Counts(self.tried + other.tried, self.noticed + other.noticed, self.no_matter + other.no_matter)


@dataclass(frozen=True, slots=True, order=True)
class NoMatter:
    """A change of a rule that changes no verdict: where, what, and the argument that shows it."""

    location: Location
    what: str
    why: str


@dataclass(frozen=True, slots=True)
class MutationReport:
    """What changing the rules showed: counts by full name, the changes that do not matter, and a fault for every
    change that no example notices, both in order of their places.
    """

    rules: Mapping[str, Counts]
    no_matter: tuple[NoMatter, ...]
    faults: tuple[Fault, ...]

    @property
    def total(self) -> Counts:
        """All rules together."""
        return sum(self.rules.values(), Counts(0, 0, 0))


def run_mutations(rulebook: Rulebook) -> MutationReport:
    """Change every rule in one place at a time, and see whether the verdict of one of its examples changes.

    The rule book must have been loaded with examples and without a policy. Changes that the language refuses are not
    counted: such a rule would not load.
    """
    rules: dict[str, Counts] = {}
    no_matter: list[NoMatter] = []
    faults: list[Fault] = []
    for rule in rulebook.rules:
        given = [given_case(rule.file.subject, example, rulebook.taxonomy) for example in rule.examples]
        cases = [case for case in given if case is not None]
        stated = _verdicts(rule.query, cases)
        tried = 0
        silent = []
        for variant, query in _accepted(rule):
            tried += 1
            if _verdicts(query, cases) == stated:
                silent.append((variant, variant.no_matter or why_same(rule.query, query)))
        explained = [NoMatter(_location(rule, variant), variant.what, why) for variant, why in silent if why]
        faults += [_unnoticed(rule, variant) for variant, why in silent if not why]
        no_matter += explained
        rules[rule.full_name] = Counts(tried, tried - len(silent), len(explained))
    return MutationReport(rules, tuple(sorted(no_matter)), tuple(sorted(faults)))


def _accepted(rule: Rule) -> Iterator[tuple[Variant, Query]]:
    for variant in variants(rule.file, rule.query, rule.params):
        try:
            yield variant, compile_rule(variant.text, VOCABULARY).query
        except RuleProblems:
            continue


def _verdicts(query: Query, cases: Sequence[Case]) -> list[Verdict]:
    engine = ReferenceEngine([EngineRule("", query)])
    return [evaluation.outcomes[0].verdict for evaluation in engine.evaluate(cases)]


def _unnoticed(rule: Rule, variant: Variant) -> Fault:
    message = f"{variant.what}: no example notices; add one whose verdict it changes"
    return Fault(_location(rule, variant), "unnoticed-change", message)


def _location(rule: Rule, variant: Variant) -> Location:
    return rule.source.location(variant.path, variant.column - 1 if variant.column else None)
