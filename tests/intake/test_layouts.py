"""Whether a file is a document or lines is told by what it holds; the name decides only where that leaves doubt."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.inputs import ids, read_all

_LINES = '{"id": "a"}\n{"id": "b"}\n'


@pytest.mark.parametrize("name", ["x.json", "x.jsonl", "x.ndjson", "x.JSONL", "x.data", "x"])
@pytest.mark.parametrize(
    ("text", "expected", "rejected"),
    [
        (_LINES, [("a", 1), ("b", 2)], 0),
        ("\n\n" + _LINES, [("a", 3), ("b", 4)], 0),
        ('{"id": "a"}', [("a", 1)], 0),
        ('{\n"id": "a"\n}\n', [("a", 1)], 0),
        ('{"id": "a",\n "title": "x"}', [("a", 1)], 0),
        ('{"id": "a", "roles": [\n{"side": "buyer"}\n]}', [("a", 1)], 0),
        ('[\n{"id": "a"},\n{"id": "b"}]', [("a", 2), ("b", 3)], 0),
        ('[{"id": "a"}]', [("a", 1)], 0),
        ('{"projects": [{"id": "a"}]}', [("a", 1)], 0),
        ('[{"id": "a"},\n{"id": "b"}\n]', [("a", 1), ("b", 2)], 0),
        ('{"id": "a", }\n{"id": "b"}\n', [("b", 2)], 1),
        ('oops\n{"id": "b"}\n', [("b", 2)], 1),
        ('{"id": "a"}\noops\n', [("a", 1)], 1),
        ("\ufeff" + _LINES, [("a", 1), ("b", 2)], 0),
    ],
)
def test_layout_is_told_by_the_content(
    tmp_path: Path, name: str, text: str, expected: list[tuple[str, int]], rejected: int
) -> None:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    records, rejects, _ = read_all(path)
    assert [(record.project.id, record.line) for record in records] == expected
    assert len(rejects) == rejected


@pytest.mark.parametrize(("name", "rejected"), [("x.jsonl", [1, 2]), ("x.json", [2])])
def test_name_decides_where_no_line_is_whole(tmp_path: Path, name: str, rejected: list[int]) -> None:
    path = tmp_path / name
    path.write_text('{"id": "a"\n{"id": "b"\n')
    assert [reject.line for reject in read_all(path)[1]] == rejected


@pytest.mark.parametrize(("form", "expected", "rejected"), [("native-jsonl", ["b"], 1), ("native-json", [], 1)])
def test_form_forces_a_layout(tmp_path: Path, form: str, expected: list[str], rejected: int) -> None:
    path = tmp_path / "x.json"
    path.write_text('{"id": "a",\n{"id": "b"}\n')
    records, rejects, _ = read_all(path, form=form)
    assert (ids(records), len(rejects)) == (expected, rejected)


def test_byte_order_mark_is_noted(tmp_path: Path) -> None:
    path = tmp_path / "x.jsonl"
    path.write_text("\ufeff" + _LINES, encoding="utf-8")
    (note,) = read_all(path)[2].quality
    assert (note.path, note.issue, note.count, note.example) == ("", "byte order mark", 1, str(path))


def test_very_long_first_line_of_a_list(tmp_path: Path) -> None:
    """A list on one line, longer than what is looked at to tell the layout."""
    path = tmp_path / "x.json"
    path.write_text("[" + ",".join(f'{{"id": "p{n}", "title": "{"x" * 1000}"}}' for n in range(3_000)) + "]")
    records, rejects, _ = read_all(path)
    assert (len(records), records[-1].index, len(rejects)) == (3_000, 2_999, 0)


@pytest.mark.parametrize("extra", range(6))
def test_very_long_first_record_of_lines(tmp_path: Path, extra: int) -> None:
    """Wherever the first look at the file ends, be it behind a comma or a colon."""
    start = '{"id": "a", "note": "' + "x" * (2**20 - 24 + extra) + '"'
    path = tmp_path / "x.jsonl"
    path.write_text(start + ', "title": "t"}\n{"id": "b"}\n')
    assert ids(read_all(path)[0]) == ["a", "b"]
