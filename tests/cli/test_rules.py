"""``riskscreen rules``: the rules in force, one rule as a page, and the examples of all."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import pytest

from tests.support.command_line import FIXTURES, command_line
from tests.support.needs import needs_durable

RULES = FIXTURES.parent / "rules" / "social-services"


@pytest.fixture
def own_rules(tmp_path: Path) -> Path:
    """A directory with one rule of a user's own: a copy of SW501 in a pack and under a code of its own."""
    folder = tmp_path / "own" / "house" / "delivery"
    folder.mkdir(parents=True)
    source = (RULES / "delivery" / "SW501-five-month-window.yaml").read_text(encoding="utf-8")
    text = source.replace("code: SW501", "code: HR501")
    (folder / "HR501-five-month-window.yaml").write_text(text, encoding="utf-8")
    return tmp_path / "own"


def test_list_as_table(monkeypatch: pytest.MonkeyPatch) -> None:
    outcome = command_line(monkeypatch, "rules", "list")
    assert (outcome.code, outcome.err) == (0, "")
    assert "SW401" in outcome.out
    assert "专业社工" in outcome.out


def test_list_as_json(monkeypatch: pytest.MonkeyPatch) -> None:
    outcome = command_line(monkeypatch, "rules", "list", "--format", "json")
    rules = json.loads(outcome.out)["rules"]
    assert {rule["pack"] for rule in rules} == {"social-services"}
    assert len(rules) == len(list(RULES.rglob("*.yaml")))
    assert all(rule["cites"] and min(rule["examples"].values()) >= 1 for rule in rules)


@pytest.mark.parametrize(("lang", "said"), [("zh", "可能的合理解释"), ("en", "Innocent explanations")])
@pytest.mark.parametrize("code", ["SW401", "social-services/SW401"])
def test_show(monkeypatch: pytest.MonkeyPatch, code: str, lang: str, said: str) -> None:
    outcome = command_line(monkeypatch, "rules", "show", code, "--lang", lang)
    assert outcome.code == 0
    assert said in outcome.out


def test_show_as_json(monkeypatch: pytest.MonkeyPatch) -> None:
    outcome = command_line(monkeypatch, "rules", "show", "SW501", "--format", "json")
    assert json.loads(outcome.out)["code"] == "SW501"


@needs_durable
def test_rules_of_ones_own(monkeypatch: pytest.MonkeyPatch, own_rules: Path) -> None:
    both = command_line(monkeypatch, "rules", "list", "--rules", own_rules, "--format", "json")
    assert {rule["pack"] for rule in json.loads(both.out)["rules"]} == {"house", "social-services"}
    alone = command_line(monkeypatch, "rules", "test", "--rules", own_rules, "--pack", "house", "--lang", "en")
    assert (alone.code, alone.err) == (0, "")
    assert "1 rules on reference, durable" in alone.out
    assert "Every example holds." in alone.out


def test_example_that_does_not_hold_is_found(monkeypatch: pytest.MonkeyPatch, own_rules: Path) -> None:
    (rule,) = own_rules.rglob("*.yaml")
    text = rule.read_text(encoding="utf-8")
    rule.write_text(re.sub(r"(?m)^(\s*- verdict: )flagged", r"\1clear", text, count=1), encoding="utf-8")
    arguments = ("rules", "test", "--rules", own_rules, "--pack", "house")
    outcome = command_line(monkeypatch, *arguments)
    assert outcome.code == 1
    assert "wrong-verdict" in outcome.out
    as_json = command_line(monkeypatch, *arguments, "--format", "json")
    assert as_json.code == 1
    fault = json.loads(as_json.out)["faults"][0]
    assert fault["file"].endswith("HR501-five-month-window.yaml")
    assert fault["line"] > 1


def test_durable_is_left_out_where_it_cannot_be_used(monkeypatch: pytest.MonkeyPatch, own_rules: Path) -> None:
    monkeypatch.setattr("riskscreen.engines.select.durable_available", lambda: "durable-rules is not installed")
    outcome = command_line(monkeypatch, "rules", "test", "--rules", own_rules, "--pack", "house", "--lang", "en")
    assert outcome.code == 0
    assert outcome.err.startswith("Notice: durable-rules is not installed")
    assert "on reference" in outcome.out
    assert "durable" not in outcome.out


def test_unknown_code_gets_a_suggestion(monkeypatch: pytest.MonkeyPatch) -> None:
    outcome = command_line(monkeypatch, "rules", "show", "SW410")
    assert outcome.code == 2
    assert "there is no rule 'SW410'" in outcome.err
    assert "did you mean" in outcome.err


def test_broken_rules_are_told_with_their_places(monkeypatch: pytest.MonkeyPatch, own_rules: Path) -> None:
    (rule,) = own_rules.rglob("*.yaml")
    rule.write_text(
        rule.read_text(encoding="utf-8").replace("severity: high", "severity: hihg\nsevere: 1"), encoding="utf-8"
    )
    for command in (("list",), ("show", "HR501"), ("test",)):
        outcome = command_line(monkeypatch, "rules", *command, "--rules", own_rules, "--pack", "house")
        assert outcome.code == 2
        assert re.search(r"HR501-five-month-window\.yaml:\d+", outcome.err)
        assert "Traceback" not in outcome.err
    screened = command_line(monkeypatch, "screen", FIXTURES / "wu2024.json", "--rules", own_rules)
    assert screened.code == 2


def test_empty_rules_directory(monkeypatch: pytest.MonkeyPatch, own_rules: Path) -> None:
    shutil.rmtree(own_rules / "house")
    outcome = command_line(monkeypatch, "rules", "list", "--rules", own_rules)
    assert outcome.code == 2
    assert "Error: " in outcome.err
