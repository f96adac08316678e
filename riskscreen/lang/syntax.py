"""The grammar of rule texts: from characters to an unchecked syntax tree.

    expression := conjunction ("or" conjunction)*
    conjunction := negation ("and" negation)*
    negation := "not" negation | "(" expression ")" | comparison
    comparison := operand [op operand | ["not"] "in" "[" constant ("," constant)* "]"]
    operand := name ["." name] | "$" name | number | "text" | "true" | "false"
    pattern := name ["where" expression]
    measure := ("count" | "share" | "sum") "(" name ["." name] ["where" expression] ")"
    concern := name "." name ["where" expression]

Nothing is ever evaluated as code.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import TypeAlias

from riskscreen.lang.tree import Op

MAX_DEPTH = 40


class SyntaxProblem(Exception):
    """A text that is not in the grammar; ``column`` counts from 1."""

    def __init__(self, message: str, column: int) -> None:
        super().__init__(message)
        self.message = message
        self.column = column


@dataclass(frozen=True, slots=True)
class Name:
    """``field`` or ``variable.field``."""

    parts: tuple[str, ...]
    column: int

    def __str__(self) -> str:
        return ".".join(self.parts)


@dataclass(frozen=True, slots=True)
class ParamName:
    """``$param``."""

    name: str
    column: int


@dataclass(frozen=True, slots=True)
class Constant:
    """A number, a text, ``true`` or ``false``."""

    value: Decimal | str | bool
    column: int


Operand: TypeAlias = Name | ParamName | Constant


@dataclass(frozen=True, slots=True)
class Comparison:
    """``left op right``."""

    left: Operand
    op: Op
    right: Operand
    column: int


@dataclass(frozen=True, slots=True)
class Membership:
    """``item in [values]`` or ``item not in [values]``."""

    item: Operand
    values: tuple[Constant, ...]
    negated: bool
    column: int


@dataclass(frozen=True, slots=True)
class All:
    """``a and b``."""

    parts: tuple[Expression, ...]


@dataclass(frozen=True, slots=True)
class Any:
    """``a or b``."""

    parts: tuple[Expression, ...]


@dataclass(frozen=True, slots=True)
class Negation:
    """``not a``."""

    part: Expression


Expression: TypeAlias = Operand | Comparison | Membership | All | Any | Negation


@dataclass(frozen=True, slots=True)
class PatternText:
    """``relation where expression``."""

    relation: str
    column: int
    where: Expression | None


@dataclass(frozen=True, slots=True)
class MeasureText:
    """``kind(relation.field where expression)``."""

    kind: str
    relation: str
    field: str | None
    column: int
    where: Expression | None


@dataclass(frozen=True, slots=True)
class ConcernText:
    """``variable.field`` or ``relation.field where expression``."""

    of: str
    field: str
    column: int
    where: Expression | None


_TOKEN = re.compile(
    r"""(?P<space>\s+)
    |(?P<number>-?\d+(?:\.\d+)?(?![\w.]))
    |(?P<text>"[^"\n]*"|'[^'\n]*')
    |(?P<param>\$[A-Za-z_]\w*)
    |(?P<name>[A-Za-z_]\w*)
    |(?P<op>==|!=|<=|>=|<|>)
    |(?P<mark>[().,\[\]])""",
    re.VERBOSE | re.ASCII,
)
_KEYWORDS = frozenset({"and", "or", "not", "in", "where", "true", "false"})


@dataclass(frozen=True, slots=True)
class _Token:
    kind: str
    text: str
    column: int


def parse_expression(text: str) -> Expression:
    """The syntax tree of a condition."""
    parser = _Parser(text)
    expression = parser.expression()
    parser.end()
    return expression


def parse_pattern(text: str) -> PatternText:
    """The syntax tree of ``relation where condition``."""
    parser = _Parser(text)
    token = parser.name("a relation")
    pattern = PatternText(token.text, token.column, parser.where())
    parser.end()
    return pattern


def parse_measure(text: str) -> MeasureText:
    """The syntax tree of ``count(relation where condition)`` and its kin."""
    parser = _Parser(text)
    kind = parser.name("count, share or sum")
    parser.mark("(")
    relation = parser.name("a relation")
    field = parser.name("a field").text if parser.take("mark", ".") else None
    where = parser.where()
    parser.mark(")")
    parser.end()
    return MeasureText(kind.text, relation.text, field, relation.column, where)


def parse_concern(text: str) -> ConcernText:
    """The syntax tree of ``variable.field`` or ``relation.field where condition``."""
    parser = _Parser(text)
    of = parser.name("a variable or a relation")
    parser.mark(".")
    concern = ConcernText(of.text, parser.name("a field").text, of.column, parser.where())
    parser.end()
    return concern


def parse_name(text: str) -> Name:
    """``variable.field`` standing alone."""
    parser = _Parser(text)
    operand = parser.operand()
    parser.end()
    if not isinstance(operand, Name):
        raise SyntaxProblem("expected variable.field", 1)
    return operand


class _Parser:
    """Recursive descent over the tokens of one text."""

    def __init__(self, text: str) -> None:
        self._tokens = _tokens(text)
        self._at = 0
        self._depth = 0

    @property
    def _next(self) -> _Token:
        return self._tokens[self._at]

    def take(self, kind: str, text: str | None = None) -> _Token | None:
        token = self._next
        if token.kind == kind and (text is None or token.text == text):
            self._at += 1
            return token
        return None

    def mark(self, text: str) -> None:
        if not self.take("mark", text):
            raise self._unexpected(f"{text!r}")

    def name(self, what: str) -> _Token:
        token = self.take("name")
        if token is None:
            raise self._unexpected(what)
        return token

    def end(self) -> None:
        if self._next.kind != "end":
            raise self._unexpected("the end")

    def where(self) -> Expression | None:
        return self.expression() if self.take("keyword", "where") else None

    def expression(self) -> Expression:
        parts = [self._conjunction()]
        while self.take("keyword", "or"):
            parts.append(self._conjunction())
        return parts[0] if len(parts) == 1 else Any(tuple(parts))

    def _conjunction(self) -> Expression:
        parts = [self._negation()]
        while self.take("keyword", "and"):
            parts.append(self._negation())
        return parts[0] if len(parts) == 1 else All(tuple(parts))

    def _negation(self) -> Expression:
        self._depth += 1
        if self._depth > MAX_DEPTH:
            raise SyntaxProblem(f"nested more than {MAX_DEPTH} deep", self._next.column)
        try:
            if self.take("keyword", "not"):
                return Negation(self._negation())
            if self.take("mark", "("):
                inner = self.expression()
                self.mark(")")
                return inner
            return self._comparison()
        finally:
            self._depth -= 1

    def _comparison(self) -> Expression:
        left = self.operand()
        if op := self.take("op"):
            return Comparison(left, Op(op.text), self.operand(), left.column)
        negated = bool(self.take("keyword", "not"))
        if self.take("keyword", "in"):
            return Membership(left, self._constants(), negated, left.column)
        if negated:
            raise self._unexpected("'in'")
        return left

    def _constants(self) -> tuple[Constant, ...]:
        self.mark("[")
        constants = [self._constant()]
        while self.take("mark", ","):
            constants.append(self._constant())
        self.mark("]")
        return tuple(constants)

    def _constant(self) -> Constant:
        operand = self.operand()
        if not isinstance(operand, Constant):
            raise SyntaxProblem("a list holds constants only", operand.column)
        return operand

    def operand(self) -> Operand:
        token = self._next
        self._at += token.kind != "end"
        if token.kind == "name":
            if self.take("mark", "."):
                return Name((token.text, self.name("a field").text), token.column)
            return Name((token.text,), token.column)
        if token.kind == "param":
            return ParamName(token.text[1:], token.column)
        if token.kind == "number":
            return Constant(Decimal(token.text), token.column)
        if token.kind == "text":
            return Constant(token.text[1:-1], token.column)
        if token.kind == "keyword" and token.text in ("true", "false"):
            return Constant(token.text == "true", token.column)
        self._at -= token.kind != "end"
        raise self._unexpected('a field, $param, number or "text"')

    def _unexpected(self, wanted: str) -> SyntaxProblem:
        token = self._next
        found = "the text ends" if token.kind == "end" else f"{token.text!r} stands"
        hint = " (write == to compare)" if token.text == "=" else ""
        return SyntaxProblem(f"{wanted} is expected where {found}{hint}", token.column)


def _tokens(text: str) -> list[_Token]:
    tokens = []
    at = 0
    while at < len(text):
        match = _TOKEN.match(text, at)
        if match is None:
            stray = text[at]
            hint = " (write == to compare)" if stray == "=" else ""
            raise SyntaxProblem(f"{stray!r} is not part of the rule language{hint}", at + 1)
        kind, word = str(match.lastgroup), match.group()
        if kind == "name" and word in _KEYWORDS:
            kind = "keyword"
        if kind != "space":
            tokens.append(_Token(kind, word, at + 1))
        at = match.end()
    tokens.append(_Token("end", "", len(text) + 1))
    return tokens
