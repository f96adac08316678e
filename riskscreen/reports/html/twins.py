"""Two editions of one report brought together: every part in both languages, projects in the order of their rank."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Generic, TypeVar

from riskscreen.findings.network import Network
from riskscreen.findings.portrait import Portrait
from riskscreen.findings.timeline import Timeline
from riskscreen.model.profile import Named
from riskscreen.model.report import Finding, MarketReport, ProjectReport, Report, Unknown
from riskscreen.reports.html.both import Both
from riskscreen.reports.ranking import weightiest
from riskscreen.screening import Edition

Part = TypeVar("Part")


@dataclass(frozen=True)
class Twin(Generic[Part]):
    """The same part of a report in Chinese and in English."""

    zh: Part
    en: Part

    def both(self, name: str) -> Both:
        """A text of the part."""
        return Both(str(getattr(self.zh, name)), str(getattr(self.en, name)))

    def has(self, name: str) -> bool:
        """Whether the part has a text of this name."""
        return getattr(self.zh, name) not in (None, "")

    def of(self, name: str) -> Twin[Any]:
        """A part of the part."""
        return Twin(getattr(self.zh, name), getattr(self.en, name))

    def each(self, name: str) -> list[Twin[Any]]:
        """The items of a list of the part."""
        return twins(getattr(self.zh, name), getattr(self.en, name))


def twins(zh: Sequence[Part], en: Sequence[Part]) -> list[Twin[Part]]:
    """The items of two lists that correspond."""
    return [Twin(*pair) for pair in zip(zh, en, strict=True)]


def label(zh: Named | None, en: Named | None) -> Both | None:
    """What a named thing is called in both languages."""
    return None if zh is None or en is None else Both(zh.label, en.label)


@dataclass(frozen=True)
class Ranked:
    """One project with its place in the ranking, from 1."""

    rank: int
    report: Twin[ProjectReport]
    portrait: Twin[Portrait]

    @property
    def anchor(self) -> str:
        """Its name within the page."""
        return f"p{self.rank}"

    @property
    def it(self) -> ProjectReport:
        """What is the same in both languages."""
        return self.report.zh

    @cached_property
    def title(self) -> Both:
        """Its title, or its id where it has none."""
        zh, en = self.report.zh, self.report.en
        return Both(zh.title or zh.id, en.title or en.id)

    @cached_property
    def findings(self) -> list[Twin[Finding]]:
        """Its findings: legal limits, warning signs, statistical signals, each the weightiest first."""
        return twins(weightiest(self.report.zh.findings), weightiest(self.report.en.findings))

    @cached_property
    def protective(self) -> list[Twin[Finding]]:
        """Its protective factors."""
        return self.report.each("protective")

    @cached_property
    def unknown(self) -> list[Twin[Unknown]]:
        """The rules that could not be judged on it."""
        return self.report.each("unknown")

    @property
    def timelines(self) -> Twin[Timeline]:
        """Its course in time."""
        return Twin(self.portrait.zh.timeline, self.portrait.en.timeline)

    @property
    def networks(self) -> Twin[Network]:
        """Its people and organisations."""
        return Twin(self.portrait.zh.network, self.portrait.en.network)

    def named(self, name: str) -> Both | None:
        """A named value of its profile: region, category, buyer or supplier."""
        return label(getattr(self.report.zh.profile, name), getattr(self.report.en.profile, name))


@dataclass(frozen=True)
class Whole:
    """Both editions."""

    report: Twin[Report]
    projects: Sequence[Ranked]
    first: str

    @property
    def it(self) -> Report:
        """What is the same in both languages."""
        return self.report.zh

    @property
    def market(self) -> Twin[MarketReport]:
        """What the batch as a whole shows."""
        return Twin(self.report.zh.market, self.report.en.market)

    def findings(self) -> Iterator[Twin[Finding]]:
        """Every finding and protective factor of the report."""
        for project in self.projects:
            yield from project.findings
            yield from project.protective
        for organisation in self.report.each("organisations"):
            yield from organisation.each("findings")
        yield from self.market.each("findings")


def together(editions: tuple[Edition, Edition]) -> Whole:
    """The two editions of a report as one; ``first`` is the language of the first."""
    zh, en = sorted(editions, key=lambda edition: edition.report.language, reverse=True)
    projects, portraits = twins(zh.report.projects, en.report.projects), twins(zh.portraits, en.portraits)
    order = sorted(range(len(projects)), key=lambda position: -projects[position].zh.score)
    ranking = [Ranked(rank, projects[at], portraits[at]) for rank, at in enumerate(order, start=1)]
    return Whole(Twin(zh.report, en.report), ranking, editions[0].report.language)
