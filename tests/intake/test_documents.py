"""JSON documents: one project, a list, or a list under ``projects``; broken items cost no other ones."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from riskscreen.errors import UsageError
from riskscreen.intake.read import read_inputs
from tests.support.inputs import ids, read_all

_PRETTY = json.dumps([{"id": "a"}, {"id": "b", "title": 5}, {"id": "c"}], indent=2)


def _write(folder: Path, text: str | bytes, name: str = "batch.json") -> Path:
    path = folder / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('{"id": "a"}', [("a", 1, None)]),
        ('\n\n  {"id": "a"}\n', [("a", 3, None)]),
        ('{\n  "id": "a",\n  "projects": null\n}', [("a", 1, None)]),
        ('[{"id": "a"}, {"id": "b"}]', [("a", 1, 0), ("b", 1, 1)]),
        ('[\n{"id": "a"},\n\n{"id": "b"}\n]', [("a", 2, 0), ("b", 4, 1)]),
        ('{"projects": [{"id": "a"}]}', [("a", 1, 0)]),
        ('{"year": 2018,\n "projects": [\n{"id": "a"},\n{"id": "b"}], "by": {"x": []}}', [("a", 3, 0), ("b", 4, 1)]),
    ],
)
def test_forms_of_a_document(tmp_path: Path, text: str, expected: list[tuple[str, int, int | None]]) -> None:
    records, rejects, _ = read_all(_write(tmp_path, text))
    assert [(record.project.id, record.line, record.index) for record in records] == expected
    assert rejects == []


def test_invalid_item_has_line_index_and_id(tmp_path: Path) -> None:
    records, (reject,), _ = read_all(_write(tmp_path, _PRETTY))
    assert ids(records) == ["a", "c"]
    assert (reject.line, reject.index, reject.id) == (5, 1, "b")
    assert reject.error == "/title: text in double quotes is expected."


def test_broken_item_costs_no_other(tmp_path: Path) -> None:
    text = '[{"id": "a"},\n {"id": "b" "title": "}"},\n {"id": "c"}]'
    records, (reject,), _ = read_all(_write(tmp_path, text))
    assert ids(records) == ["a", "c"]
    assert (reject.line, reject.index) == (2, 1)
    assert reject.error.startswith("line 2, column 13: broken JSON")


@pytest.mark.parametrize(
    ("text", "read", "line", "index"),
    [
        ('[{"id": "a"},\n {"id": "b"', ["a"], 2, 1),
        ('[{"id": "a"}\n {"id": "b"}]', ["a"], 2, None),
        ('[{"id": "a"},\n tru, {"id": "b"}]', ["a"], 2, 1),
        ('[{"id": "a"},\n]', ["a"], 2, 1),
        ('{"projects": [{"id": "a"}],\n "year" 2018}', ["a"], 2, None),
        ('{"projects": [{"id": "a"}],\n "projects": []}', ["a"], 2, None),
        ('{"projects": [{"id": "a"}],\n 7: 1}', ["a"], 2, None),
        ('{\n "id": "a",\n "title": b\n}', [], 3, None),
        ('[{"id": "a"}]\n{"id": "b"}', ["a"], 2, None),
        ("[\n", [], 2, 0),
    ],
)
def test_where_nothing_more_can_be_read_one_reject_says_so(
    tmp_path: Path, text: str, read: list[str], line: int, index: int | None
) -> None:
    records, (reject,), _ = read_all(_write(tmp_path, text))
    assert ids(records) == read
    assert (reject.line, reject.index) == (line, index)
    assert reject.error.startswith(f"line {line}, column ")
    assert "what follows in the file was not read" in reject.error


def test_bytes_that_are_no_utf8_reject_only_their_item(tmp_path: Path) -> None:
    text = '[{"id": "a", "title": "好"},\n{"id": "b", "title": "\udcff"}, {"id": "c"}]'
    records, (reject,), _ = read_all(_write(tmp_path, text.encode("utf-8", "surrogateescape")))
    assert ids(records) == ["a", "c"]
    assert reject.error.startswith("line 2, column 23: the text is not UTF-8")


def test_deep_item_costs_no_other(tmp_path: Path) -> None:
    deep = "[" * 5_000 + "]" * 5_000
    records, (reject,), _ = read_all(_write(tmp_path, f'[{{"id": "a"}}, {{"x": {deep}}}, {{"id": "c"}}]'))
    assert ids(records) == ["a", "c"]
    assert reject.index == 1
    assert "nested more than 64 deep" in reject.error


@pytest.mark.parametrize("text", ["", " \n\n", "\ufeff"])
def test_file_without_a_record_is_an_error_of_the_call(tmp_path: Path, text: str) -> None:
    with pytest.raises(UsageError, match=r"batch\.json: it holds no record; expected: a project"):
        read_all(_write(tmp_path, text))


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"id,title\n1,x\n", "no JSON"),
        (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3", "no JSON"),
        ('{"id": "a"}'.encode("utf-16"), "UTF-16"),
        ('{"id": "a"}'.encode("utf-16-le"), "UTF-16"),
        (b"PK\x03\x04\x14\x00", "workbook is damaged"),
        (b'{"schema_version": "1", "accounting": {}, "projects": [{"id": "a"}]}', "report of riskscreen"),
        (b'{"type": "project", "id": "a", "score_range": [0, 1], "decided": 1}\n{"type": "market"}', "report"),
    ],
)
def test_other_forms_are_recognised(tmp_path: Path, content: bytes, reason: str) -> None:
    with pytest.raises(UsageError, match=reason):
        read_all(_write(tmp_path, content))


def test_forced_form_reads_what_looks_like_another(tmp_path: Path) -> None:
    path = _write(tmp_path, '{"id": "a", "ocid": "b"}')
    assert ids(read_all(path, form="native")[0]) == ["a"]
    assert ids(read_all(path)[0]) == ids(read_all(path, form="ocds")[0]) == ["b"]


def test_unknown_form_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"unknown form 'nativ' \(did you mean 'native'\?\)"):
        read_all(_write(tmp_path, "{}"), form="nativ")


@pytest.mark.parametrize("text", ["[]", '{"projects": []}', "[ ]\n", '\ufeff{"projects": [], "x": 1}'])
def test_an_empty_list_is_a_batch_without_projects(tmp_path: Path, text: str) -> None:
    path = tmp_path / "batch.json"
    path.write_text(text, encoding="utf-8")
    intake = read_inputs([str(path)])
    assert list(intake) == []
    assert intake.accounting.read == 0


def test_a_report_without_projects_is_no_empty_batch(tmp_path: Path) -> None:
    path = tmp_path / "batch.json"
    path.write_text('{"schema_version": "1", "projects": []}', encoding="utf-8")
    with pytest.raises(UsageError, match="a report of riskscreen"):
        list(read_inputs([str(path)]))
