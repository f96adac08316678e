"""The text of a syntax tree: what :mod:`riskscreen.lang.syntax` reads, written out again."""

from __future__ import annotations

from riskscreen.lang import syntax


def written(expression: syntax.Expression) -> str:
    """The text that parses to this expression, with one blank between words and no bracket that is not needed."""
    match expression:
        case syntax.Any(parts):
            return " or ".join(_within(part, syntax.Any) for part in parts)
        case syntax.All(parts):
            return " and ".join(_within(part, syntax.All, syntax.Any) for part in parts)
        case syntax.Negation(part):
            return f"not {_within(part, syntax.All, syntax.Any)}"
        case syntax.Comparison(left, op, right):
            return f"{written(left)} {op} {written(right)}"
        case syntax.Membership(item, values, negated):
            return f"{written(item)} {'not ' if negated else ''}in [{', '.join(map(written, values))}]"
        case syntax.ParamName(name):
            return f"${name}"
        case syntax.Constant(value):
            return _constant(value)
        case syntax.Name():
            return str(expression)


def written_pattern(relation: str, where: syntax.Expression | None) -> str:
    """The text of a pattern: ``relation where condition``."""
    return relation if where is None else f"{relation} where {written(where)}"


def written_measure(measure: syntax.MeasureText) -> str:
    """The text of a measure: ``count(relation where condition)`` and its kin."""
    of = measure.relation if measure.field is None else f"{measure.relation}.{measure.field}"
    return f"{measure.kind}({written_pattern(of, measure.where)})"


def _within(part: syntax.Expression, *bracketed: type[syntax.Expression]) -> str:
    """A part of a larger expression, in brackets if it is of one of these types."""
    return f"({written(part)})" if isinstance(part, bracketed) else written(part)


def _constant(value: object) -> str:
    if isinstance(value, str):
        quote = "'" if '"' in value else '"'
        return f"{quote}{value}{quote}"
    return str(value).lower()
