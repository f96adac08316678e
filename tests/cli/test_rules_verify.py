"""``riskscreen rules verify``: exit codes, both forms of output, and witnesses that the screening agrees with."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from tests.support.command_line import command_line
from tests.support.rules import PACK
from tests.support.verifying import OWN, add_rule

TWICE = "params: {{max: {{value: {}, {}}}}}\nwhen: project.window_months <= $max"
SUPPLY = """
params:
  share: {value: SHARE, OWN}
  least: {value: 2, OWN}
when: {s: supply where share >= $share, sample: s.awards >= $least, statistic: s.share}
""".replace("OWN", OWN)


@pytest.fixture
def unsound(tmp_path: Path) -> Path:
    """A pack with one thing counted twice, in projects and in organisations, and two rules of one mechanism."""
    add_rule(tmp_path, "T101", TWICE.format(3, OWN))
    add_rule(tmp_path, "T102", TWICE.format(5, OWN))
    add_rule(tmp_path, "T103", "when: {r: role, k: knowledge}", mechanism="roles")
    add_rule(tmp_path, "T104", "when: {r: role}", mechanism="roles")
    add_rule(tmp_path, "T105", SUPPLY.replace("SHARE", "0.8"), subject="organisation")
    add_rule(tmp_path, "T106", SUPPLY.replace("SHARE", "0.6"), subject="organisation")
    return tmp_path


def test_the_shipped_rules_are_sound(monkeypatch: pytest.MonkeyPatch) -> None:
    outcome = command_line(monkeypatch, "rules", "verify", "--lang", "en", "--seconds", "600")
    assert (outcome.code, outcome.err) == (0, "")
    *findings, summary = outcome.out.splitlines()
    assert summary.startswith("63 rules. Errors: 0; notes: 1; not decided: 0.")
    assert "note: implied wherever SW401 is flagged, SW402 is flagged too" in findings[0]
    assert findings[1:] == ["  witness: SW401 flagged, SW402 flagged"]


def test_of_rules_on_releases_one_line_says_what_no_record_can_be_made_of(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    for code, method in (("T101", "open"), ("T102", "selective"), ("T103", "direct")):
        add_rule(tmp_path, code, f"when: {{p: 'process where procurement_method in [\"{method}\"] and not cancelled'}}")
    ours = ("--rules", tmp_path, "--pack", PACK)
    outcome = command_line(monkeypatch, "rules", "verify", *ours, "--lang", "en")
    assert outcome.code == 0
    *lines, summary = outcome.out.splitlines()
    assert len(lines) == 3
    for code, line in zip(("T101", "T102", "T103"), lines, strict=True):
        assert f"{PACK}/delivery/{code}-" in line
        assert "whether it can be flagged, and so what it implies; " in line
        assert ": the solver can prove contradictions, but make no record of process; --format json" in line
    told = json.loads(command_line(monkeypatch, "rules", "verify", *ours, "--format", "json").out)["undecided"]
    assert len(told) > 3 * 2
    assert f"not decided: {len(told)}" in summary
    assert all("process" in question["unwritten"] and question["question"] for question in told)


def test_errors_stand_first_one_a_line(monkeypatch: pytest.MonkeyPatch, unsound: Path) -> None:
    outcome = command_line(monkeypatch, "rules", "verify", "--rules", unsound, "--pack", PACK, "--lang", "en")
    assert outcome.code == 1
    lines = [line for line in outcome.out.splitlines() if not line.startswith(" ")]
    places = [line.partition(": ")[0].rpartition("/")[2] for line in lines[:-1]]
    assert places == ["T101-rule-t101.yaml:8", "T105-rule-t105.yaml:8", "T103-rule-t103.yaml:8"]
    assert [line.split(": ")[1].split()[0] for line in lines[:2]] == ["double-counting", "double-counting"]
    assert ": note: implied " in lines[2]
    assert lines[3].startswith("6 rules. Errors: 2; notes: 1; not decided: 0.")


def test_the_verdicts_on_witnesses_are_told_in_chinese(monkeypatch: pytest.MonkeyPatch, unsound: Path) -> None:
    outcome = command_line(monkeypatch, "rules", "verify", "--rules", unsound, "--pack", PACK)
    assert "  例证：T101 标记, T102 标记" in outcome.out.splitlines()
    assert "共6条规则：错误2处，提示1处，未决问题0个。" in outcome.out


def test_every_witness_shows_its_finding_when_it_is_screened(
    monkeypatch: pytest.MonkeyPatch, unsound: Path, tmp_path: Path
) -> None:
    witnesses = tmp_path / "witnesses"
    ours = ("--rules", unsound, "--pack", PACK)
    outcome = command_line(monkeypatch, "rules", "verify", *ours, "--format", "json", "--witness", witnesses)
    result = json.loads(outcome.out)
    assert (result["rules"], result["errors"], result["notes"], result["undecided"]) == (6, 2, 1, [])
    files = {path.stem: path for path in witnesses.iterdir()}
    assert set(files) == {"double-counting-T101-T102", "double-counting-T105-T106", "implied-T103-T104"}
    for finding in result["findings"]:
        name = "-".join([finding["code"], *(rule.rpartition("/")[2] for rule in finding["rules"])])
        screened = command_line(monkeypatch, "screen", files[name], *ours, "--format", "json", "--engine", "reference")
        report = json.loads(screened.out)
        assert report["accounting"]["rejected"] == 0
        judged = report["projects"] if finding["witness"]["subject"] == "project" else report["organisations"]
        flagged = {f"{PACK}/{each['code']}" for subject in judged for each in subject["findings"]}
        assert set(finding["rules"]) <= flagged
        assert finding["witness"]["verdicts"] == dict.fromkeys(finding["rules"], "flagged")


def test_all_witnesses_can_be_screened_together(monkeypatch: pytest.MonkeyPatch, unsound: Path, tmp_path: Path) -> None:
    witnesses = tmp_path / "witnesses"
    ours = ("--rules", unsound, "--pack", PACK)
    command_line(monkeypatch, "rules", "verify", *ours, "--witness", witnesses)
    report = json.loads(command_line(monkeypatch, "screen", witnesses, *ours, "--format", "json").out)
    assert report["accounting"]["rejected"] == report["accounting"]["duplicates"] == 0


def test_rules_that_do_not_load_are_told_after_what_is_found_in_the_others(
    monkeypatch: pytest.MonkeyPatch, unsound: Path
) -> None:
    add_rule(unsound, "T107", "when: project.no_such_field")
    outcome = command_line(monkeypatch, "rules", "verify", "--rules", unsound, "--pack", PACK, "--lang", "en")
    assert outcome.code == 2
    assert "6 rules. Errors: 2;" in outcome.out
    assert "unknown-field" in outcome.err


def test_without_the_solver_one_line_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "z3", None)
    outcome = command_line(monkeypatch, "rules", "verify")
    assert (outcome.code, outcome.out) == (2, "")
    assert outcome.err == (
        'Error: proving rules needs the solver z3, which is not installed: pip install "riskscreen[verify]"\n'
    )
