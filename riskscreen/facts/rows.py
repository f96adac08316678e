"""The facts of one project: its own row, and a row type for each relation around it.

Every column names the inputs it comes from. What a derived column means is documented at the function that
computes it, in :mod:`riskscreen.facts.derive_dates`, :mod:`riskscreen.facts.derive_quantities`,
:mod:`riskscreen.facts.derive_matches` and :mod:`riskscreen.facts.calendar`.
"""

from __future__ import annotations

from typing import Annotated, NamedTuple, TypeAlias, get_args

from riskscreen.facts.columns import column, identity
from riskscreen.lang.vocabulary import Kind
from riskscreen.model import project as model

Bool: TypeAlias = bool | None
Int: TypeAlias = int | None
Str: TypeAlias = str | None

_START, _END = "/contract/period/startDate", "/contract/period/endDate"
_CATEGORY = "/category"


class ProjectRow(NamedTuple):
    """What is known of the project as a whole; one row."""

    buyer: Annotated[Str, identity(Kind.ORGANISATION, "/buyer", en="buyer", zh="购买方")]
    contractor: Annotated[Str, identity(Kind.ORGANISATION, "/contractor", en="contractor", zh="承接方")]
    evaluator: Annotated[Str, identity(Kind.ORGANISATION, "/evaluation/evaluator", en="evaluator", zh="评估方")]
    evaluation_payer: Annotated[
        Str, identity(Kind.ORGANISATION, "/evaluation/paidBy", en="who pays the evaluator", zh="评估费支付方")
    ]
    supervisor: Annotated[Str, identity(Kind.ORGANISATION, "/supervision/supervisor", en="supervisor", zh="监督方")]
    contractor_sponsor: Annotated[
        Str, identity(Kind.ORGANISATION, "/contractor/sponsorUnit", en="sponsor unit", zh="业务主管单位")
    ]
    category: Annotated[Str, column(Kind.TEXT, _CATEGORY, en="category", zh="项目类别")]
    category_continuing: Annotated[
        Bool, column(Kind.BOOL, _CATEGORY, en="category is a continuing service", zh="类别属持续性服务")
    ]
    category_professional: Annotated[
        Bool, column(Kind.BOOL, _CATEGORY, en="category needs professional social work", zh="类别需专业社会工作")
    ]
    category_evaluation: Annotated[
        Bool, column(Kind.BOOL, _CATEGORY, en="category is evaluation of other projects", zh="类别为评估验收")
    ]
    showcase: Annotated[Bool, column(Kind.BOOL, "/showcase", en="demonstration or brand project", zh="示范或品牌项目")]
    # dates
    published: Annotated[Int, column(Kind.DATE, "/tender/datePublished", en="call published", zh="公告发布日")]
    signed: Annotated[Int, column(Kind.DATE, "/contract/dateSigned", en="contract signed", zh="合同签订日")]
    start: Annotated[Int, column(Kind.DATE, _START, en="start of delivery", zh="服务开始日")]
    end: Annotated[Int, column(Kind.DATE, _END, en="end of delivery", zh="服务结束日")]
    closed: Annotated[Int, column(Kind.DATE, "/contract/dateClosed", en="project closed", zh="结项日")]
    evaluated: Annotated[Int, column(Kind.DATE, "/evaluation/date", en="evaluation finished", zh="评估完成日")]
    # derived from dates
    window_months: Annotated[
        Int, column(Kind.INT, _START, _END, en="delivery window", zh="服务期", unit="month", lowest=1)
    ]
    window_working_days: Annotated[
        Int,
        column(
            Kind.INT,
            _START,
            _END,
            en="working days in the window",
            zh="服务期内工作日",
            unit="day",
            from_calendar=True,
            lowest=0,
        ),
    ]
    spring_festival_in_window: Annotated[
        Bool,
        column(
            Kind.BOOL, _START, _END, en="Spring Festival holiday in the window", zh="服务期内含春节", from_calendar=True
        ),
    ]
    framework_months: Annotated[
        Int,
        column(
            Kind.INT,
            "/contract/frameworkPeriod/startDate",
            "/contract/frameworkPeriod/endDate",
            en="frame agreement",
            zh="框架协议期",
            unit="month",
            lowest=1,
        ),
    ]
    call_to_contract_days: Annotated[
        Int,
        column(
            Kind.INT,
            "/tender/datePublished",
            "/contract/dateSigned",
            en="days from call to contract",
            zh="公告至签约天数",
            unit="day",
        ),
    ]
    signed_month: Annotated[
        Int,
        column(
            Kind.INT,
            "/contract/dateSigned",
            en="month the contract was signed",
            zh="签约月份",
            unit="month",
            lowest=1,
            highest=12,
        ),
    ]
    closed_days_before_end: Annotated[
        Int,
        column(
            Kind.INT, "/contract/dateClosed", _END, en="days from closing to deadline", zh="结项距截止天数", unit="day"
        ),
    ]
    evaluated_days_after_end: Annotated[
        Int,
        column(Kind.INT, "/evaluation/date", _END, en="days from end to evaluation", zh="结束至评估天数", unit="day"),
    ]
    gap_before_days: Annotated[
        Int,
        column(
            Kind.INT,
            "/continuity/previousContractEnd",
            _START,
            en="days without service before the contract",
            zh="合同前服务空档天数",
            unit="day",
        ),
    ]
    gap_after_days: Annotated[
        Int,
        column(
            Kind.INT,
            _END,
            "/continuity/nextContractStart",
            en="days without service after the contract",
            zh="合同后服务空档天数",
            unit="day",
        ),
    ]
    # procedure and design
    procurement_method: Annotated[
        Str,
        column(
            Kind.CODE,
            "/tender/procurementMethod",
            en="procurement method",
            zh="采购方式",
            values=get_args(model.ProcurementMethod),
        ),
    ]
    step_set_up: Annotated[Bool, column(Kind.BOOL, "/procedure/projectSetUp", en="record of set-up", zh="立项记录")]
    step_assessment: Annotated[
        Bool, column(Kind.BOOL, "/procedure/assessment", en="record of assessment", zh="评审记录")
    ]
    step_contracting: Annotated[
        Bool, column(Kind.BOOL, "/procedure/contracting", en="record of contracting", zh="签约记录")
    ]
    step_supervision: Annotated[
        Bool, column(Kind.BOOL, "/procedure/supervision", en="record of supervision", zh="监督记录")
    ]
    step_evaluation: Annotated[
        Bool, column(Kind.BOOL, "/procedure/evaluation", en="record of evaluation", zh="评估记录")
    ]
    needs_assessed: Annotated[
        Bool, column(Kind.BOOL, "/needsAssessment/conducted", en="needs assessment carried out", zh="已做需求评估")
    ]
    plan_adjustable: Annotated[
        Bool, column(Kind.BOOL, "/contract/planAdjustable", en="provider may adjust the plan", zh="承接方可调整方案")
    ]
    renewal_clause: Annotated[Bool, column(Kind.BOOL, "/contract/renewalClause", en="renewal clause", zh="续约条款")]
    planned_coverage: Annotated[
        Int,
        column(
            Kind.SHARE,
            "/beneficiaries/planned",
            "/beneficiaries/targetPopulation",
            en="planned share of the target population served",
            zh="计划覆盖率",
            lowest=0,
        ),
    ]
    # contractor
    contractor_name_misfit: Annotated[
        Bool, column(Kind.BOOL, _CATEGORY, "/contractor/name", en="name does not fit the category", zh="名称与类别不符")
    ]
    contractor_type_fits: Annotated[
        Bool, column(Kind.BOOL, _CATEGORY, "/contractor/type", en="type fits the category", zh="机构类型与类别相符")
    ]
    contractor_scope_fits: Annotated[
        Bool,
        column(
            Kind.BOOL,
            _CATEGORY,
            "/contractor/registeredScope",
            en="registered scope fits the category",
            zh="业务范围与类别相符",
        ),
    ]
    service_staff: Annotated[
        Int, column(Kind.INT, "/contractor/staff/total", en="service staff", zh="服务人员", lowest=0)
    ]
    licensed_social_workers: Annotated[
        Int,
        column(
            Kind.INT, "/contractor/staff/licensedSocialWorkers", en="licensed social workers", zh="持证社工", lowest=0
        ),
    ]
    licensed_staff_share: Annotated[
        Int,
        column(
            Kind.SHARE,
            "/contractor/staff/licensedSocialWorkers",
            "/contractor/staff/total",
            en="licensed share of service staff",
            zh="持证社工占比",
            lowest=0,
            highest=1,
        ),
    ]
    contractor_rating: Annotated[
        Int,
        column(
            Kind.INT,
            "/contractor/rating",
            en="contractor's grade (1A–5A)",
            zh="社会组织等级（1A–5A）",
            lowest=1,
            highest=5,
        ),
    ]
    contractor_revenue_share_buyer: Annotated[
        Int,
        column(
            Kind.SHARE,
            "/buyer/id",
            "/contractor/revenueBySource/*/source/id",
            "/contractor/revenueBySource/*/amount",
            en="share of contractor's revenue from the buyer",
            zh="承接方来自购买方的收入占比",
            lowest=0,
            highest=1,
        ),
    ]
    contractor_revenue_share_government: Annotated[
        Int,
        column(
            Kind.SHARE,
            "/contractor/revenueBySource/*/sourceType",
            "/contractor/revenueBySource/*/amount",
            en="share of contractor's revenue from government",
            zh="承接方来自政府的收入占比",
            lowest=0,
            highest=1,
        ),
    ]
    region_need_position: Annotated[
        Int,
        column(
            Kind.SHARE,
            "/region/needRank",
            "/region/rankedRegions",
            en="rank of the region's need (near 0 greatest, 1 least)",
            zh="地区需求位次（接近0最高，1最低）",
            lowest=0,
            highest=1,
        ),
    ]
    # after delivery
    continuity_plan: Annotated[
        Bool, column(Kind.BOOL, "/continuity/plan", en="continuity or hand-over plan", zh="延续或交接方案")
    ]
    evaluator_selection: Annotated[
        Str,
        column(
            Kind.CODE,
            "/evaluation/selection",
            en="how the evaluator was chosen",
            zh="评估方选取方式",
            values=get_args(model.EvaluatorSelection),
        ),
    ]
    evaluator_rotated: Annotated[
        Bool, column(Kind.BOOL, "/evaluation/rotated", en="evaluator rotated", zh="评估方轮换")
    ]
    evaluator_revenue_share_buyer: Annotated[
        Int,
        column(
            Kind.SHARE,
            "/buyer/id",
            "/evaluation/evaluator/revenueBySource/*/source/id",
            "/evaluation/evaluator/revenueBySource/*/amount",
            en="share of evaluator's revenue from the buyer",
            zh="评估方来自购买方的收入占比",
            lowest=0,
            highest=1,
        ),
    ]
    satisfaction_measured: Annotated[
        Bool, column(Kind.BOOL, "/evaluation/satisfactionMeasured", en="satisfaction measured", zh="测量满意度")
    ]
    evaluation_score: Annotated[
        Int, column(Kind.NUMBER, "/evaluation/score", en="evaluation score", zh="评估得分", lowest=0, highest=100)
    ]
    evaluation_passed: Annotated[Bool, column(Kind.BOOL, "/evaluation/passed", en="evaluation passed", zh="评估通过")]
    evaluator_requests: Annotated[
        Int, column(Kind.INT, "/evaluation/requests/made", en="requests of the evaluator", zh="评估方要求数", lowest=0)
    ]
    evaluator_requests_declined: Annotated[
        Int,
        column(
            Kind.INT,
            "/evaluation/requests/made",
            "/evaluation/requests/accepted",
            en="evaluator requests not accepted as they were",
            zh="未照单接受的评估要求数",
            lowest=0,
        ),
    ]
    contractor_objections: Annotated[
        Int,
        column(Kind.INT, "/evaluation/contractorObjections", en="contractor's objections", zh="承接方异议数", lowest=0),
    ]
    contractor_observations: Annotated[
        Int,
        column(
            Kind.INT,
            "/evaluation/contractorObservations",
            en="contractor's own observations",
            zh="承接方自主意见数",
            lowest=0,
        ),
    ]
    stable_policy: Annotated[
        Bool, column(Kind.BOOL, "/cooperation/stablePolicy", en="stable policy path", zh="稳定的政策路径")
    ]
    outcome_periods: Annotated[
        Int,
        column(
            Kind.INT,
            "/cooperation/outcomeMeasurements/*/period",
            "/cooperation/outcomeMeasurements/*/value",
            en="periods with measured outcomes",
            zh="有成效测量的期数",
            lowest=0,
        ),
    ]


