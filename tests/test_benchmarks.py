"""What the benchmarks measure with: data that is the same for the same seed, and ratios of paired runs."""

from __future__ import annotations

from statistics import mean

import msgspec

from riskscreen.model.release import Release
from tests.benchmarks.cardinal import CARDINAL, Run, table
from tests.benchmarks.ocds_data import lines


def test_releases_depend_on_seed_and_number_alone() -> None:
    made = list(lines(7, 20))
    assert made[12:] == list(lines(7, 8, first=12))
    assert made != list(lines(8, 20))
    assert 6_000 < mean(map(len, made)) < 10_000
    read = [msgspec.json.decode(line, type=Release) for line in made]  # every value has its type
    assert len({release.ocid for release in read}) == 20


def test_ratios_are_those_of_runs_in_the_same_round() -> None:
    peer = [Run(6.0, 12.0, 60.0), Run(9.0, 12.0, 61.0), Run(60.0, 12.0, 60.0)]
    ours = [Run(2.0, 4.0, 90.0), Run(3.0, 4.0, 97.0), Run(30.0, 6.0, 90.0)]
    written = table({CARDINAL: peer, "ours": ours}, releases=9_000)
    assert written.splitlines()[-1] == "| ours | 3,000 | 97 | 3.00× (2.00–3.00) | 3.00× (2.00–3.00) |"
    assert table({"ours": ours}, 9_000).splitlines()[-1] == "| ours | 3,000 | 97 |  |  |"
