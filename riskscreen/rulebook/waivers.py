"""Waiver files: read, checked against the rules, and ready to be asked which finding is waived."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from riskscreen.errors import Fault, RuleFaults
from riskscreen.model.waiver import Waiver, WaiverFile
from riskscreen.rulebook.book import Rule
from riskscreen.rulebook.validate import validated
from riskscreen.rulebook.yaml_source import Source, read_yaml


@dataclass(frozen=True, slots=True)
class WaiverEntry:
    """A waiver and where it stands (``waivers.yaml:12``)."""

    waiver: Waiver
    place: str

    def names(self, rule: str) -> bool:
        """Whether the waiver is of the rule with this full name."""
        return self.waiver.code in (rule, rule.partition("/")[2])


def load_waivers(path: Path, rules: Sequence[Rule]) -> list[WaiverEntry]:
    """The waivers of a file. ``rules`` are those in force.

    A waiver of a rule that is not in force is kept: the report tells that it was not used. Raises :class:`RuleFaults`
    for what is no waiver, for one given twice, and for one of a rule that cannot be waived.
    """
    source = read_yaml(path)
    entries: list[WaiverEntry] = []
    faults: list[Fault] = []
    for position, waiver in enumerate(validated(source, WaiverFile).waivers):
        place = source.location(("waivers", position))
        entry = WaiverEntry(waiver, f"{place.file}:{place.line}")
        named = next((rule for rule in rules if entry.names(rule.full_name)), None)
        faults += _faults(source, position, entry, named, entries)
        entries.append(entry)
    if faults:
        raise RuleFaults(faults)
    return entries


def _faults(
    source: Source, position: int, entry: WaiverEntry, rule: Rule | None, before: Sequence[WaiverEntry]
) -> Iterator[Fault]:
    code = entry.waiver.code
    if rule is not None and (rule.file.subject != "project" or rule.file.kind == "protective"):
        what = "protects" if rule.file.kind == "protective" else f"is on the {rule.file.subject}"
        message = f"{code} {what}: only findings on a project that add to its score can be waived"
        yield source.fault(("waivers", position, "code"), "not-waivable", message)
    for other in before:
        same_rule = other.waiver.code == code if rule is None else other.names(rule.full_name)
        if same_rule and other.waiver.project == entry.waiver.project:
            message = f"{code} is waived for this project at {other.place} already; keep one"
            yield source.fault(("waivers", position, "project"), "repeated-waiver", message)
