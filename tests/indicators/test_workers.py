"""Worker processes that end before their time, calls that are interrupted, and rules that a stream cannot serve."""

from __future__ import annotations

import gzip
import os
import re
import signal
import time
from dataclasses import dataclass
from pathlib import Path
from subprocess import Popen
from typing import TYPE_CHECKING, Any, cast

import pytest

from riskscreen.engines.base import EngineRule
from riskscreen.facts.vocabulary import VOCABULARY
from riskscreen.indicators.deciding import Unsuited, check
from riskscreen.lang.compile import Compiled, RuleText, compile_rule
from riskscreen.lang.tree import Query
from riskscreen.rulebook.cardinal_settings import INDICATORS, PACK, CardinalSettings, policy_of
from riskscreen.rulebook.load import load_rulebook
from tests.benchmarks.ocds_data import write
from tests.support.command_line import environment, start

if TYPE_CHECKING:
    from riskscreen.rulebook.book import Rule

LEFT_OUT = {"left_out": "count(process where cancelled or excluded)"}


@dataclass(frozen=True)
class Changed:
    """A rule whose text was changed, as far as it is looked at."""

    code: str
    compiled: Compiled

    @property
    def query(self) -> Query:
        return self.compiled.query

    @property
    def full_name(self) -> str:
        return f"ocp/{self.code}"

    @property
    def engine_rule(self) -> EngineRule:
        return EngineRule(self.full_name, self.query)


ALL = "".join(f"[{code}]\n" for code in INDICATORS)


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Enough for the workers to be met at work: one release, many times over."""
    path = tmp_path_factory.mktemp("stream") / "data.jsonl"
    write(path, 40)
    path.write_bytes(path.read_bytes() * 60)
    return path


@pytest.fixture
def ini(tmp_path: Path) -> Path:
    path = tmp_path / "settings.ini"
    path.write_text(ALL, encoding="utf-8")
    return path


def screening(data: Path, ini: Path, output: Path) -> Popen[bytes]:
    call = ("screen", data, "--format", "cardinal", "--settings", ini, "--jobs", 2, "--engine", "reference")
    return start(*call, "-o", output, env=environment(TMPDIR=str(output.parent)))


def workers_of(running: Popen[bytes]) -> list[int]:
    """The worker processes, as soon as there are two of them, at work."""
    children = Path(f"/proc/{running.pid}/task/{running.pid}/children")
    until = time.monotonic() + 60
    while time.monotonic() < until and running.poll() is None:
        found = [int(each) for each in children.read_text().split()]
        if len(found) == 2 and all(_cpu(each) > 0 for each in found):
            return found
        time.sleep(0.005)
    raise AssertionError("no workers were seen")


def _cpu(process: int) -> int:
    times = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return int(times[11]) + int(times[12])


def test_a_worker_that_is_killed_costs_nothing_but_time(data: Path, ini: Path, tmp_path: Path) -> None:
    whole, output = tmp_path / "whole.json", tmp_path / "result.json"
    assert screening(data, ini, whole).wait(timeout=120) == 0
    running = screening(data, ini, output)
    os.kill(workers_of(running)[0], signal.SIGKILL)
    _, errors = running.communicate(timeout=120)
    if running.returncode == 0:
        assert output.read_bytes() == whole.read_bytes()
    else:  # it was met after its last part
        assert (running.returncode, output.exists()) == (4, False)
        assert b"a worker process ended before its time (by signal 9)" in errors


def test_all_workers_killed_is_an_error_and_no_short_report(data: Path, ini: Path, tmp_path: Path) -> None:
    packed, output = tmp_path / "data.jsonl.gz", tmp_path / "result.json"
    packed.write_bytes(gzip.compress(data.read_bytes(), 1))
    running = screening(packed, ini, output)
    os.kill(workers_of(running)[1], signal.SIGKILL)
    _, errors = running.communicate(timeout=120)
    assert running.returncode == 4
    assert re.search(rb"did not complete: a worker process ended before its time \(by signal 9\)", errors)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["data.jsonl.gz", "settings.ini"]


def test_an_interrupted_call_leaves_nothing(data: Path, ini: Path, tmp_path: Path) -> None:
    running = screening(data, ini, tmp_path / "result.json")
    workers = workers_of(running)
    running.send_signal(signal.SIGINT)
    _, errors = running.communicate(timeout=60)
    assert (running.returncode, errors.strip()) == (130, b"Interrupted: no report was written.")
    assert [path.name for path in tmp_path.iterdir()] == ["settings.ini"]
    assert not any(Path(f"/proc/{each}").exists() for each in workers)


def test_the_rules_as_they_come_suit_a_stream() -> None:
    check(
        load_rulebook(packs=[PACK], policy=policy_of(CardinalSettings())).rule(f"{PACK}/{code}") for code in INDICATORS
    )


@pytest.mark.parametrize(
    ("code", "change"),
    [
        ("R018", {"when": {"p": "process where tenderers == 1 and submission_days < 1"}}),
        ("R018", {"when": {"p": "process where tenderers == 1"}, "scope": "left_out == 1"}),
        ("R024", {"when": {"g": "price_gap where at_lower_fence and gap < 1"}}),
        ("R024", {"when": {"g": "price_gap where at_lower_fence"}, "concerns": ["bidder.organisation where valid"]}),
        ("R028", {"when": {"a": "published_bid where valid"}}),
        ("R030", {"when": {"b": "bidder where valid", "s": "award_supplier where organisation == b.organisation"}}),
    ],
)
def test_a_rule_that_needs_more_than_is_kept_is_refused(code: str, change: dict[str, Any]) -> None:
    texts: dict[str, Any] = {"subject": "project", "let": LEFT_OUT, "scope": "left_out == 0", **change}
    rule = cast("Rule", Changed(code, compile_rule(RuleText(**texts), VOCABULARY)))
    with pytest.raises(Unsuited, match=rf"ocp/{code} .*--engine checked"):
        check([rule])
