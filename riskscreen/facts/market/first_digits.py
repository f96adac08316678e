"""How far the first digits of published bid amounts are from Benford's law: relation ``first_digits`` of the market."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from fractions import Fraction

from riskscreen.facts.market import award_rows as rows
from riskscreen.facts.market.table import Table
from riskscreen.facts.process.published import encoded, number
from riskscreen.lang.vocabulary import Kind
from riskscreen.model.release import Release

_MILLIONTHS = (301_030, 176_091, 124_939, 96_910, 79_181, 66_947, 57_992, 51_153, 45_757)
"""log10(1 + 1/d) for the digits 1 to 9, to six decimal places; they add up to one."""


def first_digits(releases: Sequence[Release | None]) -> Table:
    """One row over all published bids of the batch; none if no bids are published.

    The statistic is unknown if a bid states no amount; amounts of 0 or less have no first digit and are left out.
    """
    digits: Counter[int] = Counter()
    places = []
    whole = True
    for position, release in enumerate(releases):
        details = release.bids.details if release is not None and release.bids is not None else None
        for bid in details or ():
            amount = number(bid.value.amount) if bid is not None and bid.value is not None else None
            whole = whole and amount is not None
            if amount is not None and amount > 0:
                digits[_first_digit(amount)] += 1
        if details:
            places.append(position)
    if not places:
        return Table.of((), complete=True)
    size = digits.total()
    row = rows.FirstDigitsRow(chi_square(digits) if whole and size else None, amounts=size)
    return Table.of([(row, tuple(places))], complete=True)


def chi_square(digits: Counter[int]) -> int:
    """Pearson's statistic of first digits against the law, in ten-thousandths."""
    size = digits.total()
    whole = Fraction(0)
    for digit, share in enumerate(_MILLIONTHS, start=1):
        expected = Fraction(size * share, 10**6)
        whole += (digits[digit] - expected) ** 2 / expected
    return encoded(whole, Kind.NUMBER)


def _first_digit(amount: Fraction) -> int:
    """The first digit that is not zero."""
    while amount < 1:
        amount *= 10
    return int(str(int(amount))[0])
