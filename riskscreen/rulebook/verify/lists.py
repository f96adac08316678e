"""The lists of a record: a few items, each perhaps there, each perhaps many times over."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import z3

from riskscreen.rulebook.verify.inputs import Inputs, Place, View

_USUAL_COPIES = 12


class Items:
    """A list of at most ``size`` different items.

    Items that are there come first. ``copies`` says how many times an item stands in the list; where items must be
    told apart (their place matters, or others hang on them) call :meth:`single`, and each stands there once.
    Items within an item of another list (the owners of a party) have a ``host``.
    """

    def __init__(self, inputs: Inputs, path: str, size: int, hosts: Items | None = None) -> None:
        self.path = path
        self.size = size
        self.hosts = hosts
        self.told_apart = hosts is not None
        self.counted = False
        self._inputs = inputs
        self._copies: dict[int, z3.ArithRef] = {}
        inputs.wishes += [z3.Not(self.present(index)) for index in range(size)]
        inputs.axioms += [z3.Implies(self.present(index), self.present(index - 1)) for index in range(1, size)]
        if hosts is not None:
            hosts.single()
            for index in range(size):
                places = [z3.And(self.host(index) == host, hosts.present(host)) for host in range(hosts.size)]
                inputs.axioms.append(z3.Implies(self.present(index), z3.Or(places)))

    def place(self, index: int) -> Place:
        """The place of an item."""
        return Place(self.path, index)

    def present(self, index: int) -> z3.BoolRef:
        """Whether an item is there."""
        return self._inputs.boolean(f"{self.path}[{index}]?")

    def host(self, index: int) -> z3.ArithRef:
        """The index of the item that an item stands in."""
        return self._inputs.integer(f"{self.path}[{index}]^")

    def copies(self, index: int) -> z3.ArithRef:
        """How many times an item stands in the list, at least once."""
        self.counted = True
        if index not in self._copies:
            number = self._inputs.integer(f"{self.path}[{index}]#")
            self._copies[index] = number
            self._inputs.axioms.append(number >= 1)
            self._inputs.wishes += [number == 1, number <= _USUAL_COPIES]
        return self._copies[index]

    def single(self) -> None:
        """Every item stands in the list once."""
        self.told_apart = True

    def axioms(self) -> list[z3.BoolRef]:
        """What :meth:`single` asks for."""
        return [number == 1 for number in self._copies.values()] if self.told_apart else []

    def times(self, view: View, index: int) -> int:
        """How many times an item stands in the list in a model."""
        if not view.truth(self.present(index)):
            return 0
        return view.number(self._copies[index]) if index in self._copies else 1


def items_in(lists: Mapping[str, Items], view: View) -> int:
    """How many items all lists of a model have."""
    return sum(items.times(view, index) for items in lists.values() for index in range(items.size))


def written(lists: Mapping[str, Items], inputs: Inputs, view: View) -> dict[str, Any]:
    """The record of a model."""
    record: dict[str, Any] = {}
    for (place, pointer), decode in inputs.writes.items():
        if not place.path:
            _put(record, pointer, decode(view, 0))
    placed: dict[Place, dict[str, Any]] = {}
    for items in sorted(lists.values(), key=lambda items: items.hosts is not None):
        if items.hosts is None:
            _put(record, f"/{items.path}", _items(items, inputs, view, placed))
        else:
            _hosted(items, items.hosts, inputs, view, placed)
    return record


def _items(items: Items, inputs: Inputs, view: View, placed: dict[Place, dict[str, Any]]) -> list[Any]:
    found: list[Any] = []
    for index in range(items.size):
        for copy in range(items.times(view, index)):
            item = _item(items.place(index), inputs, view, copy)
            found.append(item)
            if isinstance(item, dict):
                placed[items.place(index)] = item
    return found


def _hosted(items: Items, hosts: Items, inputs: Inputs, view: View, placed: dict[Place, dict[str, Any]]) -> None:
    """Every host says whom it holds, even if it is nobody."""
    key = items.path.rpartition("/")[2]
    for index in range(hosts.size):
        if view.truth(hosts.present(index)):
            placed[hosts.place(index)][key] = []
    for index in range(items.size):
        if view.truth(items.present(index)):
            host = placed[hosts.place(view.number(items.host(index)))]
            host[key].append(_item(items.place(index), inputs, view, 0))


def _item(place: Place, inputs: Inputs, view: View, copy: int) -> Any:
    item: dict[str, Any] = {}
    for (at, pointer), decode in inputs.writes.items():
        if at == place:
            if not pointer:
                return decode(view, copy)
            _put(item, pointer, decode(view, copy))
    return item


def _put(record: dict[str, Any], pointer: str, value: Any) -> None:
    if value is None:
        return
    *parents, last = pointer.split("/")[1:]
    for step in parents:
        record = record.setdefault(step, {})
    record[last] = value
