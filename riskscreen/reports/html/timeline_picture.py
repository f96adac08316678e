"""Where everything of a project's timeline stands in its picture. The template only writes it down."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from riskscreen.findings.timeline import LANES, Lane, Moment, Timeline
from riskscreen.reports.html.both import Both, same
from riskscreen.reports.html.twins import Twin
from riskscreen.reports.html.words import both

WIDTH, GUTTER, MARGIN = 760, 78, 14
ROW, LANE_GAP, AXIS = 22, 8, 24
MOST_LABELS = 6
_EM = 11.5
_STEPS = (1, 2, 3, 6, 12, 24, 60, 120, 240)
_MOST_TICKS, _TICK_WIDTH = 13, 46


@dataclass(frozen=True)
class Tick:
    """A line of the time axis with its label."""

    x: float
    label: str


@dataclass(frozen=True)
class Mark:
    """A day (``width`` 0) or a period, with its label if it has one. ``row`` counts from 0 within the lane."""

    kind: str
    x: float
    width: float
    y: float
    label: Both | None = None
    label_x: float = 0
    label_anchor: str = "start"
    inside: bool = False


@dataclass
class LaneRow:
    """A lane of the picture: its name, where it begins, how high it is, and what stands in it."""

    name: Both
    y: float
    height: float = ROW
    marks: list[Mark] = field(default_factory=list)


@dataclass(frozen=True)
class TimelinePicture:
    """The picture: its height, the axis and the lanes."""

    height: float
    ticks: Sequence[Tick]
    lanes: Sequence[LaneRow]


def timeline_picture(timeline: Timeline) -> TimelinePicture | None:
    """The picture of a timeline; None without any date."""
    if not timeline.moments:
        return None
    scale = _Scale(timeline.moments)
    lanes: list[LaneRow] = []
    y = float(AXIS)
    for name in LANES:
        moments = [moment for moment in timeline.moments if moment.lane == name]
        if moments:
            lane = _lane(name, moments, timeline, scale, y)
            lanes.append(lane)
            y += lane.height + LANE_GAP
    return TimelinePicture(y, scale.ticks(), lanes)


class _Scale:
    """Days as places across the picture, whole months from the first to the last."""

    def __init__(self, moments: Sequence[Moment]) -> None:
        first = min(moment.first for moment in moments)
        last = max(moment.last or moment.first for moment in moments)
        self._first = first.replace(day=1)
        self._end = _month_after(last)
        self._days = (self._end - self._first).days

    def x(self, day: date) -> float:
        """The place at which a day begins."""
        return round(GUTTER + (day - self._first).days / self._days * (WIDTH - GUTTER - MARGIN), 1)

    def ticks(self) -> list[Tick]:
        """Beginnings of months or years, as many as can be labelled."""
        months = (self._end.year - self._first.year) * 12 + self._end.month - self._first.month
        step = next((step for step in _STEPS if months / step < _MOST_TICKS), _STEPS[-1])
        found = []
        for month in range(self._first.year * 12, self._end.year * 12 + 12, step):
            day = date(month // 12, month % 12 + 1, 1)
            if self._first <= day <= self._end:
                label = str(day.year) if step >= 12 else f"{day:%Y-%m}"
                found.append(Tick(self.x(day), label if self.x(day) + _TICK_WIDTH <= WIDTH else ""))
        return found


def _month_after(day: date) -> date:
    return (day.replace(day=28) + timedelta(days=4)).replace(day=1)


def _lane(name: Lane, moments: Sequence[Moment], timeline: Timeline, scale: _Scale, y: float) -> LaneRow:
    """The lane with its marks; labels that would stand in each other's way stand in rows below each other."""
    lane = LaneRow(both(f"lane_{name}"), y)
    days = [moment for moment in moments if moment.last is None]
    labelled = len(days) <= MOST_LABELS and name != "activity"
    ends: list[float] = []
    window = next((moment for moment in moments if moment.kind == "window"), None)
    for moment in moments:
        mark, start, end = _mark(moment, timeline, scale, labelled or moment.last is not None)
        row = next((row for row, taken in enumerate(ends) if taken < start), len(ends)) if mark.label else 0
        if mark.label:
            ends[row:] = [end + 8, *ends[row + 1 :]]
        lane.marks.append(_at(mark, y + row * ROW))
        if moment.kind == "festival" and window is not None:
            at = next(place for place, each in enumerate(lane.marks) if each.kind == "window")
            below = lane.marks[at]
            eroded = _at(_clipped(mark, below), below.y)
            lane.marks[at] = _beside(below, eroded)
            lane.marks.append(eroded)
    lane.height = max(1, len(ends)) * ROW
    return lane


