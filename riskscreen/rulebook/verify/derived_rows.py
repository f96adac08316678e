"""The fields of rows around a project that are derived from its record, as the relations of :mod:`riskscreen.facts`.

A field that is not listed here and has one input of its own kind is that input itself.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, TypeAlias

import z3

from riskscreen.facts.derive_matches import telephone_key, text_key
from riskscreen.lang.vocabulary import Kind
from riskscreen.rulebook.verify.days import months_before
from riskscreen.rulebook.verify.derived_root import SHARE, answer, first_with
from riskscreen.rulebook.verify.inputs import RECORD, Place, View, name_of
from riskscreen.rulebook.verify.record_types import Leaf, LeafType
from riskscreen.rulebook.verify.terms import TRUE, Plain, Quotient, Term, Texts

if TYPE_CHECKING:
    from riskscreen.rulebook.verify.project_world import ProjectWorld

_START, _END = "/contract/period/startDate", "/contract/period/endDate"
_TENDERERS_OF_A_BID = 10**6
_HARDLY_ANY = 0.00001
TEXT = Leaf(LeafType.TEXT)

RowField: TypeAlias = Callable[["ProjectWorld", int], Term]
"""The term of a field in the row of that position among the relation's rows."""


def _item(make: Callable[[ProjectWorld, Place], Term], relation: str) -> RowField:
    """A field that depends on the row's own item and on the record only."""
    return lambda world, row: make(world, world.items(relation).place(row))


