"""Repeats of an id, and notes on what is odd without being wrong."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, get_args

from riskscreen.intake.oddities import known_keys
from riskscreen.intake.quality import MOST_PATHS
from riskscreen.model.base import Record as ModelPart
from riskscreen.model.project import LIST_PATHS, Project
from tests.support.inputs import ids, json_line, read_all, write_lines


def _notes(tmp_path: Path, *lines: bytes) -> list[tuple[str, str, int, str]]:
    _, _, intake = read_all(write_lines(tmp_path / "x.jsonl", lines))
    return [(note.path, note.issue, note.count, note.example.removeprefix(f"{tmp_path}/")) for note in intake.quality]


def test_identical_repeat_is_a_duplicate_whatever_the_order_of_keys(tmp_path: Path) -> None:
    lines = [b'{"id": "a", "title": "x", "buyer": {"id": "b", "name": "c"}}']
    lines += [b'{"buyer":{"name":"c","id":"b"},"title":"\\u0078","id":"a"}'] * 2
    records, rejects, intake = read_all(write_lines(tmp_path / "x.jsonl", lines))
    assert (ids(records), rejects, intake.accounting.duplicates) == (["a"], [], 2)


def test_same_id_with_other_content_is_a_reject_that_names_the_first(tmp_path: Path) -> None:
    first = write_lines(tmp_path / "1.jsonl", [json_line(id="a", roles=[])])
    second = write_lines(tmp_path / "2.json", [b'[{"id": " a "}]'])
    records, (reject,), _ = read_all(first, second)
    assert ids(records) == ["a"]
    assert (reject.source, reject.index, reject.id) == (str(second), 0, " a ")
    assert f"from {first}:1," in reject.error


def test_rejected_record_does_not_claim_its_id(tmp_path: Path) -> None:
    lines = [json_line(id="a", roles=1), json_line(id="a", roles=[])]
    records, rejects, _ = read_all(write_lines(tmp_path / "x.jsonl", lines))
    assert (ids(records), len(rejects)) == (["a"], 1)


def test_unknown_fields_are_counted_by_path_with_a_suggestion(tmp_path: Path) -> None:
    notes = _notes(
        tmp_path,
        json_line(id="a", roles=[{"sied": "buyer"}, {"sied": "x", "person": {"nick": 1}}]),
        json_line(id="b", roles=[{"sied": "buyer"}], start_date="2018-01-01", contract={"date_signed": 5}),
    )
    assert notes == [
        ("/contract/date_signed", "unknown field", 1, "x.jsonl:2 (did you mean 'dateSigned'?)"),
        ("/roles/person/nick", "unknown field", 1, "x.jsonl:1"),
        ("/roles/sied", "unknown field", 3, "x.jsonl:1 (did you mean 'side'?)"),
        ("/start_date", "unknown field", 1, "x.jsonl:2"),
    ]


def test_python_names_are_not_read_from_json(tmp_path: Path) -> None:
    (record,), _, _ = read_all(write_lines(tmp_path / "x.jsonl", [json_line(id="a", budget_year="no number")]))
    assert record.project.budget_year is None


def test_numbers_as_text_and_empty_text_are_noted_without_their_values(tmp_path: Path) -> None:
    line = json_line(id="a", title=" ", targets=[{"planned": "12.50"}, {"planned": 12.5}], buyer={"id": ""})
    assert _notes(tmp_path, line) == [
        ("/buyer/id", "empty text", 1, "x.jsonl:1"),
        ("/targets/planned", "string for number", 1, "x.jsonl:1"),
        ("/title", "empty text", 1, "x.jsonl:1"),
    ]


def test_empty_text_is_unknown_and_equals_nothing(tmp_path: Path) -> None:
    (record,), _, _ = read_all(write_lines(tmp_path / "x.jsonl", [json_line(id="a", title=" ", buyer={"id": ""})]))
    assert record.project.title is None
    assert record.project.buyer is not None
    assert record.project.buyer.id is None


def test_null_says_as_little_as_an_absent_key(tmp_path: Path) -> None:
    everything = dict.fromkeys(known_keys("/x"))
    (record,), _, intake = read_all(write_lines(tmp_path / "x.json", [json.dumps({**everything, "id": "a"}).encode()]))
    assert record.project == Project(id="a")
    assert intake.quality == []


def test_notes_on_ever_new_fields_do_not_grow_without_bound(tmp_path: Path) -> None:
    line = json_line(id="a", **{f"field {n}": 1 for n in range(MOST_PATHS + 50)})
    notes = _notes(tmp_path, line)
    assert len(notes) == MOST_PATHS + 1
    assert notes[0][:3] == ("/*", "unknown field", 50)


def test_only_accepted_records_are_noted(tmp_path: Path) -> None:
    assert _notes(tmp_path, json_line(id="", sied=1), json_line(id="a")) == []


def _lists(annotation: Any, path: tuple[str, ...] = (), *, inside_list: bool = False) -> set[str]:
    """The paths of all lists of the model that stand in no other list."""
    if isinstance(annotation, type) and issubclass(annotation, ModelPart):
        fields = annotation.model_fields.values()
        found = (_lists(part.annotation, (*path, str(part.alias)), inside_list=inside_list) for part in fields)
        return set().union(*found)
    is_list = getattr(annotation, "__origin__", None) is list
    own = {"/".join(path)} if is_list and not inside_list else set()
    return own.union(*(_lists(part, path, inside_list=inside_list or is_list) for part in get_args(annotation)))


def test_every_list_of_the_model_can_be_declared_incomplete() -> None:
    assert _lists(Project) - {"incomplete"} == LIST_PATHS
