"""``riskscreen screen``: formats, settings, exit codes, and one clear message for every wrong call."""

from __future__ import annotations

import json
import os
import pty
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from riskscreen.model.report import Report
from riskscreen.model.schema import schema
from riskscreen.reports.formats import FORMATS
from tests.support.command_line import FIXTURES, Outcome, command_line, start
from tests.support.inputs import json_line, write_lines
from tests.support.needs import needs_durable

SHORT = {"id": "short", "contract": {"period": {"startDate": "2018-01-01", "endDate": "2018-05-31"}}}
LONG = {"id": "long", "contract": {"period": {"startDate": "2018-01-01", "endDate": "2018-12-31"}}}
PERSON = {
    "id": "joined",
    "roles": [
        {"person": {"id": "p-77", "name": "张三"}, "side": side} for side in ("professional", "community", "contractor")
    ],
}


@pytest.fixture
def batch(tmp_path: Path) -> Path:
    return write_lines(tmp_path / "batch.jsonl", [json_line(**each) for each in (LONG, SHORT, PERSON)])


def _screen(patch: pytest.MonkeyPatch, *arguments: object, stdin: bytes = b"") -> Outcome:
    return command_line(patch, "screen", "--engine", "reference", "--as-of", "2026-11-01", *arguments, stdin=stdin)


def _report(patch: pytest.MonkeyPatch, *arguments: object, stdin: bytes = b"") -> dict[str, Any]:
    outcome = _screen(patch, *arguments, "--format", "json", stdin=stdin)
    assert (outcome.code, outcome.err) == (0, "")
    report: dict[str, Any] = json.loads(outcome.out)
    return report


def _flagged(project: dict[str, Any]) -> list[str]:
    return [finding["code"] for finding in project["findings"]]


def test_json_report_keeps_its_contract(monkeypatch: pytest.MonkeyPatch, batch: Path) -> None:
    report = _report(monkeypatch, batch)
    Draft202012Validator(schema("report")).validate(report)
    Report.model_validate(report)
    assert report["as_of"] == "2026-11-01"
    assert [project["id"] for project in report["projects"]] == ["long", "short", "joined"]
    assert "SW501" in _flagged(report["projects"][1])
    assert "SW501" not in _flagged(report["projects"][0])
    assert "SW401" in _flagged(report["projects"][2])


def test_jsonl_has_the_accounting_last(monkeypatch: pytest.MonkeyPatch, batch: Path) -> None:
    outcome = _screen(monkeypatch, batch, "--format", "jsonl")
    lines = [json.loads(line) for line in outcome.out.splitlines()]
    assert [line["type"] for line in lines[:3]] == ["project"] * 3
    assert (lines[-1]["type"], lines[-1]["screened"]) == ("accounting", 3)


@pytest.mark.parametrize(
    ("name", "begins"), [("r.JSON", "{"), ("r.jsonl", '{"type":"project"'), ("r.out", "风险筛查报告")]
)
def test_ending_of_the_file_tells_the_format(
    monkeypatch: pytest.MonkeyPatch, batch: Path, tmp_path: Path, name: str, begins: str
) -> None:
    assert _screen(monkeypatch, batch, "-o", tmp_path / name).code == 0
    assert (tmp_path / name).read_text(encoding="utf-8").startswith(begins)
    assert _screen(monkeypatch, batch, "-o", tmp_path / name, "--format", "table").code == 0
    assert (tmp_path / name).read_text(encoding="utf-8").startswith("风险筛查报告")


@pytest.mark.parametrize("name", [name for name, each in FORMATS.items() if each.binary and not each.by_path])
def test_a_binary_report_goes_to_a_file_or_a_pipe_but_to_no_terminal(
    monkeypatch: pytest.MonkeyPatch, batch: Path, tmp_path: Path, name: str
) -> None:
    call = ("screen", batch, "--engine", "reference", "--as-of", "2026-11-01", "--format", name)
    piped = start(*call)
    printed, _ = piped.communicate(timeout=60)
    assert _screen(monkeypatch, batch, "-o", tmp_path / f"report.{name}").code == 0
    assert printed == (tmp_path / f"report.{name}").read_bytes()
    terminal, other_end = pty.openpty()
    refused = start(*call, stdout=other_end)
    assert (
        b"--format %b cannot be shown on a terminal; write it to a file with -o FILE" % name.encode()
        in (refused.communicate(timeout=60)[1])
    )
    assert refused.returncode == 2
    os.close(terminal)
    os.close(other_end)


