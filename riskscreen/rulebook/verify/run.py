"""Verifying a rule book: every question about every rule, within a given time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date

from riskscreen.errors import Location
from riskscreen.facts.case import Case
from riskscreen.model.rule import RuleFile
from riskscreen.rulebook.book import Rule, Rulebook
from riskscreen.rulebook.given import given_case
from riskscreen.rulebook.verify.atoms import AtomPlaces
from riskscreen.rulebook.verify.branches import dead_branches
from riskscreen.rulebook.verify.dated import dated_by_proof, dated_by_reading
from riskscreen.rulebook.verify.findings import Finding, Undecided, Verification
from riskscreen.rulebook.verify.overlaps import overlaps
from riskscreen.rulebook.verify.search import Clock
from riskscreen.rulebook.verify.single import ALWAYS_FLAGS, NEVER_CLEAR, NEVER_FLAGS, single
from riskscreen.rulebook.verify.thresholds import constant_tests, unusual_shares
from riskscreen.rulebook.verify.workshop import Workshop

QUESTION_SECONDS = 5.0


def verify(rulebook: Rulebook, *, seconds: float, today: date) -> Verification:
    """Everything that can be proved about the rules in ``seconds``, and all that could not be decided.

    ``today`` tells dated values that are not yet in force. Examples, where the rule book was loaded with them, save
    the solver many questions.
    """
    workshop = Workshop([rule.query for rule in rulebook.rules], rulebook.taxonomy, Clock(seconds, QUESTION_SECONDS))
    for rule in rulebook.rules:
        for case in _example_cases(rule, rulebook):
            workshop.keep(case)
    found: list[Finding | Undecided] = []
    for rule in rulebook.rules:
        found += _of_one(workshop, rule, rulebook, today)
    for rules in _by_subject(rulebook.rules).values():
        found += _of_pairs(workshop, rules, found)
    findings = sorted((item for item in found if isinstance(item, Finding)), key=_order)
    undecided = sorted((item for item in found if isinstance(item, Undecided)), key=lambda item: item.location)
    return Verification(len(rulebook.rules), tuple(findings), tuple(undecided))


def _order(finding: Finding) -> tuple[bool, Location, str, str]:
    return finding.severity == "note", finding.location, finding.code, finding.message


def _example_cases(rule: Rule, rulebook: Rulebook) -> Iterator[Case]:
    if isinstance(rule.file, RuleFile):
        for example in rule.examples:
            case = given_case(rule.file.subject, example, rulebook.taxonomy)
            if case is not None:
                yield case


def _of_one(workshop: Workshop, rule: Rule, rulebook: Rulebook, today: date) -> Iterator[Finding | Undecided]:
    places = AtomPlaces(rule)
    whole = list(single(workshop, rule))
    yield from whole
    yield from constant_tests(workshop, rule, places)
    yield from unusual_shares(rule, places)
    yield from dated_by_reading(rule, rulebook.sources, today)
    if not any(isinstance(item, Finding) and item.code == NEVER_FLAGS for item in whole):
        yield from dead_branches(workshop, rule, places)
        yield from dated_by_proof(workshop, rule)


def _of_pairs(
    workshop: Workshop, rules: Sequence[Rule], found: Sequence[Finding | Undecided]
) -> list[Finding | Undecided]:
    whole = [item for item in found if isinstance(item, Finding)]
    idle = frozenset(item.rules[0] for item in whole if item.code == NEVER_FLAGS)
    busy = frozenset(item.rules[0] for item in whole if item.code in (ALWAYS_FLAGS, NEVER_CLEAR))
    return list(overlaps(workshop, rules, idle, busy))


def _by_subject(rules: Iterable[Rule]) -> Mapping[str, list[Rule]]:
    groups: dict[str, list[Rule]] = {}
    for rule in rules:
        groups.setdefault(rule.file.subject, []).append(rule)
    return groups
