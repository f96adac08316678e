"""What is loaded: packs, directories, order, digests."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from riskscreen.errors import RuleFaults, UsageError
from riskscreen.model.policy import Policy, RuleChoice
from riskscreen.rulebook.digest import policy_digest
from riskscreen.rulebook.load import Rulebook, load_rulebook
from tests.support.rules import BATCH_RULE, PACK, RULE, changed, write_rule

SOURCES = """\
zhao2020:
  reference: {en: Zhao (2020). A study., zh: 赵某：《研究》，2020年。}
  kind: article
  year: 2020
  language: zh
  extent: full-text
"""


def office(directory: Path) -> Rulebook:
    return load_rulebook(packs=[PACK], rules_dir=directory)


def test_without_a_choice_the_default_pack_and_those_of_the_users_directory_are_in_force(tmp_path: Path) -> None:
    write_rule(tmp_path, RULE)
    book = load_rulebook(rules_dir=tmp_path)
    assert book.packs == ("office", "social-services")
    assert {rule.pack for rule in book.rules} == {"office", "social-services"}
    assert load_rulebook().packs == ("social-services",)


def test_an_own_directory_can_add_a_rule_to_a_shipped_pack(tmp_path: Path) -> None:
    write_rule(tmp_path, RULE, pack="social-services")
    book = load_rulebook(rules_dir=tmp_path)
    assert book.rule("social-services/T101").path.is_relative_to(tmp_path)


def test_a_code_of_a_shipped_rule_cannot_be_taken_again(tmp_path: Path) -> None:
    path = write_rule(tmp_path, changed(RULE, "code: T101", "code: SW501"), pack="social-services")
    with pytest.raises(RuleFaults) as raised:
        load_rulebook(rules_dir=tmp_path)
    (fault,) = raised.value.faults
    assert (fault.location.file, fault.location.line, fault.code) == (path.as_posix(), 1, "duplicate-code")
    assert "SW501-five-month-window.yaml" in fault.message


def test_the_shipped_directory_itself_is_not_loaded_twice() -> None:
    shipped = load_rulebook()
    again = load_rulebook(rules_dir=shipped.rules[0].path.parents[2])
    assert again.digest == shipped.digest


@pytest.mark.parametrize(
    ("pack", "message"),
    [("social-service", "did you mean 'social-services'?"), ("roads", "; there are: ocp, office, social-services")],
)
def test_an_unknown_pack_is_an_error_of_the_call(tmp_path: Path, pack: str, message: str) -> None:
    write_rule(tmp_path, RULE)
    with pytest.raises(UsageError, match=r"there is no pack '\S+'") as raised:
        load_rulebook(packs=[pack], rules_dir=tmp_path)
    assert message in str(raised.value)


def test_naming_no_pack_is_an_error_of_the_call() -> None:
    with pytest.raises(UsageError, match="no pack is named; there are: ocp, social-services"):
        load_rulebook(packs=[])


def test_a_directory_that_is_missing_or_holds_no_rules_is_an_error_of_the_call(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="is no directory of rules"):
        load_rulebook(rules_dir=tmp_path / "none")
    with pytest.raises(UsageError, match=r"they are looked for at .*<CODE>-<name>"):
        load_rulebook(rules_dir=tmp_path)


def test_own_rules_may_cite_own_sources(tmp_path: Path) -> None:
    (tmp_path / "sources.yaml").write_text(SOURCES, encoding="utf-8")
    write_rule(tmp_path, changed(RULE, "{source: wang2019", "{source: zhao2020"))
    book = office(tmp_path)
    assert book.sources["zhao2020"].reference.zh == "赵某：《研究》，2020年。"
    assert "wang2019" in book.sources
    assert list(book.sources) == sorted(book.sources)


def test_a_source_key_cannot_mean_two_things(tmp_path: Path) -> None:
    (tmp_path / "sources.yaml").write_text(SOURCES.replace("zhao2020", "wang2019"), encoding="utf-8")
    with pytest.raises(RuleFaults, match=r"sources\.yaml:1: wang2019: duplicate-source .*rules/sources\.yaml"):
        load_rulebook(rules_dir=tmp_path)


def test_own_taxonomy_files_extend_the_shipped_categories(tmp_path: Path) -> None:
    (tmp_path / "taxonomy").mkdir()
    words = "extends: elder-care\naliases:\n  - {basis: own, zh: [银发陪伴]}\n"
    (tmp_path / "taxonomy" / "more.yaml").write_text(words, encoding="utf-8")
    category = load_rulebook(rules_dir=tmp_path).taxonomy.category("银发陪伴项目")
    assert category is not None
    assert category.code == "elder-care"


def test_rules_are_sorted_by_pack_and_code_whatever_the_order_of_files(tmp_path: Path) -> None:
    codes = ["T250", "T103", "T99", "T101a"]
    for code in codes:
        name = f"short-window-{code.lower()}"
        write_rule(tmp_path, changed(changed(RULE, "T101", code), "name: short-window", f"name: {name}"))
    write_rule(tmp_path, BATCH_RULE, pack="area", stage="award")
    book = load_rulebook(packs=[PACK, "area"], rules_dir=tmp_path)
    assert [rule.full_name for rule in book.rules] == ["area/T201", *(f"office/{code}" for code in sorted(codes))]


def test_a_rule_is_found_by_code_or_full_name_and_a_near_miss_is_suggested(tmp_path: Path) -> None:
    write_rule(tmp_path, RULE)
    write_rule(tmp_path, RULE, pack="city")
    write_rule(tmp_path, BATCH_RULE, stage="award")
    book = load_rulebook(packs=[PACK, "city"], rules_dir=tmp_path)
    assert book.rule("T201") is book.rule("office/T201")
    with pytest.raises(UsageError, match="several packs have a rule T101: city/T101, office/T101"):
        book.rule("T101")
    with pytest.raises(UsageError, match=r"there is no rule 'T102' in force \(did you mean 'T101'\?\)"):
        book.rule("T102")


def test_examples_are_there_only_if_they_were_asked_for(tmp_path: Path) -> None:
    assert len(load_rulebook(examples=True).rule("SW501").examples) >= 3
    with pytest.raises(TypeError, match="examples=True"):
        _ = load_rulebook().rule("SW501").examples


# Digests


def test_the_digest_does_not_depend_on_place_layout_or_examples(tmp_path: Path) -> None:
    threshold = "  max_months: {value: 5, unit: month, basis: paper, cite: wang2019}\n"
    spread = "  max_months:\n    cite: wang2019 # the calendar\n    basis: paper\n    unit: month\n    value: 5.0\n"
    moved = "code: T101\n" + changed(RULE, "code: T101\n", "").replace("stage: delivery\n", "")
    rewritten = (
        changed(moved, threshold, spread).replace("mechanism", "stage: delivery\nmechanism") + "    note: more\n"
    )
    write_rule(tmp_path / "one", RULE)
    path = write_rule(tmp_path / "other" / "place", rewritten)
    path.write_bytes(rewritten.replace("\n", "\r\n").encode())
    assert office(tmp_path / "one").digest == office(tmp_path / "other" / "place").digest
    assert load_rulebook(examples=True).digest == load_rulebook().digest


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("{value: 5,", "{value: 6,"),
        ("severity: high", "severity: medium"),
        ("at: 四(一)", "at: 四(二)"),
        ("zh: 延长至一年。", "zh: 延长到一年。"),
        ("<= $max_months", "< $max_months"),
        ("name: short-window", "name: shorter-window"),
    ],
)
def test_the_digest_changes_with_whatever_can_change_a_report(tmp_path: Path, old: str, new: str) -> None:
    write_rule(tmp_path / "one", RULE)
    write_rule(tmp_path / "two", changed(RULE, old, new))
    assert office(tmp_path / "one").digest != office(tmp_path / "two").digest


def test_the_digest_covers_sources_taxonomy_and_which_rules_are_in_force(tmp_path: Path) -> None:
    write_rule(tmp_path, RULE)
    write_rule(tmp_path, changed(changed(RULE, "T101", "T102"), "name: short-window", "name: other"))
    seen = [office(tmp_path).digest]
    (tmp_path / "sources.yaml").write_text(SOURCES, encoding="utf-8")
    seen.append(office(tmp_path).digest)
    (tmp_path / "taxonomy").mkdir()
    words = "extends: elder-care\naliases:\n  - {basis: own, zh: [银发陪伴]}\n"
    (tmp_path / "taxonomy" / "more.yaml").write_text(words, encoding="utf-8")
    seen.append(office(tmp_path).digest)
    policy = tmp_path / "policy.yaml"
    policy.write_text("rules: {T102: {enabled: false}}", encoding="utf-8")
    seen.append(load_rulebook(packs=[PACK], rules_dir=tmp_path, policy=policy).digest)
    assert len(set(seen)) == len(seen)


@settings(deadline=None)
@given(st.decimals(min_value=0, max_value=100, places=6), st.integers(0, 12))
def test_a_number_has_one_digest_however_it_is_written(number: Decimal, zeros: int) -> None:
    plain = digest_with(number)
    assert digest_with(Decimal(f"{number:f}" + "0" * zeros)) == plain
    assert digest_with(number + 1) != plain


def digest_with(number: Decimal) -> str:
    return policy_digest(Policy(rules={"office/T101": RuleChoice(params={"max_months": number})}))
