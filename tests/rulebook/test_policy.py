"""What an office sets without touching a rule."""

from __future__ import annotations

import re
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from riskscreen.errors import Fault, RuleFaults, UsageError
from riskscreen.model.policy import Policy, RuleChoice
from riskscreen.rulebook.load import Rulebook, load_rulebook
from tests.support.rules import BATCH_RULE, DATED_RULE, PACK, RULE, changed, line_of, write_rule


@pytest.fixture
def rules(tmp_path: Path) -> Path:
    """Three rules: T101 (5 months), T201 (a batch rule: half, 2 awards), T301 (dated months)."""
    directory = tmp_path / "rules"
    write_rule(directory, RULE)
    write_rule(directory, BATCH_RULE, stage="award")
    write_rule(directory, DATED_RULE)
    return directory


def under(rules: Path, policy: str | Policy, **more: Any) -> Rulebook:
    """The rule book of the office's pack under a policy."""
    more.setdefault("packs", [PACK])
    if isinstance(policy, Policy):
        return load_rulebook(rules_dir=rules, policy=policy, **more)
    path = rules.parent / "policy.yaml"
    path.write_text(policy, encoding="utf-8")
    return load_rulebook(rules_dir=rules, policy=path, **more)


def faults(rules: Path, policy: str, **more: Any) -> tuple[Fault, ...]:
    with pytest.raises(RuleFaults) as raised:
        under(rules, policy, **more)
    assert {fault.location.file for fault in raised.value.faults} == {(rules.parent / "policy.yaml").as_posix()}
    return raised.value.faults


def test_an_empty_file_leaves_every_default(rules: Path) -> None:
    empty, none = under(rules, "# nothing yet\n"), load_rulebook(packs=[PACK], rules_dir=rules)
    assert (empty.policy, empty.policy_digest, empty.digest) == (none.policy, none.policy_digest, none.digest)
    assert [(rule.code, rule.weight) for rule in empty.rules] == [
        ("T101", Decimal("0.25")),
        ("T201", Decimal("0.12")),
        ("T301", Decimal("0.25")),
    ]


def test_a_rule_that_is_switched_off_is_not_in_force(rules: Path) -> None:
    assert [rule.code for rule in under(rules, "rules: {T201: {enabled: false}}").rules] == ["T101", "T301"]


def test_a_threshold_replaces_the_rules_own_in_query_and_message(rules: Path) -> None:
    rule = under(rules, "rules: {T101: {params: {max_months: 4}}}").rule("T101")
    assert rule.params == {"max_months": Decimal(4)}
    assert rule.compiled.placeholders["max_months"].param == Decimal(4)
    assert rule.query == under(rules, "rules: {office/T101: {params: {max_months: 4.0}}}").rule("T101").query
    assert rule.query != under(rules, "").rule("T101").query


def test_a_threshold_replaces_all_dated_values(rules: Path) -> None:
    rule = under(rules, "rules: {T301: {params: {max_months: 4}}}").rule("T301")
    assert rule.params == {"max_months": Decimal(4)}


@pytest.mark.parametrize(
    ("own", "policy", "weight"),
    [
        ("", "", "0.25"),
        ("", "weights: {high: 0.4}", "0.4"),
        ("", "weights: {low: 0.4}", "0.25"),
        ("weight: 0.3", "", "0.3"),
        ("weight: 0.3", "weights: {high: 0.4}", "0.3"),
        ("weight: 0.3", "rules: {T101: {weight: 0.2}}", "0.2"),
        ("", "weights: {high: 0.4}\nrules: {T101: {weight: 0}}", "0"),
    ],
)
def test_the_most_special_weight_wins_and_then_the_policys(tmp_path: Path, own: str, policy: str, weight: str) -> None:
    write_rule(tmp_path / "rules", changed(RULE, "severity: high\n", f"severity: high\n{own}\n"))
    assert under(tmp_path / "rules", policy).rule("T101").weight == Decimal(weight)


