"""Reports that are written while projects are screened: the same text, and no project waits for the next."""

from __future__ import annotations

import io
import signal
from pathlib import Path

import pytest

from riskscreen.intake.read import read_objects
from riskscreen.model.report import Report
from riskscreen.reports.formats import FORMATS, Setting
from riskscreen.reports.json import to_json, write_json
from riskscreen.reports.ranking import ranked
from riskscreen.reports.spool import Spool
from riskscreen.screening import Screener, standings_of
from tests.support.command_line import FIXTURES, start
from tests.support.hostile import hostile_report
from tests.support.reports import project, report

SCREENER = Screener(engine="reference", as_of="2026-11-01")


def _without_projects(of: Report) -> Report:
    return of.model_copy(update={"projects": []})


@pytest.mark.parametrize("of", [report(), report(projects=[]), hostile_report()], ids=["plain", "empty", "hostile"])
def test_json_written_project_by_project_is_the_same_text(of: Report) -> None:
    stream = io.StringIO()
    with Spool(of.projects) as spool:
        write_json(spool, _without_projects(of), stream)
    assert stream.getvalue() == to_json(of)


def test_a_spool_gives_projects_back_in_their_order_and_by_rank() -> None:
    projects = [project(number, score=score) for number, score in enumerate((3.0, 61.4, 61.4, 99.0))]
    with Spool(projects) as spool:
        assert list(spool) == projects
        assert list(spool.ranked()) == ranked(projects)


class _Watched(io.StringIO):
    """A stream that remembers how many projects were screened when each line came."""

    def __init__(self) -> None:
        super().__init__()
        self.screened = 0
        self.seen: list[int] = []

    def writelines(self, lines: object) -> None:
        for _ in lines:  # type: ignore[attr-defined]
            self.seen.append(self.screened)


def test_a_line_of_jsonl_is_written_before_the_next_project_is_screened() -> None:
    stream = _Watched()

    def screened(done: int, of: int) -> None:
        stream.screened = done

    intake = read_objects([{"id": f"p{number}"} for number in range(3)])
    with SCREENER.running(intake, screened) as running:
        FORMATS["jsonl"].write(running, stream, Setting(80, False, None, None, running.rulebook))
    assert stream.seen[:3] == [1, 2, 3]


def test_a_screening_under_way_and_a_whole_one_say_the_same() -> None:
    records = [{"id": f"p{number}", "title": "=1+1"} for number in range(3)]
    whole = SCREENER.screen([*records, {"id": "p0", "title": "other"}])
    with SCREENER.running(read_objects([*records, {"id": "p0", "title": "other"}])) as running:
        assert list(running.projects()) == whole.projects
        assert running.whole() == _without_projects(whole)
    assert running.standings == standings_of(whole.projects)


def test_an_interruption_says_that_standard_output_is_not_whole() -> None:
    running = start("screen", FIXTURES / "wang2019.jsonl", "--engine", "reference", "--format", "jsonl")
    assert running.stdout is not None
    first = running.stdout.readline()
    running.send_signal(signal.SIGINT)
    rest, err = running.communicate(timeout=60)
    assert first.startswith(b'{"type":"project"')
    if running.returncode == 130:  # else it had ended before
        assert b'"type":"accounting"' not in rest
        assert err.strip() == b"Interrupted: what was written to standard output is not the whole report."


@pytest.mark.parametrize("form", ["json", "jsonl", "csv"])
def test_failing_projects_count_for_the_exit_code_in_each_form(form: str, tmp_path: Path) -> None:
    running = start(
        "screen", FIXTURES / "wang2019.jsonl", "--engine", "reference", "--format", form, "--fail-on", "low", "-o",
        tmp_path / "out",
    )  # fmt: skip
    running.communicate(timeout=60)
    assert running.returncode == 1
    assert [path.name for path in tmp_path.iterdir()] == ["out"]
