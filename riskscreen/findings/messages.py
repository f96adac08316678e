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


class Speaker:
    """Says the messages of one case's findings. What a cell says is worked out once for all rules."""

    def __init__(self, background: Background, lang: Language) -> None:
        self._background = background
        self._lang = lang
        self._said: dict[Cell, str] = {}

    def message(self, template: Template, view: View, bindings: Sequence[Binding]) -> str:
        """The message on the first true binding, and how many further ones there are."""
        position, rows = bindings[0]
        bound = view.bind(view.query.alternatives[position], rows)
        parts = template.parts
        sentence = "".join(
            [part if isinstance(part, str) else self._say(part, template, view, bound) for part in parts]
        )
        further = len(bindings) - 1
        one, many = _FURTHER[self._lang]
        return sentence + (many.format(further) if further > 1 else one if further else "")

    def _say(self, placeholder: Placeholder, template: Template, view: View, bound: Bound) -> str:
        if placeholder.field is not None:
            cell = view.cell(placeholder.field, bound)
            if cell not in self._said:
                self._said[cell] = self._field(view.value(placeholder.field, bound), view, cell)
            return self._said[cell]
        if placeholder.measure is not None:
            measure = placeholder.measure
            return wording.measured(view.bounds(measure.name), measured_kind(measure), self._lang)
        day = None if template.in_force_on is None else view.value(template.in_force_on, bound)
        return self._in_force(placeholder, day)

    def _in_force(self, placeholder: Placeholder, day: Value | None) -> str:
        """The dated value of a parameter that holds on the day that decides."""
        if day is None or not isinstance(placeholder.param, tuple):
            return wording.UNKNOWN[self._lang]
        values = [value for since, value in placeholder.param if since.toordinal() <= int(day)]
        kind = placeholder.kind or Kind.NUMBER
        return wording.number(values[-1], kind, self._lang) if values else wording.UNKNOWN[self._lang]

    def _field(self, value: Value | None, view: View, cell: Cell) -> str:
        if value is not None:
            return self._value(value, cell)
        relation, row = self._background.relation(cell.relation), view.row(cell.relation, cell.row)
        bound = relation.index(relation.fields[cell.field].least)
        least = None if bound is None or row is None else row[bound]
        if least is None:
            return wording.UNKNOWN[self._lang]
        return wording.at_least(self._value(least, cell), self._lang)

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