class RoleRow(NamedTuple):
    """A person's office on one side of the project."""

    person: Annotated[Str, identity(Kind.PERSON, "/person", en="person", zh="人员")]
    side: Annotated[Str, column(Kind.CODE, "/side", en="side", zh="所属方", values=get_args(model.Side))]
    organisation: Annotated[Str, identity(Kind.ORGANISATION, "/organisation", en="organisation", zh="任职机构")]
    position: Annotated[Int, column(Kind.INT, en="place in the list", zh="序号", lowest=0)]


class TieRow(NamedTuple):
    """A tie as seen from one end; every tie gives two rows."""

    organisation: Annotated[Str, column(Kind.ORGANISATION, "/organisations/*/id", en="organisation", zh="机构")]
    other: Annotated[Str, column(Kind.ORGANISATION, "/organisations/*/id", en="other organisation", zh="关联机构")]
    type: Annotated[Str, column(Kind.CODE, "/type", en="kind of tie", zh="关系类型", values=get_args(model.TieType))]


class PartyRow(NamedTuple):
    """Details of an organisation. Address and telephone are normalised for comparison and never printed."""

    organisation: Annotated[Str, identity(Kind.ORGANISATION, "", en="organisation", zh="机构")]
    address: Annotated[Str, column(Kind.TEXT, "/address/streetAddress", en="address", zh="地址", private=True)]
    telephone: Annotated[Str, column(Kind.TEXT, "/contactPoint/telephone", en="telephone", zh="电话", private=True)]


