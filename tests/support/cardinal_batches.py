"""Batches for the indicators of OCDS Cardinal: as text with all the damage that files have, and how to judge them."""

from __future__ import annotations

import io
import json
import random
from pathlib import Path
from typing import Any, NamedTuple

from riskscreen.cli.screen_cardinal import releases_of
from riskscreen.indicators.batch import indicator_results
from riskscreen.indicators.stream import StreamAccount, stream_results
from riskscreen.intake.files import find_files
from riskscreen.intake.read import read_inputs
from riskscreen.intake.stream.parts import opened
from riskscreen.reports.cardinal import to_cardinal, write_cardinal
from riskscreen.rulebook.cardinal_settings import CardinalSettings, read_settings
from tests.benchmarks.cardinal_data import Releases, settings

_DAMAGE = (
    b"",
    b" \t\r",
    b"{broken",
    b"[1]",
    b"5",
    b'{"id": "p", "name": "a project in the native form"}',
    b'{"ocid": "nan", "tender": {"numberOfTenderers": NaN}}',
    b'{"ocid": "half", "buyer": {"id": "\\ud800"}}',
    b'{"ocid": "latin", "tender": {"title": "\xe9"}}',
    b'{"ocid": 5}',
    b'{"ocid": null}',
    b'{"ocid": "\\u00e9", "tender": {"title": "\xc3\xa9", "procurementMethod": "open", "numberOfTenderers": 1}}',
    b'{"ocid": "deep", "tender": ' + b"[" * 5_000 + b"]" * 5_000 + b"}",
    b'{"releases": [{"ocid": "in a package", "tender": {"procurementMethod": "open", "numberOfTenderers": 1}}]}',
    b'{"ocid": "r", "compiledRelease": {"tender": {"procurementMethod": "open", "numberOfTenderers": 1}}}',
    b'{"ocid": "a", "tender": {}} {"ocid": "b"}',
    b'{"ocid": "huge", "bids": {"details": [{"status": "valid", "value": {"amount": 1e400, "currency": "USD"}}]}}',
)


class Batch(NamedTuple):
    """A file of JSON Lines and the settings to judge it by."""

    data: Path
    settings: CardinalSettings


def made_up(seed: int, folder: Path) -> Batch:
    """A batch like those that are compared with Cardinal itself, with processes met twice and damaged lines."""
    chance = random.Random(seed)  # noqa: S311 -- test data
    makes = Releases(chance, chance.choice([0.0, 0.02, 0.1, 0.3]), ["USD", "USD", "EUR"] if seed % 3 else ["USD"])
    releases = [json.dumps(makes.make(number)).encode() for number in range(chance.choice([1, 5, 30, 120]))]
    again = [json.dumps(makes.make(chance.randrange(len(releases)))).encode() for _ in range(len(releases) // 10)]
    damaged = chance.sample(_DAMAGE, chance.randrange(len(_DAMAGE))) if seed % 2 else []
    lines = [*releases, *again, *damaged]
    chance.shuffle(lines)
    data, chosen = folder / f"{seed}.jsonl", folder / f"{seed}.ini"
    data.write_bytes(b"\n".join([b'{"ocid": "first"}', *lines]) + (b"\n" if seed % 5 else b""))
    chosen.write_text(settings(chance, chance.choice(["EUR", "USD", None])), encoding="utf-8")
    return Batch(data, read_settings(chosen))


def in_memory(batch: Batch) -> str:
    """The result object by the way that holds all releases in memory."""
    intake = read_inputs([str(batch.data)], None, "en", literal=True)
    return to_cardinal(indicator_results(list(releases_of(intake)), batch.settings, "reference"))


def streamed(batch: Batch, jobs: int = 1, path: Any = None) -> tuple[str, StreamAccount]:
    """The result object by the stream, and its account."""
    lines = opened(find_files([str(path or batch.data)])).lines
    assert lines is not None
    written = io.StringIO()
    with stream_results(lines, batch.settings, jobs, "en") as results:
        write_cardinal(results, written)
    return written.getvalue(), results.account
