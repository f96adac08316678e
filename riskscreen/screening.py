"""The one orchestrator: records in, report out.

A :class:`Screener` loads and compiles the rules once. It screens single projects in this process, and batches with
the engine that is asked for; everything after the engine (explanations, statistics, scores) is shared, so that
engines can differ in nothing but their verdicts.
"""

from __future__ import annotations

import logging
import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from contextlib import closing
from copy import copy
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal, DefaultContext, localcontext
from itertools import chain
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, TypeAlias, TypeVar, get_args

from pydantic import ValidationError

from riskscreen import __version__
from riskscreen.engines import select
from riskscreen.engines.base import Engine, Evaluation, Verdict
from riskscreen.engines.recorded import Recording
from riskscreen.engines.select import engine_for
from riskscreen.errors import InvalidProjectError, UsageError, suggestion
from riskscreen.facts.case import Case
from riskscreen.facts.extract import project_case
from riskscreen.facts.market import batch_cases
from riskscreen.facts.process.policy import process_settings
from riskscreen.facts.process.statistics import ProcessStatistics
from riskscreen.facts.vocabulary import PROJECT
from riskscreen.findings.background import Background, Material
from riskscreen.findings.batch import BatchReport
from riskscreen.findings.discretion import Discretion
from riskscreen.findings.explain import Dossier
from riskscreen.findings.organisations import organisations_of
from riskscreen.findings.portrait import Portrait, portrait
from riskscreen.findings.privacy import Privacy
from riskscreen.findings.profile import profile_of
from riskscreen.findings.support import OCDS
from riskscreen.findings.waivers import Waivers
from riskscreen.intake.digests import record_digest
from riskscreen.intake.incumbency import with_earlier_awards
from riskscreen.intake.messages import joined
from riskscreen.intake.native import InvalidRecordError, read_project
from riskscreen.intake.objects import as_json, is_plain
from riskscreen.intake.ocds.forms import is_ocds
from riskscreen.intake.read import Intake, Record, read_inputs, read_objects, read_release
from riskscreen.judging import Judges, Rulebooks, RuleChoices
from riskscreen.model.policy import Policy
from riskscreen.model.project import Project
from riskscreen.model.report import (
    Disputed,
    Finding,
    Language,
    ProjectReport,
    Quality,
    Reject,
    Report,
    Ruleset,
    Unknown,
)
from riskscreen.model.rule import Texts
from riskscreen.model.waiver import Waiver
from riskscreen.rulebook.book import Rulebook
from riskscreen.rulebook.digest import reading_digest
from riskscreen.rulebook.in_force import rules_in_force
from riskscreen.rulebook.waivers import WaiverEntry, load_waivers
from riskscreen.scoring import Judged, score

if TYPE_CHECKING:
    from riskscreen.intake.workbook.places import Cells

Progress: TypeAlias = Callable[[int, int], None]
"""Called after each project with the number screened so far and the number of all."""

_Path: TypeAlias = str | os.PathLike[str]
Inputs: TypeAlias = _Path | Iterable[_Path] | Project | Mapping[str, Any] | Iterable[Project | Mapping[str, Any]]
"""A path (file, directory, glob or ``-``) or several, or projects in memory."""

Number: TypeAlias = str | int | float | Decimal
Word = TypeVar("Word", bound=str)

LARGEST_CHECKED_BATCH = select.LARGEST_CHECKED_BATCH
ENGINES = ("auto", *select.ENGINES)
NOTICE = Texts(
    en=(
        "A flag is a reason to look, never a finding of wrongdoing. Every sign has honest explanations too: check the "
        "original documents and hear those concerned before you judge."
    ),
    zh="标记只是值得进一步了解的理由，绝非对违法违规的认定。每一项迹象都可能有正当解释：请先核对原始资料、听取当事各方说明，再作判断。",
)
_NO_OVERRIDES: Mapping[str, Number] = MappingProxyType({})
_log = logging.getLogger("riskscreen")


@dataclass(frozen=True, slots=True)
class Edition:
    """A report in one language, and what its projects looked like, in the same order."""

    report: Report
    portraits: Sequence[Portrait]


@dataclass(frozen=True, slots=True)
class _Batch:
    """What an intake read: the records, and the values it rejected."""

    intake: Intake
    records: Sequence[Record]
    rejected: Sequence[Any]

    @property
    def forms(self) -> Set[str]:
        """The forms of the records."""
        return {record.form for record in self.records}


