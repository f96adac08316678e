"""Whether the examples of a rule stand on both sides of each of its thresholds.

The test moves one number at a time and judges all examples again; an example stands at the threshold if its verdict
changes. Three things are asked of every number, dated values one by one:

- the smallest step that the compared kind knows, up or down, changes a verdict: an example lies exactly at the number;
- a near step the other way changes a verdict too: an example lies on the other side, close by;
- a day earlier and a day later change a verdict, for the first day of a dated value.

The smallest step of a count, of months and of days is 1, of money 0.01, of a share 0.000001. The near step is the
same for small whole numbers and a hundredth of large ones. Shares are made of a few things, so that the next share
that occurs can be far off: near means a tenth, at most half the number itself. For money and other numbers it is a
tenth of the number.
A step to a number that cannot be, such as a share above 1, is not asked for, and neither is then an example exactly at
the number, which that step would have shown.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from riskscreen.engines.base import EngineRule, Verdict
from riskscreen.engines.reference import ReferenceEngine
from riskscreen.errors import Fault
from riskscreen.facts.case import Case
from riskscreen.lang.check import ParamValue
from riskscreen.lang.compile import RuleProblems
from riskscreen.lang.vocabulary import DECIMAL_PLACES, Kind
from riskscreen.rulebook.book import Rule
from riskscreen.rulebook.compiling import compile_with
from riskscreen.rulebook.yaml_source import DataPath

_TENTH = Decimal("0.1")
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class _Number:
    """One number of a parameter: where it stands, and how the parameters look with another in its place."""

    rule: Rule
    name: str
    position: int | None  # among dated values
    value: Decimal

    @property
    def path(self) -> DataPath:
        dated: DataPath = () if self.position is None else (self.position,)
        return ("params", self.name, *dated, "value")

    @property
    def kind(self) -> Kind:
        """What the parameter is compared with."""
        return self.rule.compiled.placeholders[self.name].kind or Kind.NUMBER

    def replaced(self, value: Decimal) -> Mapping[str, ParamValue]:
        whole = self.rule.params[self.name]
        if not isinstance(whole, tuple) or self.position is None:
            return {**self.rule.params, self.name: value}
        day, _ = whole[self.position]
        return {**self.rule.params, self.name: _with(whole, self.position, (day, value))}


def untested_sides(rule: Rule, cases: Sequence[Case]) -> Iterator[Fault]:
    """A fault for every side of a threshold that none of the example cases of the rule stands on."""
    if not rule.params:
        return
    verdicts = _verdicts(rule, rule.params, cases)
    for number in _numbers(rule):
        yield from _untested_number(number, cases, verdicts)
    for name, value in rule.params.items():
        if isinstance(value, tuple):
            yield from _untested_days(rule, name, value, cases, verdicts)


def _numbers(rule: Rule) -> Iterator[_Number]:
    for name, value in rule.params.items():
        if isinstance(value, Decimal):
            yield _Number(rule, name, None, value)
        else:
            for position, (_, dated) in enumerate(value):
                yield _Number(rule, name, position, dated)


def _untested_number(number: _Number, cases: Sequence[Case], verdicts: Sequence[Verdict] | None) -> Iterator[Fault]:
    smallest, near = steps(number.value, number.kind)
    exact, close = [], []
    for sign in (-1, 1):
        by_smallest = _verdicts(number.rule, number.replaced(number.value + sign * smallest), cases)
        by_near = _verdicts(number.rule, number.replaced(number.value + sign * near), cases)
        if by_smallest is not None:
            exact.append(by_smallest != verdicts)
        if by_near is not None:
            close.append((number.value + sign * near, by_near != verdicts))
    if len(exact) == 2 and not any(exact):
        message = f"no example lies exactly at ${number.name}, {number.value}: add one that does"
        yield number.rule.source.fault(number.path, "threshold-not-met", message)
    for moved, changes in close:
        if not changes:
            message = (
                f"no verdict changes if ${number.name} is {moved} instead of {number.value}: add an example between"
            )
            yield number.rule.source.fault(number.path, "one-sided-threshold", message)


def steps(value: Decimal, kind: Kind) -> tuple[Decimal, Decimal]:
    """The smallest and the near step from a threshold that is compared with ``kind``; see the top of this module."""
    smallest = Decimal(1).scaleb(-DECIMAL_PLACES[kind])
    size = abs(value)
    if kind is Kind.INT:
        return smallest, max(smallest, size // 100)
    if kind is Kind.SHARE:
        return smallest, max(smallest, min(_TENTH, size / 2)) if size else _TENTH
    return smallest, max(smallest, (size * _TENTH).quantize(smallest))


def _untested_days(
    rule: Rule,
    name: str,
    values: tuple[tuple[date, Decimal], ...],
    cases: Sequence[Case],
    verdicts: Sequence[Verdict] | None,
) -> Iterator[Fault]:
    for position, (first, number) in enumerate(values):
        for day, missing in ((first - _DAY, first - _DAY), (first + _DAY, first)):
            moved = {**rule.params, name: _with(values, position, (day, number))}
            if _verdicts(rule, moved, cases) == verdicts:
                message = f"no example shows what holds on {missing}: add one that falls on that day"
                yield rule.source.fault(("params", name, position, "from"), "one-sided-date", message)


def _with(
    values: tuple[tuple[date, Decimal], ...], position: int, value: tuple[date, Decimal]
) -> tuple[tuple[date, Decimal], ...]:
    return (*values[:position], value, *values[position + 1 :])


def _verdicts(rule: Rule, params: Mapping[str, ParamValue], cases: Sequence[Case]) -> list[Verdict] | None:
    """The verdicts of the rule on the cases under other thresholds; None if the thresholds cannot be."""
    try:
        compiled = compile_with(rule.file, params)
    except RuleProblems:
        return None
    engine = ReferenceEngine([EngineRule(rule.full_name, compiled.query)])
    return [evaluation.outcomes[0].verdict for evaluation in engine.evaluate(cases)]
