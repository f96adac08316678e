"""The handbook: complete, consistent in itself, saying what the rules ask, with demonstrations that are run."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from decimal import Decimal
from functools import cache
from pathlib import Path, PurePosixPath
from posixpath import normpath

import pytest
from hypothesis import given
from hypothesis import strategies as st

from riskscreen.engines.base import Verdict
from riskscreen.errors import UsageError
from riskscreen.model.report import Language
from riskscreen.reports.handbook import handbook
from riskscreen.reports.handbook.demonstration import demonstrate
from riskscreen.reports.handbook.generated import refreshed
from riskscreen.reports.handbook.in_words import Point, in_words
from riskscreen.reports.handbook.links import page_of_rule
from riskscreen.reports.handbook.markdown import code, text
from riskscreen.rulebook.given import given_records
from riskscreen.rulebook.load import Rulebook, load_rulebook
from riskscreen.screening import Screener
from tests.support.rules import BATCH_RULE, DATED_RULE, PACK, RULE, changed, write_rule

LANGUAGES: tuple[Language, ...] = ("zh", "en")


@cache
def shipped() -> Rulebook:
    return load_rulebook(examples=True)


@cache
def pages(lang: Language) -> dict[str, str]:
    return {path.as_posix(): content for path, content in handbook(shipped(), lang).items()}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_rule_has_its_page_and_its_row_in_the_index(lang: Language) -> None:
    index = pages(lang)["README.md"]
    for rule in shipped().rules:
        page = pages(lang)[page_of_rule(rule)]
        assert f"# {rule.code} {text(rule.file.title.in_language(lang))}\n" in page
        assert f"[{rule.code}]({page_of_rule(rule)}) | {text(rule.file.title.in_language(lang))}" in index
        for texts in (rule.file.innocent, rule.file.verify, rule.file.remedy):
            assert re.sub(r"\[(\w+)\]\([^)]*\)", r"\1", page).count(text(texts.in_language(lang))) == 1
        for citation in rule.file.cites:
            assert text(shipped().sources[citation.source].reference.in_language(lang)) in page
    assert pages(lang).keys() == {
        "README.md", "reading.md", "sources.md", "vocabulary.md", *map(page_of_rule, shipped().rules)
    }  # fmt: skip


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_link_leads_to_a_page_and_every_anchor_to_a_heading(lang: Language) -> None:
    for name, content in pages(lang).items():
        for target in re.findall(r"(?<!\\)\]\(([^)\s]+)\)", content):
            page, _, anchor = target.partition("#")
            found = normpath(str(PurePosixPath(name).parent / page))
            assert found in pages(lang), (name, target)
            assert not anchor or f"# {anchor}\n" in pages(lang)[found], (name, target)


def test_headings_stand_in_the_language_of_the_handbook() -> None:
    chinese = re.compile(r"[\u4e00-\u9fff]")
    for lang in LANGUAGES:
        for name, content in pages(lang).items():
            if name in ("vocabulary.md", "sources.md"):
                continue  # fields bear both labels, sources the names of their keys
            prose = re.sub(r"(?s)```.*?```", "", content)
            for heading in re.findall(r"(?m)^#+ (.*)$", prose):
                assert (chinese.search(heading) is not None) is (lang == "zh"), (name, heading)


def test_the_same_rules_give_the_same_bytes() -> None:
    again = handbook(load_rulebook(examples=True), "zh")
    assert {path.as_posix(): content for path, content in again.items()} == pages("zh")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_demonstration_is_what_screening_says(lang: Language) -> None:
    screener = Screener(lang=lang, engine="reference")
    for rule in shipped().rules:
        if rule.file.subject != "project":
            continue
        shown = demonstrate(rule, shipped(), lang)
        report = screener.screen_one(given_records(shown.example)[0])
        finding = next(each for each in (*report.findings, *report.protective) if each.code == rule.code)
        assert shown.finding.message == finding.message
        assert f"> {text(finding.message)}\n" in pages(lang)[page_of_rule(rule)]
        assert [removal.evidence for removal in shown.removals] == finding.evidence


def test_without_a_value_a_verdict_is_never_clear_and_some_value_decides() -> None:
    for rule in shipped().rules:
        verdicts = [removal.verdict for removal in demonstrate(rule, shipped(), "en").removals]
        assert Verdict.CLEAR not in verdicts, rule.code
        assert Verdict.UNKNOWN in verdicts, rule.code


def test_the_page_shows_the_values_and_what_their_loss_means() -> None:
    page = pages("en")["social-services/SW501-five-month-window.md"]
    assert "| `/contract/period/endDate` | `2018-05-31` | unknown; waits for `/contract/period/endDate` |" in page
    assert "“delivery window” is at most 5 months (`max_months`)" in page
    assert "when: project.window_months <= $max_months" in page
    assert "| `max_months` | 5 months | printed in the source [wang2019](../sources.md#wang2019) |  |" in page
    whole_list = pages("en")["social-services/SW605-paper-only-evaluation.md"]
    assert "| (the whole list removed) unknown; waits for `/evaluation/methods` |" in whole_list
    batch = pages("en")["social-services/SW603-evaluator-overload.md"]
    assert re.search(r"\| `p1` \| `/evaluation/evaluator/id` \| `e1` \| unknown", batch)
    assert re.search(r"And \d+ more values\.", batch)


def test_a_rule_whose_example_does_not_hold_is_not_documented(tmp_path: Path) -> None:
    write_rule(tmp_path, changed(RULE, "endDate: 2018-05-31", "endDate: 2018-07-31"))
    with pytest.raises(UsageError, match="office/T101: an example that should be flagged is not; run rules test"):
        handbook(load_rulebook([PACK], tmp_path, examples=True), "en")


def test_the_page_on_scores_counts_by_the_policy(tmp_path: Path) -> None:
    policy = replace(shipped(), policy=shipped().policy.model_copy(update={"weights": {"high": Decimal("0.5")}}))
    page = handbook(replace(policy, rules=()), "en")[Path("reading.md")]
    assert "| high | 0.5 |" in page
    assert "flags of weight 0.5 and 0.12 under two mechanisms give 56.0" in page
    assert "| 25 ≤ … < 50 | medium |" in page
    assert "Below 50 % the band is **undetermined**" in page


# Conditions in words


def said(tmp_path: Path, when: str, lang: Language = "en", **more: str) -> list[str]:
    """The points a rule with this condition makes, one a line, two blanks a level."""
    keys = "".join(f"{key}: {value}\n" for key, value in more.items())
    text_of_rule = changed(RULE, "when: project.window_months <= $max_months\n", f"{keys}when: {when}\n")
    for placeholder in ("{project.window_months}", "{max_months}"):
        text_of_rule = text_of_rule.replace(placeholder, "x")
    if "$max_months" not in when:
        text_of_rule = re.sub(r"params:\n  max_months: .*\n", "", text_of_rule)
    write_rule(tmp_path, text_of_rule)
    methodology = in_words(load_rulebook([PACK], tmp_path).rules[0], lang)
    return [*_lines(methodology.scope), *_lines(methodology.measures), *_lines(methodology.alternatives[0])]


def _lines(points: tuple[Point, ...], depth: int = 0) -> list[str]:
    return [line for point in points for line in ("  " * depth + point.text, *_lines(point.parts, depth + 1))]


IN_WORDS = [
    ("project.showcase", ["“demonstration or brand project” is yes"], ["“示范或品牌项目”为“是”"]),
    ("project.showcase == false", ["“demonstration or brand project” is no"], ["“示范或品牌项目”为“否”"]),
    (
        "not (project.showcase or project.plan_adjustable)",
        ["“demonstration or brand project” is no", "“provider may adjust the plan” is no"],
        ["“示范或品牌项目”为“否”", "“承接方可调整方案”为“否”"],
    ),
    (
        "not (project.showcase and project.plan_adjustable)",
        [
            "at least one of the following:",
            "  “demonstration or brand project” is no",
            "  “provider may adjust the plan” is no",
        ],
        ["满足以下任意一项：", "  “示范或品牌项目”为“否”", "  “承接方可调整方案”为“否”"],
    ),
    ("1 <= project.service_staff", ["“service staff” is at least 1"], ["“服务人员”不少于1"]),
    ("not project.service_staff > 1", ["“service staff” is at most 1"], ["“服务人员”不超过1"]),
    (
        "project.planned_coverage < 1",
        ["“planned share of the target population served” is below 100 %"],
        ["“计划覆盖率”低于100%"],
    ),
    (
        "project.window_months == $max_months",
        ["“delivery window” is 5 months (`max_months`)"],
        ["“服务期”为5个月（`max_months`）"],
    ),
    (
        'project.evaluator_selection in ["pool", "appointed"]',
        ["“how the evaluator was chosen” is one of pool or appointed"],
        ["“评估方选取方式”为从库中抽取或直接指定"],
    ),
    (
        'not project.evaluator_selection in ["pool", "appointed"]',
        ["“how the evaluator was chosen” is none of pool or appointed"],
        ["“评估方选取方式”不为从库中抽取或直接指定"],
    ),
    (
        'project.evaluator_selection != "pool"',
        ["“how the evaluator was chosen” is not pool"],
        ["“评估方选取方式”不为从库中抽取"],
    ),
    (
        "project.buyer != project.contractor",
        ["“buyer” and “contractor” are not the same, by identifier"],
        ["“购买方”与“承接方”的标识不同"],
    ),
    (
        "project.signed >= project.start",
        ["“contract signed” is not before “start of delivery”"],
        ["“合同签订日”不早于“服务开始日”"],
    ),
    (
        "project.contractor_observations < project.contractor_objections",
        ["“contractor's own observations” is below “contractor's objections”"],
        ["“承接方自主意见数”小于“承接方异议数”"],
    ),
    (
        "\n  t: target",
        ["there is an entry of “target”, called `t` here"],
        ["“指标”中有一条记录，记作`t`"],
    ),
    (
        "\n  none: {a: role, b: role where person == a.person}",
        [
            "there are no entries `a` of “role” and `b` of “role” for which",
            "  “person” and “person” of `a` are the same, by identifier",
        ],
        ["不存在这样的记录组合：“任职”中的`a`和“任职”中的`b`，满足：", "  “人员”与`a`的“人员”的标识相同"],
    ),
]


@pytest.mark.parametrize(("when", "en", "zh"), IN_WORDS)
def test_a_condition_in_words(tmp_path: Path, when: str, en: list[str], zh: list[str]) -> None:
    assert said(tmp_path, when, "en") == en
    assert said(tmp_path, when, "zh") == zh


def test_measures_and_scope_in_words(tmp_path: Path) -> None:
    let = "{paid: sum(payment.contract_share where before_start), n: count(target), part: share(criterion.weight)}"
    assert said(tmp_path, "paid >= 1 and n > 0 and part == 1", scope="project.category_continuing", let=let) == [
        "“category is a continuing service” is yes",
        "`paid` is the sum of “share of the contract value” over the entries of “payment” for which",
        "  “paid before the start” is yes",
        "`n` is the number of entries of “target”",
        "`part` is the share of “weight” over the entries of “evaluation criterion”",
        "`paid` is at least 100 %",
        "`n` is more than 0",
        "`part` is exactly 100 %",
    ]


def test_dated_values_and_samples_in_words(tmp_path: Path) -> None:
    write_rule(tmp_path, BATCH_RULE, stage="award")
    dated = write_rule(tmp_path, DATED_RULE)
    book = load_rulebook([PACK], tmp_path, examples=True)
    assert [_lines(alternative) for alternative in in_words(book.rule("T301"), "en").alternatives] == [
        ["“delivery window” is at most the value in force (`max_months`)"]
    ]
    assert [line for alternative in in_words(book.rule("T201"), "en").alternatives for line in _lines(alternative)] == [
        "there is an entry of “supply to a buyer”, called `s` here, for which",
        "  “share of the buyer's spending” is at least 50 % (`min_share`)",
        "judged only if “contracts of this organisation” of `s` is at least 2 contracts (`min_awards`); otherwise the "
        "verdict is unknown",
        "the finding reports “share of the buyer's spending” of `s`",
    ]
    assert dated.stem == "T301-dated-window"


def test_thresholds_that_changed_are_listed_with_their_days(tmp_path: Path) -> None:
    examples = DATED_RULE.replace("{contract: {period:", "{contract: {dateSigned: 2016-01-01, period:")
    write_rule(tmp_path, examples)
    page = handbook(load_rulebook([PACK], tmp_path, examples=True), "en")[Path("office/T301-dated-window.md")]
    assert "| `max_months` | from 2018-01-01: 6 | law [wang2019](../sources.md#wang2019) |  |" in page
    assert "is in force is decided by `project.signed`" in page


# Markdown


@given(st.text(alphabet="ab`*_[]<>|#\\ \n（）x", max_size=30))
def test_texts_and_code_stay_what_they_are(words: str) -> None:
    one_line = " ".join(words.split())
    assert re.sub(r"\\([\\`*_\[\]<>|#])", r"\1", text(words)) == one_line
    assert not re.search(r"(?<!\\)(?:\\\\)*[`*_\[\]<>|#]", text(words))
    fenced = re.fullmatch(r"(`+)( ?)(.*?)\2\1", code(words))
    assert fenced is not None
    assert fenced[3].replace("\\|", "|").strip() == one_line.strip() or not one_line
    assert fenced[1] not in re.findall("`+", fenced[3])


def test_examples_are_shown_as_json_that_can_be_used() -> None:
    for rule in shipped().rules:
        (block,) = re.findall(r"(?s)```json\n(.*?)\n```", pages("en")[page_of_rule(rule)])
        given_facts = json.loads(block)
        records = given_facts if isinstance(given_facts, list) else [given_facts]
        assert all(isinstance(record, dict) for record in records)


# The README of a directory of rules


def test_a_readme_keeps_what_its_author_wrote(tmp_path: Path) -> None:
    write_rule(tmp_path, RULE)
    readme = tmp_path / "README.md"
    readme.write_text("# Ours\n\n<!-- index -->\nold\n<!-- /index -->\n\nMine.\n", encoding="utf-8")
    content = refreshed(readme, load_rulebook([PACK], tmp_path))
    assert content.startswith("# Ours\n\n<!-- index -->\n\n**office: delivery**\n")
    assert "[T101](office/delivery/T101-short-window.yaml) | Short window | 服务期过短 |" in content
    assert content.endswith("\n\n<!-- /index -->\n\nMine.\n")
    assert "old" not in content
    readme.write_text(content, encoding="utf-8")
    assert refreshed(readme, load_rulebook([PACK], tmp_path)) == content


def test_a_readme_without_marks_or_that_is_missing_is_an_error_of_the_call(tmp_path: Path) -> None:
    write_rule(tmp_path, RULE)
    book = load_rulebook([PACK], tmp_path)
    with pytest.raises(UsageError, match="cannot read"):
        refreshed(tmp_path / "README.md", book)
    (tmp_path / "README.md").write_text("# Ours\n", encoding="utf-8")
    with pytest.raises(UsageError, match="has no line <!-- index -->"):
        refreshed(tmp_path / "README.md", book)
