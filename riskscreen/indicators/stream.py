"""The indicators over JSON Lines of any length, in several processes: one pass over the input, one over what it left.

The results are those of :func:`riskscreen.indicators.batch.indicator_results`, to the last digit.
"""

from __future__ import annotations

import gc
import heapq
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import partial
from itertools import chain
from typing import TYPE_CHECKING, Any

from riskscreen.facts.process.policy import process_settings
from riskscreen.facts.process.settings import ProcessSettings
from riskscreen.indicators.counting import Counting, PartNote, Total
from riskscreen.indicators.sheets import Key, Row, in_order
from riskscreen.indicators.shown import GROUPS, PROCESS, TENDERER
from riskscreen.intake.stream.parts import LinesFile, Part, TextPart
from riskscreen.intake.stream.releases import MOST_TOLD, PartAccount
from riskscreen.intake.stream.workers import Crew
from riskscreen.rulebook.cardinal_settings import CardinalSettings, policy_of

if TYPE_CHECKING:
    from riskscreen.facts.process.statistics import ProcessStatistics
    from riskscreen.indicators.judges import Found, Judges
    from riskscreen.model.report import Language


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A record that was left out, and why."""

    source: str
    line: int
    error: str


@dataclass(frozen=True, slots=True)
class StreamAccount:
    """What the input held besides releases: rejects, of which the first are told, and records without an ocid."""

    rejected: int
    others: int
    told: Sequence[LeftOut]


@dataclass(frozen=True, slots=True)
class StreamResults:
    """What the enabled indicators show.

    ``rows``: the flagged processes in order, several for one that was met several times. ``organisations``: with what
    each is flagged, by group; complete when all rows have been taken.
    """

    indicators: Sequence[str]
    account: StreamAccount
    statistics: ProcessStatistics
    rows: Iterator[Row]
    organisations: Mapping[str, dict[str, dict[str, float]]]


@contextmanager
def stream_results(
    files: Sequence[LinesFile], settings: CardinalSettings, jobs: int, lang: Language
) -> Iterator[StreamResults]:
    """The results, for as long as they are being taken.

    Raises :class:`riskscreen.errors.UsageError` for settings that cannot be,
    :class:`riskscreen.intake.stream.workers.WorkersLost`, and :class:`riskscreen.indicators.deciding.Unsuited` where
    the rules in force need more than is kept.
    """
    processes = process_settings(policy_of(settings))
    crew = Crew(partial(Counting, processes, settings.indicators, lang), jobs)
    collecting = gc.isenabled()
    gc.disable()  # what is made here has no cycles, and looking for them takes a tenth of the time
    try:
        with ThreadPoolExecutor(1) as aside:  # rules are loaded while processes count
            judges = aside.submit(_judges, settings, processes)
            counted = _counted(crew, files, judges)
        yield _results(crew, files, counted, judges.result(), processes, settings.indicators)
    finally:
        crew.close()
        if collecting:
            gc.enable()


def _judges(settings: CardinalSettings, processes: ProcessSettings) -> Judges:
    from riskscreen.indicators.judges import Judges

    return Judges(settings, processes)


@dataclass(slots=True)
class _Counted:
    """A part: its account, and what is shown of the processes in it that were judged whole, by their places."""

    account: PartAccount
    candidates: Sequence[tuple[int, bytes]]
    found: Sequence[tuple[int, Sequence[Found]]] = ()


def _counted(
    crew: Crew[PartNote, Total], files: Sequence[LinesFile], judges: Future[Judges]
) -> list[tuple[Part, _Counted]]:
    """The parts in order, each counted."""
    parts: list[Part] = []
    counted: dict[int, _Counted] = {}
    waiting: list[_Counted] = []
    for place, note in crew.take_all(_remembered(files, parts)):
        counted[place] = _Counted(note.account, note.candidates)
        waiting.append(counted[place])
        if judges.done():
            _judge(waiting, judges.result())
    _judge(waiting, judges.result())
    return [(part, counted[place]) for place, part in enumerate(parts)]


def _remembered(files: Sequence[LinesFile], parts: list[Part]) -> Iterator[Part]:
    """All parts; those that were given out are remembered, without their text."""
    for part in chain.from_iterable(file.parts() for file in files):
        parts.append(TextPart(part.file, b"") if isinstance(part, TextPart) else part)
        yield part


def _judge(waiting: list[_Counted], judges: Judges) -> None:
    for each in waiting:
        each.found = [(place, found) for place, packed in each.candidates if (found := judges.of_process(packed))]
        each.candidates = ()
    waiting.clear()


def _results(
    crew: Crew[PartNote, Total],
    files: Sequence[LinesFile],
    counted: Sequence[tuple[Part, _Counted]],
    judges: Judges,
    processes: ProcessSettings,
    indicators: Sequence[str],
) -> StreamResults:
    from riskscreen.facts.process.statistics import most_frequent
    from riskscreen.indicators.gaps import ratios_and_superseded
    from riskscreen.indicators.standings import merged_counts, statistics_of

    totals = crew.totals()
    currencies = sum((total.currencies for total in totals), Counter[str]())
    chosen = replace(processes, currency=processes.currency or most_frequent(currencies))
    columns = [column for total in totals for column in total.gaps if column.currency == chosen.currency]
    ratios, superseded = ratios_and_superseded(sorted(columns, key=lambda column: column.part))
    statistics = statistics_of(merged_counts(total.organisations for total in totals), ratios, chosen)
    statistics.currencies = currencies
    keys = {code: set[Key]().union(*(total.keys[code] for total in totals)) for code in totals[0].keys}
    organisations: dict[str, dict[str, dict[str, float]]] = {group: {} for group in GROUPS if group != PROCESS}
    for found in judges.of_organisations(statistics):
        organisations[found.group].setdefault(found.identifier, {})[found.code] = found.value
    whole = _rows_of_candidates(counted, organisations)
    streams = crew.results(judges.order(statistics, keys, superseded))
    rows = [_rows(stream, organisations[TENDERER]) for stream in streams]
    account = _account(files, counted)
    return StreamResults(indicators, account, statistics, heapq.merge(whole, *rows, key=in_order), organisations)


def _rows_of_candidates(
    counted: Sequence[tuple[Part, _Counted]], organisations: Mapping[str, dict[str, dict[str, float]]]
) -> list[Row]:
    rows = []
    for number, (_, part) in enumerate(counted):
        for place, of_process in part.found:
            values: dict[str, float] = {}
            for found in of_process:
                if found.group == PROCESS:
                    values[found.code] = found.value
                    ocid = found.identifier
                else:
                    organisations[found.group].setdefault(found.identifier, {})[found.code] = found.value
            rows.append(Row(ocid, number, place, values))
    return sorted(rows, key=in_order)


def _rows(stream: Iterator[Any], tenderers: dict[str, dict[str, float]]) -> Iterator[Row]:
    """The rows of a worker; what it says of tenderers is added to them."""
    for piece in stream:
        if isinstance(piece, dict):
            for identifier, values in piece.items():
                tenderers.setdefault(identifier, {}).update(values)
        else:
            yield from piece


def _account(files: Sequence[LinesFile], counted: Sequence[tuple[Part, _Counted]]) -> StreamAccount:
    """The account of the whole input, with the lines of its rejects counted from the start of their files."""
    told: list[LeftOut] = []
    lines = dict.fromkeys((file.place for file in files), 0)
    for part, of_part in counted:
        before = lines[part.file]
        source = files[part.file].source
        told += [LeftOut(source, before + each.line, each.error) for each in of_part.account.told]
        lines[part.file] += of_part.account.lines
    rejected = sum(of_part.account.rejected for _, of_part in counted)
    others = sum(of_part.account.others for _, of_part in counted)
    return StreamAccount(rejected, others, told[:MOST_TOLD])
