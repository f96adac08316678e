"""Which rules some data can decide, and which fields would decide more: read off a screening's report.

Fields are JSON Pointers into a record, ``*`` for any item of a list. What would be gained by filling one in is told in
steps: each names fields that, filled in together, decide the most judgements (a rule on a project) for each field,
given the steps before.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TypeAlias

from riskscreen.model.report import Report
from riskscreen.rulebook.book import Rule, Rulebook

MOST_STEPS = 50
_MOST_CANDIDATES = 200
_POSITION = re.compile(r"/\d+(?=/|$)")

_Fields: TypeAlias = frozenset[str]


@dataclass(frozen=True, slots=True)
class RuleCoverage:
    """What came of one rule over all cases it judges: projects, organisations or the market.

    ``missing`` gives for each field the number of undecided cases that wait for it, most first, and ``reasons`` why
    cases are undecided. For a rule on a batch ``missing`` counts reasons, ``sample`` is the largest sample there was
    and the least it takes, and cases out of scope are among the clear ones. ``implausible`` is the flagged share of
    the decided cases where the policy finds it too large to mean anything.
    """

    rule: Rule
    flagged: int
    clear: int
    unknown: int
    out_of_scope: int
    reasons: Mapping[str, int]
    missing: Sequence[tuple[str, int]]
    sample: tuple[int, int] | None = None
    implausible: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """Fields that, filled in together, decide further judgements.

    ``weight`` is the sum of the weights of these judgements' rules, ``rules`` counts them by full name, and
    ``decided`` is the number of judgements decided once this and all steps before are done.
    """

    fields: tuple[str, ...]
    judgements: int
    weight: Decimal
    rules: Mapping[str, int]
    decided: int


@dataclass(frozen=True, slots=True)
class Coverage:
    """What a screening could decide.

    ``judgements`` counts a rule on projects once for every project whose form of data supports it, ``decided`` how
    many of these are known. Some of
    the others no field would decide (``beyond_fields``): dates outside the calendar, names without an identifier.
    """

    projects: int
    organisations: int
    judgements: int
    decided: int
    beyond_fields: int
    rules: tuple[RuleCoverage, ...]
    steps: tuple[Step, ...]

    @property
    def implausible(self) -> list[RuleCoverage]:
        """The rules that flag too much to mean anything."""
        return [each for each in self.rules if each.implausible is not None]


@dataclass(slots=True)
class _Tally:
    """Counts of one rule."""

    flagged: int = 0
    clear: int = 0
    out_of_scope: int = 0
    unknown: int = 0
    reasons: Counter[str] = field(default_factory=Counter)
    missing: Counter[str] = field(default_factory=Counter)
    sample: tuple[int, int] | None = None


def coverage(report: Report, book: Rulebook) -> Coverage:
    """What ``report``, a screening by the rules of ``book``, could decide; rules in the book's order."""
    tallies = {rule.full_name: _Tally() for rule in book.rules}
    lacking = _count_projects(report, tallies)
    _count_batch(report, book, tallies)
    of_projects = [tallies[rule.full_name] for rule in book.rules if rule.file.subject == "project"]
    judgements = sum(each.flagged + each.clear + each.out_of_scope + each.unknown for each in of_projects)
    unknown = sum(each.unknown for each in of_projects)
    weights = {rule.full_name: rule.weight for rule in book.rules}
    return Coverage(
        projects=len(report.projects),
        organisations=report.market.organisations_judged,
        judgements=judgements,
        decided=judgements - unknown,
        beyond_fields=unknown - sum(rules.total() for rules in lacking.values()),
        rules=tuple(_rule_coverage(rule, tallies[rule.full_name], book) for rule in book.rules),
        steps=tuple(_steps(lacking, weights, judgements - unknown)),
    )


def _count_projects(report: Report, tallies: Mapping[str, _Tally]) -> dict[_Fields, Counter[str]]:
    """Count every judgement on a project; gives the undecided ones by the fields they wait for, counted by rule."""
    lacking: dict[_Fields, Counter[str]] = {}
    for project in report.projects:
        for finding in (*project.findings, *project.protective):
            tallies[f"{finding.pack}/{finding.code}"].flagged += 1
        for name in project.clear:
            tallies[name].clear += 1
        for name in project.out_of_scope:
            tallies[name].out_of_scope += 1
        for undecided in project.unknown:
            name = f"{undecided.pack}/{undecided.code}"
            fields = frozenset(_POSITION.sub("/*", pointer) for pointer in undecided.missing)
            tallies[name].unknown += 1
            tallies[name].reasons[undecided.reason] += 1
            tallies[name].missing.update(fields)
            if fields:
                lacking.setdefault(fields, Counter())[name] += 1
    return lacking


