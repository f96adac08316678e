"""Markdown: every part is there, what is left out is said, and no text of a record becomes markup."""

from __future__ import annotations

import re

import pytest
from markdown_it import MarkdownIt

from riskscreen.model.report import Language
from riskscreen.reports.markdown import to_markdown
from riskscreen.reports.markdown_text import text
from tests.support.hostile import TEXTS, acts, hostile_report
from tests.support.reports import project, report

READER = MarkdownIt("gfm-like", {"html": True, "linkify": False})


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_part_is_shown(lang: Language) -> None:
    shown = to_markdown(report(lang))
    for part in (
        report().notice, "checked", "2026-11-01", "ab" * 32, "NX-2018-003", "88.8", "78.8", "wang2019 四(一)",
        "`/contract/period/endDate = 2018-05-31`", "核对合同与付款凭证。", "短期试点也可能如此。", "PF05",
        "durable: clear",
        "/evaluation/evaluator/id", "SW510", "SW604", "阳光社会工作服务中心", "61%", "endDate早于startDate。",
        "/roles/sied", "王力平：《…》，2019年。",
    ):  # fmt: skip
        assert part in shown


def test_what_is_left_out_is_said() -> None:
    of = report(projects=[project(n, score=float(n)) for n in range(60)], rejects=report().rejects * 30)
    shown = to_markdown(of)
    assert "另有40个项目未列出，其风险分均不高于39.0" in shown
    assert "另有55个有发现的项目未在此展开" in shown
    assert "另有40条，见--format json。" in shown
    assert "未列出" not in to_markdown(of, top=0, explain=0)


@pytest.mark.parametrize("words", TEXTS)
def test_a_text_is_shown_and_does_nothing_else(words: str) -> None:
    for place in (f"- {text(words)}", f"| a |\n| --- |\n| {text(words)} |", f"# {text(words)}", text(words)):
        html = READER.render(place)
        assert set(re.findall(r"<(\w+)", html)) <= {
            "ul", "li", "h1", "p", "code", "table", "thead", "tbody", "tr", "th", "td",
        }  # fmt: skip
        assert not acts(place)


@pytest.mark.parametrize(
    "words", ["1. a", "12) a", "- a", "+ a", "# a", "=== ", "> a", "2017-01-01", "58.6", "a_b_c", "x*y*z"]
)
def test_a_text_reads_as_it_stood(words: str) -> None:
    assert READER.render(text(words)) == f"<p>{words.strip().replace('>', '&gt;')}</p>\n"


@pytest.mark.parametrize("words", ["https://a.example", "WWW.a.example", "@someone", "a@b.example", "x/y#12", "#12"])
def test_nothing_is_linked_and_nobody_notified(words: str) -> None:
    assert text(f"见{words}，谢") == f"见`{words}`，谢"


def test_hostile_report_has_no_tag_of_its_own_and_keeps_its_tables() -> None:
    shown = to_markdown(hostile_report(), top=0, explain=0)
    html = READER.render(shown)
    assert set(re.findall(r"<(\w+)", html)) <= {
        "h1", "h2", "h3", "p", "blockquote", "ul", "li", "strong", "code", "br", "table", "thead", "tbody", "tr", "th",
        "td",
    }  # fmt: skip
    assert html.count("<h3>") == 22
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in html
    for rows in re.findall(r"<table>(.*?)</table>", html, re.DOTALL):
        cells = [len(re.findall("<t[hd][ >]", row)) for row in rows.split("</tr>")[:-1]]
        assert len(set(cells)) == 1
    assert not acts(shown)
