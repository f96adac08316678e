"""The few pieces of SQL that all the texts are built of. Identifiers are always quoted: fields are called ``use``."""

from __future__ import annotations

from collections.abc import Iterable

from sqlglot import exp

CASE = "_case"
ROW = "_row"
"""The columns that every table has beside its fields, whose names never begin with an underscore."""

PHANTOM = -1
"""The position of the row that may exist where a relation is not complete."""

FALSE_LEVEL, UNKNOWN_LEVEL, TRUE_LEVEL = 0, 1, 2
"""How a text gives the truth of a binding; an alternative's is the highest of its bindings'."""


def row_name(place: int) -> str:
    """The column of a text with the positions of the rows that are bound to a pattern."""
    return f"row_{place}"


def level_name(number: int) -> str:
    """The column of a text with the levels of one condition."""
    return f"level_{number}"


def name(text: str) -> exp.Identifier:
    """A quoted identifier."""
    return exp.Identifier(this=text, quoted=True)


def column(table: str, field: str) -> exp.Column:
    """A column of a table in sight."""
    return exp.Column(this=name(field), table=name(table))


def table(source: str, alias: str) -> exp.Table:
    """A table under another name."""
    return exp.Table(this=name(source), alias=exp.TableAlias(this=name(alias)))


def named(expression: exp.Expr, alias: str) -> exp.Alias:
    """A column of a result."""
    return exp.Alias(this=expression, alias=name(alias))


def integer(value: int) -> exp.Expr:
    """A whole number. A great one is a decimal, lest it be read as a float."""
    return exp.convert(value) if abs(value) < 2**63 else exact(exp.convert(value))


def exact(number: exp.Expr) -> exp.Expr:
    """The number in the widest exact type that all dialects have."""
    return exp.cast(number, "DECIMAL(38, 0)", copy=False)


def constant(value: bool | int | str) -> exp.Expr:
    """A constant of a rule."""
    return exp.convert(value)


def both(truths: Iterable[exp.Expr]) -> exp.Expr:
    """Kleene's *and*; true of nothing."""
    parts = list(truths)
    return exp.and_(*parts, copy=False) if parts else exp.true()


def either(truths: Iterable[exp.Expr]) -> exp.Expr:
    """Kleene's *or*; false of nothing."""
    parts = list(truths)
    return exp.or_(*parts, copy=False) if parts else exp.false()


def negation(truth: exp.Expr) -> exp.Expr:
    """Kleene's *not*."""
    return exp.Not(this=exp.Paren(this=truth))


def possibly(truth: exp.Expr) -> exp.Expr:
    """True where the truth is not false."""
    return exp.Coalesce(this=truth, expressions=[exp.true()])


def certainly(truth: exp.Expr) -> exp.Expr:
    """True where the truth is true, else false."""
    return exp.Coalesce(this=truth, expressions=[exp.false()])


def is_null(expression: exp.Expr) -> exp.Expr:
    """Whether nothing is known."""
    return exp.Is(this=exp.Paren(this=expression), expression=exp.Null())


def is_known(expression: exp.Expr) -> exp.Expr:
    """Whether there is a value."""
    return exp.Not(this=is_null(expression))


def choose(*branches: tuple[exp.Expr, exp.Expr], default: exp.Expr | None = None) -> exp.Expr:
    """The value of the first branch whose condition is true; NULL without one and without ``default``."""
    ifs = [exp.If(this=condition, true=value) for condition, value in branches]
    return exp.Case(ifs=ifs, default=default)
