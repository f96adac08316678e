"""``riskscreen rules new``: from nothing to a rule that flags a project, without a line of Python."""

from __future__ import annotations

import json
from pathlib import Path
from typing import get_args

import pytest

from riskscreen.cli import rules_new
from riskscreen.model import rule as model
from riskscreen.rulebook.yaml_source import read_yaml
from tests.support.command_line import FIXTURES, Outcome, command_line

WORDS = {
    "title": ("Early close", "提前结项"),
    "mechanism": "early-close",
    "value": "30",
    "note": ("A month early.", "提前一个月。"),
    "when": "project.closed_days_before_end >= $threshold",
    "message": (
        '"Closed {project.closed_days_before_end} days early; the sign begins at {threshold}."',
        '"提前{project.closed_days_before_end}天结项（提示标准：不少于{threshold}天）。"',
    ),
    "rationale": ("Work ends before it is due.", "服务早于约定时间结束。"),
    "source": "wang2019",
    "at": "四(一)",
    "innocent": ("All may be done by then.", "任务可能已全部完成。"),
    "verify": ("Compare the log with the plan.", "将服务日志与计划比对。"),
    "remedy": ("Agree on what follows.", "约定后续安排。"),
}
EXAMPLES = {"05-31": "exactly a month early", "06-01": "a day less"}


def new(
    patch: pytest.MonkeyPatch, directory: Path, *more: str, code: str = "X101", name: str = "early-close"
) -> Outcome:
    place = ("--name", name, "--stage", "delivery", "--pack", "house", "--rules", directory)
    return command_line(patch, "rules", "new", code, *place, *more)


def filled_in(text: str) -> str:
    """The scaffold with an author's words in the place of its marks."""
    lines, key, closed = [], "", iter(EXAMPLES.items())
    for line in text.splitlines():
        name, _, _ = line.strip().partition(":")
        if not line.startswith("  ") or name in ("note", "value"):
            key = name.lstrip("- ")
        if "<fill in" not in line:
            lines.append(line)
        elif "{source:" in line:
            lines.append(f"  - {{source: {WORDS['source']}, at: {WORDS['at']}}}")
        elif line.startswith("    note:"):
            day, shown = next(closed)
            contract = f"{{dateClosed: 2018-{day}, period: {{startDate: 2018-01-01, endDate: 2018-06-30}}}}"
            lines += [f"    note: {shown}", f"    given: {{contract: {contract}}}"]
        elif not line.startswith("    given:"):
            words = WORDS[key]
            word = words if isinstance(words, str) else words[name == "zh"]
            lines.append(line.partition('"')[0] + word)
    return "\n".join(lines) + "\n"


