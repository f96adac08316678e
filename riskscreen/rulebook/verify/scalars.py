"""Fields that are one number or text of the record itself, and sums of them over many items."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import z3

from riskscreen.lang.vocabulary import DECIMAL_PLACES, Kind
from riskscreen.rulebook.verify.inputs import RECORD, Inputs, Place, View, json_number, name_of
from riskscreen.rulebook.verify.record_types import Leaf, LeafType

CONTRACT_VALUE = 1_000_000
"""The contract value of records made for rules on shares of it: a share in millionths is an amount in whole units."""


@dataclass(frozen=True, slots=True)
class Scalar:
    """A field that stands in the record as it is; ``to_json`` writes its encoded value."""

    place: Place
    pointer: str
    kind: Kind
    leaf: Leaf
    to_json: Callable[[int], Any]

    @property
    def name(self) -> str:
        """The name of its variable."""
        return name_of(self.place, self.pointer)


def plain_scalar(inputs: Inputs, place: Place, pointer: str, kind: Kind, leaf: Leaf) -> Scalar:
    """A value of the record."""
    return Scalar(place, pointer, kind, leaf, lambda number: inputs.json_of(number, kind))


def contract_share(inputs: Inputs, place: Place) -> Scalar:
    """A payment as a share of the contract value, which is then a fixed one."""

    def payment(number: int) -> dict[str, Any]:
        return {"amount": json_number(Decimal(number * CONTRACT_VALUE) / 10**6), "currency": "CNY"}

    inputs.writes[RECORD, "/contract/value"] = lambda view, _: {"amount": CONTRACT_VALUE, "currency": "CNY"}
    return Scalar(place, "/value", Kind.SHARE, Leaf(LeafType.DECIMAL, least=Decimal(0)), payment)


class Sums:
    """What a number adds up to over all copies of an item, each of which may have another one."""

    def __init__(self, inputs: Inputs) -> None:
        self._inputs = inputs
        self._sums: dict[str, tuple[Scalar, z3.ArithRef, z3.ArithRef]] = {}

    def of(self, scalar: Scalar, copies: z3.ArithRef) -> z3.ArithRef:
        """The sum, written back as numbers that add up to it."""
        total = self._inputs.integer(f"{scalar.name}+")
        if scalar.name in self._sums:
            return total
        self._sums[scalar.name] = (scalar, total, copies)
        least, most = scalar.leaf.bounds(DECIMAL_PLACES[scalar.kind])
        self._inputs.axioms.append(total >= (least or 0) * copies)
        if most is not None:
            self._inputs.axioms.append(total <= most * copies)

        def part(view: View, copy: int) -> Any:
            share, left = divmod(view.number(total), view.number(copies))
            return scalar.to_json(share + (copy < left))

        self._inputs.writes.setdefault((scalar.place, scalar.pointer), part)
        return total

    def links(self) -> Iterator[tuple[Scalar, z3.BoolRef]]:
        """For numbers that are also read one by one: then an item stands once, and its number is the sum."""
        for name, (scalar, total, copies) in self._sums.items():
            if self._inputs.has(name):
                yield scalar, z3.And(copies == 1, total == self._inputs.integer(name))
