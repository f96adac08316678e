"""The entries of a screening: a :class:`Screener`, and :func:`screen` for one call.

A screener loads and compiles the rules once. It screens single projects in this process, and batches with the engine
that is asked for; everything after the engine (explanations, statistics, scores) is shared, so that engines can differ
in nothing but their verdicts.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence, Set
from contextlib import closing, contextmanager
from copy import copy
from dataclasses import dataclass
from datetime import date
from decimal import DefaultContext, localcontext
from pathlib import Path
from types import MappingProxyType
from typing import Any, get_args

from riskscreen.baseline.file import Baseline
from riskscreen.engines import select
from riskscreen.engines.base import Engine
from riskscreen.engines.recorded import Recording
from riskscreen.engines.select import engine_for
from riskscreen.errors import InvalidProjectError, UsageError
from riskscreen.facts.extract import project_case
from riskscreen.findings.concerned import ConcernedOrganisations
from riskscreen.findings.discretion import Discretion
from riskscreen.findings.portrait import Portrait, portrait
from riskscreen.findings.privacy import Privacy
from riskscreen.findings.waivers import Waivers
from riskscreen.intake.incumbency import with_known_awards
from riskscreen.intake.messages import joined
from riskscreen.intake.native import InvalidRecordError
from riskscreen.intake.read import Intake
from riskscreen.judging import Judges, Rulebooks, RuleChoices
from riskscreen.model.policy import Policy
from riskscreen.model.project import Project
from riskscreen.model.report import Language, ProjectInMarket, ProjectReport, Report
from riskscreen.rulebook.book import Rulebook
from riskscreen.rulebook.digest import baseline_digest
from riskscreen.rulebook.waivers import load_waivers
from riskscreen.screening.arguments import (
    Number,
    day_of,
    jobs_wanted,
    one_of,
    overrides_given,
    packs_named,
    path_of,
    policy_given,
)
from riskscreen.screening.batch import Batch, Inputs, intake_of, material_of, read_batch, record_of
from riskscreen.screening.project_report import Reporter
from riskscreen.screening.running import Progress, Running
from riskscreen.screening.whole import batch_report, process_statistics, ruleset_of

LARGEST_CHECKED_BATCH = select.LARGEST_CHECKED_BATCH
ENGINES = ("auto", *select.ENGINES)
_NO_OVERRIDES: Mapping[str, Number] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Edition:
    """A report in one language, and what its projects looked like, in the same order."""

    report: Report
    portraits: Sequence[Portrait]


class Screener:
    """Rules loaded and compiled once, ready to screen any number of projects.

    ``packs``, ``rules`` (a directory of the caller's own), ``policy`` (a file, an object or a mapping) and
    ``overrides`` (``{"SW501.max_months": "4"}``) say what is in force; see
    :func:`riskscreen.rulebook.load.load_rulebook` for them and for the errors they can raise. ``rulebook``: rules that
    are loaded already, in the place of all these.
    ``lang``: ``zh`` or ``en``; without it the policy's choice, else Chinese. ``as_of``: the date of the report, today
    without it. ``engine``: one of ``ENGINES``; ``jobs``: worker processes or threads it may use. ``redact`` replaces
    persons by pseudonyms. ``waivers``: a file of findings that are accepted for a time.
    ``what_if``: each finding tells the smallest change of the project's values that would clear it.
    ``baseline``: a file made by ``riskscreen baseline build``. Projects are then compared with those it was made of,
    and rules on organisations and on the market judge the cohorts that the projects have a part in.

    A screener may be shared by threads.
    """

    def __init__(
        self,
        packs: Sequence[str] | None = None,
        policy: Policy | Path | str | Mapping[str, Any] | None = None,
        rules: Path | str | None = None,
        lang: Language | None = None,
        as_of: date | str | None = None,
        engine: str = "auto",
        jobs: int = 1,
        overrides: Mapping[str, Number] = _NO_OVERRIDES,
        redact: bool = False,
        rulebook: Rulebook | None = None,
        waivers: Path | str | None = None,
        what_if: bool = False,
        baseline: Path | str | None = None,
    ) -> None:
        if rulebook is not None and (packs, policy, rules, overrides) != (None, None, None, _NO_OVERRIDES):
            raise UsageError("a rulebook has its packs, policy and overrides already; give either it or them")
        self._wanted = one_of(engine, ENGINES, "engine")
        self._jobs = jobs_wanted(jobs)
        self._as_of = day_of(as_of)
        self._redact = redact
        self._what_if = what_if
        settings = RuleChoices(
            packs=packs_named(packs),
            rules_dir=path_of(rules, "rules", "a directory"),
            policy=policy_given(policy),
            overrides=overrides_given(overrides),
        )
        self._rulebooks = Rulebooks(settings, rulebook)
        self.rulebook = self._rulebooks.default
        languages: tuple[Language, ...] = get_args(Language)
        self.lang: Language = one_of(lang or self.rulebook.policy.language or "zh", languages, "language")
        self._judges = {id(self.rulebook): Judges(self.rulebook, self.lang)}
        self._waivers = Waivers([] if waivers is None else load_waivers(Path(waivers), self.rulebook.rules))
        self._baseline = None if baseline is None else self._opened(baseline)

    def _opened(self, path: Path | str) -> Baseline:
        baseline = Baseline(path_of(path, "baseline", "a file") or Path())
        baseline.check(baseline_digest(self.rulebook.policy, self.rulebook.taxonomy))
        return baseline

    def screen_one(self, project: Project | Mapping[str, Any]) -> ProjectReport:
        """The report on one project, by the reference engine, in this process.

        Rules on organisations and on the market need a batch and are left out, unless there is a baseline: then it is
        a :class:`riskscreen.model.report.ProjectInMarket`. Raises
        :class:`riskscreen.errors.InvalidProjectError` for a mapping that is no project.
        """
        try:
            record = record_of(project, self.rulebook.policy, self._redact)
        except InvalidRecordError as error:
            raise InvalidProjectError(Privacy(self.lang).text(joined(error.problems).text(self.lang))) from None
        if self._baseline is not None:
            (record,) = with_known_awards([record], self._baseline)
        judges = self._judges_of({record.form})
        with localcontext(DefaultContext):
            statistics = process_statistics(judges, [record], self._baseline)
            case = project_case(record.project, judges.rulebook.taxonomy, record.release, statistics)
            discretion = Discretion(self.lang, self._redact, [record.raw])
            material, privacy = material_of(record, discretion), discretion.general
            report = self._reporter(judges).report(record, (material,), case, judges.reference.judge(case))
            if self._baseline is None:
                return report
            found = batch_report(
                judges, judges.reference, [record], [material], privacy, statistics, self.lang, self._baseline
            )
            return ProjectInMarket(
                **dict(report),
                organisations=found.organisations(),
                market=found.market(),
                baseline=self._baseline.note,
            )

    def screen(self, inputs: Inputs, form: str | None = None, progress: Progress | None = None) -> Report:
        """The report on a batch: its projects one by one, its organisations, and the market.

        ``inputs``: a path, several paths, or projects; ``form`` forces the form of files (see
        :mod:`riskscreen.intake.read`). What is no project becomes a reject. Raises
        :class:`riskscreen.errors.UsageError` for a path that cannot be read or an engine that is not installed.
        """
        return self.screen_intake(intake_of(inputs, form, self.lang, self.rulebook.policy), progress)

    def screen_intake(self, intake: Intake, progress: Progress | None = None) -> Report:
        """The report on all that an intake reads."""
        with self.running(intake, progress) as running:
            return running.report()

    @contextmanager
    def running(self, intake: Intake, progress: Progress | None = None) -> Iterator[Running]:
        """The screening of all that an intake reads, for those who take its projects one by one."""
        with localcontext(DefaultContext):
            batch = read_batch(intake, self._redact, self._baseline)
            with closing(self._engine(batch)) as engine:
                yield self._running(engine, batch, progress)

    def editions(self, intake: Intake, progress: Progress | None = None) -> tuple[Edition, Edition]:
        """The report on all that an intake reads in both languages, this screener's first. It is judged once."""
        other = copy(self)
        other.lang, other._judges = "en" if self.lang == "zh" else "zh", {}
        with localcontext(DefaultContext):
            batch = read_batch(intake, self._redact, self._baseline)
            with closing(Recording(self._engine(batch))) as engine:
                own = _edition(self._running(engine, batch, progress))
                other._as_of = date.fromisoformat(own.report.as_of)
                return own, _edition(other._running(engine.retold(), batch, None))

    def rulebook_of(self, report: Report) -> Rulebook:
        """The rules that a report of this screener was made by."""
        return next(each.rulebook for each in self._judges.values() if each.rulebook.digest == report.ruleset.digest)

    def _judges_of(self, forms: Set[str]) -> Judges:
        """Who judges data of these forms; made when it is first wanted."""
        book = self._rulebooks.of(forms)
        if id(book) not in self._judges:
            self._judges[id(book)] = Judges(book, self.lang)
        return self._judges[id(book)]

    def _engine(self, batch: Batch) -> Engine:
        """The engine asked for; which one ``auto`` is, depends on the size of the batch."""
        rules = self._judges_of(batch.forms).engine_rules
        identifiers = [record.project.id for record in batch.records]
        return engine_for(self._wanted, rules, self._jobs, identifiers, LARGEST_CHECKED_BATCH)

    def _reporter(self, judges: Judges, concerned: ConcernedOrganisations | None = None) -> Reporter:
        return Reporter(judges, self._waivers, self.lang, self._as_of or date.today(), self._what_if, concerned)

    def _running(self, engine: Engine, batch: Batch, progress: Progress | None) -> Running:
        materials, privacy = batch.discreet(self.lang, self._redact)
        judges = self._judges_of(batch.forms)
        ruleset = ruleset_of(judges, self._rulebooks, batch.forms)
        reporter = self._reporter(judges, ConcernedOrganisations(self.lang))
        return Running(engine, batch, materials, privacy, reporter, ruleset, self._redact, progress, self._baseline)


def screen(
    inputs: Inputs,
    packs: Sequence[str] | None = None,
    policy: Policy | Path | str | Mapping[str, Any] | None = None,
    rules: Path | str | None = None,
    lang: Language | None = None,
    as_of: date | str | None = None,
    engine: str = "auto",
    jobs: int = 1,
    overrides: Mapping[str, Number] = _NO_OVERRIDES,
    redact: bool = False,
    waivers: Path | str | None = None,
) -> Report:
    """The report on a path or on projects in memory; see :class:`Screener` for the settings and the errors."""
    return Screener(packs, policy, rules, lang, as_of, engine, jobs, overrides, redact, waivers=waivers).screen(inputs)


def _edition(running: Running) -> Edition:
    report = running.report()
    pairs = zip(running.batch.records, running.materials, strict=True)
    return Edition(report, [portrait(record.project, material) for record, material in pairs])