class Screener:
    """Rules loaded and compiled once, ready to screen any number of projects.

    ``packs``, ``rules`` (a directory of the caller's own), ``policy`` (a file, an object or a mapping) and
    ``overrides`` (``{"SW501.max_months": "4"}``) say what is in force; see
    :func:`riskscreen.rulebook.load.load_rulebook` for them and for the errors they can raise. ``rulebook``: rules that
    are loaded already, in the place of all these.
    ``lang``: ``zh`` or ``en``; without it the policy's choice, else Chinese. ``as_of``: the date of the report, today
    without it. ``engine``: one of ``ENGINES``; ``jobs``: worker processes it may use. ``redact`` replaces persons by
    pseudonyms. ``waivers``: a file of findings that are accepted for a time.
    ``what_if``: each finding tells the smallest change of the project's values that would clear it.

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
    ) -> None:
        if rulebook is not None and (packs, policy, rules, overrides) != (None, None, None, _NO_OVERRIDES):
            raise UsageError("a rulebook has its packs, policy and overrides already; give either it or them")
        self._wanted = _one_of(engine, ENGINES, "engine")
        self._jobs = _jobs(jobs)
        self._as_of = _date(as_of)
        self._redact = redact
        self._what_if = what_if
        settings = RuleChoices(
            packs=_packs(packs),
            rules_dir=_path(rules, "rules", "a directory"),
            policy=_policy(policy),
            overrides=_overrides(overrides),
        )
        self._rulebooks = Rulebooks(settings, rulebook)
        self.rulebook = self._rulebooks.default
        languages: tuple[Language, ...] = get_args(Language)
        self.lang: Language = _one_of(lang or self.rulebook.policy.language or "zh", languages, "language")
        self._judges = {id(self.rulebook): Judges(self.rulebook, self.lang)}
        self._waivers = Waivers([] if waivers is None else load_waivers(Path(waivers), self.rulebook.rules))

    def screen_one(self, project: Project | Mapping[str, Any]) -> ProjectReport:
        """The report on one project, by the reference engine, in this process.

        Rules on organisations and on the market need a batch and are left out. Raises
        :class:`riskscreen.errors.InvalidProjectError` for a mapping that is no project.
        """
        try:
            record = self._record(project)
        except InvalidRecordError as error:
            raise InvalidProjectError(Privacy(self.lang).text(joined(error.problems).text(self.lang))) from None
        judges = self._judges_of({record.form})
        with localcontext(DefaultContext):
            statistics = _statistics(judges, [record])
            case = project_case(record.project, judges.rulebook.taxonomy, record.release, statistics)
            discretion = Discretion(self.lang, self._redact, [record.raw])
            material = _material(record, discretion)
            return self._project_report(judges, record, (material,), case, judges.reference.judge(case), self._day())

    def screen(self, inputs: Inputs, form: str | None = None, progress: Progress | None = None) -> Report:
        """The report on a batch: its projects one by one, its organisations, and the market.

        ``inputs``: a path, several paths, or projects; ``form`` forces the form of files (see
        :mod:`riskscreen.intake.read`). What is no project becomes a reject. Raises
        :class:`riskscreen.errors.UsageError` for a path that cannot be read or an engine that is not installed.
        """
        return self.screen_intake(self._intake(inputs, form), progress)

    def screen_intake(self, intake: Intake, progress: Progress | None = None) -> Report:
        """The report on all that an intake reads."""
        with localcontext(DefaultContext):
            batch = self._read(intake)
            with closing(self._engine(self._judges_of(batch.forms), len(batch.records))) as engine:
                return self._report(engine, batch, *self._discreet(batch), progress)

    def editions(self, intake: Intake, progress: Progress | None = None) -> tuple[Edition, Edition]:
        """The report on all that an intake reads in both languages, this screener's first. It is judged once."""
        other = copy(self)
        other.lang, other._judges = "en" if self.lang == "zh" else "zh", {}
        with localcontext(DefaultContext):
            batch = self._read(intake)
            with closing(Recording(self._engine(self._judges_of(batch.forms), len(batch.records)))) as engine:
                own = self._edition(engine, batch, progress)
                other._as_of = date.fromisoformat(own.report.as_of)
                return own, other._edition(engine.retold(), batch, None)

    def _read(self, intake: Intake) -> _Batch:
        """All that an intake reads; it remembers the rejects. Values of rejects are only kept for names in them."""
        rejected: list[Any] = []
        if self._redact:
            intake.on_reject = rejected.append
        records = with_earlier_awards([item for item in intake if isinstance(item, Record)])
        return _Batch(intake, records, rejected)

    def _edition(self, engine: Engine, batch: _Batch, progress: Progress | None) -> Edition:
        materials, privacy = self._discreet(batch)
        report = self._report(engine, batch, materials, privacy, progress)
        pairs = zip(batch.records, materials, strict=True)
        return Edition(report, [portrait(record.project, material) for record, material in pairs])

    def _discreet(self, batch: _Batch) -> tuple[list[Material], Privacy]:
        """Every record with what of it must not be printed, and the privacy of what belongs to no single one."""
        records = batch.records
        discretion = Discretion(self.lang, self._redact, (record.raw for record in records), batch.rejected)
        return [_material(record, discretion) for record in records], discretion.general

    def rulebook_of(self, report: Report) -> Rulebook:
        """The rules that a report of this screener was made by."""
        return next(each.rulebook for each in self._judges.values() if each.rulebook.digest == report.ruleset.digest)

    def _judges_of(self, forms: Set[str]) -> Judges:
        """Who judges data of these forms; made when it is first wanted."""
        book = self._rulebooks.of(forms)
        if id(book) not in self._judges:
            self._judges[id(book)] = Judges(book, self.lang)
        return self._judges[id(book)]

    def _intake(self, inputs: Inputs, form: str | None) -> Intake:
        policy = self.rulebook.policy
        if isinstance(inputs, str | os.PathLike):
            return read_inputs([os.fspath(inputs)], form, self.lang, policy)
        if isinstance(inputs, Project | Mapping):
            return read_objects([inputs], lang=self.lang, policy=policy)
        if isinstance(inputs, bytes | bytearray) or not isinstance(inputs, Iterable):
            raise UsageError(
                f"there is nothing to screen in {_called(inputs)}; give a path, a project, or a list of either"
            )
        items = iter(inputs)
        first = next(items, None)
        if not isinstance(first, str | os.PathLike):
            return read_objects(() if first is None else chain([first], items), lang=self.lang, policy=policy)
        given = [first, *items]
        paths = [os.fspath(path) for path in given if isinstance(path, str | os.PathLike)]
        if len(paths) < len(given):
            raise UsageError("the list holds paths and other things; give paths or projects, not both in one call")
        return read_inputs(paths, form, self.lang, policy)

    def _record(self, project: Project | Mapping[str, Any]) -> Record:
        """One project in memory as a record. Raises ``InvalidRecordError``.

        A dict of plain JSON data need not be copied, which would take as long as judging it.
        """
        if isinstance(project, Project):
            return Record("objects", None, None, as_json(project)[0], project)
        raw, problems = (project, ()) if is_plain(project) and not self._redact else as_json(project)
        if problems:
            raise InvalidRecordError(list(problems))
        if is_ocds(raw):
            return read_release(raw, self.rulebook.policy)
        return Record("objects", None, None, raw, read_project(raw))  # type: ignore[arg-type]  # or refused

    def _engine(self, judges: Judges, projects: int) -> Engine:
        """The engine asked for; ``auto`` checks batches that are not too large, where that is possible."""
        return engine_for(self._wanted, judges.engine_rules, self._jobs, projects, LARGEST_CHECKED_BATCH)

    def _report(
        self, engine: Engine, batch: _Batch, materials: Sequence[Material], privacy: Privacy, progress: Progress | None
    ) -> Report:
        day, judges, records = self._day(), self._judges_of(batch.forms), batch.records
        projects = []
        statistics = _statistics(judges, records)
        judged = _judged(judges, engine, records, statistics)
        for (case, evaluation), record, material in zip(judged, records, materials, strict=True):
            behind = (material, *[materials[position] for position in record.earlier])
            digest = None if self._redact else record_digest(record.raw)
            projects.append(self._project_report(judges, record, behind, case, evaluation, day, digest))
            if progress is not None:
                progress(len(projects), len(records))
        projects_read = [record.project for record in records]
        whole = self._batch(judges, engine, batch.forms, projects_read, materials, privacy, statistics)
        return Report(
            notice=NOTICE.in_language(self.lang),
            language=self.lang,
            ruleset=self._ruleset(judges, batch.forms),
            engine=engine.name,
            as_of=day.isoformat(),
            accounting=batch.intake.accounting,
            rejects=[shown_reject(reject, privacy) for reject in batch.intake.rejects_in(self.lang)],
            quality=[shown_note(note, privacy) for note in batch.intake.quality_in(self.lang)],
            projects=projects,
            organisations=whole.organisations(),
            market=whole.market(),
            waivers=self._waivers.uses(
                {record.project.id: report for record, report in zip(records, projects, strict=True)},
                judges.rulebook.rules,
                day,
                privacy,
                self.lang,
            ),
        )

    def _day(self) -> date:
        return self._as_of or date.today()

    def _batch(
        self,
        judges: Judges,
        engine: Engine,
        forms: Set[str],
        projects: Sequence[Project],
        materials: Sequence[Material],
        privacy: Privacy,
        statistics: ProcessStatistics | None,
    ) -> BatchReport:
        who = organisations_of(projects)
        left_out = judges.unsupported_by_all(forms)
        batch = BatchReport(judges.explainers, materials, who, judges.labels, privacy, self.lang, left_out)
        cases = batch.cases_to_judge(batch_cases(projects, judges.rulebook.taxonomy, statistics))
        for case, evaluation in zip(cases, engine.evaluate(cases), strict=True):
            batch.add(case, evaluation)
        return batch

    def _project_report(
        self,
        judges: Judges,
        record: Record,
        materials: Sequence[Material],
        case: Case,
        evaluation: Evaluation,
        day: date,
        digest: str | None = None,
    ) -> ProjectReport:
        """The report on one project. Behind its own material stand those of its earlier awards."""
        material = materials[0]
        told = judges.told(record.form, evaluation.outcomes)
        judged = [rule for _, _, rule in told]
        waivers = _waivers_on(self._waivers.holding(record.project.id, day), judged)
        counted = [rule for rule in judged if rule.code not in waivers]
        result = score(counted, judges.rulebook.policy.undetermined_below)
        dossier = Dossier(Background(PROJECT, case, materials, judges.labels), self.lang, self._what_if)
        findings: list[Finding] = []
        protective: list[Finding] = []
        unknown: list[Unknown] = []
        clear: list[str] = []
        out_of_scope: list[str] = []
        for each, outcome, rule in told:
            if outcome.verdict is Verdict.CLEAR:
                (clear if outcome.in_scope else out_of_scope).append(rule.code)
            elif outcome.verdict is Verdict.UNKNOWN:
                unknown.append(each.unknown(dossier))
            elif rule.protective:
                protective.append(each.finding(dossier, outcome))
            else:
                share = result.shares.get(rule.code, Decimal(0))  # a waived rule has none
                findings.append(each.finding(dossier, outcome, share, waivers.get(rule.code)))
        title = record.project.title
        return ProjectReport(
            id=material.project,
            title=None if title is None else material.privacy.text(title),
            source=material.privacy.identifier(record.source),
            line=record.line,
            index=record.index,
            score=float(result.score),
            score_range=(float(result.lowest), float(result.highest)),
            decided=float(result.decided),
            band=result.band,
            disputed=[
                Disputed(code=each.code or None, reason=each.in_language(self.lang)) for each in evaluation.disputed
            ],
            findings=sorted(findings, key=lambda finding: (-finding.share, finding.code, finding.pack)),
            unknown=unknown,
            protective=protective,
            clear=clear,
            out_of_scope=out_of_scope,
            cells=_to_fill_in(unknown, record.cells),
            profile=profile_of(record.project, judges.rulebook.taxonomy, judges.labels, material.privacy, self.lang),
            digest=digest,
        )

    def _ruleset(self, judges: Judges, forms: Set[str]) -> Ruleset:
        book = judges.rulebook
        return Ruleset(
            digest=book.digest,
            packs=list(book.packs),
            policy=book.policy_digest,
            rules=len(book.rules),
            unsupported=[
                rule for form in sorted(forms) for rule in judges.unsupported(form, self._rulebooks.packs_of(form))
            ],
            version=__version__,
            reading=reading_digest(book.policy, book.taxonomy),
            undetermined_below=float(book.policy.undetermined_below),
            in_force=rules_in_force(book.rules, OCDS in forms),
        )


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