def _clipped(festival: Mark, window: Mark) -> Mark:
    """The part of a holiday that lies in the window, drawn over it."""
    start = max(festival.x, window.x)
    end = min(festival.x + festival.width, window.x + window.width)
    return Mark("eroded", start, max(0.0, end - start), 0)


def _beside(window: Mark, eroded: Mark) -> Mark:
    """The window with its label clear of a holiday drawn over it: in the wider part before or after.

    Where that part is too short for what the label says of the window, the label only names it.
    """
    if not window.inside or window.label is None:
        return window
    length = window.label.columns() * _EM / 2 + 8
    if not eroded.x - length < window.label_x < eroded.x + eroded.width + length:
        return window
    before = (window.x, eroded.x)
    after = (eroded.x + eroded.width, window.x + window.width)
    start, end = max(before, after, key=lambda part: part[1] - part[0])
    fits = window.label.columns() * _EM + 8 <= end - start
    return replace(window, label=window.label if fits else both("event_window"), label_x=(start + end) / 2)


def _at(mark: Mark, y: float) -> Mark:
    return replace(mark, y=y)


def _mark(moment: Moment, timeline: Timeline, scale: _Scale, labelled: bool) -> tuple[Mark, float, float]:
    """The mark, and from where to where it takes place in its row."""
    x = scale.x(moment.first)
    width = 0.0 if moment.last is None else max(2.0, scale.x(moment.last + timedelta(days=1)) - x)
    if not labelled:
        return Mark(moment.kind, x, width, 0), x, x + width
    label = event(moment, timeline)
    length = label.columns() * _EM
    if width > length + 12:
        return Mark(moment.kind, x, width, 0, label, x + width / 2, "middle", inside=True), x, x + width
    gap = 7 if not width else 5
    if x + width + gap + length <= WIDTH:
        end = x + width + gap + length
        return Mark(moment.kind, x, width, 0, label, x + width + gap, "start"), x - 5, end
    return Mark(moment.kind, x, width, 0, label, x - gap, "end"), x - gap - length, x + width + 5


def event(moment: Moment, timeline: Timeline) -> Both:
    """What a moment is called in the picture."""
    name = both(f"event_{moment.kind}")
    extra = detail(moment, timeline)
    return Both(f"{name.zh} {extra.zh}", f"{name.en} {extra.en}") if extra else name


def detail(moment: Moment, timeline: Timeline) -> Both | None:
    """What can be said of a moment beside its kind."""
    if moment.kind == "window" and timeline.months is not None:
        if timeline.working_days is None:
            return both("window_months", months=timeline.months)
        return both("window_length", months=timeline.months, days=timeline.working_days)
    if moment.share is not None:
        return same(f"{moment.share:.0%}")
    return None


@dataclass(frozen=True)
class Listed:
    """A line of the table of events."""

    dates: str
    name: Both
    detail: Both | None
    pointer: str | None


MOST_OF_A_KIND = 8


def listed(timeline: Twin[Timeline]) -> list[Listed]:
    """Every event in words; of a kind with very many the first ones, and one line on the rest."""
    shown: dict[str, int] = {}
    rest: dict[str, list[Moment]] = {}
    lines = []
    for zh, en in zip(timeline.zh.moments, timeline.en.moments, strict=True):
        shown[zh.kind] = shown.get(zh.kind, 0) + 1
        if shown[zh.kind] > MOST_OF_A_KIND:
            rest.setdefault(zh.kind, []).append(zh)
            continue
        note = Both(zh.note, en.note) if zh.note and en.note else detail(zh, timeline.zh)
        if zh.share is not None:
            note = both("of_contract", share=f"{zh.share:.1%}")
        lines.append(Listed(_dates(zh), both(f"event_{zh.kind}"), note, zh.pointer))
    for kind, moments in rest.items():
        first, last = min(each.first for each in moments), max(each.first for each in moments)
        values = {"count": len(moments), "first": first.isoformat(), "last": last.isoformat()}
        lines.append(Listed("", both("and_more_events", kind=both(f"event_{kind}"), **values), None, None))
    return lines


def _dates(moment: Moment) -> str:
    return (
        moment.first.isoformat() if moment.last is None else f"{moment.first.isoformat()} – {moment.last.isoformat()}"
    )
