"""Whatever is wrong in a rule file: the file, the line, and what to do about it."""

from __future__ import annotations

from pathlib import Path

import pytest

from riskscreen.errors import Fault, RuleFaults
from riskscreen.rulebook.load import load_rulebook
from tests.support.rules import BATCH_RULE, DATED_RULE, PACK, RULE, changed, line_of, write_rule


def faults(directory: Path) -> tuple[Fault, ...]:
    with pytest.raises(RuleFaults) as raised:
        load_rulebook(packs=[PACK], rules_dir=directory)
    return raised.value.faults


def fault(directory: Path, text: str, **place: str) -> Fault:
    """The only fault of a directory that holds this rule alone."""
    path = write_rule(directory, text, **place)
    (found,) = faults(directory)
    assert found.location.file == path.as_posix()
    return found


@pytest.mark.parametrize("text", [RULE, BATCH_RULE, DATED_RULE], ids=["project", "batch", "dated"])
def test_the_rules_that_are_broken_below_are_sound(tmp_path: Path, text: str) -> None:
    write_rule(tmp_path, text, stage="award" if text is BATCH_RULE else "delivery")
    (rule,) = load_rulebook(packs=[PACK], rules_dir=tmp_path).rules
    assert rule.pack == PACK


# old piece, new piece, piece on the faulty line, field, code, what the message says
IN_THE_FORM = [
    ("severity: high\n", "severty: high\n", "severty", "severty", "unknown-key", "did you mean 'severity'?"),
    ("basis: paper,", "bases: paper,", "bases", "params.max_months.bases", "unknown-key", "did you mean 'basis'?"),
    ("  - {source:", "  - {sauce:", "sauce", "cites.0.sauce", "unknown-key", "did you mean 'source'?"),
    ("zh: 服务期过短}", "cn: 服务期过短}", "cn:", "title.cn", "unknown-key", "known keys: en, zh"),
    ("severity: high", "severity: hihg", "hihg", "severity", "wrong-value", "did you mean 'high'?"),
    ("stage: delivery", "stage: delivry", "delivry", "stage", "wrong-value", "did you mean 'delivery'?"),
    ("verdict: clear", "verdict: cleer", "cleer", "examples.1.verdict", "wrong-value", "did you mean 'clear'?"),
    ("code: T101", "code: t101", "t101", "code", "wrong-value", "a code: capitals and two to four digits"),
    ("name: short-window", "name: Short_Window", "Short_W", "name", "wrong-value", "joined by hyphens"),
    ("{value: 5,", "{value: '5',", "'5'", "params.max_months.value", "wrong-value", "without quotes"),
    ("{value: 5,", "{value: true,", "true", "params.max_months.value", "wrong-value", "a number is expected"),
    ("max_months: {", "maxMonths: {", "maxMonths", "params.maxMonths", "wrong-value", "a name: lower-case"),
    ("unit: month", "unit: 3", "unit: 3", "params.max_months.unit", "wrong-type", "put it in quotes"),
    ("en: Short window,", "en: 5,", "en: 5", "title.en", "wrong-type", "a text is expected, not 5; put it in quotes"),
    ("zh: 服务期过短}", "zh: ' '}", "' '", "title.zh", "empty", "cannot be empty"),
    ("severity: high", "severity: high\nweight: 0.96", "weight", "weight", "out-of-range", "at most 0.95"),
    ("severity: high", "severity: high\nweight: -0.01", "weight", "weight", "out-of-range", "at least 0"),
    (
        "mechanism: time",
        "status: true\nmechanism: time",
        "status",
        "status",
        "wrong-value",
        "true is none of to-verify",
    ),
    ("{value: 5, unit: month, basis: paper, cite: wang2019}", "5", ": 5", "params.max_months", "wrong-type", "dated"),
    ("when: project.window_months <= $max_months", "when: 5", "when", "when", "wrong-type", "a condition or a mapping"),
    ("basis: paper, cite: wang2019", "basis: paper", "basis", "params.max_months", "wrong-value", "needs cite"),
    ("basis: paper, cite: wang2019", "basis: law", "basis", "params.max_months", "wrong-value", "needs cite"),
    ("basis: paper, cite: wang2019", "basis: method", "basis", "params.max_months", "wrong-value", "needs cite"),
    ("basis: paper, cite: wang2019", "basis: own", "basis", "params.max_months", "wrong-value", "needs a note"),
    ("basis: paper, ", "", "max_months: {", "params.max_months.basis", "missing-key", "the key 'basis' is missing"),
    (", zh: 服务期过短}", "}", "title", "title.zh", "missing-key", "the key 'zh' is missing"),
    ("mechanism: time-pressure\n", "", "code:", "mechanism", "missing-key", "the key 'mechanism' is missing"),
    ("  - {source: wang2019, at: 四(一)}", "  []", "cites", "cites", "empty", "cannot be empty"),
]