class OwnerRow(NamedTuple):
    """An owner of an organisation; ``owner`` is the identifier of a person or an organisation."""

    organisation: Annotated[Str, column(Kind.ORGANISATION, "@1/id", en="owned organisation", zh="被持有机构")]
    owner: Annotated[Str, identity(Kind.ORGANISATION, "", en="owner", zh="所有者")]


class OriginRow(NamedTuple):
    """Who founded or incubated the contractor."""

    organisation: Annotated[Str, identity(Kind.ORGANISATION, "", en="founder or incubator", zh="发起或孵化方")]
    kind: Annotated[Str, column(Kind.CODE, en="founded or incubated", zh="发起或孵化", values=("founded", "incubated"))]


class BidRow(NamedTuple):
    """A bid. ``valid`` is false for invited, withdrawn and disqualified ones, unknown for pending ones.

    ``amount`` is in the currency it was stated in, as are all amounts of money.
    """

    valid: Annotated[Bool, column(Kind.BOOL, "/status", en="valid bid", zh="有效投标")]
    status: Annotated[Str, column(Kind.CODE, "/status", en="status", zh="投标状态", values=get_args(model.BidStatus))]
    amount: Annotated[Int, column(Kind.MONEY, "/value/amount", en="amount", zh="报价", lowest=0)]


