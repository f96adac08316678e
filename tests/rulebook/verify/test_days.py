"""Dates as arithmetic of the solver: the same months as those of the facts, for every kind of year and month end."""

from __future__ import annotations

from datetime import date

import pytest
import z3

from riskscreen.facts import derive_dates
from riskscreen.rulebook.verify.days import civil_day, months_before, window_months
from riskscreen.rulebook.verify.inputs import Inputs, View
from riskscreen.rulebook.verify.terms import Texts

DAYS = [
    date(1900, 1, 1), date(1900, 2, 28), date(1900, 3, 1), date(1904, 2, 29), date(1999, 12, 31), date(2000, 2, 29),
    date(2018, 1, 1), date(2018, 5, 31), date(2018, 6, 1), date(2019, 1, 31), date(2019, 2, 28), date(2020, 2, 28),
    date(2020, 2, 29), date(2100, 2, 28), date(2100, 3, 1), date(2103, 12, 31), date(2104, 2, 29), date(2200, 3, 1),
    date(2200, 12, 31),
]  # fmt: skip


@pytest.mark.parametrize("earlier", DAYS, ids=str)
def test_months_are_those_of_the_facts(earlier: date) -> None:
    inputs = Inputs(Texts([]))
    one, two = z3.Ints("one two")
    first, last = civil_day(inputs, "one", one), civil_day(inputs, "two", two)
    solver = z3.Solver()
    solver.add(*inputs.axioms, one == earlier.toordinal())
    for later in DAYS:
        solver.push()
        solver.add(two == later.toordinal())
        assert solver.check() == z3.sat
        view = View(solver.model())
        assert (view.number(last.month) + 1, view.number(last.day)) == (later.month, later.day)
        assert view.number(months_before(first, one, last, two)) == derive_dates.months_before(earlier, later)
        if later >= earlier:
            assert view.number(window_months(first, last)) == derive_dates.window_months(earlier, later)
        solver.pop()


@pytest.mark.parametrize(("months", "days"), [(1, 31), (2, 62), (5, 153), (12, 366)])
def test_the_longest_window_of_some_months_is_proved(months: int, days: int) -> None:
    inputs = Inputs(Texts([]))
    one, two = z3.Ints("one two")
    window = window_months(civil_day(inputs, "one", one), civil_day(inputs, "two", two))
    solver = z3.Solver()
    solver.add(*inputs.axioms, one >= date(1900, 1, 1).toordinal(), two <= date(2200, 12, 31).toordinal())
    assert solver.check(one <= two, window <= months, two - one + 1 > days) == z3.unsat
    assert solver.check(one <= two, window <= months, two - one + 1 == days) == z3.sat
