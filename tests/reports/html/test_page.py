"""The page as a whole: complete in itself, in both languages, and harmless whatever records hold."""

from __future__ import annotations

import io
import json
import re
from base64 import b64encode
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from riskscreen.intake.read import read_inputs
from riskscreen.reports.html import write_html
from riskscreen.reports.html.page import LIVE, MOST_PROJECTS, ROWS
from riskscreen.reports.html.words import _WORDS
from riskscreen.screening import Screener
from tests.support.command_line import FIXTURES, process
from tests.support.hostile import hostile_batch
from tests.support.pages import Page, waiting, written

HOSTILE = (
    "<script>alert(1)</script><img src=x onerror=alert(2)>\"'--><svg/onload=alert(3)>{{ 7*7 }}\u202e\x1b[31m\ue000😀"
)


def _records(name: str) -> list[dict[str, Any]]:
    text = (FIXTURES / name).read_text(encoding="utf-8")
    return [json.loads(line) for line in text.splitlines()] if name.endswith("l") else [json.loads(text)]


@cache
def _wang() -> str:
    return written(*_records("wang2019.jsonl"))


def _hostile(part: Any) -> Any:
    """A record with every free text made hostile."""
    if isinstance(part, dict):
        free = {"title", "name", "description", "category", "procurementMethodDetails"}
        return {key: HOSTILE if key in free else _hostile(value) for key, value in part.items()}
    return [_hostile(each) for each in part] if isinstance(part, list) else part


def test_nothing_is_loaded_and_nothing_else_may_run() -> None:
    page = Page(_wang())
    assert not re.search(r"(?:src|href|action|url)\s*=?\s*[\"'(]\s*(?:https?:)?//", _wang())
    assert "@import" not in _wang()
    assert page.policy["default-src"] == ["'none'"]
    assert {"base-uri", "form-action", "script-src", "style-src", "img-src"} < page.policy.keys()
    assert all("unsafe" not in value for values in page.policy.values() for value in values)
    scripts = [each for each in page.of("script") if "type" not in each.attributes]
    (style,) = page.of("style")
    assert page.policy["script-src"] == [_digest(script.text) for script in scripts]
    assert page.policy["style-src"] == [_digest(style.text)]


def test_no_element_carries_code_or_style_of_its_own() -> None:
    for text in (_wang(), *waiting(_wang())):
        for element in Page(text).elements:
            assert element.tag not in {"iframe", "object", "embed", "img", "base"}
            assert not [name for name in element.attributes if name.startswith("on") or name == "style"]


def _digest(text: str) -> str:
    return f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'"


def test_hostile_records_come_out_as_text() -> None:
    records = [_hostile(record) for name in ("clean.json", "wu2024.json") for record in _records(name)]
    records += [{"id": f"<b>{number}</b>", "title": HOSTILE * 200} for number in range(LIVE + 3)]
    source = written(*records, {"id": HOSTILE, "budgetYear": HOSTILE})
    ours = Page(_wang())
    known = {each.tag for text in (_wang(), *waiting(_wang())) for each in Page(text).elements} | {"dl", "dt", "dd"}
    page = Page(source)
    for part in (page, *map(Page, waiting(source))):
        assert {each.tag for each in part.elements} <= known | {"strong", "ul", "li", "noscript"}
    assert page.policy == ours.policy
    assert "7*7" in source
    assert not [sign for sign in "\u202e\x1b" if sign in source]
    assert len([each for each in page.of("script") if "type" not in each.attributes]) == 2


def test_every_attack_of_the_hostile_batch_stays_text(tmp_path: Path) -> None:
    screener = Screener(engine="reference", as_of="2026-01-01")
    stream = io.StringIO()
    intake = read_inputs([str(hostile_batch(tmp_path / "batch.jsonl"))], lang=screener.lang)
    write_html(screener.editions(intake), screener.rulebook, stream)
    source = stream.getvalue()
    source.encode("utf-8")
    for part in (Page(source), *map(Page, waiting(source))):
        assert not [
            each for each in part.elements if each.tag in {"img", "b", "iframe"} or "onerror" in each.attributes
        ]
        assert not [each for each in part.of("a") if not each.attributes.get("href", "#").startswith("#")]
    assert not re.search("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200f\u202a-\u202e\u2066-\u2069]", source)
    assert "👩‍👩‍👧‍👦🇨🇳😀" in source


def test_a_name_of_ten_thousand_characters_is_cut_and_says_so() -> None:
    source = written({"id": "p1", "title": "长" * 10_000, "buyer": {"id": "b", "name": "名" * 10_000}})
    assert "长" * 3_001 not in source
    assert "(10,000)" in source


def test_characters_of_the_private_area_are_never_taken_for_phrases() -> None:
    records = [{"id": f"p{number}", "title": "\ue000\ue001"} for number in range(LIVE + 20)]
    texts = waiting(written(*records))
    assert sum("&#57344;&#57345;" in text for text in texts) >= 20


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_page_opens_in_the_language_of_the_report_and_holds_both(lang: str) -> None:
    page = Page(written(*_records("wu2024.json"), lang=lang))
    (root,) = page.of("html")
    assert root.attributes["lang"] == lang
    pressed = [each.attributes["data-language"] for each in page.of("button", **{"aria-pressed": "true"})]
    assert pressed == [lang]
    assert page.of("span", lang="zh")
    assert len(page.of("span", lang="zh")) == len(page.of("span", lang="en"))
    assert len(page.of("tspan", lang="zh")) == len(page.of("tspan", lang="en"))


