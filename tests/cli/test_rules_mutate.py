"""``riskscreen rules test --mutate``, and what is told of rules that do not load."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from tests.support.command_line import command_line
from tests.support.rules import PACK, RULE, changed, line_of, write_rule

WELL_TRIED = (
    RULE + "  - {verdict: flagged, given: {contract: {period: {startDate: 2018-01-01, endDate: 2018-03-31}}}}\n"
)


def test_a_change_that_no_example_notices_is_told_with_its_place(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    path = write_rule(tmp_path, RULE)
    ours = ("--rules", tmp_path, "--pack", PACK)
    assert command_line(monkeypatch, "rules", "test", *ours).code == 0
    outcome = command_line(monkeypatch, "rules", "test", "--mutate", *ours, "--lang", "en")
    assert (outcome.code, outcome.err) == (1, "")
    place = f"{path.as_posix()}:{line_of(RULE, 'when: ')}: unnoticed-change <= made == in "
    told = [line for line in outcome.out.splitlines() if "unnoticed-change" in line]
    assert [line.startswith(place) for line in told] == [True]
    summary = r"Changes of the rules: (\d+) tried, (\d+) noticed by examples, 0 shown .*, 1 unnoticed \([\d.]+ %\)\."
    counts = re.search(summary, " ".join(outcome.out.split()))
    assert counts is not None
    assert int(counts[1]) == int(counts[2]) + 1 > 3


def test_nothing_is_left_where_every_change_is_noticed(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    write_rule(tmp_path, WELL_TRIED)
    outcome = command_line(monkeypatch, "rules", "test", "--mutate", "--rules", tmp_path, "--pack", PACK)
    assert outcome.code == 0
    assert "未察觉0处（0.0%）" in outcome.out


def test_the_changes_as_data(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    write_rule(tmp_path, RULE)
    ours = ("--rules", tmp_path, "--pack", PACK, "--format", "json")
    found = json.loads(command_line(monkeypatch, "rules", "test", "--mutate", *ours).out)["mutation"]
    assert found["unnoticed"] == 1 == found["rules"][f"{PACK}/T101"]["unnoticed"]
    assert [fault["code"] for fault in found["faults"]] == ["unnoticed-change"]
    assert "mutation" not in json.loads(command_line(monkeypatch, "rules", "test", *ours).out)


@pytest.mark.parametrize("command", ["test", "verify", "properties"])
def test_nothing_is_said_to_hold_where_no_rule_loads(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, command: str
) -> None:
    write_rule(tmp_path, changed(RULE, "when: project.window_months", "when: project.no_such"))
    outcome = command_line(monkeypatch, "rules", command, "--rules", tmp_path, "--pack", PACK)
    assert (outcome.code, outcome.out) == (2, "")
    assert "unknown-field" in outcome.err
