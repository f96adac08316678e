"""What differs between the settings two reports were made under, and what that can explain."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Any, Literal

from riskscreen.model.comparison import Cause
from riskscreen.model.report import InForce, Report

_OF_THE_SCORE: tuple[Literal["weight", "mechanism", "severity"], ...] = ("weight", "mechanism", "severity")
_UNTOLD = Cause(kind="untold", what="ruleset")


class Settings:
    """The differences in force between two reports; rules go by their full names."""

    def __init__(self, was: Report, now: Report) -> None:
        self._was, self._now = was.ruleset, now.ruleset
        told = self._was.in_force is not None and self._now.in_force is not None
        self._rules_was = _by_name(was) if told else {}
        self._rules_now = _by_name(now) if told else {}
        same = (self._was.digest, self._was.policy) == (self._now.digest, self._now.policy)
        self._untold = not same and not told
        self._reading = _reading(was, now)
        self._program = [
            Cause(kind="program", what="version", was=self._was.version, now=self._now.version),
            Cause(kind="program", what="engine", was=was.engine, now=now.engine),
        ]

    def all(self) -> list[Cause]:
        """Every difference, whether it moved anything or not."""
        names = sorted(self._rules_was.keys() | self._rules_now.keys())
        found = [cause for name in names for cause in (*self._of_rule(name), *self._of_weight(name))]
        found += [*self._bands(), *([self._reading] if self._reading else ())]
        found += [cause for cause in self._program if cause.was != cause.now]
        return [*found, _UNTOLD] if self._untold else found

    def came_or_went(self, name: str) -> list[Cause]:
        """The cause, if only one of the reports has the rule in force."""
        return [cause for cause in self._of_rule(name) if cause.what in ("in_force", "pack")]

    def of_verdict(self, name: str) -> list[Cause]:
        """What may have changed the rule's verdicts, the data aside."""
        found = list(self._of_rule(name))
        if self._untold and not found:
            found.append(_UNTOLD)
        return [*found, self._reading] if self._reading else found

    def of_score(self, names: Collection[str]) -> list[Cause]:
        """What may have changed how much these rules count."""
        found = [cause for name in sorted(names) for cause in self._of_weight(name)]
        return [_UNTOLD] if self._untold and not found else found

    def of_band(self) -> list[Cause]:
        """What may have changed whether a band is given."""
        return list(self._bands())

    def program(self) -> Cause:
        """What remains where nothing told differs."""
        return next((cause for cause in self._program if cause.was != cause.now), self._program[0])

    def by_batch(self, name: str) -> bool:
        """Whether the rule's verdict on a record depends on other records."""
        return any(rules[name].by_batch for rules in (self._rules_was, self._rules_now) if name in rules)

    def _of_rule(self, name: str) -> Iterator[Cause]:
        was, now = self._rules_was.get(name), self._rules_now.get(name)
        if was is None or now is None:
            if was is not now:
                yield self._presence(name, was, now)
            return
        if was.digest != now.digest:
            yield Cause(kind="rule", what="meaning", rule=name, was=was.digest, now=now.digest)
        for param in sorted(was.params.keys() | now.params.keys()):
            before, after = was.params.get(param), now.params.get(param)
            if before != after:
                yield Cause(kind="threshold", what=param, rule=name, was=_plain(before), now=_plain(after))

    def _presence(self, name: str, was: InForce | None, now: InForce | None) -> Cause:
        pack = name.partition("/")[0]
        with_pack = pack in self._was.packs and pack in self._now.packs
        what = "in_force" if with_pack else "pack"
        return Cause(kind="rule", what=what, rule=name, was=was is not None, now=now is not None)

    def _of_weight(self, name: str) -> Iterator[Cause]:
        was, now = self._rules_was.get(name), self._rules_now.get(name)
        if was is None or now is None:
            return
        for what in _OF_THE_SCORE:
            before, after = getattr(was, what), getattr(now, what)
            if before != after:
                yield Cause(kind="score_model", what=what, rule=name, was=before, now=after)

    def _bands(self) -> Iterator[Cause]:
        was, now = self._was.undetermined_below, self._now.undetermined_below
        if was is not None and now is not None and was != now:
            yield Cause(kind="score_model", what="undetermined_below", was=was, now=now)


def _by_name(report: Report) -> dict[str, InForce]:
    return {f"{rule.pack}/{rule.code}": rule for rule in report.ruleset.in_force or ()}


def _reading(was: Report, now: Report) -> Cause | None:
    before, after = was.ruleset.reading, now.ruleset.reading
    if before is None or after is None or before == after:
        return None
    return Cause(kind="reading", what="reading", was=before, now=after)


def _plain(value: Any) -> Any:
    """A threshold as JSON has it."""
    if isinstance(value, list):
        return [each.model_dump(mode="json") for each in value]
    return value
