"""Tests that cannot turn out both ways: thresholds out of a field's range, lists that hold every value."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from riskscreen.facts.vocabulary import PROJECT, VOCABULARY
from riskscreen.lang.tree import Compare, FieldRef, Literal, MeasureTest, Member, Query
from riskscreen.lang.vocabulary import DECIMAL_PLACES, Kind
from riskscreen.rulebook.book import Rule
from riskscreen.rulebook.verify.atoms import Atom, AtomPlaces, Test, atoms
from riskscreen.rulebook.verify.findings import Finding, Undecided
from riskscreen.rulebook.verify.record_types import leaf_at
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
            yield Finding("note", "unusual-share", (rule.full_name,), places.location(atom), message)


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
            message = f"{_named(atom, places)} can never be {word}{_range(atom, rule.query)}"
            why = "nothing can show what never happens"
            yield Finding("error", _code(atom), names, place, message, no_witness=why)
        elif answer.open:
            yield Undecided(names, place, f"whether {_named(atom, places)} can be {word}", answer.reason)


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


def _code(atom: Atom) -> str:
    test = atom.test
    numeric = isinstance(test, Compare) and isinstance(test.right, Literal) and test.right.kind in DECIMAL_PLACES
    return "threshold-out-of-range" if numeric or isinstance(test, MeasureTest) else "constant-test"


def _named(atom: Atom, places: AtomPlaces) -> str:
    param = places.param(atom)
    return f"`{shown(atom.test)}` (${param})" if param else f"`{shown(atom.test)}`"


def _range(atom: Atom, query: Query) -> str:
    """The values that the field can have, where the record says so."""
    if isinstance(atom.test, MeasureTest):
        return ""
    ref = atom.test.left if isinstance(atom.test, Compare) else atom.test.field
    if isinstance(atom.test, Member):
        return f": the list holds every value of {ref.field}"
    return _stated_range(ref, query.subject)


def _stated_range(ref: FieldRef, subject: str) -> str:
    if subject != PROJECT.name:
        return ""
    of_root = ref.relation == PROJECT.name
    declared = PROJECT.root if of_root else PROJECT.by_name[ref.relation]
    inputs = declared.fields[ref.index].inputs
    if len(inputs) != 1 or not (of_root or len(declared.list_at) == 1):
        return ""
    leaf = leaf_at(inputs[0] if of_root else f"{declared.list_at[0]}/*{inputs[0]}")
    if leaf is None or not leaf.holds(ref.kind) or (leaf.least is None and leaf.most is None):
        return ""
    least, most = ("" if bound is None else number_text(Decimal(bound)) for bound in (leaf.least, leaf.most))
    limits = " and ".join(
        part for part in (f"at least {least}" if least else "", f"at most {most}" if most else "") if part
    )
    return f": {ref.field} is {limits}"
