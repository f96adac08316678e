"""Looking pointers up in a record."""

from hypothesis import given, settings
from hypothesis import strategies as st

from riskscreen.findings.pointers import ABSENT, absolute, first, look, natural
from tests.support.deletions import deletions
from tests.support.projects import projects

RECORD = {
    "buyer": {"id": "b", "name": " "},
    "bids": [{"tenderers": [{"id": "x"}, {}]}, {"tenderers": []}, {}],
    "methods": ["survey", "hearing"],
    "ties": [],
    "award": None,
}


def test_a_plain_pointer_gives_the_value_or_that_there_is_none() -> None:
    assert look(RECORD, "/buyer/id") == [("/buyer/id", "b")]
    assert look(RECORD, "/methods/1") == [("/methods/1", "hearing")]
    for pointer in (
        "/buyer/name",
        "/award/date",
        "/contract/period/endDate",
        "/methods/2",
        "/methods/x",
        "/buyer/id/x",
    ):
        assert look(RECORD, pointer) == [(pointer, ABSENT)]


def test_a_star_stands_for_every_item() -> None:
    assert look(RECORD, "/bids/*/tenderers/*/id") == [
        ("/bids/0/tenderers/0/id", "x"),
        ("/bids/0/tenderers/1/id", ABSENT),
        ("/bids/1/tenderers", []),
        ("/bids/2/tenderers", ABSENT),
    ]


def test_an_absent_list_is_where_the_pointer_ends_and_an_empty_one_is_a_value() -> None:
    assert look(RECORD, "/parties/*/owners/*/id") == [("/parties", ABSENT)]
    assert look(RECORD, "/ties/*/organisations/*/id") == [("/ties", [])]


@settings(max_examples=20, deadline=None)
@given(projects())
def test_every_value_of_a_record_is_found_at_its_pointer(record: dict[str, object]) -> None:
    for pointer, _ in deletions(record):
        value: object = record
        for step in pointer.split("/")[1:]:
            value = value[int(step)] if isinstance(value, list) else value[step]  # type: ignore[index]
        assert first(record, pointer) == (ABSENT if value == "" else value)


def test_declared_pointers_are_relative_to_the_record_or_to_an_anchor() -> None:
    anchors = ("/bids/0/tenderers/1", "/parties/3")
    assert absolute("/id", anchors) == "/bids/0/tenderers/1/id"
    assert absolute("", anchors) == "/bids/0/tenderers/1"
    assert absolute("@1/address", anchors) == "/parties/3/address"
    assert absolute("//parties/*/id", anchors) == "/parties/*/id"
    assert absolute("@1/address", anchors[:1]) is None


@given(st.lists(st.integers(0, 300)))
def test_items_are_sorted_by_number(numbers: list[int]) -> None:
    pointers = [f"/bids/{number}/id" for number in numbers]
    assert sorted(pointers, key=natural) == [f"/bids/{number}/id" for number in sorted(numbers)]
