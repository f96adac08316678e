"""Field values as the solver sees them, and how they compare.

Values are what engines see: truth values and integers, texts by their number in a :class:`Texts`. A quotient is kept
as its two parts, so that comparing it with a threshold stays linear and exact.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

import z3

from riskscreen.lang.tree import Op
from riskscreen.lang.vocabulary import Value

TRUE = z3.BoolVal(True)
FALSE = z3.BoolVal(False)

_COMPARISONS: Mapping[Op, Callable[[Any, Any], Any]] = {
    Op.EQ: lambda a, b: a == b,
    Op.NE: lambda a, b: a != b,
    Op.LT: lambda a, b: a < b,
    Op.LE: lambda a, b: a <= b,
    Op.GT: lambda a, b: a > b,
    Op.GE: lambda a, b: a >= b,
}


@dataclass(frozen=True, slots=True)
class Plain:
    """A value that is one expression; ``known`` says when the field has it."""

    expression: z3.ExprRef
    known: z3.BoolRef = TRUE


@dataclass(frozen=True, slots=True)
class Quotient:
    """``part`` over ``whole``, times ``scale``, rounded half to even; ``whole`` is positive where it is known."""

    part: z3.ArithRef
    whole: z3.ArithRef
    scale: int
    known: z3.BoolRef = TRUE


Term: TypeAlias = Plain | Quotient


class Texts:
    """Numbers for texts: the words of rules and code lists count up from 0, texts made up for records from FREE."""

    FREE = 1_000_000

    def __init__(self, words: Iterable[str]) -> None:
        self.words = tuple(sorted(set(words)))
        self._numbers = {word: number for number, word in enumerate(self.words)}

    def number(self, word: str) -> int:
        """The number of a word."""
        return self._numbers[word]

    def word(self, number: int) -> str | None:
        """The word of a number; None for a text that is made up."""
        return self.words[number] if number < self.FREE else None


def encoded(value: Value, texts: Texts) -> int | bool:
    """A literal as the solver sees it."""
    return texts.number(value) if isinstance(value, str) else value


def compared(left: z3.ExprRef, op: Op, right: z3.ExprRef | int | bool) -> z3.BoolRef:
    """``left op right``."""
    return _COMPARISONS[op](left, right)


def quotient_compared(left: Quotient, op: Op, threshold: int) -> z3.BoolRef:
    """``left op threshold`` for the rounded quotient, without rounding it."""
    match op:
        case Op.GE:
            return _at_least(left, threshold)
        case Op.GT:
            return _at_least(left, threshold + 1)
        case Op.LT:
            return z3.Not(_at_least(left, threshold))
        case Op.LE:
            return z3.Not(_at_least(left, threshold + 1))
        case Op.EQ:
            return z3.And(_at_least(left, threshold), z3.Not(_at_least(left, threshold + 1)))
        case Op.NE:
            return z3.Or(z3.Not(_at_least(left, threshold)), _at_least(left, threshold + 1))


def _at_least(left: Quotient, threshold: int) -> z3.BoolRef:
    """The quotient is above threshold - 1/2; exactly there it rounds to the threshold if that is even."""
    doubled, bound = 2 * left.scale * left.part, (2 * threshold - 1) * left.whole
    return doubled >= bound if threshold % 2 == 0 else doubled > bound
