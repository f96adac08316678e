"""Paths, directories, globs, standard input; packed files, whole, damaged and cut short."""

from __future__ import annotations

import errno
import gzip
import io
import os
import sys
from collections.abc import Callable
from pathlib import Path
from threading import Thread

import pytest
import zstandard

from riskscreen.errors import UsageError
from tests.support.inputs import ids, json_line, read_all, write_lines

Packer = Callable[[bytes], bytes]


def _zst(content: bytes) -> bytes:
    return zstandard.ZstdCompressor().compress(content)


PACKERS = {"gz": gzip.compress, "zst": _zst}


def _folder(tmp_path: Path) -> Path:
    folder = tmp_path / "data"
    (folder / "b" / ".git").mkdir(parents=True)
    write_lines(folder / "z.jsonl", [json_line(id="z")])
    write_lines(folder / "a.JSON", [json_line(id="a")])
    write_lines(folder / "b" / "c.ndjson", [json_line(id="c")])
    (folder / "b" / "d.json.gz").write_bytes(gzip.compress(json_line(id="d")))
    (folder / "b" / "e.jsonl.zst").write_bytes(_zst(json_line(id="e")))
    write_lines(folder / "b" / ".git" / "x.json", [json_line(id="hidden")])
    write_lines(folder / "._z.jsonl", [b"\x00\x05"])
    write_lines(folder / "notes.txt", [b"no data"])
    return folder


def test_directory_is_read_recursively_and_sorted(tmp_path: Path) -> None:
    records, rejects, _ = read_all(_folder(tmp_path))
    assert ids(records) == ["a", "c", "d", "e", "z"]
    assert records[2].source == f"{tmp_path}/data/b/d.json.gz"
    assert rejects == []


def test_globs_are_sorted_and_inputs_keep_their_order(tmp_path: Path) -> None:
    folder = _folder(tmp_path)
    assert ids(read_all(folder / "z.jsonl", folder / "**" / "*.json*")[0]) == ["z", "d", "e"]


def test_file_whose_name_looks_like_a_glob(tmp_path: Path) -> None:
    path = write_lines(tmp_path / "batch[1].jsonl", [json_line(id="a")])
    assert ids(read_all(path)[0]) == ["a"]


def test_same_file_twice_counts_duplicates(tmp_path: Path) -> None:
    path = write_lines(tmp_path / "x.jsonl", [json_line(id="a"), json_line(id="b")])
    records, _, intake = read_all(path, tmp_path)
    assert ids(records) == ["a", "b"]
    assert intake.accounting.duplicates == 2


@pytest.mark.parametrize(
    ("paths", "reason"),
    [
        ([], "no input given"),
        (["missing.json"], r"missing\.json: no such file or directory"),
        (["*.jsonl"], r"\*\.jsonl: nothing matches"),
        (["empty"], r"empty: the directory holds no file to read; expected \.json"),
        (["-", "-"], "standard input .* only once"),
    ],
)
def test_paths_that_lead_nowhere(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, paths: list[str], reason: str
) -> None:
    (tmp_path / "empty").mkdir()
    monkeypatch.chdir(tmp_path)
    with pytest.raises(UsageError, match=reason):
        read_all(*paths)


def test_unreadable_file_is_an_error_when_named_and_a_reject_in_a_directory(tmp_path: Path) -> None:
    write_lines(tmp_path / "a.jsonl", [json_line(id="a")])
    empty = write_lines(tmp_path / "b.jsonl", [])
    broken_link = tmp_path / "c.jsonl"
    broken_link.symlink_to(tmp_path / "gone.jsonl")
    records, rejects, _ = read_all(tmp_path)
    assert ids(records) == ["a"]
    assert [(reject.source, reject.line) for reject in rejects] == [(str(empty), None), (str(broken_link), None)]
    assert rejects[0].error.startswith("it holds no record")
    assert rejects[1].error == "the file cannot be read: No such file or directory."
    with pytest.raises(UsageError, match=r"b\.jsonl: it holds no record"):
        read_all(empty)


