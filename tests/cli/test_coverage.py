"""``riskscreen coverage``: counts as OCDS Cardinal documents its own command of that name."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.support.command_line import command_line


def _counts(monkeypatch: pytest.MonkeyPatch, path: Path, *options: str) -> dict[str, int]:
    outcome = command_line(monkeypatch, "coverage", str(path), *options)
    assert outcome.code == 0
    found: dict[str, int] = json.loads(outcome.out)
    return found


@pytest.mark.parametrize(
    ("lines", "counts"),
    [
        # the three demonstrations of the documentation
        (
            '{"phoneNumbers":[{"type": "home","number": "212 555-1234"},{"type": "office","number": "646 555-4567"}]}',
            {
                "": 1,
                "/": 1,
                "/phoneNumbers": 1,
                "/phoneNumbers[]": 2,
                "/phoneNumbers[]/": 2,
                "/phoneNumbers[]/type": 2,
                "/phoneNumbers[]/number": 2,
            },
        ),
        ('{"": 0}', {"": 1, "/": 2}),
        ('{"a[]": 0, "a": [0]}', {"": 1, "/": 1, "/a": 1, "/a[]": 2}),
        ('{"a": 0, "a": null}', {}),
        # what is empty
        ('{"a": "", "b": [], "c": {}, "d": null, "e": [null, {"f": [""]}]}', {}),
        ('{"a": false, "b": 0, "c": " "}', {"": 1, "/": 1, "/a": 1, "/b": 1, "/c": 1}),
        # lists in lists, items that are empty beside items that are not, plain values, several lines and a blank one
        ('[["a"], [], ["b", ""]]', {"": 1, "[]": 2, "[][]": 2}),
        ('"text"\n\n7\nnull\n{"a": 1}', {"": 3, "/": 1, "/a": 1}),
    ],
)
def test_counts(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, lines: str, counts: dict[str, int]) -> None:
    (tmp_path / "data.jsonl").write_text(lines + "\n")
    assert _counts(monkeypatch, tmp_path / "data.jsonl") == counts


def test_a_document_is_counted_by_its_records(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    package = {"uri": "x", "releases": [{"ocid": "a", "tender": {"title": ""}}, {"ocid": "b", "tag": ["tender"]}]}
    (tmp_path / "package.json").write_text(json.dumps(package, indent=1))
    (tmp_path / "projects.json").write_text('{"projects": [{"id": "a"}]}')
    assert _counts(monkeypatch, tmp_path) == {"": 3, "/": 3, "/ocid": 2, "/tag": 1, "/tag[]": 1, "/id": 1}


def test_standard_input_is_read_line_by_line(monkeypatch: pytest.MonkeyPatch) -> None:
    outcome = command_line(monkeypatch, "coverage", "-", stdin=b'{"releases": [{"ocid": "a"}]}\n')
    assert json.loads(outcome.out) == {
        **{"": 1, "/": 1, "/releases": 1, "/releases[]": 1, "/releases[]/": 1},
        "/releases[]/ocid": 1,
    }


def test_what_cannot_be_read_is_told_and_the_rest_counted(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "data.jsonl").write_bytes(b'{"a": 1}\n{"a": NaN}\n{"a"\n\xff\n{"a": 2}\n')
    outcome = command_line(monkeypatch, "coverage", str(tmp_path / "data.jsonl"), "--strict")
    assert outcome.code == 3
    assert json.loads(outcome.out) == {"": 2, "/": 2, "/a": 2}
    assert [line.partition(": ")[0].rpartition(":")[2] for line in outcome.err.splitlines()] == ["2", "3", "4"]


def test_a_file_that_is_not_there_is_an_error_of_the_call(monkeypatch: pytest.MonkeyPatch) -> None:
    outcome = command_line(monkeypatch, "coverage", "missing.jsonl")
    assert outcome.code == 2
    assert "missing.jsonl: no such file" in outcome.err