def test_messages_and_texts_of_rules_are_there_in_both_languages_with_their_values() -> None:
    page = Page(_wang())
    messages = [each.text for each in page.of("p", class_="message")]
    assert any("2017-01-01" in text and "共5个月" in text and "5 month(s)" in text for text in messages)
    rule = page.by_id("rule-social-services-SW401").text
    for words in (
        "合理解释",
        "Innocent explanations",
        "核查要点",
        "What to verify",
        "改进建议",
        "王力平",
        "Wang Liping",
    ):
        assert words in rule


def test_chinese_words_are_chinese_and_english_ones_are_not() -> None:
    chinese = re.compile("[\u4e00-\u9fff]")
    wrong = {key for key, (en, zh) in _WORDS.items() if chinese.search(en) or not chinese.search(zh)}
    assert wrong == {"colon", "points_from_to"}


def test_every_project_is_listed_and_explained_once_in_the_order_of_its_rank() -> None:
    page = Page(_wang())
    rows = [each for each in page.of("tr") if "data-score" in each.attributes]
    later = [each for text in waiting(_wang()) for each in Page(text).of("tr") if "data-score" in each.attributes]
    scores = [float(each.attributes["data-score"]) for each in (*rows, *later)]
    assert (len(rows), len(scores)) == (ROWS, 256)
    assert scores == sorted(scores, reverse=True)
    assert [each.attributes["id"] for each in page.of("article", class_="dossier")] == [f"p{n}" for n in range(1, 257)]


def test_all_parts_of_a_dossier_are_there() -> None:
    page = Page(written(*_records("wu2024.json")))
    dossier = page.by_id("p1").text
    for words in (
        "风险分的构成",
        "项目时间线",
        "人员与机构",
        "数值",
        "记录中的位置",
        "未能判定的部分",
        "可据以判定的字段",
    ):
        assert words in dossier or words in "".join(waiting(page.source))
    assert page.of("svg", class_="timeline")
    assert page.of("svg", class_="network")
    assert "/evaluation/evaluator/revenueBySource/0/amount" in dossier


def test_the_accounting_and_the_rejects_are_there_in_both_languages() -> None:
    source = written({"id": "p1"}, {"id": "p1"}, {"title": "no id"}, {"id": "p2", "rolse": []})
    page = Page(source)
    (table,) = page.of("table", class_="accounting")
    assert re.sub(r"\s+", "", table.text).endswith("4=2+1+1")
    data = page.by_id("data").text
    assert "/id：为必填项。" in data
    assert "/id: is required." in data
    assert "roles" in data


def test_tables_have_headers_and_captions_and_the_page_its_landmarks() -> None:
    page = Page(_wang())
    tables = len(page.of("table"))
    assert len(page.of("caption")) == tables
    assert not [each for each in page.of("th") if not each.attributes.keys() & {"scope", "aria-hidden"}]
    assert [len(page.of(tag)) for tag in ("main", "h1")] == [1, 1]
    assert page.of("a", class_="skip")[0].attributes["href"] == "#projects"
    controls = {each.attributes.get("id") for tag in ("select", "input") for each in page.of(tag)} - {None}
    assert controls <= {each.attributes.get("for") for each in page.of("label")}
    pictures = [each for each in page.of("svg") if each.attributes.get("role") == "img"]
    assert all(each.attributes["aria-label"] for each in pictures)


def test_every_link_within_the_page_leads_somewhere() -> None:
    page = Page(_wang())
    names = [each.attributes["id"] for each in page.elements if "id" in each.attributes]
    assert len(names) == len(set(names))
    texts = [page, *map(Page, waiting(_wang()))]
    links = {each.attributes["href"] for text in texts for each in text.of("a") if "href" in each.attributes}
    assert {link for link in links if link != "#"} <= {f"#{name}" for name in names}
    assert {
        each.attributes["data-rule"] for text in texts for each in text.of("div") if "data-rule" in each.attributes
    } <= set(names)


def test_persons_are_pseudonyms_under_redact_in_either_language() -> None:
    source = written({"id": "p1", "roles": [{"person": {"id": "x", "name": "张三丰"}, "side": "buyer"}]}, redact=True)
    assert "张三丰" not in source
    assert "人员1" in source
    assert "Person 1" in source


def test_natural_persons_who_hold_contracts_are_not_listed_by_name() -> None:
    source = written({"id": "p1", "contractor": {"id": "11010119900307123X", "name": "张三丰"}})
    assert "张三丰" not in source
    assert "11010119900307123X" not in source
    assert "自然人" in Page(source).by_id("by-supplier").text


def test_a_batch_without_projects_is_a_page_too() -> None:
    page = Page(written())
    assert "没有项目完成筛查" in page.by_id("projects").text


def test_more_projects_than_a_page_can_hold_are_counted_and_the_rest_is_said_to_be_left_out(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("riskscreen.reports.html.page.MOST_PROJECTS", 2)
    page = Page(written(*({"id": f"p{number}"} for number in range(5))))
    assert len(page.of("article", class_="dossier")) == 2
    assert "其余3个" in page.by_id("projects").text
    assert MOST_PROJECTS >= 2_000


def test_the_command_writes_the_page_by_the_ending_of_the_file(tmp_path: Path) -> None:
    outcome = process("screen", FIXTURES / "wu2024.json", "-o", tmp_path / "report.html", "--engine", "reference")
    assert (outcome.code, outcome.out) == (0, "")
    assert Page((tmp_path / "report.html").read_text(encoding="utf-8")).of("article", class_="dossier")


def test_signs_between_texts_are_those_of_their_language() -> None:
    for text in (_wang(), *waiting(_wang())):
        assert not re.findall(r'<span lang="en">[^<]*</span>[:;,.][^<]{0,20}', text)