def test_directory_that_cannot_be_listed_is_not_passed_over(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    closed = _folder(tmp_path) / "b"
    listed = os.scandir

    def refuse(path: str) -> os.PathLike[str]:
        if str(path) == str(closed):
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(path))
        return listed(path)  # type: ignore[return-value]  # what os.walk gets is handed through

    monkeypatch.setattr(os, "scandir", refuse)
    records, (reject,), intake = read_all(tmp_path)
    assert ids(records) == ["a", "z"]
    assert (reject.source, reject.error) == (str(closed), "the directory cannot be read: Permission denied.")
    assert (intake.accounting.read, intake.accounting.rejected) == (3, 1)
    with pytest.raises(UsageError, match=r"b: the directory cannot be read: Permission denied"):
        read_all(closed)


def test_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    content = io.BytesIO(gzip.compress(json_line(id="a") + b"\noops\n"))
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(content))
    records, (reject,), _ = read_all("-")
    assert (records[0].source, records[0].line) == ("stdin", 1)
    assert (reject.source, reject.line) == ("stdin", 2)


def test_named_pipe(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    writer = Thread(target=write_lines, args=(pipe, [json_line(id="a")]))
    writer.start()
    assert ids(read_all(pipe)[0]) == ["a"]
    writer.join()


@pytest.mark.parametrize("pack", PACKERS.values(), ids=PACKERS)
@pytest.mark.parametrize("name", ["x.jsonl", "x.json", "x.jsonl.gz", "x.jsonl.zst", "x"])
def test_packing_is_told_by_the_content(tmp_path: Path, pack: Packer, name: str) -> None:
    path = tmp_path / name
    path.write_bytes(pack(json_line(id="a") + b"\n" + json_line(id="b")))
    assert ids(read_all(path)[0]) == ["a", "b"]


@pytest.mark.parametrize("pack", PACKERS.values(), ids=PACKERS)
def test_packed_parts_one_after_another(tmp_path: Path, pack: Packer) -> None:
    path = tmp_path / "x.jsonl"
    path.write_bytes(pack(json_line(id="a") + b"\n") + b"\0" * 100 + pack(json_line(id="b") + b"\n"))
    assert ids(read_all(path)[0]) == ["a", "b"]


def _many(number: int) -> bytes:
    """Lines that do not pack well, so that what is cut off holds some of them."""
    return b"".join(json_line(id=f"p{n}", title=os.urandom(40).hex()) + b"\n" for n in range(number))


@pytest.mark.parametrize("pack", PACKERS.values(), ids=PACKERS)
@pytest.mark.parametrize(("number", "fewest"), [(5, 0), (5_000, 2_000)])
def test_cut_short_data_keeps_what_was_read(tmp_path: Path, pack: Packer, number: int, fewest: int) -> None:
    path = tmp_path / "x.jsonl.gz"
    packed = pack(_many(number))
    path.write_bytes(packed[: len(packed) * 3 // 4])
    records, (reject,), _ = read_all(path)
    assert fewest <= len(records) < number
    assert reject.line == len(records) + 1
    assert "ends too early" in reject.error


@pytest.mark.parametrize("pack", PACKERS.values(), ids=PACKERS)
def test_damaged_data_keeps_what_was_read(tmp_path: Path, pack: Packer) -> None:
    path = tmp_path / "x.jsonl"
    packed = bytearray(pack(_many(5_000)))
    packed[len(packed) // 2 :] = os.urandom(len(packed) // 2)
    path.write_bytes(packed)
    records, rejects, _ = read_all(path)
    assert len(records) > 1_000
    assert any(word in rejects[-1].error for word in ("is damaged", "ends too early"))


@pytest.mark.parametrize("pack", PACKERS.values(), ids=PACKERS)
def test_cut_short_document_is_one_reject(tmp_path: Path, pack: Packer) -> None:
    path = tmp_path / "x.json"
    packed = pack(b"[" + b",".join(_many(500).splitlines()) + b"]")
    path.write_bytes(packed[:-10])
    records, (reject,), _ = read_all(path)
    assert records == []
    assert "ends too early" in reject.error
