"""``riskscreen rules docs``: a handbook on disk, and the README of a directory of rules kept true."""

from __future__ import annotations

from pathlib import Path

import pytest

from riskscreen.rulebook.vocabulary_page import vocabulary_markdown
from tests.support.command_line import command_line
from tests.support.rules import PACK, RULE, write_rule


@pytest.mark.parametrize(("lang", "title"), [("zh", "# 规则手册"), ("en", "# Handbook of the rules")])
def test_a_handbook_of_own_rules(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, lang: str, title: str) -> None:
    rules, output = tmp_path / "mine", tmp_path / "books" / "ours"
    write_rule(rules, RULE)
    arguments = ("rules", "docs", "-o", output, "--rules", rules, "--pack", PACK, "--lang", lang)
    outcome = command_line(monkeypatch, *arguments)
    assert (outcome.code, outcome.out, outcome.err) == (0, "", "5 pages written\n")
    assert (output / "README.md").read_text(encoding="utf-8").startswith(title)
    assert (output / PACK / "T101-short-window.md").is_file()
    (output / "mine.md").write_text("mine", encoding="utf-8")
    assert command_line(monkeypatch, *arguments).code == 0
    assert (output / "mine.md").read_text(encoding="utf-8") == "mine"


def test_the_readme_of_own_rules_is_refreshed(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    write_rule(tmp_path, RULE)
    readme = tmp_path / "README.md"
    readme.write_text("<!-- index -->\n<!-- /index -->\n", encoding="utf-8")
    outcome = command_line(monkeypatch, "rules", "docs", "--refresh", tmp_path)
    assert outcome.code == 0
    assert "[T101](office/delivery/T101-short-window.yaml)" in readme.read_text(encoding="utf-8")
    assert (tmp_path / "VOCABULARY.md").read_text(encoding="utf-8") == vocabulary_markdown()


def test_where_to_write_must_be_said(monkeypatch: pytest.MonkeyPatch) -> None:
    outcome = command_line(monkeypatch, "rules", "docs")
    assert outcome.code == 2
    assert "-o DIR for the handbook" in outcome.err


def test_a_place_that_cannot_be_written_is_an_error_of_the_call(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    write_rule(tmp_path / "mine", RULE)
    (tmp_path / "book").mkdir()
    (tmp_path / "book" / PACK).write_text("", encoding="utf-8")
    arguments = ("-o", tmp_path / "book", "--rules", tmp_path / "mine", "--pack", PACK)
    outcome = command_line(monkeypatch, "rules", "docs", *arguments)
    assert outcome.code == 2
    assert "cannot write" in outcome.err


def test_rules_that_do_not_load_are_told(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    write_rule(tmp_path, RULE.replace("severity: high", "severity: hihg"))
    outcome = command_line(monkeypatch, "rules", "docs", "-o", tmp_path / "book", "--rules", tmp_path)
    assert outcome.code == 2
    assert "wrong-value" in outcome.err
    assert not (tmp_path / "book").exists()
