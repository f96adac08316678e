"""What is said of a batch as a whole: its organisations and the market, rejects and notes, and who judged."""

from __future__ import annotations

from collections.abc import Sequence, Set

from riskscreen import __version__
from riskscreen.baseline.file import Baseline
from riskscreen.engines.base import Engine
from riskscreen.facts.market import batch_cases
from riskscreen.facts.market.cohorts import Cohorts
from riskscreen.facts.process.policy import process_settings
from riskscreen.facts.process.statistics import ProcessStatistics
from riskscreen.findings.background import Material
from riskscreen.findings.batch import BatchReport
from riskscreen.findings.organisations import organisations_of
from riskscreen.findings.privacy import Privacy
from riskscreen.findings.support import OCDS
from riskscreen.intake.read import Record
from riskscreen.judging import Judges, Rulebooks
from riskscreen.model.report import Language, Quality, Reject, Ruleset
from riskscreen.model.rule import Texts
from riskscreen.rulebook.digest import reading_digest
from riskscreen.rulebook.in_force import rules_in_force

NOTICE = Texts(
    en=(
        "A flag is a reason to look, never a finding of wrongdoing. Every sign has honest explanations too: check the "
        "original documents and hear those concerned before you judge."
    ),
    zh="标记只是值得进一步了解的理由，绝非对违法违规的认定。每一项迹象都可能有正当解释：请先核对原始资料、听取当事各方说明，再作判断。",
)


def process_statistics(
    judges: Judges, records: Sequence[Record], baseline: Baseline | None = None
) -> ProcessStatistics | None:
    """The statistics of the batch's contracting processes, if it has any, and of those of the baseline."""
    releases = [record.release for record in records]
    if all(release is None for release in releases):
        return None
    statistics = ProcessStatistics(releases, process_settings(judges.rulebook.policy))
    if baseline is not None:
        own = [release.ocid or "" for release in releases if release is not None]
        statistics.go_on_from(baseline.processes(own))
    return statistics


def batch_report(
    judges: Judges,
    engine: Engine,
    records: Sequence[Record],
    materials: Sequence[Material],
    privacy: Privacy,
    statistics: ProcessStatistics | None,
    lang: Language,
    baseline: Baseline | None = None,
) -> BatchReport:
    """What the rules on organisations and on the market say of the records.

    With a baseline, of the cohorts of it that the records have a part in.
    """
    projects = [record.project for record in records]
    who = organisations_of(projects, [record.release for record in records])
    left_out = judges.unsupported_by_all({record.form for record in records})
    cohorts = Cohorts(judges.rulebook.policy.cohorts)
    batch = BatchReport(judges.explainers, materials, who, judges.labels, privacy, lang, left_out, cohorts)
    cases = batch.cases_to_judge(batch_cases(projects, judges.rulebook.taxonomy, statistics, cohorts, baseline))
    for case, evaluation in zip(cases, engine.evaluate(cases), strict=True):
        batch.add(case, evaluation)
    return batch


def ruleset_of(judges: Judges, rulebooks: Rulebooks, forms: Set[str]) -> Ruleset:
    """Which rules judge data of these forms, and by which settings."""
    book = judges.rulebook
    return Ruleset(
        digest=book.digest,
        packs=list(book.packs),
        policy=book.policy_digest,
        rules=len(book.rules),
        unsupported=[rule for form in sorted(forms) for rule in judges.unsupported(form, rulebooks.packs_of(form))],
        version=__version__,
        reading=reading_digest(book.policy, book.taxonomy),
        undetermined_below=float(book.policy.undetermined_below),
        in_force=rules_in_force(book.rules, OCDS in forms),
    )


def shown_note(note: Quality, privacy: Privacy) -> Quality:
    """The note, which may name a key of the record, without what is never printed."""
    return note.model_copy(update={"path": privacy.text(note.path), "example": privacy.text(note.example)})


def shown_reject(reject: Reject, privacy: Privacy) -> Reject:
    """The reject without what is never printed."""
    shown = {"source": privacy.identifier(reject.source), "error": privacy.text(reject.error)}
    identifier = None if reject.id is None else privacy.identifier(reject.id)
    return reject.model_copy(update={**shown, "id": identifier})
