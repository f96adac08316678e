"""The price gaps of a whole batch: one a process, that of its last release that has one."""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Mapping, Sequence

from riskscreen.indicators.counting import DIGEST_BYTES, GapColumn

_AT_A_TIME = 250_000


def ratios_and_superseded(columns: Sequence[GapColumn]) -> tuple[list[float], Mapping[int, set[int]]]:
    """The ratios of the gaps that count, and the places, by part, of those that do not. Columns are in order."""
    superseded: dict[int, set[int]] = {}
    for part, place in _superseded(columns):
        superseded.setdefault(part, set()).add(place)
    found: list[float] = []
    for column in columns:
        ratios = array("d")
        ratios.frombytes(column.ratios)
        without = superseded.get(column.part)
        if without is None:
            found += ratios
        else:
            found += [ratio for ratio, place in zip(ratios, column.places, strict=True) if place not in without]
    return found, superseded


def _superseded(columns: Sequence[GapColumn]) -> Iterator[tuple[int, int]]:
    """Part and place of each gap whose process has another one later; a share of the processes at a time."""
    shares = 1 + sum(len(column.places) for column in columns) // _AT_A_TIME
    for share in range(shares):
        last: dict[bytes, tuple[int, int]] = {}
        for column in columns:
            digests = column.digests
            for number, place in enumerate(column.places):
                digest = digests[number * DIGEST_BYTES : (number + 1) * DIGEST_BYTES]
                if shares > 1 and digest[0] % shares != share:
                    continue
                earlier = last.get(digest)
                if earlier is not None:
                    yield earlier
                last[digest] = (column.part, place)
