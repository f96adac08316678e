"""Workpapers in Word: every project with its questions, its data, room to write, and what it all rests on."""

from __future__ import annotations

import io
import re
import zipfile
from typing import Any

import docx
import pytest

from riskscreen.model.report import Language, Report
from riskscreen.reports.workpaper import write_workpapers
from tests.support.hostile import TEXTS, acts, hostile_report
from tests.support.reports import finding, project, report

DIGEST = "sha256:" + "12" * 32
QUESTIONS = {
    "zh": ["#", "需核实的问题", "规则", "证据", "被审计单位答复", "结论"],
    "en": ["#", "Question", "Rule", "Evidence", "Answer of the auditee", "Conclusion"],
}


def _bytes(of: Report, explain: int = 0) -> bytes:
    stream = io.BytesIO()
    write_workpapers(of, stream, explain)
    return stream.getvalue()


def _opened(of: Report, explain: int = 0) -> Any:
    return docx.Document(io.BytesIO(_bytes(of, explain)))


def _headings(document: Any) -> list[str]:
    return [each.text for each in document.paragraphs if each.style.name == "Heading 1"]


def _rows(table: Any) -> list[list[str]]:
    return [[cell.text for cell in row.cells] for row in table.rows]


def _text(document: Any) -> str:
    cells = [cell for table in document.tables for row in _rows(table) for cell in row]
    return "\n".join([*(each.text for each in document.paragraphs), *cells])


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_each_finding_is_a_question_with_room_for_answer_and_conclusion(lang: Language) -> None:
    of = report(lang, projects=[project(findings=[finding(), finding("SW601")], digest=DIGEST)])
    document = _opened(of)
    header, first, second = _rows(document.tables[1])
    assert header == QUESTIONS[lang]
    assert first[0] == "1"
    assert "核对合同与付款凭证。" in first[1]
    assert "短期试点也可能如此。" in first[1]
    assert first[2].startswith("SW501 SW501 的标题")
    assert "wang2019 四(一)" in first[2]
    assert "服务期自2018-01-01至2018-05-31，共5个月。" in first[3]
    assert "/contract/period/endDate = 2018-05-31" in first[3]
    assert first[4:] == ["", ""]
    assert second[2].startswith("SW601")


def test_the_paper_rests_on_the_digests_of_record_rules_and_policy() -> None:
    text = _text(_opened(report(projects=[project(digest=DIGEST)])))
    for part in (DIGEST, "sha256:" + "ab" * 32, "sha256:" + "cd" * 32, "checked", "2026-11-01", "batch.jsonl:1"):
        assert part in text


def test_what_could_not_be_judged_is_asked_for() -> None:
    table = _rows(_opened(report(projects=[project()])).tables[2])
    assert table[1] == ["1", "SW601 评估方依赖购买方", "缺少数据 · /evaluation/evaluator/id", ""]


def test_each_project_begins_a_page_by_rank_then_the_batch_then_what_is_missing() -> None:
    document = _opened(report())
    papers = ["第3社区居家养老服务", "第2社区居家养老服务", "第1社区居家养老服务", "整批情况"]
    assert _headings(document) == [*(f"审计工作底稿 · {title}" for title in papers), "本文件未包括的内容"]
    breaks = document.element.body.xpath(".//w:pageBreakBefore")
    assert len(breaks) == len(papers)
    text = _text(document)
    assert all(part in text for part in ("阳光社会工作服务中心 (org-1)", "SW310", "SW510", "endDate早于startDate。"))


def test_a_limit_leaves_out_the_lower_ranks_and_says_so() -> None:
    document = _opened(report(), explain=1)
    assert "第3社区居家养老服务" in _headings(document)[0]
    assert "另有2个排序靠后的项目未编制底稿" in _text(document)


def test_a_project_without_findings_has_a_paper_too() -> None:
    text = _text(_opened(report(projects=[project(findings=[], protective=[], unknown=[])])))
    assert "无标记" in text


def test_the_notice_stands_on_every_page() -> None:
    (section,) = _opened(report()).sections
    assert report().notice in section.footer.paragraphs[0].text
    assert section.page_width > section.page_height


def test_same_report_same_bytes() -> None:
    first = _bytes(report())
    assert first == _bytes(report())
    with zipfile.ZipFile(io.BytesIO(first)) as parts:
        assert {part.date_time for part in parts.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_hostile_texts_are_text_and_nothing_else() -> None:
    of = hostile_report()
    document = _opened(of)
    assert len(_headings(document)) == len(TEXTS) + 1
    text = _text(document)
    assert "<script>alert(1)</script>" in text
    assert not acts(text.replace("\t", " "))
    with zipfile.ZipFile(io.BytesIO(_bytes(of))) as parts:
        body = parts.read("word/document.xml").decode()
        links = b"".join(parts.read(name) for name in parts.namelist() if name.endswith(".rels"))
    assert not re.search(r"<w:(hyperlink|instrText|object|altChunk)", body)
    assert b'TargetMode="External"' not in links


def test_a_star_of_the_record_stays() -> None:
    assert "*重要*" in _text(_opened(report(projects=[project(findings=[finding(message="*重要*")])])))
