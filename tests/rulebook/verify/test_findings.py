"""What is found in a rule set: each kind of finding, its place, and the records that show it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from riskscreen.engines.base import Verdict
from riskscreen.rulebook.load import load_rulebook
from riskscreen.rulebook.verify.findings import Finding
from tests.support.rules import line_of
from tests.support.verifying import OWN, add_rule, found, verified

FLAGGED, CLEAR = Verdict.FLAGGED, Verdict.CLEAR


def _line(path: Path, piece: str) -> int:
    return line_of(path.read_text(encoding="utf-8"), piece)


def _at(finding: Finding) -> tuple[str, int]:
    return Path(finding.location.file).name, finding.location.line


# one rule as a whole


@pytest.mark.parametrize(
    "formal",
    [
        "when: project.showcase and not project.showcase",
        "when: project.licensed_social_workers > project.service_staff",
        "when: project.window_months < 1",
        "when: project.end < project.start",
        "when: {r: role where person != person}",
        'when: {one: target where kind == "visit", if: not project.showcase}\nscope: project.showcase',
        "let: {part: count(bid where valid), all: count(bid)}\nwhen: part == 1 and all == 0",
        'let: {s: share(criterion.weight where kind == "output" and kind == "outcome")}\nwhen: s > 0',
        "when: {t: tie where organisation == other, none: {u: tie where other == t.organisation}}",
        "when: {n: need where covered, none: {s: service_item}}",
        "when: not project.spring_festival_in_window and project.window_working_days < 0",
    ],
)
def test_a_rule_that_can_never_be_flagged(tmp_path: Path, formal: str) -> None:
    path = add_rule(tmp_path, "T101", formal)
    finding = next(item for item in verified(tmp_path).errors if item.code == "never-flags")
    assert finding.rules == ("office/T101",)
    assert _at(finding) in {
        (path.name, _line(path, "when:")),
        (path.name, _line(path, "scope:") if "scope" in formal else 0),
    }
    assert finding.witness is None
    assert finding.no_witness == "no record can show what never happens"


def test_a_scope_that_nothing_is_within(tmp_path: Path) -> None:
    path = add_rule(tmp_path, "T101", "scope: project.closed < project.closed\nwhen: project.showcase")
    finding = found(tmp_path)["never-flags"]
    assert _at(finding) == (path.name, _line(path, "scope:"))
    assert "none is within its scope" in finding.message


@pytest.mark.parametrize(
    "formal",
    [
        "when: project.showcase or not project.showcase",
        "scope: project.showcase\nwhen: project.showcase",
        "let: {n: count(bid)}\nwhen: n >= 1 or n < 1",
        "when: {any: [{none: {r: role}}, {r: role}]}",
    ],
)
def test_a_rule_that_always_flags(tmp_path: Path, formal: str) -> None:
    path = add_rule(tmp_path, "T101", formal)
    finding = found(tmp_path)["always-flags"]
    assert (finding.severity, _at(finding)) == ("error", (path.name, _line(path, "when:")))
    assert finding.verdicts == {"office/T101": FLAGGED}


def test_a_rule_that_can_be_undecided_but_never_clear(tmp_path: Path) -> None:
    params = f"params: {{nought: {{value: 0, {OWN}}}}}\n"
    add_rule(
        tmp_path, "T101", params + "when: project.planned_coverage > $nought or project.planned_coverage == $nought"
    )
    finding = found(tmp_path)["never-clear"]
    assert finding.severity == "error"
    assert finding.verdicts == {"office/T101": FLAGGED}


def test_a_scope_that_leaves_nothing_out(tmp_path: Path) -> None:
    scope = 'scope: not (project.procurement_method == "open" and project.procurement_method == "direct")'
    path = add_rule(tmp_path, "T101", scope + "\nwhen: project.showcase")
    finding = found(tmp_path)["scope-without-effect"]
    assert (finding.severity, _at(finding)) == ("note", (path.name, _line(path, "scope:")))


def test_a_sound_pack_has_no_findings(tmp_path: Path) -> None:
    add_rule(tmp_path, "T101", "when: project.showcase")
    add_rule(tmp_path, "T102", "scope: project.category_continuing\nwhen: {none: {u: use}}")
    add_rule(tmp_path, "T103", "when: project.stable_policy", kind="protective")
    assert dict(found(tmp_path)) == {}


# pairs of rules


def test_one_thing_counted_twice(tmp_path: Path) -> None:
    months = "params: {{max: {{value: {}, {}}}}}\nwhen: project.window_months <= $max"
    path = add_rule(tmp_path, "T101", months.format(3, OWN))
    add_rule(tmp_path, "T102", months.format(5, OWN))
    finding = found(tmp_path)["double-counting"]
    assert (finding.severity, finding.rules) == ("error", ("office/T101", "office/T102"))
    assert _at(finding) == (path.name, _line(path, "mechanism:"))
    assert finding.verdicts == {"office/T101": FLAGGED, "office/T102": FLAGGED}


def test_two_views_of_one_mechanism(tmp_path: Path) -> None:
    add_rule(tmp_path, "T101", "when: {r: role, s: role where position > r.position}", mechanism="roles")
    add_rule(tmp_path, "T102", "when: {r: role}", mechanism="roles")
    finding = found(tmp_path)["implied"]
    assert (finding.severity, finding.rules) == ("note", ("office/T101", "office/T102"))
    assert finding.verdicts == {"office/T101": FLAGGED, "office/T102": FLAGGED}


@pytest.mark.parametrize(("mechanism", "code"), [("one", "equivalent"), ("two", "double-counting")])
def test_two_rules_that_say_the_same(tmp_path: Path, mechanism: str, code: str) -> None:
    add_rule(tmp_path, "T101", "let: {n: count(bid where valid)}\nwhen: n >= 1", mechanism="one")
    add_rule(tmp_path, "T102", 'when: {b: bid where status == "valid"}', mechanism=mechanism)
    finding = found(tmp_path)[code]
    assert "are flagged by the same cases" in finding.message
    assert finding.verdicts == {"office/T101": FLAGGED, "office/T102": FLAGGED}


def test_two_protective_factors_on_one_condition(tmp_path: Path) -> None:
    add_rule(tmp_path, "T101", "when: project.stable_policy and project.showcase", kind="protective")
    add_rule(tmp_path, "T102", "when: project.stable_policy", kind="protective")
    assert found(tmp_path)["double-counting"].rules == ("office/T101", "office/T102")


@pytest.mark.parametrize("risk", ["T101", "T102"])
def test_a_risk_and_a_protective_factor_on_one_condition(tmp_path: Path, risk: str) -> None:
    narrow, wide = "when: {s: support, k: knowledge}", "when: {s: support}"
    add_rule(tmp_path, "T101", narrow, kind="sign" if risk == "T101" else "protective", mechanism="same")
    add_rule(tmp_path, "T102", wide, kind="sign" if risk == "T102" else "protective", mechanism="same")
    finding = found(tmp_path)["risk-and-protection"]
    assert (finding.severity, finding.rules) == ("error", ("office/T101", "office/T102"))
    assert finding.verdicts == {"office/T101": FLAGGED, "office/T102": FLAGGED}


def test_scope_is_part_of_the_meaning(tmp_path: Path) -> None:
    add_rule(tmp_path, "T101", "when: project.showcase")
    add_rule(tmp_path, "T102", "scope: project.renewal_clause\nwhen: project.showcase")
    assert found(tmp_path)["double-counting"].rules == ("office/T102", "office/T101")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("when: {r: role}", "when: {p: participant}"),
        ("let: {s: share(bid where valid)}\nparams: {t: {value: 0.30, OWN}}\nwhen: s < $t",
         "let: {s: share(bid where valid)}\nparams: {t: {value: 0.31, OWN}}\nwhen: s > 0 and s <= $t"),
        ("when: project.buyer == project.contractor", "when: project.buyer == project.evaluator"),
        ("when: project.published > project.signed", "when: project.signed > project.start"),
        ("params: {t: {value: 103, OWN}}\nwhen: project.window_working_days < $t",
         "params: {t: {value: 5, OWN}}\nwhen: project.window_months <= $t"),
    ],
)  # fmt: skip
def test_rules_that_imply_nothing_of_each_other(tmp_path: Path, one: str, other: str) -> None:
    add_rule(tmp_path, "T101", one.replace("OWN", OWN))
    add_rule(tmp_path, "T102", other.replace("OWN", OWN))
    assert dict(found(tmp_path)) == {}


def test_dates_and_months_are_one_thing(tmp_path: Path) -> None:
    add_rule(tmp_path, "T101", f"params: {{m: {{value: 0, {OWN}}}}}\nwhen: project.evaluated_days_after_end < $m")
    add_rule(tmp_path, "T102", "when: project.evaluated < project.end")
    assert found(tmp_path)["double-counting"].rules == ("office/T101", "office/T102")


def test_rules_on_organisations(tmp_path: Path) -> None:
    formal = """
