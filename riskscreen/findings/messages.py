"""The sentence of a finding: the rule's message with the values of the case in it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from riskscreen.engines.base import Binding
from riskscreen.findings import wording
from riskscreen.findings.background import Background
from riskscreen.findings.pointers import ABSENT, first
from riskscreen.findings.view import Bound, Cell, View
from riskscreen.lang.check import measured_kind
from riskscreen.lang.compile import Placeholder
from riskscreen.lang.tree import FieldRef
from riskscreen.lang.vocabulary import IDENTITY, Kind, Value
from riskscreen.model.report import Language

if TYPE_CHECKING:
    from riskscreen.rulebook.book import Rule

_PLACEHOLDER = re.compile(r"\{([^{}]+)\}")
_FURTHER = {
    "en": (" (1 further match.)", " ({} further matches.)"),
    "zh": ("（另有1处同样符合。）", "（另有{}处同样符合。）"),
}


@dataclass(frozen=True, slots=True)
class Template:
    """A rule's message in one language: its words, and what stands between them.

    ``in_force_on`` is the date that decides which of a parameter's dated values holds.
    """

    parts: tuple[str | Placeholder, ...]
    in_force_on: FieldRef | None
    lang: Language


def template(rule: Rule, lang: Language) -> Template:
    """The template of a rule's message. Raises KeyError for a placeholder that stands for nothing."""
    pieces = _PLACEHOLDER.split(rule.file.message.in_language(lang))
    parts: list[str | Placeholder] = []
    for position, piece in enumerate(pieces):
        stands_for = rule.compiled.placeholders[piece] if position % 2 else None
        if stands_for is not None and isinstance(stands_for.param, Decimal):
            parts.append(wording.number(stands_for.param, stands_for.kind or Kind.NUMBER, lang))
        else:
            parts.append(stands_for or piece)
    day = rule.file.in_force_on
    return Template(tuple(parts), rule.compiled.placeholders[day].field if day else None, lang)


def message(template: Template, view: View, background: Background, bindings: Sequence[Binding]) -> str:
    """The message on the first true binding, and how many further ones there are."""
    position, rows = bindings[0]
    speaker = _Speaker(template, view, background, view.bind(view.query.alternatives[position], rows))
    sentence = "".join([part if isinstance(part, str) else speaker.say(part) for part in template.parts])
    further = len(bindings) - 1
    one, many = _FURTHER[template.lang]
    return sentence + (many.format(further) if further > 1 else one if further else "")


class _Speaker:
    """Says what placeholders stand for under one binding."""

    def __init__(self, template: Template, view: View, background: Background, bound: Bound) -> None:
        self._template = template
        self._view = view
        self._background = background
        self._bound = bound
        self._lang = template.lang

    def say(self, placeholder: Placeholder) -> str:
        """The text for a placeholder."""
        if placeholder.field is not None:
            return self._field(placeholder.field)
        if placeholder.measure is not None:
            measure = placeholder.measure
            return wording.measured(self._view.bounds(measure.name), measured_kind(measure), self._lang)
        return self._in_force(placeholder)

    def _in_force(self, placeholder: Placeholder) -> str:
        """The dated value of a parameter that holds on the day that decides."""
        on, param = self._template.in_force_on, placeholder.param
        day = None if on is None else self._view.value(on, self._bound)
        if day is None or not isinstance(param, tuple):
            return wording.UNKNOWN[self._lang]
        values = [value for since, value in param if since.toordinal() <= int(day)]
        kind = placeholder.kind or Kind.NUMBER
        return wording.number(values[-1], kind, self._lang) if values else wording.UNKNOWN[self._lang]

    def _field(self, ref: FieldRef) -> str:
        value = self._view.value(ref, self._bound)
        cell = self._view.cell(ref, self._bound)
        if value is None:
            return self._least(cell) or wording.UNKNOWN[self._lang]
        return self._value(value, cell)

    def _least(self, cell: Cell) -> str | None:
        """The lower bound of a value that is not known exactly."""
        relation = self._background.relation(cell.relation)
        least = relation.index(relation.fields[cell.field].least)
        row = self._view.row(cell.relation, cell.row)
        if least is None or row is None or row[least] is None:
            return None
        return wording.at_least(self._value(row[least], cell), self._lang)  # type: ignore[arg-type]  # not None

    def _value(self, value: Value, cell: Cell) -> str:
        field = self._background.field(cell)
        origins = self._background.origins(cell.relation, cell.row)
        privacy = self._background.materials[origins[0][0] if origins else 0].privacy
        if field.kind in IDENTITY or field.name_input:
            return privacy.person(str(value), self._background.name(cell, str(value)))
        if field.kind is Kind.MONEY:
            return wording.money(int(value), self._currency(cell), self._lang)
        if field.kind is Kind.TEXT:
            return self._background.labels.get(str(value)) or privacy.text(self._as_stated(value, cell))
        return wording.known(value, field.kind, self._lang)

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
