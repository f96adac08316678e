"""``riskscreen rules properties``: what rules declare of themselves is tried, and shown where it does not hold."""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.support.command_line import Outcome, command_line
from tests.support.rules import BATCH_RULE, PACK, RULE, changed, line_of, write_rule

WHEN = "when: project.window_months <= $max_months\n"
LET = 'let: {visits: \'count(activity where kind in ["visit", "event"])\'}\n'
COUNTED = changed(RULE, WHEN, f"{LET}when: visits <= $max_months\n").replace("{project.window_months}", "{visits}")
EXAMPLES = """\
examples:
  - {verdict: flagged, given: {activities: [{kind: visit}, {kind: visit}, {kind: event}, {kind: event}, {kind: visit}]}}
  - verdict: clear
    given: {activities: [{kind: visit}, {kind: visit}, {kind: event}, {kind: event}, {kind: visit}, {kind: event}]}
  - {verdict: unknown, given: {activities: [{kind: visit}], incomplete: [activities]}}
"""
VISITS = COUNTED.partition("examples:\n")[0] + EXAMPLES
"""A rule on the number of activities: it holds of at most five."""


def declaring(text: str, lines: str) -> str:
    return changed(text, "examples:\n", f"{lines}\nexamples:\n")


def run(monkeypatch: pytest.MonkeyPatch, directory: Path, *more: object) -> Outcome:
    ours = ("--rules", directory, "--pack", PACK, "--jobs", 1, "--cases", 30)
    return command_line(monkeypatch, "rules", "properties", *ours, *more)


def as_data(monkeypatch: pytest.MonkeyPatch, directory: Path) -> dict[str, dict[str, Any]]:
    """What is told of each property of the only rule."""
    outcome = run(monkeypatch, directory, "--format", "json")
    (results,) = json.loads(outcome.out)["rules"].values()
    return {result["property"]: result for result in results}


@pytest.fixture
def broken(tmp_path: Path) -> Path:
    """A rule that says of itself what does not hold: counting visits, it is not the same when one is told twice."""
    return write_rule(
        tmp_path, declaring(VISITS, "invariant_under: [record-order, duplicate-removal]\nworse_when: {visits: rises}")
    )


