"""The relations of a batch that come from its OCDS releases, for organisations and for the market."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from riskscreen.facts.columns import relation
from riskscreen.facts.market import award_rows as rows
from riskscreen.facts.market.awarded import award_entries, tender_entries
from riskscreen.facts.market.buyer_practice import consortia, practices
from riskscreen.facts.market.co_bidding import CoBidding
from riskscreen.facts.market.direct_buying import DirectBuying
from riskscreen.facts.market.first_digits import first_digits
from riskscreen.facts.market.supplier_shares import Clienteles, MarketShares, concentrations
from riskscreen.facts.market.table import Statistic, Table
from riskscreen.lang.vocabulary import Relation
from riskscreen.model.release import Release


def _declared(name: str, row: type[object], en: str, zh: str) -> Relation:
    return relation(name, row, en=en, zh=zh, form="ocds")


OF_ORGANISATIONS: tuple[Relation, ...] = (
    _declared("method_use", rows.MethodUseRow, "use of methods", "采购方式使用"),
    _declared("criteria_use", rows.CriteriaUseRow, "use of award criteria", "评审标准使用"),
    _declared("turnout", rows.TurnoutRow, "tenderers in a class", "类别内投标人数"),
    _declared("subcontracting", rows.SubcontractingRow, "subcontracting", "分包"),
    _declared("clientele", rows.ClienteleRow, "awards from a buyer", "来自采购人的授标"),
    _declared("market_share", rows.MarketShareRow, "share of a class", "类别内份额"),
    _declared("limit_use", rows.LimitUseRow, "awards near the largest", "接近最高额的授标"),
    _declared("parcel", rows.ParcelRow, "awards of a class in a year", "同类同年授标"),
    _declared("direct_supply", rows.DirectSupplyRow, "non-competitive awards from a buyer", "来自采购人的非竞争授标"),
    _declared("growth", rows.GrowthRow, "growth of awards from a buyer", "来自采购人的授标增长"),
    _declared("co_bidding", rows.CoBiddingRow, "bids beside another tenderer", "与另一投标人共同投标"),
)
OF_THE_MARKET: tuple[Relation, ...] = (
    _declared("consortia", rows.ConsortiaRow, "joint awards in a class", "类别内联合体授标"),
    _declared("concentration", rows.ConcentrationRow, "concentration of a class", "类别集中度"),
    _declared("first_digits", rows.FirstDigitsRow, "first digits of bids", "报价首位数字"),
)


class _Rows:
    """A relation of organisations that a function computes."""

    def __init__(self, of: Callable[[str], Table]) -> None:
        self.of = of


class ProcessTables:
    """All of these relations of one batch."""

    def __init__(self, releases: Sequence[Release | None]) -> None:
        awards, tenders = award_entries(releases), tender_entries(releases)
        direct, pairs = DirectBuying(awards), CoBidding(releases)
        self.of_organisations: Mapping[str, Statistic] = {
            **practices(tenders, awards),
            "clientele": Clienteles(awards),
            "market_share": MarketShares(awards),
            "limit_use": _Rows(direct.limits),
            "parcel": _Rows(direct.parcels),
            "direct_supply": _Rows(direct.direct_supplies),
            "growth": _Rows(direct.growths),
            "co_bidding": pairs,
        }
        self.of_the_market: Mapping[str, Table] = {
            "consortia": consortia(awards),
            "concentration": concentrations(awards),
            "first_digits": first_digits(releases),
        }
        named = {award.buyer for award in awards} | {tender.buyer for tender in tenders}
        suppliers = {supplier for award in awards for supplier in award.suppliers or ()}
        self.organisations: frozenset[str] = frozenset({*suppliers, *pairs.organisations(), *named} - {None})  # type: ignore[arg-type]  # None was taken out
