"""The values of a record as variables of the solver, and how each is written back into a record."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple, TypeAlias

import z3

from riskscreen.lang.vocabulary import DECIMAL_PLACES, IDENTITY, Kind
from riskscreen.model.base import FIRST_YEAR, LAST_YEAR
from riskscreen.rulebook.verify.record_types import Leaf
from riskscreen.rulebook.verify.terms import Texts

FIRST_DAY, LAST_DAY = date(FIRST_YEAR, 1, 1).toordinal(), date(LAST_YEAR, 12, 31).toordinal()
_USUAL_DAYS = date(2016, 1, 1).toordinal(), date(2021, 12, 31).toordinal()
_USUAL_NUMBER = 100
_EXACT_DIGITS = 15  # what a JSON number can hold in every reader


class Place(NamedTuple):
    """Where in a record: the record itself, or an item of one of its lists."""

    path: str = ""
    item: int = 0


RECORD = Place()


class View:
    """The values that a model of the solver gives."""

    def __init__(self, model: z3.ModelRef) -> None:
        self._model = model

    def number(self, expression: z3.ArithRef) -> int:
        """The value of an integer expression."""
        return int(self.value(expression).as_long())

    def truth(self, expression: z3.BoolRef) -> bool:
        """The value of a truth expression."""
        return bool(z3.is_true(self.value(expression)))

    def value(self, expression: z3.ExprRef) -> z3.ExprRef:
        """The value of an expression, as a constant of the solver."""
        return self._model.eval(expression, model_completion=True)


Decode: TypeAlias = Callable[[View, int], Any]
"""The JSON value of an input in a model; the number tells the copies of one item apart. None leaves the key out."""


class Inputs:
    """All variables of one world.

    ``axioms`` hold of every record; ``wishes`` make a record look usual and may be given up. ``writes`` says for every
    place and pointer what stands there.
    """

    def __init__(self, texts: Texts) -> None:
        self.texts = texts
        self.axioms: list[z3.BoolRef] = []
        self.wishes: list[z3.BoolRef] = []
        self.writes: dict[tuple[Place, str], Decode] = {}
        self._variables: dict[str, z3.ExprRef] = {}

    @property
    def variables(self) -> list[z3.ExprRef]:
        """Every variable that was asked for."""
        return list(self._variables.values())

    def integer(self, name: str) -> z3.ArithRef:
        """The integer variable of that name."""
        return self._variables.setdefault(name, z3.Int(name))

    def boolean(self, name: str) -> z3.BoolRef:
        """The truth variable of that name."""
        return self._variables.setdefault(name, z3.Bool(name))

    def has(self, name: str) -> bool:
        """Whether a variable of that name was asked for."""
        return name in self._variables

    def value(
        self, place: Place, pointer: str, kind: Kind, leaf: Leaf, to_json: Callable[[int], Any] | None = None
    ) -> z3.ExprRef:
        """The variable of a scalar of the record, with its range, and written where it stands."""
        name = name_of(place, pointer)
        if self.has(name):
            return self._variables[name]
        if kind is Kind.BOOL:
            truth = self.boolean(name)
            self.writes[place, pointer] = lambda view, _: view.truth(truth)
            return truth
        number = self.integer(name)
        self.restrict(number, kind, leaf)
        write = to_json or (lambda value: self.json_of(value, kind))
        self.writes[place, pointer] = lambda view, _: write(view.number(number))
        return number

    def restrict(self, number: z3.ArithRef, kind: Kind, leaf: Leaf) -> None:
        """The range of a variable, and the part of it that looks usual."""
        if kind in DECIMAL_PLACES:
            self._restrict_number(number, *leaf.bounds(DECIMAL_PLACES[kind]), 10 ** DECIMAL_PLACES[kind])
        elif kind is Kind.DATE:
            self.axioms += [number >= FIRST_DAY, number <= LAST_DAY]
            self.wishes += [number >= _USUAL_DAYS[0], number <= _USUAL_DAYS[1]]
        elif kind is Kind.CODE:
            self.axioms.append(z3.Or([number == self.texts.number(word) for word in leaf.values]))
        else:
            free, word = number >= Texts.FREE, z3.And(number >= 0, number < len(self.texts.words))
            self.axioms.append(free if kind in IDENTITY else z3.Or(free, word))
            self.wishes += [free, number < Texts.FREE + _USUAL_NUMBER]

    def _restrict_number(self, number: z3.ArithRef, least: int | None, most: int | None, unit: int) -> None:
        if least is not None:
            self.axioms.append(number >= least)
        if most is not None:
            self.axioms.append(number <= most)
        self.wishes.append(number <= _USUAL_NUMBER * unit)

    def json_of(self, number: int, kind: Kind) -> Any:
        """The JSON value that is read as this encoded value."""
        if kind is Kind.DATE:
            return date.fromordinal(number).isoformat()
        if kind in DECIMAL_PLACES:
            return json_number(Decimal(number).scaleb(-DECIMAL_PLACES[kind]))
        word = self.texts.word(number)
        if word is not None:
            return word
        made_up = number - Texts.FREE + 1
        return f"id-{made_up}" if kind in IDENTITY else f"text {made_up}"


def name_of(place: Place, pointer: str) -> str:
    """The name of the variable of a scalar."""
    return f"{place.path}[{place.item}]{pointer}" if place.path else pointer


def json_number(number: Decimal) -> int | float | str:
    """The number as JSON: a text where a floating-point number would not keep all its digits."""
    if number == number.to_integral_value():
        return int(number)
    return float(number) if len(number.as_tuple().digits) <= _EXACT_DIGITS else format(number, "f")
