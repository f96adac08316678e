"""The facts of a batch: what many projects say together about an organisation or about the market.

Inputs are pointers into every project of the row's cohort. A project that lacks the value that would place it in a
cohort may belong to any: where that, or a missing value within the cohort, leaves more than one possibility, counts and
shares are known within bounds (``…_least``, ``…_most``; the field itself is unknown unless both meet) and other
statistics are unknown. Fields that serve as sample sizes count what is known.
"""

from __future__ import annotations

from typing import Annotated, Any, NamedTuple

from riskscreen.facts.columns import Bool, Column, Int, Str, column, identity
from riskscreen.lang.vocabulary import Kind

_MONEY = ("/contract/value/amount", "/contract/value/currency")
_TARGETS = ("/targets/*/description", "/targets/*/planned")
_END = "/contract/period/endDate"

NEVER = 9_999_999
"""Days to something that does not happen within the batch: more than any two dates lie apart."""


def _bounded(name: str, kind: Kind, *inputs: str, en: str, zh: str, **more: Any) -> Column:
    """The column of a field that is known within the bounds ``name_least`` and ``name_most``."""
    return column(kind, *inputs, en=en, zh=zh, least=f"{name}_least", most=f"{name}_most", **more)


class OrganisationRow(NamedTuple):
    """The organisation judged."""

    id: Annotated[Str, column(Kind.ORGANISATION, en="organisation", zh="机构")]


class SupplyRow(NamedTuple):
    """The organisation as contractor of one buyer: its share of what that buyer spends in the batch.

    Amounts in different currencies, or without one, are never added up: they only bound the share. The share is 0
    where nothing is spent.
    """

    buyer: Annotated[Str, identity(Kind.ORGANISATION, "/buyer", en="buyer", zh="购买方", cohort=True)]
    share: Annotated[
        Int,
        _bounded(
            "share",
            Kind.SHARE,
            "/contractor/id",
            *_MONEY,
            en="share of the buyer's spending",
            zh="占购买方支出比例",
            lowest=0,
            highest=1,
        ),
    ]
    share_least: Annotated[
        Int, column(Kind.SHARE, "/contractor/id", *_MONEY, en="share, at least", zh="占比下限", lowest=0, highest=1)
    ]
    share_most: Annotated[
        Int, column(Kind.SHARE, "/contractor/id", *_MONEY, en="share, at most", zh="占比上限", lowest=0, highest=1)
    ]
    awards: Annotated[
        Int, column(Kind.INT, "/contractor/id", en="contracts of this organisation", zh="本机构合同数", lowest=1)
    ]
    buyer_awards: Annotated[
        Int, column(Kind.INT, "/buyer/id", en="contracts of the buyer", zh="购买方合同数", lowest=1)
    ]


class PurchasingRow(NamedTuple):
    """The organisation as buyer in one category: how its spending spreads over contractors.

    ``hhi`` is the Herfindahl–Hirschman index of the contractors' shares, 0 to 10,000, rounded half to even; 0 where
    nothing is spent. ``category`` is the taxonomy's code, or else the text that the projects state.
    """

    category: Annotated[Str, column(Kind.TEXT, "/category", en="category", zh="类别", cohort=True)]
    hhi: Annotated[
        Int, column(Kind.INT, "/contractor/id", *_MONEY, en="HHI", zh="赫芬达尔指数", lowest=0, highest=10000)
    ]
    awards: Annotated[Int, column(Kind.INT, "/category", en="contracts", zh="合同数", lowest=1)]


class DesignRow(NamedTuple):
    """The organisation as buyer: one set of targets, and in how many projects and at how many sites it stands.

    Two sets are the same if their targets have the same descriptions, word for word, and the same planned figures.
    ``targets`` is the number of targets in the set.
    """

    projects: Annotated[
        Int,
        _bounded(
            "projects", Kind.INT, *_TARGETS, en="projects with this set of targets", zh="指标完全相同的项目数", lowest=1
        ),
    ]
    projects_least: Annotated[Int, column(Kind.INT, *_TARGETS, en="projects, at least", zh="项目数下限", lowest=1)]
    projects_most: Annotated[Int, column(Kind.INT, *_TARGETS, en="projects, at most", zh="项目数上限", lowest=1)]
    sites: Annotated[
        Int,
        _bounded(
            "sites", Kind.INT, "/site/id", en="sites with this set of targets", zh="指标完全相同的服务点数", lowest=0
        ),
    ]
    sites_least: Annotated[Int, column(Kind.INT, "/site/id", en="sites, at least", zh="服务点数下限", lowest=0)]
    sites_most: Annotated[Int, column(Kind.INT, "/site/id", en="sites, at most", zh="服务点数上限", lowest=0)]
    targets: Annotated[Int, column(Kind.INT, *_TARGETS, en="targets in the set", zh="该组指标数", lowest=1)]
    buyer_projects: Annotated[
        Int,
        column(
            Kind.INT, *_TARGETS, en="projects of the buyer with known targets", zh="购买方指标已知的项目数", lowest=1
        ),
    ]


