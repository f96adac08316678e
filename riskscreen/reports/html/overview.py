"""What the batch looks like as a whole: the figures behind the charts and tables of the overview."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import fmean
from typing import TypeVar, get_args

from riskscreen.model.report import Band, Finding, Unknown
from riskscreen.model.rule import RuleStage
from riskscreen.reports.html.both import Both, same
from riskscreen.reports.html.twins import Ranked, Twin, Whole
from riskscreen.reports.html.words import both

Told = TypeVar("Told", Finding, Unknown)

BANDS: tuple[Band, ...] = ("critical", "high", "medium", "low", "undetermined")
STAGES: tuple[RuleStage, ...] = get_args(RuleStage)
STEP = 5
"""Points of the score in one bar of the distribution."""

MOST_COLUMNS = 398
SHADES = 4
DIMENSIONS = ("region", "category", "buyer", "supplier", "year")


@dataclass(frozen=True)
class Bar:
    """The projects from ``low`` to below ``high`` points, ``undetermined`` of which have no band."""

    low: int
    high: int
    count: int
    undetermined: int
    band: Band


def distribution(projects: Sequence[Ranked]) -> list[Bar]:
    """The projects by score; the last bar includes 100."""
    bars = []
    for low in range(0, 100, STEP):
        inside = [each for each in projects if low <= min(each.it.score, 99.9) < low + STEP]
        undetermined = sum(each.it.band == "undetermined" for each in inside)
        bars.append(Bar(low, low + STEP, len(inside), undetermined, _band(low)))
    return bars


def _band(score: int) -> Band:
    return "low" if score < 25 else "medium" if score < 50 else "high" if score < 75 else "critical"


def in_bands(projects: Sequence[Ranked]) -> list[tuple[Band, int]]:
    """How many projects each band has, the highest first."""
    counts = Counter(each.it.band for each in projects)
    return [(band, counts[band]) for band in BANDS]


def by_stage(findings: Iterable[Finding]) -> Counter[str]:
    """How many findings there are in each stage."""
    return Counter(finding.stage for finding in findings)


def shade(findings: float) -> int:
    """How dark a number of findings is drawn: 0 for none, then a shade a finding, up to ``SHADES``."""
    return min(SHADES, max(1, round(findings))) if findings else 0


@dataclass(frozen=True)
class HeatRow:
    """A stage with the shade of each column, how many projects are flagged in it, and with how many findings."""

    stage: str
    shades: Sequence[int]
    projects: int
    findings: int


@dataclass(frozen=True)
class HeatMap:
    """Stages by projects in the order of their rank; a column stands for ``grouped`` neighbours."""

    rows: Sequence[HeatRow]
    columns: int
    grouped: int


def heat_map(projects: Sequence[Ranked]) -> HeatMap:
    """The heat map. So many projects that no reader could tell their columns apart are drawn in groups."""
    grouped = -(-len(projects) // MOST_COLUMNS) or 1
    counted = [by_stage(each.it.findings) for each in projects]
    groups = [counted[start : start + grouped] for start in range(0, len(counted), grouped)]
    rows = [
        HeatRow(
            stage=stage,
            shades=[shade(fmean(stages[stage] for stages in group)) for group in groups],
            projects=sum(stages[stage] > 0 for stages in counted),
            findings=sum(stages[stage] for stages in counted),
        )
        for stage in STAGES
    ]
    return HeatMap(rows, len(groups), grouped)


@dataclass(frozen=True)
class Sign:
    """A rule with the number of projects it is flagged on."""

    finding: Twin[Finding]
    projects: int


def most_frequent(projects: Sequence[Ranked]) -> list[Sign]:
    """The rules flagged on projects, the most frequent first."""
    return [Sign(*told) for told in _by_rule(finding for project in projects for finding in project.findings)]


def undecided(projects: Sequence[Ranked]) -> list[tuple[Twin[Unknown], int]]:
    """The rules that could not be judged, with the number of projects, the most first."""
    return _by_rule(rule for project in projects for rule in project.unknown)


def _by_rule(told: Iterable[Twin[Told]]) -> list[tuple[Twin[Told], int]]:
    """What is first told of each rule, with how often something is; the most frequent first."""
    first: dict[tuple[str, str], Twin[Told]] = {}
    counts: Counter[tuple[str, str]] = Counter()
    for each in told:
        key = (each.zh.pack, each.zh.code)
        first.setdefault(key, each)
        counts[key] += 1
    return [(first[key], count) for key, count in sorted(counts.items(), key=lambda item: (-item[1], item[0]))]


@dataclass(frozen=True)
class Group:
    """The projects that share a region, a category …; ``key`` is what they share, empty where it is not stated.

    ``amount`` sums the contract values that are stated, if they are in one currency.
    """

    key: str
    label: Both
    projects: int
    mean: float
    highest: float
    high: int
    amount: float | None
    currency: str | None
    currencies: int


def groups(projects: Sequence[Ranked], dimension: str) -> list[Group]:
    """The groups of one dimension: years in their order, others by the number of projects."""
    members: dict[str, list[Ranked]] = {}
    labels: dict[str, Both] = {}
    for project in projects:
        key, label = group_of(project, dimension)
        members.setdefault(key, []).append(project)
        labels.setdefault(key, label)
    found = [_group(key, labels[key], inside) for key, inside in members.items()]
    if dimension == "year":
        return sorted(found, key=lambda group: (group.key == "", group.key))
    return sorted(found, key=lambda group: (group.key == "", -group.projects, group.label.zh))


def group_of(project: Ranked, dimension: str) -> tuple[str, Both]:
    """What a project is grouped by in a dimension, and what that is called."""
    profile = project.it.profile
    if dimension == "year":
        return ("", both("not_stated")) if profile.year is None else (str(profile.year), same(str(profile.year)))
    named = getattr(profile, dimension)
    label = project.named(dimension)
    return (named.key, label) if named is not None and label is not None else ("", both("not_stated"))


def _group(key: str, label: Both, projects: Sequence[Ranked]) -> Group:
    scores = [each.it.score for each in projects]
    stated = [each.it.profile for each in projects if each.it.profile.amount is not None]
    currencies = {profile.currency for profile in stated}
    return Group(
        key=key,
        label=label,
        projects=len(projects),
        mean=fmean(scores),
        highest=max(scores),
        high=sum(each.it.band in ("high", "critical") for each in projects),
        amount=sum(profile.amount or 0 for profile in stated) if len(currencies) == 1 else None,
        currency=next(iter(currencies)) if len(currencies) == 1 else None,
        currencies=len(currencies),
    )


def bibliography(whole: Whole) -> list[tuple[str, Both]]:
    """The full entries of all that the findings cite, by key."""
    entries = {
        place.zh.source: place.both("reference") for finding in whole.findings() for place in finding.each("citations")
    }
    return sorted(entries.items())


def rules_found(whole: Whole) -> list[Twin[Finding]]:
    """One finding of each rule that has any, by pack and code: what they all say alike is the rule's text."""
    found: dict[tuple[str, str], Twin[Finding]] = {}
    for finding in whole.findings():
        found.setdefault((finding.zh.pack, finding.zh.code), finding)
    return [found[key] for key in sorted(found)]
