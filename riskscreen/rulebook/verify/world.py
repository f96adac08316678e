"""What the encoding of rules asks of a world, whatever its subject."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from typing import Any

import z3

from riskscreen.facts.taxonomy import Taxonomy
from riskscreen.lang.vocabulary import IDENTITY, Field, Kind, Subject
from riskscreen.rulebook.verify.inputs import Inputs, View
from riskscreen.rulebook.verify.terms import Plain, Quotient, Term, Texts


class World(ABC):
    """All cases of a subject in which no relation has more different rows than ``sizes`` says.

    ``narrowed`` lists what these cases leave out, ``unwritten_fields`` the fields that may have any value here because
    nothing tells how to write them into a record: what no case shows is then no proof, or has no record.
    ``corrections`` are asked what a model gets wrong.
    """

    subject: Subject

    def __init__(self, sizes: Mapping[str, int], taxonomy: Taxonomy, texts: Texts) -> None:
        self.taxonomy = taxonomy
        self.texts = texts
        self.inputs = Inputs(texts)
        self.narrowed: list[str] = []
        self.unwritten_fields: list[str] = []
        self.corrections: list[Callable[[View], list[z3.BoolRef]]] = []
        self._sizes = sizes
        self._terms: dict[tuple[str, int, str], Term] = {}
        self._plain: dict[tuple[str, int, str], Plain] = {}
        self._weights: dict[tuple[str, int, str], Plain] = {}

    def rows(self, relation: str) -> int:
        """How many rows there can be."""
        return self._sizes.get(relation, 0)

    def present(self, relation: str, row: int) -> z3.BoolRef:
        """Whether a row is there; those that are come first."""
        name = f"{relation}[{row}]?"
        if not self.inputs.has(name):
            there = self.inputs.boolean(name)
            self.inputs.wishes.append(z3.Not(there))
            if row:
                self.inputs.axioms.append(z3.Implies(there, self.present(relation, row - 1)))
        return self.inputs.boolean(name)

    def copies(self, relation: str, row: int) -> z3.ArithRef:
        """How many rows like this there are, if it is there."""
        return z3.IntVal(1)

    def told_apart(self, relation: str) -> bool:
        """Whether every row stands for itself alone."""
        return True

    def term(self, relation: str, row: int, name: str) -> Term:
        """The term of a field; the subject's own row is row 0 of the relation of its name."""
        key = (relation, row, name)
        if key not in self._terms:
            self._terms[key] = self.make_term(relation, row, self._field(relation, name))
        return self._terms[key]

    def plain(self, relation: str, row: int, name: str) -> Plain:
        """The term of a field as one expression, rounded."""
        key = (relation, row, name)
        term = self.term(relation, row, name)
        if isinstance(term, Plain):
            return term
        if key not in self._plain:
            self._plain[key] = self._rounded(f"{relation}[{row}].{name}", term)
        return self._plain[key]

    def weight(self, relation: str, row: int, name: str) -> Plain:
        """What a row and its copies add to the sum of a field."""
        key = (relation, row, name)
        if key not in self._weights:
            self._weights[key] = self.make_weight(relation, row, self._field(relation, name))
        return self._weights[key]

    def unwritten(self, relation: str, row: int, field: Field) -> Plain:
        """Any value of the field's kind and within its limits."""
        self.leave_unwritten(f"{relation}.{field.name}")
        if field.kind is Kind.BOOL:
            return Plain(self.inputs.boolean(f"{relation}[{row}].{field.name}"))
        number = self.inputs.integer(f"{relation}[{row}].{field.name}")
        if field.kind is Kind.CODE:
            self.inputs.axioms.append(z3.Or([number == self.texts.number(word) for word in field.values]))
        elif field.kind is Kind.TEXT or field.kind in IDENTITY:
            self.inputs.axioms.append(number >= 0)
        else:
            limits = [] if field.lowest is None else [number >= field.lowest]
            self.inputs.axioms += limits if field.highest is None else [*limits, number <= field.highest]
        return Plain(number)

    def leave_unwritten(self, name: str) -> None:
        """Note that nothing tells how to write a field or a relation."""
        if name not in self.unwritten_fields:
            self.unwritten_fields.append(name)

    @abstractmethod
    def make_term(self, relation: str, row: int, field: Field) -> Term:
        """The term of a field that was not asked for before."""

    @abstractmethod
    def make_weight(self, relation: str, row: int, field: Field) -> Plain:
        """What a row and its copies add to the sum of a field that was not asked for before."""

    @abstractmethod
    def seal(self) -> None:
        """Add what holds between the values that were asked for; to be called once all of them were."""

    @abstractmethod
    def extent(self, view: View) -> int:
        """How many list items, or projects, the records of a model have."""

    @abstractmethod
    def records(self, view: View) -> list[dict[str, Any]]:
        """The project records of a model."""

    def _field(self, relation: str, name: str) -> Field:
        declared = self.subject.root if relation == self.subject.name else self.subject.by_name[relation]
        return next(field for field in declared.fields if field.name == name)

    def _rounded(self, name: str, quotient: Quotient) -> Plain:
        number = self.inputs.integer(name)
        twice = 2 * (number * quotient.whole - quotient.scale * quotient.part)
        tie = z3.Or(twice == quotient.whole, twice == -quotient.whole)
        rounded = z3.And(twice <= quotient.whole, twice >= -quotient.whole, z3.Implies(tie, number % 2 == 0))
        self.inputs.axioms.append(z3.Implies(quotient.known, rounded))
        return Plain(number, quotient.known)
