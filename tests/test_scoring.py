"""The score against DESIGN 5: worked examples, and the properties it must have on any set of judged rules."""

import math
from dataclasses import replace
from decimal import ROUND_UP, Decimal, localcontext
from fractions import Fraction

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from riskscreen.engines.base import Verdict
from riskscreen.model.policy import DEFAULT_WEIGHTS
from riskscreen.scoring import Judged, score

FLAGGED, CLEAR, UNKNOWN = Verdict.FLAGGED, Verdict.CLEAR, Verdict.UNKNOWN
HALF = Decimal("0.5")

verdicts = st.sampled_from(Verdict)
weights = st.one_of(
    st.sampled_from(sorted(DEFAULT_WEIGHTS.values())), st.decimals(0, "0.95", places=4), st.decimals(0, "0.95")
)


def judged(code: str, weight: str, verdict: Verdict = FLAGGED, **more: object) -> Judged:
    return replace(Judged(code, code.lower(), Decimal(weight), verdict), **more)  # type: ignore[arg-type]


@st.composite
def rule_sets(draw: st.DrawFn, least: int = 0) -> list[Judged]:
    rules = []
    for number in range(draw(st.integers(least, 9))):
        verdict = draw(verdicts)
        rules.append(
            Judged(
                code=f"pack/R{number}",
                mechanism=draw(st.sampled_from("abcdef")),
                weight=draw(weights),
                verdict=verdict,
                in_scope=verdict is not CLEAR or draw(st.booleans()),
                protective=draw(st.integers(0, 3)) == 0,
                critical=draw(st.integers(0, 5)) == 0,
                waived=draw(st.integers(0, 7)) == 0,
            )
        )
    return rules


@st.composite
def rule_sets_with_an_unknown(draw: st.DrawFn) -> tuple[list[Judged], int]:
    rules = draw(rule_sets(least=1))
    position = draw(st.integers(0, len(rules) - 1))
    rules[position] = replace(rules[position], verdict=UNKNOWN, in_scope=True)
    return rules, position


def test_no_flag_scores_nothing() -> None:
    result = score([judged("A", "0.25", CLEAR)], HALF)
    assert (result.score, result.band, result.shares) == (Decimal("0.0"), "low", {})


def test_flags_of_different_mechanisms_add_up_like_independent_chances() -> None:
    result = score([judged("A", "0.25"), judged("B", "0.12")], HALF)
    assert (result.score, result.band) == (Decimal("34.0"), "medium")
    assert result.shares == {"A": Decimal("23.5"), "B": Decimal("10.5")}


def test_of_one_mechanism_only_the_weightiest_flag_counts() -> None:
    rules = [judged("A", "0.12", mechanism="m"), judged("B", "0.25", mechanism="m")]
    result = score(rules, HALF)
    assert result.score == Decimal("25.0")
    assert result.shares == {"A": Decimal("0.0"), "B": Decimal("25.0")}


def test_of_equals_in_one_mechanism_the_first_by_code_counts() -> None:
    rules = [judged("B", "0.25", mechanism="m"), judged("A", "0.25", mechanism="m")]
    assert score(rules, HALF).shares == {"A": Decimal("25.0"), "B": Decimal("0.0")}


def test_what_equal_remainders_leave_goes_to_the_first_by_code() -> None:
    rules = [judged(code, "0.05") for code in "CAB"]  # 14.3 in three equal parts
    assert score(rules, HALF).shares == {"A": Decimal("4.8"), "B": Decimal("4.8"), "C": Decimal("4.7")}


def test_protection_takes_away_half_at_most() -> None:
    protections = [judged(f"P{n}", "0.25", protective=True) for n in range(4)]
    assert score([judged("A", "0.25"), *protections[:1]], HALF).score == Decimal("18.8")
    assert score([judged("A", "0.25"), *protections], HALF).score == Decimal("12.5")


@pytest.mark.parametrize(
    ("weights_flagged", "points", "band"),
    [
        (["0.249"], "24.9", "low"),
        (["0.2495"], "25.0", "medium"),  # the band is that of the rounded score
        (["0.499"], "49.9", "medium"),
        (["0.5"], "50.0", "high"),
        (["0.749"], "74.9", "high"),
        (["0.5", "0.5"], "75.0", "critical"),
    ],
)
def test_bands_begin_at_25_50_and_75(weights_flagged: list[str], points: str, band: str) -> None:
    result = score([judged(f"R{i}", weight) for i, weight in enumerate(weights_flagged)], HALF)
    assert (result.score, result.band) == (Decimal(points), band)


@pytest.mark.parametrize(("weight", "points"), [("0.2225", "22.2"), ("0.2235", "22.4"), ("0.22250000001", "22.3")])
def test_a_five_at_the_second_place_is_rounded_to_the_even_digit(weight: str, points: str) -> None:
    assert score([judged("A", weight)], HALF).score == Decimal(points)


def test_a_critical_rule_gives_at_least_high() -> None:
    assert score([judged("A", "0.05", critical=True)], HALF).band == "high"
    assert score([judged("A", "0.05", critical=True, waived=True), judged("B", "0.05")], HALF).band == "low"
    assert score([judged("A", "0.9", critical=True)], HALF).band == "critical"
    assert score([judged("A", "0.05", CLEAR, critical=True)], HALF).band == "low"


def test_too_little_decided_gives_no_band_and_leaves_the_score() -> None:
    rules = [judged("A", "0.25", critical=True), judged("B", "0.25", UNKNOWN), judged("C", "0.01", UNKNOWN)]
    result = score(rules, HALF)
    assert (result.band, result.score, result.decided) == ("undetermined", Decimal("25.0"), Decimal("0.4901"))
    assert score(rules[:2], HALF).band == "high"
    assert score(rules, Decimal("0.4901")).band == "high"