def _waivers_on(holding: Sequence[WaiverEntry], judged: Sequence[Judged]) -> Mapping[str, Waiver]:
    """The waivers of rules that flag a risk, by the full names of these."""
    flagged = [rule.code for rule in judged if rule.verdict is Verdict.FLAGGED and not rule.protective]
    return {rule: entry.waiver for entry in holding for rule in flagged if entry.names(rule)}


def _to_fill_in(unknown: Iterable[Unknown], cells: Cells | None) -> dict[str, str]:
    """The cells of a workbook that the values missing would stand in."""
    if cells is None:
        return {}
    return {pointer: cells.find(pointer) for each in unknown for pointer in each.missing}


def _material(record: Record, discretion: Discretion) -> Material:
    """The next record, with what of it must not be printed."""
    privacy = discretion.of_next()
    return Material(privacy.identifier(record.project.id), record.raw, privacy, record.places, record.cells)


def shown_note(note: Quality, privacy: Privacy) -> Quality:
    """The note, which may name a key of the record, without what is never printed."""
    return note.model_copy(update={"path": privacy.text(note.path), "example": privacy.text(note.example)})


def shown_reject(reject: Reject, privacy: Privacy) -> Reject:
    """The reject without what is never printed."""
    shown = {"source": privacy.identifier(reject.source), "error": privacy.text(reject.error)}
    identifier = None if reject.id is None else privacy.identifier(reject.id)
    return reject.model_copy(update={**shown, "id": identifier})


