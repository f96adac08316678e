"""Loading taxonomy files: what they mean together, and what is said about a wrong one."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import get_args

import pytest

from riskscreen.errors import RuleFaults
from riskscreen.facts.taxonomy import Taxonomy
from riskscreen.model.project import ContractorType
from riskscreen.rulebook.load import load_rulebook
from riskscreen.rulebook.taxonomy import load_taxonomy, taxonomy_files
from tests.support.rules import changed, line_of
from tests.support.wang2019 import FILE as PAPERS_BATCH

CATEGORY = """\
code: day-care
title: {en: Day care, zh: 日托}
nature: {continuing: true, professional: false, evaluation: false, basis: own}
aliases:
  - basis: paper
    cite: wang2019
    at: 表1
    zh: [日间照料]
    en: [centre by day]
fitting_types:
  - {basis: own, types: [elder-care-institution]}
fitting_names:
  - {basis: own, zh: [日托]}
misfit_names:
  - {basis: own, zh: [便民]}
fitting_scopes:
  - {basis: own, zh: [照料], en: [care]}
"""
EXTENSION = """\
extends: day-care
aliases:
  - {basis: own, zh: [托老]}
fitting_types:
  - {basis: own, types: [company]}
basic_items:
  - {basis: own, zh: [助餐]}
