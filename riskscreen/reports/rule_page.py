"""A rule as a page of a handbook (``rules show``)."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any, TextIO

from riskscreen.lang.check import ParamValue
from riskscreen.model.report import Language
from riskscreen.model.rule import Citation, DatedValue, Param, Texts
from riskscreen.model.sources import SourceEntry
from riskscreen.reports.page import Page
from riskscreen.reports.plain_text import width
from riskscreen.reports.rule_fields import used_fields
from riskscreen.reports.words import known
from riskscreen.rulebook.book import Rule

EXAMPLES_SHOWN = 4
_CHINESE = re.compile(r"[\u3400-\u9fff]")
"""A note on an example stands in one language; it is shown to readers of that one, and to the others the numbers."""
_VERDICTS = {"flagged": "flagged", "clear": "clear", "unknown": "unknown_verdict"}


def write_rule(
    rule: Rule,
    sources: Mapping[str, SourceEntry],
    stream: TextIO,
    *,
    lang: Language,
    columns: int,
    colour: bool,
) -> None:
    """Everything a rule says of itself. The rule book must have been loaded with examples."""
    page = Page(stream, lang, columns, colour)
    file = rule.file
    page.paragraph(_text(file.title, page), lead=f"{rule.code}  ", style="bold", lead_style="bold cyan")
    for line in _facts(rule, page):
        page.paragraph(line, style="dim")
    if file.status == "to-verify":
        page.paragraph(page.say("to_verify"), style="magenta")
    _write_condition(page, rule)
    _write_thresholds(page, rule)
    _write_fields(page, rule)
    for key, texts in (
        ("why", file.rationale),
        ("reported_as", file.message),
        ("innocent_title", file.innocent),
        ("verify_title", file.verify),
        ("remedy", file.remedy),
    ):
        page.heading(page.say(key))
        page.paragraph(_text(texts, page))
        if key == "reported_as":
            _write_own_messages(page, rule)
    _write_citations(page, file.cites, sources)
    _write_examples(page, rule)


def _text(texts: Texts, page: Page) -> str:
    return texts.in_language(page.lang)


def _facts(rule: Rule, page: Page) -> Iterator[str]:
    file = rule.file
    yield f"{rule.full_name} · {file.name}"
    yield f"{page.say(f'{file.kind}_kind')} · {page.say(file.stage)} · {page.say(f'on_{file.subject}')}"
    weight = page.say("severity_weight", severity=page.say(file.severity), weight=rule.weight)
    yield f"{weight} · {page.say('mechanism', mechanism=file.mechanism)}"


def _write_condition(page: Page, rule: Rule) -> None:
    file = rule.file
    page.heading(page.say("looks_for"))
    if file.scope:
        page.paragraph(file.scope, lead=page.say("scope"), indent=2)
    for name, measure in file.let.items():
        page.paragraph(measure, lead=f"{page.say('let')}{name} = ", indent=2)
    for depth, lead, clause in _clauses(file.when, page):
        page.paragraph(clause, lead=lead, indent=2 + 2 * depth)
    if file.concerns:
        page.paragraph(page.say("also_reported"), indent=2)
    for entry in file.concerns:
        page.paragraph(entry, indent=4)


def _clauses(when: Any, page: Page, depth: int = 0) -> Iterator[tuple[int, str, str]]:
    """The lines of a condition: how deep it stands, what stands before it, and the expression."""
    if isinstance(when, str):
        yield depth, "", when
        return
    names = [key for key in when if key not in ("any", "none", "message")]
    widest = max((width(name) for name in names), default=0)
    for key, clause in when.items():
        if key == "any":
            yield depth, "", page.say("any_of")
            for alternative in clause:
                inner = [*_clauses(alternative, page, depth + 1)]
                yield depth + 1, "– ", inner[0][1] + inner[0][2]
                yield from ((level + 1, lead, text) for level, lead, text in inner[1:])
        elif key == "none":
            yield depth, "", page.say("none_of")
            yield from _clauses(clause, page, depth + 1)
        elif key != "message":
            yield depth, f"{key:<{widest}}  ", clause


def _write_own_messages(page: Page, rule: Rule) -> None:
    """What the alternatives say, each where it is true."""
    own = [texts for texts in rule.file.alternative_messages if texts is not None]
    if own:
        page.paragraph(page.say("followed_by"))
    for texts in own:
        page.paragraph(_text(texts, page), lead="– ", indent=2)


def _write_thresholds(page: Page, rule: Rule) -> None:
    if not rule.file.params:
        return
    page.heading(page.say("thresholds"))
    for name, declared in rule.file.params.items():
        for value in declared if isinstance(declared, list) else [declared]:
            since = page.say("from_date", date=value.from_) if isinstance(value, DatedValue) else ""
            basis = page.say(f"basis_{value.basis}")
            cite = f" ({value.cite})" if value.cite else ""
            number = _number(value.value, value.unit, page)
            page.paragraph(f"{since}{number} · {basis}{cite}", lead=f"{name} = ", indent=2)
            if value.note:
                page.paragraph(_text(value.note, page), indent=4, style="dim")
        if changed := _changed(declared, rule.params[name]):
            page.paragraph(page.say("policy_value", value=changed), indent=4, style="bold magenta")


def _changed(declared: Param | list[DatedValue], in_effect: ParamValue) -> str | None:
    """The value in effect, where a policy or the call has set another one than the rule's own."""
    if isinstance(declared, list) or not isinstance(in_effect, type(declared.value)):
        return None
    return None if declared.value == in_effect else f"{in_effect.normalize():f}"


def _number(value: Decimal, unit: str, page: Page) -> str:
    number = f"{value.normalize():f}"
    return page.say(f"unit_{unit}", number=number) if known(f"unit_{unit}") else f"{number} {unit}".rstrip()


def _write_fields(page: Page, rule: Rule) -> None:
    page.heading(page.say("fields"))
    for used in used_fields(rule.query):
        page.paragraph(used.label(page.lang), indent=2)
        if inputs := used.inputs():
            page.paragraph("  ".join(dict.fromkeys(inputs)), indent=4, style="cyan")


def _write_citations(page: Page, cites: list[Citation], sources: Mapping[str, SourceEntry]) -> None:
    page.heading(page.say("citations"))
    for cite in cites:
        place = f"{cite.source} {cite.at}" if cite.at else cite.source
        page.paragraph(_text(sources[cite.source].reference, page), lead=f"{place}  ", indent=2, lead_style="cyan")
        if cite.note:
            page.paragraph(_text(cite.note, page), lead=page.say("own_reading_lead"), indent=4)


def _write_examples(page: Page, rule: Rule) -> None:
    counts = Counter[str](example.verdict for example in rule.examples)
    page.heading(page.say("examples_title", **{verdict: counts[verdict] for verdict in _VERDICTS}))
    widest = max(width(page.say(key)) for key in _VERDICTS.values())
    for verdict, key in _VERDICTS.items():
        lead = page.say(key)
        lead += " " * (widest - width(lead) + 2)
        notes = [example.note for example in rule.examples if example.verdict == verdict]
        notes = [note for note in notes if note and (_CHINESE.search(note) is not None) is (page.lang == "zh")]
        for note in notes[:EXAMPLES_SHOWN]:
            page.paragraph(note, lead=lead, indent=2)
        if (more := len(notes) - EXAMPLES_SHOWN) > 0:
            page.paragraph(page.say("more_examples", count=more), indent=2 + width(lead), style="dim")
