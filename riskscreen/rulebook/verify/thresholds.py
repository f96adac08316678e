"""Tests that cannot turn out both ways: thresholds out of a field's range, lists that hold every value."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from riskscreen.facts.vocabulary import VOCABULARY
from riskscreen.lang.tree import Compare, FieldRef, Literal, MeasureTest, Member
from riskscreen.lang.vocabulary import DECIMAL_PLACES, Field, Kind
from riskscreen.rulebook.book import Rule
from riskscreen.rulebook.verify.atoms import Atom, AtomPlaces, Test, atoms
from riskscreen.rulebook.verify.findings import SEEN_BY_READING, Finding, Undecided
from riskscreen.rulebook.verify.trial import Claim
from riskscreen.rulebook.verify.wording import number_text, shown
from riskscreen.rulebook.verify.workshop import Workshop

_WHOLE = 10 ** DECIMAL_PLACES[Kind.SHARE]


def constant_tests(workshop: Workshop, rule: Rule, places: AtomPlaces) -> Iterator[Finding | Undecided]:
    """Every test of the rule that is never true, or never false."""
    for atom in dict.fromkeys(atoms(rule.query)):
        if not _is_yes_or_no(atom) and not _is_bound(atom, rule.query.subject):
            yield from _one_sided(workshop, rule, atom, places)


def unusual_shares(rule: Rule, places: AtomPlaces) -> Iterator[Finding]:
    """Shares compared with a number beyond 0 and 1, which the field can reach but hardly was meant to."""
    for atom in dict.fromkeys(atoms(rule.query)):
        if _is_beyond_whole(atom.test):
            message = f"{_named(atom, places)}: shares are written 0 to 1, so that 50 % is 0.5"
            place = places.location(atom)
            yield Finding("note", "unusual-share", (rule.full_name,), place, message, no_witness=SEEN_BY_READING)


def _is_beyond_whole(test: Test) -> bool:
    if not isinstance(test, Compare) or not isinstance(test.right, Literal) or test.right.kind is not Kind.SHARE:
        return False
    return not 0 <= int(test.right.value) <= _WHOLE


def _one_sided(workshop: Workshop, rule: Rule, atom: Atom, places: AtomPlaces) -> Iterator[Finding | Undecided]:
    for truth in (True, False):
        claim = Claim(flagged=(atom.query(rule.query, truth),))
        if workshop.seen(claim):
            continue
        answer = workshop.ask(claim)
        word = "true" if truth else "false"
        names, place = (rule.full_name,), places.location(atom)
        if answer.proved:
            message = f"{_named(atom, places)} can never be {word}{_range(atom, rule.query.subject)}"
            yield Finding("error", "never-true" if truth else "always-true", names, place, message)
        elif answer.open:
            question = f"whether {_named(atom, places)} can be {word}"
            yield Undecided(names, place, question, answer.reason, answer.unwritten)


def _is_yes_or_no(atom: Atom) -> bool:
    """A yes/no field by itself: it has no threshold, and some are only ever known to be true."""
    test = atom.test
    return isinstance(test, Compare) and isinstance(test.right, Literal) and test.right.kind is Kind.BOOL


def _is_bound(atom: Atom, subject: str) -> bool:
    """A test that stands beside another one because the field may be known within bounds only."""
    test = atom.test
    if not isinstance(test, Compare) or test.left.relation == subject:
        return False
    declared = VOCABULARY[subject].by_name[test.left.relation].fields
    return any(test.left.field in (field.least, field.most) for field in declared)


def _named(atom: Atom, places: AtomPlaces) -> str:
    param = places.param(atom)
    return f"`{shown(atom.test)}` (${param})" if param else f"`{shown(atom.test)}`"


def _range(atom: Atom, subject: str) -> str:
    """The values that the field can have, as far as it declares them."""
    test = atom.test
    if isinstance(test, MeasureTest):
        return ""
    if isinstance(test, Member):
        return f": the list holds every value of {test.field.field}"
    declared = _declared(test.left, subject)
    if declared.lowest is None:
        return ""
    lowest = number_text(Decimal(declared.lowest).scaleb(-DECIMAL_PLACES[declared.kind]))
    if declared.highest is None:
        return f": {declared.name} is at least {lowest}"
    highest = number_text(Decimal(declared.highest).scaleb(-DECIMAL_PLACES[declared.kind]))
    return f": {declared.name} lies between {lowest} and {highest}"


def _declared(ref: FieldRef, subject: str) -> Field:
    of = VOCABULARY[subject]
    return (of.root if ref.relation == subject else of.by_name[ref.relation]).fields[ref.index]
