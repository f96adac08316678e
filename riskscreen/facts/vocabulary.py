"""The words rules may use: three subjects, their relations and fields."""

from __future__ import annotations

from riskscreen.facts import batch_rows as batch
from riskscreen.facts import rows_of_people as people
from riskscreen.facts import rows_of_work as work
from riskscreen.facts.columns import relation
from riskscreen.facts.market import process_tables
from riskscreen.facts.process import catalogue
from riskscreen.facts.process import rows as process
from riskscreen.facts.rows_of_project import ProjectRow
from riskscreen.lang.vocabulary import Subject, Vocabulary

PROJECT = Subject(
    root=relation("project", ProjectRow, en="project", zh="项目"),
    relations=(
        relation("role", people.RoleRow, "/roles", en="role", zh="任职"),
        relation("tie", people.TieRow, "/ties", en="tie between organisations", zh="机构关系"),
        relation("party", people.PartyRow, "/parties", en="organisation details", zh="机构信息"),
        relation("owner", people.OwnerRow, "/parties", "/parties/*/owners", en="owner", zh="所有者"),
        relation(
            "origin",
            people.OriginRow,
            "/contractor/foundedBy",
            "/contractor/incubatedBy",
            en="founder or incubator",
            zh="发起或孵化方",
        ),
        relation("bid", people.BidRow, "/bids", en="bid", zh="投标"),
        relation("tenderer", people.TendererRow, "/bids", "/bids/*/tenderers", en="tenderer", zh="投标人"),
        relation(
            "earlier_award", people.EarlierAwardRow, "/contractor/earlierAwards", en="earlier award", zh="此前中标"
        ),
        relation("honour", people.HonourRow, "/contractor/honours", en="honour", zh="荣誉"),
        relation(
            "participant",
            people.ParticipantRow,
            "/needsAssessment/participants",
            en="participant in the needs assessment",
            zh="需求评估参与方",
        ),
        relation("need", work.NeedRow, "/needsAssessment/needs", en="assessed need", zh="评估需求"),
        relation("target", work.TargetRow, "/targets", en="target", zh="指标"),
        relation("approval", work.ApprovalRow, "/contract/approvals", en="operating decision", zh="运营决策"),
        relation("activity", work.ActivityRow, "/activities", en="activity", zh="活动"),
        relation("service_item", work.ServiceItemRow, "/serviceItems", en="service item", zh="服务项目"),
        relation("payment", work.PaymentRow, "/payments", en="payment", zh="付款"),
        relation("expenditure", work.ExpenditureRow, "/expenditures", en="expenditure", zh="支出"),
        relation("plan_change", work.PlanChangeRow, "/planChanges", en="change of plan", zh="方案变更"),
        relation(
            "deviation",
            work.DeviationRow,
            "/standardDeviations",
            en="deviation from the professional standard",
            zh="偏离专业标准",
        ),
        relation("method", work.MethodRow, "/evaluation/methods", en="evaluation method", zh="评估方法"),
        relation("criterion", work.CriterionRow, "/evaluation/criteria", en="evaluation criterion", zh="评估指标"),
        relation("use", work.UseRow, "/evaluation/uses", en="use of the evaluation", zh="评估结果应用"),
        relation("channel", work.ChannelRow, "/oversight/channels", en="oversight channel", zh="监督渠道"),
        relation("knowledge", work.KnowledgeRow, "/cooperation/knowledgeSharing", en="shared knowledge", zh="知识共享"),
        relation("support", work.SupportRow, "/cooperation/support", en="support", zh="支持"),
        relation(
            "local_organisation",
            people.LocalOrganisationRow,
            "/cooperation/localOrganisations",
            en="local organisation",
            zh="本地组织",
        ),
        relation(
            "recipient_stage",
            work.RecipientStageRow,
            "/cooperation/recipientStages",
            en="stage with recipients",
            zh="受益者参与环节",
        ),
        # contracting processes, from their OCDS releases
        relation("process", process.ProcessRow, en="contracting process", zh="采购过程", form="ocds"),
        relation(
            "published_bid",
            process.PublishedBidRow,
            "/bids/details",
            en="published bid",
            zh="公布的投标",
            form="ocds",
        ),
        relation(
            "bidder",
            process.BidderRow,
            "/bids/details",
            "/bids/details/*/tenderers",
            en="tenderer of a published bid",
            zh="公布的投标人",
            form="ocds",
        ),
        relation(
            "award_supplier",
            process.AwardSupplierRow,
            "/awards",
            "/awards/*/suppliers",
            en="supplier of a published award",
            zh="公布的中标供应商",
            form="ocds",
        ),
        relation(
            "price_gap",
            process.PriceGapRow,
            "/bids/details",
            "/awards",
            en="price gap to the next bid",
            zh="与次低价的价差",
            form="ocds",
        ),
        *catalogue.RELATIONS,
    ),
)

ORGANISATION = Subject(
    root=relation("organisation", batch.OrganisationRow, en="organisation", zh="机构"),
    relations=(
        relation("supply", batch.SupplyRow, en="supply to a buyer", zh="对购买方供给"),
        relation("purchasing", batch.PurchasingRow, en="purchasing in a category", zh="类别内采购"),
        relation("design", batch.DesignRow, en="set of targets", zh="指标组"),
        relation("evaluator", batch.EvaluatorRow, en="evaluation work", zh="评估业务"),
        relation("reaward", batch.ReawardRow, en="award after a poor result", zh="差评后再中标"),
        # contracting processes, from their OCDS releases
        relation("bidding", process.BiddingRow, en="bids and wins of a tenderer", zh="投标与中标", form="ocds"),
        relation(
            "disqualification", process.DisqualificationRow, en="disqualified bids", zh="被否决的投标", form="ocds"
        ),
        relation("variety", process.VarietyRow, en="variety of a supplier's awards", zh="中标类别跨度", form="ocds"),
        *process_tables.OF_ORGANISATIONS,
    ),
)

MARKET = Subject(
    root=relation("market", batch.MarketRow, en="market", zh="市场"),
    relations=(
        relation("deadline", batch.DeadlineRow, en="deadlines of a buyer", zh="购买方截止时间"),
        relation("area", batch.AreaRow, en="region's awards", zh="地区中标"),
        *process_tables.OF_THE_MARKET,
    ),
)

VOCABULARY: Vocabulary = {subject.name: subject for subject in (PROJECT, ORGANISATION, MARKET)}
