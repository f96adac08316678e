"""What would have to be otherwise for a rule not to flag a project, in words."""

from __future__ import annotations

from decimal import Decimal

from riskscreen.findings import wording
from riskscreen.findings.background import Background
from riskscreen.findings.clearing import ANOTHER, CellChange, Change, MeasureChange, RowAdded, smallest_change
from riskscreen.findings.messages import Speaker
from riskscreen.findings.view import Reading, View
from riskscreen.lang.check import measured_kind
from riskscreen.lang.tree import MeasureKind, Op
from riskscreen.lang.vocabulary import Kind, Label
from riskscreen.model.report import Language, ValueChange, WhatIf
from riskscreen.model.rule import Texts

_STANDS = {
    Op.LT: Texts(en="less than {}", zh="小于{}"),
    Op.LE: Texts(en="at most {}", zh="不超过{}"),
    Op.GT: Texts(en="more than {}", zh="大于{}"),
    Op.GE: Texts(en="at least {}", zh="不少于{}"),
    Op.EQ: Texts(en="{}", zh="{}"),
    Op.NE: Texts(en="other than {}", zh="{}以外"),
}
_ANOTHER = Texts(en="another one", zh="其他主体")
_ONE_MORE = Texts(en="one more with {}", zh="增加一项，{}")
_ONE_MORE_OF_ANY = Texts(en="one more", zh="增加一项")
_IS = Texts(en="{label} {to}", zh="{label}为{to}")
_MEASURES = {
    MeasureKind.COUNT: Texts(en="number of {label} ({name})", zh="{label}数量（{name}）"),
    MeasureKind.SUM: Texts(en="sum over {label} ({name})", zh="{label}合计（{name}）"),
    MeasureKind.SHARE: Texts(en="share of {label} ({name})", zh="{label}占比（{name}）"),
}
_NOW = Texts(en="{label}: {to} (now {now})", zh="{label}：{to}（现为{now}）")
_ABSENT = Texts(en="{label}: {to}", zh="{label}：{to}")
_SENTENCE = Texts(en="The rule would not flag with {changes}.", zh="如{changes}，本规则即不作标记。")
_JOIN = {"en": "; and ", "zh": "；且"}  # spaces matter
_OR = {"en": " or ", "zh": "或"}
_WITHHELD = "–"


def what_if(reading: Reading, background: Background, speaker: Speaker, lang: Language) -> WhatIf | None:
    """The smallest change that would clear a flag on a project; None if it takes more than three values."""
    changes = smallest_change(background.subject, reading, background.case)
    if not changes:
        return None
    teller = _Teller(reading, background, speaker, lang)
    told = [teller.change(change) for change in changes]
    joined = _JOIN[lang].join(teller.words(each) for each in told)
    return WhatIf(changes=told, text=_SENTENCE.in_language(lang).format(changes=joined))


class _Teller:
    def __init__(self, reading: Reading, background: Background, speaker: Speaker, lang: Language) -> None:
        self._view = View(reading, background.case)
        self._background = background
        self._speaker = speaker
        self._lang = lang

    def words(self, change: ValueChange) -> str:
        """One change as a part of the sentence."""
        form = _ABSENT if change.now is None else _NOW
        return form.in_language(self._lang).format(label=change.label, to=change.to, now=change.now)

    def change(self, change: Change) -> ValueChange:
        """One change as the report gives it."""
        if isinstance(change, CellChange):
            return self._cell(change)
        return self._measure(change) if isinstance(change, MeasureChange) else self._row(change)

    def _cell(self, change: CellChange) -> ValueChange:
        declared = self._background.field(change.cell)
        pointers = [place.pointer for place in self._background.places(change.cell)]
        now = _WITHHELD if declared.private else self._speaker.said(change.cell)
        return ValueChange(label=self._label(declared.label), pointers=pointers, now=now, to=self._to(change))

    def _measure(self, change: MeasureChange) -> ValueChange:
        measure = self._view.measure(change.measure)
        kind = measured_kind(measure)
        limit = wording.number(Decimal(change.threshold).scaleb(-change.places), kind, self._lang)
        relation = self._background.relation(measure.relation)
        label = _MEASURES[measure.kind].in_language(self._lang)
        return ValueChange(
            label=label.format(label=self._label(relation.label), name=measure.name),
            pointers=[place.pointer for place in self._background.lists(measure.relation)],
            now=wording.measured(self._view.bounds(measure.name), kind, self._lang),
            to=_STANDS[change.op].in_language(self._lang).format(limit),
        )

    def _row(self, change: RowAdded) -> ValueChange:
        relation = self._background.relation(change.relation)
        values = [
            _IS.in_language(self._lang).format(
                label=self._label(relation.fields[value.cell.field].label), to=self._to(value)
            )
            for value in change.values
        ]
        comma = ", " if self._lang == "en" else "，"
        form = _ONE_MORE if values else _ONE_MORE_OF_ANY
        return ValueChange(
            label=self._label(relation.label),
            pointers=[place.pointer for place in self._background.lists(change.relation)],
            now=None,
            to=form.in_language(self._lang).format(comma.join(values)),
        )

    def _to(self, change: CellChange) -> str:
        declared = self._background.field(change.cell)
        if change.value == ANOTHER:
            return _ANOTHER.in_language(self._lang)
        if change.among:
            return _OR[self._lang].join(wording.code(word, self._lang) for word in change.among)
        op = Op.EQ if declared.kind is Kind.BOOL else change.op
        limit = change.value if op is Op.EQ else change.limit
        return _STANDS[op].in_language(self._lang).format(wording.known(limit, declared.kind, self._lang))

    def _label(self, label: Label) -> str:
        return label.zh if self._lang == "zh" else label.en
