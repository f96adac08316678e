"""The YAML dialect: plain values, nothing that means something else than it looks like, a line for everything."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from riskscreen.errors import Fault, RuleFaults
from riskscreen.rulebook.yaml_source import DataPath, parse_yaml, read_yaml

_NOT_IN_YAML = "\ufffe\uffff"
_CHARACTERS = st.characters(codec="utf-8", exclude_categories=("Cc", "Zl", "Zp"), exclude_characters=_NOT_IN_YAML)
_TEXTS = st.text(_CHARACTERS, max_size=8)
_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | _TEXTS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(_TEXTS, inner, max_size=4),
    max_leaves=20,
)


def faults(text: str) -> tuple[Fault, ...]:
    with pytest.raises(RuleFaults) as raised:
        parse_yaml(text, "f.yaml")
    return raised.value.faults


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("true", True),
        ("false", False),
        ("null", None),
        ("~", None),
        ("", None),
        ("5", 5),
        ("-3", -3),
        ("0", 0),
        ("0.10", Decimal("0.10")),
        ("0.1000000000000000000000000000000001", Decimal("0.1000000000000000000000000000000001")),
        ("12345678901234567890123", 12345678901234567890123),
        ("'5'", "5"),
        ('"true"', "true"),
        ("''", ""),
    ],
)
def test_a_value_is_a_number_true_false_or_nothing_only_if_it_looks_like_one(text: str, value: Any) -> None:
    data = parse_yaml(f"key: {text}", "f.yaml").data
    assert data == {"key": value}
    assert type(data["key"]) is type(value)


OLDER_YAML = "yes no on off y N True NULL 2015-03-01 12:30 007 0x1F 1_000 1e3 .5 5. + .inf .nan << = １２ 四(一)"


@pytest.mark.parametrize("text", OLDER_YAML.split())
def test_what_older_yaml_would_turn_into_something_else_stays_text(text: str) -> None:
    assert parse_yaml(f"key: {text}", "f.yaml").data == {"key": text}
    assert parse_yaml(f"{text}: value", "f.yaml").data == {text: "value"}


@settings(deadline=None)
@given(_VALUES)
def test_json_is_read_as_json(value: Any) -> None:
    assert parse_yaml(json.dumps(value, ensure_ascii=False), "f.yaml").data == value


@pytest.mark.parametrize("character", [*_NOT_IN_YAML, "\x00", "\x07", "\x7f", "\ud800"])
def test_a_character_that_cannot_stand_in_yaml_is_a_fault_on_its_line(character: str) -> None:
    (fault,) = faults(f"a: 1\nb: x{character}\n")
    assert (fault.code, fault.location.line) == ("not-yaml", 2)
    assert f"U+{ord(character):04X}" in fault.message


@settings(deadline=None)
@given(st.dictionaries(st.from_regex("k[a-z]{3}", fullmatch=True), _VALUES, min_size=1, max_size=6))
def test_every_key_is_found_on_its_line(data: dict[str, Any]) -> None:
    text = json.dumps(data, ensure_ascii=False, indent=2)
    source = parse_yaml(text, "f.yaml")
    lines = text.split("\n")
    for key in data:
        place = source.location((key,))
        assert lines[place.line - 1][place.column - 1 :].startswith(f'"{key}"')
        assert (place.file, place.field) == ("f.yaml", key)


NESTED = """\
code: X
params:
  first: {value: 5}
  second:
    - value: 1
    - {value: 2, unit: "day"}
when: >-
  project.start <
  project.end
