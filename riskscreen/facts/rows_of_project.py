"""The facts of one project as a whole: its own row.

Every column names the inputs it comes from. What a derived column means is documented at the function that
computes it, in :mod:`riskscreen.facts.derive_dates`, :mod:`riskscreen.facts.derive_quantities`,
:mod:`riskscreen.facts.derive_matches` and :mod:`riskscreen.facts.calendar`.
"""

from __future__ import annotations

from typing import Annotated, NamedTuple, get_args

from riskscreen.facts.columns import Bool, Int, Str, column, identity
from riskscreen.lang.vocabulary import Kind
from riskscreen.model import project as model

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
