"""How long native projects take: one by one through the library, and a batch through the command.

    python -m tests.benchmarks.screening [PROJECTS]

The batch (10,000 without an argument) is made of the wang2019 projects and of a full record in turn, each under an id
of its own; it is screened by ``riskscreen screen`` in a process of its own, as a user would.
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any

from riskscreen import Screener
from tests.support.typical import typical_project
from tests.support.wang2019 import projects

ROUNDS = 1000


def main(size: int) -> None:
    """Measure and print."""
    screener = Screener(lang="zh")
    sparse = projects()[0]
    print("| what | time |\n|---|---|")
    for name, project in (("a full record", typical_project()), ("a wang2019 record", sparse)):
        times = [_seconds(screener, project) for _ in range(ROUNDS)]
        print(f"| `screen_one`, {name}, median of {ROUNDS} | {median(times) * 1000:.2f} ms |")
    for engine in ("reference", "checked", "duckdb"):
        seconds, megabytes = _batch(size, engine)
        print(f"| `screen`, {size:,} projects, `--engine {engine}`, peak {megabytes:,.0f} MiB | {seconds:.1f} s |")


def _seconds(screener: Screener, project: dict[str, Any]) -> float:
    start = time.perf_counter()
    screener.screen_one(project)
    return time.perf_counter() - start


def _batch(size: int, engine: str) -> tuple[float, float]:
    """Wall time and the peak memory of the largest process."""
    with TemporaryDirectory() as folder:
        file = Path(folder) / "batch.jsonl"
        file.write_text("".join(f"{json.dumps(project)}\n" for project in mixed(size)), encoding="utf-8")
        command = [sys.executable, "-m", "riskscreen", "screen", str(file), "--engine", engine, "--top", "5"]
        start = time.perf_counter()
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)  # noqa: S603  # our own command
        seconds = time.perf_counter() - start
    return seconds, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024


def mixed(size: int) -> Iterator[dict[str, Any]]:
    """Records of projects, full ones and sparse ones in turn."""
    sparse = projects()
    for number in range(size):
        template = typical_project() if number % 2 else sparse[number // 2 % len(sparse)]
        yield template | {"id": f"p{number}"}


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000)