class EvaluatorRow(NamedTuple):
    """The organisation as evaluator, in one budget year: its load and its results.

    ``score_deviation`` is the population standard deviation of the scores, in points.
    """

    year: Annotated[
        Int, column(Kind.INT, "/budgetYear", en="budget year", zh="预算年度", cohort=True, lowest=1900, highest=2200)
    ]
    projects: Annotated[
        Int,
        _bounded("projects", Kind.INT, "/evaluation/evaluator/id", en="projects evaluated", zh="评估项目数", lowest=1),
    ]
    projects_least: Annotated[
        Int,
        column(Kind.INT, "/evaluation/evaluator/id", en="projects evaluated, at least", zh="评估项目数下限", lowest=1),
    ]
    projects_most: Annotated[
        Int,
        column(Kind.INT, "/evaluation/evaluator/id", en="projects evaluated, at most", zh="评估项目数上限", lowest=1),
    ]
    year_projects: Annotated[
        Int, column(Kind.INT, "/budgetYear", en="projects of the batch in the year", zh="该年度本批项目数", lowest=1)
    ]
    results: Annotated[
        Int, column(Kind.INT, "/evaluation/passed", en="projects with a result", zh="有结论项目数", lowest=0)
    ]
    pass_share: Annotated[
        Int, _bounded("pass_share", Kind.SHARE, "/evaluation/passed", en="pass rate", zh="通过率", lowest=0, highest=1)
    ]
    pass_share_least: Annotated[
        Int, column(Kind.SHARE, "/evaluation/passed", en="pass rate, at least", zh="通过率下限", lowest=0, highest=1)
    ]
    pass_share_most: Annotated[
        Int, column(Kind.SHARE, "/evaluation/passed", en="pass rate, at most", zh="通过率上限", lowest=0, highest=1)
    ]
    scores: Annotated[
        Int, column(Kind.INT, "/evaluation/score", en="projects with a score", zh="有评分项目数", lowest=0)
    ]
    score_deviation: Annotated[
        Int, column(Kind.NUMBER, "/evaluation/score", en="standard deviation of scores", zh="评分标准差", lowest=0)
    ]


class ReawardRow(NamedTuple):
    """The organisation as contractor: the result of a project, and the next contract from the same buyer.

    ``failed``: the evaluation was not passed; ``lowest``: no score of the buyer's projects of that budget year (at
    least three) is lower, and one is higher. ``days_to_next``: from the evaluation to the next contract signed on
    that day or later; ``NEVER`` if the batch has none.
    """

    buyer: Annotated[Str, identity(Kind.ORGANISATION, "/buyer", en="buyer", zh="购买方", cohort=True)]
    failed: Annotated[Bool, column(Kind.BOOL, "/evaluation/passed", en="evaluation failed", zh="评估未通过")]
    lowest: Annotated[Bool, column(Kind.BOOL, "/evaluation/score", "/budgetYear", en="lowest score", zh="得分最低")]
    days_to_next: Annotated[
        Int,
        _bounded(
            "days_to_next",
            Kind.INT,
            "/evaluation/date",
            "/contract/dateSigned",
            en="days to the next contract",
            zh="至下一合同天数",
            unit="day",
            lowest=0,
        ),
    ]
    days_to_next_least: Annotated[
        Int,
        column(
            Kind.INT,
            "/evaluation/date",
            "/contract/dateSigned",
            en="days to the next contract, at least",
            zh="至下一合同天数下限",
            unit="day",
            lowest=0,
        ),
    ]
    days_to_next_most: Annotated[
        Int,
        column(
            Kind.INT,
            "/evaluation/date",
            "/contract/dateSigned",
            en="days to the next contract, at most",
            zh="至下一合同天数上限",
            unit="day",
            lowest=0,
        ),
    ]
    contracts: Annotated[Int, column(Kind.INT, "/contractor/id", en="contracts of the two", zh="双方合同数", lowest=1)]