"""


@pytest.mark.parametrize(
    ("path", "line", "column"),
    [
        ((), 1, 1),
        (("code",), 1, 1),
        (("params",), 2, 1),
        (("params", "first", "value"), 3, 11),
        (("params", "second", 0, "value"), 5, 7),
        (("params", "second", 1), 6, 7),
        (("params", "second", 1, "unit"), 6, 18),
        (("params", "first", "basis"), 3, 3),
        (("params", "second", 7, "value"), 4, 3),
        (("title", "zh"), 1, 1),
    ],
)
def test_a_path_that_is_not_there_is_shown_at_the_nearest_thing_that_is(path: DataPath, line: int, column: int) -> None:
    place = parse_yaml(NESTED, "f.yaml").location(path)
    assert (place.line, place.column, place.field) == (line, column, ".".join(map(str, path)))


@pytest.mark.parametrize(
    ("text", "column"),
    [("when: a < b\n", 9), ('when: "a < b"\n', 10), ("when: >-\n  a <\n  b\n", 7), ('when: "\\x61 < b"\n', 7)],
)
def test_a_place_within_a_text_is_exact_where_the_text_stands_as_it_is(text: str, column: int) -> None:
    assert parse_yaml(text, "f.yaml").location(("when",), offset=2).column == column


@pytest.mark.parametrize(
    ("text", "line", "field", "code", "message"),
    [
        ("a: 1\nb: 2\na: 3\n", 3, "a", "duplicate-key", "'a' stands here a second time (first on line 1)"),
        ("a:\n  b: {c: 1,\n      c: 2}\n", 3, "a.b.c", "duplicate-key", "(first on line 2)"),
        ("a: &x [1]\n", 1, "a", "anchor", "&x is not allowed"),
        ("a: 1\nb: *x\n", 2, "b", "alias", "*x is not allowed; write the value out"),
        ("*x : 1\n", 1, "", "alias", "*x is not allowed"),
        ("a: !!python/object:os.system x\n", 1, "a", "tag", "is not allowed"),
        ("a: !!str 5\n", 1, "a", "tag", "is not allowed"),
        ("1: a\n", 1, "", "key-not-text", "the key 1 is not text; put it in quotes"),
        ("a: {true: b}\n", 1, "a", "key-not-text", "the key true is not text"),
        ("? [a]\n: b\n", 1, "", "key-not-text", "not a list or a mapping"),
        ("a: 1\n---\nb: 2\n", 2, "", "several-documents", "a second document"),
        ("a: 1\n\tb: 2\n", 2, "", "not-yaml", "indent with spaces"),
        ("a:\n\t- 1\n", 2, "", "not-yaml", "indent with spaces"),
        ("a: b: c\n", 1, "", "not-yaml", "a colon with a space after it"),
        ("a: %x\n", 1, "", "not-yaml", "cannot start with %; put it in quotes"),
        ("a: [1, 2\nb: 3\n", 2, "", "not-yaml", "begins on line 1"),
        ("a: 'x\nb: 1\n", 3, "", "not-yaml", "the file ends before a quote or bracket is closed"),
        ("a: 1\n  b\n c\nd", 5, "", "not-yaml", "a key without its colon"),
        ("[" * 100_000, 1, ".".join(["0"] * 64), "too-deep", "64 levels"),
    ],
)
def test_what_is_not_in_the_dialect_is_refused(text: str, line: int, field: str, code: str, message: str) -> None:
    (fault,) = faults(text)
    assert (fault.location.file, fault.location.line, fault.location.field, fault.code) == ("f.yaml", line, field, code)
    assert message in fault.message


def test_all_faults_of_a_file_are_told_at_once() -> None:
    assert [fault.code for fault in faults("a: &x 1\nb: *x\nb: 1\n2: 3\n---\nc: 1\n")] == [
        "anchor",
        "alias",
        "duplicate-key",
        "key-not-text",
        "several-documents",
    ]


def test_reading_stops_before_a_key_of_the_topmost_mapping_only() -> None:
    text = "a: {examples: 1}\nb: 2\nexamples: &not [even, yaml\n"
    assert parse_yaml(text, "f.yaml", before="examples").data == {"a": {"examples": 1}, "b": 2}


@pytest.mark.parametrize(
    ("content", "line", "code"),
    [
        (b"a: 1\nb: \xff\n", 2, "not-utf-8"),
        ("a: 社会\n".encode("gb18030"), 1, "not-utf-8"),
        (b"a: 1\nb: 2\nc: \x07\n", 3, "not-yaml"),
    ],
)
def test_a_file_that_is_no_text_is_refused_with_its_line(tmp_path: Path, content: bytes, line: int, code: str) -> None:
    path = tmp_path / "f.yaml"
    path.write_bytes(content)
    with pytest.raises(RuleFaults) as raised:
        read_yaml(path)
    (fault,) = raised.value.faults
    assert (fault.location.file, fault.location.line, fault.code) == (path.as_posix(), line, code)


def test_a_byte_order_mark_and_windows_line_ends_make_no_difference(tmp_path: Path) -> None:
    path = tmp_path / "f.yaml"
    path.write_bytes(b"\xef\xbb\xbfa: 1\r\nb: >-\r\n  x\r\n  y\r\n")
    assert read_yaml(path).data == {"a": 1, "b": "x y"}


def test_a_file_that_is_not_there_is_a_fault(tmp_path: Path) -> None:
    with pytest.raises(RuleFaults, match=r"none\.yaml: unreadable-file cannot be read: No such file"):
        read_yaml(tmp_path / "none.yaml")


def test_a_file_below_the_working_directory_is_shown_relative_to_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "rules").mkdir()
    path = tmp_path / "rules" / "f.yaml"
    path.write_text("a: 1")
    monkeypatch.chdir(tmp_path)
    assert read_yaml(path).file == "rules/f.yaml"


_YAML_PIECES = st.lists(
    st.sampled_from(
        ["a: ", "- ", "\n", "  ", "{", "}", "[", "]", '"', "'", "#", "|", ">-", "&x ", "*x", "!!str ", "? "]
    )
    | st.sampled_from(
        ["---\n", "...\n", "%YAML 1.1\n", "\t", "\x85", "\u2028", "\ufeff", "\x00", "\ufffe", "<<: ", ","]
    )
    | st.text(max_size=3)
).map("".join)


@settings(deadline=None)
@given(_YAML_PIECES.map(lambda text: text.encode("utf-8", "surrogatepass")) | st.binary(max_size=40))
def test_whatever_stands_in_a_file_is_read_or_refused_with_a_place(
    tmp_path_factory: pytest.TempPathFactory, content: bytes
) -> None:
    path = tmp_path_factory.getbasetemp() / "any.yaml"
    path.write_bytes(content)
    try:
        place = read_yaml(path).location()
    except RuleFaults as refused:
        place = refused.faults[0].location
    assert place.line >= 1
