"""The sentence of a finding: the rule's message with the values of the case in it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, TypeAlias

from riskscreen.engines.base import Binding
from riskscreen.findings import wording
from riskscreen.findings.background import Background
from riskscreen.findings.pointers import ABSENT, first
from riskscreen.findings.privacy import Privacy
from riskscreen.findings.view import Cell, View
from riskscreen.lang.check import ParamValue, measured_kind
from riskscreen.lang.compile import Placeholder
from riskscreen.lang.tree import FieldRef
from riskscreen.lang.vocabulary import IDENTITY, Kind, Value
from riskscreen.model.report import Language
from riskscreen.model.rule import Texts

if TYPE_CHECKING:
    from riskscreen.rulebook.book import Rule

_PLACEHOLDER = re.compile(r"\{([^{}]+)\}")
_FURTHER = {
    "en": (" (1 further match.)", " ({} further matches.)"),
    "zh": ("（另有1处同样符合。）", "（另有{}处同样符合。）"),
}
_BETWEEN_SENTENCES = {"en": " ", "zh": ""}

Parts: TypeAlias = tuple[str | Cell | Placeholder, ...]
"""The words of a message, and what stands between them."""


@dataclass(frozen=True, slots=True)
class Template:
    """A rule's message in one language: its words, and what stands between them.

    Fields of the subject's own row stand as cells. ``in_force_on`` is the date that decides which of a parameter's
    dated values holds. ``of_alternatives`` is what each alternative adds where it is true. Numbers are written so that
    they stand to the rule's ``thresholds`` as they truly do.
    """

    parts: Parts
    in_force_on: FieldRef | None
    of_alternatives: tuple[Parts, ...]
    thresholds: tuple[Decimal, ...]


def template(rule: Rule, lang: Language) -> Template:
    """The template of a rule's message. Raises KeyError for a placeholder that stands for nothing."""
    compiled, day, own = rule.compiled, rule.file.in_force_on, rule.file.alternative_messages
    return Template(
        _parts(rule.file.message, compiled.placeholders, rule, lang),
        compiled.placeholders[day].field if day else None,
        tuple(
            _parts(texts, placeholders, rule, lang)
            for texts, placeholders in zip(own, compiled.of_alternatives, strict=True)
            if texts is not None
        ),
        tuple(_numbers(rule.params)),
    )


def _numbers(params: Mapping[str, ParamValue]) -> Iterator[Decimal]:
    for value in params.values():
        yield from (value,) if isinstance(value, Decimal) else (number for _, number in value)


def _parts(texts: Texts, placeholders: Mapping[str, Placeholder], rule: Rule, lang: Language) -> Parts:
    pieces = _PLACEHOLDER.split(texts.in_language(lang))
    subject = rule.query.subject
    return tuple(
        _part(placeholders[piece], subject, lang) if position % 2 else piece for position, piece in enumerate(pieces)
    )


def _part(placeholder: Placeholder, subject: str, lang: Language) -> str | Cell | Placeholder:
    """A placeholder, or what it says on every case, or the cell it says on every binding."""
    if isinstance(placeholder.param, Decimal):
        return wording.number(placeholder.param, placeholder.kind or Kind.NUMBER, lang, (placeholder.param,))
    field = placeholder.field
    return Cell(subject, 0, field.index) if field is not None and field.variable == subject else placeholder


