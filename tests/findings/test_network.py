"""Who sits where: identifiers join, names do not."""

from __future__ import annotations

from typing import Any

from riskscreen.findings.network import Holder, Link, Network, Seat, network
from riskscreen.findings.privacy import Privacy
from riskscreen.model.project import Project

THREE_IN_ONE = [
    {"person": {"id": "p1", "name": "王某"}, "side": "professional", "title": "社工"},
    {"person": {"id": "p1", "name": "王某"}, "side": "community", "organisation": {"id": "c", "name": "某社区"}},
    {"person": {"id": "p1", "name": "王某"}, "side": "contractor"},
]


def _network(**record: Any) -> Network:
    return network(Project.model_validate({"id": "p", **record}), Privacy("zh"))


def test_one_person_in_three_roles_holds_three_seats() -> None:
    found = _network(roles=THREE_IN_ONE, contractor={"id": "s", "name": "阳光社工"})
    assert found.holders == (Holder("王某", identified=True),)
    assert found.seats == (Seat("contractor", "阳光社工"), Seat("professional", None), Seat("community", "某社区"))
    assert [(office.seat, office.title, office.pointer) for office in found.offices] == [
        (1, "社工", "/roles/0"),
        (2, None, "/roles/1"),
        (0, None, "/roles/2"),
    ]
    assert found.sides_of(0) == ["community", "contractor", "professional"]


def test_the_same_name_without_an_identifier_is_nobody_met_before() -> None:
    found = _network(roles=[{"person": {"name": "王某"}, "side": side} for side in ("community", "contractor")])
    assert found.holders == (Holder("王某", identified=False), Holder("王某", identified=False))
    assert [found.sides_of(each) for each in (0, 1)] == [["community"], ["contractor"]]


def test_an_organisation_with_two_functions_is_tied_to_itself() -> None:
    found = _network(contractor={"id": "s"}, evaluation={"evaluator": {"id": "s"}})
    assert found.links == (Link(0, 1, "same"),)


def test_ties_and_origins_join_seats_and_bring_in_who_has_none() -> None:
    found = _network(
        buyer={"id": "b"},
        contractor={"id": "s", "incubatedBy": [{"id": "hub"}], "sponsorUnit": {"id": "b"}},
        ties=[{"type": "kinship", "organisations": [{"id": "b"}, {"id": "s"}]}],
    )
    assert [seat.side for seat in found.seats] == ["buyer", "contractor", "other"]
    assert [(link.first, link.second, link.kind, link.pointer) for link in found.links] == [
        (0, 1, "kinship", "/ties/0"),
        (2, 1, "incubated", "/contractor/incubatedBy/0"),
        (0, 1, "sponsor", "/contractor/sponsorUnit"),
    ]


def test_income_is_a_share_where_all_of_it_is_known() -> None:
    revenue = [{"source": {"id": "b"}, "amount": 40}, {"source": {"id": "b"}, "amount": 20}, {"amount": 40}]
    record = {"buyer": {"id": "b"}, "evaluation": {"evaluator": {"id": "e", "revenueBySource": revenue}}}
    (whole,) = _network(**record).links
    (partial,) = _network(**record, incomplete=["evaluation/evaluator/revenueBySource"]).links
    assert (whole.kind, whole.share, whole.pointer) == ("income", 0.6, "/evaluation/evaluator/revenueBySource/0")
    assert partial.share is None


def test_owners_hold_a_place_at_their_organisation_and_organisations_that_own_are_tied() -> None:
    found = _network(
        buyer={"id": "b"},
        contractor={"id": "s"},
        parties=[{"id": "s", "owners": [{"id": "x", "name": "李某"}, {"id": "b"}]}],
    )
    assert found.holders == (Holder("李某", identified=True),)
    assert [(office.kind, office.pointer) for office in found.offices] == [("owner", "/parties/0/owners/0")]
    assert [(link.first, link.second, link.kind) for link in found.links] == [(0, 1, "owner")]
    assert found.sides_of(0) == []


def test_who_bought_from_whom_is_nothing_to_draw() -> None:
    assert not _network(buyer={"id": "b"}, contractor={"id": "s"}).matters
    assert _network(roles=THREE_IN_ONE).matters


def test_what_is_private_is_withheld() -> None:
    found = _network(roles=[{"person": {"id": "11010119900307123X"}, "side": "buyer", "title": "电话13800138000"}])
    shown = repr(found)
    assert "11010119900307123X" not in shown
    assert "13800138000" not in shown
