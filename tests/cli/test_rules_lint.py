"""``riskscreen rules lint`` and the table of ``rules test``; what they find is shown on fixtures/broken-pack."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from tests.support.command_line import command_line
from tests.support.rules import PACK, RULE, changed, write_rule


@pytest.mark.parametrize(("lang", "said"), [("en", "nothing to object to."), ("zh", "未发现问题。")])
def test_sound_rules_are_let_pass_with_one_sentence(monkeypatch: pytest.MonkeyPatch, lang: str, said: str) -> None:
    outcome = command_line(monkeypatch, "rules", "lint", "--lang", lang)
    assert (outcome.code, outcome.err, len(outcome.out.splitlines())) == (0, "", 1)
    assert said in outcome.out


def test_one_line_a_fault(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    path = write_rule(
        tmp_path, changed(RULE, "zh: 时间所剩无几。", "zh: 存在腐败。").replace("zh: 查阅合同。", "zh: 查账。")
    )
    path.write_text(path.read_text(encoding="utf-8").replace("en: Give it a year.", "en: Read the contract."), "utf-8")
    outcome = command_line(monkeypatch, "rules", "lint", "--rules", tmp_path, "--pack", PACK)
    assert outcome.code == 1
    for line, start in zip(outcome.out.splitlines(), ("accusing-word 腐败", "copied-text"), strict=True):
        assert re.match(rf"{re.escape(path.as_posix())}:\d+: {start}", line)
    as_json = command_line(monkeypatch, "rules", "lint", "--rules", tmp_path, "--pack", PACK, "--format", "json")
    found = json.loads(as_json.out)
    assert (as_json.code, found["files"], [fault["field"] for fault in found["faults"]]) == (
        1,
        1,
        ["rationale.zh", "remedy.en"],
    )


def test_the_test_counts_examples_by_rule_and_verdict(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    again = "  - {verdict: clear, given: {contract: {period: {startDate: 2018-01-01, endDate: 2018-12-31}}}}\n"
    write_rule(tmp_path, RULE + again)
    outcome = command_line(monkeypatch, "rules", "test", "--rules", tmp_path, "--pack", PACK, "--lang", "en")
    assert re.search(r"(?m)^Rule +flagged +clear +unknown$", outcome.out)
    assert re.search(r"(?m)^office/T101 +1 +2 +1$", outcome.out)


def test_a_directory_without_rules_is_an_error_of_the_call(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    outcome = command_line(monkeypatch, "rules", "lint", "--rules", tmp_path)
    assert (outcome.code, outcome.out) == (2, "")
    assert "no rules in" in outcome.err
