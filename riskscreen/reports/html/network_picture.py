"""Where persons, seats and ties stand in the picture of a project's network. The template only writes it down.

Persons stand on the left, the seats of the project's sides in the middle, ties between organisations as arcs on the
right. That one person sits on several sides is seen by the lines that part from one box.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean

from riskscreen.findings.network import SIDES, Holder, Link, Network, Seat
from riskscreen.reports.html.both import Both, cut
from riskscreen.reports.html.twins import Twin
from riskscreen.reports.html.words import both, known

WIDTH = 820
HOLDER_X, HOLDER_WIDTH, HOLDER_HEIGHT = 4, 176, 42
SEAT_X, SEAT_WIDTH = 300, 250
LINE, PAD, GAP = 17, 8, 14
MOST_DRAWN = 14
_ORDER = {side: place for place, side in enumerate((*SIDES, "tenderer", "other"))}
_NAME_EMS, _HOLDER_EMS = 18, 12.5


@dataclass(frozen=True)
class HolderBox:
    """A person; ``sides`` is on how many sides they hold roles."""

    y: float
    name: Both
    sides: int
    identified: bool


@dataclass(frozen=True)
class SeatBox:
    """A seat with the titles held there, each on a line of its own."""

    y: float
    height: float
    side: Both
    name: Both | None
    titles: Sequence[tuple[float, Both]]


@dataclass(frozen=True)
class Edge:
    """The line from a person to a title; ``strong`` where the person sits on several sides."""

    path: str
    strong: bool


@dataclass(frozen=True)
class Arc:
    """A tie between two seats."""

    path: str
    label_x: float
    label_y: float
    label: Both
    strong: bool


@dataclass(frozen=True)
class NetworkPicture:
    """The picture; ``cut`` says that not everybody is drawn."""

    height: float
    holders: Sequence[HolderBox]
    seats: Sequence[SeatBox]
    edges: Sequence[Edge]
    arcs: Sequence[Arc]
    cut: bool


def network_picture(network: Twin[Network]) -> NetworkPicture | None:
    """The picture of a network; None where there is nothing to see but who bought from whom."""
    whole = network.zh
    if not whole.matters:
        return None
    holders, seats = _drawn(whole)
    boxes, lines, bottom = _seat_boxes(network, holders, seats)
    middles = {
        holder: fmean(y for (who, _), y in lines.items() if who == holder) - HOLDER_HEIGHT / 2 for holder in holders
    }
    tops = _apart(middles, HOLDER_HEIGHT + GAP)
    edges = [
        Edge(_curve(tops[holder] + HOLDER_HEIGHT / 2, y), len(whole.sides_of(holder)) > 1)
        for (holder, _), y in lines.items()
    ]
    height = max([bottom, *(top + HOLDER_HEIGHT + GAP for top in tops.values())])
    drawn = [
        HolderBox(tops[each], _name(network, "holders", each, _HOLDER_EMS), len(whole.sides_of(each)), _is(whole, each))
        for each in holders
    ]
    cut_off = len(holders) < len(whole.holders) or len(seats) < len(whole.seats)
    return NetworkPicture(height, drawn, list(boxes.values()), edges, _arcs(whole.links, boxes), cut_off)


def _is(network: Network, holder: int) -> bool:
    return network.holders[holder].identified


def _drawn(network: Network) -> tuple[list[int], list[int]]:
    """Those who are drawn: persons on the most sides first, and their seats before others."""
    order = sorted(range(len(network.holders)), key=lambda each: (-len(network.sides_of(each)), each))
    holders = sorted(order[:MOST_DRAWN])
    of_holders = {office.seat for office in network.offices if office.holder in set(holders)}
    tied = {seat for link in network.links for seat in (link.first, link.second)}
    by_need = sorted(range(len(network.seats)), key=lambda seat: (seat not in of_holders, seat not in tied, seat))
    seats = sorted(by_need[:MOST_DRAWN], key=lambda seat: (_ORDER.get(network.seats[seat].side, 99), seat))
    kept = {office.holder for office in network.offices if office.seat in set(seats)}
    return [holder for holder in holders if holder in kept], seats


def _seat_boxes(
    network: Twin[Network], holders: Sequence[int], seats: Sequence[int]
) -> tuple[dict[int, SeatBox], dict[tuple[int, int], float], float]:
    """The boxes of the seats, where the line of each office ends, and the bottom of it all."""
    boxes: dict[int, SeatBox] = {}
    lines: dict[tuple[int, int], float] = {}
    offices = list(enumerate(zip(network.zh.offices, network.en.offices, strict=True)))
    y = 6.0
    for seat in seats:
        here = [(number, zh, en) for number, (zh, en) in offices if zh.seat == seat and zh.holder in holders]
        stated: Seat = network.zh.seats[seat]
        top = y + PAD + LINE * (2 if stated.name else 1)
        titles = []
        for place, (number, zh, en) in enumerate(here):
            middle = top + place * LINE + LINE / 2
            lines[zh.holder, number] = middle
            fallback = both(f"office_{zh.kind}")
            title = Both(cut(zh.title or fallback.zh, _NAME_EMS), cut(en.title or fallback.en, _NAME_EMS))
            titles.append((middle, title))
        height = top - y + len(here) * LINE + PAD
        name = _name(network, "seats", seat, _NAME_EMS) if stated.name else None
        boxes[seat] = SeatBox(y, height, both(f"side_{stated.side}"), name, titles)
        y += height + GAP
    return boxes, lines, y


def _name(network: Twin[Network], kind: str, index: int, most: float) -> Both:
    zh: Seat | Holder = getattr(network.zh, kind)[index]
    en: Seat | Holder = getattr(network.en, kind)[index]
    return Both(cut(zh.name or "", most), cut(en.name or "", most))


def _apart(wanted: Mapping[int, float], least: float) -> dict[int, float]:
    """Places as near as can be to those wanted, in their order, ``least`` apart."""
    tops: dict[int, float] = {}
    lowest = 6.0
    for each in sorted(wanted, key=lambda each: (wanted[each], each)):
        tops[each] = max(lowest, wanted[each])
        lowest = tops[each] + least
    return tops


def _curve(start: float, end: float) -> str:
    left, right = HOLDER_X + HOLDER_WIDTH, SEAT_X
    bend = (right - left) / 2
    return f"M{left} {start:.1f}C{left + bend:.1f} {start:.1f} {right - bend:.1f} {end:.1f} {right} {end:.1f}"


def _arcs(links: Sequence[Link], boxes: Mapping[int, SeatBox]) -> list[Arc]:
    """The ties of seats that are drawn: one arc a pair, short ones inside long ones, labels apart."""
    pairs: dict[tuple[int, int], list[Link]] = {}
    for link in links:
        if link.first in boxes and link.second in boxes:
            pairs.setdefault((min(link.first, link.second), max(link.first, link.second)), []).append(link)

    def middle(seat: int) -> float:
        return boxes[seat].y + boxes[seat].height / 2

    arcs: list[Arc] = []
    by_length = sorted(pairs.items(), key=lambda item: abs(middle(item[0][0]) - middle(item[0][1])))
    edge = SEAT_X + SEAT_WIDTH
    taken: list[float] = []
    for level, ((first, second), ties) in enumerate(by_length):
        offset = (level % 3 - 1) * 5.0
        start, end = middle(first) + offset, middle(second) + offset
        reach = 36 + 22 * level
        label_y = (start + end) / 2 + 4
        while any(abs(label_y - other) < LINE - 2 for other in taken):
            label_y += LINE - 2
        taken.append(label_y)
        path = f"M{edge} {start:.1f}C{edge + reach} {start:.1f} {edge + reach} {end:.1f} {edge} {end:.1f}"
        labels = [tie(link) for link in ties]
        label = Both("、".join(each.zh for each in labels), ", ".join(each.en for each in labels))
        strong = any(link.kind == "same" for link in ties)
        arcs.append(Arc(path, edge + 0.75 * reach + 6, label_y, label, strong))
    return arcs


def tie(link: Link) -> Both:
    """What a tie is called."""
    if link.share is not None:
        return both("tie_income_share", share=f"{link.share:.0%}")
    return both(f"tie_{link.kind}" if known(f"tie_{link.kind}") else "tie_other")


def on_several_sides(network: Twin[Network]) -> list[Both]:
    """One sentence a person who holds roles on several sides."""
    sentences = []
    for index, (zh, en) in enumerate(zip(network.zh.holders, network.en.holders, strict=True)):
        sides = network.zh.sides_of(index)
        if len(sides) > 1:
            named = [both(f"side_{side}") for side in sides]
            listed = Both("、".join(each.zh for each in named), ", ".join(each.en for each in named))
            sentences.append(both("on_sides", name=Both(zh.name, en.name), count=len(sides), sides=listed))
    return sentences
