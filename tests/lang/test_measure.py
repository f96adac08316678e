"""Measures against their meaning: the values of every way the unknowns could turn out."""

from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import product

from hypothesis import given
from hypothesis import strategies as st

from riskscreen.lang.measure import fold, holds
from riskscreen.lang.tree import MeasureKind, MeasureTest, Op

Rows = Sequence[tuple[bool | None, int | None]]
WEIGHTS = range(4)

rows = st.lists(st.tuples(st.sampled_from([True, False, None]), st.sampled_from([*WEIGHTS, None])), max_size=4)
tests = st.builds(MeasureTest, st.just("m"), st.sampled_from(Op), st.integers(0, 60), st.just(1))


def completions(known: Rows) -> Iterator[list[tuple[bool, int]]]:
    """Every known world that agrees with the rows; weights up to 3 stand for all."""
    choices = [
        [
            (s, w)
            for s in ([selected] if selected is not None else [True, False])
            for w in ([weight] if weight is not None else WEIGHTS)
        ]
        for selected, weight in known
    ]
    yield from (list(world) for world in product(*choices))


def truth(test: MeasureTest, value: Fraction) -> bool:
    threshold = Fraction(test.threshold, 10**test.places)
    return {
        Op.EQ: value == threshold,
        Op.NE: value != threshold,
        Op.LT: value < threshold,
        Op.LE: value <= threshold,
        Op.GT: value > threshold,
        Op.GE: value >= threshold,
    }[test.op]


def total(world: Sequence[tuple[bool, int]]) -> Fraction:
    return Fraction(sum(weight for selected, weight in world if selected))


@given(rows, tests)
def test_a_decided_sum_is_right_in_every_world(known: Rows, test: MeasureTest) -> None:
    verdict = holds(fold(MeasureKind.SUM, True, known), test)
    worlds = {truth(test, total(world)) for world in completions(known)}
    assert verdict is None or worlds == {verdict}


@given(st.lists(st.sampled_from([True, False, None]), max_size=5), tests)
def test_a_count_is_decided_exactly_when_all_worlds_agree(selected: list[bool | None], test: MeasureTest) -> None:
    known = [(s, 1) for s in selected]
    verdict = holds(fold(MeasureKind.COUNT, True, known), test)
    low, high = selected.count(True), len(selected) - selected.count(False)
    in_bounds = [truth(test, Fraction(n)) for n in range(low, high + 1)]
    if verdict is None:
        assert low < high
    else:
        assert set(in_bounds) == {verdict}
    if test.op not in (Op.EQ, Op.NE):
        assert (verdict is None) == (len(set(in_bounds)) == 2)


@given(rows, tests)
def test_further_rows_never_overturn_a_verdict_on_an_incomplete_relation(known: Rows, test: MeasureTest) -> None:
    for kind in MeasureKind:
        before = holds(fold(kind, False, known), test)
        for more in ((True, 0), (True, 3), (False, 1), (None, None)):
            after = holds(fold(kind, False, [*known, more]), test)
            assert before is None or after == before


@given(rows, tests)
def test_a_share_is_exact_or_unknown(known: Rows, test: MeasureTest) -> None:
    verdict = holds(fold(MeasureKind.SHARE, True, known), test)
    if any(s is None or w is None for s, w in known):
        assert verdict is None
        return
    whole = sum(w or 0 for _, w in known)
    value = Fraction(sum(w or 0 for s, w in known if s), whole) if whole else Fraction(0)
    assert verdict is truth(test, value)


def test_a_share_of_an_incomplete_relation_is_unknown() -> None:
    assert fold(MeasureKind.SHARE, False, [(True, 1)]) is None


def test_a_third_is_neither_above_nor_below_itself() -> None:
    third = fold(MeasureKind.SHARE, True, [(True, 1), (False, 1), (False, 1)])
    assert holds(third, MeasureTest("m", Op.GT, 333_333, 6)) is True
    assert holds(third, MeasureTest("m", Op.LT, 333_334, 6)) is True