class Speaker:
    """Says the messages of one case's findings. What a cell says is worked out once for all rules."""

    def __init__(self, background: Background, lang: Language) -> None:
        self._background = background
        self._lang = lang
        self._called: dict[tuple[Cell, tuple[Decimal, ...]], str] = {}

    def message(self, template: Template, view: View, bindings: Sequence[Binding]) -> str:
        """The message on the first true binding, and how many further ones there are.

        Where alternatives have messages of their own, each true one says its own first binding so.
        """
        opening = self._said(template.parts, template, view, bindings[0])
        if not template.of_alternatives:
            return opening + self._further(len(bindings) - 1)
        said = [opening]
        for position, parts in enumerate(template.of_alternatives):
            true = [binding for binding in bindings if binding[0] == position]
            if true:
                said.append(self._said(parts, template, view, true[0]) + self._further(len(true) - 1))
        return _BETWEEN_SENTENCES[self._lang].join(said)

    def _said(self, parts: Parts, template: Template, view: View, binding: Binding) -> str:
        said: list[str] = []
        for part in parts:
            if isinstance(part, str):
                said.append(part)
            elif isinstance(part, Cell):
                said.append(self._cell(part, template.thresholds))
            else:
                said.append(self._placeholder(part, template, view, binding))
        return "".join(said)

    def _further(self, matches: int) -> str:
        one, many = _FURTHER[self._lang]
        return "" if not matches else one if matches == 1 else many.format(matches)

    def _placeholder(self, placeholder: Placeholder, template: Template, view: View, binding: Binding) -> str:
        bound = view.bind(view.query.alternatives[binding[0]], binding[1])
        if placeholder.field is not None:
            return self._cell(view.cell(placeholder.field, bound), template.thresholds)
        if placeholder.measure is not None:
            measure = placeholder.measure
            return wording.measured(view.bounds(measure.name), measured_kind(measure), self._lang, template.thresholds)
        day = None if template.in_force_on is None else view.value(template.in_force_on, bound)
        return self._in_force(placeholder, day)

    def said(self, cell: Cell) -> str:
        """What a cell says."""
        return self._cell(cell, ())

    def _cell(self, cell: Cell, thresholds: tuple[Decimal, ...]) -> str:
        key = cell, thresholds
        if key not in self._called:
            value = self._background.value(cell)
            self._called[key] = self._least(cell, thresholds) if value is None else self._value(value, cell, thresholds)
        return self._called[key]

    def _in_force(self, placeholder: Placeholder, day: Value | None) -> str:
        """The dated value of a parameter that holds on the day that decides."""
        if day is None or not isinstance(placeholder.param, tuple):
            return wording.UNKNOWN[self._lang]
        values = [value for since, value in placeholder.param if since.toordinal() <= int(day)]
        kind = placeholder.kind or Kind.NUMBER
        return wording.number(values[-1], kind, self._lang, values[-1:]) if values else wording.UNKNOWN[self._lang]

    def _least(self, cell: Cell, thresholds: tuple[Decimal, ...]) -> str:
        """What is known of a value that is not known exactly: its lower bound, or the name without an identifier."""
        relation = self._background.relation(cell.relation)
        declared = relation.fields[cell.field]
        bound = relation.index(declared.least)
        least = None if bound is None else self._background.value(cell._replace(field=bound))
        if least:
            return wording.at_least(self._value(least, cell, thresholds), self._lang)
        name = self._background.name(cell) if declared.kind in IDENTITY else None
        if name:
            return wording.unproven(self._privacy(cell).text(name), self._lang)
        if declared.cohort:
            return wording.EVERY[self._lang]
        return wording.UNKNOWN[self._lang]

    def _privacy(self, cell: Cell) -> Privacy:
        origins = self._background.origins(cell.relation, cell.row)
        return self._background.materials[origins[0][0] if origins else 0].privacy

    def _value(self, value: Value, cell: Cell, thresholds: tuple[Decimal, ...]) -> str:
        field = self._background.field(cell)
        privacy = self._privacy(cell)
        if field.kind in IDENTITY or field.name_input:
            return privacy.person(str(value), self._background.name(cell, str(value)))
        if field.kind is Kind.MONEY:
            return wording.money(int(value), self._currency(cell), self._lang)
        if field.kind is Kind.TEXT:
            stated = self._as_stated(value, cell) if len(field.inputs) == 1 else str(value)
            return self._background.labels.get(str(value)) or privacy.text(stated)
        return wording.known(value, field.kind, self._lang, thresholds)

    def _as_stated(self, value: Value, cell: Cell) -> str:
        """A text as the record has it; facts may hold it in a form for comparison."""
        stated = (place.value for place in self._background.places(cell))
        return next((text for text in stated if isinstance(text, str)), str(value))

    def _currency(self, cell: Cell) -> str | None:
        """The currency that stands beside the amount."""
        for place in self._background.places(cell):
            if place.pointer.endswith("/amount"):
                record = self._background.materials[place.material].record
                currency = first(record, place.pointer.removesuffix("amount") + "currency")
                return None if currency is ABSENT else str(currency)
        return None
