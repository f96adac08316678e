"""A project as the solver sees it: its row and the rows around it as formulas over what its record holds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property
from itertools import pairwise
from typing import Any

import z3

from riskscreen.facts.taxonomy import Taxonomy
from riskscreen.facts.vocabulary import PROJECT
from riskscreen.lang.vocabulary import Field, Kind
from riskscreen.rulebook.verify.days import CivilDay, civil_day
from riskscreen.rulebook.verify.derived_root import NOT_ABOVE, OUTCOMES, ROOT_FIELDS, USUAL_ORDER
from riskscreen.rulebook.verify.derived_rows import ROW_FIELDS, TEXT
from riskscreen.rulebook.verify.festivals import Window
from riskscreen.rulebook.verify.inputs import RECORD, Place, View, name_of
from riskscreen.rulebook.verify.lists import Items, items_in, written
from riskscreen.rulebook.verify.record_types import Leaf, LeafType, leaf_at
from riskscreen.rulebook.verify.scalars import Scalar, Sums, contract_share, plain_scalar
from riskscreen.rulebook.verify.terms import FALSE, TRUE, Plain, Term, Texts
from riskscreen.rulebook.verify.world import World

_HOSTS: Mapping[str, str] = {"owner": "party", "tenderer": "bid"}
_PATHS: Mapping[str, str] = {
    "owner": "parties/*/owners",
    "tenderer": "bids/*/tenderers",
    "origin": "contractor/origins",
}
_ENDS_OF_A_TIE = 2
_ZERO_OR_ONE = frozenset({("service_item", "delivered_items")})
_DATE = Leaf(LeafType.DATE)
_COUNT = Leaf(LeafType.INT)


class ProjectWorld(World):
    """All records in which no list has more different items than ``sizes`` says.

    Every list that rules read is given and complete, and so is every value they read.
    """

    subject = PROJECT

    def __init__(self, sizes: Mapping[str, int], taxonomy: Taxonomy, texts: Texts) -> None:
        super().__init__(sizes, taxonomy, texts)
        self._lists: dict[str, Items] = {}
        self._civil: dict[str, CivilDay] = {}
        self._sums = Sums(self.inputs)

    # what fields are made from

    def items(self, relation: str) -> Items:
        """The list that a relation's rows come from."""
        if relation not in self._lists:
            hosts = self.items(_HOSTS[relation]) if relation in _HOSTS else None
            path = _PATHS.get(relation) or PROJECT.by_name[relation].list_at[0].strip("/")
            items = self._lists[relation] = Items(self.inputs, path, self._sizes.get(relation, 0), hosts)
            leaf = _leaf(items.place(0), "")
            for index in range(items.size if leaf else 0):
                self.inputs.value(items.place(index), "", Kind.CODE, leaf or TEXT)  # an item that is a word itself
        return self._lists[relation]

    def direct(self, place: Place, pointer: str, kind: Kind) -> Plain:
        """A value of the record as it stands there."""
        return Plain(self.inputs.value(place, pointer, kind, _leaf(place, pointer) or TEXT))

    def text(self, place: Place, pointer: str, kind: Kind) -> z3.ArithRef:
        """An identifier or a text of the record."""
        return self.inputs.value(place, pointer, kind, TEXT)

    def count(self, pointer: str) -> z3.ArithRef:
        """A count of the record."""
        return self.inputs.value(RECORD, pointer, Kind.INT, _leaf(RECORD, pointer) or _COUNT)

    def day(self, place: Place, pointer: str) -> z3.ArithRef:
        """The number of a date of the record."""
        return self.inputs.value(place, pointer, Kind.DATE, _DATE)

    def civil(self, place: Place, pointer: str) -> CivilDay:
        """The parts of a date of the record."""
        name = name_of(place, pointer)
        if name not in self._civil:
            self._civil[name] = civil_day(self.inputs, name, self.day(place, pointer))
        return self._civil[name]

    @cached_property
    def category(self) -> z3.ArithRef:
        """The place of the project's category in the taxonomy."""
        place = self.inputs.integer("category")
        categories = self.taxonomy.categories
        self.inputs.axioms += [place >= 0, place < max(len(categories), 1)]
        self.inputs.writes[RECORD, "/category"] = lambda view, _: (
            categories[view.number(place)].code if categories else None
        )
        return place

    @property
    def any_category(self) -> z3.BoolRef:
        """Whether the project's category is known; without a taxonomy none is."""
        return TRUE if self.taxonomy.categories else FALSE

    def by_category(self, values: Sequence[int]) -> z3.ArithRef:
        """The one of the values that stands at the category's place."""
        whole = z3.IntVal(values[-1] if values else 0)
        for place in range(len(values) - 2, -1, -1):
            whole = z3.If(self.category == place, z3.IntVal(values[place]), whole)
        return whole

    @cached_property
    def window(self) -> Window:
        """The delivery window's working days and festival."""
        start, end = (self.day(RECORD, f"/contract/period/{day}") for day in ("startDate", "endDate"))
        window = Window(self.inputs, start, end)
        self.corrections.append(window.corrections)
        return window

    # rows and fields

    def rows(self, relation: str) -> int:
        """How many rows there can be."""
        if self._is_listed(relation):
            return self.items(relation).size * (_ENDS_OF_A_TIE if relation == "tie" else 1)
        self.leave_unwritten(relation)
        return super().rows(relation)

    def present(self, relation: str, row: int) -> z3.BoolRef:
        """Whether a row is there."""
        if self._is_listed(relation):
            return self.items(relation).present(self._item_of(relation, row))
        return super().present(relation, row)

    def copies(self, relation: str, row: int) -> z3.ArithRef:
        """How many rows like this there are, if it is there."""
        if self._is_listed(relation):
            return self.items(relation).copies(self._item_of(relation, row))
        return super().copies(relation, row)

    def told_apart(self, relation: str) -> bool:
        """Whether every row stands for itself alone."""
        return not self._is_listed(relation) or self.items(relation).told_apart

    def make_term(self, relation: str, row: int, field: Field) -> Term:
        """The term of a field; a field that nothing here tells how to write may have any value."""
        if relation == PROJECT.name and field.name in ROOT_FIELDS:
            return ROOT_FIELDS[field.name](self)
        if (relation, field.name) in ROW_FIELDS:
            return ROW_FIELDS[relation, field.name](self, row)
        scalar = self._scalar(relation, row, field)
        if scalar is None:
            return self.unwritten(relation, row, field)
        return Plain(self.inputs.value(scalar.place, scalar.pointer, scalar.kind, scalar.leaf, scalar.to_json))

    def make_weight(self, relation: str, row: int, field: Field) -> Plain:
        """What a row and its copies add to a sum."""
        copies = self.copies(relation, row)
        if (relation, field.name) in _ZERO_OR_ONE:
            return Plain(z3.If(self.plain(relation, row, field.name).expression > 0, copies, z3.IntVal(0)))
        scalar = self._scalar(relation, row, field)
        if scalar is not None:
            return Plain(self._sums.of(scalar, copies))
        if self._is_listed(relation):
            self.items(relation).single()
        return self.plain(relation, row, field.name)

    # the whole

    def seal(self) -> None:
        """Add what holds between the values that were asked for; to be called once all of them were."""
        inputs = self.inputs
        for lower, upper in NOT_ABOVE:
            if inputs.has(lower) and inputs.has(upper):
                inputs.axioms.append(inputs.integer(lower) <= inputs.integer(upper))
        usual = [inputs.integer(pointer) for pointer in USUAL_ORDER if inputs.has(pointer)]
        inputs.wishes += [earlier <= later for earlier, later in pairwise(usual)]
        for scalar, link in self._sums.links():
            inputs.axioms.append(link)
            self.narrowed.append(f"{scalar.pointer.strip('/')} of {scalar.place.path} both added up and compared")
        for row in range(self.rows("payment") if "payment" in self._lists else 0):
            self._link_payment(self.items("payment").place(row))
        for items in self._lists.values():
            inputs.axioms += items.axioms()

    def extent(self, view: View) -> int:
        """How many items the record's lists have."""
        counted = self.inputs.integer(OUTCOMES)
        return items_in(self._lists, view) + (view.number(counted) if (RECORD, OUTCOMES) in self.inputs.writes else 0)

    def records(self, view: View) -> list[dict[str, Any]]:
        """The record of a model."""
        record = written(self._lists, self.inputs, view)
        contractor = record.get("contractor", {})
        origins = contractor.pop("origins", None)
        if origins is not None:
            for key, kind in (("foundedBy", "founded"), ("incubatedBy", "incubated")):
                contractor[key] = [{"id": item["id"]} for item in origins if item.get("kind", "founded") == kind]
        return [{"id": "witness", **record}]

    def _is_listed(self, relation: str) -> bool:
        declared = PROJECT.by_name[relation]
        return relation in _PATHS or (declared.form == "native" and len(declared.list_at) == 1)

    def _item_of(self, relation: str, row: int) -> int:
        return row // _ENDS_OF_A_TIE if relation == "tie" else row

    def _scalar(self, relation: str, row: int, field: Field) -> Scalar | None:
        """The scalar of the record that a field is; None for a derived field."""
        if (relation, field.name) == ("payment", "contract_share"):
            return contract_share(self.inputs, self.items("payment").place(row))
        derived = field.name in ROOT_FIELDS if relation == PROJECT.name else (relation, field.name) in ROW_FIELDS
        if derived or len(field.inputs) != 1 or field.inputs[0].startswith("@"):
            return None
        pointer, place = field.inputs[0], RECORD
        if pointer.startswith("//"):
            pointer = pointer[1:]
        elif relation != PROJECT.name:
            if not self._is_listed(relation):
                return None
            place = self.items(relation).place(row)
        leaf = _leaf(place, pointer)
        if leaf is None or not leaf.holds(field.kind):
            return None
        return plain_scalar(self.inputs, place, pointer, field.kind, leaf)

    def _link_payment(self, place: Place) -> None:
        """A payment's amount and its share of the contract value are one number."""
        share, amount = name_of(place, "/value"), name_of(place, "/value/amount")
        if self.inputs.has(share) and self.inputs.has(amount):
            self.inputs.axioms.append(self.inputs.integer(amount) == 100 * self.inputs.integer(share))
            self.narrowed.append("payments both as amounts and as shares of the contract value")


def _leaf(place: Place, pointer: str) -> Leaf | None:
    if not place.path:
        return leaf_at(pointer)
    path = "contractor/foundedBy" if place.path == _PATHS["origin"] else place.path
    return leaf_at(f"/{path}/*{pointer}")