def _statistics(judges: Judges, records: Sequence[Record]) -> ProcessStatistics | None:
    """The statistics of the batch's contracting processes, if it has any."""
    releases = [record.release for record in records]
    if all(release is None for release in releases):
        return None
    return ProcessStatistics(releases, process_settings(judges.rulebook.policy))


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


def _one_of(word: Any, known: Sequence[Word], what: str) -> Word:
    if word not in known:
        raise UsageError(f"{word!r} is no {what}; there are {', '.join(known)}{suggestion(str(word), known)}")
    return word  # type: ignore[no-any-return]  # it is one of the known ones


def _jobs(jobs: int) -> int:
    if isinstance(jobs, bool) or not isinstance(jobs, int) or jobs < 1:
        raise UsageError(f"{jobs!r} is no number of worker processes; one or more are needed")
    return jobs


def _packs(packs: Sequence[str] | None) -> Sequence[str] | None:
    if isinstance(packs, str):
        raise UsageError(f"packs is a list of names; write [{packs!r}]")
    if packs is not None and (not isinstance(packs, Iterable) or any(not isinstance(pack, str) for pack in packs)):
        raise UsageError(f"packs is a list of names, not {_called(packs)}")
    return packs


def _path(path: Path | str | None, name: str, what: str) -> Path | None:
    if path is not None and not isinstance(path, str | os.PathLike):
        raise UsageError(f"{name} is the path of {what}, not {_called(path)}")
    return None if path is None else Path(path)