@pytest.mark.parametrize(("old", "new", "piece", "field", "code", "message"), IN_THE_FORM)
def test_a_fault_in_the_form(
    tmp_path: Path, old: str, new: str, piece: str, field: str, code: str, message: str
) -> None:
    text = changed(RULE, old, new)
    write_rule(tmp_path, text, name="T101-short-window.yaml")
    found = next(fault for fault in faults(tmp_path) if fault.location.field == field)
    assert (found.location.line, found.code) == (line_of(text, piece), code)
    assert message in found.message


IN_THE_MEANING = [
    ("project.window_months <=", "project.window_month <=", "when:", "when", "unknown-field", "'window_months'?"),
    ("<= $max_months", "<= $max_month", "when:", "when", "unknown-param", "did you mean 'max_months'?"),
    ("<= $max_months", "<= 5", "when:", "when", "threshold-without-basis", "make it a parameter"),
    ("<= $max_months", "=< $max_months", "when:", "when", "syntax", "write == to compare"),
    (
        "{source: wang2019",
        "{source: wang2018",
        "wang2018",
        "cites.0.source",
        "unknown-source",
        "did you mean 'wang2019'?",
    ),
    ("cite: wang2019}", "cite: peng}", "peng", "params.max_months.cite", "unknown-source", "no entry 'peng'"),
    (
        "not more than {max_months}",
        "at most {max_month}",
        'en: "',
        "message.en",
        "unknown-placeholder",
        "'max_months'?",
    ),
    ("{project.window_months}个月", "{project.windows}个月", 'zh: "', "message.zh", "unknown-placeholder", "?"),
    ("{project.window_months}个月", "{project window}个月", 'zh: "', "message.zh", "stray-brace", "{project.start}"),
    ("zh: 查阅合同。", "zh: '查阅{max_months}合同。'", "查阅", "verify.zh", "placeholder-outside-message", "in words"),
    ("zh: 时间所剩无几。", "zh: Little time.", "zh: Little", "rationale.zh", "not-chinese", "no Chinese character"),
    (
        "kind: sign",
        "kind: sign\nin_force_on: project.signed",
        "in_force",
        "in_force_on",
        "no-dated-values",
        "delete it",
    ),
    ("  - verdict: unknown\n", "  - verdict: clear\n", "examples:", "examples", "no-example", "no example is unknown"),
    (
        "given: {contract: {period: {startDate: 2018-01-01}}}",
        "given: [{contract: {period: {startDate: 2018-01-01}}}]",
        "given: [",
        "examples.2.given",
        "wrong-shape",
        "a rule on a project needs one project record",
    ),
    (
        "  - verdict: unknown\n",
        "  - verdict: unknown\n    organisation: s1\n",
        "organisation: s1",
        "examples.2.organisation",
        "organisation-not-judged",
        "delete this key",
    ),
    (
        "period: {startDate: 2018-01-01}",
        "period: {startdate: 2018-01-01}",
        "startdate",
        "examples.2.given.contract.period.startdate",
        "unknown-key",
        "did you mean 'startDate'?",
    ),
    (
        "{contract: {period: {startDate: 2018-01-01, endDate: 2018-06-01}}}",
        "{contract: {period: {startDate: 2018-01-01, endDate: 2018-06-31}}}",
        "06-31",
        "examples.1.given.contract.period.endDate",
        "wrong-value",
        "'2018-06-31': a date is written",
    ),
    (
        "{contract: {period: {startDate: 2018-01-01}}}",
        "{showcase: yes}",
        "yes",
        "examples.2.given.showcase",
        "wrong-type",
        "true or false is expected, not 'yes'",
    ),
]


@pytest.mark.parametrize(("old", "new", "piece", "field", "code", "message"), IN_THE_MEANING)
def test_a_fault_in_the_meaning(
    tmp_path: Path, old: str, new: str, piece: str, field: str, code: str, message: str
) -> None:
    text = changed(RULE, old, new)
    found = fault(tmp_path, text)
    assert (found.location.line, found.location.field, found.code) == (line_of(text, piece), field, code)
    assert message in found.message


def test_a_fault_in_an_expression_is_shown_at_its_column(tmp_path: Path) -> None:
    found = fault(tmp_path, changed(RULE, "<= $max_months", "<= $max_month"))
    assert RULE.splitlines()[found.location.line - 1][found.location.column - 1 :].startswith("$max_month")


