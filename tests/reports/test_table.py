"""The report for people: fits its width, is plain in a pipe, says what it leaves out, and shows every part."""

from __future__ import annotations

import io
import re
from typing import Any, get_args

import pytest

from riskscreen.model.report import (
    Band,
    Disputed,
    Evidence,
    Language,
    Report,
    Unknown,
    UnknownReason,
    Unsupported,
)
from riskscreen.reports.plain_text import width
from riskscreen.reports.table import write_table
from riskscreen.reports.words import known
from tests.support.reports import finding, project, report


def _printed(of: Report, columns: int = 100, colour: bool = False, **limits: Any) -> str:
    stream = io.StringIO()
    write_table(of, stream, columns=columns, colour=colour, **limits)
    return stream.getvalue()


def _many(number: int) -> Report:
    return report(projects=[project(n, score=float(n % 101)) for n in range(number)])


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("columns", [40, 80, 100, 120])
def test_no_line_is_wider_than_the_page(lang: Language, columns: int) -> None:
    long = "很长的标题" * 30 + "word" * 40
    many = [Evidence(pointer=f"/bids/{n}/{'tenderers/' * 12}id", value=long) for n in range(9)]
    of = report(
        lang,
        projects=[project(title=long, findings=[finding(title=long, message=long, evidence=many)] * 5), project(2)],
    )
    assert all(width(line) <= columns for line in _printed(of, columns).splitlines())


