"""The sentence of a finding: the rule's message with the values of the case in it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from typing import TYPE_CHECKING

from riskscreen.engines.base import Binding
from riskscreen.findings import wording
from riskscreen.findings.background import Background
from riskscreen.findings.pointers import ABSENT, first
from riskscreen.findings.view import Bound, Cell, View
from riskscreen.lang.check import ParamValue, measured_kind
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


def message(rule: Rule, view: View, background: Background, bindings: Sequence[Binding], lang: Language) -> str:
    """The rule's message on its first true binding, and how many further ones there are."""
    position, rows = bindings[0]
    speaker = _Speaker(rule, view, background, view.bind(view.query.alternatives[position], rows), lang)
    sentence = _PLACEHOLDER.sub(lambda name: speaker.say(name[1]), rule.file.message.in_language(lang))
    further = len(bindings) - 1
    one, many = _FURTHER[lang]
    return sentence + (many.format(further) if further > 1 else one if further else "")


class _Speaker:
    """Says what placeholders stand for under one binding."""

    def __init__(self, rule: Rule, view: View, background: Background, bound: Bound, lang: Language) -> None:
        self._rule = rule
        self._view = view
        self._background = background
        self._bound = bound
        self._lang = lang

    def say(self, name: str) -> str:
        """The text for ``{name}``."""
        placeholder: Placeholder = self._rule.compiled.placeholders[name]
        if placeholder.measure is not None:
            measure = placeholder.measure
            return wording.measured(self._view.bounds(measure.name), measured_kind(measure), self._lang)
        if placeholder.param is not None:
            return self._param(placeholder.param, placeholder.kind or Kind.NUMBER)
        if placeholder.field is not None:
            return self._field(placeholder.field)
        raise ValueError(f"the placeholder {name!r} of {self._rule.full_name} stands for nothing")

    def _param(self, param: ParamValue, kind: Kind) -> str:
        if isinstance(param, Decimal):
            return wording.number(param, kind, self._lang)
        day = self._view.value(self._in_force_on(), self._bound)
        in_force = [value for since, value in param if day is not None and since.toordinal() <= int(day)]
        return wording.number(in_force[-1], kind, self._lang) if in_force else wording.UNKNOWN[self._lang]

    def _in_force_on(self) -> FieldRef:
        ref = self._rule.compiled.placeholders[str(self._rule.file.in_force_on)].field
        assert ref is not None, "a rule with dated values compiles only if in_force_on names a date"  # noqa: S101
        return ref

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
        origin = next(self._background.origins(cell.relation, cell.row), (0, ()))[0]
        privacy = self._background.materials[origin].privacy
        if field.private:
            return str(privacy.value(value, private=True))
        if field.kind in IDENTITY or field.name_input:
            return privacy.person(str(value), self._background.name(cell, str(value)))
        if field.kind is Kind.MONEY:
            return wording.money(int(value), self._currency(cell), self._lang)
        if field.kind is Kind.TEXT:
            return self._background.labels.get(str(value)) or privacy.text(str(value))
        return wording.known(value, field.kind, self._lang)

    def _currency(self, cell: Cell) -> str | None:
        """The currency that stands beside the amount."""
        for place in self._background.places(cell):
            if place.pointer.endswith("/amount"):
                record = self._background.materials[place.material].record
                currency = first(record, place.pointer.removesuffix("amount") + "currency")
                return None if currency is ABSENT else str(currency)
        return None
