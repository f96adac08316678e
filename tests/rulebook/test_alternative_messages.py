"""Messages of alternatives: what may stand in them, what lint says of them, and where rules show them."""

from __future__ import annotations

from pathlib import Path

import pytest

from riskscreen.errors import RuleFaults
from riskscreen.model.schema import schema
from riskscreen.rulebook.lint import lint_rules
from riskscreen.rulebook.load import load_rulebook
from tests.support.command_line import command_line
from tests.support.rules import PACK, RULE, changed, line_of, write_rule

TWO = """\
when:
  any:
    - if: project.window_months <= $max_months
      message: {en: "Only {project.window_months} months.", zh: "仅{project.window_months}个月。"}
    - r: role where side == "buyer"
      message: {en: "By {r.person}.", zh: "由{r.person}负责。"}
message:
  en: "From {project.start}:"
  zh: "自{project.start}起："
"""
ORIGINAL = RULE[RULE.index("when:") : RULE.index("rationale:")]


def rule(old: str = "", new: str = "") -> str:
    text = changed(RULE, ORIGINAL, TWO)
    return changed(text, old, new) if old else text


def test_alternatives_may_have_messages_that_name_their_own_rows(tmp_path: Path) -> None:
    write_rule(tmp_path, rule())
    (loaded,) = load_rulebook(packs=[PACK], rules_dir=tmp_path).rules
    assert [texts and texts.en for texts in loaded.file.alternative_messages] == [
        "Only {project.window_months} months.",
        "By {r.person}.",
    ]
    assert lint_rules([PACK], tmp_path).faults == ()


FAULTS = [
    ("By {r.person}.", "By {s.person}.", "when.any.1.message.en", "unknown-placeholder", "'r.person'?"),
    ("Only {project", "{r.side}: {project", "when.any.0.message.en", "unknown-placeholder", "can stand here"),
    ("By {r.person}.", "By {r.person.", "when.any.1.message.en", "stray-brace", "{project.start}"),
    ("由{r.person}负责。", "{r.person}.", "when.any.1.message.zh", "not-chinese", "no Chinese character"),
    (', zh: "由{r.person}负责。"', "", "when.any.1.message.zh", "missing-key", "'zh' is missing"),
    (', zh: "由', ', cn: "", zh: "由', "when.any.1.message.cn", "unknown-key", "known keys: en, zh"),
]


@pytest.mark.parametrize(("old", "new", "field", "code", "says"), FAULTS)
def test_what_is_wrong_in_the_message_of_an_alternative(
    tmp_path: Path, old: str, new: str, field: str, code: str, says: str
) -> None:
    text = rule(old, new)
    write_rule(tmp_path, text)
    with pytest.raises(RuleFaults) as raised:
        load_rulebook(packs=[PACK], rules_dir=tmp_path)
    (fault,) = raised.value.faults
    line = line_of(text, "r: role" if "any.1" in field else "if: project") + 1
    assert (fault.location.field, fault.location.line, fault.code) == (field, line, code)
    assert says in fault.message


def test_an_alternative_without_a_message_beside_others_that_have_one(tmp_path: Path) -> None:
    text = rule('\n      message: {en: "By {r.person}.", zh: "由{r.person}负责。"}', "")
    write_rule(tmp_path, text)
    with pytest.raises(RuleFaults) as raised:
        load_rulebook(packs=[PACK], rules_dir=tmp_path)
    (fault,) = raised.value.faults
    assert (fault.code, fault.location.line) == ("no-message", line_of(text, "- r: role"))


def test_a_single_condition_has_no_message_of_its_own(tmp_path: Path) -> None:
    text = changed(RULE, "when: project", "when:\n  message: {en: Short., zh: 短。}\n  if: project")
    write_rule(tmp_path, text)
    with pytest.raises(RuleFaults) as raised:
        load_rulebook(packs=[PACK], rules_dir=tmp_path)
    assert [(fault.code, fault.location.field) for fault in raised.value.faults] == [("form", "when.message")]


LINTED = [
    ("Only {project.window_months} months.", "Only some months.", "values-differ"),
    ("仅{project.window_months}个月。", "查明有无受贿。仅{project.window_months}个月。", "accusing-word"),
    ("仅{project.window_months}个月。", "Only so and so many {project.window_months}个月。", "english-in-chinese"),
]


@pytest.mark.parametrize(("old", "new", "code"), LINTED)
def test_lint_reads_the_messages_of_alternatives_too(tmp_path: Path, old: str, new: str, code: str) -> None:
    write_rule(tmp_path, rule(old, new))
    expected = "message-without-value" if code == "values-differ" else code
    assert expected in [fault.code for fault in lint_rules([PACK], tmp_path).faults]


def test_lint_wants_a_message_of_each_of_several_alternatives(tmp_path: Path) -> None:
    bare = '\n    - project.window_months <= $max_months\n    - {r: role where side == "buyer"}\n'
    own = TWO[TWO.index("\n    - if") : TWO.index("message:\n  en")]
    write_rule(tmp_path, rule(own, bare))
    (fault,) = lint_rules([PACK], tmp_path).faults
    assert (fault.code, fault.location.field) == ("one-message-for-all", "when.any")


@pytest.mark.parametrize(("lang", "own"), [("zh", "– 由{r.person}负责。"), ("en", "– By {r.person}.")])
def test_a_rule_shows_what_its_alternatives_say(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, lang: str, own: str
) -> None:
    write_rule(tmp_path, rule())
    outcome = command_line(monkeypatch, "rules", "show", "T101", "--rules", tmp_path, "--pack", PACK, "--lang", lang)
    assert outcome.out.count(own) == 1
    assert "message" not in outcome.out


def test_the_schema_of_rules_knows_the_messages_of_alternatives() -> None:
    (mapping,) = [form for form in schema("rule")["properties"]["when"]["oneOf"] if form["type"] == "object"]
    (options,) = [form for form in mapping["additionalProperties"]["oneOf"] if form["type"] == "array"]
    (alternative,) = [form for form in options["items"]["oneOf"] if form["type"] == "object"]
    assert alternative["properties"]["message"]["required"] == ["en", "zh"]
