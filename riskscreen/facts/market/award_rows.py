"""The facts of a batch's contracting processes: what organisations and classes of goods show over many of them.

Statistics of published awards and bids. An award, tender or bid that lacks the value that would place it in a cohort
may belong to any: shares are then known within bounds (``…_least``, ``…_most``), and what depends on every single
value (a median, a largest amount, an order) is unknown. Fields that serve as sample sizes count what is known.
Classes are those of the tender's items: scheme and first two characters.
"""

from __future__ import annotations

from typing import Annotated, Any, NamedTuple

from riskscreen.facts.columns import Column, Int, Str, column, identity
from riskscreen.lang.vocabulary import Kind

_METHOD = "/tender/procurementMethod"
_SUPPLIERS, _STATUS = "/awards/*/suppliers/*/id", "/awards/*/status"
_MONEY = ("/awards/*/value/amount", "/awards/*/value/currency")
_GROUP = ("/tender/items/*/classification/id", "/tender/items/*/classification/scheme")
_TENDERERS, _BID_DATES = "/bids/details/*/tenderers/*/id", "/bids/details/*/date"


def _share(*inputs: str, en: str, zh: str, name: str = "share") -> Column:
    return column(Kind.SHARE, *inputs, en=en, zh=zh, lowest=0, highest=1, least=f"{name}_least", most=f"{name}_most")


def _bound(*inputs: str, en: str, zh: str) -> Column:
    return column(Kind.SHARE, *inputs, en=en, zh=zh, lowest=0, highest=1)


def _count(*inputs: str, en: str, zh: str, **more: Any) -> Column:
    return column(Kind.INT, *inputs, en=en, zh=zh, lowest=0, **more)


_GROUP_COLUMN = column(Kind.TEXT, *_GROUP, en="class of items", zh="标的类别", cohort=True)
_CURRENCY_COLUMN = column(Kind.TEXT, _MONEY[1], en="currency", zh="币种", cohort=True)
_BUYER_COLUMN = identity(Kind.ORGANISATION, "/buyer", en="buyer", zh="采购人", cohort=True)


class MethodUseRow(NamedTuple):
    """The organisation as buyer: the share of its tenders that are limited or direct."""

    share: Annotated[Int, _share(_METHOD, en="share without open competition", zh="非竞争方式占比")]
    share_least: Annotated[Int, _bound(_METHOD, en="share, at least", zh="占比下限")]
    share_most: Annotated[Int, _bound(_METHOD, en="share, at most", zh="占比上限")]
    tenders: Annotated[Int, _count(_METHOD, en="tenders with a known method", zh="采购方式已知的项目数")]


class CriteriaUseRow(NamedTuple):
    """The organisation as buyer: the share of its tenders that are awarded by other criteria than price or cost."""

    share: Annotated[Int, _share("/tender/awardCriteria", en="share by discretionary criteria", zh="裁量性标准占比")]
    share_least: Annotated[Int, _bound("/tender/awardCriteria", en="share, at least", zh="占比下限")]
    share_most: Annotated[Int, _bound("/tender/awardCriteria", en="share, at most", zh="占比上限")]
    tenders: Annotated[
        Int, _count("/tender/awardCriteria", en="tenders with known criteria", zh="评审标准已知的项目数")
    ]


class TurnoutRow(NamedTuple):
    """The organisation as buyer in one class: the share of its competitive tenders with at most two tenderers."""

    group: Annotated[Str, _GROUP_COLUMN]
    share: Annotated[Int, _share("/tender/numberOfTenderers", en="share with few tenderers", zh="投标人过少占比")]
    share_least: Annotated[Int, _bound("/tender/numberOfTenderers", en="share, at least", zh="占比下限")]
    share_most: Annotated[Int, _bound("/tender/numberOfTenderers", en="share, at most", zh="占比上限")]
    tenders: Annotated[
        Int, _count("/tender/numberOfTenderers", en="tenders with a known number", zh="投标人数已知的项目数")
    ]


class SubcontractingRow(NamedTuple):
    """The organisation as buyer: the share of its awards of which parts are subcontracted."""

    share: Annotated[Int, _share("/awards/*/hasSubcontracting", en="share with subcontracts", zh="含分包占比")]
    share_least: Annotated[Int, _bound("/awards/*/hasSubcontracting", en="share, at least", zh="占比下限")]
    share_most: Annotated[Int, _bound("/awards/*/hasSubcontracting", en="share, at most", zh="占比上限")]
    awards: Annotated[Int, _count("/awards/*/hasSubcontracting", en="awards that tell", zh="已说明是否分包的授标数")]