def _count_batch(report: Report, book: Rulebook, tallies: Mapping[str, _Tally]) -> None:
    """Count the verdicts on organisations and on the market; those that a report does not list are clear."""
    of_organisations = {rule.full_name for rule in book.rules if rule.file.subject == "organisation"}
    for organisation in report.organisations:
        found = {f"{finding.pack}/{finding.code}" for finding in organisation.findings}
        for name in found & of_organisations:  # not what a finding on a project says of it
            tallies[name].flagged += 1
    for name in {f"{finding.pack}/{finding.code}" for finding in report.market.findings}:
        tallies[name].flagged += 1
    for undecided in report.market.unknown:
        tally = tallies[f"{undecided.pack}/{undecided.code}"]
        cases = undecided.organisations or 1
        tally.unknown += cases
        tally.reasons[undecided.reason] += cases
        tally.missing.update(dict.fromkeys(undecided.missing, cases))
        if undecided.n is not None and undecided.needs is not None:
            tally.sample = (undecided.n, undecided.needs)
    cases_of = {"organisation": report.market.organisations_judged, "market": 1}
    never = {f"{each.pack}/{each.code}" for each in report.ruleset.unsupported}
    for rule in book.rules:
        if rule.file.subject in cases_of and rule.full_name not in never:
            tally = tallies[rule.full_name]
            tally.clear = cases_of[rule.file.subject] - tally.flagged - tally.unknown


def _rule_coverage(rule: Rule, tally: _Tally, book: Rulebook) -> RuleCoverage:
    decided = tally.flagged + tally.clear
    share = Decimal(tally.flagged) / decided if decided else Decimal(0)
    enough = decided >= book.policy.implausible_least
    implausible = tally.flagged > 0 and enough and share >= book.policy.implausible_share
    return RuleCoverage(
        rule=rule,
        flagged=tally.flagged,
        clear=tally.clear,
        unknown=tally.unknown,
        out_of_scope=tally.out_of_scope,
        reasons=dict(tally.reasons.most_common()),
        missing=sorted(tally.missing.items(), key=lambda item: (-item[1], item[0])),
        sample=tally.sample,
        implausible=share if implausible else None,
    )


def _steps(lacking: Mapping[_Fields, Counter[str]], weights: Mapping[str, Decimal], decided: int) -> Iterator[Step]:
    """The steps, greedily: judgements a field first, then weight a field, then as few fields as possible."""
    waiting = dict(lacking)
    for _ in range(MOST_STEPS):
        if not waiting:
            return
        chosen = _most_useful(waiting, weights)
        rules: Counter[str] = Counter()
        for fields in [fields for fields in waiting if fields <= chosen]:
            rules += waiting.pop(fields)
        decided += rules.total()
        by_rule = dict(sorted(rules.items(), key=lambda item: (-item[1], item[0])))
        yield Step(tuple(sorted(chosen)), rules.total(), _weight(rules, weights), by_rule, decided)
        waiting = _without(chosen, waiting)


def _most_useful(waiting: Mapping[_Fields, Counter[str]], weights: Mapping[str, Decimal]) -> _Fields:
    """The fields that decide the most for each of them, out of the sets that most judgements wait for."""
    worth = {fields: (rules.total(), _weight(rules, weights)) for fields, rules in waiting.items()}
    candidates = sorted(worth, key=lambda fields: (-worth[fields][0] / len(fields), sorted(fields)))

    def gain(fields: _Fields) -> tuple[Decimal, Decimal, int, list[str]]:
        decided = [worth[others] for others in worth if others <= fields]
        judgements, weight = sum(count for count, _ in decided), sum((each for _, each in decided), Decimal(0))
        return Decimal(judgements) / len(fields), weight / len(fields), -len(fields), sorted(fields)

    return max(candidates[:_MOST_CANDIDATES], key=gain)


def _weight(rules: Counter[str], weights: Mapping[str, Decimal]) -> Decimal:
    return sum((weights[name] * count for name, count in rules.items()), Decimal(0))


def _without(filled: _Fields, waiting: Mapping[_Fields, Counter[str]]) -> dict[_Fields, Counter[str]]:
    left: dict[_Fields, Counter[str]] = {}
    for fields, rules in waiting.items():
        left.setdefault(fields - filled, Counter()).update(rules)
    return left
