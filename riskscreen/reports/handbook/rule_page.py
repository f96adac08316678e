"""One rule as a page of the handbook."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from typing import Any

from riskscreen.lang.vocabulary import Kind
from riskscreen.model.report import Language
from riskscreen.model.rule import DatedValue, Param
from riskscreen.reports.handbook.demonstration import Demonstration, Removal, demonstrate
from riskscreen.reports.handbook.in_words import Methodology, in_words, number_with_unit
from riskscreen.reports.handbook.links import index_link, link_to_rule
from riskscreen.reports.handbook.markdown import block, code, data, heading, paragraph, points, table, text
from riskscreen.reports.handbook.words import say
from riskscreen.reports.rule_fields import used_fields
from riskscreen.reports.words import say as say_generally
from riskscreen.rulebook.book import Rule, Rulebook

VALUES_SHOWN = 12
FIELDS_SHOWN = 3
_CHINESE = re.compile(r"[\u3400-\u9fff]")
_FORMAL_KEYS = ("in_force_on", "scope", "let", "when", "concerns")
_VERDICTS = {"flagged": "flagged", "clear": "clear", "unknown": "unknown_verdict"}


class RulePage:
    """Writes the page of one rule, in one language. ``book`` must have been loaded with examples."""

    def __init__(self, rule: Rule, book: Rulebook, lang: Language) -> None:
        self._rule = rule
        self._file = rule.file
        self._book = book
        self._lang = lang

    def lines(self) -> Iterator[str]:
        """The whole page."""
        methodology = in_words(self._rule, self._lang)
        yield index_link(self._lang, "../README.md")
        yield ""
        yield from heading(1, f"{self._rule.code} {self._file.title.in_language(self._lang)}")
        yield from self._facts()
        yield from self._methodology(methodology)
        yield from self._thresholds()
        yield from self._limits(methodology)
        yield from self._fields()
        for key, texts in (
            ("why", self._file.rationale),
            ("reported_as", self._file.message),
            ("innocent_title", self._file.innocent),
            ("verify_title", self._file.verify),
            ("remedy", self._file.remedy),
        ):
            yield from heading(2, self._general(key))
            yield self._linked(text(texts.in_language(self._lang)))
            yield ""
            if key == "reported_as":
                yield from self._own_messages()
        yield from self._citations()
        yield from self._demonstration(demonstrate(self._rule, self._book, self._lang))
        yield from self._properties()
        yield from self._examples()

    def _say(self, key: str, **values: Any) -> str:
        return say(key, self._lang, **values)

    def _general(self, key: str, **values: Any) -> str:
        return say_generally(key, self._lang, **values)

    def _linked(self, words: str) -> str:
        """The words, with the codes of other rules of the pack as links to their pages."""
        others = {
            rule.code: link_to_rule(rule, "../")
            for rule in self._book.rules
            if rule.pack == self._rule.pack and rule is not self._rule
        }
        return re.sub(
            r"(?<![A-Za-z0-9])[A-Z]{1,4}[0-9]{2,4}[a-z]?(?![A-Za-z0-9])", lambda m: others.get(m[0], m[0]), words
        )

    def _facts(self) -> Iterator[str]:
        file = self._file
        weight = self._say("severity_weight", severity=self._general(file.severity), weight=self._rule.weight)
        rows = [
            (self._say("full_name"), f"{code(self._rule.full_name)} {text(file.name)}"),
            (self._general("kind"), self._general(f"{file.kind}_kind")),
            (self._say("judged"), f"{self._general(file.stage)} · {self._general(f'on_{file.subject}')}"),
            (self._say("severity_and_weight"), weight),
            (self._say("mechanism_title"), f"{code(file.mechanism)}<br>{self._shared()}"),
        ]
        yield from table(["", ""], rows)
        if file.kind == "protective":
            yield from paragraph(self._say("protective_note"))
        if file.status == "to-verify":
            yield from paragraph(self._general("to_verify"))

    def _shared(self) -> str:
        """Which rules show the same mechanism, and what follows for the score."""
        same = [rule for rule in self._book.rules if rule.file.mechanism == self._file.mechanism]
        comma = "、" if self._lang == "zh" else ", "
        rules = comma.join(link_to_rule(rule, "../") for rule in same if rule is not self._rule)
        if not rules:
            return self._say("alone")
        return self._say("shared" if self._file.subject == "project" else "shared_batch", rules=rules)

    def _methodology(self, methodology: Methodology) -> Iterator[str]:
        yield from heading(2, self._general("looks_for"))
        does = "protects" if self._file.kind == "protective" else "flags"
        if len(methodology.alternatives) == 1:
            yield from self._points(self._say(does), methodology.alternatives[0])
        else:
            yield from paragraph(self._say(f"{does}_any"))
            for number, alternative in enumerate(methodology.alternatives, 1):
                yield from self._points(self._say("alternative", number=number), alternative)
        if methodology.measures:
            yield from self._points(self._say("with_measures"), methodology.measures)
        if self._file.concerns:
            yield from paragraph(self._general("also_reported"))
            yield from (f"- {code(entry)}" for entry in self._file.concerns)
            yield ""
        yield from paragraph(self._say("as_written"))
        yield from block(_formal_part(self._rule.source.text), "yaml")

    def _points(self, lead: str, listed: Sequence[Any]) -> Iterator[str]:
        yield from paragraph(lead)
        yield from points(listed)
        yield ""

    def _thresholds(self) -> Iterator[str]:
        rows = [
            [
                code(name),
                self._value(name, value),
                self._basis(value),
                text(value.note.in_language(self._lang)) if value.note else "",
            ]
            for name, declared in self._file.params.items()
            for value in (declared if isinstance(declared, list) else [declared])
        ]
        if rows:
            yield from heading(2, self._general("thresholds"))
            yield from table([self._say(key) for key in ("parameter", "value", "basis", "reason")], rows)

    def _value(self, name: str, value: Param) -> str:
        kind = self._rule.compiled.placeholders[name].kind or Kind.NUMBER
        since = self._general("from_date", date=value.from_) if isinstance(value, DatedValue) else ""
        return since + text(number_with_unit(value.value, kind, value.unit, self._lang))

    def _basis(self, value: Param) -> str:
        cite = f" [{value.cite}](../sources.md#{value.cite})" if value.cite else ""
        return self._general(f"basis_{value.basis}") + cite

    def _limits(self, methodology: Methodology) -> Iterator[str]:
        yield from heading(2, self._say("limits"))
        if methodology.scope:
            yield from self._points(self._say("scope_only"), methodology.scope)
        else:
            yield from paragraph(self._say("no_scope"))
        if self._file.in_force_on is not None:
            yield self._say("date_in_force", field=code(self._file.in_force_on))
            yield ""

    def _fields(self) -> Iterator[str]:
        yield from heading(2, self._general("fields"))
        rows = [
            [text(used.label(self._lang)), " ".join(code(pointer) for pointer in dict.fromkeys(used.inputs()))]
            for used in used_fields(self._rule.query)
        ]
        yield from table([self._say("field"), self._say("where_recorded")], rows)

    def _own_messages(self) -> Iterator[str]:
        """What the alternatives say, each where it is true."""
        own = [texts for texts in self._file.alternative_messages if texts is not None]
        if own:
            yield from paragraph(self._general("followed_by"))
            yield from (f"- {text(texts.in_language(self._lang))}" for texts in own)
            yield ""

    def _citations(self) -> Iterator[str]:
        yield from heading(2, self._general("citations"))
        for cite in self._file.cites:
            place = f" {text(cite.at)}" if cite.at else ""
            reference = text(self._book.sources[cite.source].reference.in_language(self._lang))
            yield f"- [{cite.source}](../sources.md#{cite.source}){place}: {reference}"
            if cite.note:
                yield f"  - {text(self._say('own_reading', note=cite.note.in_language(self._lang)))}"
        yield ""

    def _demonstration(self, shown: Demonstration) -> Iterator[str]:
        example = shown.example
        yield from heading(2, self._say("demonstration"))
        note = self._say("demonstration_shows", note=text(example.note)) if self._readable(example.note) else ""
        found = "demonstration_of" if example.organisation else "demonstration_found"
        verdict = self._say(found, organisation=code(example.organisation or ""))
        gap = "" if self._lang == "zh" else " "
        yield gap.join(part for part in (self._say("demonstration_given"), note, verdict) if part)
        yield ""
        yield f"> {text(shown.finding.message)}"
        yield ""
        yield from block(_as_json(example.given), "json")
        yield from paragraph(self._say("demonstration_rests"))
        batch = self._file.subject != "project"
        headers = [*([self._say("project")] if batch else []), *map(self._say, ("pointer", "value", "without"))]
        yield from table(headers, [self._removal(each, batch) for each in shown.removals[:VALUES_SHOWN]])
        if (more := len(shown.removals) - VALUES_SHOWN) > 0:
            yield from paragraph(self._say("more_values", count=more))

    def _removal(self, removal: Removal, batch: bool) -> list[str]:
        piece = removal.evidence
        project = [code(piece.project or "")] if batch else []
        return [*project, code(piece.pointer), data(piece.value), self._then(removal)]

    def _then(self, removal: Removal) -> str:
        if removal.verdict is None:
            then = self._say("then_gone")
        elif removal.missing:
            then = self._say("then_unknown_missing", fields=self._some(removal.missing))
        else:
            key = {"flagged": "still_flagged", "clear": "then_clear", "unknown": "then_unknown"}[removal.verdict]
            then = self._say(key)
        return self._say("whole_list", then=then) if removal.whole_list else then

    def _some(self, fields: Sequence[str]) -> str:
        comma = "、" if self._lang == "zh" else ", "
        shown = comma.join(map(code, fields[:FIELDS_SHOWN]))
        more = len(fields) - FIELDS_SHOWN
        if more <= 0:
            return shown
        return self._say("and_more", fields=shown, count=more if self._lang == "en" else len(fields))

    def _properties(self) -> Iterator[str]:
        if not self._file.invariant_under and not self._file.worse_when:
            return
        yield from heading(2, self._say("properties"))
        comma = "、" if self._lang == "zh" else "; "
        if self._file.invariant_under:
            changes = comma.join(self._say(change) for change in self._file.invariant_under)
            yield from paragraph(self._say("invariant_under", changes=changes))
        if self._file.worse_when:
            things = comma.join(self._say(way, thing=code(name)) for name, way in self._file.worse_when.items())
            yield self._say("worse_when", things=things)
            yield ""

    def _examples(self) -> Iterator[str]:
        yield from heading(2, self._say("examples"))
        for verdict, key in _VERDICTS.items():
            notes = [example.note for example in self._rule.examples if example.verdict == verdict]
            yield f"- {self._general(key)}: {len(notes)}"
            yield from (f"  - {text(note)}" for note in notes if self._readable(note))
        yield ""

    def _readable(self, note: str) -> bool:
        """Whether an example's note, which stands in one language only, is in that of the page."""
        return bool(note) and (_CHINESE.search(note) is not None) is (self._lang == "zh")


def _formal_part(source: str) -> str:
    """The keys of the rule file that engines read, as they are written."""
    parts = re.split(r"(?m)^(?=[a-z_]+:)", source)
    return "".join(part for part in parts if part.partition(":")[0] in _FORMAL_KEYS)


def _as_json(given: Any) -> str:
    """The facts of an example as JSON: one line for each key or item at the top."""
    if isinstance(given, list):
        return f"[\n  {_joined([member if isinstance(member, dict) else member.model_dump() for member in given])}\n]"
    return "{\n  " + ",\n  ".join(f"{json.dumps(key)}: {_top(value)}" for key, value in given.items()) + "\n}"


def _top(value: Any) -> str:
    if isinstance(value, list) and len(value) > 1:
        return f"[\n    {_joined(value, indent=4)}\n  ]"
    return _dumped(value)


def _joined(items: Sequence[Any], indent: int = 2) -> str:
    return f",\n{' ' * indent}".join(map(_dumped, items))


def _dumped(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, default=float)
