"""The indicators over a stream: the same bytes as in memory, however the input is cut, packed and shared out."""

from __future__ import annotations

import gzip
import logging
from pathlib import Path

import pytest
import zstandard

from riskscreen.cli.screen_cardinal import releases_of
from riskscreen.indicators import sheets
from riskscreen.intake.read import read_inputs
from riskscreen.intake.stream import lines, parts
from tests.support.cardinal_batches import in_memory, made_up, streamed


@pytest.fixture(autouse=True)
def _quiet(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.ERROR, "riskscreen")


@pytest.fixture
def small_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parts, "PART_BYTES", 3_000)
    monkeypatch.setattr(parts, "FED_BYTES", 2_000)
    monkeypatch.setattr(lines, "BUFFER_BYTES", 700)


@pytest.mark.parametrize("seed", range(24))
def test_the_stream_says_what_the_batch_in_memory_says(tmp_path: Path, small_parts: None, seed: int) -> None:
    batch = made_up(seed, tmp_path)
    assert streamed(batch)[0] == in_memory(batch)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(100, 400))
def test_the_stream_says_what_the_batch_in_memory_says_again_and_again(
    tmp_path: Path, small_parts: None, seed: int
) -> None:
    batch = made_up(seed, tmp_path)
    assert streamed(batch, 1 + seed % 3)[0] == in_memory(batch)


@pytest.mark.parametrize("seed", [3, 7])
def test_jobs_and_packing_change_nothing(tmp_path: Path, small_parts: None, seed: int) -> None:
    batch = made_up(seed, tmp_path)
    content = batch.data.read_bytes()
    packed, zst = tmp_path / "packed.jsonl.gz", tmp_path / "packed.jsonl.zst"
    packed.write_bytes(gzip.compress(content))
    zst.write_bytes(zstandard.compress(content))
    expected = streamed(batch)
    assert expected[1].rejected
    for jobs, path in ((3, None), (1, packed), (2, packed), (2, zst)):
        found, account = streamed(batch, jobs, path)
        assert found == expected[0]
        assert (account.rejected, account.others) == (expected[1].rejected, expected[1].others)
        told = [(each.line, each.error) for each in account.told]
        assert told == [(each.line, each.error) for each in expected[1].told]


def test_what_does_not_fit_into_memory_is_put_in_order_all_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    batch = made_up(23, tmp_path)
    whole = streamed(batch)[0]
    monkeypatch.setattr(sheets, "MOST_ROWS", 5)
    assert streamed(batch)[0] == whole


@pytest.mark.parametrize("seed", [1, 9, 15])
def test_rejects_are_told_with_their_lines(
    tmp_path: Path, small_parts: None, caplog: pytest.LogCaptureFixture, seed: int
) -> None:
    batch = made_up(seed, tmp_path)
    caplog.set_level(logging.WARNING, "riskscreen")
    list(releases_of(intake := read_inputs([str(batch.data)], None, "en", literal=True)))
    expected = [record.getMessage() for record in caplog.records if "is left out" in record.getMessage()]
    account = streamed(batch)[1]
    assert [f"{each.source}:{each.line} is left out: {each.error}" for each in account.told] == expected
    assert account.rejected == intake.accounting.rejected


def test_a_file_that_breaks_off_is_told_with_its_line(
    tmp_path: Path, small_parts: None, caplog: pytest.LogCaptureFixture
) -> None:
    batch = made_up(3, tmp_path)
    cut = batch._replace(data=tmp_path / "cut.jsonl.gz")
    packed = gzip.compress(batch.data.read_bytes())
    cut.data.write_bytes(packed[: len(packed) * 2 // 3])
    caplog.set_level(logging.WARNING, "riskscreen")
    assert streamed(cut, 2)[0] == in_memory(cut)
    last = streamed(cut)[1].told[-1]
    assert f"{last.source}:{last.line} is left out: {last.error}" in caplog.messages
    assert "ends too early" in last.error