def test_the_whole_way_from_a_code_to_a_flag(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    directory = tmp_path / "mine"
    started = new(monkeypatch, directory)
    path = directory / "house" / "delivery" / "X101-early-close.yaml"
    assert (started.code, started.out) == (0, f"{path}\n")
    rules = ("--rules", directory, "--pack", "house")

    # as long as a mark is left, lint lists each with its line and nothing judges a project by it
    linted = command_line(monkeypatch, "rules", "lint", *rules)
    text = path.read_text(encoding="utf-8")
    marked = [number for number, line in enumerate(text.splitlines(), 1) for _ in range(line.count("<fill in"))]
    assert linted.code == 1
    assert linted.out.count(": not-filled-in still to be filled in: ") == len(linted.out.splitlines()) == len(marked)
    assert [int(line.split(":")[1]) for line in linted.out.splitlines()] == marked
    assert command_line(monkeypatch, "screen", FIXTURES / "clean.json", *rules).code == 2

    path.write_text(filled_in(text), encoding="utf-8")
    assert command_line(monkeypatch, "rules", "lint", *rules).code == 0
    tested = command_line(monkeypatch, "rules", "test", *rules, "--lang", "en")
    assert tested.code == 0, tested.out
    assert "Every example holds." in tested.out
    shown = command_line(monkeypatch, "rules", "show", "X101", *rules)
    assert "提前结项" in shown.out

    record = {"id": "p", "contract": {"dateClosed": "2018-05-01", "period": {"endDate": "2018-06-30"}}}
    (tmp_path / "p.json").write_text(json.dumps(record), encoding="utf-8")
    screened = command_line(monkeypatch, "screen", tmp_path / "p.json", *rules, "--format", "json")
    (finding,) = json.loads(screened.out)["projects"][0]["findings"]
    assert (finding["code"], finding["message"]) == ("X101", "提前60天结项（提示标准：不少于30天）。")


def test_what_a_rule_may_declare_of_itself_is_shown_as_it_can_be_written(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    text = Path(new(monkeypatch, tmp_path).out.strip()).read_text(encoding="utf-8")
    assert all(relation in text for relation in get_args(model.Invariance))
    declared = (
        filled_in(text).replace("#   invariant_under:", "invariant_under:").replace("#   worse_when:", "worse_when:")
    )
    declared = declared.replace("window_months: falls", "closed_days_before_end: rises")
    next(tmp_path.rglob("X101-*.yaml")).write_text(declared, encoding="utf-8")
    rules = ("--rules", tmp_path, "--pack", "house")
    tried = command_line(monkeypatch, "rules", "properties", *rules, "--cases", "5", "--jobs", "1", "--lang", "en")
    assert tried.code == 0, tried.out
    assert [line for line in tried.out.splitlines() if "rises" in line or "record-order" in line] == []


@pytest.mark.parametrize("subject", rules_new.SUBJECTS)
@pytest.mark.parametrize("kind", rules_new.KINDS)
def test_every_kind_of_rule_is_started_as_asked(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, kind: str, subject: str
) -> None:
    outcome = new(monkeypatch, tmp_path, "--kind", kind, "--subject", subject, "--severity", "high")
    if kind == "protective" and subject != "project":
        assert outcome.code == 2
        return
    data = read_yaml(Path(outcome.out.strip())).data
    assert (data["kind"], data.get("subject", "project"), data["severity"]) == (kind, subject, "high")
    assert list(data)[-1] == "examples"
    assert data.keys() - {"examples"} <= model.RuleHead.model_fields.keys()
    linted = command_line(monkeypatch, "rules", "lint", "--rules", tmp_path, "--pack", "house")
    assert {line.split()[1] for line in linted.out.splitlines()} == {"not-filled-in"}
    assert not any(line.split("]")[0].endswith("filled in") for line in linted.out.splitlines())


@pytest.mark.parametrize(
    ("code", "name", "pack", "message"),
    [
        ("x101", "late", "house", "'x101' is not a code"),
        ("X101", "Late", "house", "'Late' is not lower-case words"),
        ("X101", "late", "our house", "'our house' is not lower-case words"),
        ("X101", "late", "taxonomy", "choose another name for the pack"),
        ("SW501", "late", "social-services", "SW501 is already the code of"),
        ("X101", "five-month-window", "social-services", "five-month-window is already the name of"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_written(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, code: str, name: str, pack: str, message: str
) -> None:
    outcome = new(monkeypatch, tmp_path, "--pack", pack, code=code, name=name)
    assert outcome.code == 2
    assert message in outcome.err
    assert list(tmp_path.iterdir()) == []


def test_a_rule_is_never_overwritten(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    path = Path(new(monkeypatch, tmp_path).out.strip())
    path.write_text("mine", encoding="utf-8")
    again = new(monkeypatch, tmp_path)
    assert again.code == 2
    assert "X101 is already the code of" in again.err
    assert path.read_text(encoding="utf-8") == "mine"


def test_a_place_that_cannot_be_written_is_an_error_of_the_call(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "house").write_text("", encoding="utf-8")
    outcome = new(monkeypatch, tmp_path)
    assert outcome.code == 2
    assert "cannot write" in outcome.err


def test_repeated_names_are_those_of_the_model() -> None:
    assert get_args(model.RuleStage) == rules_new.STAGES
    assert get_args(model.RuleKind) == rules_new.KINDS
    assert get_args(model.SubjectName) == rules_new.SUBJECTS
    assert get_args(model.Severity) == rules_new.SEVERITIES