def test_the_policy_chooses_packs_unless_the_call_does(rules: Path) -> None:
    policy = "packs: [office]\n"
    assert under(rules, policy, packs=None).packs == ("office",)
    assert under(rules, policy, packs=["social-services"]).packs == ("social-services",)


@pytest.mark.parametrize(
    ("policy", "piece", "field", "code", "message"),
    [
        ("rules:\n  T102: {}\n", "T102", "rules.T102", "unknown-rule", "no rule 'T102' (did you mean 'T101'?)"),
        ("rules:\n  office/T2: {}\n", "T2", "rules.office/T2", "unknown-rule", "did you mean 'office/T201'?"),
        (
            "rules:\n  T101:\n    params: {max_month: 4}\n",
            "max_month",
            "rules.T101.params.max_month",
            "unknown-param",
            "T101 has no parameter 'max_month' (did you mean 'max_months'?)",
        ),
        (
            "rules:\n  T201:\n    params:\n      min_awards: 3\n      days: 4\n",
            "days",
            "rules.T201.params.days",
            "unknown-param",
            "it has: min_share, min_awards",
        ),
        (
            "rules:\n  T101:\n    params:\n      max_months: 4.5\n",
            "4.5",
            "rules.T101.params.max_months",
            "too-fine",
            "4.5 is finer than the 0 decimal places of window_months",
        ),
        (
            "rules:\n  T101: {}\n  office/T101: {}\n",
            "office/T101",
            "rules.office/T101",
            "duplicate-rule",
            "keep one of them",
        ),
        ("packs:\n  - offices\n", "offices", "packs.0", "unknown-pack", "there are: ocp, office, social-services"),
        ("packs: []\n", "packs", "packs", "empty", "cannot be empty"),
        ("weights: {high: 0.96}\n", "high", "weights.high", "out-of-range", "at most 0.95"),
        ("weights: {hihg: 0.3}\n", "hihg", "weights.hihg", "wrong-value", "did you mean 'high'?"),
        ("rules: {T101: {enabled: off}}\n", "off", "rules.T101.enabled", "wrong-type", "true or false is expected"),
        ("undetermined_below: 2\n", "2", "undetermined_below", "out-of-range", "at most 1"),
        ("langauge: zh\n", "langauge", "langauge", "unknown-key", "did you mean 'language'?"),
        ("- rules\n", "rules", "", "wrong-type", "a mapping (key: value) is expected, not a list"),
    ],
)
def test_a_fault_in_a_policy(rules: Path, policy: str, piece: str, field: str, code: str, message: str) -> None:
    (found,) = faults(rules, policy, packs=None)
    assert (found.location.line, found.location.field, found.code) == (line_of(policy, piece), field, code)
    assert message in found.message


def test_a_policy_may_speak_of_rules_of_packs_that_are_not_in_force(rules: Path) -> None:
    policy = "rules: {SW501: {enabled: false}, social-services/SW401: {weight: 0.5}, T101: {weight: 0.5}}"
    assert list(under(rules, policy).policy.rules) == ["office/T101"]


def test_a_code_of_two_packs_must_be_written_with_its_pack(rules: Path) -> None:
    write_rule(rules, RULE, pack="city")
    both = {"packs": [PACK, "city"]}
    (found,) = faults(rules, "rules: {T101: {enabled: false}}", **both)
    assert (found.code, found.message.endswith("write one of city/T101, office/T101")) == ("ambiguous-rule", True)
    book = under(rules, "rules: {city/T101: {enabled: false}}", **both)
    assert [rule.full_name for rule in book.rules] == ["office/T101", "office/T201", "office/T301"]


def test_a_setting_of_the_call_wins_over_the_policy(rules: Path) -> None:
    policy = "rules: {T101: {weight: 0.5, params: {max_months: 4}}}"
    rule = under(rules, policy, overrides={"T101.max_months": "3"}).rule("T101")
    assert (rule.params["max_months"], rule.weight) == (Decimal(3), Decimal("0.5"))


