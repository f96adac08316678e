"""The two machine forms: the contract's keys, every project once, nothing that acts on a terminal."""

from __future__ import annotations

import json
from typing import Any

from riskscreen.model.report import Report
from riskscreen.reports.json import to_json
from riskscreen.reports.jsonl import to_jsonl
from tests.support.reports import finding, project, report


def _lines(of: Report) -> list[dict[str, Any]]:
    return [json.loads(line) for line in to_jsonl(of)]


def test_json_holds_the_whole_report() -> None:
    text = to_json(report())
    assert Report.model_validate_json(text) == report()
    assert text.endswith("}\n")
    assert "社区居家养老服务" in text


def test_json_has_the_keys_of_the_contract() -> None:
    whole = json.loads(to_json(report()))
    assert {
        "schema_version", "notice", "ruleset", "engine", "as_of", "accounting", "rejects", "quality", "projects",
        "organisations", "market",
    } <= whole.keys()  # fmt: skip
    assert {"digest", "packs", "policy", "rules", "unsupported"} <= whole["ruleset"].keys()
    first = whole["projects"][0]
    assert {
        "id", "title", "source", "line", "score", "score_range", "decided", "band", "disputed", "findings", "unknown",
        "protective",
    } <= first.keys()  # fmt: skip
    assert {
        "code", "pack", "kind", "verdict", "severity", "share", "message", "rationale", "evidence", "citations",
        "innocent", "verify", "remedy", "waiver",
    } <= first["findings"][0].keys()  # fmt: skip


def test_jsonl_has_one_typed_object_a_line_and_the_accounting_last() -> None:
    lines = _lines(report())
    assert [line["type"] for line in lines] == [
        "project", "project", "project", "organisation", "market", "reject", "reject", "accounting",
    ]  # fmt: skip
    assert [line["id"] for line in lines[:3]] == ["NX-2018-001", "NX-2018-002", "NX-2018-003"]
    last = lines[-1]
    assert last["read"] == last["screened"] + last["rejected"] + last["duplicates"] == 6


def test_jsonl_and_json_say_the_same() -> None:
    whole = json.loads(to_json(report()))
    lines = _lines(report())
    parts: dict[str, list[Any]] = {}
    for line in lines:
        parts.setdefault(line.pop("type"), []).append(line)
    (market,), (last,) = parts["market"], parts["accounting"]
    accounting = {key: last.pop(key) for key in whole["accounting"]}
    rebuilt = {
        **last,
        "accounting": accounting,
        "market": market,
        "projects": parts["project"],
        "organisations": parts["organisation"],
        "rejects": parts["reject"],
    }
    assert rebuilt == whole


def test_nothing_in_the_data_acts_on_a_terminal() -> None:
    nasty = "\x1b\x07\x9b\u202e\u2028\x7f"
    of = report(projects=[project(title=nasty, findings=[finding(message=nasty)])])
    for text in (to_json(of), *to_jsonl(of)):
        assert not set(nasty) & set(text)
    assert json.loads(to_json(of))["projects"][0]["title"] == nasty
