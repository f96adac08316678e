"""What was contracted against what was awarded, item by item: relation ``contract_item``.

One row for each item of a contract, and one for each awarded item that the contract leaves out.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, NamedTuple, TypeAlias

from riskscreen.facts.case import Rows
from riskscreen.facts.columns import Bool, Str, column
from riskscreen.facts.process.agreements import award_of
from riskscreen.facts.process.published import number, whole_list
from riskscreen.facts.relation import NO_FACTS, Facts
from riskscreen.lang.vocabulary import Kind
from riskscreen.model.release import Award, Contract, Item, Release

CHANGES = ("added", "cut", "same")
_Anchored: TypeAlias = "tuple[ContractItemRow, tuple[str, ...]]"


class ContractItemRow(NamedTuple):
    """One item. ``change``: ``added`` if it was not awarded or the quantity rose, ``cut`` if it fell or all of it went.

    Items are the same if their identifiers are. ``amended``: the contract has published amendments.
    """

    change: Annotated[
        Str,
        column(
            Kind.CODE, "/id", "/quantity", "@1/quantity", en="change since the award", zh="较授标的变化", values=CHANGES
        ),
    ]
    amended: Annotated[Bool, column(Kind.BOOL, "//contracts/*/amendments/*/id", en="contract amended", zh="合同有变更")]


def contract_items(release: Release) -> Facts:
    """The rows of ``contract_item``; complete if the items of every contract and of its award are listed."""
    contracts = whole_list(release.contracts)
    if contracts is None:
        return NO_FACTS
    found: list[_Anchored] = []
    complete = True
    for index, contract in enumerate(contracts):
        place, award = award_of(contract, release)
        items, awarded = whole_list(contract.items), whole_list(award.items)
        if items is None or awarded is None or not _told_apart(items) or not _told_apart(awarded):
            complete = False
            continue
        found += _of_contract(f"/contracts/{index}/items", f"/awards/{place}/items", contract, award)
    return Rows(tuple(row for row, _ in found), complete), tuple(anchors for _, anchors in found)


def _told_apart(items: list[Item]) -> bool:
    ids = [item.id for item in items]
    return None not in ids and len(set(ids)) == len(ids)


def _of_contract(here: str, there: str, contract: Contract, award: Award) -> Iterator[_Anchored]:
    amendments = whole_list(contract.amendments)
    amended = None if amendments is None else bool(amendments)
    awarded = {item.id: (place, item) for place, item in enumerate(whole_list(award.items) or ())}
    for index, item in enumerate(whole_list(contract.items) or ()):
        anchors: tuple[str, ...] = (f"{here}/{index}",)
        change: str | None = "added"
        if item.id in awarded:
            place, before = awarded.pop(item.id)
            anchors = (*anchors, f"{there}/{place}")
            change = _change(before, item)
        yield ContractItemRow(change, amended), anchors
    for place, _ in awarded.values():
        yield ContractItemRow("cut", amended), (f"{there}/{place}",)


def _change(before: Item, after: Item) -> str | None:
    """None unless both quantities are known; they are of one item, and so in one unit."""
    awarded, contracted = number(before.quantity), number(after.quantity)
    if awarded is None or contracted is None:
        return None
    if contracted == awarded:
        return "same"
    return "added" if contracted > awarded else "cut"
