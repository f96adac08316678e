"""One project in two reports: what moved, and every cause there is for it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Literal, get_args

from riskscreen.comparison.settings import Settings
from riskscreen.comparison.standings import Said, Standings, differing
from riskscreen.model.comparison import Cause, CauseKind, ProjectChange, RuleChange, State
from riskscreen.model.report import ProjectReport

_Record = Literal["same", "different", "not_known"]


class Projects:
    """Compares projects under the settings of their reports. ``others``: what is different of the rest of the batch."""

    def __init__(self, settings: Settings, others: Sequence[Cause]) -> None:
        self._settings = settings
        self._others = others

    def change(self, before: ProjectReport, after: ProjectReport) -> ProjectChange | None:
        """What changed, or None if nothing did that the reports judge."""
        was, now = Standings(before), Standings(after)
        record = _record(before, after)
        names = sorted(was.said.keys() | now.said.keys())
        changes = [each for name in names if (each := self._of_rule(name, was, now, record)) is not None]
        state_was, state_now = state_of(before), state_of(after)
        moved = _moved(state_was, state_now)
        if not changes and not moved:
            return None
        score_causes = self._of_score(was, now) if moved else []
        if moved and not changes and not score_causes:
            score_causes = [self._settings.program()]
        return ProjectChange(
            id=after.id,
            title=after.title,
            status="moved",
            was=state_was,
            now=state_now,
            record=record,
            kinds=_kinds([*(cause for change in changes for cause in change.causes), *score_causes]),
            changes=tuple(changes),
            score_causes=tuple(score_causes),
            values=() if record == "same" else tuple(differing(was, now, was.shown & now.shown)),
        )

    def _of_rule(self, name: str, was: Standings, now: Standings, record: _Record) -> RuleChange | None:
        before, after = was.of(name), now.of(name)
        if (before.standing, before.share) == (after.standing, after.share):
            return None
        if before.verdict != after.verdict:
            causes = self._of_verdict(name, was, now, record)
        elif before.standing != after.standing:
            causes = [_waiver(name, before, after)]
        else:
            causes = self._of_share(name, was, now)
        pack, _, code = name.partition("/")
        return RuleChange(
            code=code,
            pack=pack,
            title=after.title or before.title,
            was=before.standing,
            now=after.standing,
            share_was=before.share,
            share_now=after.share,
            waiver_was=before.waiver,
            waiver_now=after.waiver,
            causes=causes,
            certain=len(causes) == 1 and causes[0].kind != "untold",
        )

    def _of_verdict(self, name: str, was: Standings, now: Standings, record: _Record) -> list[Cause]:
        """Why a rule says something else. A rule that only one report has in force needs no other reason."""
        if explained := self._settings.came_or_went(name):
            return explained
        causes = self._settings.of_verdict(name)
        if record == "different":
            pointers = was.of(name).pointers | now.of(name).pointers
            causes.append(Cause(kind="fact", what="record", values=tuple(differing(was, now, pointers))))
        elif record == "not_known":
            causes.append(_untold_record(was, now, name))
        if self._settings.by_batch(name):
            causes += self._others
        return causes or [self._settings.program()]

    def _of_share(self, name: str, was: Standings, now: Standings) -> list[Cause]:
        """Why a finding that stands has another share: what counts beside it, or how much all of them count."""
        causes = self._settings.of_score(was.counting | now.counting)
        others = sorted((was.counting ^ now.counting) - {name})
        if others:
            causes.append(Cause(kind="others", what="findings", rules=tuple(others)))
        return causes or [self._settings.program()]

    def _of_score(self, was: Standings, now: Standings) -> list[Cause]:
        """What of the score model may have moved the score, its range, the decided share or the band."""
        judged = set(was.counting | now.counting)
        if was.project.score_range != now.project.score_range:
            judged |= was.undecided | now.undecided
        if was.project.decided != now.project.decided:
            judged |= was.judged | now.judged
        causes = self._settings.of_score(judged)
        if "undetermined" in (was.project.band, now.project.band) and was.project.band != now.project.band:
            causes += self._settings.of_band()
        return causes


def state_of(project: ProjectReport) -> State:
    """Where a project stands."""
    return State(
        score=project.score,
        score_range=project.score_range,
        decided=project.decided,
        band=project.band,
        source=project.source,
        line=project.line,
    )


def _record(before: ProjectReport, after: ProjectReport) -> _Record:
    if before.digest is None or after.digest is None:
        return "not_known"
    return "same" if before.digest == after.digest else "different"


def _untold_record(was: Standings, now: Standings, name: str) -> Cause:
    """Without the digests of a record, only a value that both reports show and that differs proves a change of it."""
    pointers = was.of(name).pointers | now.of(name).pointers
    values = [each for each in differing(was, now, pointers) if "not_shown" not in (each.was_shown, each.now_shown)]
    return Cause(kind="fact" if values else "untold", what="record", values=tuple(values))


def _waiver(name: str, before: Said, after: Said) -> Cause:
    was, now = (None if said.waiver is None else said.waiver.model_dump(mode="json") for said in (before, after))
    return Cause(kind="waiver", what="waiver", rule=name, was=was, now=now)


def _moved(was: State, now: State) -> bool:
    return any(getattr(was, name) != getattr(now, name) for name in ("score", "score_range", "decided", "band"))


def _kinds(causes: Iterable[Cause]) -> list[CauseKind]:
    """The kinds of these causes but ``others``, which have causes of their own, in the order of kinds."""
    found = {cause.kind for cause in causes} - {"others"}
    kinds: tuple[CauseKind, ...] = get_args(CauseKind)
    return [kind for kind in kinds if kind in found]
