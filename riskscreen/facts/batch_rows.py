"""The facts of a batch: what many projects say together about an organisation or about the market.

Inputs are pointers into every project of the row's cohort. Where a project of the batch lacks a value that the statistic needs, shares
and counts are known within bounds (``…_least``, ``…_most``) and other statistics are unknown.
"""

from __future__ import annotations

from typing import Annotated, NamedTuple

from riskscreen.facts.columns import column, identity
from riskscreen.facts.rows import Bool, Int, Str
from riskscreen.lang.vocabulary import Kind

_AMOUNT = "/contract/value/amount"


class OrganisationRow(NamedTuple):
    """The organisation judged."""

    id: Annotated[Str, column(Kind.ORGANISATION, en="organisation", zh="机构")]


class SupplyRow(NamedTuple):
    """The organisation as contractor of one buyer: its share of what that buyer spends in the batch."""

    buyer: Annotated[Str, identity(Kind.ORGANISATION, "/buyer", en="buyer", zh="购买方", cohort=True)]
    share: Annotated[
        Int,
        column(
            Kind.SHARE,
            "/contractor/id",
            _AMOUNT,
            en="share of the buyer's spending",
            zh="占购买方支出比例",
            least="share_least",
            most="share_most",
        ),
    ]
    share_least: Annotated[Int, column(Kind.SHARE, _AMOUNT, en="share, at least", zh="占比下限")]
    share_most: Annotated[Int, column(Kind.SHARE, _AMOUNT, en="share, at most", zh="占比上限")]
    awards: Annotated[Int, column(Kind.INT, "/contractor/id", en="contracts of this organisation", zh="本机构合同数")]
    buyer_awards: Annotated[Int, column(Kind.INT, "/buyer/id", en="contracts of the buyer", zh="购买方合同数")]


class PurchasingRow(NamedTuple):
    """The organisation as buyer in one category: how its spending spreads over contractors.

    ``hhi`` is the Herfindahl–Hirschman index of the contractors' shares, 0 to 10,000.
    """

    category: Annotated[Str, column(Kind.TEXT, "/category", en="category", zh="类别", cohort=True)]
    hhi: Annotated[Int, column(Kind.INT, "/contractor/id", _AMOUNT, en="HHI", zh="赫芬达尔指数")]
    awards: Annotated[Int, column(Kind.INT, "/contractor/id", en="contracts", zh="合同数")]


class DesignRow(NamedTuple):
    """The organisation as buyer: one set of targets that stands in several projects, word for word and figure for figure."""

    projects: Annotated[
        Int, column(Kind.INT, "/targets", en="projects with this set of targets", zh="指标完全相同的项目数")
    ]
    sites: Annotated[
        Int, column(Kind.INT, "/site/id", en="sites with this set of targets", zh="指标完全相同的服务点数")
    ]
    buyer_projects: Annotated[
        Int, column(Kind.INT, "/targets", en="projects of the buyer with targets", zh="购买方有指标的项目数")
    ]


class EvaluatorRow(NamedTuple):
    """The organisation as evaluator, in one year of evaluation (``year``): its load and its results.

    ``pass_share`` is over the projects with a known result, ``score_deviation`` the population standard
    deviation of the known scores, in points.
    """

    year: Annotated[Int, column(Kind.INT, "/budgetYear", en="budget year", zh="预算年度", cohort=True)]
    projects: Annotated[Int, column(Kind.INT, "/evaluation/evaluator/id", en="projects evaluated", zh="评估项目数")]
    results: Annotated[Int, column(Kind.INT, "/evaluation/passed", en="projects with a result", zh="有结论项目数")]
    pass_share: Annotated[Int, column(Kind.SHARE, "/evaluation/passed", en="pass rate", zh="通过率")]
    scores: Annotated[Int, column(Kind.INT, "/evaluation/score", en="projects with a score", zh="有评分项目数")]
    score_deviation: Annotated[
        Int, column(Kind.NUMBER, "/evaluation/score", en="standard deviation of scores", zh="评分标准差")
    ]


class ReawardRow(NamedTuple):
    """The organisation as contractor: a poor result, followed by a new contract from the same buyer.

    ``failed``: the evaluation was not passed; ``lowest``: the score is the lowest of the buyer's scored projects of
    that budget year (at least three). ``days_to_next``: from the evaluation to the next contract of the two.
    """

    buyer: Annotated[Str, identity(Kind.ORGANISATION, "/buyer", en="buyer", zh="购买方", cohort=True)]
    failed: Annotated[Bool, column(Kind.BOOL, "/evaluation/passed", en="evaluation failed", zh="评估未通过")]
    lowest: Annotated[Bool, column(Kind.BOOL, "/evaluation/score", en="lowest score", zh="得分最低")]
    days_to_next: Annotated[
        Int,
        column(
            Kind.INT,
            "/evaluation/date",
            "/contract/dateSigned",
            en="days to the next contract",
            zh="至下一合同天数",
            unit="day",
        ),
    ]
    contracts: Annotated[Int, column(Kind.INT, "/contract/dateSigned", en="contracts of the two", zh="双方合同数")]


class MarketRow(NamedTuple):
    """The whole batch."""

    projects: Annotated[Int, column(Kind.INT, en="projects", zh="项目数")]


class DeadlineRow(NamedTuple):
    """A buyer's projects of one budget year: the calendar month in which most of them end."""

    buyer: Annotated[Str, identity(Kind.ORGANISATION, "/buyer", en="buyer", zh="购买方", cohort=True)]
    year: Annotated[Int, column(Kind.INT, "/budgetYear", en="budget year", zh="预算年度", cohort=True)]
    month: Annotated[
        Int, column(Kind.INT, "/contract/period/endDate", en="most frequent end month", zh="最集中结束月份")
    ]
    share: Annotated[
        Int,
        column(
            Kind.SHARE,
            "/contract/period/endDate",
            en="share ending in that month",
            zh="同月结束占比",
            least="share_least",
            most="share_most",
        ),
    ]
    share_least: Annotated[Int, column(Kind.SHARE, "/contract/period/endDate", en="share, at least", zh="占比下限")]
    share_most: Annotated[Int, column(Kind.SHARE, "/contract/period/endDate", en="share, at most", zh="占比上限")]
    categories: Annotated[Int, column(Kind.INT, "/category", en="categories ending in that month", zh="同月结束类别数")]
    projects: Annotated[Int, column(Kind.INT, "/contract/period/endDate", en="projects", zh="项目数")]


class AreaRow(NamedTuple):
    """A region within one buyer's projects of a budget year: its share of awards against its share of need.

    ``ratio`` is the share of contracts divided by the region's stated share of need.
    """

    buyer: Annotated[Str, identity(Kind.ORGANISATION, "/buyer", en="buyer", zh="购买方", cohort=True)]
    year: Annotated[Int, column(Kind.INT, "/budgetYear", en="budget year", zh="预算年度", cohort=True)]
    region: Annotated[
        Str, column(Kind.TEXT, "/region/id", en="region", zh="地区", cohort=True, name_input="/region/name")
    ]
    award_share: Annotated[Int, column(Kind.SHARE, "/region/id", en="share of contracts", zh="合同占比")]
    need_share: Annotated[Int, column(Kind.SHARE, "/region/needShare", en="share of need", zh="需求占比")]
    ratio: Annotated[
        Int,
        column(
            Kind.NUMBER,
            "/region/id",
            "/region/needShare",
            en="award share over need share",
            zh="合同占比与需求占比之比",
        ),
    ]
    projects: Annotated[
        Int, column(Kind.INT, "/region/id", en="projects of the buyer in the year", zh="购买方当年项目数")
    ]