def test_pipe_gets_plain_text_and_a_terminal_colour(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.delenv("NO_COLOR", raising=False)
    assert "\x1b" not in _printed(report())
    assert "\x1b[" in _printed(report(), colour=True)


@pytest.mark.parametrize("colour", [False, True])
def test_control_characters_of_the_data_never_reach_the_terminal(colour: bool) -> None:
    nasty = "\x1b]0;owned\x07\r\x9b31m[bold red]x[/]\u202e"
    of = report(
        projects=[
            project(
                id=f"id{nasty}",
                title=nasty,
                source=nasty,
                findings=[finding(title=nasty, message=nasty, evidence=[Evidence(pointer=f"/{nasty}", value=nasty)])],
                disputed=[Disputed(code=None, reason=nasty)],
            )
        ]
    )
    text = re.sub(r"\x1b\[[0-9;]*m", "", _printed(of, colour=colour))
    assert not set(text) & set("\x1b\x07\r\x9b\u202e")
    assert "[bold red]x[/]" in text


def test_projects_stand_by_score() -> None:
    text = _printed(report(), explain=3)
    ranking, explained = text.split("依据：逐个项目的发现")
    for part in (ranking, explained):
        places = [part.index(f"NX-2018-00{number}") for number in (3, 2, 1)]
        assert places == sorted(places)


def test_what_is_left_out_is_said() -> None:
    text = _printed(_many(60), top=20, explain=2)
    assert "另有40个项目未列出，其风险分均不高于39.0" in text
    assert "另有58个有发现的项目未在此展开" in text
    assert text.count("出处：wang2019 四(一)") == 2 * 2 + 2  # findings and protective factors, market, organisation


def test_nothing_is_left_out_when_all_is_asked_for() -> None:
    text = _printed(_many(60), top=0, explain=0)
    assert "另有" not in text
    assert all(f"NX-2018-{number:03}" in text for number in range(60))


def test_findings_of_a_row_are_the_weightiest_and_the_rest_is_counted() -> None:
    shares = {"SW1": 1.0, "SW2": 9.0, "SW3": 5.0, "SW4": 3.0, "LAW1": 0.5}
    findings = [
        finding(code, share=share, kind="statute" if code == "LAW1" else "sign") for code, share in shares.items()
    ]
    ranking = _printed(report(projects=[project(findings=findings)])).split("依据：")[0]
    assert re.findall(r"((?:SW|LAW)\d) \1", ranking) == ["LAW1", "SW2", "SW3"]
    assert "另有2项" in ranking


def test_what_protects_a_project_without_a_flag_is_shown_too() -> None:
    codes = ["PF01", "PF02", "PF09"]
    factors = [finding(code, kind="protective", share=0.0) for code in codes]
    text = _printed(report(projects=[project(1, 0.0, "low", findings=[], protective=factors)]))
    ranking, explained = text.split("依据：逐个项目的发现")
    assert "保护因素 PF01 PF02 PF09" in ranking
    assert all(f"{code} 的标题" in explained for code in codes)


def test_legal_limits_signs_and_signals_stand_apart() -> None:
    kinds = {"A1": "screen", "A2": "sign", "A3": "statute"}
    findings = [finding(code, kind=kind) for code, kind in kinds.items()]
    text = _printed(report(projects=[project(findings=findings)])).split("依据：")[1]
    order = ["法定限额", "A3 ", "警示信号", "A2 ", "统计筛查信号", "A1 "]
    places = [text.index(word) for word in order]
    assert places == sorted(places)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_part_is_shown(lang: Language) -> None:
    text = _printed(report(lang))
    for shown in (
        report().notice, "checked", "2026-11-01", "abababababab", "NX-2018-003", "88.8", "78.8–100.0",
        "/contract/period/endDate = 2018-05-31", "wang2019 四(一)", "核对合同与付款凭证。", "PF05", "durable: clear",
        "SW601", "/evaluation/evaluator/id", "SW510", "SW604", "阳光社会工作服务中心", "31", "61%", "batch.jsonl:4",
        "batch.json:9 [3]", "/roles/sied", "王力平：《…》，2019年。",
    ):  # fmt: skip
        assert shown in text


def test_undetermined_is_explained() -> None:
    assert "待定：可判定的规则过少" in _printed(report(projects=[project(band="undetermined")]))
    assert "待定" not in _printed(report())


def test_fields_that_would_decide_the_most_come_first() -> None:
    def unknown(code: str, *missing: str) -> Unknown:
        return Unknown(code=code, pack="p", title="t", kind="sign", reason="missing", missing=list(missing))

    rules = [unknown("A1", "/bids/0/status", "/bids/1/status"), unknown("A2", "/bids/3/status", "/award/date")]
    text = _printed(report(projects=[project(unknown=rules)]))
    assert "/bids/*/status\u00a0(2)  /award/date\u00a0(1)" in text


def test_empty_report() -> None:
    text = _printed(report(projects=[], organisations=[], rejects=[], quality=[]))
    assert "没有项目完成筛查。" in text


def test_long_lists_are_cut_and_say_so() -> None:
    of = report(rejects=report().rejects * 30, quality=report().quality * 30)
    text = _printed(of)
    assert "另有40条退回记录" in text
    assert "另有10条提示" in text


def test_every_word_of_the_model_has_words_in_both_languages() -> None:
    from riskscreen.model import rule

    closed = (Band, UnknownReason, rule.RuleStage, rule.Severity)
    assert all(known(word) for words in closed for word in get_args(words))
    assert all(known(f"{kind}_kind") for kind in get_args(rule.RuleKind))
    assert all(known(f"on_{subject}") for subject in get_args(rule.SubjectName))
    assert all(known(f"basis_{basis}") for basis in get_args(rule.Basis))


def test_the_head_groups_what_a_form_can_never_decide() -> None:
    needs = {
        **{f"SW60{number}": ["/evaluation/score", "/targets"] for number in (1, 2, 3)},
        "SW605": ["/evaluation/methods"],
        "SW404": ["/evaluation/evaluator/id", "/roles/*/side"],
        "SW401": ["/roles/*/side"],
    }
    rules = [Unsupported(code=code, pack="p", form="ocds", needs=fields) for code, fields in needs.items()]
    of = report("en")
    of = of.model_copy(update={"ruleset": of.ruleset.model_copy(update={"unsupported": rules})})
    head = " ".join(_printed(of).split())
    assert "6 rules that OCDS data can never decide, by what they wait for" in head
    assert "(JSON tells every field): /evaluation SW404 SW601–SW603 SW605; /roles SW401" in head