def test_decided_leaves_out_what_is_out_of_scope_and_protective() -> None:
    rules = [
        judged("A", "0.12", CLEAR),
        judged("B", "0.24", UNKNOWN),
        judged("C", "0.9", CLEAR, in_scope=False),
        judged("P", "0.9", CLEAR, protective=True),
    ]
    assert score(rules, HALF).decided == Decimal("0.3333")


def test_nothing_judged_is_undetermined() -> None:
    assert score([], HALF).band == "undetermined"


def test_the_range_runs_from_all_unknown_risks_clear_to_all_flagged() -> None:
    rules = [
        judged("A", "0.25"),
        judged("B", "0.12", UNKNOWN),
        judged("P", "0.05", protective=True),
        judged("Q", "0.12", UNKNOWN, protective=True),
    ]
    result = score(rules, HALF)
    assert result.score == Decimal("23.8")  # 0.25 × 0.95
    assert result.lowest == Decimal("20.9")  # 0.25 × 0.95 × 0.88
    assert result.highest == Decimal("32.3")  # (1 − 0.75 × 0.88) × 0.95


@given(rule_sets())
def test_the_score_lies_in_its_range_between_0_and_100(rules: list[Judged]) -> None:
    result = score(rules, HALF)
    assert 0 <= result.lowest <= result.score <= result.highest <= 100
    assert 0 <= result.decided <= 1


@given(rule_sets())
def test_the_score_is_that_of_the_formula(rules: list[Judged]) -> None:
    best: dict[tuple[bool, str], Fraction] = {}
    for rule in rules:
        if rule.verdict is FLAGGED and not rule.waived:
            key = rule.protective, rule.mechanism
            best[key] = max(best.get(key, Fraction(0)), Fraction(rule.weight))
    inherent = 1 - math.prod(1 - weight for (protective, _), weight in best.items() if not protective)
    protection = math.prod(1 - weight for (protective, _), weight in best.items() if protective)
    expected = round(1000 * inherent * max(Fraction(1, 2), Fraction(protection)))  # half to even
    assert score(rules, HALF).score == Decimal(expected).scaleb(-1)


@given(rule_sets(), st.randoms())
def test_the_order_of_rules_does_not_matter(rules: list[Judged], random: object) -> None:
    shuffled = list(rules)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert score(shuffled, HALF) == score(rules, HALF)


@given(rule_sets(), weights, st.sampled_from("abcdefg"))
def test_a_further_flag_never_lowers_the_score(rules: list[Judged], weight: Decimal, mechanism: str) -> None:
    before, after = score(rules, HALF), score([*rules, Judged("pack/Z1", mechanism, weight, FLAGGED)], HALF)
    assert after.score >= before.score
    assert after.lowest >= before.lowest
    assert after.highest >= before.highest


@given(rule_sets(), weights, st.sampled_from("abcdefg"))
def test_a_protective_factor_never_raises_the_score(rules: list[Judged], weight: Decimal, mechanism: str) -> None:
    protection = Judged("pack/Z1", mechanism, weight, FLAGGED, protective=True)
    before, after = score(rules, HALF), score([*rules, protection], HALF)
    assert after.score <= before.score
    assert after.lowest <= before.lowest
    assert after.highest <= before.highest


@given(rule_sets_with_an_unknown(), st.sampled_from([FLAGGED, CLEAR]), st.booleans())
def test_deciding_an_unknown_never_widens_the_range(
    case: tuple[list[Judged], int], verdict: Verdict, in_scope: bool
) -> None:
    rules, position = case
    assume(in_scope or verdict is CLEAR)
    before = score(rules, HALF)
    rules[position] = replace(rules[position], verdict=verdict, in_scope=in_scope)
    after = score(rules, HALF)
    assert before.lowest <= after.lowest
    assert after.highest <= before.highest
    assert after.decided >= before.decided


@given(rule_sets())
def test_the_ends_of_the_range_are_reached_by_deciding(rules: list[Judged]) -> None:
    def decide(risks: Verdict, protections: Verdict) -> list[Judged]:
        return [
            replace(rule, verdict=protections if rule.protective else risks) if rule.verdict is UNKNOWN else rule
            for rule in rules
        ]

    result = score(rules, HALF)
    assert score(decide(CLEAR, FLAGGED), HALF).score == result.lowest
    assert score(decide(FLAGGED, CLEAR), HALF).score == result.highest


@given(rule_sets())
def test_shares_add_up_to_the_score_and_follow_the_logarithms(rules: list[Judged]) -> None:
    result = score(rules, HALF)
    flagged = {r.code: r for r in rules if r.verdict is FLAGGED and not r.protective and not r.waived}
    assert set(result.shares) == set(flagged)
    assert sum(result.shares.values()) == (result.score if any(r.weight for r in flagged.values()) else 0)
    counting = [
        code
        for code, rule in flagged.items()
        if rule
        == max(
            (other for other in flagged.values() if other.mechanism == rule.mechanism),
            key=lambda other: (other.weight, -int(other.code[6:])),
        )
    ]
    total = math.fsum(-math.log1p(-float(flagged[code].weight)) for code in counting)
    for code, share in result.shares.items():
        assert share == share.quantize(Decimal("0.1"))
        if code not in counting:
            assert share == 0
        elif total > 1e-9:
            exact = float(result.score) * -math.log1p(-float(flagged[code].weight)) / total
            assert abs(float(share) - exact) < 0.1 + 1e-9


@given(rule_sets())
def test_the_callers_decimal_context_does_not_matter(rules: list[Judged]) -> None:
    expected = score(rules, HALF)
    with localcontext(prec=2, rounding=ROUND_UP):
        assert score(rules, HALF) == expected