BATCH = [
    ("  sample: s.awards >= $min_awards\n", "", "when:", "when.sample", "no-sample", "such as sample: s.awards"),
    ("  statistic: s.share\n", "", "when:", "when.statistic", "no-statistic", "such as statistic: s.share"),
    ("kind: screen", "kind: protective", "subject:", "subject", "protective-batch-rule", "its subject is project"),
    (
        "    organisation: s1\n    given: [{id: p1",
        "    given: [{id: p1",
        "verdict: unknown",
        "examples.2.organisation",
        "no-organisation",
        "the identifier of the organisation",
    ),
    (
        "[{id: p1, buyer: {id: b}, contractor: {id: s1}, contract: {value: {amount: 100, currency: CNY}}}]",
        "{buyer: {id: b}}",
        "given: {",
        "examples.2.given",
        "wrong-shape",
        "a rule on an organisation needs a list of project records",
    ),
    (
        '{times: 2, project: {id: "q{n}",',
        "{times: 2, project: {id: p,",
        "id: p,",
        "examples.0.given.1.project.id",
        "duplicate-id",
        "number them with {n}",
    ),
    (
        '{times: 3, project: {id: "r{n}",',
        '{times: 3, project: {id: "r{n}", titel: x,',
        "titel",
        "examples.1.given.1.project.titel",
        "unknown-key",
        "did you mean 'title'?",
    ),
]


@pytest.mark.parametrize(("old", "new", "piece", "field", "code", "message"), BATCH)
def test_a_fault_in_a_rule_on_a_batch(
    tmp_path: Path, old: str, new: str, piece: str, field: str, code: str, message: str
) -> None:
    text = changed(BATCH_RULE, old, new)
    write_rule(tmp_path, text, stage="award")
    found = next(fault for fault in faults(tmp_path) if fault.code == code)
    assert (found.location.line, found.location.field) == (line_of(text, piece), field)
    assert message in found.message


def test_a_rule_on_a_project_has_no_sample(tmp_path: Path) -> None:
    pattern = "when:\n  b: bid where amount >= $max_months\n  sample: project.window_months >= $max_months"
    text = changed(RULE, "when: project.window_months <= $max_months", pattern)
    found = fault(tmp_path, text)
    assert (found.location.line, found.code) == (line_of(text, "sample:"), "sample-in-project-rule")


def test_a_parameter_that_no_expression_uses(tmp_path: Path) -> None:
    more = "{value: 5, unit: month, basis: paper, cite: wang2019}"
    text = changed(RULE, f"  max_months: {more}\n", f"  max_months: {more}\n  min_days: {more}\n")
    found = fault(tmp_path, text)
    assert (found.location.line, found.code) == (line_of(text, "min_days"), "unused-param")
    assert "no expression uses $min_days" in found.message


def test_a_private_value_cannot_stand_in_a_message(tmp_path: Path) -> None:
    text = changed(
        changed(
            RULE, "when: project.window_months <= $max_months", "when: {t: tenderer where position >= $max_months}"
        ),
        '"{project.window_months} months, not more than {max_months}."',
        '"{t.address}"',
    )
    found = fault(tmp_path, text)
    assert (found.location.line, found.code) == (line_of(text, "{t.address}"), "private-placeholder")


@pytest.mark.parametrize(
    ("old", "new", "piece", "code", "message"),
    [
        ("from: 2018-01-01, value", "from: 2015-01-01, value", "value: 6", "dates-out-of-order", "does not come after"),
        ("from: 2018-01-01, value", "from: 2018-01, value", "value: 6", "wrong-value", "YYYY-MM-DD"),
        ("from: 2018-01-01, value", "value", "value: 6", "missing-key", "the key 'from' is missing"),
        ("in_force_on: project.signed", "in_force_on: project.buyer", "in_force_on", "type", "is no date"),
    ],
)
def test_dated_values_ascend_and_name_their_date(
    tmp_path: Path, old: str, new: str, piece: str, code: str, message: str
) -> None:
    text = changed(DATED_RULE, old, new)
    write_rule(tmp_path, text)
    found = next(fault for fault in faults(tmp_path) if fault.code == code)
    assert found.location.line == line_of(text, piece)
    assert message in found.message


def test_dated_values_need_a_date_to_go_by(tmp_path: Path) -> None:
    text = changed(DATED_RULE, "in_force_on: project.signed\n", "")
    write_rule(tmp_path, text)
    found = next(fault for fault in faults(tmp_path) if fault.code == "no-in-force-on")
    assert found.location.line == line_of(text, "max_months:\n")
    assert "such as project.signed" in found.message