def test_what_holds_is_told_with_exit_code_0(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    write_rule(tmp_path, declaring(VISITS, "invariant_under: [record-order]\nworse_when: {visits: falls}"))
    outcome = run(monkeypatch, tmp_path, "--lang", "en")
    assert (outcome.code, outcome.err) == (0, "")
    assert "1 rules, 2 properties declared: 2 held" in outcome.out
    results = as_data(monkeypatch, tmp_path)
    assert {name for name, result in results.items() if result["status"] == "held"} == {"record-order", "visits falls"}
    assert results["record-order"]["decided"] >= 10
    assert results["visits rises"]["status"] == "open"


def test_what_does_not_hold_is_told_at_its_line_with_exit_code_1(monkeypatch: pytest.MonkeyPatch, broken: Path) -> None:
    outcome = run(monkeypatch, broken.parents[2], "--lang", "en")
    assert (outcome.code, outcome.err) == (1, "")
    text = broken.read_text(encoding="utf-8")
    for line, name in (("invariant_under", "duplicate-removal"), ("worse_when", "visits rises")):
        place = f"{broken.as_posix()}:{line_of(text, line)}: property-broken {name} does not hold: "
        assert place in outcome.out
    assert "2 do not hold" in outcome.out
    assert outcome.out.index("property-broken") < outcome.out.index("note: ")


def test_the_counterexample_has_nothing_that_is_not_needed(monkeypatch: pytest.MonkeyPatch, broken: Path) -> None:
    shown = as_data(monkeypatch, broken.parents[2])["duplicate-removal"]["counterexample"]
    assert (shown["before"]["verdict"], shown["after"]["verdict"]) == ("flagged", "clear")
    assert shown["change"] == "the entry /activities/0 stands twice"
    (before,), (after,) = (shown[side]["projects"] for side in ("before", "after"))
    assert before.keys() == after.keys() == {"id", "activities"}
    assert [activity.keys() for activity in before["activities"]] == [{"kind"}] * 5
    assert after["activities"] == [*before["activities"], before["activities"][0]]


def test_a_counterexample_can_be_screened_with_the_verdicts_that_are_told(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    write_rule(tmp_path, declaring(VISITS, "invariant_under: [duplicate-removal]"))
    batch = changed(BATCH_RULE, "examples:\n", "worse_when: {s.share: falls}\nexamples:\n")
    write_rule(tmp_path, batch, stage="award")
    files = tmp_path / "counterexamples"
    assert run(monkeypatch, tmp_path, "--witness", files).code == 1
    found = json.loads(run(monkeypatch, tmp_path, "--format", "json").out)["rules"]
    broken = [(name, result) for name, results in found.items() for result in results if result["counterexample"]]
    assert [name for name, _ in broken] == [f"{PACK}/T101", f"{PACK}/T201"]
    for name, result in broken:
        code, tried = name.rpartition("/")[2], result["property"].replace(" ", "-")
        for side in ("before", "after"):
            told = result["counterexample"][side]
            report = json.loads(command_line(
                monkeypatch, "screen", files / f"{code}-{tried}-{side}.json", "--rules", tmp_path, "--pack", PACK,
                "--engine", "reference", "--format", "json").out)  # fmt: skip
            assert report["accounting"]["rejected"] == 0
            judged = [
                subject
                for subject in (*report["projects"], *report["organisations"])
                if subject["id"] == (told["organisation"] or "example")
            ]
            flagged = {finding["code"] for subject in judged for finding in subject["findings"]}
            assert (code in flagged) is (told["verdict"] == "flagged")


def test_what_holds_and_is_not_declared_is_suggested(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    path = write_rule(tmp_path, VISITS)
    outcome = run(monkeypatch, tmp_path, "--lang", "en")
    assert outcome.code == 0
    line = line_of(path.read_text(encoding="utf-8"), "code: T101")
    suggested = re.findall(rf"(?m)^{re.escape(path.as_posix())}:{line}: note: (.*?): (.*)$", outcome.out)
    must, holds = ({name for name, said in suggested if start in said} for start in ("must hold", "holds on"))
    assert {"money-scaling", "date-shift"} <= must
    assert {"record-order", "visits falls"} <= holds
    assert not {"duplicate-removal", "visits rises"} & (must | holds)


def test_a_declaration_that_no_example_shows_is_told(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    text = declaring(RULE, "invariant_under: [record-order, date-shift]\nworse_when: {project.window_months: falls}")
    path = write_rule(tmp_path, re.sub(r", endDate: [\d-]+", "", text))
    outcome = run(monkeypatch, tmp_path, "--lang", "en")
    assert outcome.code == 0
    line = line_of(text, "invariant_under")
    assert f"{path.as_posix()}:{line}: note: date-shift: declared, and tried on " in outcome.out
    assert f"{path.as_posix()}:{line + 1}: note: project.window_months falls: declared, and tried on 0" in outcome.out
    assert "2 hardly tried" in " ".join(outcome.out.split())


def test_rules_without_a_case_that_can_be_changed_are_told(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    path = write_rule(tmp_path, BATCH_RULE.replace("organisation: s1", "organisation: nobody"), stage="award")
    outcome = run(monkeypatch, tmp_path, "--lang", "en")
    assert outcome.code == 0
    place = f"{path.as_posix()}:{line_of(BATCH_RULE, 'examples:')}: note: "
    assert outcome.out.splitlines()[1].startswith(f"{place}no property is tried: no example can be judged")
    told = json.loads(run(monkeypatch, tmp_path, "--format", "json").out)
    assert told == {"rules": {f"{PACK}/T201": []}, "untried": {f"{PACK}/T201": "no-case"}}


def test_the_page_is_told_in_chinese(monkeypatch: pytest.MonkeyPatch, broken: Path) -> None:
    outcome = run(monkeypatch, broken.parents[2])
    assert "变动前（标记）： {" in outcome.out
    assert "变动后（正常）： {" in outcome.out
    assert "共1条规则，声明性质3项：1项在" in outcome.out


def test_rules_can_be_chosen_and_tried_in_several_processes(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for code in ("T101", "T102", "T103"):
        text = declaring(VISITS, "invariant_under: [record-order]").replace("T101", code)
        write_rule(tmp_path, text.replace("short-window", code.lower()), name=f"{code}-{code.lower()}.yaml")
    ours = ("--rules", tmp_path, "--pack", PACK, "--format", "json", "--cases", 20)
    chosen = command_line(monkeypatch, "rules", "properties", "T103", f"{PACK}/T101", *ours, "--jobs", 2)
    assert list(json.loads(chosen.out)["rules"]) == [f"{PACK}/T103", f"{PACK}/T101"]
    every = [command_line(monkeypatch, "rules", "properties", *ours, "--jobs", jobs) for jobs in (1, 2)]
    assert every[0] == every[1]
    assert len(json.loads(every[0].out)["rules"]) == 3


def test_a_rule_that_does_not_exist_is_refused(monkeypatch: pytest.MonkeyPatch, broken: Path) -> None:
    outcome = run(monkeypatch, broken.parents[2], "T999")
    assert (outcome.code, outcome.out) == (2, "")
    assert "T999" in outcome.err


def test_rules_that_do_not_load_are_told_after_what_the_others_show(
    monkeypatch: pytest.MonkeyPatch, broken: Path
) -> None:
    write_rule(broken.parents[2], changed(RULE, WHEN, "when: project.no_such\n").replace("T101", "T102").replace(
        "short-window", "other"), name="T102-other.yaml")  # fmt: skip
    outcome = run(monkeypatch, broken.parents[2])
    assert outcome.code == 2
    assert "property-broken" in outcome.out
    assert "unknown-field" in outcome.err
    asked_for = run(monkeypatch, broken.parents[2], "T102")
    assert (asked_for.code, asked_for.out) == (2, "")
    assert "unknown-field" in asked_for.err


def test_without_hypothesis_one_line_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "hypothesis", None)
    outcome = command_line(monkeypatch, "rules", "properties")
    assert (outcome.code, outcome.out) == (2, "")
    assert outcome.err == (
        'Error: trying properties of rules needs hypothesis, which is not installed: pip install "riskscreen[verify]"\n'
    )
