"""A batch as the solver sees it: every row of a statistic stands for a group of projects made up for it.

Each row has its own buyer (or, of an evaluator, its own year), so that groups do not touch each other. Everything that
places a project is given, so that no statistic is left open.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from typing import Any, ClassVar, TypeAlias

import z3

from riskscreen.lang.vocabulary import IDENTITY, Field, Kind
from riskscreen.rulebook.verify.inputs import View
from riskscreen.rulebook.verify.terms import Plain, Term, Texts
from riskscreen.rulebook.verify.trial import JUDGED
from riskscreen.rulebook.verify.world import World

JsonProject: TypeAlias = dict[str, Any]

SHARE = 10**6
MANY = 200
"""More projects than this in one group make a witness that nobody reads."""

JUDGED_NUMBER = Texts.FREE - 1


class Group(ABC):
    """The projects behind one row of a relation.

    ``apart`` is the number that no two rows of the relation share: a buyer, a year or a category. Where that is so in
    every batch, rows are ``always_apart``. ``counts`` are the numbers of projects that make up the group.
    """

    relation: ClassVar[str]
    counts: ClassVar[tuple[str, ...]]
    always_apart: ClassVar[bool] = False

    def __init__(self, world: BatchWorld, row: int) -> None:
        self.world = world
        self.row = row

    def number(self, name: str, least: int = 0, most: int | None = None, usual: int | None = None) -> z3.ArithRef:
        """A number that makes up the group."""
        inputs = self.world.inputs
        full_name = f"{self.relation}[{self.row}].{name}"
        if inputs.has(full_name):
            return inputs.integer(full_name)
        number = inputs.integer(full_name)
        inputs.axioms.append(number >= least)
        if most is not None:
            inputs.axioms.append(number <= most)
        inputs.wishes.append(number <= (MANY if usual is None else usual))
        return number

    def holds(self, *axioms: z3.BoolRef) -> None:
        """What is true of every group."""
        self.world.inputs.axioms += axioms

    def identity(self, name: str, kind: Kind = Kind.ORGANISATION) -> z3.ArithRef:
        """An identifier or a text that makes up the group."""
        number = self.number(name, least=JUDGED_NUMBER if kind in IDENTITY else 0, usual=Texts.FREE + MANY)
        self.world.inputs.wishes.append(number >= Texts.FREE)
        if kind not in IDENTITY:
            self.holds(z3.Or(number >= Texts.FREE, number < len(self.world.texts.words)))
        return number

    @property
    @abstractmethod
    def apart(self) -> z3.ArithRef:
        """What tells the row from the others."""

    @abstractmethod
    def terms(self) -> Mapping[str, Term]:
        """The row's fields; bounds that are not among them are those of a value that is known exactly."""

    def extent(self, view: View) -> int:
        """How many projects there are in a model."""
        return sum(view.number(self.number(name)) for name in self.counts)

    @abstractmethod
    def projects(self, view: View) -> list[JsonProject]:
        """The projects of a model, without their ``id``."""


class BatchWorld(World):
    """All batches in which no relation has more rows than ``sizes`` says."""

    groups: ClassVar[Mapping[str, type[Group]]] = {}

    def __init__(self, *arguments: Any) -> None:
        super().__init__(*arguments)
        self._groups: dict[tuple[str, int], Group] = {}
        self._fields: dict[tuple[str, int], Mapping[str, Term]] = {}
        self.read: set[str] = set()

    def rows(self, relation: str) -> int:
        """How many rows there can be."""
        self.read.add(relation)
        return super().rows(relation)

    def present(self, relation: str, row: int) -> z3.BoolRef:
        """Whether a row is there; those that are come first."""
        if relation in self.groups:
            self.group(relation, row)
        return super().present(relation, row)

    def group(self, relation: str, row: int) -> Group:
        """The projects behind a row."""
        key = (relation, row)
        if key not in self._groups:
            others = [self.group(relation, other) for other in range(row)]
            group = self._groups[key] = self.groups[relation](self, row)
            self.inputs.axioms += [group.apart != other.apart for other in others]
        return self._groups[key]

    def make_term(self, relation: str, row: int, field: Field) -> Term:
        """The term of a field; a field that nothing here tells how to write may have any value."""
        if relation not in self.groups:
            return self.unwritten(relation, row, field)
        key = (relation, row)
        if key not in self._fields:
            self._fields[key] = self.group(relation, row).terms()
        exact = field.name.removesuffix("_least").removesuffix("_most")
        fields = self._fields[key]
        term = fields.get(field.name, fields.get(exact))
        return self.unwritten(relation, row, field) if term is None else term

    def make_weight(self, relation: str, row: int, field: Field) -> Plain:
        """What a row adds to a sum."""
        return self.plain(relation, row, field.name)

    def seal(self) -> None:
        """Say that rows of one relation are about different groups."""
        several = {relation for relation, row in self._groups if row}
        for relation in sorted(name for name in several if not self.groups[name].always_apart):
            self.narrowed.append(f"rows of {relation} that are about different groups of projects")

    def extent(self, view: View) -> int:
        """How many projects the batch has."""
        there = ((relation, row, group) for (relation, row), group in self._groups.items())
        return sum(group.extent(view) for relation, row, group in there if view.truth(self.present(relation, row)))

    def records(self, view: View) -> list[JsonProject]:
        """The project records of a model."""
        found = []
        for (relation, row), group in self._groups.items():
            if view.truth(self.present(relation, row)):
                found += group.projects(view)
        return [
            {"id": f"witness-{number}", **project} for number, project in enumerate(found or self.nothing(), start=1)
        ]

    def nothing(self) -> list[JsonProject]:
        """A batch in which the relations that rules read have no rows."""
        return [project()]

    def id_of(self, number: int) -> str:
        """The identifier of a number."""
        if number == JUDGED_NUMBER:
            return JUDGED
        return str(self.inputs.json_of(number, Kind.ORGANISATION))


def project(
    *,
    buyer: str = "other-buyer",
    contractor: str = "other-contractor",
    evaluator: str = "other-evaluator",
    year: int = 2018,
    **parts: Any,
) -> JsonProject:
    """A project of a batch with everything that places it in a group; ``parts`` are added or replace what is there."""
    return {
        "buyer": {"id": buyer},
        "contractor": {"id": contractor},
        "category": "社区服务",
        "budgetYear": year,
        "region": {"id": "other-region", "needShare": 1},
        "targets": [],
        "contract": {"value": {"amount": 0, "currency": "CNY"}},
        "evaluation": {"evaluator": {"id": evaluator}},
        **parts,
    }


def evaluation(evaluator: str = "other-evaluator", **parts: Any) -> dict[str, Any]:
    """The evaluation of a project."""
    return {"evaluator": {"id": evaluator}, **parts}


def amount(number: int) -> dict[str, Any]:
    """A contract of that value."""
    return {"value": {"amount": number, "currency": "CNY"}}