@pytest.mark.parametrize(
    ("stage", "name", "line", "code", "message"),
    [
        ("delivery", "T101-short.yaml", 0, "wrong-file-name", "must be called T101-short-window.yaml"),
        ("award", "T101-short-window.yaml", 5, "wrong-folder", "the stage is delivery but the folder award"),
        ("delivry", "T101-short-window.yaml", 0, "wrong-place", "'delivry' is no stage (did you mean 'delivery'?)"),
        ("delivery", "T101-short-window.yml", 0, "wrong-place", "ends in .yaml, not in .yml; rename it"),
        ("delivery/old", "T101-short-window.yaml", 0, "wrong-place", "move the file into the folder of its stage"),
    ],
)
def test_a_file_in_a_wrong_place(tmp_path: Path, stage: str, name: str, line: int, code: str, message: str) -> None:
    found = fault(tmp_path, RULE, stage=stage, name=name)
    assert (found.location.line, found.code) == (line, code)
    assert message in found.message


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("T101-short-window.yaml", "a rule lies at <pack>/<stage>/T101-short-window.yaml; move the file there"),
        ("sources.yml", "the bibliography is read from sources.yaml; rename the file"),
    ],
)
def test_a_file_beside_the_packs_is_not_passed_over(tmp_path: Path, name: str, message: str) -> None:
    write_rule(tmp_path, RULE)
    (tmp_path / name).write_text(RULE, encoding="utf-8")
    (found,) = faults(tmp_path)
    assert (found.location.file, found.message) == ((tmp_path / name).as_posix(), message)


@pytest.mark.parametrize(
    ("old", "new", "field", "code"),
    [
        ("name: short-window", "name: other", "code", "duplicate-code"),
        ("code: T101", "code: T102", "name", "duplicate-name"),
    ],
)
def test_a_code_or_name_stands_once_in_a_pack_and_the_fault_names_both_files(
    tmp_path: Path, old: str, new: str, field: str, code: str
) -> None:
    paths = sorted([write_rule(tmp_path, RULE), write_rule(tmp_path, changed(RULE, old, new))])
    (found,) = faults(tmp_path)
    assert (found.location.file, found.location.field, found.code) == (paths[1].as_posix(), field, code)
    assert paths[0].as_posix() in found.message


def test_the_same_code_may_stand_in_two_packs(tmp_path: Path) -> None:
    write_rule(tmp_path, RULE)
    write_rule(tmp_path, RULE, pack="city")
    rules = load_rulebook(packs=[PACK, "city"], rules_dir=tmp_path).rules
    assert [rule.full_name for rule in rules] == ["city/T101", "office/T101"]


def test_the_faults_of_all_files_are_told_at_once_in_order_of_their_places(tmp_path: Path) -> None:
    write_rule(tmp_path, changed(RULE, "severity: high", "severity: hihg"))
    write_rule(tmp_path, changed(BATCH_RULE, "  statistic: s.share\n", ""), stage="award")
    (tmp_path / "sources.yaml").write_text("x2020: {kind: artcle}\n", encoding="utf-8")
    (tmp_path / "taxonomy").mkdir()
    (tmp_path / "taxonomy" / "more.yaml").write_text("extends: elder-car\n", encoding="utf-8")
    policy = tmp_path / "policy.yaml"
    policy.write_text("weigths: {}\n", encoding="utf-8")
    with pytest.raises(RuleFaults) as raised:
        load_rulebook(packs=[PACK], rules_dir=tmp_path, policy=policy)
    files = [fault.location.file.rpartition("/")[2] for fault in raised.value.faults]
    assert {*files} == {"policy.yaml", "T101-short-window.yaml", "T201-one-supplier.yaml", "sources.yaml"}
    assert list(raised.value.faults) == sorted(raised.value.faults)


def test_a_malformed_example_of_an_own_rule_is_refused_even_where_examples_are_not_asked_for(tmp_path: Path) -> None:
    text = changed(RULE, "  - verdict: unknown", "  - verdict: [unknown")
    assert fault(tmp_path, text).code == "not-yaml"


@pytest.mark.parametrize(
    ("settings", "field", "code", "message"),
    [
        ("{excluded_detail: [A]}", "excluded_detail", "unknown-key", "did you mean 'excluded_details'?"),
        ("{submission_days: {A: five}}", "submission_days.A", "wrong-type", "a whole number is expected"),
    ],
)
def test_settings_of_an_example_are_those_of_a_policy(
    tmp_path: Path, settings: str, field: str, code: str, message: str
) -> None:
    text = changed(RULE, "  - verdict: clear\n", f"  - verdict: clear\n    processes: {settings}\n")
    found = fault(tmp_path, text)
    assert (found.location.line, found.location.field) == (line_of(text, "processes:"), f"examples.1.processes.{field}")
    assert found.code == code
    assert message in found.message


def test_examples_are_the_last_key(tmp_path: Path) -> None:
    text = changed(RULE, "remedy: {en: Give it a year., zh: 延长至一年。}\n", "") + "remedy: {en: Year., zh: 一年。}\n"
    found = fault(tmp_path, text)
    assert (found.location.line, found.code) == (line_of(text, "examples:"), "examples-not-last")
