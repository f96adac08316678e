"""The rule language through its one door: texts in, a checked query or every problem with its place out."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from riskscreen.facts.vocabulary import VOCABULARY
from riskscreen.lang.compile import Compiled, Problem, RuleProblems, RuleText, compile_rule
from riskscreen.lang.tree import Absence, And, Compare, Literal, MeasureTest, Member, Not, Op, Or

FIVE = {"max_months": Decimal(5)}


def compiled(when: Any, **more: Any) -> Compiled:
    return compile_rule(RuleText(more.pop("subject", "project"), when, **more), VOCABULARY)


def problems(when: Any, **more: Any) -> tuple[Problem, ...]:
    with pytest.raises(RuleProblems) as raised:
        compiled(when, **more)
    return raised.value.problems


def condition(when: Any, **more: Any) -> Any:
    (alternative,) = compiled(when, **more).query.alternatives
    return alternative.condition


def test_a_threshold_is_encoded_in_the_scale_of_its_field() -> None:
    share = condition("project.planned_coverage < $least", params={"least": Decimal("0.1")})
    assert (share.op, share.right.value) == (Op.LT, 100_000)
    money = condition({"p": "payment where amount >= $least"}, params={"least": Decimal("12.5")})
    assert money == And((Compare(money.parts[0].left, Op.GE, Literal(1250, money.parts[0].left.kind)),))


def test_a_number_on_the_left_mirrors_the_comparison() -> None:
    assert condition("$max_months >= project.window_months", params=FIVE) == condition(
        "project.window_months <= $max_months", params=FIVE
    )


def test_and_binds_tighter_than_or_and_not_tightest() -> None:
    tree = condition(
        "not project.showcase and project.stable_policy or project.rotated_ == 1".replace(
            "rotated_ == 1", "continuity_plan"
        )
    )
    assert isinstance(tree, Or)
    first, second = tree.parts
    assert isinstance(first, And)
    assert isinstance(first.parts[0], Not)
    assert isinstance(second, Compare)
    assert second.left.field == "continuity_plan"


def test_parentheses_group() -> None:
    tree = condition("project.showcase and (project.stable_policy or project.continuity_plan)")
    assert isinstance(tree, And)
    assert isinstance(tree.parts[1], Or)


def test_a_yes_no_field_stands_alone() -> None:
    assert condition("project.showcase") == condition("project.showcase == true")


def test_a_pattern_names_its_own_fields_bare_and_earlier_variables_with_a_prefix() -> None:
    query = compiled(
        {"worker": 'role where side == "professional"', "head": "role where person == worker.person"}
    ).query
    (alternative,) = query.alternatives
    assert [(p.variable, p.relation) for p in alternative.patterns] == [("worker", "role"), ("head", "role")]
    assert isinstance(alternative.condition, And)
    join = alternative.condition.parts[1]
    assert isinstance(join, Compare)
    assert (join.left.variable, join.right.variable) == ("head", "worker")  # type: ignore[union-attr]


def test_alternatives_are_kept_apart() -> None:
    query = compiled({"any": ["project.showcase", {"t": "tie"}, {"none": {"r": "role"}}]}).query
    assert [len(a.patterns) for a in query.alternatives] == [0, 1, 0]
    assert isinstance(query.alternatives[2].condition, And)
    assert isinstance(query.alternatives[2].condition.parts[0], Absence)


def test_not_in_is_the_negation_of_in() -> None:
    tree = condition({"r": 'role where side not in ["buyer", "community"]'})
    assert isinstance(tree.parts[0], Not)
    assert isinstance(tree.parts[0].part, Member)


def test_a_measure_is_compared_exactly() -> None:
    tree = condition(
        "late >= $least",
        let={"late": "share(activity where window_position >= $tail)"},
        params={"least": Decimal("0.5"), "tail": Decimal("0.75")},
    )
    assert tree == MeasureTest("late", Op.GE, 500_000, 6)


def test_dated_values_hold_from_their_day_until_the_next() -> None:
    tree = condition(
        "project.window_months <= $most",
        params={"most": ((date(2015, 3, 1), Decimal(5)), (date(2020, 1, 1), Decimal(12)))},
        in_force_on="project.signed",
    )
    assert isinstance(tree, Or)
    old, new = tree.parts
    assert isinstance(old, And)
    assert isinstance(new, And)
    days = [part.right.value for part in (*old.parts[:2], new.parts[0])]  # type: ignore[union-attr]
    assert days == [date(2015, 3, 1).toordinal(), date(2020, 1, 1).toordinal(), date(2020, 1, 1).toordinal()]
    assert (old.parts[2].right.value, new.parts[1].right.value) == (5, 12)  # type: ignore[union-attr]


def test_a_field_known_within_bounds_is_decided_by_them() -> None:
    tree = condition(
        {"s": "supply where share >= $most", "sample": "s.awards >= $most", "statistic": "s.share"},
        subject="organisation",
        params={"most": Decimal(1)},
    )
    fields = [part.left.field for part in (*tree.parts[0].parts[0].parts, tree.parts[0].parts[1])]
    assert fields == ["share", "share_least", "share_most"]


def test_messages_may_name_the_subject_measures_params_and_variables_common_to_all_alternatives() -> None:
    names = compiled(
        {"any": [{"r": "role where side == 'buyer'", "t": "tie"}, {"r": "role where person == project.buyer"}]},
        let={"n": "count(bid)"},
        params=FIVE,
    ).placeholders
    assert {"project.start", "n", "max_months", "r.person"} <= set(names)
    assert "t.other" not in names


@pytest.mark.parametrize(
    ("when", "path", "column", "code", "says"),
    [
        ("project.window_month <= $max_months", ("when",), 1, "unknown-field", "did you mean 'window_months'?"),
        ("project.window_months <= $max_month", ("when",), 26, "unknown-param", "did you mean 'max_months'?"),
        ("project.window_months <= 5", ("when",), 26, "threshold-without-basis", "parameter"),
        ("project.window_months = 1", ("when",), 23, "syntax", "=="),
        ("project.window_months <=", ("when",), 25, "syntax", "the text ends"),
        ("projekt.showcase", ("when",), 1, "unknown-variable", "did you mean 'project'?"),
        ("project.window_months", ("when",), 1, "not-a-condition", "yes/no"),
        ("true", ("when",), 1, "not-a-condition", "constant"),
        ("project.showcase == 1", ("when",), 21, "type", "bool"),
        ("project.buyer == 'b'", ("when",), 18, "type", "organisation"),
        ("project.buyer < project.contractor", ("when",), 17, "type", "no order"),
        ("project.start == project.window_months", ("when",), 18, "type", "cannot be compared"),
        ("project.buyer in ['b']", ("when",), 1, "type", "holds texts"),
        ("project.window_months <= $fine", ("when",), 26, "too-fine", "finer"),
        ("project.__class__ == 1", ("when",), 1, "unknown-field", "__class__"),
        ({"r": "roles where side == 'buyer'"}, ("when", "r"), 1, "unknown-relation", "did you mean 'role'?"),
        ({"r": "role where side == 'byer'"}, ("when", "r"), 20, "unknown-value", "did you mean 'buyer'?"),
        ({"r": "role where side in ['buyer', 'buyer']"}, ("when", "r"), 12, "repeated-value", "twice"),
        ({"project": "role"}, ("when", "project"), 0, "reserved-name", "already"),
        ({"any": []}, ("when",), 0, "form", "alternatives"),
        ({"any": ["project.showcase", {"any": ["project.showcase"]}]}, ("when", "any", 1), 0, "form", "top of when"),
        ({}, ("when",), 0, "form", "nothing"),
        (["project.showcase"], ("when",), 0, "form", "mapping"),
        ({"none": "role"}, ("when", "none"), 0, "form", "mapping"),
        ({f"r{i}": "role" for i in range(7)}, ("when",), 0, "form", "at most 6"),
        ("(" * 50 + "project.showcase" + ")" * 50, ("when",), 41, "syntax", "deep"),
    ],
)
def test_what_is_wrong_is_said_with_its_place(
    when: Any, path: tuple[str | int, ...], column: int, code: str, says: str
) -> None:
    (problem, *_) = problems(when, params={**FIVE, "fine": Decimal("0.5")})
    assert (problem.path, problem.column, problem.code) == (path, column, code)
    assert says in problem.message


@pytest.mark.parametrize(
    ("let", "code"),
    [
        ("count(bid.amount)", "type"),
        ("sum(bid)", "type"),
        ("sum(role.person)", "type"),
        ("mean(bid.amount)", "unknown-measure"),
        ("count(bids)", "unknown-relation"),
        ("share(bid.amounts)", "unknown-field"),
        ("count(bid where valid", "syntax"),
    ],
)
def test_a_measure_that_means_nothing_is_refused(let: str, code: str) -> None:
    problem = problems("n >= 1", let={"n": let})[0]
    assert (problem.path, problem.code) == (("let", "n"), code)


def test_a_share_is_compared_with_a_share_only() -> None:
    (problem,) = problems("n >= $max_months", let={"n": "share(bid where valid)"}, params=FIVE)
    assert problem.code == "out-of-range"


def test_dated_values_need_a_date_that_decides() -> None:
    dated = {"most": ((date(2015, 3, 1), Decimal(5)),)}
    (problem,) = problems("project.window_months <= $most", params=dated)
    assert problem.code == "no-date"
    (problem,) = problems("project.window_months <= $most", params=dated, in_force_on="project.buyer")
    assert (problem.path, problem.code) == (("in_force_on",), "type")


def test_a_sample_is_a_count_with_a_least_value() -> None:
    when = {"s": "supply where share >= 1", "sample": "s.share >= 1", "statistic": "s.share"}
    assert [p.path for p in problems(when, subject="organisation")] == [("when", "sample")]


def test_every_problem_of_a_rule_is_found_at_once() -> None:
    found = problems({"a": "rolle", "b": "role where sid == 'buyer'"}, scope="project.category_", let={"n": "count(x)"})
    assert [p.path for p in found] == [("let", "n"), ("scope",), ("when", "a"), ("when", "b")]


@given(st.text(max_size=60) | st.text("project.show ()$<=>'\"and or not in[],01", max_size=60))
def test_any_text_compiles_or_is_refused_with_a_place(text: str) -> None:
    columns = []
    try:
        compiled(text)
    except RuleProblems as refused:
        columns = [problem.column for problem in refused.problems]
    assert all(1 <= column <= len(text) + 1 for column in columns)


def test_in_a_pattern_a_field_hides_a_measure_of_the_same_name() -> None:
    tree = condition({"b": "bid where valid"}, let={"valid": "count(bid)"})
    assert isinstance(tree.parts[0], Compare)


def test_a_broken_measure_is_reported_once_and_not_again_where_it_is_used() -> None:
    assert [p.path for p in problems("n >= 1", let={"n": "count(bids)"})] == [("let", "n")]


PRICES = {"a": "published_bid", "b": "published_bid where position > a.position"}


def test_a_finding_concerns_a_bound_organisation_or_those_of_selected_rows() -> None:
    bound, selected = compiled(
        {"b": "bidder where late"}, concerns=["b.organisation", "award_supplier.organisation where award == b.bid"]
    ).concerns
    assert (bound.field.variable, bound.where) == ("b", None)
    assert (selected.field.relation, selected.where is None) == ("award_supplier", False)


@pytest.mark.parametrize(
    ("entry", "code", "column", "message"),
    [
        ("c.organisation", "unknown-variable", 1, "'c' is no variable of every alternative and no relation"),
        ("bider.organisation", "unknown-variable", 1, "did you mean 'bidder'?"),
        ("a.price", "type", 1, "a finding concerns organisations only"),
        ("a.organisation", "unknown-field", 1, "published_bid has no field 'organisation'"),
        ("a.tenderers where submitted", "form", 1, "is one row already"),
        ("role.person", "type", 1, "a finding concerns organisations only"),
        ("bidder", "syntax", 7, "'.' is expected"),
        ("bidder.organisation where bid == c.position", "unknown-variable", 34, "'c' is no variable here"),
    ],
)
def test_what_a_finding_cannot_concern(entry: str, code: str, column: int, message: str) -> None:
    (problem,) = problems(PRICES, concerns=[entry])
    assert (problem.path, problem.code, problem.column) == (("concerns", 0), code, column)
    assert message in problem.message


def test_a_variable_of_one_alternative_only_is_nobody_to_concern() -> None:
    (problem,) = problems({"any": [{"b": "bidder where late"}, {"p": "process"}]}, concerns=["b.organisation"])
    assert problem.code == "unknown-variable"