class MarketRow(NamedTuple):
    """The whole batch."""

    projects: Annotated[Int, column(Kind.INT, en="projects", zh="项目数", lowest=0)]


class DeadlineRow(NamedTuple):
    """A buyer's projects of one budget year: the month of one calendar year in which most of them end.

    ``month`` is that month's number, unknown unless no other month can have as many; ``categories`` counts the
    categories that end in it (where several months have as many projects, the greatest such count).
    """

    buyer: Annotated[Str, identity(Kind.ORGANISATION, "/buyer", en="buyer", zh="购买方", cohort=True)]
    year: Annotated[
        Int, column(Kind.INT, "/budgetYear", en="budget year", zh="预算年度", cohort=True, lowest=1900, highest=2200)
    ]
    month: Annotated[
        Int,
        column(Kind.INT, _END, en="most frequent end month", zh="最集中结束月份", unit="month", lowest=1, highest=12),
    ]
    share: Annotated[
        Int,
        _bounded("share", Kind.SHARE, _END, en="share ending in that month", zh="同月结束占比", lowest=0, highest=1),
    ]
    share_least: Annotated[Int, column(Kind.SHARE, _END, en="share, at least", zh="占比下限", lowest=0, highest=1)]
    share_most: Annotated[Int, column(Kind.SHARE, _END, en="share, at most", zh="占比上限", lowest=0, highest=1)]
    categories: Annotated[
        Int,
        _bounded(
            "categories", Kind.INT, "/category", en="categories ending in that month", zh="同月结束类别数", lowest=0
        ),
    ]
    categories_least: Annotated[
        Int, column(Kind.INT, "/category", en="categories, at least", zh="类别数下限", lowest=0)
    ]
    categories_most: Annotated[Int, column(Kind.INT, "/category", en="categories, at most", zh="类别数上限", lowest=0)]
    projects: Annotated[
        Int, column(Kind.INT, _END, en="projects with a known end", zh="结束日期已知的项目数", lowest=0)
    ]


class AreaRow(NamedTuple):
    """A region within one buyer's projects of a budget year: its share of contracts against its share of need.

    ``need_share`` is what most of the region's projects state; it is unknown if projects that state nothing, or that
    may belong to the region, could change that. ``ratio`` is the share of contracts divided by it.
    """

    buyer: Annotated[Str, identity(Kind.ORGANISATION, "/buyer", en="buyer", zh="购买方", cohort=True)]
    year: Annotated[
        Int, column(Kind.INT, "/budgetYear", en="budget year", zh="预算年度", cohort=True, lowest=1900, highest=2200)
    ]
    region: Annotated[
        Str, column(Kind.TEXT, "/region/id", en="region", zh="地区", cohort=True, name_input="/region/name")
    ]
    award_share: Annotated[
        Int,
        _bounded("award_share", Kind.SHARE, "/region/id", en="share of contracts", zh="合同占比", lowest=0, highest=1),
    ]
    award_share_least: Annotated[
        Int, column(Kind.SHARE, "/region/id", en="share of contracts, at least", zh="合同占比下限", lowest=0, highest=1)
    ]
    award_share_most: Annotated[
        Int, column(Kind.SHARE, "/region/id", en="share of contracts, at most", zh="合同占比上限", lowest=0, highest=1)
    ]
    need_share: Annotated[
        Int, column(Kind.SHARE, "/region/needShare", en="share of need", zh="需求占比", lowest=0, highest=1)
    ]
    ratio: Annotated[
        Int,
        _bounded(
            "ratio",
            Kind.NUMBER,
            "/region/id",
            "/region/needShare",
            en="award share over need share",
            zh="合同占比与需求占比之比",
            lowest=0,
        ),
    ]
    ratio_least: Annotated[
        Int, column(Kind.NUMBER, "/region/id", "/region/needShare", en="ratio, at least", zh="比值下限", lowest=0)
    ]
    ratio_most: Annotated[
        Int, column(Kind.NUMBER, "/region/id", "/region/needShare", en="ratio, at most", zh="比值上限", lowest=0)
    ]
    projects: Annotated[
        Int,
        column(
            Kind.INT,
            "/region/id",
            en="projects of the buyer in the year with a region",
            zh="购买方当年地区已知项目数",
            lowest=1,
        ),
    ]
