"""What follows from amounts and counts: shares, and how many of something there are.

Shares are in millionths, rounded half to even. Every function gives None as soon as one of its inputs is unknown.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Context, Decimal

from riskscreen.model.project import OutcomeMeasurement, Revenue, Value

_MILLION = 10**6
_TRILLION = Decimal(10**12)
_EXACT = Context(prec=60)


def share(part: int | None, whole: int | None) -> int | None:
    """``part`` over ``whole`` in millionths; None if ``whole`` is zero.

    It may be negative or above one million: what that means is for the caller to say. ``whole`` must not be negative.
    """
    if part is None or not whole:
        return None
    quotient, remainder = divmod(part * _MILLION, whole)
    twice = 2 * remainder
    return quotient + (twice > whole or (twice == whole and quotient % 2 == 1))


def need_position(rank: int | None, ranked: int | None) -> int | None:
    """A rank over the number of ranked regions, in millionths; None for a ranking of one, which compares nothing."""
    return None if ranked is None or ranked < 2 else share(rank, ranked)


def share_of_value(part: Value | None, whole: Value | None) -> int | None:
    """An amount of money over another, in millionths; above one million if it is the larger one.

    None unless both state the same currency: nothing is converted, and no currency is assumed.
    """
    if part is None or whole is None or part.currency is None or part.currency != whole.currency:
        return None
    if part.amount is None or whole.amount is None:
        return None
    return share(_scaled(part.amount), _scaled(whole.amount))


def revenue_share_from_payer(revenues: Sequence[Revenue] | None, complete: bool, payer: str | None) -> int | None:
    """The share of an organisation's income that comes from one payer, by the payer's identifier, in millionths.

    None unless the list is complete and every item's amount and source are known; None without any income.
    """
    if payer is None:
        return None
    return _revenue_share(revenues, complete, lambda revenue: revenue.source.id if revenue.source else None, payer)


def revenue_share_of_type(revenues: Sequence[Revenue] | None, complete: bool, source_type: str) -> int | None:
    """The share of an organisation's income that comes from one type of source, in millionths.

    None unless the list is complete and every item's amount and type of source are known; None without any income.
    """
    return _revenue_share(revenues, complete, lambda revenue: revenue.source_type, source_type)


def declined_requests(made: int | None, accepted: int | None) -> int | None:
    """Requests that were not accepted as they were: ``made`` less ``accepted``."""
    return None if made is None or accepted is None else made - accepted


def measured_periods(measurements: Sequence[OutcomeMeasurement] | None, complete: bool) -> int | None:
    """How many different periods have a measured outcome; 0 for a list stated to be empty.

    None unless the list is complete and every item's period and value are known.
    """
    if measurements is None or not complete:
        return None
    if any(measurement.period is None or measurement.value is None for measurement in measurements):
        return None
    return len({measurement.period for measurement in measurements})


def _revenue_share(
    revenues: Sequence[Revenue] | None, complete: bool, source_of: Callable[[Revenue], str | None], source: str
) -> int | None:
    if revenues is None or not complete:
        return None
    part = whole = 0
    for revenue in revenues:
        origin = source_of(revenue)
        if origin is None or revenue.amount is None:
            return None
        amount = _scaled(revenue.amount)
        whole += amount
        if origin == source:
            part += amount
    return share(part, whole)


def _scaled(number: Decimal) -> int:
    """The number as a whole count of trillionths: exact for any real amount, and small for an absurd exponent."""
    return int(_EXACT.multiply(number, _TRILLION))
