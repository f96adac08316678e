"""How the prices of the valid bids lie to each other: relation ``bid_prices``, one row.

Screens of the literature on bid rigging, computed exactly. They are known only if of every published bid it is known
whether it was valid, and every valid one has an amount in one and the same currency: a bid more could change them.
"""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise
from math import isqrt
from typing import Annotated, NamedTuple

from riskscreen.facts.columns import Int, column
from riskscreen.facts.process.published import LARGEST, amount, currency_of, encoded, single_row, whole_list
from riskscreen.facts.relation import Facts
from riskscreen.lang.vocabulary import DECIMAL_PLACES, Kind
from riskscreen.model.release import Release

_BIDS = ("/bids/details/*/status", "/bids/details/*/value/amount", "/bids/details/*/value/currency")
_DECIDED = frozenset({"invited", "valid", "disqualified", "withdrawn"})
_LEAST_FOR_DISTANCE = 3
_HUNDRED = 100


class BidPricesRow(NamedTuple):
    """The valid bids by price, lowest first.

    ``gap``: from the lowest to the second lowest, over the lowest. ``relative_distance``: that gap over the sample
    standard deviation of all bids but the lowest; 10^8 where those are all equal. ``step_least`` and ``step_spread``:
    the smallest relative step from one bid to the next, and the difference between the largest and the smallest.
    ``off_percent``: how far the surplus of some bid over the lowest is from a whole number of per cent, at most.
    """

    bids: Annotated[
        Int, column(Kind.INT, "/bids/details/*/status", en="valid bids", zh="有效投标数", unit="bid", lowest=0)
    ]
    gap: Annotated[
        Int, column(Kind.SHARE, *_BIDS, en="second lowest above the lowest", zh="次低价高出最低价比例", lowest=0)
    ]
    relative_distance: Annotated[
        Int,
        column(
            Kind.NUMBER,
            *_BIDS,
            en="gap over the deviation of the other bids",
            zh="最低价差距与其余报价标准差之比",
            lowest=0,
        ),
    ]
    step_least: Annotated[
        Int, column(Kind.SHARE, *_BIDS, en="smallest step between bids", zh="相邻报价最小递增比例", lowest=0)
    ]
    step_spread: Annotated[
        Int, column(Kind.SHARE, *_BIDS, en="difference between steps", zh="相邻报价递增比例之差", lowest=0)
    ]
    off_percent: Annotated[
        Int,
        column(
            Kind.SHARE,
            *_BIDS,
            en="distance of surpluses from whole per cents",
            zh="高出最低价的百分比与整数的偏差",
            lowest=0,
            highest=1,
        ),
    ]


_UNKNOWN = BidPricesRow(None, None, None, None, None, None)


def bid_prices(release: Release) -> Facts:
    """The row of ``bid_prices``."""
    bids = whole_list(release.bids.details if release.bids else None)
    if bids is None or any(bid.status not in _DECIDED for bid in bids):
        return single_row(_UNKNOWN)
    valid = [bid.value for bid in bids if bid.status == "valid"]
    currency = currency_of(valid[0]) if valid else None
    found = [amount(value, currency) for value in valid]
    prices = sorted(price for price in found if price is not None)
    if len(prices) < len(valid):
        return single_row(_UNKNOWN._replace(bids=len(valid)))
    return single_row(_screens(prices))


def _screens(prices: list[Fraction]) -> BidPricesRow:
    row = _UNKNOWN._replace(bids=len(prices))
    if len(prices) < 2 or prices[0] == 0:
        return row
    steps = [(higher - lower) / lower for lower, higher in pairwise(prices)]
    surpluses = [_HUNDRED * (price / prices[0] - 1) for price in prices[1:]]
    return row._replace(
        gap=encoded(steps[0], Kind.SHARE),
        relative_distance=_relative_distance(prices) if len(prices) >= _LEAST_FOR_DISTANCE else None,
        step_least=encoded(min(steps), Kind.SHARE),
        step_spread=encoded(max(steps) - min(steps), Kind.SHARE),
        off_percent=encoded(max(abs(surplus - round(surplus)) for surplus in surpluses) / _HUNDRED, Kind.SHARE),
    )


def _relative_distance(prices: list[Fraction]) -> int:
    """The gap over the sample standard deviation of the losing bids (Imhof 2017), rounded down to four places."""
    lowest, *losing = prices
    gap = losing[0] - lowest
    mean = sum(losing) / len(losing)
    variance = sum((price - mean) ** 2 for price in losing) / (len(losing) - 1)
    if variance == 0:
        return LARGEST if gap else 0
    square = gap**2 / variance * 10 ** (2 * DECIMAL_PLACES[Kind.NUMBER])
    return min(LARGEST, isqrt(square.numerator // square.denominator))
