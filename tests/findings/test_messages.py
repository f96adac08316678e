"""The sentence of a finding: what its placeholders say, in both languages."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from riskscreen.facts.vocabulary import VOCABULARY
from riskscreen.findings import wording
from riskscreen.lang.measure import Bounds
from riskscreen.lang.vocabulary import Kind
from riskscreen.screening import Screener
from tests.support.office import own_rule


def said(screener: Screener, **record: Any) -> str:
    """The message of the one finding, without what the Chinese template begins with."""
    (finding,) = screener.screen_one({"id": "p", **record}).findings
    return finding.message.removeprefix("说明：")


@pytest.mark.parametrize(("lang", "text"), [("en", "yes, no, unknown"), ("zh", "是, 否, 不详")])
def test_yes_no_and_unknown(tmp_path: Path, lang: str, text: str) -> None:
    message = "{project.showcase}, {project.renewal_clause}, {project.plan_adjustable}"
    screener = own_rule(tmp_path, "when: project.showcase", message, lang=lang)
    assert said(screener, showcase=True, contract={"renewalClause": False}) == text


@pytest.mark.parametrize(("lang", "text"), [("en", "62.5 % of 1/2"), ("zh", "62.5% of 1/2")])
def test_shares_and_parameters(tmp_path: Path, lang: str, text: str) -> None:
    formal = """
params:
  some: {value: 0.5, basis: own, note: {en: Half., zh: 一半。}}
  few: {value: 1, basis: own, note: {en: One., zh: 一。}}
when: project.planned_coverage >= $some and project.service_staff >= $few
"""
    message = "{project.planned_coverage} of {few}/{project.service_staff}"
    record = {"beneficiaries": {"planned": 5, "targetPopulation": 8}, "contractor": {"staff": {"total": 2}}}
    assert said(own_rule(tmp_path, formal, message, lang=lang), **record) == text


def test_a_parameter_is_written_like_what_it_is_compared_with(tmp_path: Path) -> None:
    formal = """
params:
  some: {value: 0.5, basis: own, note: {en: Half., zh: 一半。}}
let: {visits: share(activity where kind == "visit")}
when: visits >= $some
"""
    screener = own_rule(tmp_path, formal, "{visits} ≥ {some}")
    assert said(screener, activities=[{"kind": "visit"}, {"kind": "visit"}, {"kind": "event"}]) == "66.7% ≥ 50%"


def test_dates_and_codes(tmp_path: Path) -> None:
    formal = 'when: project.procurement_method == "direct" and project.signed == project.signed'
    message = "{project.signed} {project.procurement_method}"
    record = {"tender": {"procurementMethod": "direct"}, "contract": {"dateSigned": "2017-12-20T09:00:00"}}
    assert said(own_rule(tmp_path, formal, message), **record) == "2017-12-20 单一来源或直接委托"
    assert said(own_rule(tmp_path / "en", formal, message, lang="en"), **record) == "2017-12-20 direct"


@pytest.mark.parametrize(
    ("lang", "value", "text"),
    [
        ("zh", {"amount": "1234567.50", "currency": "CNY"}, "1,234,567.5元"),
        ("zh", {"amount": 200000, "currency": "USD"}, "USD 200,000"),
        ("en", {"amount": 200000, "currency": "CNY"}, "CNY 200,000"),
        ("en", {"amount": 200000}, "200,000"),
    ],
)
def test_money(tmp_path: Path, lang: str, value: dict[str, Any], text: str) -> None:
    screener = own_rule(tmp_path, "when:\n  b: bid where amount > 0", "{b.amount}", lang=lang)
    assert said(screener, bids=[{"value": value}]) == text


def test_measures_say_what_is_known_of_them(tmp_path: Path) -> None:
    formal = 'let: {visits: count(activity where kind == "visit")}\nwhen: visits >= 1'
    screener = own_rule(tmp_path, formal, "{visits}")
    visit = {"kind": "visit"}
    assert said(screener, activities=[visit, visit]) == "2"
    assert said(screener, activities=[visit, {}]) == "1至2"
    assert said(screener, activities=[visit, visit], incomplete=["activities"]) == "至少2"


def test_persons_and_organisations_are_called_by_name_or_else_by_identifier(tmp_path: Path) -> None:
    formal = 'when:\n  r: role where side == "buyer" and person == person and organisation == organisation'
    screener = own_rule(tmp_path, formal, "{r.person}, {r.organisation}")
    role = {"side": "buyer", "person": {"id": "p1", "name": " 张三 "}, "organisation": {"id": "o1"}}
    assert said(screener, roles=[role]) == "张三, o1"


def test_private_values_do_not_stand_in_messages(tmp_path: Path) -> None:
    formal = 'when:\n  r: role where side == "buyer" and person == person\n  n: need where category == category'
    screener = own_rule(tmp_path, formal, "{r.person}; {n.category}")
    record = {
        "needsAssessment": {"needs": [{"category": "Day  Care（13812345678）"}]},
        "roles": [{"side": "buyer", "person": {"id": "11010119900307123X"}}],
    }
    assert said(screener, **record) == "〔已隐去1〕; Day  Care（〔已隐去〕）"


@pytest.mark.parametrize(
    ("lang", "one", "many"),
    [("en", " (1 further match.)", " (2 further matches.)"), ("zh", "（另有1处同样符合。）", "（另有2处同样符合。）")],
)
def test_further_bindings_are_counted(tmp_path: Path, lang: str, one: str, many: str) -> None:
    screener = own_rule(tmp_path, 'when:\n  t: target where kind == "visit"', "-", lang=lang)
    visit = {"kind": "visit"}
    assert said(screener, targets=[visit]) == "-"
    assert said(screener, targets=[visit, visit]) == f"-{one}"
    assert said(screener, targets=[visit, visit, visit]) == f"-{many}"


@pytest.mark.parametrize(("signed", "months"), [("2017-12-31", "5"), ("2018-01-01", "6")])
def test_of_dated_values_the_one_in_force_is_said(tmp_path: Path, signed: str, months: str) -> None:
    formal = """
