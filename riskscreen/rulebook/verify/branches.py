"""Parts of a rule that can never be what flags it: alternatives, and sides of an ``or``."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from riskscreen.errors import Location
from riskscreen.facts.vocabulary import VOCABULARY
from riskscreen.lang.parts import parts_of
from riskscreen.lang.tree import And, Compare, FieldRef, Formula, Op, Or, Query
from riskscreen.lang.vocabulary import Kind
from riskscreen.rulebook.book import Rule
from riskscreen.rulebook.verify.atoms import AtomPlaces, atoms
from riskscreen.rulebook.verify.findings import Finding, Undecided
from riskscreen.rulebook.verify.trial import Claim
from riskscreen.rulebook.verify.wording import shown
from riskscreen.rulebook.verify.workshop import Workshop
from riskscreen.rulebook.yaml_source import DataPath


@dataclass(frozen=True, slots=True)
class Branch:
    """A part of a rule by itself: the rule with that part in place of all its alternatives."""

    part: Formula
    alternative: int
    alone: Query


def dead_branches(workshop: Workshop, rule: Rule, places: AtomPlaces) -> Iterator[Finding | Undecided]:
    """The parts that can never be what flags the rule, which itself can be flagged."""
    for branch in branches(rule.query):
        claim = Claim(flagged=(branch.alone,))
        if workshop.seen(claim):
            continue
        answer = workshop.ask(claim)
        if answer.witness is not None:
            continue
        names, place = (rule.full_name,), _location(rule, branch, places)
        said = f"`{shown(branch.part)}`"
        if answer.proved:
            message = f"this part can never be what flags the rule: {said} never holds together with the rest"
            yield Finding("error", "dead-branch", names, place, message)
        else:
            yield Undecided(names, place, f"whether {said} can be what flags it", answer.reason, answer.unwritten)


def branches(query: Query) -> Iterator[Branch]:
    """Every alternative of several, and every side of an ``or`` that the author wrote in a condition."""
    for place, alternative in enumerate(query.alternatives):
        alone = replace(query, alternatives=(alternative,))
        if len(query.alternatives) > 1:
            yield Branch(alternative.condition, place, alone)
        for part, condition in _sides(alternative.condition, query.subject):
            yield Branch(part, place, replace(alone, alternatives=(replace(alternative, condition=condition),)))


def _sides(formula: Formula, subject: str) -> Iterator[tuple[Formula, Formula]]:
    """Each side of each ``or``, and the formula in which it stands for the whole ``or``."""
    match formula:
        case And(parts):
            for place, part in enumerate(parts):
                for side, changed in _sides(part, subject):
                    yield side, And((*parts[:place], changed, *parts[place + 1 :]))
        case Or(parts) if not is_dated(formula) and not _is_bounded(formula, subject):
            for part in parts:
                yield part, part
                yield from _sides(part, subject)


def is_dated(formula: Or) -> bool:
    """Whether an ``or`` stands for a parameter with dated values: texts have no dates, only these cases do."""
    return any(isinstance(part, Compare) and _is_from(part) for case in formula.parts for part in parts_of(case))


def _is_from(test: Compare) -> bool:
    return test.op is Op.GE and not isinstance(test.right, FieldRef) and test.right.kind is Kind.DATE


def _is_bounded(formula: Or, subject: str) -> bool:
    """Whether an ``or`` stands for a field that may be known within bounds only."""
    test = formula.parts[0]
    if not isinstance(test, Compare) or test.left.relation == subject:
        return False
    declared = VOCABULARY[subject].by_name[test.left.relation].fields[test.left.index]
    return bool(declared.least)


def _location(rule: Rule, branch: Branch, places: AtomPlaces) -> Location:
    """The text that holds the part's first test."""
    part: DataPath = ("when", "any", branch.alternative) if len(rule.query.alternatives) > 1 else ("when",)
    inside = set(parts_of(branch.part))
    first = next((atom for atom in atoms(rule.query) if atom.part == part and atom.test in inside), None)
    return rule.source.location(part) if first is None else places.text(first)
