"""The second pass: with what was decided, the processes that were kept are gone through for those that are flagged."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from riskscreen.batched import batched
from riskscreen.facts.process.fences import Limits
from riskscreen.indicators.sheets import Key, Row, Sheet, SortedRows
from riskscreen.indicators.shown import PROCESS, Shown, of_process

_ROWS_AT_A_TIME = 2_000


class GapFlag(NamedTuple):
    """A rule that a price gap is flagged with, and which of its two tenderers that concerns."""

    code: str
    winner: bool
    second: bool


@dataclass(frozen=True, slots=True)
class Order:
    """What was decided when the batch was known.

    ``flagged``: the keys that are flagged, by code, each with whether that concerns the one tenderer with valid bids.
    ``gaps``: what a price gap is flagged with, by whether it lies at the lower and at the upper fence.
    ``superseded``: places of processes, by part, whose price gap does not count, because their process is met again.
    ``currency``: the one that prices are compared in.
    """

    currency: str | None
    flagged: Mapping[str, Mapping[Key, bool]]
    gaps: Mapping[tuple[bool, bool], Sequence[GapFlag]]
    limits: Limits
    superseded: Mapping[int, Collection[int]]


def flagged(sheets: Iterable[Sheet], order: Order) -> Iterator[Sequence[Row] | dict[str, dict[str, float]]]:
    """The rows of the flagged processes in order, some at a time; last, with what tenderers are flagged."""
    rows, tenderers = SortedRows(), dict[str, dict[str, float]]()
    for sheet in sheets:
        found: dict[int, dict[str, float]] = {}
        for place, code, shown in _found(sheet, order):
            for group, identifier, value in shown:
                if group == PROCESS:
                    found.setdefault(place, {})[code] = value
                else:
                    tenderers.setdefault(identifier, {})[code] = value
        for place, values in found.items():
            rows.add(Row(sheet.ocids[place], sheet.part, place, values))
    yield from batched(rows, _ROWS_AT_A_TIME)
    yield tenderers


def _found(sheet: Sheet, order: Order) -> Iterator[tuple[int, str, Shown]]:
    """Place, code and what is shown, of each flag."""
    for code, keys in sheet.keys.items():
        wanted = order.flagged[code]
        for key, places in keys:
            concerns = wanted.get(tuple(key))
            if concerns is not None:
                value = float(key[1] or 0) if code == "R035" else 1.0
                for place in places:
                    concerned = [sheet.sole[place]] if concerns and place in sheet.sole else ()
                    yield place, code, of_process(code, sheet.ocids[place], value, concerned)
    yield from _found_gaps(sheet, order)


def _found_gaps(sheet: Sheet, order: Order) -> Iterator[tuple[int, str, Shown]]:
    gaps, limits = sheet.gaps, order.limits
    superseded = order.superseded.get(sheet.part, ())
    for number, ratio in enumerate(gaps.ratios):
        flags = order.gaps[limits.at_or_below(ratio), limits.at_or_above(ratio)]
        if flags and gaps.currencies[number] == order.currency and gaps.places[number] not in superseded:
            place = gaps.places[number]
            for code, winner, second in flags:
                concerned = [gaps.winners[number]] * winner + [gaps.seconds[number]] * second
                yield place, code, of_process(code, sheet.ocids[place], ratio, concerned)
