"""A screening under way: reports on projects come one by one, and nothing keeps them but who asks for them.

What is said of a project is large beside its record, so whoever writes reports as they come needs little memory.
"""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

from riskscreen.baseline.file import Baseline
from riskscreen.engines.base import Engine, Evaluation
from riskscreen.facts.case import Case
from riskscreen.facts.extract import project_case
from riskscreen.facts.process.statistics import ProcessStatistics
from riskscreen.findings.background import Material
from riskscreen.findings.privacy import Privacy
from riskscreen.intake.digests import record_digest
from riskscreen.intake.read import Record
from riskscreen.judging import Judges
from riskscreen.model.report import Band, Language, ProjectReport, Report, ReportOnBaseline, Ruleset
from riskscreen.rulebook.book import Rulebook
from riskscreen.screening.batch import Batch
from riskscreen.screening.project_report import Reporter
from riskscreen.screening.whole import NOTICE, batch_report, process_statistics, shown_note, shown_reject

Progress: TypeAlias = Callable[[int, int], None]
"""Called after each project with the number screened so far and the number of all."""

Standings: TypeAlias = Counter[tuple[Band, float]]
"""How many projects have each band and score."""


def standings_of(projects: Iterable[ProjectReport]) -> Standings:
    """The bands and scores of some projects."""
    return Counter((project.band, project.score) for project in projects)


@dataclass
class Running:
    """A screening whose records are read. ``projects`` can be gone through once; then ``whole`` says the rest.

    ``materials`` are what the records show, in their order. ``redact``: records have no digest, which would tell
    persons apart. ``standings`` grows as projects are gone through.
    """

    engine: Engine
    batch: Batch
    materials: Sequence[Material]
    privacy: Privacy
    reporter: Reporter
    ruleset: Ruleset
    redact: bool
    progress: Progress | None = None
    baseline: Baseline | None = None
    standings: Standings = field(default_factory=Counter)

    def __post_init__(self) -> None:
        self._statistics = process_statistics(self.judges, self.batch.records, self.baseline)
        self._waived: dict[str, ProjectReport] = {}

    @property
    def judges(self) -> Judges:
        """Who judges."""
        return self.reporter.judges

    @property
    def rulebook(self) -> Rulebook:
        """The rules that judge."""
        return self.judges.rulebook

    @property
    def language(self) -> Language:
        """The language of the report."""
        return self.reporter.lang

    def projects(self) -> Iterator[ProjectReport]:
        """The reports on the projects, in the order of the records."""
        records, waivers = self.batch.records, self.reporter.waivers
        judged = _judged(self.judges, self.engine, records, self._statistics)
        for (case, evaluation), record, material in zip(judged, records, self.materials, strict=True):
            behind = (material, *[self.materials[position] for position in record.earlier])
            digest = None if self.redact else record_digest(record.raw)
            project = self.reporter.report(record, behind, case, evaluation, digest)
            self.standings[project.band, project.score] += 1
            if waivers.name(record.project.id):
                self._waived[record.project.id] = project
            if self.progress is not None:
                self.progress(self.standings.total(), len(records))
            yield project

    def whole(self) -> Report:
        """All but the projects, which must have been gone through: organisations, the market, rejects and counts."""
        intake, lang, reporter = self.batch.intake, self.language, self.reporter
        found = batch_report(
            self.judges,
            self.engine,
            self.batch.records,
            self.materials,
            self.privacy,
            self._statistics,
            lang,
            self.baseline,
        )
        if reporter.concerned is not None:
            found.add_concerned(reporter.concerned)
        report = Report(
            notice=NOTICE.in_language(lang),
            language=lang,
            ruleset=self.ruleset,
            engine=self.engine.name,
            as_of=reporter.day.isoformat(),
            accounting=intake.accounting,
            rejects=[shown_reject(reject, self.privacy) for reject in intake.rejects_in(lang)],
            quality=[shown_note(note, self.privacy) for note in intake.quality_in(lang)],
            projects=[],
            organisations=found.organisations(),
            market=found.market(),
            waivers=reporter.waivers.uses(self._waived, self.rulebook.rules, reporter.day, self.privacy, lang),
        )
        if self.baseline is None:
            return report
        return ReportOnBaseline(**dict(report), baseline=self.baseline.note)

    def report(self) -> Report:
        """The report with all of its projects."""
        projects = list(self.projects())
        return self.whole().model_copy(update={"projects": projects})


def _judged(
    judges: Judges, engine: Engine, records: Iterable[Record], statistics: ProcessStatistics | None
) -> Iterator[tuple[Case, Evaluation]]:
    """Every record's case with its evaluation. Engines may read ahead; no more cases are kept than they do."""
    waiting: deque[Case] = deque()

    def cases() -> Iterator[Case]:
        for record in records:
            waiting.append(project_case(record.project, judges.rulebook.taxonomy, record.release, statistics))
            yield waiting[-1]

    for evaluation in engine.evaluate(cases()):
        yield waiting.popleft(), evaluation
