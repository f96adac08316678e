"""What lint says of rules that load: conditions, names, texts, copies."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from functools import cache
from operator import eq, ge, gt, le, lt, ne
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from riskscreen.errors import Fault
from riskscreen.model.rule import RuleHead
from riskscreen.rulebook.clauses import rule_clauses
from riskscreen.rulebook.compiling import compile_with
from riskscreen.rulebook.lint import lint_rules
from riskscreen.rulebook.lint.conditions import condition_remarks
from riskscreen.rulebook.lint.remark import Remark
from riskscreen.rulebook.load import load_rulebook
from tests.support.rules import BATCH_RULE, DATED_RULE, PACK, RULE, changed, line_of, write_rule

SOURCES = """\
zhao2020:
  reference: {en: Zhao (2020). A study., zh: 赵某：《研究》，2020年。}
  kind: article
  year: 2020
  language: zh
  extent: full-text
  terms: [隐性合谋, tacit collusion]
"""


def lint(directory: Path) -> tuple[Fault, ...]:
    return lint_rules([PACK], directory).faults


def only_fault(directory: Path, text: str) -> Fault:
    path = write_rule(directory, text, stage="award" if "stage: award" in text else "delivery")
    (found,) = lint(directory)
    assert found.location.file == path.as_posix()
    return found


def conditioned(when: str, let: str = "", params: str = "") -> str:
    """The sound rule with another condition. ``$few`` is 2, ``$many`` 4, ``$half`` 0.5."""
    text = changed(RULE, "when: project.window_months <= $max_months\n", f"{let}when: {when}\n")
    numbers = {"max_months": 5, "few": 2, "many": 4, "half": 0.5, "thirteen": 13, "none": 0}
    used = [name for name in numbers if f"${name}" in let + when]
    basis = "basis: paper, cite: wang2019"
    declared = "".join(f"  {name}: {{value: {numbers[name]}, {basis}}}\n" for name in used)
    text = changed(
        text,
        f"params:\n  max_months: {{value: 5, unit: month, {basis}}}\n",
        f"params:\n{declared}" if used else "",
    )
    return text.replace("{project.window_months} months, not more than {max_months}", "{project.start}").replace(
        "{project.window_months}个月，不超过{max_months}个月", "始于{project.start}"
    )


@pytest.mark.parametrize("text", [RULE, BATCH_RULE, DATED_RULE], ids=["project", "batch", "dated"])
def test_sound_rules_are_let_pass(tmp_path: Path, text: str) -> None:
    write_rule(tmp_path, text, stage="award" if text is BATCH_RULE else "delivery")
    assert lint_rules([PACK], tmp_path).files == 1
    assert lint(tmp_path) == ()


def test_the_shipped_rules_are_clean() -> None:
    report = lint_rules()
    assert "\n".join(map(str, report.faults)) == ""
    assert report.files >= 63


RATING, MONTH = "project.contractor_rating", "project.signed_month"
WRONG = [
    (f"{RATING} >= $many and {RATING} < $few", f"{RATING} < $few", "contradicting-part", f"with {RATING} >= $many"),
    (f"{RATING} < $few and project.showcase and {RATING} == $many", f"{RATING} ==", "contradicting-part", "never hold"),
    (f"{RATING} >= $many and ({RATING} < $few or project.showcase)", f"{RATING} <", "contradicting-part", ">= $many"),
    (f"not ({RATING} >= $few or {RATING} < $many)", f"{RATING} < $many", "contradicting-part", "never hold"),
    ("project.showcase and not project.showcase", "project.showcase", "contradicting-part", "not project.show"),
    (
        "project.buyer == project.contractor and project.contractor != project.buyer",
        "project.contractor !=",
        "contradicting-part",
        "project.buyer == project.contractor",
    ),
    (
        'project.procurement_method == "open" and project.procurement_method in ["direct", "limited"]',
        "project.procurement_method in",
        "contradicting-part",
        'project.procurement_method == "open"',
    ),
    (f"{MONTH} >= $thirteen or project.showcase", MONTH, "never-true", "signed_month is 1 to 12"),
    (f"{MONTH} >= 1 or project.showcase", MONTH, "always-true", "signed_month is 1 to 12"),
    ("project.planned_coverage >= 0 and project.showcase", "project.plan", "always-true", "planned_coverage is 0 or"),
    (
        'project.evaluator_selection in ["competitive", "pool", "appointed"] and project.showcase',
        "project.eval",
        "always-true",
        "evaluator_selection is one of competitive, pool, appointed",
    ),
    ("project.buyer != project.buyer or project.showcase", "project.buyer", "never-true", "the same"),
    (f"{RATING} >= $few and {RATING} >= $many", f"{RATING} >= $few", "redundant-part", f"to {RATING} >= $many"),
    ("project.showcase and project.showcase", "project.showcase", "redundant-part", "leave it out"),
    (f"{RATING} >= $many or {RATING} >= $few", f"{RATING} >= $many", "redundant-part", ">= $few"),
    (f"project.showcase or project.showcase and {RATING} >= $few", "project.showcase and", "redundant-part", "holds"),
    (
        f"{RATING} >= $few and (project.showcase or {MONTH} == 1) and ({MONTH} == 1 or project.showcase)",
        f"{MONTH} == 1 or",
        "redundant-part",
        "there already",
    ),
    (f"{RATING} < $many or project.showcase or {RATING} >= $few", f"{RATING} >=", "always-true", "one of the parts"),
]


@pytest.mark.parametrize(("when", "piece", "code", "message"), WRONG)
def test_a_part_of_a_condition_that_cannot_hold_or_says_nothing(
    tmp_path: Path, when: str, piece: str, code: str, message: str
) -> None:
    text = conditioned(when)
    found = only_fault(tmp_path, text)
    assert (found.location.line, found.location.field, found.code) == (line_of(text, "when:"), "when", code)
    assert text.splitlines()[found.location.line - 1][found.location.column - 1 :].startswith(piece)
    assert message in found.message


@pytest.mark.parametrize(
    "when",
    [
        f"{RATING} >= $few and {RATING} < $many",
        f"{RATING} < $few or {RATING} > $many",
        f"{RATING} >= $few and project.showcase or {RATING} >= $many",
        f"({RATING} >= $few or project.showcase) and ({MONTH} == 1 or project.showcase)",
        "project.start < project.end and project.start != project.closed",
        'project.procurement_method not in ["open", "limited"]',
    ],
)
def test_parts_that_all_matter_are_let_pass(tmp_path: Path, when: str) -> None:
    write_rule(tmp_path, conditioned(when))
    assert lint(tmp_path) == ()


COMPARISONS = {"==": eq, "!=": ne, "<": lt, "<=": le, ">": gt, ">=": ge}
RATINGS = {1, 2, 3, 4, 5}


@settings(deadline=None)  # the first example loads the rules
@given(
    st.lists(st.tuples(st.sampled_from(sorted(COMPARISONS)), st.integers(0, 6)), min_size=1, max_size=4),
    st.sampled_from(["and", "or"]),
)
def test_tests_of_one_field_are_judged_as_by_trying_every_value(drawn: list[tuple[str, int]], joined: str) -> None:
    held = [{value for value in RATINGS if COMPARISONS[op](value, number)} for op, number in drawn]
    expected = {"always-true"} if RATINGS in held else set()
    if set() in held:
        expected.add("never-true")
    rest = [values for values in held if values not in (set(), RATINGS)]
    others = [(one, [other for there, other in enumerate(rest) if there != here]) for here, one in enumerate(rest)]
    if joined == "and" and rest:
        if not set.intersection(*rest):
            expected.add("contradicting-part")
        elif any(RATINGS.intersection(*beside) <= one for one, beside in others):
            expected.add("redundant-part")
    if joined == "or" and rest:
        if any(one <= other for one, beside in others for other in beside):
            expected.add("redundant-part")
        if set.union(*rest) == RATINGS:
            expected.add("always-true")
    when = f" {joined} ".join(f"{RATING} {op} $n{place}" for place, (op, _) in enumerate(drawn))
    params = {f"n{place}": Decimal(number) for place, (_, number) in enumerate(drawn)}
    assert {remark.code for remark in _remarks(when, params)} == expected


@cache
def _any_rule() -> RuleHead:
    return load_rulebook().rule("SW102").file


def _remarks(when: str, params: dict[str, Decimal]) -> Iterable[Remark]:
    file = _any_rule().model_copy(update={"when": when})
    return condition_remarks(rule_clauses(file, compile_with(file, params).query, params))


LET = [
    ('n: count(role where side == "buyer" and side == "contractor")', "n >= 1", "let", "contradicting-part", "never"),
    ("n: count(target)", "n >= 0 and project.showcase", "when", "always-true", "a count is 0 or more"),
    ("n: count(target)", "n < $none and project.showcase", "when", "never-true", "a count is 0 or more"),
    ('n: share(target where kind == "output")', "n > 1 or project.showcase", "when", "never-true", "a share is 0 to 1"),
    ("n: sum(payment.amount)", "n >= 0 and project.showcase", "when", "always-true", "a sum is 0 or more"),
    ("n: count(target)", "n >= $few and n >= 1", "when", "redundant-part", "n >= 1 adds nothing to n >= $few"),
    ("n: count(target)", "n > $half and n >= 1", "when", "redundant-part", "n >= 1"),
    ("n: count(target)", "project.showcase", "let", "unused-measure", "the measure n"),
]


@pytest.mark.parametrize(("measure", "when", "where", "code", "message"), LET)
def test_measures_that_are_constant_or_unused(
    tmp_path: Path, measure: str, when: str, where: str, code: str, message: str
) -> None:
    text = conditioned(when, f"let:\n  {measure}\n")
    found = only_fault(tmp_path, text)
    assert found.location.line == line_of(text, "  n: " if where == "let" else "when:")
    assert found.code == code
    assert message in found.message


def test_a_measure_that_only_the_message_shows_is_used(tmp_path: Path) -> None:
    text = conditioned("project.showcase", "let:\n  n: count(target)\n").replace("{project.start}", "{n}")
    write_rule(tmp_path, text)
    assert lint(tmp_path) == ()


PATTERNS = [
    ('a: role where side == "buyer"\n  b: role', "b: role", "unused-variable", "the row b"),
    ("h: honour where project.showcase", "h: honour", "unused-variable", "the row h"),
    ('none: {a: role where side == "buyer", b: role}', "none:", "unused-variable", "the row b"),
    (
        'r: role where side == "buyer"\n  s: role where person == r.person and r.side == "evaluator"',
        "s: role",
        "contr",
        "",
    ),
    ('if: project.showcase\n  none: {t: target where kind == "visit" and not project.showcase}', "none:", "contr", ""),
]


@pytest.mark.parametrize(("when", "piece", "code", "message"), PATTERNS)
def test_rows_of_which_nothing_or_the_impossible_is_asked(
    tmp_path: Path, when: str, piece: str, code: str, message: str
) -> None:
    text = conditioned(f"\n  {when}")
    found = only_fault(tmp_path, text)
    assert found.location.line == line_of(text, piece)
    assert found.code.startswith(code)
    assert message in found.message


@pytest.mark.parametrize("when", ["t: target", "if: project.showcase\n  t: target", "none: {t: target}"])
def test_that_a_row_is_there_is_something_to_ask(tmp_path: Path, when: str) -> None:
    write_rule(tmp_path, conditioned(f"\n  {when}"))
    assert lint(tmp_path) == ()


def test_a_condition_that_repeats_the_scope_is_redundant(tmp_path: Path) -> None:
    text = conditioned("project.category_continuing and project.showcase")
    found = only_fault(tmp_path, changed(text, "when:", "scope: project.category_continuing\nwhen:"))
    assert (found.code, found.location.field) == ("redundant-part", "when")


ALTERNATIVES = [
    (["project.showcase", "project.showcase"], [1]),
    (["project.showcase", f"project.showcase and {MONTH} == 1"], [1]),
    (['{r: role where side == "buyer"}', '{s: \'role where side in ["buyer", "contractor"]\'}'], [0]),
    (['{r: role where side == "buyer"}', '{s: role where side == "buyer"}'], [1]),
    (['{a: role where side == "buyer", b: "honour where level == \'county\'"}', "{h: honour}"], [0]),
    (["{a: role, b: role where person == a.person}", "{c: role, d: role where d.person == c.person}"], [1]),
    (["{t: target where met}", "{none: {t: target where met}}"], []),
    (["{t: target where met}", "{p: plan_change where towards_acceptance}"], []),
    (["project.showcase", f"{MONTH} == 1"], []),
]


@pytest.mark.parametrize(("alternatives", "redundant"), ALTERNATIVES)
def test_alternatives_that_another_one_covers(tmp_path: Path, alternatives: list[str], redundant: list[int]) -> None:
    lines = "\n".join(f"    - {alternative}" for alternative in alternatives)
    text = conditioned(f"\n  any:\n{lines}")
    write_rule(tmp_path, text)
    found = [fault for fault in lint(tmp_path) if fault.code not in ("unused-variable", "one-message-for-all")]
    first = line_of(text, "  any:") + 1
    assert [(fault.location.line - first, fault.code) for fault in found] == [
        (place, "redundant-alternative") for place in redundant
    ]


TEXTS = [
    ("zh: 时间所剩无几。", "zh: 存在腐败。", "zh: 存在", "rationale.zh", "accusing-word", "腐败"),
    ("en: Little time remains.", "en: Money was embezzled.", "embezzled", "rationale.en", "accusing-word", "embezzled"),
    ("zh: 查阅合同。", "zh: 查明有无违法行为。", "违法", "verify.zh", "accusing-word", "违法"),
    ("zh: 查阅合同。", "zh: 查明有无隐形合谋。", "合谋", "verify.zh", "accusing-word", "合谋"),
    ("en: Read the contract.", "en: Read the 合同.", "the 合同", "verify.en", "chinese-in-english", "合同"),
    (
        "zh: 查阅合同。",
        "zh: 查阅合同。Read the whole contract。",
        "whole",
        "verify.zh",
        "english-in-chinese",
        "'Read the whole contract'",
    ),
    (
        "{en: Read the contract., zh: 查阅合同。}",
        "{en: 查阅合同。, zh: 查阅合同。}",
        "en: 查阅",
        "verify.zh",
        "same-in-both-languages",
        "translate it",
    ),
    (
        "remedy: {en: Give it a year., zh: 延长至一年。}",
        "remedy: {en: Read the  contract., zh: 查阅合同。}",
        "remedy",
        "remedy",
        "copied-text",
        "the text of office/T101 verify",
    ),
    ("zh: 延长至一年。", "zh: 查阅合同。", "en: Give", "remedy.zh", "copied-text", "office/T101 verify"),
    ("不超过{max_months}个月。", "不超过标准。", '  zh: "', "message.zh", "values-differ", "{max_months}"),
    (
        '"{project.window_months}个月，不超过{max_months}个月。"',
        "期限过短。",
        "zh: 期限过短",
        "message.zh",
        "message-without-value",
        "such as {project.start}",
    ),
]


@pytest.mark.parametrize(("old", "new", "piece", "field", "code", "message"), TEXTS)
def test_texts_that_accuse_mix_languages_or_were_copied(
    tmp_path: Path, old: str, new: str, piece: str, field: str, code: str, message: str
) -> None:
    text = changed(RULE, old, new)
    found = only_fault(tmp_path, text)
    assert (found.location.line, found.location.field, found.code) == (line_of(text, piece), field, code)
    assert message in found.message


def test_a_cited_source_lends_its_terms_and_an_uncited_one_does_not(tmp_path: Path) -> None:
    (tmp_path / "sources.yaml").write_text(SOURCES, encoding="utf-8")
    text = changed(RULE, "zh: 时间所剩无几。", "zh: 论文称之为“隐性合谋”。")
    text = changed(text, "en: Little time remains.", "en: The paper calls it Tacit Collusion.")
    assert write_rule(tmp_path, text)
    assert [fault.code for fault in lint(tmp_path)] == ["accusing-word", "accusing-word"]
    write_rule(tmp_path, changed(text, "  - {source: wang2019, at: 四(一)}", "  - {source: zhao2020}"))
    assert lint(tmp_path) == ()


def test_legal_limits_may_name_what_the_law_forbids(tmp_path: Path) -> None:
    write_rule(
        tmp_path, changed(changed(RULE, "kind: sign", "kind: statute"), "zh: 时间所剩无几。", "zh: 属违法情形。")
    )
    assert lint(tmp_path) == ()


def test_coined_terms_in_brackets_and_names_in_chinese_text_are_let_pass(tmp_path: Path) -> None:
    text = changed(RULE, "en: Little time remains.", "en: Under the deadline (突击花钱) little time remains.")
    write_rule(tmp_path, changed(text, "zh: 时间所剩无几。", "zh: “Hand in Hand”案例中时间所剩无几。"))
    assert lint(tmp_path) == ()


def test_texts_of_another_rule_are_told_with_its_name(tmp_path: Path) -> None:
    write_rule(tmp_path, RULE)
    other = RULE.replace("T101", "T102").replace("short-window", "other-window").replace("$max_months", "$other")
    other = other.replace("max_months", "other").replace("<=", ">=").replace("Read the contract", "Read it")
    other = other.replace("查阅合同", "看合同").replace("Some work", "A job").replace("有的工作", "有些活儿")
    other = other.replace("Give it a year", "Take care").replace("延长至一年", "留意")
    path = write_rule(tmp_path, other)
    (found,) = lint(tmp_path)
    assert (found.location.file, found.location.field, found.code) == (path.as_posix(), "rationale", "copied-text")
    assert "office/T101 rationale" in found.message


def test_the_facts_of_an_example_stand_once(tmp_path: Path) -> None:
    again = "  - verdict: unknown\n    given: {id: x, contract: {period: {startDate: 2018-01-01}}}\n"
    found = only_fault(tmp_path, RULE + again)
    assert (found.location.line, found.code) == (line_of(RULE + again, "id: x") - 1, "repeated-example")
    assert "example 3" in found.message


@pytest.mark.parametrize(
    ("mechanism", "meant"),
    [
        ("time-presure", "time-pressure"),
        ("time-pressures", "time-pressure"),
        ("time-pressuer", "time-pressure"),
        ("evaluator-independance", "evaluator-independence"),
        ("evaluator-dependence", None),
        ("haste", None),
    ],
)
def test_a_mechanism_that_looks_misspelt(tmp_path: Path, mechanism: str, meant: str | None) -> None:
    write_rule(tmp_path, changed(RULE, "mechanism: time-pressure", f"mechanism: {mechanism}"))
    found = lint_rules([PACK, "social-services"], tmp_path).faults
    assert [(fault.code, fault.location.field) for fault in found] == (
        [("mechanism-spelling", "mechanism")] if meant else []
    )
    assert all(f"did you mean {meant!r}" in fault.message for fault in found)


def test_every_file_is_read_whatever_is_wrong_with_others(tmp_path: Path) -> None:
    write_rule(tmp_path, "code: [T100\nname: broken\n", name="T100-broken.yaml")
    unloadable = changed(RULE, "zh: 时间所剩无几。", "zh: 存在腐败。")
    write_rule(tmp_path, changed(unloadable, "project.window_months <=", "project.window_month <="))
    write_rule(tmp_path, changed(BATCH_RULE, "en: There is no other.", "en: There was fraud."), stage="award")
    assert sorted(fault.code for fault in lint(tmp_path)) == [
        "accusing-word",
        "accusing-word",
        "not-yaml",
        "unknown-field",
    ]
