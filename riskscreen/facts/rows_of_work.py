"""The row types of relations about what is planned, done, paid and judged in a project.

Every column names the inputs it comes from. What a derived column means is documented at the function that
computes it, in :mod:`riskscreen.facts.derive_dates`, :mod:`riskscreen.facts.derive_quantities`,
:mod:`riskscreen.facts.derive_matches` and :mod:`riskscreen.facts.calendar`.
"""

from __future__ import annotations

from typing import Annotated, NamedTuple, get_args

from riskscreen.facts.columns import Bool, Int, Str, column
from riskscreen.lang.vocabulary import Kind
from riskscreen.model import project as model


class NeedRow(NamedTuple):
    """An assessed need. ``covered``: a planned service item names its category."""

    category: Annotated[Str, column(Kind.TEXT, "/category", en="need", zh="需求类别")]
    covered: Annotated[
        Bool,
        column(
            Kind.BOOL, "/category", "//serviceItems/*/needCategory", en="answered by a planned item", zh="有对应服务"
        ),
    ]


class TargetRow(NamedTuple):
    """A figure to reach. ``exact``: achieved equals planned; ``met``: achieved is at least planned."""

    kind: Annotated[
        Str, column(Kind.CODE, "/kind", en="kind of target", zh="指标类型", values=get_args(model.TargetKind))
    ]
    exact: Annotated[Bool, column(Kind.BOOL, "/planned", "/achieved", en="exactly 100 %", zh="恰好完成100%")]
    met: Annotated[Bool, column(Kind.BOOL, "/planned", "/achieved", en="target met", zh="指标达成")]


class ApprovalRow(NamedTuple):
    """An operating decision under the contract."""

    buyer_required: Annotated[
        Bool, column(Kind.BOOL, "/buyerApprovalRequired", en="buyer's prior approval required", zh="须购买方事先批准")
    ]


class ActivityRow(NamedTuple):
    """Something done under the contract. ``window_position``: elapsed share of the window, 0 on the first day."""

    kind: Annotated[Str, column(Kind.CODE, "/kind", en="kind", zh="活动类型", values=get_args(model.ActivityKind))]
    led_by: Annotated[Str, column(Kind.CODE, "/ledBy", en="led by", zh="主导方", values=get_args(model.Lead))]
    date: Annotated[Int, column(Kind.DATE, "/date", en="date", zh="日期")]
    window_position: Annotated[
        Int,
        column(
            Kind.SHARE,
            "/date",
            "//contract/period/startDate",
            "//contract/period/endDate",
            en="place in the window",
            zh="所处服务期位置",
        ),
    ]


class ServiceItemRow(NamedTuple):
    """A service in the contract's list. ``professional`` is read off its name with the taxonomy's word lists.

    ``delivered_items`` is 1 if any of it was delivered and 0 if none was: items can be counted where their units
    cannot be added up.
    """

    professional: Annotated[Bool, column(Kind.BOOL, "/name", "//category", en="professional service", zh="专业性服务")]
    delivered: Annotated[Int, column(Kind.NUMBER, "/delivered", en="delivered", zh="已提供量", lowest=0)]
    delivered_items: Annotated[
        Int,
        column(Kind.INT, "/delivered", en="delivered at all (1 or 0)", zh="是否已提供（1或0）", lowest=0, highest=1),
    ]


class PaymentRow(NamedTuple):
    """Money paid to the contractor. ``contract_share``: the amount over the contract value of the same currency."""

    date: Annotated[Int, column(Kind.DATE, "/date", en="date", zh="日期")]
    amount: Annotated[Int, column(Kind.MONEY, "/value/amount", en="amount", zh="金额", lowest=0)]
    contract_share: Annotated[
        Int,
        column(
            Kind.SHARE,
            "/value/amount",
            "/value/currency",
            "//contract/value/amount",
            "//contract/value/currency",
            en="share of the contract value",
            zh="占合同金额比例",
            lowest=0,
        ),
    ]
    before_start: Annotated[
        Bool, column(Kind.BOOL, "/date", "//contract/period/startDate", en="paid before the start", zh="服务开始前支付")
    ]


class ExpenditureRow(NamedTuple):
    """An expense of the contractor. ``days_before_end`` is negative after the end."""

    date: Annotated[Int, column(Kind.DATE, "/date", en="date", zh="日期")]
    amount: Annotated[Int, column(Kind.MONEY, "/value/amount", en="amount", zh="金额", lowest=0)]
    days_before_end: Annotated[
        Int,
        column(Kind.INT, "/date", "//contract/period/endDate", en="days before the end", zh="距结束天数", unit="day"),
    ]


class PlanChangeRow(NamedTuple):
    """A change of plan or targets during delivery."""

    window_position: Annotated[
        Int,
        column(
            Kind.SHARE,
            "/date",
            "//contract/period/startDate",
            "//contract/period/endDate",
            en="place in the window",
            zh="所处服务期位置",
        ),
    ]
    towards_acceptance: Annotated[
        Bool, column(Kind.BOOL, "/towardsAcceptance", en="towards the acceptance list", zh="向验收清单靠拢")
    ]


class DeviationRow(NamedTuple):
    """A recorded departure from the professional standard."""

    date: Annotated[Int, column(Kind.DATE, "/date", en="date", zh="日期")]


class MethodRow(NamedTuple):
    """A method the evaluation used."""

    kind: Annotated[Str, column(Kind.CODE, "", en="method", zh="评估方法", values=get_args(model.EvaluationMethod))]


class CriterionRow(NamedTuple):
    """An evaluation criterion and its weight."""

    kind: Annotated[
        Str, column(Kind.CODE, "/kind", en="kind of criterion", zh="评估指标类型", values=get_args(model.CriterionKind))
    ]
    weight: Annotated[Int, column(Kind.SHARE, "/weight", en="weight", zh="权重", lowest=0, highest=1)]


class UseRow(NamedTuple):
    """A recorded use of the evaluation's result."""

    kind: Annotated[Str, column(Kind.CODE, "", en="use", zh="结果应用", values=get_args(model.EvaluationUse))]


class ChannelRow(NamedTuple):
    """A channel through which residents oversee the project."""

    kind: Annotated[Str, column(Kind.CODE, "", en="channel", zh="监督渠道", values=get_args(model.OversightChannel))]


class KnowledgeRow(NamedTuple):
    """A direction in which knowledge is shared between department and contractor."""

    direction: Annotated[
        Str, column(Kind.CODE, "", en="direction", zh="方向", values=get_args(model.KnowledgeDirection))
    ]


class SupportRow(NamedTuple):
    """A kind of support the department gives beside the price."""

    kind: Annotated[Str, column(Kind.CODE, "", en="support", zh="支持类型", values=get_args(model.SupportKind))]


class RecipientStageRow(NamedTuple):
    """A stage in which recipients take part."""

    stage: Annotated[Str, column(Kind.CODE, "", en="stage", zh="环节", values=get_args(model.Stage))]
