"""Causes and changes in words, for text and for the page."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from riskscreen.model.comparison import (
    BatchChange,
    Cause,
    CauseKind,
    Comparison,
    ProjectChange,
    RuleChange,
    Side,
    State,
    ValueChange,
)
from riskscreen.model.report import Language
from riskscreen.reports.comparison.words import tell
from riskscreen.reports.finding_words import value_words
from riskscreen.reports.words import say

_SHORT_DIGEST = 12
_MOST_RULES = 8
_MOST_VALUES, _MOST_CHANGED = 5, 20
_WEIGHTY = ("flagged", "waived")


class CauseWords:
    """Says what changed in a comparison, in one language."""

    def __init__(self, comparison: Comparison, lang: Language) -> None:
        self._now = comparison.now
        self._was = comparison.was
        self.lang = lang

    def tell(self, key: str, **values: Any) -> str:
        """The words for ``key``."""
        return tell(key, self.lang, **values)

    def kind(self, kind: CauseKind) -> str:
        """The name of a kind of cause."""
        return self.tell(f"kind_{kind}")

    def kinds(self, kinds: Iterable[CauseKind]) -> str:
        """Names of kinds in a row."""
        return ("、" if self.lang == "zh" else ", ").join(map(self.kind, kinds))

    def cause(self, cause: Cause) -> str:
        """A cause with its kind."""
        return f"{self.kind(cause.kind)}{self._colon}{self._cause(cause)}"

    def values(self, values: Sequence[ValueChange]) -> str:
        """Values that changed, each with its place."""
        told = [
            f"{each.pointer} {self._shown(each.was_shown, each.was)} → {self._shown(each.now_shown, each.now)}"
            for each in values[:_MOST_CHANGED]
        ]
        if (more := len(values) - _MOST_CHANGED) > 0:
            told.append(self.tell("more", count=more))
        return self._joined(told)

    def standings(self, change: RuleChange | BatchChange) -> str:
        """What a rule said and says."""
        return (
            self.tell(change.now) if change.was == change.now else f"{self.tell(change.was)} → {self.tell(change.now)}"
        )

    def share(self, change: RuleChange) -> str:
        """The finding's share of the score before and after, if it had one."""
        if change.share_was == change.share_now:
            return ""
        return self.tell("share", was=f"{change.share_was:.1f}", now=f"{change.share_now:.1f}")

    def state(self, state: State | None) -> str:
        """A score with its band."""
        if state is None:
            return "–"
        return self.tell("state", score=f"{state.score:.1f}", band=say(state.band, self.lang))

    def movement(self, project: ProjectChange) -> str:
        """The range and the decided share, where they moved."""
        was, now = project.was, project.now
        if was is None or now is None:
            return ""
        parts = []
        if was.score_range != now.score_range:
            ranges = ("{:.1f}–{:.1f}".format(*state.score_range) for state in (was, now))
            parts.append(self.tell("range", **dict(zip(("was", "now"), ranges, strict=True))))
        if was.decided != now.decided:
            parts.append(self.tell("decided", was=f"{was.decided:.1%}", now=f"{now.decided:.1%}"))
        return " · ".join(parts)

    def side(self, side: Side) -> str:
        """One of the two reports in a line."""
        return self.tell(
            "side",
            as_of=side.as_of,
            engine=side.engine,
            version=side.version or "–",
            packs=", ".join(side.packs),
            ruleset=side.ruleset[:_SHORT_DIGEST],
            policy=side.policy[:_SHORT_DIGEST],
            projects=side.projects,
        )

    def summary(self, comparison: Comparison) -> list[str]:
        """How many projects moved, and by what."""
        counts = {status: sum(each.status == status for each in comparison.projects) for status in _STATUSES}
        lines = [self.tell("summary", unmoved=comparison.unmoved, changed=comparison.changed_unmoved, **counts)]
        if comparison.by_cause:
            told = (
                self.tell("cause_count", cause=self.kind(kind), count=count)
                for kind, count in comparison.by_cause.items()
            )
            lines.append(self.tell("by_cause", counts=self._joined(told, ", ", "，")))
        if not comparison.projects and not comparison.batch:
            lines.append(self.tell("nothing"))
        return lines

    def cautions(self, comparison: Comparison) -> list[str]:
        """What every cause presupposes."""
        program = [self._cause(cause) for cause in comparison.settings if cause.kind == "program"]
        lines = [self.tell("program_differs", what=", ".join(program))] if program else []
        if any(cause.kind == "untold" for cause in comparison.settings):
            lines.append(self.tell("no_digests"))
        return lines

    def other_verdicts(self, changes: Iterable[RuleChange]) -> list[str]:
        """Changes between verdicts that flag nothing, those of one kind and of the same causes together."""
        groups: dict[tuple[str, str], list[str]] = {}
        for change in changes:
            key = self.standings(change), self.kinds(cause.kind for cause in change.causes)
            groups.setdefault(key, []).append(change.code)
        return [f"{standings} ({kinds}){self._colon}{' '.join(codes)}" for (standings, kinds), codes in groups.items()]

    @property
    def _colon(self) -> str:
        return "：" if self.lang == "zh" else ": "

    def _joined(self, parts: Iterable[str], en: str = "; ", zh: str = "；") -> str:
        return (zh if self.lang == "zh" else en).join(parts)

    def _shown(self, shown: str, value: Any) -> str:
        return value_words(value) if shown == "value" else self.tell(f"value_{shown}")

    def _cause(self, cause: Cause) -> str:
        if cause.kind == "fact":
            return self._fact(cause)
        if cause.kind == "rule":
            return self._rule(cause)
        if cause.kind == "waiver":
            return self._waiver(cause)
        if cause.kind == "untold":
            return self.tell(f"untold_{cause.what}")
        if cause.kind == "others":
            return self.tell("others", rules=self._codes(cause.rules))
        if cause.kind == "batch":
            return self.tell("other_records", was=cause.was, now=cause.now)
        if cause.kind == "program" and cause.was == cause.now:
            return self.tell("nothing_differs")
        was, now = self._number(cause.was), self._number(cause.now)
        key = "threshold" if cause.kind == "threshold" else cause.what
        if cause.what == "severity":
            was, now = say(was, self.lang), say(now, self.lang)
        return self.tell(key, rule=_code(cause.rule), what=cause.what, was=was, now=now)

    def _fact(self, cause: Cause) -> str:
        """What is known to differ; else what one report shows, of which the other does not tell."""
        known = [value for value in cause.values if "not_shown" not in (value.was_shown, value.now_shown)]
        if known:
            return self.values(known)
        if not cause.values:
            return self.tell("fact_hidden")
        one_side = [
            f"{each.pointer} {self._shown(*seen)}"
            for each in cause.values[:_MOST_VALUES]
            for seen in ((each.was_shown, each.was), (each.now_shown, each.now))
            if seen[0] != "not_shown"
        ]
        if (more := len(cause.values) - _MOST_VALUES) > 0:
            one_side.append(self.tell("more", count=more))
        return self.tell("fact_one_side", values=self._joined(one_side, ", ", "、"))

    def _rule(self, cause: Cause) -> str:
        if cause.what == "meaning":
            return self.tell("meaning", rule=_code(cause.rule))
        verb = "came" if cause.now else "went"
        pack = (cause.rule or "").partition("/")[0]
        return self.tell(f"{'pack' if cause.what == 'pack' else 'rule'}_{verb}", rule=_code(cause.rule), pack=pack)

    def _waiver(self, cause: Cause) -> str:
        if cause.now is not None:
            return self.tell("waiver_began", **_terms(cause.now))
        expired = cause.was["expiry"] < self._now.as_of
        return self.tell("waiver_expired" if expired else "waiver_withdrawn", **_terms(cause.was))

    def _number(self, value: Any) -> str:
        """A number without zeros that say nothing; dated values with their days."""
        if value is None:
            return self.tell("none")
        if isinstance(value, list):
            return self._joined(
                self.tell("dated", value=self._number(each["value"]), date=each["from"]) for each in value
            )
        if isinstance(value, float):
            return f"{value:.10f}".rstrip("0").rstrip(".")
        return str(value)

    def _codes(self, rules: Sequence[str]) -> str:
        shown = " ".join(map(_code, rules[:_MOST_RULES]))
        more = len(rules) - _MOST_RULES
        return f"{shown} {self.tell('more', count=more)}" if more > 0 else shown


