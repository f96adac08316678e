"""Compare ``--format cardinal`` with OCDS Cardinal itself, on data made up at random.

    python -m tests.benchmarks.cardinal_differential [--program PATH] [--batches N] [--seed N]

The program is ``ocdscardinal`` on the path unless it is named; it is built from the source distribution of the package
ocdscardinal (0.0.8) with ``cargo build --release``. Currencies are mixed only where the settings choose one: else
Cardinal's result depends on how its threads run.
"""

from __future__ import annotations

import argparse
import json
import random
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from riskscreen.cli.screen_cardinal import screen_cardinal
from tests.benchmarks.cardinal_data import Releases, settings

_SIZES = (1, 3, 10, 30, 100, 300)
_DIRT = (0.0, 0.0, 0.02, 0.1)


def compare(program: str, seed: int, folder: Path) -> list[str]:
    """What differs between the two on the batch of a seed, in lines to read."""
    chance = random.Random(seed)  # noqa: S311 -- test data
    mixed = chance.random() < 0.4
    data, chosen = folder / "releases.jsonl", folder / "settings.ini"
    makes = Releases(chance, chance.choice(_DIRT), ["USD", "USD", "USD", "EUR"] if mixed else ["USD"])
    releases = [makes.make(number) for number in range(chance.choice(_SIZES))]
    data.write_text("".join(json.dumps(release) + "\n" for release in releases), encoding="utf-8")
    currency = chance.choice(["EUR", "USD"]) if mixed else chance.choice(["USD", None])
    chosen.write_text(settings(chance, currency), encoding="utf-8")
    theirs = [program, "indicators", str(data), "--settings", str(chosen), "--map"]
    wanted = json.loads(subprocess.run(theirs, capture_output=True, check=True).stdout)  # noqa: S603 -- the peer
    return _differences(_sorted(_ours(data, chosen, folder / "found.json")), _sorted(wanted), "")


def _ours(data: Path, chosen: Path, output: Path) -> Any:
    screen_cardinal(
        [str(data)],
        output,
        settings=chosen,
        meta=True,
        maps=True,
        engine="reference",
        jobs=1,
        lang="en",
        strict=False,
    )
    return json.loads(output.read_text(encoding="utf-8"))


def _sorted(value: Any) -> Any:
    """The value with its lists in order: Cardinal's stand in none."""
    if isinstance(value, dict):
        return {key: _sorted(part) for key, part in value.items()}
    return sorted(value) if isinstance(value, list) else value


def _differences(found: Any, wanted: Any, place: str) -> list[str]:
    if isinstance(found, dict) and isinstance(wanted, dict):
        keys = sorted({*found, *wanted})
        return [line for key in keys for line in _differences(found.get(key), wanted.get(key), f"{place}/{key}")]
    same = found == wanted and type(found) is type(wanted)
    return [] if same else [f"{place}: {found!r} here, {wanted!r} by Cardinal"]


def main() -> int:
    parser = argparse.ArgumentParser(description="Compare --format cardinal with OCDS Cardinal.")
    parser.add_argument("--program", default="ocdscardinal")
    parser.add_argument("--batches", type=int, default=100)
    parser.add_argument("--seed", type=int, default=0)
    wanted = parser.parse_args()
    if shutil.which(wanted.program) is None:
        print(f"{wanted.program} is not installed; see the top of this file for how to build it", file=sys.stderr)
        return 2
    different = 0
    with tempfile.TemporaryDirectory() as folder:
        for seed in range(wanted.seed, wanted.seed + wanted.batches):
            lines = compare(wanted.program, seed, Path(folder))
            different += bool(lines)
            print("\n".join([f"seed {seed}:", *lines[:10]]) if lines else "", end="\n" if lines else "")
    print(f"{wanted.batches} batches, {different} with differences")
    return 1 if different else 0


if __name__ == "__main__":
    sys.exit(main())
