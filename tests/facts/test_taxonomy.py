"""Looking up categories and fitting words in texts of both languages."""

from __future__ import annotations

import pickle

import pytest
from hypothesis import given
from hypothesis import strategies as st

from riskscreen.facts.taxonomy import Category, Taxonomy
from riskscreen.facts.words import Words, normalise
from riskscreen.lang.vocabulary import Label

CARE = Category(
    code="elder-care",
    title=Label("Elder care", "养老"),
    aliases=("居家养老", "社区老人居家养老服务", "care of elders"),
    fitting_types=frozenset({"social-work-agency"}),
    fitting_names=Words.of(["养老", "social work"]),
    misfit_names=Words.of(["便民服务中心", "家政", "housekeeping"]),
    fitting_scopes=Words.of(["养老", "elders"]),
    professional_items=Words.of(["精神慰藉", "crisis intervention"]),
    basic_items=Words.of(["保洁", "nanny"]),
)
GRADING = Category("grading", Label("Grading", "等级评估"), ("等级评估", "grading", "3A评估"))
TAXONOMY = Taxonomy((CARE, GRADING))


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("elder-care", "elder-care"),
        ("ELDER_CARE", "elder-care"),
        ("社区老人居家养老服务", "elder-care"),
        ("社区老人 居家养老 服务", "elder-care"),
        ("2018年度社区老人居家养老服务（第3号）", "elder-care"),
        ("Care of  Elders, 2018", "elder-care"),
        ("ｃａｒｅ　ｏｆ　ｅｌｄｅｒｓ", "elder-care"),
        ("３Ａ评估项目", "grading"),
        ("居家、养老", None),  # no word goes over punctuation
        ("upgrading of roads", None),  # an English word is a whole word
        ("13A评估", None),
        ("居家养老等级评估", None),  # two categories, equally long
        ("居家养老grading", "grading"),  # the longer one
        ("道路", None),
        ("", None),
        ("——", None),
        (None, None),
    ],
)
def test_category(text: str | None, code: str | None) -> None:
    found = TAXONOMY.category(text)
    assert (found.code if found else None) == code


@given(st.text(alphabet="居家养老等级评估grading elders-服务", max_size=12))
def test_the_order_of_categories_and_repeated_questions_change_nothing(text: str) -> None:
    assert TAXONOMY.category(text) is Taxonomy((GRADING, CARE)).category(text) is TAXONOMY.category(text)


def test_remembered_texts_are_bounded_and_right() -> None:
    taxonomy = Taxonomy((CARE, GRADING))
    for number in range(10_000):
        assert taxonomy.category(f"居家养老{number}") is CARE
    assert taxonomy.category("居家养老0") is CARE
    assert taxonomy.category("道路0") is None


def test_a_taxonomy_goes_to_other_processes() -> None:
    TAXONOMY.category("居家养老")
    copy = pickle.loads(pickle.dumps(TAXONOMY))  # noqa: S301  # our own bytes
    assert copy == TAXONOMY
    assert copy.category("居家养老") == CARE


@pytest.mark.parametrize(
    ("name", "misfits"),
    [
        ("B市爱心便民服务中心", True),
        ("金阳家政服务有限公司", True),
        ("家政与养老服务中心", False),  # a fitting word stands beside it
        ("夕阳红养老服务中心", False),
        ("阳光发展中心", False),
        ("Sunny HOUSEKEEPING Ltd.", True),
        ("Sunny Housekeepings", False),
        ("Housekeeping and Social-Work Agency", False),
    ],
)
def test_misfit_names(name: str, misfits: bool) -> None:
    assert CARE.name_misfits(name) is misfits


@pytest.mark.parametrize(
    ("name", "professional"),
    [
        ("精神慰藉", True),
        ("Crisis  intervention (weekly)", True),
        ("居室保洁", False),
        ("保洁与精神慰藉", None),
        ("其他服务", None),
        ("", None),
    ],
)
def test_professional_items(name: str, professional: bool | None) -> None:
    assert CARE.item_is_professional(name) is professional


def test_fitting_types_and_scopes() -> None:
    assert CARE.type_fits("social-work-agency")
    assert not CARE.type_fits("housekeeping-centre")
    assert CARE.scope_fits("为老年人提供养老照护、社区服务")
    assert CARE.scope_fits("Services for elders; training")
    assert not CARE.scope_fits("家政服务、保洁")


def test_by_code() -> None:
    assert TAXONOMY.by_code("grading") is GRADING
    assert TAXONOMY.by_code("roads") is None


@pytest.mark.parametrize(
    ("text", "normal"),
    [
        ("Home-Care(养老)", "home care 养老"),
        ("养 老　服务", "养老服务"),
        ("养老、服务", "养老 服务"),
        ("３Ａ级", "3a 级"),
        ("children's", "children s"),
        ("——", ""),
    ],
)
def test_normal_form(text: str, normal: str) -> None:
    assert normalise(text) == normal
