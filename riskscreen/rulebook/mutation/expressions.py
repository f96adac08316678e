"""A condition changed in one place, in every way that a slip of its author could have changed it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from typing import Literal, TypeAlias

from riskscreen.lang import syntax
from riskscreen.lang.check import CheckProblem, Context, ParamValue, measured_kind, resolve
from riskscreen.lang.tree import MIRRORED, Op
from riskscreen.lang.vocabulary import Kind
from riskscreen.lang.writing import written
from riskscreen.rulebook.mutation.limits import Limits, field_limits, measure_limits, same_values
from riskscreen.rulebook.thresholds import steps

MOVED = "Moved"
"""The parameter that holds a number that was changed; parameters of rules begin with a small letter."""

_ANOTHER_TEXT = "another text"


@dataclass(frozen=True, slots=True)
class Change:
    """An expression with one change. ``what`` says which; ``column`` counts from 1 (0: all of the text).

    ``params`` are those that the changed expression needs besides the rule's own. ``no_matter`` says why the change
    cannot change any verdict; it is empty where it can, as far as is known here.
    """

    expression: syntax.Expression
    what: str
    column: int
    params: Mapping[str, ParamValue] = field(default_factory=dict)
    no_matter: str = ""


def changes(expression: syntax.Expression, context: Context) -> Iterator[Change]:
    """Every change of one field, operator, number, word or part of an expression.

    Some of the changed expressions are refused by the type check: an order where the kind has none, a number out of
    range.
    """
    match expression:
        case syntax.All(parts) | syntax.Any(parts):
            yield from _joined(expression, parts, context)
        case syntax.Negation(part):
            yield Change(part, "the not left out", column(part))
            for change in changes(part, context):
                yield replace(change, expression=syntax.Negation(change.expression))
        case syntax.Comparison():
            for operand, _, side in _operands(expression):
                for name, what in _other_fields(operand, expression, context):
                    yield Change(_with_operand(expression, side, name), what, operand.column)
            yield from _other_operators(expression, context)
            yield from _other_numbers(expression, context)
            yield from _other_words(expression, context)
        case syntax.Membership(item):
            for name, what in _other_fields(item, expression, context):
                yield Change(replace(expression, item=name), what, item.column)
            yield _negated(expression)
            yield from _other_lists(expression, context)
        case syntax.Name():
            for name, what in _other_fields(expression, expression, context):
                yield Change(name, what, expression.column)
            yield _negated(expression)


def column(expression: syntax.Expression) -> int:
    """Where an expression begins."""
    match expression:
        case syntax.All(parts) | syntax.Any(parts):
            return column(parts[0])
        case syntax.Negation(part):
            return column(part)
        case _:
            return expression.column


_Joined: TypeAlias = syntax.All | syntax.Any
_Side: TypeAlias = Literal["left", "right"]


def _joined(whole: _Joined, parts: Sequence[syntax.Expression], context: Context) -> Iterator[Change]:
    same: type[_Joined] = type(whole)
    other: type[_Joined] = syntax.Any if same is syntax.All else syntax.All
    names = ("and", "or") if same is syntax.All else ("or", "and")
    yield Change(other(tuple(parts)), f"every {names[0]} made an {names[1]}", column(whole))
    yield _negated(whole)
    for place, part in enumerate(parts):
        rest = (*parts[:place], *parts[place + 1 :])
        yield Change(rest[0] if len(rest) == 1 else same(rest), f"{written(part)!r} left out", column(part))
        for change in changes(part, context):
            changed = (*parts[:place], change.expression, *parts[place + 1 :])
            yield replace(change, expression=same(changed))


def _negated(expression: syntax.Expression) -> Change:
    return Change(syntax.Negation(expression), f"a not before {written(expression)!r}", column(expression))


def _other_fields(
    operand: syntax.Operand, whole: syntax.Expression, context: Context
) -> Iterator[tuple[syntax.Name, str]]:
    """The other fields of an operand's row that come from the record and have the same kind; none for a measure."""
    if not isinstance(operand, syntax.Name):
        return
    try:
        ref, declared = resolve(operand, context)
    except CheckProblem:
        return
    fields = context.variables[ref.variable].fields
    bounds = {bound for known in fields for bound in (known.least, known.most)}
    for known in fields:
        if known is not declared and known.kind is declared.kind and known.inputs and known.name not in bounds:
            name = replace(operand, parts=(*operand.parts[:-1], known.name))
            yield name, f"{operand} made {name} in {written(whole)!r}"


def _other_operators(comparison: syntax.Comparison, context: Context) -> Iterator[Change]:
    for op in Op:
        if op is not comparison.op:
            changed = replace(comparison, op=op)
            yield _weighed(comparison, changed, f"{comparison.op} made {op} in {written(comparison)!r}", context)


