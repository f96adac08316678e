"""``riskscreen rules coverage``: what some data can decide, for people and for programs."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.support.command_line import FIXTURES, command_line

BATCH = FIXTURES / "wang2019.jsonl"


def test_the_table_warns_and_names_fields_and_rules(monkeypatch: pytest.MonkeyPatch) -> None:
    outcome = command_line(monkeypatch, "rules", "coverage", BATCH, "--lang", "en")
    assert (outcome.code, outcome.err) == (0, "")
    warnings, steps, rules = (outcome.out.index(title) for title in ("implausibly", "filling in first", "Rules on pro"))
    assert warnings < steps < rules
    assert "SW501  Five months" in outcome.out[warnings:steps]
    assert "  1  /" in outcome.out[steps:rules]
    assert "Rules on organisations" in outcome.out[rules:]
    assert max(map(len, outcome.out.splitlines())) <= 100
    chinese = command_line(monkeypatch, "rules", "coverage", BATCH)
    assert "最值得优先补充的字段" in chinese.out


def test_json_holds_every_rule_and_the_accounting(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    path = tmp_path / "two.jsonl"
    path.write_text('{"id": "a", "contract": {"planAdjustable": false}}\nno record\n', encoding="utf-8")
    outcome = command_line(monkeypatch, "rules", "coverage", path, "--format", "json")
    found = json.loads(outcome.out)
    assert found["accounting"] == {"read": 2, "screened": 1, "rejected": 1, "duplicates": 0}
    assert [reject["line"] for reject in found["rejects"]] == [2]
    rules = {rule["code"]: rule for rule in found["rules"]}
    assert (rules["SW102"]["flagged"], rules["SW102"]["unknown"], rules["SW102"]["missing"]) == (1, 0, [])
    assert rules["SW203"]["missing"] == [{"field": "/needsAssessment/conducted", "count": 1}]
    assert found["judgements"]["all"] == sum(rule["subject"] == "project" for rule in found["rules"])
    assert found["fields"][-1]["decided_then"] == found["judgements"]["all"]
    assert found["warnings"] == []


def test_the_policy_says_what_is_implausible(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    policy = tmp_path / "policy.yaml"
    policy.write_text("implausible_least: 257\n", encoding="utf-8")
    arguments = ("rules", "coverage", BATCH, "--format", "json")
    usual = json.loads(command_line(monkeypatch, *arguments).out)
    assert {"code": "SW501", "pack": "social-services", "issue": "implausible share", "share": 0.976562} in usual[
        "warnings"
    ]
    assert json.loads(command_line(monkeypatch, *arguments, "--policy", policy).out)["warnings"] == []


def test_nothing_but_rejects_is_no_error(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "none.json").write_text('{"id": "p", "showcase": "perhaps"}', encoding="utf-8")
    outcome = command_line(monkeypatch, "rules", "coverage", tmp_path / "none.json", "--lang", "en")
    assert outcome.code == 0
    assert "0 of 0 decided" in outcome.out
