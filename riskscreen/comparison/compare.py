"""The comparison itself: a pure function of two reports."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import get_args

from riskscreen.comparison.batch import batch_changes, other_records
from riskscreen.comparison.pairing import paired
from riskscreen.comparison.projects import Projects, state_of
from riskscreen.comparison.settings import Settings
from riskscreen.model.comparison import CauseKind, Comparison, ProjectChange, Side
from riskscreen.model.report import ProjectReport, Report


def compare(was: Report, now: Report) -> Comparison:
    """What changed from one report to another, and what did it."""
    settings = Settings(was, now)
    pairs = paired(was.projects, now.projects)
    others = other_records(pairs)
    projects = Projects(settings, others)
    moved = []
    changed_unmoved = 0
    for before, after in pairs.both:
        change = projects.change(before, after)
        if change is not None:
            moved.append(change)
        elif before.digest != after.digest and before.digest is not None and after.digest is not None:
            changed_unmoved += 1
    alone = [_alone(project, None, now) for project in pairs.gone]
    alone += [_alone(None, project, was) for project in pairs.new]
    return Comparison(
        was=_side(was),
        now=_side(now),
        settings=settings.all(),
        by_cause=_counted(moved),
        unmoved=len(pairs.both) - len(moved),
        changed_unmoved=changed_unmoved,
        projects=sorted([*moved, *alone], key=_order),
        batch=batch_changes(was, now, settings, others),
        unpaired_was=pairs.unpaired_was,
        unpaired_now=pairs.unpaired_now,
    )


def _alone(gone: ProjectReport | None, new: ProjectReport | None, other: Report) -> ProjectChange:
    """A project that only one report has. The other report may have rejected its record, and says why."""
    project = gone or new
    assert project is not None  # noqa: S101 -- one of the two is given
    error = next((reject.error for reject in other.rejects if reject.id == project.id), None)
    return ProjectChange(
        id=project.id,
        title=project.title,
        status="gone" if gone else "new",
        was=state_of(gone) if gone else None,
        now=state_of(new) if new else None,
        record="not_known",
        kinds=[],
        rejected_was=error if new else None,
        rejected_now=error if gone else None,
    )


def _side(report: Report) -> Side:
    return Side(
        as_of=report.as_of,
        engine=report.engine,
        version=report.ruleset.version,
        language=report.language,
        packs=report.ruleset.packs,
        ruleset=report.ruleset.digest,
        policy=report.ruleset.policy,
        projects=len(report.projects),
    )


def _counted(moved: Iterable[ProjectChange]) -> dict[CauseKind, int]:
    """The number of projects by kind of cause, in the order of kinds."""
    counts = Counter(kind for project in moved for kind in project.kinds)
    kinds: tuple[CauseKind, ...] = get_args(CauseKind)
    return {kind: counts[kind] for kind in kinds if counts[kind]}


def _order(project: ProjectChange) -> tuple[bool, float, str]:
    """Those that moved before those of one report only; the furthest first."""
    was = project.was.score if project.was else 0.0
    now = project.now.score if project.now else 0.0
    return project.was is None or project.now is None, -abs(was - now), project.id