def _policy(policy: Policy | Path | str | Mapping[str, Any] | None) -> Policy | Path | None:
    """A policy, or the path of one; settings in a mapping are checked like those of a file."""
    if isinstance(policy, Policy):
        return policy
    if not isinstance(policy, Mapping):
        return _path(policy, "policy", "a file (or it is a Policy, or a mapping like one)")
    try:
        return Policy.model_validate(dict(policy))
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        place = ".".join(map(str, first["loc"]))
        raise UsageError(f"policy: {place}: {first['msg'].removeprefix('Value error, ')}") from None


def _overrides(overrides: Mapping[str, Number]) -> Mapping[str, str]:
    """Thresholds for this call; numbers may be numbers too."""
    wanted = 'overrides is a mapping such as {"SW501.max_months": "4"}'
    if not isinstance(overrides, Mapping):
        raise UsageError(f"{wanted}, not {_called(overrides)}")
    for name, value in overrides.items():
        if not isinstance(name, str):
            raise UsageError(f"{wanted}; {name!r} is no name of a threshold")
        if isinstance(value, bool) or not isinstance(value, str | int | float | Decimal):
            raise UsageError(f"{wanted}; {value!r} is no number for {name}")
    return {name: str(value) for name, value in overrides.items()}


def _called(value: object) -> str:
    """A value that is of the wrong type, for people."""
    return "None" if value is None else f"something of type {type(value).__name__}"


def _date(day: date | str | None) -> date | None:
    if day is None:
        return None
    if isinstance(day, datetime):
        return day.date()
    if isinstance(day, date):
        return day
    try:
        return date.fromisoformat(day)
    except (TypeError, ValueError):
        raise UsageError(f"{day!r} is no date; write it as 2026-11-01") from None
