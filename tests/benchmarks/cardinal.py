"""Compare ``--format cardinal`` with OCDS Cardinal, with DuckDB's reader and with plain ``json``, in paired runs.

    python -m tests.benchmarks.cardinal [--releases N] [--rounds N] [--jobs N] [--program PATH] [--data FILE]

Everything runs as a process of its own, one after the other, and each round runs all of them, so that what else the
machine does falls on all alike. A ratio is the time of Cardinal in a round over that of the other in the same round;
the table shows the median over the rounds, and the least and the largest. On a machine that does other things besides,
the ratio of processor time tells more than that of time on the clock. The peak is that of the largest process. The
results are compared with Cardinal's. Cardinal (0.0.8) is the program ``ocdscardinal`` on the path unless it is named:
``cargo install ocdscardinal``.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import statistics
import sys
import tempfile
import threading
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from importlib.util import find_spec
from pathlib import Path
from subprocess import DEVNULL, Popen
from typing import Any, NamedTuple

from riskscreen.rulebook.cardinal_settings import INDICATORS
from tests.benchmarks.ocds_data import write

CARDINAL = "OCDS Cardinal 0.0.8"
_PLAIN = "import json, sys\nfor line in open(sys.argv[1], 'rb'): json.loads(line)"
_DUCKDB = (
    "import duckdb, sys\n"
    'duckdb.sql("set threads=" + sys.argv[2])\n'
    'print(duckdb.sql("select count(ocid), sum(len(bids.details)), sum(tender.numberOfTenderers) from read_json('
    "?, format='newline_delimited', columns={ocid: 'varchar', buyer: 'struct(id varchar)', "
    "tender: 'struct(status varchar, numberOfTenderers bigint)', bids: 'struct(details struct(date varchar, "
    "status varchar, tenderers struct(id varchar)[], value struct(amount double, currency varchar))[])', "
    "awards: 'struct(status varchar, suppliers struct(id varchar)[])[]'})\", params=[sys.argv[1]]).fetchall())"
)
_MEBIBYTE = 1 << 20


class Run(NamedTuple):
    """Seconds on the clock and of all processors, and the peak memory of the largest process in MiB."""

    seconds: float
    processor: float
    peak: float


def commands(data: Path, folder: Path, program: str | None, jobs: int) -> Mapping[str, Sequence[str]]:
    """What is run, by name: Cardinal first, if it is there."""
    settings = folder / "settings.ini"
    settings.write_text("".join(f"[{code}]\n" for code in INDICATORS), encoding="utf-8")
    ours = [sys.executable, "-m", "riskscreen", "screen", str(data), "--format", "cardinal", "--engine", "reference"]
    ours += ["--settings", str(settings), "-o", str(folder / "ours.json")]
    found: dict[str, Sequence[str]] = {}
    if program is not None:
        found[CARDINAL] = [program, "indicators", str(data), "--settings", str(settings)]
    found |= {f"riskscreen, --jobs {number}": [*ours, "--jobs", str(number)] for number in sorted({1, jobs})}
    if find_spec("duckdb") is not None:
        found["DuckDB read_json, typed columns only"] = [sys.executable, "-c", _DUCKDB, str(data), str(jobs)]
    found["json, reading only"] = [sys.executable, "-c", _PLAIN, str(data)]
    return found


def run(command: Sequence[str], output: Path | None) -> Run:
    """Run a process to its end; raises ``RuntimeError`` if it fails."""
    with open(output or os.devnull, "wb") as stream:
        began = time.perf_counter()
        running = Popen(command, stdout=stream, stderr=DEVNULL)  # noqa: S603 -- our own commands
        watch = _Watch(running.pid)
        _, status, used = os.wait4(running.pid, 0)
        seconds = time.perf_counter() - began
    running.returncode = os.waitstatus_to_exitcode(status)
    peak = watch.peak()
    if running.returncode:
        raise RuntimeError(f"{command[0]} ended with {running.returncode}")
    return Run(seconds, used.ru_utime + used.ru_stime, peak / _MEBIBYTE)


class _Watch:
    """Watches the memory of a process and of those it starts. What several share is counted for each of them."""

    def __init__(self, process: int) -> None:
        self._process = process
        self._peak = 0
        self._done = threading.Event()
        self._thread = threading.Thread(target=self._look, daemon=True)
        self._thread.start()

    def peak(self) -> int:
        """The largest so far, in bytes; the watch ends."""
        self._done.set()
        self._thread.join()
        return self._peak

    def _look(self) -> None:
        while not self._done.wait(0.05):
            for each in (self._process, *_children(self._process)):
                self._peak = max(self._peak, _high_water(each))


def _children(process: int) -> list[int]:
    with suppress(OSError):
        return [int(each) for each in Path(f"/proc/{process}/task/{process}/children").read_text().split()]
    return []


def _high_water(process: int) -> int:
    with suppress(OSError):
        for line in Path(f"/proc/{process}/status").read_text().splitlines():
            if line.startswith("VmHWM:"):
                return int(line.split()[1]) * 1024
    return 0


def table(runs: Mapping[str, Sequence[Run]], releases: int) -> str:
    """The runs as a Markdown table."""
    lines = [
        "| way | releases/s | peak MiB a process | against Cardinal | by processor time |",
        "|---|---|---|---|---|",
    ]
    peer = runs.get(CARDINAL)
    for name, of in runs.items():
        speed = releases / statistics.median(each.seconds for each in of)
        peak = max(each.peak for each in of)
        ratios = " | ".join(_ratio(peer, of, measure) for measure in ("seconds", "processor"))
        lines.append(f"| {name} | {speed:,.0f} | {peak:,.0f} | {ratios} |")
    return "\n".join(lines)


def _ratio(peer: Sequence[Run] | None, others: Sequence[Run], measure: str) -> str:
    if peer is None:
        return ""
    ratios = sorted(getattr(one, measure) / getattr(other, measure) for one, other in zip(peer, others, strict=True))
    return f"{statistics.median(ratios):.2f}× ({ratios[0]:.2f}–{ratios[-1]:.2f})"


def _same_results(folder: Path) -> str:
    theirs, ours = (json.loads((folder / name).read_bytes()) for name in ("theirs.json", "ours.json"))
    return "The results are the same." if _plain(theirs) == _plain(ours) else "The results DIFFER."


def _plain(result: dict[str, Any]) -> dict[str, Any]:
    return {group: found for group, found in result.items() if found}


def main() -> int:
    parser = argparse.ArgumentParser(description="Compare --format cardinal with OCDS Cardinal.")
    parser.add_argument("--releases", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--program", default="ocdscardinal")
    parser.add_argument("--data", type=Path, help="releases made before by tests.benchmarks.ocds_data")
    wanted = parser.parse_args()
    program = shutil.which(wanted.program)
    if program is None:
        print(f"{wanted.program} is not installed (cargo install ocdscardinal): no comparison with Cardinal\n")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        data = wanted.data or folder / "releases.jsonl"
        if wanted.data is None:
            write(data, wanted.releases)
        ways = commands(data, folder, program, wanted.jobs)
        runs: dict[str, list[Run]] = {way: [] for way in ways}
        for _ in range(wanted.rounds):
            for way, command in ways.items():
                runs[way].append(run(command, folder / "theirs.json" if way == CARDINAL else None))
        print(table(runs, sum(1 for _ in data.open("rb"))))
        print("" if program is None else f"\n{_same_results(folder)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
