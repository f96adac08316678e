"""What a report names and groups projects by."""

from __future__ import annotations

from typing import Any

from riskscreen.model.profile import Named, Profile
from riskscreen.screening import Screener

PROJECT = {
    "id": "p1",
    "budgetYear": 2018,
    "region": {"id": "r1", "name": "B市"},
    "category": "社区老人居家养老服务",
    "buyer": {"id": "b1", "name": "某区民政局"},
    "contractor": {"id": "s1", "name": "阳光社会工作服务中心"},
    "contract": {
        "dateSigned": "2017-12-26",
        "period": {"startDate": "2018-01-01", "endDate": "2018-05-31"},
        "value": {"amount": 200000.5, "currency": "CNY"},
    },
}


def _profile(record: dict[str, Any], **settings: Any) -> Profile:
    return Screener(engine="reference", **settings).screen_one(record).profile


def test_everything_that_is_stated_is_there() -> None:
    profile = _profile(PROJECT)
    assert profile.model_dump(mode="json") == {
        "region": {"id": "r1", "name": "B市"},
        "category": {"id": "elder-care", "name": "社区老人居家养老服务"},
        "buyer": {"id": "b1", "name": "某区民政局"},
        "supplier": {"id": "s1", "name": "阳光社会工作服务中心"},
        "natural_person": False,
        "year": 2018,
        "amount": 200000.5,
        "currency": "CNY",
        "signed": "2017-12-26",
        "start": "2018-01-01",
        "end": "2018-05-31",
    }


def test_nothing_is_made_up_where_nothing_is_known() -> None:
    assert _profile({"id": "p1"}) == Profile()
    assert _profile({"id": "p1", "region": {}, "contract": {"value": {}}}) == Profile()


def test_a_category_is_called_by_the_taxonomy_in_the_reports_language_or_else_in_the_records_words() -> None:
    assert _profile(PROJECT, lang="en").category == Named(id="elder-care", name="Home care for elders")
    assert _profile({"id": "p1", "category": "修路"}).category == Named(name="修路")


def test_a_reference_is_told_apart_by_identifier_and_called_by_name() -> None:
    assert (Named(id="b1", name="某区民政局").key, Named(id="b1", name="某区民政局").label) == ("b1", "某区民政局")
    assert (Named(name="丙").key, Named(name="丙").label) == ("丙", "丙")
    assert (Named(id="b1").label, Named().label) == ("b1", "")


def test_a_natural_person_who_holds_the_contract_is_not_named() -> None:
    by_number = _profile({"id": "p1", "contractor": {"id": "11010119900307123X", "name": "张三"}})
    by_role = _profile({"id": "p1", "contractor": {"id": "x1", "name": "张三"}, "roles": [{"person": {"id": "x1"}}]})
    for profile in (by_number, by_role):
        assert profile.natural_person
        assert profile.supplier == Named(name="自然人")


def test_what_is_never_printed_is_withheld() -> None:
    profile = _profile({"id": "p1", "buyer": {"id": "b1", "name": "某局 13800138000"}, "category": "13800138000"})
    assert profile.buyer == Named(id="b1", name="某局 〔已隐去〕")
    assert profile.category == Named(name="〔已隐去〕")


def test_persons_get_their_pseudonyms() -> None:
    record = {
        "id": "p1",
        "contractor": {"id": "s1", "name": "张三工作室"},
        "roles": [{"person": {"id": "x", "name": "张三"}}],
    }
    assert _profile(record, redact=True).supplier == Named(id="s1", name="人员1工作室")
