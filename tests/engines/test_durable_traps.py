"""Each way in which durable-rules is known to go wrong, met by a rule that would step into it."""

from __future__ import annotations

import pytest

from riskscreen.engines.base import EngineRule, Outcome, Verdict
from riskscreen.engines.durable.encoding import Unencodable
from riskscreen.lang.tree import Alternative, And, Compare, FieldRef, Literal, Op, Or, Query
from riskscreen.lang.vocabulary import Kind, Value
from tests.support.engines import case, judge_alone, rule
from tests.support.needs import needs_durable

pytestmark = needs_durable

FLAGGED, CLEAR, UNKNOWN = Verdict.FLAGGED, Verdict.CLEAR, Verdict.UNKNOWN

SAME_PERSON = rule({"a": "role where side == 'buyer'", "b": "role where side == 'contractor' and person == a.person"})


def outcome(tested: EngineRule, *cases: object, **relations: object) -> Outcome:
    """The outcome on one case, given as the fields of :func:`tests.support.engines.case`."""
    (found,) = judge_alone([tested], case(*cases, **relations))  # type: ignore[arg-type]
    return found[0]


def roles(*people: tuple[str | None, str | None]) -> list[dict[str, Value | None]]:
    return [{"side": side, "person": person} for side, person in people]


@pytest.mark.parametrize(
    ("first", "second", "verdict"),
    [("P1", "P1", FLAGGED), ("P1", "P2", CLEAR), (None, "P1", UNKNOWN), ("P1", None, UNKNOWN), (None, None, UNKNOWN)],
)
def test_a_join_on_missing_fields_is_unknown_not_an_error(
    first: str | None, second: str | None, verdict: Verdict
) -> None:
    assert outcome(SAME_PERSON, role=roles(("buyer", first), ("contractor", second))).verdict is verdict


@pytest.mark.parametrize(
    ("evaluator", "contractor", "verdict"),
    [("A", "A", FLAGGED), ("A", "B", CLEAR), (None, "A", UNKNOWN), ("A", None, UNKNOWN), (None, None, UNKNOWN)],
)
def test_missing_fields_of_one_fact_compare_as_unknown(
    evaluator: str | None, contractor: str | None, verdict: Verdict
) -> None:
    same = rule("project.evaluator == project.contractor")
    different = rule("not project.evaluator != project.contractor")
    root = {"evaluator": evaluator, "contractor": contractor}
    # stale memory of the case before must not fire in the next
    before = case({"evaluator": "A", "contractor": "A"})
    for tested in (same, different):
        assert [found[0].verdict for found in judge_alone([tested], before, case(root))] == [FLAGGED, verdict]


@pytest.mark.parametrize("last", ["position > a.position", "position != a.position", "person != a.person"])
def test_a_false_last_join_is_no_match(last: str) -> None:
    tested = rule(
        {"a": "role where side == 'buyer'", "b": f"role where side == 'buyer' and person == a.person and {last}"}
    )
    one = [{"side": "buyer", "person": "P1", "position": 3}]
    assert outcome(tested, role=one) == Outcome(CLEAR)


def test_rows_may_be_bound_to_two_variables() -> None:
    tested = rule({"a": "role where side == 'buyer'", "b": "role where person == a.person"})
    found = outcome(tested, role=roles(("buyer", "P1"), ("contractor", "P1"), ("contractor", "P2")))
    assert found.bindings == ((0, (0, 0)), (0, (0, 1)))


def test_a_disjunction_that_is_true_twice_gives_one_binding() -> None:
    tested = rule({"a": "role where side in ['buyer', 'contractor'] or position >= 0 or person == organisation"})
    row = {"side": "buyer", "person": "P1", "organisation": "P1", "position": 1}
    assert outcome(tested, role=[row]).bindings == ((0, (0,)),)


def test_a_disjunction_of_joins_is_exact() -> None:
    tested = rule(
        {
            "a": "tenderer",
            "b": "tenderer where position > a.position and (address == a.address or telephone == a.telephone)",
        }
    )
    rows: list[dict[str, Value | None]] = [
        {"position": 0, "address": "x", "telephone": "1"},
        {"position": 1, "address": "x", "telephone": "1"},
        {"position": 2, "address": "y", "telephone": "1"},
        {"position": 3, "address": "z", "telephone": None},
    ]
    assert outcome(tested, tenderer=rows).bindings == ((0, (0, 1)), (0, (0, 2)), (0, (1, 2)))
    assert outcome(tested, tenderer=rows[2:]).verdict is UNKNOWN


def test_a_disjunction_before_a_join_does_not_hide_it() -> None:
    either = "(side == 'contractor' or side == 'community')"
    tested = rule({"a": "role where side == 'buyer'", "b": f"role where {either} and person == a.person"})
    assert outcome(tested, role=roles(("buyer", "P1"), ("contractor", "P2"))).verdict is CLEAR


@pytest.mark.parametrize("rules", [64, 65, 200])
def test_any_number_of_conditions_may_be_true_of_one_fact(rules: int) -> None:
    tested = [rule("project.service_staff >= $least", code=f"test/R{i}", least=i) for i in range(rules)]
    (found,) = judge_alone(tested, case({"service_staff": rules}))
    assert {one.verdict for one in found} == {FLAGGED}


def test_more_distinct_conditions_than_one_node_of_the_network_holds() -> None:
    tested = [rule("project.service_staff == $days", code=f"test/R{i}", days=i) for i in range(600)]
    (found,) = judge_alone(tested, case({"service_staff": 599}))
    assert [one.verdict for one in found] == [*[CLEAR] * 599, FLAGGED]


