"""How fast the engines judge native projects: the cases are made beforehand, and only ``evaluate`` is measured.

    python -m tests.benchmarks.engines [CASES]

The engines take turns in one run, so that a busy machine slows all of them; what counts are the ratios. Each judges as
many cases as it can in reasonable time; planning and the start of processes are not measured.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Sequence
from itertools import islice
from statistics import median

from riskscreen.engines.base import Engine
from riskscreen.engines.select import build_engine
from riskscreen.facts.case import Case
from riskscreen.facts.extract import project_case
from riskscreen.model.project import Project
from riskscreen.rulebook.load import load_rulebook
from tests.benchmarks.screening import mixed

SHARES = {"duckdb": 1, "reference": 4, "durable": 20}
"""The part of the cases that an engine judges in a round: one in so many."""
ROUNDS = 5


def main(size: int) -> None:
    """Measure and print."""
    book = load_rulebook()
    cases = [project_case(Project.model_validate(record), book.taxonomy) for record in mixed(size)]
    engines = {name: build_engine(name, [rule.engine_rule for rule in book.rules]) for name in SHARES}
    times: dict[str, list[float]] = {name: [] for name in SHARES}
    for engine in engines.values():
        _seconds(engine, cases[:20])
    for _ in range(ROUNDS):
        for name, engine in engines.items():
            times[name].append(_seconds(engine, cases[:: SHARES[name]]))
    for engine in engines.values():
        engine.close()
    print("| engine | a case | times duckdb |\n|---|---|---|")
    for name, found in times.items():
        ratios = [other / own for other, own in zip(found, times["duckdb"], strict=True)]
        print(f"| `{name}` | {median(found) * 1e6:,.0f} µs | {median(ratios):.1f} |")


def _seconds(engine: Engine, cases: Sequence[Case]) -> float:
    """Wall time a case."""
    start = time.perf_counter()
    judged = sum(1 for _ in islice(engine.evaluate(cases), len(cases)))
    assert judged == len(cases)
    return (time.perf_counter() - start) / len(cases)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 16_384)