@pytest.mark.parametrize("name", [name for name, each in FORMATS.items() if each.libraries])
def test_a_missing_library_is_named_in_one_line(monkeypatch: pytest.MonkeyPatch, batch: Path, name: str) -> None:
    wanted = FORMATS[name]
    monkeypatch.setattr("riskscreen.reports.formats.find_spec", lambda module: None)
    outcome = _screen(monkeypatch, batch, "--format", name, "-o", "report")
    assert (outcome.code, outcome.out) == (2, "")
    assert outcome.err == (
        f"Error: --format {name} needs the Python package {wanted.libraries[0]}, which is not installed; "
        f"install it with: pip install 'riskscreen[{wanted.extra}]'\n"
    )


def test_a_folder_takes_a_workpaper_for_each_project(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    names = ["wu/1: a", "../b", "合同〔2018〕1号", "x" * 300, "CON.docx"]
    batch = write_lines(tmp_path / "batch.jsonl", [*(json_line(id=name) for name in names), json_line(title=1)])
    folder = f"{tmp_path / 'papers'}/"
    arguments = (batch, "--engine", "reference", "--format", "docx", "-o", folder)
    assert _screen(monkeypatch, *arguments).code == 0
    made = sorted(path.name for path in (tmp_path / "papers").iterdir())
    assert made == [
        "0-batch.docx",
        "1-wu_1_a.docx",
        "2-b.docx",
        "3-合同_2018_1号.docx",
        f"4-{'x' * 40}.docx",
        "5-CON.docx.docx",
    ]
    (tmp_path / "papers" / "1-wu_1_a.docx").write_text("answered", encoding="utf-8")
    refused = _screen(monkeypatch, *arguments)
    assert (refused.code, "is not empty" in refused.err) == (2, True)
    assert (tmp_path / "papers" / "1-wu_1_a.docx").read_text(encoding="utf-8") == "answered"
    assert not [path for path in tmp_path.iterdir() if path.name.startswith(".")]


def test_a_folder_is_for_workpapers_alone(monkeypatch: pytest.MonkeyPatch, batch: Path, tmp_path: Path) -> None:
    for place in (f"{tmp_path}/new/", tmp_path):
        refused = _screen(monkeypatch, batch, "--format", "json", "-o", place)
        assert (refused.code, "--format docx" in refused.err) == (2, True)
    assert not (tmp_path / "new").exists()


def test_table_is_plain_chinese_in_a_pipe(monkeypatch: pytest.MonkeyPatch, batch: Path) -> None:
    outcome = _screen(monkeypatch, batch)
    assert (outcome.code, outcome.err) == (0, "")
    assert "项目风险排序" in outcome.out
    assert "SW401 " in outcome.out
    assert "\x1b" not in outcome.out


def test_language_from_option_or_policy(monkeypatch: pytest.MonkeyPatch, batch: Path, tmp_path: Path) -> None:
    policy = tmp_path / "policy.yaml"
    policy.write_text("language: en\n")
    assert _report(monkeypatch, batch)["language"] == "zh"
    assert _report(monkeypatch, batch, "--lang", "en")["language"] == "en"
    assert _report(monkeypatch, batch, "--policy", policy)["language"] == "en"
    assert _report(monkeypatch, batch, "--policy", policy, "--lang", "zh")["language"] == "zh"


def test_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    report = _report(monkeypatch, "-", stdin=json.dumps([SHORT, LONG]).encode())
    assert [(project["source"], project["index"]) for project in report["projects"]] == [("stdin", 0), ("stdin", 1)]


def test_rejects_are_counted_and_the_rest_is_screened(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    path = write_lines(tmp_path / "x.jsonl", [json_line(**LONG), b"{", json_line(**LONG), b"", b'{"id": 1}'])
    report = _report(monkeypatch, path, "--lang", "en")
    assert report["accounting"] == {"read": 4, "screened": 1, "rejected": 2, "duplicates": 1}
    assert [reject["line"] for reject in report["rejects"]] == [2, 5]


@pytest.mark.parametrize(
    ("options", "lines", "code"),
    [
        ([], [LONG], 0),
        (["--strict"], [LONG], 0),
        (["--strict"], [LONG, {"id": ""}], 3),
        ([], [LONG, {"id": ""}], 0),
        (["--fail-on", "low"], [LONG], 1),
        (["--fail-on", "critical"], [SHORT], 0),
        (["--fail-on", "medium"], [LONG], 0),
        (["--fail-on", "low", "--strict"], [LONG, {"id": ""}], 3),
        (["--fail-on", "low"], [{"id": ""}], 0),
    ],
)
def test_exit_codes(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, options: list[str], lines: list[dict[str, Any]], code: int
) -> None:
    path = write_lines(tmp_path / "x.jsonl", [json_line(**line) for line in lines])
    outcome = _screen(monkeypatch, path, *options, "--format", "json")
    assert outcome.code == code
    assert json.loads(outcome.out)["accounting"]["read"] == len(lines)


@pytest.mark.parametrize(("band", "code"), [("low", 1), ("medium", 1), ("high", 0), ("critical", 0)])
def test_fail_on_takes_an_undetermined_project_by_its_score(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, band: str, code: int
) -> None:
    path = write_lines(tmp_path / "x.jsonl", [json_line(**SHORT)])
    (project,) = _report(monkeypatch, path)["projects"]
    assert project["band"] == "undetermined"
    assert 25 <= project["score"] < 50
    assert _screen(monkeypatch, path, "--fail-on", band).code == code


def test_thresholds_can_be_set(monkeypatch: pytest.MonkeyPatch, batch: Path) -> None:
    usual = _report(monkeypatch, batch)
    stricter = _report(monkeypatch, batch, "--set", "SW501.max_months=4")
    assert "SW501" not in _flagged(stricter["projects"][1])
    assert usual["ruleset"]["policy"] != stricter["ruleset"]["policy"]


def test_persons_are_redacted(monkeypatch: pytest.MonkeyPatch, batch: Path) -> None:
    assert "张三" in _screen(monkeypatch, batch).out
    for form_of_output in ("table", "json", "jsonl"):
        outcome = _screen(monkeypatch, batch, "--redact", "--format", form_of_output)
        assert outcome.code == 0
        assert "张三" not in outcome.out
        assert "p-77" not in outcome.out


@needs_durable
def test_engines_give_the_same_bytes_but_for_their_name(monkeypatch: pytest.MonkeyPatch, batch: Path) -> None:
    reports = [
        _report(monkeypatch, batch, "--engine", engine, "--jobs", "2") for engine in ("reference", "durable", "checked")
    ]
    assert [report.pop("engine") for report in reports] == ["reference", "durable", "checked"]
    assert reports[0] == reports[1] == reports[2]


@needs_durable
def test_auto_checks_small_batches(monkeypatch: pytest.MonkeyPatch, batch: Path) -> None:
    assert _report(monkeypatch, batch, "--engine", "auto")["engine"] == "checked"


def test_auto_says_so_where_durable_rules_is_missing(monkeypatch: pytest.MonkeyPatch, batch: Path) -> None:
    monkeypatch.setattr("riskscreen.engines.select.durable_available", lambda: "durable-rules is not installed")
    outcome = _screen(monkeypatch, batch, "--engine", "auto", "--format", "json")
    assert json.loads(outcome.out)["engine"] == "reference"
    assert outcome.err.startswith("Notice: ")
    assert "durable-rules is not installed" in outcome.err
    explicit = _screen(monkeypatch, batch, "--engine", "checked")
    assert explicit.code == 2
    assert "durable-rules is not installed" in explicit.err


def test_top_and_explain_limit_the_table(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    lines = [json_line(**{**SHORT, "id": f"p{number:02}"}) for number in range(30)]
    path = write_lines(tmp_path / "x.jsonl", lines)
    usual = _screen(monkeypatch, path).out
    assert "另有10个项目未列出" in usual
    assert "另有25个有发现的项目未在此展开" in usual
    whole = _screen(monkeypatch, path, "--top", "0", "--explain", "0").out
    assert "未列出" not in whole
    assert "未在此展开" not in whole


@pytest.mark.parametrize("stdin", [b"[]", b'{"projects": []}\n'])
def test_an_empty_list_is_a_batch_without_projects(monkeypatch: pytest.MonkeyPatch, stdin: bytes) -> None:
    report = _report(monkeypatch, "-", stdin=stdin)
    assert report["accounting"] == {"read": 0, "screened": 0, "rejected": 0, "duplicates": 0}
    assert _screen(monkeypatch, "-", stdin=stdin).code == 0


def test_empty_standard_input_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    outcome = _screen(monkeypatch, "-", stdin=b"\n")
    assert (outcome.code, outcome.out) == (2, "")
    assert "stdin: it holds no record; expected: a project" in outcome.err


def test_forced_form(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    path = tmp_path / "x.json"
    path.write_text('{"id": "a",\n{"id": "b"}\n')
    report = _report(monkeypatch, path, "--form", "native-jsonl")
    assert [project["id"] for project in report["projects"]] == ["b"]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ([], "Missing argument 'INPUT...'"),
        (["missing.json"], "missing.json: no such file or directory"),
        (["empty.json"], "empty.json: it holds no record; expected: a project"),
        (["folder"], "folder: the directory holds no file to read"),
        (["*.gz"], "*.gz: nothing matches this pattern"),
        (["report.json"], "report.json: this is a report of riskscreen"),
        (["a.json", "--pack", "social-service"], "social-service"),
        (["a.json", "--format", "xml"], "'xml' is not one of"),
        (["a.json", "--lang", "de"], "'de' is not one of"),
        (["a.json", "--engine", "spark"], "'spark' is not one of"),
        (["a.json", "--as-of", "yesterday"], "yesterday"),
        (["a.json", "--jobs", "0"], "0 is not in the range"),
        (["a.json", "--fail-on", "undetermined"], "undetermined"),
        (["a.json", "--set", "SW501=4"], "CODE.param=VALUE"),
        (["a.json", "--set", "SW501.max_month=4"], "max_months"),
        (["a.json", "--set", "SW501.max_months=many"], "many"),
        (["a.json", "--set", "SW599.max_months=4"], "SW599"),
        (["a.json", "--policy", "none.yaml"], "none.yaml"),
        (["a.json", "--policy", "bad.yaml"], "bad.yaml:1"),
        (["a.json", "--rules", "a.json"], "a.json"),
        (["a.json", "--rules", "folder"], "folder"),
        (["a.json", "--format", "json", "--top", "3"], "--top is for --format table, md; json holds everything"),
        (["a.json", "--format", "csv", "--explain", "3"], "--explain is for --format table, md, docx; csv"),
        (["a.json", "-o", "folder"], "folder"),
        (["a.json", "-o", "nowhere/report.json"], "cannot write"),
        (["a.json", "--master", "local"], "No such option '--master'"),
    ],
)
def test_wrong_calls_end_with_2_and_one_message(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, arguments: list[str], said: str
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "folder").mkdir()
    (tmp_path / "a.json").write_text(json.dumps(LONG))
    (tmp_path / "empty.json").write_text("\n")
    (tmp_path / "report.json").write_text('{"schema_version": "1", "projects": [{"id": "a"}]}')
    (tmp_path / "bad.yaml").write_text("languages: en\n")
    outcome = command_line(monkeypatch, "screen", *arguments)
    assert outcome.code == 2
    assert said in outcome.err
    assert "Traceback" not in outcome.err
    assert outcome.out == ""


@pytest.mark.parametrize("fixture", sorted(FIXTURES.glob("*.json*")), ids=lambda path: path.name)
def test_fixtures_are_read_without_a_reject(monkeypatch: pytest.MonkeyPatch, fixture: Path) -> None:
    report = _report(monkeypatch, fixture)
    assert report["accounting"]["rejected"] == 0
    assert report["accounting"]["screened"] == report["accounting"]["read"] > 0
    assert report["quality"] == []
