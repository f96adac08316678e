"""Syntax trees written out as text, which must read back as the same trees."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from riskscreen.lang import syntax
from riskscreen.lang.tree import Op
from riskscreen.lang.writing import written, written_measure, written_pattern

NOWHERE = 0
"""Columns are where a text stood; a tree that is made has none."""

names = st.sampled_from((("project", "start"), ("kind",), ("b1", "position"))).map(lambda n: syntax.Name(n, NOWHERE))
VALUES: tuple[Decimal | str | bool, ...] = (
    Decimal(0),
    Decimal("0.5"),
    Decimal(-7),
    True,
    False,
    'say "no"',
    "养老",
    "",
)
constants = st.sampled_from(VALUES).map(lambda value: syntax.Constant(value, NOWHERE))
operands = st.one_of(names, constants, st.just(syntax.ParamName("max_months", NOWHERE)))
tests = st.one_of(
    names,
    st.builds(syntax.Comparison, names, st.sampled_from(Op), operands, st.just(NOWHERE)),
    st.builds(
        syntax.Membership,
        names,
        st.lists(constants, min_size=1, max_size=3).map(tuple),
        st.booleans(),
        st.just(NOWHERE),
    ),
)


def _joined(parts: st.SearchStrategy[syntax.Expression]) -> st.SearchStrategy[syntax.Expression]:
    several = st.lists(parts, min_size=2, max_size=3).map(tuple)
    return st.one_of(several.map(syntax.All), several.map(syntax.Any), parts.map(syntax.Negation))


expressions = st.recursive(tests, _joined, max_leaves=6)


@given(expressions)
def test_what_is_written_reads_back_as_it_was(expression: syntax.Expression) -> None:
    assert _without_columns(syntax.parse_expression(written(expression))) == _without_columns(expression)


@pytest.mark.parametrize(
    "text",
    [
        "a.b and (c or d) and not (e and f)",
        "a.b == 1 or c in ['x', \"y\"] or not d",
        "not not a",
        "name == 'say \"no\"'",
        "a and (b and c)",
    ],
)
def test_brackets_stand_where_they_are_needed(text: str) -> None:
    assert written(syntax.parse_expression(text)) == text.replace("'x'", '"x"')


@pytest.mark.parametrize(
    "text", ["count(bid)", "sum(payment.contract_share where before_start)", 'share(need where covered or kind == "x")']
)
def test_measures(text: str) -> None:
    assert written_measure(syntax.parse_measure(text)) == text


@pytest.mark.parametrize("text", ["role", 'role where side == "buyer" and person == staff.person'])
def test_patterns(text: str) -> None:
    pattern = syntax.parse_pattern(text)
    assert written_pattern(pattern.relation, pattern.where) == text


def _without_columns(expression: object) -> object:
    match expression:
        case syntax.All(parts) | syntax.Any(parts):
            return type(expression), [_without_columns(part) for part in parts]
        case syntax.Negation(part):
            return syntax.Negation, _without_columns(part)
        case syntax.Comparison(left, op, right):
            return _without_columns(left), op, _without_columns(right)
        case syntax.Membership(item, values, negated):
            return _without_columns(item), [_without_columns(value) for value in values], negated
        case syntax.Name(parts):
            return parts
        case syntax.ParamName(name):
            return syntax.ParamName, name
        case syntax.Constant(value):
            return type(value), value
    raise AssertionError(expression)
