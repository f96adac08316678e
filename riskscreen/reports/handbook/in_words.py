"""What a rule asks for, in plain words: its clauses as nested points, made from the labels of the vocabulary."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from riskscreen.facts.vocabulary import VOCABULARY
from riskscreen.findings import wording
from riskscreen.lang import syntax
from riskscreen.lang.check import Context, measured_kind, resolve
from riskscreen.lang.tree import MIRRORED, NEGATED, MeasureKind, Op
from riskscreen.lang.vocabulary import IDENTITY, Field, Kind, Label
from riskscreen.model.report import Language
from riskscreen.model.rule import Param
from riskscreen.reports.handbook.words import say
from riskscreen.reports.words import known
from riskscreen.reports.words import say as say_generally
from riskscreen.rulebook.book import Rule
from riskscreen.rulebook.clauses import Bound, Branch, Clause, MeasureClause, measure_named, rule_clauses


@dataclass(frozen=True, slots=True)
class Point:
    """A sentence, and the points that it introduces."""

    text: str
    parts: tuple[Point, ...] = ()


@dataclass(frozen=True, slots=True)
class Methodology:
    """A rule in words: where it applies (empty: everywhere), what its measures are, and what flags it.

    Of ``alternatives``, each a list of points that must all hold, one is enough.
    """

    scope: tuple[Point, ...]
    measures: tuple[Point, ...]
    alternatives: tuple[tuple[Point, ...], ...]


def in_words(rule: Rule, lang: Language) -> Methodology:
    """What the rule asks for."""
    clauses = rule_clauses(rule.file, rule.query, rule.params)
    speaker = _Speaker(rule, lang)
    return Methodology(
        scope=() if clauses.scope is None else speaker.points(clauses.scope),
        measures=tuple(speaker.measure(each) for each in clauses.measures),
        alternatives=tuple(tuple(speaker.branch(branch)) for branch in clauses.branches),
    )


class _Speaker:
    """Says the clauses of one rule in one language."""

    def __init__(self, rule: Rule, lang: Language) -> None:
        self._params = rule.file.params
        self._lang = lang

    def points(self, clause: Clause | None) -> tuple[Point, ...]:
        """What a clause asks for, one point for each thing that must hold."""
        if clause is None:
            return ()
        point = self._point(clause.expression, True, clause.context)
        return point.parts if point.text == self._say("all_of") else (point,)

    def measure(self, clause: MeasureClause) -> Point:
        """What a measure is."""
        measure, condition = clause.measure, self.points(clause.where)
        words = {"name": f"`{measure.name}`", "relation": self._quoted(clause.relation.label)}
        if measure.weight is not None:
            words["field"] = self._quoted(clause.relation.fields[measure.weight.index].label)
        of = "weight_" if measure.kind is MeasureKind.SHARE and measure.weight is not None else ""
        where = "_where" if condition else ""
        return Point(self._say(f"measure_{of}{measure.kind}{where}", **words), condition)

    def branch(self, branch: Branch) -> Iterable[Point]:
        """What one alternative asks for."""
        yield from self.points(branch.condition)
        for row in branch.bound:
            yield self._row(row)
        if branch.absent:
            yield self._absent(branch.absent)
        if branch.sample is not None:
            yield Point(self._say("sample", condition=self.points(branch.sample)[0].text))
        if branch.statistic is not None and isinstance(branch.statistic.expression, syntax.Name):
            yield Point(
                self._say("statistic", field=self._named(branch.statistic.expression, branch.statistic.context))
            )

    def _row(self, row: Bound) -> Point:
        words = {"relation": self._quoted(row.relation.label), "variable": f"`{row.variable}`"}
        return Point(self._say("row_where" if row.where else "row", **words), self.points(row.where))

    def _absent(self, rows: Sequence[Bound]) -> Point:
        condition = tuple(point for row in rows for point in self.points(row.where))
        if len(rows) == 1:
            relation = self._quoted(rows[0].relation.label)
            return Point(self._say("no_row_where" if condition else "no_row", relation=relation), condition)
        listed = [
            self._say("row_of", relation=self._quoted(row.relation.label), variable=f"`{row.variable}`") for row in rows
        ]
        return Point(self._say("no_rows", rows=self._listed(listed, "and")), condition)

    def _point(self, expression: syntax.Expression, holds: bool, context: Context) -> Point:
        """The point for an expression or, without ``holds``, for its negation."""
        match expression:
            case syntax.Negation(part):
                return self._point(part, not holds, context)
            case syntax.All(parts) | syntax.Any(parts):
                every = isinstance(expression, syntax.All) is holds
                inner = tuple(self._point(part, holds, context) for part in parts)
                return Point(self._say("all_of" if every else "any_of"), inner)
            case syntax.Membership(item, values, negated):
                return Point(
                    self._membership(item, [str(each.value) for each in values], holds is not negated, context)
                )
            case syntax.Comparison():
                return Point(self._comparison(expression, holds, context))
            case syntax.Name():
                return Point(self._is(self._named(expression, context), holds))
        raise TypeError("a constant is no condition")

    def _membership(self, item: syntax.Operand, values: Sequence[str], holds: bool, context: Context) -> str:
        words = [self._word(value, self._field(item, context)) for value in values]
        key = ("is_among" if holds else "is_not_among") if len(words) > 1 else ("is" if holds else "is_not")
        return self._say(key, thing=self._named(item, context), value=self._listed(words, "or"))

    def _comparison(self, comparison: syntax.Comparison, holds: bool, context: Context) -> str:
        left, op, right = comparison.left, comparison.op, comparison.right
        if not isinstance(left, syntax.Name) or (isinstance(right, syntax.Name) and measure_named(right, context)):
            left, op, right = right, MIRRORED[op], left
        op = op if holds else NEGATED[op]
        thing, measure = self._named(left, context), measure_named(left, context)
        if isinstance(right, syntax.Name):
            return self._of_two(thing, op, self._named(right, context), self._field(left, context).kind)
        if isinstance(right, syntax.Constant) and isinstance(right.value, bool):
            return self._is(thing, right.value is (op is Op.EQ))
        if isinstance(right, syntax.Constant) and isinstance(right.value, str):
            word = self._word(right.value, self._field(left, context))
            return self._say("is" if op is Op.EQ else "is_not", thing=thing, value=word)
        kind = measured_kind(measure) if measure else self._field(left, context).kind
        whole = "_whole" if kind is Kind.INT else ""
        return self._say(f"number_{op.name}{whole}", thing=thing, value=self._number(right, kind))

    def _of_two(self, thing: str, op: Op, other: str, kind: Kind) -> str:
        if kind is Kind.DATE:
            key = f"dates_{op.name}"
        elif op in (Op.EQ, Op.NE):
            key = ("one_" if kind in IDENTITY else "things_") + op.name
        else:
            key = f"numbers_{op.name}"
        return self._say(key, thing=thing, other=other)

    def _is(self, thing: str, answer: bool) -> str:
        return self._say("is_yes" if answer else "is_no", thing=thing)

    def _number(self, operand: syntax.Operand, kind: Kind) -> str:
        """A number as people write it, with its unit and the name under which it can be changed."""
        if isinstance(operand, syntax.Constant) and isinstance(operand.value, Decimal):
            return wording.number(operand.value, kind, self._lang)
        name = operand.name if isinstance(operand, syntax.ParamName) else ""
        declared = self._params[name]
        if not isinstance(declared, Param):
            return self._say("dated_value", name=f"`{name}`")
        return self._say(
            "param", value=number_with_unit(declared.value, kind, declared.unit, self._lang), name=f"`{name}`"
        )

    def _named(self, operand: syntax.Operand, context: Context) -> str:
        """A field by its label, with its variable unless that goes without saying; a measure by its name."""
        measure = measure_named(operand, context)
        if measure is not None:
            return f"`{measure.name}`"
        if not isinstance(operand, syntax.Name):
            raise TypeError("only a field has a label")
        ref, field = resolve(operand, context)
        label = self._quoted(field.label)
        if ref.variable == context.own or ref.variable in VOCABULARY:
            return label
        return self._say("field_of", label=label, variable=f"`{ref.variable}`")

    def _field(self, operand: syntax.Operand, context: Context) -> Field:
        if not isinstance(operand, syntax.Name):
            raise TypeError("only a name stands for a field")
        return resolve(operand, context)[1]

    def _word(self, value: str, field: Field) -> str:
        return wording.code(value, self._lang) if field.kind is Kind.CODE else f"“{value}”"

    def _quoted(self, label: Label) -> str:
        return f"“{label.zh if self._lang == 'zh' else label.en}”"

    def _listed(self, words: Sequence[str], joined: str) -> str:
        """``a, b or c``."""
        if len(words) == 1:
            return words[0]
        comma = "、" if self._lang == "zh" else ", "
        return comma.join(words[:-1]) + self._say(joined) + words[-1]

    def _say(self, key: str, **values: str) -> str:
        return say(key, self._lang, **values)


def number_with_unit(value: Decimal, kind: Kind, unit: str, lang: Language) -> str:
    """A threshold as people write it."""
    number = wording.number(value, kind, lang)
    if kind is Kind.SHARE or not unit:
        return number
    return say_generally(f"unit_{unit}", lang, number=number) if known(f"unit_{unit}") else f"{number} {unit}"
