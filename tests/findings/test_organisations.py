"""Who is who in a batch."""

from riskscreen.findings.organisations import organisations_of
from riskscreen.model.project import Project

FIRST = {
    "id": "p1",
    "buyer": {"id": "b", "name": "某区民政局"},
    "contractor": {"id": "s"},
    "bids": [{"tenderers": [{"id": "s"}, {"name": "丙"}]}],
    "evaluation": {"evaluator": {"id": "e", "name": "评估院"}, "paidBy": {"id": "b"}},
    "supervision": {"supervisor": {"id": "e"}},
    "needsAssessment": {"participants": [{"person": {"id": "x1"}}]},
    "roles": [{"person": {"id": "x2"}}, {"person": {"name": "某人"}}],
}
SECOND = {
    "id": "p2",
    "buyer": {"id": "b", "name": "另一写法"},
    "contractor": {"id": "s", "name": "阳光社工"},
    "parties": [{"id": "y", "name": "乙"}],
}


def test_roles_and_the_first_name_given_are_collected() -> None:
    found = organisations_of(Project.model_validate(record) for record in (FIRST, SECOND))
    assert {name: found.roles(name) for name in ("b", "s", "e", "y", "nobody")} == {
        "b": ["buyer", "payer"],
        "s": ["supplier", "tenderer"],
        "e": ["evaluator", "supervisor"],
        "y": [],
        "nobody": [],
    }
    assert found.names == {"b": "某区民政局", "s": "阳光社工", "e": "评估院", "y": "乙"}


def test_persons_are_known_by_where_they_stand_or_by_their_number() -> None:
    found = organisations_of([Project.model_validate(FIRST)])
    assert [name for name in ("x1", "x2", "b", "s", "11010119900307123X") if found.is_person(name)] == [
        "x1",
        "x2",
        "11010119900307123X",
    ]