params:
  max_months:
    - {from: 2015-01-01, value: 5, basis: law, cite: wang2019}
    - {from: 2018-01-01, value: 6, basis: law, cite: wang2019}
in_force_on: project.signed
when: project.window_months <= $max_months
"""
    contract = {"dateSigned": signed, "period": {"startDate": "2018-01-01", "endDate": "2018-03-31"}}
    assert said(own_rule(tmp_path, formal, "{max_months}"), contract=contract) == months


def test_a_category_code_is_said_by_its_title(tmp_path: Path) -> None:
    screener = own_rule(tmp_path, "when: project.category_continuing", "{project.category}")
    category = screener.rulebook.taxonomy.categories[0]
    continuing = next(c for c in screener.rulebook.taxonomy.categories if c.continuing)
    assert said(screener, category=continuing.code) == continuing.title.zh
    assert category.title.zh != category.code


@pytest.mark.parametrize(
    ("number", "kind", "en", "zh"),
    [
        ("0.333333", Kind.SHARE, "33.3 %", "33.3%"),
        ("1", Kind.SHARE, "100 %", "100%"),
        ("0", Kind.SHARE, "0 %", "0%"),
        ("12.5000", Kind.NUMBER, "12.5", "12.5"),
        ("1200", Kind.NUMBER, "1200", "1200"),
        ("2018", Kind.INT, "2018", "2018"),
        ("1000000.00", Kind.MONEY, "1,000,000", "1,000,000"),
    ],
)
def test_numbers(number: str, kind: Kind, en: str, zh: str) -> None:
    assert wording.number(Decimal(number), kind, "en") == en
    assert wording.number(Decimal(number), kind, "zh") == zh


def test_a_share_that_cannot_be_known() -> None:
    assert wording.measured(None, Kind.SHARE, "zh") == "不详"
    assert wording.measured(Bounds(0, 0), Kind.SHARE, "zh") == "0%"


def test_every_word_of_a_closed_list_has_a_chinese_name() -> None:
    words = {
        word
        for subject in VOCABULARY.values()
        for relation in (subject.root, *subject.relations)
        for field in relation.fields
        if field.kind is Kind.CODE
        for word in field.values
    }
    assert len(words) > 70
    assert not [word for word in words if wording.code(word, "zh").isascii()]
    assert wording.code("capacity-transfer", "en") == "capacity transfer"


ALTERNATIVES = """
when:
  any:
    - if: project.showcase
      message: {en: "It is one: {project.showcase}.", zh: "系示范项目：{project.showcase}。"}
    - t: target where kind == "visit"
      message: {en: "Visits: {t.met}.", zh: "参观指标：{t.met}。"}
