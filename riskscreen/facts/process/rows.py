"""The row types of a contracting process; inputs point into its OCDS release.

What a derived column means is documented at the function that computes it, in :mod:`riskscreen.facts.process.dates`,
:mod:`riskscreen.facts.process.prices` and :mod:`riskscreen.facts.process.outcomes`.
"""

from __future__ import annotations

from typing import Annotated, NamedTuple

from riskscreen.facts.columns import Bool, Int, Str, column, identity
from riskscreen.lang.vocabulary import Kind

METHODS = ("open", "selective", "limited", "direct")
"""The procurement methods of OCDS."""

ROLES = ("buyer", "procuring-entity", "tenderer")
"""The roles in which organisations are compared by their disqualified bids, each with those of its own role."""

_DETAILS = "/tender/procurementMethodDetails"
_METHOD = "/tender/procurementMethod"
_TENDER_START, _TENDER_END = "/tender/tenderPeriod/startDate", "/tender/tenderPeriod/endDate"
_BID_STATUS, _AWARD_STATUS = "/bids/details/*/status", "/awards/*/status"
_TENDERERS, _SUPPLIERS = "/bids/details/*/tenderers/*/id", "/awards/*/suppliers/*/id"
_CLASSES = "/awards/*/items/*/classification/id"
_AMOUNTS, _CURRENCIES = "/bids/details/*/value/amount", "/bids/details/*/value/currency"


class ProcessRow(NamedTuple):
    """The process as a whole: exactly one row."""

    cancelled: Annotated[Bool, column(Kind.BOOL, "/tender/status", en="tender is cancelled", zh="招标已取消")]
    excluded: Annotated[
        Bool, column(Kind.BOOL, _DETAILS, en="method details left out by policy", zh="采购方式细类被政策排除")
    ]
    buyer: Annotated[Str, identity(Kind.ORGANISATION, "/buyer", en="buyer", zh="采购人")]
    procuring_entity: Annotated[
        Str, identity(Kind.ORGANISATION, "/tender/procuringEntity", en="procuring entity", zh="采购实体")
    ]
    procurement_method: Annotated[
        Str, column(Kind.CODE, _METHOD, en="procurement method", zh="采购方式", values=METHODS)
    ]
    bids_expected: Annotated[
        Bool, column(Kind.BOOL, _METHOD, en="several bids are expected by this method", zh="该采购方式应有多家投标")
    ]
    period_required: Annotated[
        Bool, column(Kind.BOOL, _METHOD, en="this method needs a submission period", zh="该采购方式须有投标期限")
    ]
    submission_days: Annotated[
        Int,
        column(Kind.INT, _TENDER_START, _TENDER_END, en="whole days to submit bids", zh="投标期限整天数", unit="day"),
    ]
    own_minimum: Annotated[
        Bool,
        column(Kind.BOOL, _DETAILS, en="policy sets least days for these details", zh="政策为该细类另设天数"),
    ]
    minimum_days: Annotated[
        Int,
        column(Kind.INT, _DETAILS, en="least days by method details", zh="细类最短天数", unit="day"),
    ]
    tenderers: Annotated[
        Int, column(Kind.INT, "/tender/numberOfTenderers", en="number of tenderers", zh="投标人数", lowest=0)
    ]
    prices_compared: Annotated[
        Bool, column(Kind.BOOL, _DETAILS, en="prices of these details can be compared", zh="该细类可作价格比较")
    ]
    lowest_bid: Annotated[
        Int, column(Kind.MONEY, _BID_STATUS, _AMOUNTS, _CURRENCIES, en="lowest submitted bid", zh="最低报价")
    ]
    lowest_disqualified: Annotated[
        Bool,
        column(
            Kind.BOOL,
            _AWARD_STATUS,
            _BID_STATUS,
            _AMOUNTS,
            _CURRENCIES,
            en="lowest bid disqualified, with an award",
            zh="已授标且最低价被否决",
        ),
    ]
    only_valid_won: Annotated[
        Bool,
        column(
            Kind.BOOL,
            _AWARD_STATUS,
            _SUPPLIERS,
            _BID_STATUS,
            _TENDERERS,
            en="the one tenderer with valid bids won all",
            zh="唯一有效投标人全部中标",
        ),
    ]
    only_valid_tenderer: Annotated[
        Str,
        column(Kind.ORGANISATION, _TENDERERS, _BID_STATUS, en="the one tenderer with valid bids", zh="唯一有效投标人"),
    ]
    others_disqualified: Annotated[
        Int,
        column(Kind.INT, _TENDERERS, _BID_STATUS, en="other tenderers disqualified", zh="其他被否决投标人数", lowest=0),
    ]