def _tie_end(other: bool) -> RowField:
    """Every tie gives two rows, one from either end."""

    def term(world: ProjectWorld, row: int) -> Term:
        place = world.items("tie").place(row // 2)
        ends = [world.inputs.integer(name_of(place, f"/organisations/{end}/id")) for end in (0, 1)]
        for end in ends:
            world.inputs.restrict(end, Kind.ORGANISATION, TEXT)
        world.inputs.writes[place, "/organisations"] = lambda view, _: [
            {"id": world.inputs.json_of(view.number(end), Kind.ORGANISATION)} for end in ends
        ]
        return Plain(ends[row % 2 ^ other])

    return term


def _tie_type(world: ProjectWorld, row: int) -> Term:
    return world.direct(world.items("tie").place(row // 2), "/type", Kind.CODE)


def _compared_text(
    pointer: str, key: Callable[[str], str | None], made_up: Callable[[int], str]
) -> Callable[[ProjectWorld, Place], Plain]:
    """A text that is compared by its key: of the rules' words it can be those that are their own key."""

    def term(world: ProjectWorld, place: Place) -> Plain:
        number = world.inputs.integer(name_of(place, pointer))
        words = [number == world.texts.number(word) for word in world.texts.words if key(word) == word]
        world.inputs.axioms.append(z3.Or(number >= Texts.FREE, *words))
        world.inputs.wishes.append(number >= Texts.FREE)

        def text(view: View, _: int) -> str:
            value = view.number(number)
            return world.texts.word(value) or made_up(value - Texts.FREE + 1)

        world.inputs.writes[place, pointer] = text
        return Plain(number)

    return term


_address = _compared_text("/address/streetAddress", text_key, lambda number: f"幸福路{number}号")
_telephone = _compared_text("/contactPoint/telephone", telephone_key, lambda number: f"010-6{number:07d}")


def _party(world: ProjectWorld, place: Place) -> z3.ArithRef:
    return world.text(place, "/id", Kind.ORGANISATION)


def _owned(world: ProjectWorld, row: int) -> Term:
    owners, parties = world.items("owner"), world.items("party")
    whole = _party(world, parties.place(parties.size - 1))
    for index in range(parties.size - 2, -1, -1):
        whole = z3.If(owners.host(row) == index, _party(world, parties.place(index)), whole)
    return Plain(whole)


def _detail(pointer: str, of_party: Callable[[ProjectWorld, Place], Plain]) -> RowField:
    """A detail of a tenderer's organisation: known where some party is it, and all that are it agree."""

    def term(world: ProjectWorld, row: int) -> Term:
        parties = world.items("party")
        organisation = world.text(world.items("tenderer").place(row), "/id", Kind.ORGANISATION)
        detail = world.inputs.integer(f"tenderer[{row}]{pointer}")
        same = [
            z3.And(parties.present(index), _party(world, parties.place(index)) == organisation)
            for index in range(parties.size)
        ]
        details = [of_party(world, parties.place(index)).expression for index in range(parties.size)]
        agree = [z3.Implies(is_it, detail == of_it) for is_it, of_it in zip(same, details, strict=True)]
        agreed = world.inputs.boolean(f"{detail}!")
        pairs = [
            z3.Implies(z3.And(same[i], same[j]), details[i] == details[j])
            for i in range(parties.size)
            for j in range(i)
        ]
        world.inputs.axioms += [agreed == z3.And(pairs), z3.Implies(agreed, z3.And(agree))]
        return Plain(detail, z3.And(agreed, z3.Or(same)))

    return term


def _bid_of_tenderer(world: ProjectWorld, row: int) -> Term:
    world.items("bid").single()
    return Plain(world.items("tenderer").host(row))


def _tenderer_position(world: ProjectWorld, row: int) -> Term:
    tenderers = world.items("tenderer")
    before = [z3.If(tenderers.host(other) == tenderers.host(row), 1, 0) for other in range(row)]
    return Plain(tenderers.host(row) * _TENDERERS_OF_A_BID + z3.Sum(z3.IntVal(0), *before))


def _role_position(world: ProjectWorld, row: int) -> Term:
    world.items("role").single()
    return Plain(z3.IntVal(row))


def _origin_kind(world: ProjectWorld, place: Place) -> Term:
    founded = world.inputs.boolean(name_of(place, "/kind"))
    world.inputs.writes[place, "/kind"] = lambda view, _: "founded" if view.truth(founded) else "incubated"
    return Plain(z3.If(founded, *(z3.IntVal(world.texts.number(word)) for word in ("founded", "incubated"))))


def _valid(world: ProjectWorld, place: Place) -> Term:
    status = world.direct(place, "/status", Kind.CODE)
    return Plain(status.expression == world.texts.number("valid"), status.expression != world.texts.number("pending"))


def _months_before(world: ProjectWorld, place: Place) -> Term:
    awarded = world.civil(RECORD, "/award/date")
    earlier = world.civil(place, "/date")
    return Plain(months_before(earlier, world.day(place, "/date"), awarded, world.day(RECORD, "/award/date")))


def _covered(world: ProjectWorld, place: Place) -> Term:
    items = world.items("service_item")
    category = world.text(place, "/category", Kind.TEXT)
    named = [
        z3.And(items.present(index), world.text(items.place(index), "/needCategory", Kind.TEXT) == category)
        for index in range(items.size)
    ]
    return Plain(z3.Or(named))


def _achieved(beyond: bool) -> Callable[[ProjectWorld, Place], Term]:
    def term(world: ProjectWorld, place: Place) -> Term:
        planned, achieved = (world.direct(place, key, Kind.NUMBER).expression for key in ("/planned", "/achieved"))
        return Plain(achieved >= planned if beyond else achieved == planned)

    return term


def _window_position(world: ProjectWorld, place: Place) -> Term:
    start, end = world.day(RECORD, _START), world.day(RECORD, _END)
    return Quotient(world.day(place, "/date") - start, end + 1 - start, SHARE)


def _professional(world: ProjectWorld, place: Place) -> Term:
    options = [
        first_with(item.item_is_professional, [*item.professional_items.keys, *item.basic_items.keys])
        for item in world.taxonomy.categories
    ]
    return answer(world, place, "/name", options)


def _delivered_items(world: ProjectWorld, place: Place) -> Term:
    """1 for any quantity, even one that is rounded to 0."""
    delivered = world.direct(place, "/delivered", Kind.NUMBER).expression
    some = world.inputs.boolean(name_of(place, "/delivered?"))
    world.inputs.axioms.append(z3.Implies(delivered > 0, some))
    world.inputs.wishes.append(z3.Implies(some, delivered > 0))
    plain = world.inputs.writes[place, "/delivered"]

    def quantity(view: View, copy: int) -> Any:
        return _HARDLY_ANY if view.truth(some) and not view.number(delivered) else plain(view, copy)

    world.inputs.writes[place, "/delivered"] = quantity
    return Plain(z3.If(some, z3.IntVal(1), z3.IntVal(0)))


def _before_start(world: ProjectWorld, place: Place) -> Term:
    return Plain(world.day(place, "/date") < world.day(RECORD, _START))


def _days_before_end(world: ProjectWorld, place: Place) -> Term:
    return Plain(world.day(RECORD, _END) - world.day(place, "/date"))


def _has_function(world: ProjectWorld, place: Place) -> Term:
    """True where a function is stated, else unknown."""
    stated = world.inputs.boolean(name_of(place, "/function"))
    world.inputs.wishes.append(stated)
    world.inputs.writes[place, "/function"] = lambda view, _: "日常探访" if view.truth(stated) else None
    return Plain(TRUE, stated)


ROW_FIELDS: Mapping[tuple[str, str], RowField] = {
    ("tie", "organisation"): _tie_end(other=False),
    ("tie", "other"): _tie_end(other=True),
    ("tie", "type"): _tie_type,
    ("party", "address"): _item(_address, "party"),
    ("party", "telephone"): _item(_telephone, "party"),
    ("owner", "organisation"): _owned,
    ("origin", "kind"): _item(_origin_kind, "origin"),
    ("bid", "valid"): _item(_valid, "bid"),
    ("tenderer", "address"): _detail("/address", _address),
    ("tenderer", "telephone"): _detail("/telephone", _telephone),
    ("tenderer", "position"): _tenderer_position,
    ("tenderer", "bid"): _bid_of_tenderer,
    ("role", "position"): _role_position,
    ("earlier_award", "months_before"): _item(_months_before, "earlier_award"),
    ("need", "covered"): _item(_covered, "need"),
    ("target", "exact"): _item(_achieved(beyond=False), "target"),
    ("target", "met"): _item(_achieved(beyond=True), "target"),
    ("activity", "window_position"): _item(_window_position, "activity"),
    ("plan_change", "window_position"): _item(_window_position, "plan_change"),
    ("service_item", "professional"): _item(_professional, "service_item"),
    ("service_item", "delivered_items"): _item(_delivered_items, "service_item"),
    ("payment", "before_start"): _item(_before_start, "payment"),
    ("expenditure", "days_before_end"): _item(_days_before_end, "expenditure"),
    ("local_organisation", "has_function"): _item(_has_function, "local_organisation"),
}
"""The derived fields by relation and name."""