@pytest.mark.parametrize(
    ("key", "value", "message"),
    [
        ("T101", "4", "--set T101=4: write CODE.param=VALUE"),
        ("T102.max_months", "4", "there is no rule 'T102' in the chosen packs (did you mean 'T101'?)"),
        ("T101.max_month", "4", "T101 has no parameter 'max_month' (did you mean 'max_months'?)"),
        ("T101.max_months", "four", "'four' is no number such as 4 or 0.5"),
        ("T101.max_months", "NaN", "'NaN' is no number"),
        ("T101.max_months", "4.5", "4.5 is finer than"),
        ("SW501.max_months", "4", "there is no rule 'SW501' in the chosen packs"),
    ],
)
def test_a_setting_that_cannot_be_is_an_error_of_the_call(rules: Path, key: str, value: str, message: str) -> None:
    with pytest.raises(UsageError) as raised:
        under(rules, "", overrides={key: value})
    assert str(raised.value).startswith(f"--set {key}={value}: ")
    assert message in str(raised.value)


def test_the_policy_digest_is_of_what_is_in_effect(rules: Path) -> None:
    by_file = under(rules, "rules: {T101: {params: {max_months: 4}}}")
    by_call = under(rules, "", overrides={"office/T101.max_months": "4.0"})
    by_object = under(rules, Policy(rules={"T101": RuleChoice(params={"max_months": Decimal(4)})}))
    assert by_file.policy_digest == by_call.policy_digest == by_object.policy_digest
    assert by_file.policy_digest != under(rules, "").policy_digest
    assert by_file.digest == under(rules, "").digest


def test_a_policy_made_in_code_is_checked_too(rules: Path) -> None:
    with pytest.raises(UsageError, match=r"policy: rules\.T102: there is no rule 'T102'"):
        under(rules, Policy(rules={"T102": RuleChoice()}))


BEYOND = [
    ("T101", "max_months", "-1", "max_months is compared with window_months, which is never below 1"),
    ("T201", "min_share", "1.5", "min_share is compared with share, which lies between 0 and 1"),
    ("T201", "min_share", "-0.1", "which lies between 0 and 1; -0.1 cannot be meant"),
    ("T201", "min_awards", "0", "which is never below 1; 0 cannot be meant"),
]


@pytest.mark.parametrize(("code", "param", "number", "says"), BEYOND)
def test_a_threshold_that_no_value_can_reach_is_refused(
    rules: Path, code: str, param: str, number: str, says: str
) -> None:
    text = f"rules:\n  {code}:\n    params:\n      {param}: {number}\n"
    (fault,) = faults(rules, text)
    assert (fault.code, fault.location.line) == ("out-of-range", 4)
    assert says in fault.message
    with pytest.raises(UsageError, match=re.escape(f"--set {code}.{param}={number}: {param} is compared with")):
        under(rules, "", overrides={f"{code}.{param}": number})


def test_the_ends_of_a_range_are_in_it(rules: Path) -> None:
    for number in ("0", "1"):
        assert under(rules, "", overrides={"T201.min_share": number}).rule("T201").params["min_share"] == Decimal(
            number
        )


def test_a_number_of_days_after_something_is_not_negative(rules: Path) -> None:
    text = changed(RULE, "when: project.window_months", "when: project.evaluated_days_after_end")
    write_rule(rules, text.replace("{project.window_months}", "{project.evaluated_days_after_end}"))
    with pytest.raises(UsageError, match="max_months cannot be negative; the rule's own is 5"):
        under(rules, "", overrides={"T101.max_months": "-5"})


@pytest.mark.parametrize(
    ("policy", "field", "wanted"),
    [
        ("processes: {currency: USD}", "processes.currency", "write compared_currency here"),
        ("defaults: {currency: USD}", "defaults.currency", "stands at the top of the policy: currency: EUR"),
        ("compared_currency: USD", "compared_currency", "there is no key 'compared_currency' here"),
    ],
)
def test_the_two_currencies_of_a_policy_are_told_apart(rules: Path, policy: str, field: str, wanted: str) -> None:
    (fault,) = faults(rules, policy)
    assert (fault.location.field, fault.code) == (field, "unknown-key")
    assert wanted in fault.message
