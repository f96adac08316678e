"""Whatever bytes come in: no exception but a UsageError for a file named directly, and every value accounted for."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import zstandard
from hypothesis import given, settings
from hypothesis import strategies as st

from riskscreen.intake.read import FORMS, Record, read_inputs, read_objects
from riskscreen.model.report import Reject
from tests.support.inputs import read_all
from tests.support.projects import projects

names = st.sampled_from(["x.json", "x.jsonl", "x.jsonl.gz", "x.json.zst"])
forms = st.sampled_from([None, *FORMS])
anything: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.sampled_from(["a", "2018-01-01", "open"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)


def _read(name: str, content: bytes, form: str | None = None) -> tuple[list[Record], list[Reject]]:
    """What a directory with this one file gives; in a directory nothing may raise."""
    with TemporaryDirectory() as folder:
        (Path(folder) / name).write_bytes(content)
        records, rejects, _ = read_all(folder, form=form)
    return records, rejects


@settings(max_examples=200, deadline=None)
@given(
    names, st.binary(max_size=200), st.sampled_from([b"", b"\x1f\x8b\x08\x00", b"\x28\xb5\x2f\xfd", b"{", b"["]), forms
)
def test_random_bytes(name: str, content: bytes, start: bytes, form: str | None) -> None:
    records, rejects = _read(name, start + content, form)
    assert records or rejects


@st.composite
def mangled(draw: st.DrawFn) -> bytes:
    """Valid files with some bytes cut out, doubled or changed."""
    batch = draw(st.lists(projects(), min_size=1, max_size=3))
    text = draw(
        st.sampled_from([json.dumps(batch), json.dumps({"projects": batch}), "\n".join(map(json.dumps, batch))])
    )
    content = bytearray(text.encode())
    for _ in range(draw(st.integers(1, 4))):
        at = draw(st.integers(0, len(content)))
        length = draw(st.integers(0, 6))
        content[at : at + length] = draw(
            st.binary(max_size=4) | st.sampled_from([b"[", b"{", b'"', b"}", b",", b"NaN"])
        )
    packers: list[Callable[[bytes], bytes]] = [bytes, gzip.compress, zstandard.ZstdCompressor().compress]
    return draw(st.sampled_from(packers))(bytes(content))


@settings(max_examples=80, deadline=None)
@given(names, mangled(), forms)
def test_mangled_files(name: str, content: bytes, form: str | None) -> None:
    records, rejects = _read(name, content, form)
    assert records or rejects


@settings(max_examples=80, deadline=None)
@given(projects(), st.data())
def test_any_value_anywhere_is_read_or_rejected(record: dict[str, Any], data: st.DataObject) -> None:
    part: Any = record
    while isinstance(part, dict | list) and part:
        keys = sorted(part) if isinstance(part, dict) else range(len(part))
        key = data.draw(st.sampled_from(list(keys)))
        if not isinstance(part[key], dict | list) or data.draw(st.booleans()):
            part[key] = data.draw(anything)
            break
        part = part[key]
    results = list(read_objects([record]))
    assert len(results) == 1
    line = json.dumps(record).encode()
    assert [type(result) for result in results] == [
        type(result) for group in _read("x.jsonl", line) for result in group
    ]


@settings(max_examples=30, deadline=None)
@given(st.lists(projects(), min_size=1, max_size=4, unique_by=lambda project: project["id"]), st.booleans())
def test_layouts_packings_and_memory_give_the_same_projects(batch: list[dict[str, Any]], ascii_only: bool) -> None:
    texts = [json.dumps(project, ensure_ascii=ascii_only) for project in batch]
    contents = {
        "x.jsonl": "\r\n".join(texts).encode(),
        "x.json": json.dumps(batch, indent=1).encode(),
        "y.json": json.dumps({"projects": batch}).encode(),
        "x.jsonl.gz": gzip.compress("\n".join(texts).encode()),
    }
    expected = [(record.raw, record.project) for record in read_objects(batch) if isinstance(record, Record)]
    assert len(expected) == len(batch)
    for name, content in contents.items():
        records, rejects = _read(name, content)
        assert [(record.raw, record.project) for record in records] == expected
        assert rejects == []


def test_reading_the_same_twice_gives_the_same(tmp_path: Path) -> None:
    path = tmp_path / "x.jsonl"
    path.write_bytes(b'{"id": "a"}\nbroken\n{"id": "a"}\n')
    first, second = (read_inputs([str(path)]) for _ in range(2))
    assert list(first) == list(second)
    assert (first.accounting, first.quality) == (second.accounting, second.quality)
