"""Verifying a rule book: every question about every rule, within a given time."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from riskscreen.engines.reference import ReferenceEngine
from riskscreen.errors import Location
from riskscreen.facts.case import Case
from riskscreen.lang.parts import relations_named
from riskscreen.model.rule import RuleFile
from riskscreen.rulebook.book import Rule, Rulebook
from riskscreen.rulebook.given import given_case
from riskscreen.rulebook.verify.atoms import AtomPlaces
from riskscreen.rulebook.verify.branches import dead_branches
from riskscreen.rulebook.verify.dated import dated_by_proof, dated_by_reading
from riskscreen.rulebook.verify.findings import Finding, Undecided, Verification
from riskscreen.rulebook.verify.overlaps import overlaps
from riskscreen.rulebook.verify.search import Clock
from riskscreen.rulebook.verify.single import (
    ALWAYS_FLAGS,
    CLEAR_OR_NOT,
    FLAGGED_OR_NOT,
    NEVER_CLEAR,
    NEVER_FLAGS,
    single,
)
from riskscreen.rulebook.verify.thresholds import constant_tests, unusual_shares
from riskscreen.rulebook.verify.workshop import Workshop


def verify(rulebook: Rulebook, *, seconds: float, today: date) -> Verification:
    """Everything that can be proved about the rules in ``seconds``, and all that could not be decided.

    ``today`` tells dated values that are not yet in force. Examples, where the rule book was loaded with them, save
    the solver many questions.
    """
    workshop = Workshop([rule.query for rule in rulebook.rules], rulebook.taxonomy, Clock(seconds))
    for rule in rulebook.rules:
        for case in _example_cases(rule, rulebook):
            workshop.keep(case)
    found = [item for rule in rulebook.rules for item in _of_one(workshop, rule, rulebook, today)]
    idle = _first_named(found, (NEVER_FLAGS, FLAGGED_OR_NOT))
    busy = _first_named(found, (ALWAYS_FLAGS, NEVER_CLEAR, CLEAR_OR_NOT))
    for rules in _by_subject(rulebook.rules).values():
        found += overlaps(workshop, rules, idle, busy)
    findings = sorted((item for item in found if isinstance(item, Finding)), key=_order)
    open_questions = (_about_its_rule(item, rulebook) for item in found if isinstance(item, Undecided))
    undecided = sorted(open_questions, key=lambda item: item.location)
    return Verification(len(rulebook.rules), tuple(_presentable(findings, rulebook)), tuple(undecided))


def _about_its_rule(question: Undecided, rulebook: Rulebook) -> Undecided:
    """The question with those of the unwritten facts that its rule itself reads, if it reads any of them."""
    read = {*relations_named(rulebook.rule(question.rules[0]).query)}
    own = tuple(fact for fact in question.unwritten if fact.partition(".")[0] in read)
    return replace(question, unwritten=own or question.unwritten)


def _first_named(found: Iterable[Finding | Undecided], what: Sequence[str]) -> frozenset[str]:
    """The rules of findings with these codes, and of these open questions."""
    return frozenset(
        item.rules[0] for item in found if (item.code if isinstance(item, Finding) else item.question) in what
    )


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


def _example_cases(rule: Rule, rulebook: Rulebook) -> Iterator[Case]:
    if isinstance(rule.file, RuleFile):
        for example in rule.examples:
            case = given_case(rule.file.subject, example, rulebook.taxonomy)
            if case is not None:
                yield case


def _by_subject(rules: Iterable[Rule]) -> Mapping[str, list[Rule]]:
    groups: dict[str, list[Rule]] = {}
    for rule in rules:
        groups.setdefault(rule.file.subject, []).append(rule)
    return groups


def _order(finding: Finding) -> tuple[bool, Location, str, str]:
    return finding.severity == "note", finding.location, finding.code, finding.message


def _presentable(findings: Sequence[Finding], rulebook: Rulebook) -> Iterator[Finding]:
    """The findings with the verdicts on their witnesses, whose records get identifiers that differ from each other."""
    names: Counter[str] = Counter()
    for finding in findings:
        if finding.witness is None:
            yield finding
            continue
        rules = [rulebook.rule(name) for name in finding.rules]
        name = "-".join((finding.code, *(rule.code for rule in rules)))
        names[name] += 1
        name = name if names[name] == 1 else f"{name}-{names[name]}"
        outcomes = ReferenceEngine([rule.engine_rule for rule in rules]).judge(finding.witness.case).outcomes
        verdicts = {rule.full_name: outcome.verdict for rule, outcome in zip(rules, outcomes, strict=True)}
        witness = replace(finding.witness, records=_with_ids(finding.witness.records, name))
        yield replace(finding, witness=witness, verdicts=verdicts, name=name)


def _with_ids(records: Sequence[dict[str, Any]], name: str) -> tuple[dict[str, Any], ...]:
    if len(records) == 1:
        return ({**records[0], "id": name},)
    return tuple({**record, "id": f"{name}-{number}"} for number, record in enumerate(records, start=1))