class TendererRow(NamedTuple):
    """A tenderer of a bid, with the details of the organisation where the parties list has them.

    ``bid`` is the place of its bid in the list of bids: tenderers of one bid have the same.

    The details are unknown while any party lacks an identifier: it might be the same organisation. ``position`` rises
    from tenderer to tenderer through all bids; only its order means something.
    """

    organisation: Annotated[Str, identity(Kind.ORGANISATION, "", en="tenderer", zh="投标人")]
    address: Annotated[
        Str,
        column(Kind.TEXT, "/id", "//parties/*/id", "@1/address/streetAddress", en="address", zh="地址", private=True),
    ]
    telephone: Annotated[
        Str,
        column(
            Kind.TEXT, "/id", "//parties/*/id", "@1/contactPoint/telephone", en="telephone", zh="电话", private=True
        ),
    ]
    position: Annotated[Int, column(Kind.INT, en="place in the list", zh="序号", lowest=0)]
    bid: Annotated[Int, column(Kind.INT, en="place of the bid in the list", zh="投标序号", lowest=0)]


class EarlierAwardRow(NamedTuple):
    """A contract the contractor won before. ``months_before`` counts started months up to this award.

    It is negative for a contract that was won later.
    """

    buyer: Annotated[Str, identity(Kind.ORGANISATION, "/buyer", en="buyer of the earlier contract", zh="此前购买方")]
    months_before: Annotated[
        Int,
        column(Kind.INT, "/date", "//award/date", en="months before this award", zh="早于本次授予的月数", unit="month"),
    ]


class HonourRow(NamedTuple):
    """A title or prize of the contractor."""

    level: Annotated[Str, column(Kind.CODE, "/level", en="level", zh="级别", values=get_args(model.HonourLevel))]


class ParticipantRow(NamedTuple):
    """Someone who took part in the needs assessment."""

    side: Annotated[Str, column(Kind.CODE, "/side", en="side", zh="参与方", values=get_args(model.ParticipantSide))]
    organisation: Annotated[Str, identity(Kind.ORGANISATION, "/organisation", en="organisation", zh="机构")]
    comments: Annotated[Int, column(Kind.INT, "/comments", en="comments", zh="意见数", lowest=0)]
    change_requests: Annotated[
        Int, column(Kind.INT, "/changeRequests", en="change requests", zh="修改要求数", lowest=0)
    ]


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


class LocalOrganisationRow(NamedTuple):
    """A local organisation with a part of its own in delivery."""

    organisation: Annotated[Str, identity(Kind.ORGANISATION, "/organisation", en="organisation", zh="本地组织")]
    has_function: Annotated[Bool, column(Kind.BOOL, "/function", en="has a function of its own", zh="承担具体职能")]


class RecipientStageRow(NamedTuple):
    """A stage in which recipients take part."""

    stage: Annotated[Str, column(Kind.CODE, "", en="stage", zh="环节", values=get_args(model.Stage))]