class PublishedBidRow(NamedTuple):
    """A published bid."""

    position: Annotated[Int, column(Kind.INT, en="place in the list", zh="序号", lowest=0)]
    submitted: Annotated[Bool, column(Kind.BOOL, "/status", en="submitted, not withdrawn", zh="已提交且未撤回")]
    valid: Annotated[Bool, column(Kind.BOOL, "/status", en="valid", zh="有效投标")]
    disqualified: Annotated[Bool, column(Kind.BOOL, "/status", en="disqualified", zh="被否决")]
    amount: Annotated[Int, column(Kind.MONEY, "/value/amount", en="bid amount", zh="投标报价")]
    price: Annotated[
        Str, column(Kind.TEXT, "/value/amount", "/value/currency", en="exact amount and currency", zh="报价及币种")
    ]
    tenderers: Annotated[Str, column(Kind.TEXT, "/tenderers/*/id", en="who tenders together", zh="投标人组合")]


class BidderRow(NamedTuple):
    """One tenderer of a published bid."""

    organisation: Annotated[Str, identity(Kind.ORGANISATION, "", en="tenderer", zh="投标人")]
    bid: Annotated[Int, column(Kind.INT, en="place of the bid", zh="投标序号", lowest=0)]
    submitted: Annotated[Bool, column(Kind.BOOL, "@1/status", en="bid is submitted", zh="投标已提交")]
    valid: Annotated[Bool, column(Kind.BOOL, "@1/status", en="bid is valid", zh="投标有效")]
    disqualified: Annotated[Bool, column(Kind.BOOL, "@1/status", en="bid is disqualified", zh="投标被否决")]
    late: Annotated[
        Bool,
        column(Kind.BOOL, "@1/date", f"/{_TENDER_END}", en="dated after the tender period", zh="晚于投标截止"),
    ]


class AwardSupplierRow(NamedTuple):
    """One supplier of a published award."""

    organisation: Annotated[Str, identity(Kind.ORGANISATION, "", en="supplier", zh="供应商")]
    award: Annotated[Int, column(Kind.INT, en="place of the award", zh="授标序号", lowest=0)]
    active: Annotated[Bool, column(Kind.BOOL, "@1/status", en="award is active", zh="授标有效")]


class PriceGapRow(NamedTuple):
    """How far the winner's bid lies below the next, where price decided; one row, or none.

    The anchors are the winner's bid and the other. Fences are those of the whole batch; ``processes`` is how many price
    gaps they were computed from.
    """

    winner: Annotated[Str, identity(Kind.ORGANISATION, "/tenderers/0", en="winner", zh="中标人")]
    second: Annotated[Str, column(Kind.ORGANISATION, "@1/tenderers/0/id", en="next tenderer", zh="次低价投标人")]
    gap: Annotated[
        Int,
        column(Kind.NUMBER, "/value/amount", "@1/value/amount", en="price gap to the next bid", zh="与次低价的价差比"),
    ]
    at_lower_fence: Annotated[
        Bool,
        column(Kind.BOOL, "/value/amount", "@1/value/amount", en="gap at the lower fence or below", zh="价差触及下界"),
    ]
    at_upper_fence: Annotated[
        Bool,
        column(Kind.BOOL, "/value/amount", "@1/value/amount", en="gap at the upper fence or above", zh="价差触及上界"),
    ]
    lower_fence: Annotated[Int, column(Kind.NUMBER, en="lower fence of the gaps", zh="价差下界")]
    upper_fence: Annotated[Int, column(Kind.NUMBER, en="upper fence of the gaps", zh="价差上界")]
    processes: Annotated[Int, column(Kind.INT, en="processes with a price gap", zh="有价差的过程数", lowest=0)]