class ClienteleRow(NamedTuple):
    """The organisation as supplier of one buyer: its share of the number of that buyer's awards."""

    buyer: Annotated[Str, _BUYER_COLUMN]
    share: Annotated[Int, _share(_SUPPLIERS, _STATUS, en="share of the buyer's awards", zh="占采购人授标数比例")]
    share_least: Annotated[Int, _bound(_SUPPLIERS, _STATUS, en="share, at least", zh="占比下限")]
    share_most: Annotated[Int, _bound(_SUPPLIERS, _STATUS, en="share, at most", zh="占比上限")]
    awards: Annotated[Int, _count(_SUPPLIERS, en="awards of this organisation", zh="本机构授标数")]
    buyer_awards: Annotated[Int, _count("/buyer/id", en="awards of the buyer", zh="采购人授标数")]


class MarketShareRow(NamedTuple):
    """The organisation as supplier in one class: its share of the value awarded, over all buyers."""

    group: Annotated[Str, _GROUP_COLUMN]
    share: Annotated[Int, _share(_SUPPLIERS, *_MONEY, en="share of the value awarded", zh="占授标金额比例")]
    share_least: Annotated[Int, _bound(_SUPPLIERS, *_MONEY, en="share, at least", zh="占比下限")]
    share_most: Annotated[Int, _bound(_SUPPLIERS, *_MONEY, en="share, at most", zh="占比上限")]
    awards: Annotated[Int, _count(_SUPPLIERS, en="awards of this organisation", zh="本机构授标数")]
    group_awards: Annotated[Int, _count(*_GROUP, en="awards in the class", zh="该类别授标数")]


class LimitUseRow(NamedTuple):
    """The organisation as buyer, in one currency: how close its limited and direct awards come to the largest of them.

    ``near_share``: the share of these awards that have nine tenths of the largest value or more, the largest included.
    """

    currency: Annotated[Str, _CURRENCY_COLUMN]
    near_share: Annotated[
        Int,
        column(Kind.SHARE, _METHOD, *_MONEY, en="share near the largest", zh="接近最高额占比", lowest=0, highest=1),
    ]
    awards: Annotated[Int, _count(_METHOD, en="limited and direct awards", zh="非竞争授标数")]


class ParcelRow(NamedTuple):
    """The organisation as buyer: its limited and direct awards of one class, calendar year and currency.

    ``total_to_open`` and ``largest_to_open``: their sum and the largest of them, over the median of the buyer's awards
    by open procedure in that currency; ``open_awards`` is how many those are.
    """

    group: Annotated[Str, _GROUP_COLUMN]
    year: Annotated[
        Int, column(Kind.INT, "/awards/*/date", en="year of award", zh="授标年度", cohort=True, lowest=1, highest=9999)
    ]
    currency: Annotated[Str, _CURRENCY_COLUMN]
    awards: Annotated[Int, _count(_METHOD, en="limited and direct awards", zh="非竞争授标数")]
    total_to_open: Annotated[
        Int,
        column(Kind.NUMBER, _METHOD, *_MONEY, en="sum over the open median", zh="合计与公开采购中位数之比", lowest=0),
    ]
    largest_to_open: Annotated[
        Int,
        column(
            Kind.NUMBER, _METHOD, *_MONEY, en="largest over the open median", zh="最大额与公开采购中位数之比", lowest=0
        ),
    ]
    open_awards: Annotated[Int, _count(_METHOD, en="awards by open procedure", zh="公开采购授标数")]


class DirectSupplyRow(NamedTuple):
    """The organisation as supplier of one buyer, in one currency: its limited and direct awards.

    ``near_largest``: how many of them have nine tenths or more of the buyer's largest limited or direct award.
    ``total_to_open`` and ``open_awards`` as in ``parcel``, with the sum over all years.
    """

    buyer: Annotated[Str, _BUYER_COLUMN]
    currency: Annotated[Str, _CURRENCY_COLUMN]
    awards: Annotated[Int, _count(_METHOD, _SUPPLIERS, en="limited and direct awards", zh="非竞争授标数")]
    near_largest: Annotated[
        Int, _count(_METHOD, _SUPPLIERS, *_MONEY, en="near the buyer's largest", zh="接近采购人最高额的授标数")
    ]
    total_to_open: Annotated[
        Int,
        column(
            Kind.NUMBER,
            _METHOD,
            _SUPPLIERS,
            *_MONEY,
            en="sum over the open median",
            zh="合计与公开采购中位数之比",
            lowest=0,
        ),
    ]
    buyer_awards: Annotated[Int, _count(_METHOD, en="limited and direct awards of the buyer", zh="采购人非竞争授标数")]
    open_awards: Annotated[Int, _count(_METHOD, en="awards by open procedure", zh="公开采购授标数")]