def test_a_list_longer_than_the_stack_is_deep() -> None:
    field = FieldRef("project", "project", "category", _index("category"), Kind.TEXT)
    texts = [Literal(f"类别{i}", Kind.TEXT) for i in range(150)]
    condition = Or(tuple(Compare(field, Op.EQ, text) for text in texts))
    tested = EngineRule("test/R1", Query("project", None, (), (Alternative((), And((condition,))),)))
    verdicts = [outcome(tested, {"category": category}).verdict for category in ("类别0", "类别149", "类别150", None)]
    assert verdicts == [FLAGGED, FLAGGED, CLEAR, UNKNOWN]


def _index(name: str) -> int:
    from riskscreen.facts.vocabulary import PROJECT

    index = PROJECT.root.index(name)
    assert index is not None
    return index


IDENTIFIERS = [
    "1",
    "01",
    "true",
    "null",
    "",
    " ",
    "abc",
    "abcd",
    "民政局",
    "民政局😀",
    "e\u0301",
    "\u00e9",
    'a "quoted" one',
    "back\\slash",
    "line\nbreak",
    "nul\x00byte",
    "\ud800",
    "{}",
    "x" * 70_000,
    "x" * 70_000 + "y",
]


def test_identifiers_are_told_apart_whatever_they_look_like() -> None:
    found = outcome(SAME_PERSON, role=roles(*((side, one) for one in IDENTIFIERS for side in ("buyer", "contractor"))))
    assert found.bindings == tuple((0, (2 * i, 2 * i + 1)) for i in range(len(IDENTIFIERS)))


def test_great_numbers_are_compared_exactly() -> None:
    tested = rule({"a": "payment", "b": "payment where amount > a.amount"})
    rows = [{"amount": 2**53 - 1}, {"amount": 2**53 - 2}, {"amount": -(2**53) + 1}, {"amount": None}]
    assert outcome(tested, payment=rows).bindings == ((0, (1, 0)), (0, (2, 0)), (0, (2, 1)))


@pytest.mark.parametrize("value", [2**53, -(2**53), 10**20, 1.0, "1", True])
def test_values_that_cannot_be_compared_safely_are_refused(value: Value) -> None:
    tested = rule({"p": "payment where amount >= 0"})
    with pytest.raises(Unencodable, match=r"payment\.amount"):
        outcome(tested, payment=[{"amount": value}])


@pytest.mark.parametrize("value", [1, "true", 0])
def test_yes_and_no_are_no_numbers(value: Value) -> None:
    with pytest.raises(Unencodable, match=r"project\.showcase"):
        outcome(rule("project.showcase"), {"showcase": value})


def test_sums_beyond_exact_integers_still_reach_a_threshold() -> None:
    let = {"paid": "sum(payment.amount)"}
    rows = [{"amount": 2**53 - 1}] * 3
    assert outcome(rule("paid >= $much", let=let, much=10**9), payment=rows).verdict is FLAGGED
    assert outcome(rule("paid < $much", let=let, much=10**9), payment=rows).verdict is CLEAR


def test_shares_are_compared_exactly() -> None:
    let = {"late": "share(activity where window_position >= $tail)"}
    rows = [{"window_position": 1_000_000}, {"window_position": 0}, {"window_position": 0}]
    verdicts = {
        op: outcome(rule(f"late {op} $third", let=let, tail=1, third="0.333333"), activity=rows).verdict
        for op in ("==", "!=", "<", "<=", ">", ">=")
    }
    assert verdicts == {"==": CLEAR, "!=": FLAGGED, "<": CLEAR, "<=": CLEAR, ">": FLAGGED, ">=": FLAGGED}


def test_more_sessions_than_may_live_at_once() -> None:
    cases = [case(role=roles(("buyer", "P1"), ("contractor", f"P{i % 3}"))) for i in range(1100)]
    verdicts = [found[0].verdict for found in judge_alone([SAME_PERSON], *cases)]
    assert verdicts == [FLAGGED if i % 3 == 1 else CLEAR for i in range(1100)]


def test_a_case_without_any_fact_leaves_the_engine_sound() -> None:
    tested = [rule({"none": {"p": "payment"}}), rule("paid >= 1", code="test/R2", let={"paid": "count(payment)"})]
    nothing, none, one = case(), case(payment=[]), case(payment=[{"amount": 1}])
    found = judge_alone(tested, nothing, none, one, nothing)
    verdicts = [[one.verdict for one in outcomes] for outcomes in found]
    assert verdicts == [[UNKNOWN, UNKNOWN], [FLAGGED, CLEAR], [CLEAR, FLAGGED], [UNKNOWN, UNKNOWN]]


def test_an_absence_may_be_joined_with_the_rows_around_it() -> None:
    tested = rule({"t": "tenderer", "none": {"p": "party where organisation == t.organisation"}})
    tenderers = [{"organisation": "A"}, {"organisation": "B"}]
    parties = [{"organisation": "B"}, {"organisation": "C"}]
    assert outcome(tested, tenderer=tenderers, party=parties).bindings == ((0, (0,)),)
    # an incomplete list may hold the party after all
    assert outcome(tested, tenderer=tenderers, party=parties, incomplete=("party",)).verdict is UNKNOWN
    assert outcome(tested, tenderer=tenderers[1:], party=parties, incomplete=("party",)).verdict is CLEAR


def test_an_absence_may_be_joined_with_two_rows_around_it() -> None:
    tested = rule(
        {
            "a": "tenderer",
            "b": "tenderer where position > a.position",
            "none": {"t": "tie where organisation == a.organisation and other == b.organisation"},
        }
    )
    tenderers = [{"organisation": name, "position": position} for position, name in enumerate("ABC")]
    ties = [{"organisation": "A", "other": "B"}, {"organisation": "B", "other": "C"}]
    assert outcome(tested, tenderer=tenderers, tie=ties).bindings == ((0, (0, 2)),)
