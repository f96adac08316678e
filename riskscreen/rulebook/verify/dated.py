"""Dated values of parameters: what their author may have got wrong from one period to the next."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise

from riskscreen.facts.vocabulary import PROJECT
from riskscreen.lang.tree import And, Compare, FieldRef, Formula, Literal, Op, Query
from riskscreen.lang.vocabulary import Kind
from riskscreen.model.rule import DatedValue
from riskscreen.model.sources import SourceEntry
from riskscreen.rulebook.book import Rule
from riskscreen.rulebook.verify.findings import SEEN_BY_READING, Finding, Undecided
from riskscreen.rulebook.verify.trial import Claim, ClaimJudge, Witness, witness_of
from riskscreen.rulebook.verify.workshop import Workshop

OTHER_UNIT = 1000
"""A value this many times the one before it is more likely in another unit."""

_DAY = timedelta(days=1)
_NO_RECORD = "no record was found that the rule flags on other days and not on these"


@dataclass(frozen=True, slots=True)
class _Period:
    """The days from ``first`` up to, but not including, ``until``; None is no limit."""

    first: date | None
    until: date | None

    def __str__(self) -> str:
        if self.first is None:
            return f"before {self.until}"
        return f"from {self.first} on" if self.until is None else f"from {self.first} to {_last_day(self.until)}"

    @property
    def some_day(self) -> date:
        """A day of the period, next to its edge."""
        return self.first if self.first is not None else _last_day(self.until or date.max)


def _last_day(until: date) -> date:
    return until - _DAY


def dated_by_proof(workshop: Workshop, rule: Rule) -> Iterator[Finding | Undecided]:
    """Periods in which the rule, which can be flagged at other times, never is, or always is."""
    dated = _dated(rule)
    if not dated:
        return
    starts = sorted({first for values in dated.values() for first, _ in values})
    yield from _before(workshop, rule, _Period(None, starts[0]))
    for first, until in pairwise([*starts, None]):
        yield from _within(workshop, rule, _Period(first, until), dated)


def _before(workshop: Workshop, rule: Rule, period: _Period) -> Iterator[Finding | Undecided]:
    """Days before any value is in force."""
    query = _restricted(rule.query, _day(rule), period)
    claim = Claim(flagged=(query,))
    place = rule.source.location(("in_force_on",))
    if workshop.seen(claim):
        return
    answer = workshop.ask(claim)
    if answer.proved:
        witness = _moved(workshop, rule, period)
        message = f"{period} no value is in force, and the rule is clear; say so in its texts, or add the earlier value"
        reason = "" if witness else _NO_RECORD
        yield Finding("note", "no-value-before", (rule.full_name,), place, message, witness, reason)
    elif answer.open:
        yield Undecided(
            (rule.full_name,), place, f"whether it can be flagged {period}", answer.reason, answer.unwritten
        )


def _within(
    workshop: Workshop, rule: Rule, period: _Period, dated: Mapping[str, tuple[tuple[date, Decimal], ...]]
) -> Iterator[Finding | Undecided]:
    """Days on which some value is in force."""
    query = _restricted(rule.query, _day(rule), period)
    missing = [name for name, values in dated.items() if period.first is None or period.first < values[0][0]]
    path = ("params", missing[0], 0, "from") if missing else _in_force(dated, period)
    names, place = (rule.full_name,), rule.source.location(path)
    for claim, code, word in (
        (Claim(flagged=(query,)), "dated-gap", "flagged"),
        (Claim(clear=(query,), in_scope=True), "dated-always-flags", "clear"),
    ):
        if workshop.seen(claim):
            continue
        answer = workshop.ask(claim)
        if answer.open:
            yield Undecided(names, place, f"whether it can be {word} {period}", answer.reason, answer.unwritten)
        elif answer.proved and code == "dated-gap":
            witness = _moved(workshop, rule, period)
            why = f"${missing[0]} has no value yet" if missing else "the values in force cannot be met"
            message = f"{period} no {query.subject} can be flagged: {why}"
            yield Finding("error", code, names, place, message, witness, "" if witness else _NO_RECORD)
            return
        elif answer.proved:
            flagged = workshop.ask(Claim(flagged=(query,)), neat=True)
            message = (
                f"{period} every {query.subject} that is looked at is flagged: the values in force tell none apart"
            )
            yield Finding("error", code, names, place, message, flagged.witness, flagged.reason)


def dated_by_reading(rule: Rule, sources: Mapping[str, SourceEntry], today: date) -> Iterator[Finding]:
    """What is seen by reading the dated values: no change, another unit, days to come, a source of a later year."""
    for name, param in rule.file.params.items():
        if not isinstance(param, list) or isinstance(rule.params[name], Decimal):
            continue
        for place, (earlier, later) in enumerate(pairwise(param), start=1):
            yield from _changes(rule, name, place, earlier, later)
        for place, value in enumerate(param):
            yield from _days(rule, name, place, value, sources, today)


def _changes(rule: Rule, name: str, place: int, earlier: DatedValue, later: DatedValue) -> Iterator[Finding]:
    at = rule.source.location(("params", name, place))
    if earlier.value == later.value:
        message = f"${name} does not change on {later.from_}: it was {earlier.value} before; leave one of the two out"
        yield Finding("note", "dated-without-change", (rule.full_name,), at, message, no_witness=SEEN_BY_READING)
    small, large = sorted((abs(earlier.value), abs(later.value)))
    if small and large / small >= OTHER_UNIT:
        message = f"${name} goes from {earlier.value} to {later.value} on {later.from_}: are both in the same unit?"
        yield Finding("note", "dated-jump", (rule.full_name,), at, message, no_witness=SEEN_BY_READING)


def _days(
    rule: Rule, name: str, place: int, value: DatedValue, sources: Mapping[str, SourceEntry], today: date
) -> Iterator[Finding]:
    at = rule.source.location(("params", name, place, "from"))
    if value.from_ > today:
        message = f"${name} = {value.value} is in force from {value.from_} only, a day to come"
        yield Finding("note", "not-yet-in-force", (rule.full_name,), at, message, no_witness=SEEN_BY_READING)
    source = None if value.cite is None else sources.get(value.cite)
    if source is not None and source.year > value.from_.year:
        message = (
            f"${name} = {value.value} is said to be in force from {value.from_}, but its source {value.cite} "
            f"is of {source.year}: cite the version that was in force then"
        )
        yield Finding("note", "source-after-value", (rule.full_name,), at, message, no_witness=SEEN_BY_READING)


def _dated(rule: Rule) -> dict[str, tuple[tuple[date, Decimal], ...]]:
    return {name: value for name, value in rule.params.items() if isinstance(value, tuple)}


def _in_force(dated: Mapping[str, tuple[tuple[date, Decimal], ...]], period: _Period) -> tuple[str | int, ...]:
    """The value that came into force last when the period begins."""
    begun = [
        (first, name, place)
        for name, values in dated.items()
        for place, (first, _) in enumerate(values)
        if period.first is not None and first <= period.first
    ]
    _, name, place = max(begun)
    return ("params", name, place)


def _day(rule: Rule) -> FieldRef:
    """The date that decides which value is in force."""
    name = str(rule.file.in_force_on).strip().rpartition(".")[2]
    index = [field.name for field in PROJECT.root.fields].index(name)
    return FieldRef(PROJECT.name, PROJECT.name, name, index, Kind.DATE)


def _restricted(query: Query, day: FieldRef, period: _Period) -> Query:
    """The rule, on the days of a period only."""
    parts: list[Formula] = [] if query.scope is None else [query.scope]
    if period.first is not None:
        parts.append(Compare(day, Op.GE, Literal(period.first.toordinal(), Kind.DATE)))
    if period.until is not None:
        parts.append(Compare(day, Op.LT, Literal(period.until.toordinal(), Kind.DATE)))
    return replace(query, scope=And(tuple(parts)))


def _moved(workshop: Workshop, rule: Rule, period: _Period) -> Witness | None:
    """A record that the rule flags, moved into a period in which it is clear."""
    found = workshop.ask(Claim(flagged=(rule.query,)), neat=True).witness
    if found is None:
        return None
    record = deepcopy(found.records[0])
    part = record
    *parents, last = PROJECT.root.fields[_day(rule).index].inputs[0].split("/")[1:]
    for step in parents:
        part = part.setdefault(step, {})
    part[last] = period.some_day.isoformat()
    moved = witness_of(rule.file.subject, [record], workshop.taxonomy)
    judge = ClaimJudge(Claim(clear=(rule.query,)))
    return moved if moved is not None and judge.holds_of(moved.case) else None
