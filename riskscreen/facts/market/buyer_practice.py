"""What buyers do often: buy without competition, by discretionary criteria, after thin turnout, with subcontracts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from riskscreen.facts.market import award_rows as rows
from riskscreen.facts.market.awarded import COMPETITIVE, AwardEntry, TenderEntry
from riskscreen.facts.market.shares import Case, Practices, cohort_table
from riskscreen.facts.market.table import Statistic, Table
from riskscreen.facts.process.classes import SEVERAL

_CLOSED = frozenset({"limited", "direct"})
_BY_PRICE = frozenset({"priceOnly", "costOnly", "lowestCost"})
_FEW = 2


def practices(tenders: Sequence[TenderEntry], awards: Sequence[AwardEntry]) -> Mapping[str, Statistic]:
    """The relations of buyers, by name."""
    return {
        "method_use": Practices(_methods(tenders), lambda _, share, known: rows.MethodUseRow(*share, tenders=known)),
        "criteria_use": Practices(
            _criteria(tenders), lambda _, share, known: rows.CriteriaUseRow(*share, tenders=known)
        ),
        "turnout": Practices(
            _turnouts(tenders), lambda keys, share, known: rows.TurnoutRow(keys[0], *share, tenders=known)
        ),
        "subcontracting": Practices(
            _subcontracts(awards), lambda _, share, known: rows.SubcontractingRow(*share, awards=known)
        ),
    }


def consortia(awards: Sequence[AwardEntry]) -> Table:
    """The relation ``consortia`` of the market."""
    return cohort_table(_joint(awards), lambda keys, share, known: rows.ConsortiaRow(keys[0], *share, awards=known))


def _methods(tenders: Sequence[TenderEntry]) -> Iterator[Case]:
    for tender in tenders:
        known = tender.method in COMPETITIVE or tender.method in _CLOSED
        yield Case(tender.position, (tender.buyer,), tender.method in _CLOSED if known else None)


def _criteria(tenders: Sequence[TenderEntry]) -> Iterator[Case]:
    for tender in tenders:
        discretionary = None if tender.criteria is None else tender.criteria not in _BY_PRICE
        yield Case(tender.position, (tender.buyer,), discretionary)


def _turnouts(tenders: Sequence[TenderEntry]) -> Iterator[Case]:
    """Tenders that are not competitive, or whose items are of several classes, belong to no cohort."""
    for tender in tenders:
        if tender.group == SEVERAL or tender.method in _CLOSED:
            continue
        few = None if tender.tenderers is None else tender.tenderers <= _FEW
        certain = tender.method in COMPETITIVE
        yield Case(tender.position, (tender.buyer, tender.group), few, certain)


def _subcontracts(awards: Sequence[AwardEntry]) -> Iterator[Case]:
    for award in awards:
        yield Case(award.position, (award.buyer,), award.subcontracting, award.certain)


def _joint(awards: Sequence[AwardEntry]) -> Iterator[Case]:
    for award in awards:
        if award.group != SEVERAL:
            several = None if award.suppliers is None else len(award.suppliers) > 1
            yield Case(award.position, (award.group,), several, award.certain)