def _other_numbers(comparison: syntax.Comparison, context: Context) -> Iterator[Change]:
    for operand, against, side in _operands(comparison):
        value = _number(operand, context)
        if value is None or not isinstance(against, syntax.Name):
            continue
        for what, moved in _moved(value, _kind(against, context)):
            changed = _with_operand(comparison, side, syntax.ParamName(MOVED, operand.column))
            text = f"{written(operand)} made {what} in {written(comparison)!r}"
            change = _weighed(comparison, changed, text, context, moved)
            yield replace(change, params={MOVED: moved}, column=operand.column)


def _operands(comparison: syntax.Comparison) -> Iterator[tuple[syntax.Operand, syntax.Operand, _Side]]:
    """Each operand, what it is compared with, and which it is."""
    yield comparison.left, comparison.right, "left"
    yield comparison.right, comparison.left, "right"


def _with_operand(comparison: syntax.Comparison, side: _Side, operand: syntax.Operand) -> syntax.Comparison:
    return replace(comparison, left=operand) if side == "left" else replace(comparison, right=operand)


def _number(operand: syntax.Operand, context: Context) -> ParamValue | None:
    if isinstance(operand, syntax.ParamName):
        return context.params.values[operand.name]
    value = operand.value if isinstance(operand, syntax.Constant) else None
    return value if isinstance(value, Decimal) else None


def _moved(value: ParamValue, kind: Kind) -> Iterator[tuple[str, ParamValue]]:
    """The threshold one step down and one up, dated values one by one."""
    if isinstance(value, Decimal):
        for number in _neighbours(value, kind):
            yield f"{number}", number
        return
    for place, (first, number) in enumerate(value):
        for moved in _neighbours(number, kind):
            yield f"{moved} from {first}", _with(value, place, moved)


def _neighbours(value: Decimal, kind: Kind) -> tuple[Decimal, Decimal]:
    """One less and one more of whole numbers; of what is finer, as much as decides whether examples lie near."""
    smallest, near = steps(value, kind)
    step = smallest if kind is Kind.INT else near
    return value - step, value + step


def _with(values: tuple[tuple[date, Decimal], ...], place: int, number: Decimal) -> tuple[tuple[date, Decimal], ...]:
    return (*values[:place], (values[place][0], number), *values[place + 1 :])


def _other_words(comparison: syntax.Comparison, context: Context) -> Iterator[Change]:
    """Another word of the field's list for each word that a field is compared with."""
    for operand, against, side in _operands(comparison):
        if not isinstance(operand, syntax.Constant) or not isinstance(operand.value, str):
            continue
        for word in _words(against, context):
            if word != operand.value:
                changed = _with_operand(comparison, side, replace(operand, value=word))
                yield Change(changed, f"{operand.value!r} made {word!r} in {written(comparison)!r}", operand.column)


def _other_lists(membership: syntax.Membership, context: Context) -> Iterator[Change]:
    values = membership.values
    for place, value in enumerate(values):
        if len(values) > 1:
            rest = (*values[:place], *values[place + 1 :])
            yield Change(replace(membership, values=rest), f"{value.value!r} left out of the list", value.column)
    held = {value.value for value in values}
    for word in _words(membership.item, context):
        if word not in held:
            more = (*values, syntax.Constant(word, membership.column))
            yield Change(replace(membership, values=more), f"{word!r} added to the list", membership.column)


def _words(operand: syntax.Operand, context: Context) -> Sequence[str]:
    """The words that a text field can be compared with."""
    if not isinstance(operand, syntax.Name):
        return ()
    _, declared = resolve(operand, context)
    return declared.values or (_ANOTHER_TEXT,)


def _weighed(
    before: syntax.Comparison, after: syntax.Comparison, what: str, context: Context, moved: ParamValue | None = None
) -> Change:
    """The change of a comparison, and whether it asks for the same values as before."""
    name, op, value = _sides(before, context)
    _, changed_op, changed_value = _sides(after, context)
    if moved is not None:
        changed_value = moved
    no_matter = ""
    if isinstance(value, Decimal) and isinstance(changed_value, Decimal) and name is not None:
        limits = _limits(name, context)
        if same_values(limits, (op, value), (changed_op, changed_value)):
            no_matter = f"of the values that {name} can have ({limits}) both mean the same ones"
    return Change(after, what, before.column, no_matter=no_matter)


def _sides(comparison: syntax.Comparison, context: Context) -> tuple[syntax.Name | None, Op, ParamValue | None]:
    """The field or measure that is compared, how, and with which number."""
    left, op, right = comparison.left, comparison.op, comparison.right
    if not isinstance(left, syntax.Name):
        left, op, right = right, MIRRORED[op], left
    name = left if isinstance(left, syntax.Name) else None
    if isinstance(right, syntax.ParamName) and right.name == MOVED:
        return name, op, None
    return name, op, _number(right, context)


def _kind(name: syntax.Name, context: Context) -> Kind:
    try:
        return resolve(name, context)[0].kind
    except CheckProblem:
        return measured_kind(context.measures[str(name)])


def _limits(name: syntax.Name, context: Context) -> Limits:
    try:
        return field_limits(resolve(name, context)[1])
    except CheckProblem:
        return measure_limits(context.measures[str(name)])