"""
VISIT = {"kind": "visit", "planned": 3, "achieved": 2}


@pytest.mark.parametrize(
    ("lang", "record", "text"),
    [
        ("en", {"showcase": True}, "From 2018-01-01. It is one: yes."),
        ("zh", {"showcase": True}, "From 2018-01-01系示范项目：是。"),
        ("en", {"targets": [VISIT]}, "From 2018-01-01. Visits: no."),
        (
            "en",
            {"showcase": True, "targets": [VISIT, VISIT]},
            "From 2018-01-01. It is one: yes. Visits: no. (1 further match.)",
        ),
    ],
)
def test_each_alternative_that_is_true_says_so_and_no_other(
    tmp_path: Path, lang: str, record: dict[str, Any], text: str
) -> None:
    message = "From {project.start}" + ("." if lang == "en" else "")
    screener = own_rule(tmp_path, ALTERNATIVES, message, lang=lang)
    assert said(screener, contract={"period": {"startDate": "2018-01-01"}}, **record) == text


def test_an_organisation_is_called_by_the_name_that_stands_elsewhere_in_the_record(tmp_path: Path) -> None:
    formal = "when:\n  t: tie where other == project.buyer"
    record = {
        "buyer": {"id": "b", "name": "民政局"},
        "ties": [{"organisations": [{"id": "b"}, {"id": "e"}], "type": "affiliation"}],
        "parties": [{"id": "e", "name": "评估中心"}],
    }
    assert said(own_rule(tmp_path, formal, "{t.organisation}—{t.other}"), **record) == "评估中心—民政局"


@pytest.mark.parametrize(
    ("planned", "text"),
    [(999, "9.99% < 10%"), (9999, "9.999% < 10%"), (0, "0% < 10%"), (333, "3.3% < 10%")],
)
def test_a_share_just_below_a_threshold_is_not_printed_as_the_threshold(
    tmp_path: Path, planned: int, text: str
) -> None:
    formal = """
params:
  least: {value: 0.1, basis: own, note: {en: A tenth., zh: 十分之一。}}
when: project.planned_coverage < $least
"""
    screener = own_rule(tmp_path, formal, "{project.planned_coverage} < {least}")
    of = 100_000 if planned == 9999 else 10_000
    assert said(screener, beneficiaries={"planned": planned, "targetPopulation": of}) == text


@pytest.mark.parametrize(("threshold", "text"), [("0.0999", "9.99%"), ("0.1", "10%"), ("0.123456", "12.3456%")])
def test_a_threshold_is_printed_exactly(tmp_path: Path, threshold: str, text: str) -> None:
    formal = f"""
params:
  most: {{value: {threshold}, basis: own, note: {{en: Some., zh: 若干。}}}}
when: project.planned_coverage < $most
"""
    record = {"beneficiaries": {"planned": 0, "targetPopulation": 8}}
    assert said(own_rule(tmp_path, formal, "{most}"), **record) == text


def test_a_bound_that_says_nothing_is_unknown(tmp_path: Path) -> None:
    formal = 'let: {visits: count(activity where kind == "visit")}\nwhen: project.showcase'
    record = {"showcase": True, "activities": [], "incomplete": ["activities"]}
    assert said(own_rule(tmp_path, formal, "{visits}"), **record) == "不详"


@pytest.mark.parametrize(
    ("lang", "text"), [("zh", "阳光社工（身份未确认）"), ("en", "阳光社工 (identity not established)")]
)
def test_who_has_a_name_and_no_identifier_is_called_by_it(tmp_path: Path, lang: str, text: str) -> None:
    screener = own_rule(tmp_path, "when: project.showcase", "{project.contractor}", lang=lang)
    assert said(screener, showcase=True, contractor={"name": "阳光社工"}) == text
    assert said(screener, showcase=True, contractor={"name": "13812345678"}).startswith(("〔已隐去〕", "[withheld]"))