_STATUSES = ("moved", "new", "gone")


def weighty(project: ProjectChange) -> list[RuleChange]:
    """The changes of findings; the others are between verdicts that flag nothing. Those of shares alone come last."""
    found = [change for change in project.changes if change.was in _WEIGHTY or change.now in _WEIGHTY]
    return sorted(found, key=lambda each: (each.was == each.now, -abs(each.share_was - each.share_now), each.code))


def weightless(project: ProjectChange) -> list[RuleChange]:
    """The other changes."""
    return [change for change in project.changes if change.was not in _WEIGHTY and change.now not in _WEIGHTY]


def other_values(project: ProjectChange) -> list[ValueChange]:
    """The values that differ and that no cause names."""
    named = {value.pointer for change in project.changes for cause in change.causes for value in cause.values}
    return [value for value in project.values if value.pointer not in named]


def difference(project: ProjectChange) -> str:
    """By how much the score moved, with its sign."""
    if project.was is None or project.now is None:
        return "–"
    moved = round(project.now.score - project.was.score, 1)
    return f"{moved:+.1f}" if moved else "0"


def _code(name: str | None) -> str:
    return (name or "").rpartition("/")[2]


def _terms(waiver: dict[str, Any]) -> dict[str, Any]:
    return {name: waiver[name] for name in ("expiry", "author", "reason")}
