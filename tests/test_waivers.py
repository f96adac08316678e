"""Waivers: findings accepted for a time no longer score, are shown with their reason, and are accounted for."""

from __future__ import annotations

import csv
import json
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from riskscreen import Screener
from riskscreen.errors import RuleFaults
from riskscreen.model.report import ProjectReport, Report
from riskscreen.reports.report_sheets import report_sheets
from riskscreen.rulebook.load import load_rulebook
from tests.support.command_line import command_line
from tests.support.hostile import HUGE, TEXTS, acts
from tests.support.inputs import json_line, write_lines
from tests.support.pages import Page
from tests.support.typical import typical_project

DAY = date(2026, 11, 1)
FIVE_MONTHS = {"contract": {"period": {"startDate": "2018-03-05", "endDate": "2018-07-31"}}}


def waiver(**changes: Any) -> dict[str, Any]:
    return {
        "code": "SW501",
        "project": "p1",
        "author": "Audit office",
        "reason": "The pilot was planned for five months.",
        "expiry": DAY.isoformat(),
        "evidence": "file 2018/17",
    } | changes


def written(folder: Path, *waivers: dict[str, Any]) -> Path:
    path = folder / "waivers.yaml"
    path.write_text(yaml.safe_dump({"waivers": list(waivers)}), encoding="utf-8")
    return path


def screened(path: Path | None, *projects: dict[str, Any], as_of: date = DAY) -> Report:
    screener = Screener(lang="en", as_of=as_of, engine="reference", waivers=path)
    return screener.screen(projects or [{"id": "p1", **FIVE_MONTHS}])


def finding_codes(project: ProjectReport, *, waived: bool) -> list[str]:
    return [finding.code for finding in project.findings if (finding.waiver is not None) is waived]


def test_a_waived_finding_is_shown_with_its_reason_and_no_longer_scores(tmp_path: Path) -> None:
    without = screened(None).projects[0]
    report = screened(written(tmp_path, waiver()))
    project = report.projects[0]
    assert finding_codes(without, waived=False) == ["SW501"]
    assert without.score > 0
    assert (project.score, project.score_range[0]) == (0.0, 0.0)
    assert project.score_range[1] < without.score_range[1]
    (finding,) = project.findings
    assert finding.share == 0
    assert finding.waiver is not None
    assert finding.waiver.model_dump(mode="json") == {
        "author": "Audit office",
        "reason": "The pilot was planned for five months.",
        "expiry": "2026-11-01",
        "evidence": ["file 2018/17"],
    }
    assert [(use.code, use.project, use.status) for use in report.waivers] == [("SW501", "p1", "used")]


def test_a_waiver_ends_after_its_last_day_and_is_reported(tmp_path: Path) -> None:
    report = screened(written(tmp_path, waiver()), as_of=DAY + timedelta(days=1))
    assert finding_codes(report.projects[0], waived=False) == ["SW501"]
    (use,) = report.waivers
    assert (use.status, use.note) == ("expired", "the finding counts again")


@pytest.mark.parametrize(
    ("changes", "note"),
    [
        ({"project": "p2"}, "no project screened has this id"),
        ({"code": "SW401"}, "the rule does not flag this project"),
        ({"code": "SW5O1"}, "no such rule is in force (did you mean"),
    ],
)
def test_a_waiver_of_nothing_is_reported_as_unused(tmp_path: Path, changes: dict[str, str], note: str) -> None:
    report = screened(written(tmp_path, waiver(**changes)))
    (use,) = report.waivers
    assert use.status == "unused"
    assert use.note is not None
    assert use.note.startswith(note)
    assert use.place.endswith("waivers.yaml:2")
    assert report.projects == screened(None).projects


def test_a_full_name_waives_too_and_one_project_is_judged_alike_alone(tmp_path: Path) -> None:
    path = written(tmp_path, waiver(code="social-services/SW501"))
    screener = Screener(lang="en", as_of=DAY, engine="reference", waivers=path)
    alone = screener.screen_one({"id": "p1", **FIVE_MONTHS})
    assert finding_codes(alone, waived=True) == ["SW501"]
    assert alone.score == 0.0


@pytest.mark.parametrize(
    ("waivers", "code", "line"),
    [
        ([waiver(code="PF05")], "not-waivable", 3),
        ([waiver(code="SW510")], "not-waivable", 3),
        ([waiver(), waiver(code="social-services/SW501")], "repeated-waiver", 12),
        ([waiver(expiry="next year")], "wrong-value", 5),
        ([{key: value for key, value in waiver().items() if key != "reason"}], "missing-key", 2),
        ([waiver(approved="yes")], "unknown-key", 2),
        ([waiver(evidence=[])], "empty", 4),
    ],
)
def test_what_is_no_waiver_is_refused_with_its_line(
    tmp_path: Path, waivers: list[dict[str, Any]], code: str, line: int
) -> None:
    with pytest.raises(RuleFaults) as raised:
        Screener(waivers=written(tmp_path, *waivers))
    assert [(fault.code, fault.location.line) for fault in raised.value.faults] == [(code, line)]


