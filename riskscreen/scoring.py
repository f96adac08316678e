"""The score of a project: how much its flags weigh together, what its unknowns leave open, and each flag's share.

Pure functions over judged rules. All arithmetic is decimal: products are exact, so a score that ends in 5 at the
second decimal place is rounded the same everywhere (half to even).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_FLOOR, ROUND_HALF_EVEN, Context, Decimal, localcontext
from functools import lru_cache
from math import prod
from operator import attrgetter
from types import MappingProxyType

from riskscreen.engines.base import Verdict
from riskscreen.model.report import Band

_REMEMBERED = 256
_EXACT = Context(prec=10_000, rounding=ROUND_HALF_EVEN)  # room for the product of any number of weights
_ROUNDED = Context(prec=50, rounding=ROUND_HALF_EVEN)  # for what has no end: quotients and logarithms
_TENTH = Decimal("0.1")
_TEN_THOUSANDTH = Decimal("0.0001")
LEAST_REMAINING = Decimal("0.5")
BANDS: tuple[tuple[Decimal, Band], ...] = ((Decimal(75), "critical"), (Decimal(50), "high"), (Decimal(25), "medium"))


@dataclass(frozen=True, slots=True, eq=False)
class Judged:
    """A rule on a project, with its verdict there. ``code`` is the full name, ``pack/CODE``.

    ``critical`` is the rule's severity, whatever its weight. A waived rule counts neither now nor in the range.
    Compared by identity: whoever judges many projects makes one of these for each verdict of a rule.
    """

    code: str
    mechanism: str
    weight: Decimal
    verdict: Verdict
    in_scope: bool = True
    protective: bool = False
    critical: bool = False
    waived: bool = False


@dataclass(frozen=True, slots=True)
class Score:
    """A project's score, 0 to 100, with one decimal place.

    ``lowest`` and ``highest`` are what the score could become once every unknown is decided; ``decided`` is the
    decided share of the risk rules' weight, rounded down to four places; ``shares`` gives every flagged risk rule
    its part of the score, and they add up to it.
    """

    score: Decimal
    lowest: Decimal
    highest: Decimal
    decided: Decimal
    band: Band
    shares: Mapping[str, Decimal]


def score(rules: Iterable[Judged], undetermined_below: Decimal) -> Score:
    """The score of a project from all rules judged on it; rules that its form cannot support are left out.

    ``undetermined_below`` is the least decided share for which a band is given.
    """
    return _score(tuple(rules), undetermined_below)


@lru_cache(maxsize=_REMEMBERED)  # many projects of a batch have the same verdicts
def _score(rules: tuple[Judged, ...], undetermined_below: Decimal) -> Score:
    with localcontext(_EXACT):
        judged = sorted((rule for rule in rules if not rule.waived), key=attrgetter("code"))
        return _score_in_order(judged, undetermined_below)


def _score_in_order(judged: Sequence[Judged], undetermined_below: Decimal) -> Score:
    risks = [rule for rule in judged if not rule.protective]
    flagged = _flagged(risks)
    protections = [rule for rule in judged if rule.protective]
    counting = _counting(flagged)
    remaining = _remaining(_counting(_flagged(protections)))
    points = _points(counting, remaining)
    decided = _decided(risks)
    return Score(
        score=points,
        lowest=_points(counting, _remaining(_counting(_flagged_or_unknown(protections)))),
        highest=_points(_counting(_flagged_or_unknown(risks)), remaining),
        decided=decided,
        band=_band(points, any(rule.critical for rule in flagged), decided < undetermined_below),
        shares=MappingProxyType(
            dict.fromkeys((rule.code for rule in flagged), Decimal("0.0")) | _shares(counting, points)
        ),
    )


def _flagged(rules: Iterable[Judged]) -> list[Judged]:
    return [rule for rule in rules if rule.verdict is Verdict.FLAGGED]


def _flagged_or_unknown(rules: Iterable[Judged]) -> list[Judged]:
    return [rule for rule in rules if rule.verdict is not Verdict.CLEAR]


def _counting(rules: Iterable[Judged]) -> list[Judged]:
    """The weightiest rule of each mechanism; of equals, the first by code, in whose order the rules come."""
    best: dict[str, Judged] = {}
    for rule in rules:
        other = best.get(rule.mechanism)
        if other is None or rule.weight > other.weight:
            best[rule.mechanism] = rule
    return list(best.values())


def _remaining(rules: Sequence[Judged]) -> Decimal:
    """What the protective factors leave of a risk: never less than half."""
    return max(LEAST_REMAINING, _complement(rules))


def _complement(rules: Sequence[Judged]) -> Decimal:
    """The product of ``1 - weight``."""
    return prod((1 - rule.weight for rule in rules), start=Decimal(1))


def _points(counting: Sequence[Judged], remaining: Decimal) -> Decimal:
    return (100 * (1 - _complement(counting)) * remaining).quantize(_TENTH)


def _decided(risks: Sequence[Judged]) -> Decimal:
    """The decided share of the weight in scope. Where there is no weight to decide, nothing has been judged: 0."""
    whole = sum((rule.weight for rule in risks if rule.in_scope), start=Decimal(0))
    open_ = sum((rule.weight for rule in risks if rule.verdict is Verdict.UNKNOWN), start=Decimal(0))
    return _ROUNDED.divide(whole - open_, whole).quantize(_TEN_THOUSANDTH, ROUND_FLOOR) if whole else Decimal(0)


def _band(points: Decimal, critical: bool, undetermined: bool) -> Band:
    """The band of the rounded score. Not knowing is never "low": too little decided gives no band at all."""
    if undetermined:
        return "undetermined"
    band: Band = next((band for least, band in BANDS if points >= least), "low")
    return "high" if critical and band in ("low", "medium") else band


def _shares(counting: Sequence[Judged], points: Decimal) -> dict[str, Decimal]:
    """The score split by ``ln(1 - weight)``, in tenths; what rounding down leaves goes to the largest remainders."""
    logarithms = [_logarithm(rule.weight) for rule in counting]
    total = sum(logarithms)
    if not total:
        return {}
    tenths = int(10 * points)
    quotas = [_ROUNDED.divide(tenths * logarithm, total) for logarithm in logarithms]
    given = [int(quota) for quota in quotas]
    by_remainder = sorted(range(len(quotas)), key=lambda i: (given[i] - quotas[i], counting[i].code))
    for i in by_remainder[: tenths - sum(given)]:
        given[i] += 1
    return {rule.code: Decimal(tenth).scaleb(-1) for rule, tenth in zip(counting, given, strict=True)}


@lru_cache(maxsize=_REMEMBERED)
def _logarithm(weight: Decimal) -> Decimal:
    """``ln(1 - weight)``, correctly rounded."""
    return _ROUNDED.ln(1 - weight)
