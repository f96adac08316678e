"""The single tests that a rule is made of, each with where it stands in the rule's file."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from functools import partial
from typing import TypeAlias

from riskscreen.errors import Location
from riskscreen.lang.check import ParamValue
from riskscreen.lang.compile import RuleProblems
from riskscreen.lang.parts import variables_in
from riskscreen.lang.tree import (
    Absence,
    Alternative,
    And,
    Compare,
    FieldRef,
    Formula,
    MeasureTest,
    Member,
    Not,
    Or,
    Pattern,
    Query,
)
from riskscreen.lang.vocabulary import DECIMAL_PLACES, Kind
from riskscreen.rulebook.book import Rule
from riskscreen.rulebook.compiling import compile_with
from riskscreen.rulebook.yaml_source import DataPath

Test: TypeAlias = Compare | Member | MeasureTest
_Dated: TypeAlias = tuple[tuple[date, Decimal], ...]
_NO_TESTS = ("sample", "statistic")


@dataclass(frozen=True, slots=True)
class Atom:
    """A test, the rows that it is about, and the part of the rule it stands in."""

    test: Test
    patterns: tuple[Pattern, ...]
    part: DataPath

    def query(self, of: Query, truth: bool = True) -> Query:
        """A rule by itself: some rows make the test true, or false."""
        condition: Formula = self.test if truth else Not(self.test)
        return replace(of, scope=None, alternatives=(Alternative(self.patterns, condition),))


def atoms(query: Query) -> Iterator[Atom]:
    """Every test of a rule, in a fixed order; the minimum of a sample is none."""
    if query.scope is not None:
        yield from _tests(query.scope, (), ("scope",))
    for measure in query.measures:
        yield from _tests(measure.filter, (Pattern(measure.relation, measure.relation),), ("let", measure.name))
    for place, alternative in enumerate(query.alternatives):
        part: DataPath = ("when", "any", place) if len(query.alternatives) > 1 else ("when",)
        yield from _tests(alternative.condition, alternative.patterns, part)


def _tests(formula: Formula, patterns: tuple[Pattern, ...], part: DataPath) -> Iterator[Atom]:
    match formula:
        case And(parts) | Or(parts):
            for inner in parts:
                yield from _tests(inner, patterns, part)
        case Not(inner):
            yield from _tests(inner, patterns, part)
        case Absence(own, inner):
            yield from _tests(inner, (*patterns, *own), part)
        case Compare() | Member() | MeasureTest():
            named = variables_in(formula)
            yield Atom(formula, tuple(pattern for pattern in patterns if pattern.variable in named), part)


class AtomPlaces:
    """Where the tests of a rule stand in its file."""

    def __init__(self, rule: Rule) -> None:
        self._rule = rule
        self._params = _params(rule)

    def param(self, atom: Atom) -> str:
        """The name of the parameter that a test compares with, or nothing."""
        return str(self._params[atom][1]) if atom in self._params else ""

    def location(self, atom: Atom) -> Location:
        """The parameter that a test compares with, or else the text that it stands in."""
        path = self._params.get(atom)
        return self.text(atom) if path is None else self._rule.source.location(path)

    def text(self, atom: Atom) -> Location:
        """The first text in the atom's part of the rule that names its field or measure."""
        test = atom.test
        word = test.measure if isinstance(test, MeasureTest) else _field(test).field
        found = (path for path, text in _texts(self._rule, atom.part) if word in text)
        return self._rule.source.location(next(found, atom.part))


def _field(test: Compare | Member) -> FieldRef:
    return test.left if isinstance(test, Compare) else test.field


def _texts(rule: Rule, part: DataPath) -> Iterator[tuple[DataPath, str]]:
    """The texts of a part of the rule, in the order of the file."""
    value = rule.source.data
    for step in part:
        value = value[step]
    if isinstance(value, str):
        yield part, value
    elif isinstance(value, dict):
        for key in value:
            if key not in _NO_TESTS:
                yield from _texts(rule, (*part, key))


def _params(rule: Rule) -> Mapping[Atom, DataPath]:
    """The parameter's number that each test compares with, found by moving one number after the other."""
    found: dict[Atom, DataPath] = {}
    before = list(atoms(rule.query))
    for name, value in rule.params.items():
        step = Decimal(1).scaleb(-DECIMAL_PLACES[rule.compiled.placeholders[name].kind or Kind.NUMBER])
        for path, number, replaced in _numbers(name, value):
            after = _atoms_with(rule, name, replaced(number + step)) or _atoms_with(rule, name, replaced(number - step))
            found |= {old: path for old, new in zip(before, after or before, strict=True) if old.test != new.test}
    return found


def _numbers(name: str, value: ParamValue) -> Iterator[tuple[DataPath, Decimal, Callable[[Decimal], ParamValue]]]:
    """Each number of a parameter: where it stands, and the parameter with another number in its place."""
    if isinstance(value, Decimal):
        yield ("params", name, "value"), value, lambda number: number
        return
    for place, (day, dated) in enumerate(value):
        before, after = value[:place], value[place + 1 :]
        yield ("params", name, place, "value"), dated, partial(_dated, before, day, after)


def _dated(before: _Dated, day: date, after: _Dated, number: Decimal) -> ParamValue:
    return (*before, (day, number), *after)


def _atoms_with(rule: Rule, name: str, value: ParamValue) -> list[Atom]:
    """The rule's tests with another parameter; empty if the rule cannot have it."""
    try:
        return list(atoms(compile_with(rule.file, {**rule.params, name: value}).query))
    except RuleProblems:
        return []