RULEBOOK = load_rulebook()
FLAGGED = [finding.code for finding in Screener(rulebook=RULEBOOK).screen_one(typical_project()).findings]


@settings(max_examples=30)
@given(st.lists(st.sampled_from(FLAGGED), unique=True), st.sampled_from(FLAGGED))
def test_a_further_waiver_never_raises_the_score(tmp_path_factory: Any, codes: list[str], further: str) -> None:
    folder = tmp_path_factory.mktemp("waivers")
    project = typical_project()

    def score(*waived: str) -> tuple[float, float]:
        path = written(folder, *[waiver(code=code, project=project["id"]) for code in waived])
        report = Screener(rulebook=RULEBOOK, as_of=DAY, waivers=path).screen_one(project)
        assert set(finding_codes(report, waived=True)) == set(waived)
        assert round(sum(finding.share for finding in report.findings), 1) == report.score
        return report.score, report.score_range[1]

    before, after = score(*codes), score(*{*codes, further})
    assert after <= before


def test_the_command_shows_what_is_waived_and_what_is_not_used(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    data = tmp_path / "data.jsonl"
    data.write_text(json.dumps({"id": "p1", **FIVE_MONTHS}), encoding="utf-8")
    path = written(tmp_path, waiver(), waiver(code="SW401"))
    options = ("screen", data, "--waivers", path, "--as-of", DAY.isoformat(), "--lang", "en")
    shown = command_line(monkeypatch, *options)
    assert shown.code == 0
    text = " ".join(shown.out.split())  # long paths wrap
    assert "SW501 [waived]" in text
    assert "Waived until 2026-11-01 by Audit office: The pilot was planned for five months." in text
    assert "SW401 · p1 · " in text
    assert "not used · the rule does not flag this project" in text
    written(tmp_path, waiver(code="PF05"))
    refused = command_line(monkeypatch, *options)
    assert refused.code == 2
    assert "waivers.yaml:3" in refused.err
    assert "not-waivable" in refused.err


@pytest.mark.parametrize("form", ["csv", "md", "html", "sarif"])
def test_every_form_for_people_says_what_became_of_a_waiver(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, form: str
) -> None:
    data = tmp_path / "data.jsonl"
    data.write_text(json.dumps({"id": "p1", **FIVE_MONTHS}), encoding="utf-8")
    path = written(tmp_path, waiver(), waiver(code="SW401"))
    shown = command_line(
        monkeypatch, "screen", data, "--waivers", path, "--as-of", DAY.isoformat(), "--lang", "en", "--format", form
    )
    assert shown.code == 0
    assert "the rule does not flag this project" in shown.out


def test_a_workbook_has_a_sheet_of_waivers_where_there_are_any(tmp_path: Path) -> None:
    with_waivers = report_sheets(screened(written(tmp_path, waiver(code="SW401"))))
    assert [[row["state"] for row in sheet.rows] for sheet in with_waivers if sheet.key == "waivers"] == [["not used"]]
    assert "waivers" not in {sheet.key for sheet in report_sheets(screened(None))}


def test_hostile_waivers_are_harmless_in_every_form(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    texts = [text for text in TEXTS if text.strip() and text != HUGE]
    lines = [json_line(**{"id": f"p{number}", **FIVE_MONTHS}) for number in range(len(texts))]
    waivers = []
    for number, text in enumerate(texts):
        for changes in ({"project": f"p{number}"}, {"project": f"{text}{number}", "code": "SW401"}):
            waivers.append(waiver(**changes, author=text, reason=text, evidence=[text]))
    batch, path = write_lines(tmp_path / "batch.jsonl", lines), written(tmp_path, *waivers)
    for form in ("html", "xlsx", "csv"):
        arguments = ("--waivers", path, "--as-of", DAY.isoformat(), "--engine", "reference", "--no-what-if")
        target = tmp_path / f"report.{form}"
        assert command_line(monkeypatch, "screen", batch, *arguments, "-o", target).code == 0
        if form != "xlsx":
            assert not acts(target.read_text(encoding="utf-8").replace("\r\n", "\n"))
    page = Page((tmp_path / "report.html").read_text(encoding="utf-8"))
    assert not {element.tag for element in page.elements} & {"img", "b", "iframe"}
    assert len([script for script in page.of("script") if "type" not in script.attributes]) == 2
    cells = [cell for sheet in load_workbook(tmp_path / "report.xlsx") for row in sheet.iter_rows() for cell in row]
    assert not [cell for cell in cells if cell.data_type == "f" or cell.hyperlink]
    values = [value for line in csv.reader((tmp_path / "report.csv").open(encoding="utf-8-sig")) for value in line]
    assert not [value for value in values if value.startswith(("=", "+", "@"))]