class GrowthRow(NamedTuple):
    """The organisation as supplier of one buyer, in one currency: the largest later award over its first ones.

    The first are those of the earliest day, added up.
    """

    buyer: Annotated[Str, _BUYER_COLUMN]
    currency: Annotated[Str, _CURRENCY_COLUMN]
    growth: Annotated[
        Int,
        column(
            Kind.NUMBER,
            _SUPPLIERS,
            "/awards/*/date",
            *_MONEY,
            en="largest later award over the first",
            zh="后续最大授标与首次授标之比",
            lowest=0,
        ),
    ]
    awards: Annotated[Int, _count(_SUPPLIERS, en="awards from this buyer", zh="来自该采购人的授标数")]


class CoBiddingRow(NamedTuple):
    """The organisation and another tenderer, over the competitive processes in which both bid on their own.

    ``won`` and ``other_won``: in how many of them each is supplier of a standing award. ``turns``: those that exactly
    one of the two won; ``alternation``: the share of these, in order of the end of the tender period, in which the
    winner is not that of the one before. ``dated``: those in which both bids have a time and these differ;
    ``earlier_share``: the share of these in which the organisation's first bid came before the other's.
    """

    other: Annotated[
        Str,
        column(Kind.ORGANISATION, _TENDERERS, en="other tenderer", zh="另一投标人", cohort=True),
    ]
    together: Annotated[Int, _count(_TENDERERS, en="processes together", zh="共同投标次数")]
    win_share: Annotated[
        Int, column(Kind.SHARE, _TENDERERS, _SUPPLIERS, en="share won", zh="其中中标占比", lowest=0, highest=1)
    ]
    other_won: Annotated[Int, _count(_TENDERERS, _SUPPLIERS, en="won by the other", zh="对方中标次数")]
    turns: Annotated[Int, _count(_TENDERERS, _SUPPLIERS, en="won by one of the two", zh="两者之一中标次数")]
    alternation: Annotated[
        Int,
        column(
            Kind.SHARE,
            _TENDERERS,
            _SUPPLIERS,
            "/tender/tenderPeriod/endDate",
            en="share of turns in which the winner changed",
            zh="轮换中标占比",
            lowest=0,
            highest=1,
        ),
    ]
    dated: Annotated[Int, _count(_TENDERERS, _BID_DATES, en="with times that differ", zh="递交时间先后可辨次数")]
    earlier_share: Annotated[
        Int,
        column(Kind.SHARE, _TENDERERS, _BID_DATES, en="share handed in first", zh="先递交占比", lowest=0, highest=1),
    ]


class ConsortiaRow(NamedTuple):
    """A class: the share of its awards that have several suppliers."""

    group: Annotated[Str, _GROUP_COLUMN]
    share: Annotated[Int, _share(_SUPPLIERS, en="share awarded to several together", zh="联合体授标占比")]
    share_least: Annotated[Int, _bound(_SUPPLIERS, en="share, at least", zh="占比下限")]
    share_most: Annotated[Int, _bound(_SUPPLIERS, en="share, at most", zh="占比上限")]
    awards: Annotated[Int, _count(_SUPPLIERS, en="awards with known suppliers", zh="供应商已知的授标数")]


class ConcentrationRow(NamedTuple):
    """A class: the Herfindahl–Hirschman index of its suppliers' shares of the value awarded, 0 to 10,000."""

    group: Annotated[Str, _GROUP_COLUMN]
    hhi: Annotated[Int, column(Kind.INT, _SUPPLIERS, *_MONEY, en="HHI", zh="赫芬达尔指数", lowest=0, highest=10_000)]
    awards: Annotated[Int, _count(*_GROUP, en="awards", zh="授标数")]


class FirstDigitsRow(NamedTuple):
    """All published bid amounts: how far their first digits are from Benford's law.

    ``chi_square``: Pearson's statistic over the nine digits, with the law's shares to six decimal places.
    """

    chi_square: Annotated[
        Int, column(Kind.NUMBER, "/bids/details/*/value/amount", en="chi-square", zh="卡方值", lowest=0)
    ]
    amounts: Annotated[Int, _count("/bids/details/*/value/amount", en="bid amounts", zh="报价数")]