params:
  share: {value: SHARE, OWN}
  least: {value: 4, OWN}
when: {s: supply where share >= $share, sample: s.awards >= $least, statistic: s.share}
""".replace("OWN", OWN)
    add_rule(tmp_path, "T101", formal.replace("SHARE", "0.8"), subject="organisation")
    add_rule(tmp_path, "T102", formal.replace("SHARE", "0.6"), subject="organisation")
    finding = found(tmp_path)["double-counting"]
    assert finding.rules == ("office/T101", "office/T102")
    assert finding.witness is not None
    assert len(finding.witness.records) >= 4
    assert len({record["id"] for record in finding.witness.records}) == len(finding.witness.records)
    assert finding.verdicts == {"office/T101": FLAGGED, "office/T102": FLAGGED}


# parts of rules


@pytest.mark.parametrize(
    ("field", "op", "value", "code", "said"),
    [
        ("project.contractor_rating", ">=", "6", "never-true", "contractor_rating lies between 1 and 5"),
        ("project.contractor_rating", "<=", "5", "always-true", "contractor_rating lies between 1 and 5"),
        ("project.signed_month", "==", "13", "never-true", "signed_month lies between 1 and 12"),
        ("project.licensed_staff_share", "<", "1.5", "always-true", "lies between 0 and 1"),
        ("project.evaluator_requests", "<", "0", "never-true", "evaluator_requests is at least 0"),
        ("project.evaluation_score", ">", "100", "never-true", "evaluation_score lies between 0 and 100"),
        ("project.outcome_periods", ">=", "-1", "always-true", ""),
        ("project.region_need_position", ">", "1", "never-true", "lies between 0 and 1"),
    ],
)
def test_a_threshold_out_of_the_fields_range(
    tmp_path: Path, field: str, op: str, value: str, code: str, said: str
) -> None:
    formal = f"params:\n  limit: {{value: {value}, {OWN}}}\nwhen: project.showcase and not project.needs_assessed"
    path = add_rule(tmp_path, "T101", f"{formal} or {field} {op} $limit")
    finding = next(item for item in verified(tmp_path).errors if item.code == code)
    assert _at(finding) == (path.name, _line(path, "limit:"))
    assert f"{field} {op} {value}` ($limit)" in finding.message
    assert said in finding.message


def test_a_code_list_that_holds_every_value(tmp_path: Path) -> None:
    listed = 'not project.procurement_method in ["open", "selective", "limited", "direct"]'
    path = add_rule(tmp_path, "T101", f"when: project.showcase or {listed}")
    findings = {item.code: item for item in verified(tmp_path).errors}
    assert set(findings) == {"always-true", "dead-branch"}
    assert _at(findings["always-true"]) == (path.name, _line(path, "when:"))
    assert "the list holds every value of procurement_method" in findings["always-true"].message


@pytest.mark.parametrize(
    ("let", "test", "code"),
    [
        ("count(bid where valid)", "n >= 0", "always-true"),
        ("sum(payment.contract_share)", "n < 0", "never-true"),
        ("share(criterion.weight)", "n > 1", "never-true"),
        ('count(bid where valid and status == "withdrawn")', "n >= 1", "never-true"),
    ],
)
def test_a_measure_out_of_range(tmp_path: Path, let: str, test: str, code: str) -> None:
    path = add_rule(
        tmp_path, "T101", f"let:\n  n: {let}\nwhen: project.showcase and ({test} or project.plan_adjustable)"
    )
    finding = next(item for item in verified(tmp_path).errors if item.code == code)
    assert _at(finding) == (path.name, _line(path, "when:"))


def test_a_share_written_in_per_cent(tmp_path: Path) -> None:
    path = add_rule(tmp_path, "T101", f"params:\n  t: {{value: 50, {OWN}}}\nwhen: project.planned_coverage >= $t")
    finding = found(tmp_path)["unusual-share"]
    assert (finding.severity, _at(finding)) == ("note", (path.name, _line(path, "  t:")))


@pytest.mark.parametrize(
    ("formal", "piece"),
    [
        ("when: project.showcase or project.buyer != project.buyer", "when:"),
        ('when:\n  any:\n    - project.showcase\n    - t: target where kind == "visit" and kind == "media"', "- t:"),
        ("when:\n  any:\n    - {r: role}\n    - if: project.end < project.start and project.showcase", "- if:"),
    ],
)
def test_a_part_that_can_never_be_what_flags(tmp_path: Path, formal: str, piece: str) -> None:
    path = add_rule(tmp_path, "T101", formal)
    finding = next(item for item in verified(tmp_path).errors if item.code == "dead-branch")
    assert _at(finding) == (path.name, _line(path, piece))


# dated values


def _dated(*values: str, more: str = "", when: str = "project.window_months <= $m") -> str:
    listed = "\n".join(f"    - {{{value}, {OWN}}}" for value in values)
    return f"params:\n  m:\n{listed}\n{more}in_force_on: project.signed\nwhen: {when}"


def test_days_before_the_first_value(tmp_path: Path) -> None:
    path = add_rule(tmp_path, "T101", _dated("from: 2015-03-01, value: 5", "from: 2020-01-01, value: 6"))
    finding = found(tmp_path)["no-value-before"]
    assert (finding.severity, _at(finding)) == ("note", (path.name, _line(path, "in_force_on:")))
    assert finding.verdicts == {"office/T101": CLEAR}
    assert finding.witness is not None
    assert finding.witness.records[0]["contract"]["dateSigned"] == "2015-02-28"


def test_days_on_which_one_of_two_values_is_missing(tmp_path: Path) -> None:
    second = f"  n:\n    - {{from: 2018-01-01, value: 100, {OWN}}}\n"
    when = "project.window_months <= $m and project.window_working_days < $n"
    path = add_rule(tmp_path, "T101", _dated("from: 2015-03-01, value: 5", more=second, when=when))
    finding = found(tmp_path)["dated-gap"]
    assert (finding.severity, _at(finding)) == ("error", (path.name, _line(path, "from: 2018-01-01")))
    assert "from 2015-03-01 to 2017-12-31 no project can be flagged: $n has no value yet" in finding.message
    assert finding.verdicts == {"office/T101": CLEAR}
    assert finding.witness is not None
    assert finding.witness.records[0]["contract"]["dateSigned"] == "2015-03-01"


def test_a_value_that_nothing_can_meet_for_a_time(tmp_path: Path) -> None:
    values = ("from: 2015-03-01, value: 5", "from: 2018-01-01, value: 0", "from: 2019-01-01, value: 6")
    path = add_rule(tmp_path, "T101", _dated(*values))
    findings = {item.code: item for item in verified(tmp_path).findings}
    assert set(findings) == {"no-value-before", "dated-gap", "never-true"}
    assert _at(findings["dated-gap"]) == _at(findings["never-true"]) == (path.name, _line(path, "from: 2018-01-01"))
    assert "from 2018-01-01 to 2018-12-31" in findings["dated-gap"].message


def test_a_value_that_everything_meets_for_a_time(tmp_path: Path) -> None:
    values = ("from: 2015-03-01, value: 1", "from: 2018-01-01, value: 12")
    path = add_rule(tmp_path, "T101", _dated(*values, when="project.signed_month <= $m"))
    findings = {item.code: item for item in verified(tmp_path).findings}
    assert set(findings) == {"no-value-before", "dated-always-flags", "always-true"}
    finding = findings["dated-always-flags"]
    assert _at(finding) == (path.name, _line(path, "from: 2018-01-01"))
    assert finding.verdicts == {"office/T101": FLAGGED}


@pytest.mark.parametrize(
    ("values", "code", "piece"),
    [
        (("from: 2015-03-01, value: 5", "from: 2020-01-01, value: 5"), "dated-without-change", "from: 2020-01-01"),
        (("from: 2015-03-01, value: 1", "from: 2020-01-01, value: 10000"), "dated-jump", "from: 2020-01-01"),
        (("from: 2015-03-01, value: 5", "from: 2105-01-01, value: 6"), "not-yet-in-force", "from: 2105-01-01"),
        (("from: 2015-03-01, value: 5, cite: wang2019",), "source-after-value", "from: 2015-03-01"),
    ],
)
def test_what_is_seen_by_reading_dated_values(tmp_path: Path, values: tuple[str, ...], code: str, piece: str) -> None:
    path = add_rule(tmp_path, "T101", _dated(*values))
    finding = found(tmp_path)[code]
    assert (finding.severity, _at(finding)) == ("note", (path.name, _line(path, piece)))


def test_today_decides_what_is_yet_to_come(tmp_path: Path) -> None:
    from riskscreen.rulebook.verify.run import verify

    add_rule(tmp_path, "T101", _dated("from: 2015-03-01, value: 5", "from: 2030-01-01, value: 6"))
    book = load_rulebook(packs=["office"], rules_dir=tmp_path)
    later = verify(book, seconds=60, today=date(2030, 1, 1))
    assert [finding.code for finding in later.findings] == ["no-value-before"]