"""
SOURCES = ("wang2019", "lyu2019")

Load = Callable[..., Taxonomy]


@pytest.fixture
def load(tmp_path: Path) -> Load:
    """Load files by name and text from a directory."""

    def from_texts(**texts: str) -> Taxonomy:
        for name, text in texts.items():
            (tmp_path / f"{name}.yaml").write_text(text, encoding="utf-8")
        return load_taxonomy([tmp_path], SOURCES)

    return from_texts


def test_a_category_file(load: Load) -> None:
    (category,) = load(day=CATEGORY).categories
    assert (category.code, category.title.en, category.title.zh) == ("day-care", "Day care", "日托")
    assert (category.continuing, category.professional, category.evaluation) == (True, False, False)
    assert category.type_fits("elder-care-institution")
    assert category.name_misfits("便民中心")
    assert not category.name_misfits("便民日托中心")
    assert category.scope_fits("Care")
    assert category.item_is_professional("助餐") is None


def test_an_extension_adds_to_every_list_it_names(load: Load) -> None:
    taxonomy = load(a_extension=EXTENSION, b_category=CATEGORY)
    (category,) = taxonomy.categories
    assert taxonomy.category("托老") is taxonomy.category("日间照料") is category
    assert category.type_fits("company")
    assert category.type_fits("elder-care-institution")
    assert category.item_is_professional("助餐") is False


def test_later_directories_add_to_earlier_ones(tmp_path: Path) -> None:
    for name, text in (("shipped", CATEGORY), ("own", EXTENSION)):
        (tmp_path / name).mkdir()
        (tmp_path / name / "file.yaml").write_text(text, encoding="utf-8")
    directories = [tmp_path / "shipped", tmp_path / "own", tmp_path / "none"]
    assert load_taxonomy(directories, SOURCES).category("托老") is not None
    assert [path.name for path in taxonomy_files(tmp_path / "own")] == ["file.yaml"]
    assert taxonomy_files(tmp_path / "none") == []


@pytest.mark.parametrize(
    ("old", "new", "line", "code", "words"),
    [
        ("misfit_names:\n", "misfits_names:\n", "misfits_names:", "unknown-key", "did you mean 'misfit_names'"),
        ("code: day-care\n", "", None, "missing-key", "'code'"),
        (
            "[elder-care-institution]",
            "[elder-care]",
            "[elder-care]",
            "wrong-value",
            "did you mean 'elder-care-institution'",
        ),
        ("continuing: true", "continuing: yes", "continuing: yes", "wrong-type", "true or false"),
        ("basis: paper\n", "basis: papers\n", "basis: papers", "wrong-value", "did you mean 'paper'"),
        ("    cite: wang2019\n", "", "  - basis: paper", "wrong-value", "needs cite"),
        ("cite: wang2019", "cite: wang2018", "cite: wang2018", "unknown-source", "did you mean 'wang2019'"),
        ("zh: [日托]}", "zh: []}", "zh: []", "wrong-value", "words are expected"),
        ("zh: [日托]}", "zh: ['——']}", "'——'", "no-word", "no letter or digit"),
        ("zh: [便民]}", "zh: [便民, 日 托]}", "日 托", "contradiction", "fitting_names"),
        ("title: {en: Day care, zh: 日托}", "title: {en: Day care}", "title:", "missing-key", "'zh'"),
        ("code: day-care", "code: day-care\ncode: night", "code: night", "duplicate-key", "second time"),
        ("    zh: [日间照料]\n", "    zh: [12]\n", "zh: [12]", "wrong-type", "a text is expected"),
    ],
)
def test_a_fault_names_its_place_and_what_to_do(
    load: Load, old: str, new: str, line: str | None, code: str, words: str
) -> None:
    text = changed(CATEGORY, old, new)
    with pytest.raises(RuleFaults) as error:
        load(day=text)
    (fault,) = error.value.faults
    assert fault.code == code
    assert words in fault.message
    assert fault.location.file.endswith("day.yaml")
    assert fault.location.line == (1 if line is None else line_of(text, line))


OTHER = (
    CATEGORY.replace("day-care", "night-care")
    .replace("日间照料", "夜间照料")
    .replace("centre by day", "centre by night")
)


@pytest.mark.parametrize(
    ("name", "text", "line", "code", "words"),
    [
        ("b", CATEGORY, "code:", "duplicate-category", "extends: day-care"),
        ("b", EXTENSION.replace("day-care", "day-cara"), "extends:", "unknown-category", "did you mean 'day-care'"),
        ("b", OTHER.replace("夜间照料", "日间 照料"), "日间 照料", "shared-alias", "'day-care'"),
        ("b", OTHER.replace("centre by night", "Day-Care"), "Day-Care", "shared-alias", "'day-care'"),
        ("b", EXTENSION + "misfit_names:\n  - {basis: own, zh: [日托]}\n", "日托", "contradiction", "fitting_names"),
        ("b", EXTENSION + "title: {en: x, zh: y}\n", "title:", "unknown-key", "'title'"),
    ],
)
def test_files_must_agree(load: Load, name: str, text: str, line: str, code: str, words: str) -> None:
    with pytest.raises(RuleFaults) as error:
        load(a=CATEGORY, **{name: text})
    (fault,) = error.value.faults
    assert fault.code == code
    assert words in fault.message
    assert fault.location.file.endswith(f"{name}.yaml")
    assert fault.location.line == line_of(text, line)


def test_categories_stand_in_order_of_their_codes(load: Load) -> None:
    assert [category.code for category in load(a=OTHER, b=CATEGORY).categories] == ["day-care", "night-care"]


def test_every_fault_of_every_file_is_told_at_once(load: Load) -> None:
    with pytest.raises(RuleFaults) as error:
        load(a=changed(CATEGORY, "code: day-care\n", ""), b=changed(OTHER, "wang2019", "wang"), c=": [")
    assert [Path(fault.location.file).name for fault in error.value.faults] == ["a.yaml", "b.yaml", "c.yaml"]


def test_a_file_that_would_not_be_read_is_told(load: Load, tmp_path: Path) -> None:
    (tmp_path / "more.yml").write_text(EXTENSION, encoding="utf-8")
    with pytest.raises(RuleFaults, match=r"more\.yml: wrong-suffix"):
        load(day=CATEGORY)


@pytest.fixture(scope="module")
def shipped() -> Taxonomy:
    """The taxonomy that comes with the package."""
    return load_rulebook().taxonomy


CODES = {
    "elder-care",
    "community-social-work",
    "disability",
    "children",
    "addiction-and-correction",
    "rural-services",
    "incubator-operation",
    "registration-support",
    "training",
    "grading",
    "evaluation",
}


def test_shipped_categories(shipped: Taxonomy) -> None:
    assert {category.code for category in shipped.categories} == CODES
    assert [category.code for category in shipped.categories if category.evaluation] == ["evaluation"]


@pytest.mark.parametrize("form", ["{}", "2018年度{}（第3号）", "{}项目"])
def test_every_shipped_name_is_found_alone_and_within_a_text(shipped: Taxonomy, form: str) -> None:
    for category in shipped.categories:
        for name in (category.code, category.title.en, category.title.zh, *category.aliases):
            assert shipped.category(form.format(name)) is category, name


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("社区老人居家养老服务", "elder-care"),
        ("社区社会工作服务", "community-social-work"),
        ("社会组织孵化基地运营服务", "incubator-operation"),
        ("社会组织登记管理辅助服务", "registration-support"),
        ("社会组织人员培训服务", "training"),
        ("购买服务评估验收服务", "evaluation"),
        ("社会组织等级评估服务", "grading"),
        ("国贫县社会工作服务", "rural-services"),
        ("助残服务", "disability"),
        ("困境儿童关爱服务", "children"),
        ("社区戒毒社区康复服务", "addiction-and-correction"),
        ("残疾人社会工作服务", "disability"),
        ("社会工作服务", None),
        ("道路养护", None),
    ],
)
def test_categories_of_the_papers(shipped: Taxonomy, text: str, code: str | None) -> None:
    found = shipped.category(text)
    assert (found.code if found else None) == code


def test_the_papers_list_of_elder_care(shipped: Taxonomy) -> None:
    care = shipped.by_code("elder-care")
    assert care is not None
    professional = ["照顾安排", "精神慰藉", "危机干预", "家庭辅导", "社会支持网络建设", "社区参与", "老年教育"]
    professional += ["权益保障", "老年临终关怀"]
    assert {care.item_is_professional(name) for name in professional} == {True}
    assert {care.item_is_professional(name) for name in ("保姆", "卫生保洁", "照顾饮食起居")} == {False}
    assert care.name_misfits("某某便民服务中心")
    assert care.name_misfits("某某家政中心")


def test_only_convenience_service_and_housekeeping_winners_do_not_fit_in_the_papers_batch(shipped: Taxonomy) -> None:
    misfits = set()
    for line in PAPERS_BATCH.read_text(encoding="utf-8").splitlines():
        project = json.loads(line)
        category, contractor = shipped.category(project["category"]), project["contractor"]
        assert category is not None
        unfit = "type" in contractor and not category.type_fits(contractor["type"])
        if unfit or category.name_misfits(contractor["name"]):
            misfits.add((category.code, re.sub(r".*第\d+", "", contractor["name"])))
    assert misfits == {("elder-care", "便民服务中心"), ("elder-care", "家政中心")}


def test_legal_forms_fit_everywhere_and_every_type_fits_somewhere_but_the_papers_misfits(shipped: Taxonomy) -> None:
    fitting = [category.fitting_types for category in shipped.categories]
    assert frozenset.intersection(*fitting) == {
        "social-organisation",
        "foundation",
        "association",
        "company",
        "public-institution",
    }
    assert set(get_args(ContractorType)) - frozenset.union(*fitting) == {
        "convenience-service-centre",
        "housekeeping-centre",
    }


def test_professional_categories_tell_professional_from_basic_services(shipped: Taxonomy) -> None:
    for category in shipped.categories:
        assert bool(category.professional_items.keys) == bool(category.basic_items.keys) == category.professional