class BiddingRow(NamedTuple):
    """How often a tenderer won where it had a valid bid of its own and one supplier won all.

    ``many_bids``: in as many processes as the percentile of all tenderers that the policy sets.
    """

    valid: Annotated[
        Int, column(Kind.INT, _BID_STATUS, _TENDERERS, en="processes with a valid bid", zh="有效投标过程数", lowest=0)
    ]
    won: Annotated[Int, column(Kind.INT, _AWARD_STATUS, _SUPPLIERS, en="of them won", zh="其中中标数", lowest=0)]
    ratio: Annotated[
        Int,
        column(Kind.SHARE, _BID_STATUS, _TENDERERS, _SUPPLIERS, en="share won", zh="中标占比", lowest=0, highest=1),
    ]
    many_bids: Annotated[
        Bool, column(Kind.BOOL, _BID_STATUS, _TENDERERS, en="bids more often than most", zh="投标次数居前")
    ]
    at_lower_fence: Annotated[
        Bool,
        column(
            Kind.BOOL, _BID_STATUS, _TENDERERS, _SUPPLIERS, en="share won at the lower fence", zh="中标占比触及下界"
        ),
    ]
    lower_fence: Annotated[Int, column(Kind.NUMBER, en="lower fence of the shares", zh="中标占比下界")]
    tenderers: Annotated[Int, column(Kind.INT, en="tenderers compared", zh="比较的投标人数", lowest=1)]


class DisqualificationRow(NamedTuple):
    """How many of the submitted bids were disqualified, in one role; compared within the role."""

    role: Annotated[Str, column(Kind.CODE, en="role", zh="角色", values=ROLES, cohort=True)]
    submitted: Annotated[Int, column(Kind.INT, _BID_STATUS, en="submitted bids", zh="提交的投标数", lowest=0)]
    disqualified: Annotated[Int, column(Kind.INT, _BID_STATUS, en="disqualified bids", zh="被否决投标数", lowest=0)]
    ratio: Annotated[Int, column(Kind.SHARE, _BID_STATUS, en="share disqualified", zh="否决占比", lowest=0, highest=1)]
    at_upper_fence: Annotated[
        Bool, column(Kind.BOOL, _BID_STATUS, en="share disqualified at the upper fence", zh="否决占比触及上界")
    ]
    upper_fence: Annotated[Int, column(Kind.NUMBER, en="upper fence of the shares", zh="否决占比上界")]
    organisations: Annotated[Int, column(Kind.INT, en="organisations compared", zh="比较的机构数", lowest=1)]


class VarietyRow(NamedTuple):
    """In how many classes of items a supplier was awarded contracts."""

    processes: Annotated[
        Int, column(Kind.INT, _AWARD_STATUS, _SUPPLIERS, en="processes awarded", zh="中标过程数", lowest=0)
    ]
    classes: Annotated[Int, column(Kind.INT, _CLASSES, en="classes of items awarded", zh="中标物品类别数", lowest=0)]
    at_upper_fence: Annotated[Bool, column(Kind.BOOL, _CLASSES, en="classes at the upper fence", zh="类别数触及上界")]
    upper_fence: Annotated[Int, column(Kind.NUMBER, en="upper fence of the classes", zh="类别数上界")]
    suppliers: Annotated[Int, column(Kind.INT, en="suppliers compared", zh="比较的供应商数", lowest=1)]
