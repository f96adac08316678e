"""What trying the declared properties of rules showed (``rules properties``)."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from typing import Any, TextIO

from rich.text import Text

from riskscreen.engines.base import Verdict
from riskscreen.errors import Location
from riskscreen.model.report import Language
from riskscreen.reports.page import Page
from riskscreen.reports.plain_text import plain
from riskscreen.rulebook.properties.bench import Trial
from riskscreen.rulebook.properties.declared import INVARIANCES, Invariant
from riskscreen.rulebook.properties.records import Given, as_number
from riskscreen.rulebook.properties.run import Result, RuleProperties, Status

_DECLARED = (Status.HELD, Status.UNREAD, Status.HARDLY_TRIED, Status.BROKEN)
_WORDS = {Verdict.FLAGGED: "flagged", Verdict.CLEAR: "clear", Verdict.UNKNOWN: "unknown_verdict"}


def properties_json(rules: Sequence[RuleProperties]) -> str:
    """Every property of every rule: status, counts, place, and the counterexample of one that does not hold."""
    whole = {
        "rules": {rule.name: [_as_data(result) for result in rule.results] for rule in rules},
        "untried": {rule.name: rule.untried for rule in rules if rule.untried},
    }
    return _json(whole, indent=2)


def counterexample_files(rules: Sequence[RuleProperties]) -> Iterator[tuple[str, str]]:
    """Two files for every property that does not hold, the case before and after: names, and records to be screened."""
    for rule in rules:
        for result in rule.with_status(Status.BROKEN):
            if result.counterexample is not None:
                code = rule.name.rpartition("/")[2]
                for side, given, _ in _sides(result.counterexample):
                    name = f"{code}-{str(result.tried).replace(' ', '-')}-{side}.json"
                    yield name, _json(given.records[0] if len(given.records) == 1 else given.records, indent=2)


def write_properties(
    rules: Sequence[RuleProperties], stream: TextIO, *, lang: Language, columns: int, colour: bool
) -> None:
    """On how many cases each property was tried, what does not hold, what could be declared, and the sum of it."""
    page = Page(stream, lang, columns, colour)
    if not all(rule.untried for rule in rules):
        _write_table(page, rules)
    for result in _all(rules, Status.BROKEN):
        if result.fault is not None and result.counterexample is not None:
            page.blank()
            stream.write(_line(result.location, f"{result.fault.code} {result.fault.message}"))
            _write_counterexample(page, stream, result.counterexample)
    notes = [*_notes(page, rules)]
    if notes:
        page.blank()
        stream.writelines(notes)
    page.blank()
    page.paragraph(page.say("properties_summary", **_sums(rules)))


def _notes(page: Page, rules: Sequence[RuleProperties]) -> Iterator[str]:
    for rule in rules:
        if rule.untried:
            yield _line(rule.examples, f"note: {page.say(f'properties_untried_{rule.untried}')}")
    for result in _all(rules, Status.SUGGESTED, Status.HARDLY_TRIED):
        if result.status is Status.HARDLY_TRIED:
            key = "property_hardly_tried"
        else:
            key = "property_suggested" if result.tally.seen else "property_must_hold"
        tally = result.tally
        said = page.say(key, cases=tally.seen, decided=tally.decided, flagged=tally.flagged)
        yield _line(result.location, f"note: {result.tried}: {said}")


def _write_table(page: Page, rules: Sequence[RuleProperties]) -> None:
    page.heading(page.say("properties_title"))
    heads = [page.say(f"property_{relation}") for relation in INVARIANCES]
    rows = []
    for rule in (rule for rule in rules if not rule.untried):
        found = {str(result.tried): result for result in rule.results if result.status in _DECLARED}
        cells = [_cell(found.get(relation)) for relation in INVARIANCES]
        directions = [_cell(result) for result in found.values() if not isinstance(result.tried, Invariant)]
        rows.append([Text(rule.name.rpartition("/")[2]), *map(Text, cells), Text(" ".join(directions))])
    numbers = [{"header": head, "justify": "right"} for head in (*heads, page.say("property_worse"))]
    page.table([{"header": page.say("rule")}, *numbers], rows)
    page.paragraph(page.say("properties_legend"), style="dim")


def _cell(result: Result | None) -> str:
    if result is None:
        return ""
    decided = str(result.tally.decided)
    marks = {Status.UNREAD: "–", Status.BROKEN: f"✗{decided}", Status.HARDLY_TRIED: f"?{decided}"}
    return marks.get(result.status, decided)


def _write_counterexample(page: Page, stream: TextIO, trial: Trial) -> None:
    for side, given, verdict in _sides(trial):
        lines = [_json(record).strip() for record in given.records]
        said = page.say(_WORDS[verdict])
        head = page.say(f"property_{side}", verdict=f"{given.organisation}: {said}" if given.organisation else said)
        if len(lines) == 1:
            stream.write(plain(f"  {head} {lines[0]}") + "\n")
        else:
            stream.write(plain(f"  {head}") + "\n")
            stream.writelines(plain(f"    {line}") + "\n" for line in lines)


def _sides(trial: Trial) -> Iterator[tuple[str, Given, Verdict]]:
    yield "before", trial.before, trial.verdicts[0]
    yield "after", trial.after, trial.verdicts[1]


def _sums(rules: Sequence[RuleProperties]) -> dict[str, int]:
    held = _all(rules, Status.HELD)
    return {
        "rules": sum(not rule.untried for rule in rules),
        "declared": len(_all(rules, *_DECLARED)),
        "held": len(held),
        "cases": sum(result.tally.cases for result in held),
        "decided": sum(result.tally.decided for result in held),
        "unread": len(_all(rules, Status.UNREAD)),
        "hardly": len(_all(rules, Status.HARDLY_TRIED)),
        "broken": len(_all(rules, Status.BROKEN)),
        "suggested": len(_all(rules, Status.SUGGESTED)),
    }


def _all(rules: Sequence[RuleProperties], *statuses: Status) -> list[Result]:
    return [result for rule in rules for result in rule.with_status(*statuses)]


def _as_data(result: Result) -> dict[str, Any]:
    place = result.location
    shown = result.counterexample
    return {
        "property": str(result.tried),
        "status": str(result.status),
        "file": place.file,
        "line": place.line or 1,
        "field": place.field,
        **asdict(result.tally),
        "message": result.fault.message if result.fault else "",
        "counterexample": None if shown is None else _trial(shown),
    }


def _trial(trial: Trial) -> dict[str, Any]:
    return {"change": trial.what} | {
        side: {"verdict": str(verdict), "organisation": given.organisation, "projects": given.records}
        for side, given, verdict in _sides(trial)
    }


def _line(place: Location, text: str) -> str:
    return plain(f"{place.file}:{place.line or 1}: {text}") + "\n"


def _json(value: Any, indent: int | None = None) -> str:
    return f"{json.dumps(value, ensure_ascii=False, indent=indent, default=as_number)}\n"
