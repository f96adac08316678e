"""What each field of a project record means: its Chinese name, and what to fill in.

Kept apart from the model because only the schema needs it: screening should not wait for it. A test holds the two
together.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple


class Guide(NamedTuple):
    """A field's Chinese name and its English explanation."""

    zh: str
    en: str


_ID = Guide("标识", "Identifier; two references are the same only if their identifiers are equal.")
_NAME = Guide("名称", "Name, for people to read; equal names do not establish identity.")
_NAMED = {"id": _ID, "name": _NAME}
_PERSON = {
    "id": Guide("人员标识", "Identifier of the person, best a pseudonym of your own rather than an identity number."),
    "name": Guide("姓名", "Name, for people to read; equal names do not establish identity."),
}
_INCOME = Guide("按来源划分的收入", "Income of the last full year, by source; the parts add up to the whole.")

FIELD_GUIDE: Mapping[str, Mapping[str, Guide]] = {
    "Value": {
        "amount": Guide("金额", "Amount in currency units: yuan, not ten thousand yuan."),
        "currency": Guide("币种", "ISO 4217 code, such as CNY."),
    },
    "Period": {
        "startDate": Guide("开始日期", "First day."),
        "endDate": Guide("结束日期", "Last day, included; not before startDate."),
    },
    "OrganisationReference": _NAMED,
    "PersonReference": _PERSON,
    "Region": {
        **_NAMED,
        "needRank": Guide("需求位次", "Rank of the region's need among those compared; 1 is the greatest need."),
        "rankedRegions": Guide("参与排序的地区数", "Number of regions in that ranking."),
        "needShare": Guide("需求占比", "The region's share of the whole need that the purchase is for, 0 to 1."),
    },
    "Site": _NAMED,
    "ProcedureRecords": {
        "projectSetUp": Guide("立项记录", "Whether the file holds a record of the project's set-up."),
        "assessment": Guide("评审记录", "Whether it holds a record of the assessment of applications."),
        "contracting": Guide("签约记录", "Whether it holds the contract."),
        "supervision": Guide("监督记录", "Whether it holds a record of supervision during delivery."),
        "evaluation": Guide("评估记录", "Whether it holds an evaluation."),
    },
    "Tender": {
        "procurementMethod": Guide("采购方式", "OCDS method: open, selective, limited or direct."),
        "procurementMethodDetails": Guide("采购方式说明", "The method's local name."),
        "datePublished": Guide("公告发布日期", "Day the call was published."),
        "tenderPeriod": Guide("投标期间", "First and last day for handing in offers."),
    },
    "Award": {"date": Guide("授予日期", "Day of the decision for the contractor.")},
    "Participant": {
        "side": Guide("参与方", "Whom the participant speaks for."),
        "organisation": Guide("机构", "The organisation that took part, or the person's organisation."),
        "person": Guide("人员", "The person who took part."),
        "comments": Guide("意见数", "Number of comments on record; 0 states that there were none."),
        "changeRequests": Guide("修改要求数", "Number of changes asked for; 0 states that there were none."),
    },
    "Need": {
        "category": Guide("需求类别", "Category of need; a service item answers it by naming it as needCategory."),
        "description": Guide("需求描述", "The need in words."),
    },
    "NeedsAssessment": {
        "conducted": Guide("是否开展", "Whether needs were assessed; false states that they were not."),
        "date": Guide("评估日期", "Day the assessment was finished."),
        "participants": Guide("参与者", "Everyone who took part; an empty list states that nobody did."),
        "needs": Guide("需求", "The needs that were found."),
    },
    "Target": {
        "id": Guide("指标编号", "The target's number in the contract."),
        "description": Guide("指标内容", "What is counted, in words."),
        "kind": Guide(
            "指标类型", "output counts what is done, outcome a result for people; honour, visit and media win show."
        ),
        "unit": Guide("计量单位", "What planned and achieved are counted in."),
        "planned": Guide("计划值", "Figure to reach."),
        "achieved": Guide("完成值", "Figure reached."),
    },
    "Approval": {
        "decision": Guide("决策事项", "An operating decision of the contractor, such as hiring."),
        "buyerApprovalRequired": Guide("须购买方批准", "Whether the buyer must approve it beforehand."),
    },
    "Contract": {
        "id": Guide("合同编号", "The contract's number."),
        "dateSigned": Guide("签订日期", "Day the contract was signed."),
        "dateClosed": Guide("结项日期", "Day the project was closed."),
        "period": Guide("服务期", "Delivery window: first and last day of service."),
        "frameworkPeriod": Guide(
            "框架协议期", "Term of the agreement over several years that this contract belongs to."
        ),
        "value": Guide("合同金额", "Value of the contract."),
        "renewalClause": Guide("续约条款", "Whether the contract can be renewed."),
        "planAdjustable": Guide("方案可调整", "Whether the contractor may adjust the plan to what it finds."),
        "approvals": Guide("审批事项", "Operating decisions and whether the buyer must approve them."),
    },
    "Revenue": {
        "source": Guide("收入来源", "Who paid."),
        "sourceType": Guide("来源类型", "Kind of payer; government counts any public body."),
        "amount": Guide("金额", "Amount in currency units, the same currency throughout the list."),
    },
    "Staff": {
        "total": Guide("服务人员数", "Service staff."),
        "licensedSocialWorkers": Guide("持证社工数", "Those of them with a social-work licence."),
    },
    "Honour": {
        "name": Guide("荣誉名称", "Title or prize."),
        "level": Guide("级别", "Level of the body that gave it."),
        "date": Guide("授予日期", "Day it was given."),
    },
    "EarlierAward": {
        "id": Guide("合同编号", "Number of the earlier contract."),
        "buyer": Guide("购买方", "Who bought."),
        "date": Guide("授予日期", "Day of that award."),
        "value": Guide("金额", "Value of that contract."),
    },
    "Contractor": {
        **_NAMED,
        "type": Guide("机构类型", "Kind of organisation."),
        "registeredScope": Guide("业务范围", "Scope of business as registered."),
        "foundedBy": Guide("发起方", "Who founded it; an empty list states that no organisation did."),
        "incubatedBy": Guide("孵化方", "Who incubated it; an empty list states that no organisation did."),
        "sponsorUnit": Guide("业务主管单位", "The unit in charge of it under registration law."),
        "revenueBySource": _INCOME,
        "staff": Guide("人员", "Its service staff."),
        "honours": Guide("荣誉", "Titles and prizes it holds."),
        "rating": Guide("社会组织等级", "Grade of the social organisation: 1 (1A) to 5 (5A)."),
        "earlierAwards": Guide("此前中标", "Contracts it won before this one."),
    },
    "Bid": {
        "id": Guide("投标编号", "The bid's number."),
        "date": Guide("投标日期", "Day the bid was handed in."),
        "status": Guide("投标状态", "What became of the bid."),
        "tenderers": Guide("投标人", "Who bids; several in a joint bid."),
        "value": Guide("报价", "Price offered."),
    },
    "Address": {
        "streetAddress": Guide("街道地址", "Street and number; compared between organisations, never printed."),
        "locality": Guide("市县", "Town or county."),
        "region": Guide("省份", "Province."),
    },
    "ContactPoint": {
        "telephone": Guide("电话", "Telephone number; compared between organisations, never printed."),
        "email": Guide("电子邮箱", "E-mail address."),
    },
    "Party": {
        **_NAMED,
        "address": Guide("地址", "Where it has its office."),
        "contactPoint": Guide("联系方式", "How it is reached."),
        "owners": Guide("所有者", "Persons or organisations that own it; an empty list states that there are none."),
    },
    "Role": {
        "person": Guide("人员", "Who holds the office."),
        "side": Guide("所属方", "Side of the project that the office belongs to."),
        "title": Guide("职务", "The office."),
        "organisation": Guide("任职机构", "Where the office is held."),
    },
    "Tie": {
        "type": Guide("关系类型", "Kind of relation."),
        "organisations": Guide("双方机构", "The two organisations, in no particular order."),
        "description": Guide("说明", "The relation in words."),
    },
    "Activity": {
        "id": Guide("活动编号", "The activity's number."),
        "date": Guide("活动日期", "Day it took place."),
        "kind": Guide("活动类型", "Kind of activity; capacity-transfer enables recipients to go on by themselves."),
        "ledBy": Guide("主导方", "Who led it."),
        "description": Guide("说明", "What was done."),
    },
    "ServiceItem": {
        "name": Guide("服务名称", "The service, such as day care or crisis intervention."),
        "needCategory": Guide("对应需求", "Category of the assessed need that it answers."),
        "planned": Guide("计划量", "Planned amount."),
        "delivered": Guide("完成量", "Delivered amount."),
        "unit": Guide("计量单位", "What the amounts are counted in."),
    },
    "Transaction": {
        "date": Guide("日期", "Day the money moved."),
        "value": Guide("金额", "Amount moved."),
    },
    "PlanChange": {
        "date": Guide("变更日期", "Day the plan or a target was changed."),
        "towardsAcceptance": Guide("向验收清单靠拢", "Whether the change moved it towards the acceptance list."),
        "description": Guide("说明", "What was changed."),
    },
    "Deviation": {
        "date": Guide("日期", "Day of the departure from the professional standard."),
        "description": Guide("说明", "What departed from it."),
    },
    "Beneficiaries": {
        "planned": Guide("计划服务人数", "People to be served."),
        "served": Guide("实际服务人数", "People served."),
        "targetPopulation": Guide("目标人群人数", "People the service is meant for in the area."),
    },
    "Supervision": {"supervisor": Guide("监督方", "Organisation that supervises delivery.")},
    "Evaluator": {**_NAMED, "revenueBySource": _INCOME},
    "Criterion": {
        "name": Guide("指标名称", "The criterion."),
        "kind": Guide("指标类型", "What it looks at."),
        "weight": Guide("权重", "Share of the score, 0 to 1."),
    },
    "EvaluatorRequests": {
        "made": Guide("提出要求数", "Requests the evaluator made of the contractor."),
        "accepted": Guide("照单接受数", "Those accepted as they were."),
    },
    "Evaluation": {
        "evaluator": Guide("评估方", "Who evaluates."),
        "selection": Guide(
            "选取方式", "How the evaluator was chosen: by competition, drawn from a pool, or appointed."
        ),
        "paidBy": Guide("评估费支付方", "Who pays the evaluator."),
        "rotated": Guide("是否轮换", "Whether evaluators are rotated."),
        "date": Guide("评估完成日期", "Day the evaluation was finished."),
        "methods": Guide("评估方法", "Methods used; an empty list states that none is on record."),
        "criteria": Guide("评估指标", "Criteria with their weights."),
        "satisfactionMeasured": Guide("测量满意度", "Whether the satisfaction of those served was measured."),
        "score": Guide("评估得分", "Score, 0 to 100."),
        "passed": Guide("是否通过", "Whether the project passed."),
        "uses": Guide("结果应用", "Uses made of the result; an empty list states that there was none."),
        "requests": Guide("评估方要求", "The evaluator's requests of the contractor."),
        "contractorObjections": Guide("承接方异议数", "Objections of the contractor on record."),
        "contractorObservations": Guide("承接方自主意见数", "The contractor's own observations on record."),
    },
    "Oversight": {"channels": Guide("监督渠道", "Ways for residents to rate, be heard and complain; may be empty.")},
    "Continuity": {
        "plan": Guide("延续或交接方案", "Whether there is a plan for going on or handing over."),
        "previousContractEnd": Guide(
            "上期合同结束日期", "Last day of the contract before, for the same service and site."
        ),
        "nextContractStart": Guide(
            "下期合同开始日期", "First day of the contract after, for the same service and site."
        ),
    },
    "LocalOrganisation": {
        "organisation": Guide("本地组织", "The village or neighbourhood organisation."),
        "function": Guide("承担职能", "Its own part in delivery."),
    },
    "OutcomeMeasurement": {
        "period": Guide("测量期", "Period measured, such as 2023 or 2023-H1."),
        "indicator": Guide("成效指标", "What was measured for people."),
        "value": Guide("测量值", "The value measured."),
    },
    "Cooperation": {
        "stablePolicy": Guide(
            "稳定的政策路径", "Whether a standing policy carries the cooperation beyond this contract."
        ),
        "knowledgeSharing": Guide("知识共享方向", "Directions in which knowledge was shared."),
        "support": Guide("部门支持", "What the department supported the work with."),
        "localOrganisations": Guide("参与的本地组织", "Local organisations with a part of their own."),
        "recipientStages": Guide("受益者参与环节", "Stages in which recipients took part."),
        "outcomeMeasurements": Guide("成效测量", "Outcomes measured, by period."),
    },
    "Project": {
        "id": Guide("项目编号", "The project's number, unique in all data screened together. The only field required."),
        "title": Guide("项目名称", "The project's name."),
        "description": Guide("项目说明", "What the project is about."),
        "budgetYear": Guide("预算年度", "Year of the budget that pays."),
        "region": Guide("地区", "Where the service is delivered, and how its need ranks."),
        "site": Guide("服务点", "The community, village or institution that is served."),
        "buyer": Guide("购买方", "The public body that buys."),
        "category": Guide("项目类别", "Category of service, as the buyer calls it."),
        "showcase": Guide("示范或品牌项目", "Whether it is run as a demonstration or brand project."),
        "procedure": Guide("流程记录", "Which steps of a sound purchase are on record."),
        "tender": Guide("采购公告", "The call and its procedure."),
        "award": Guide("授予", "The decision for the contractor."),
        "needsAssessment": Guide("需求评估", "How needs were found out, and who took part."),
        "targets": Guide("绩效指标", "Figures to reach under the contract."),
        "contract": Guide("合同", "The contract, its period, value and terms."),
        "contractor": Guide("承接方", "The organisation that won the contract."),
        "bids": Guide("投标", "All offers."),
        "parties": Guide("机构信息", "Address, telephone and owners of organisations named elsewhere in the record."),
        "roles": Guide("任职", "Persons and the offices they hold on the sides of the project."),
        "ties": Guide("机构关系", "Known relations between organisations."),
        "activities": Guide("活动", "What was done under the contract."),
        "serviceItems": Guide("服务内容", "Services planned and delivered."),
        "payments": Guide("付款", "Payments to the contractor."),
        "expenditures": Guide("支出", "The contractor's expenses."),
        "planChanges": Guide("方案变更", "Changes of the plan or its targets during delivery."),
        "standardDeviations": Guide("偏离专业标准", "Recorded departures from the professional standard."),
        "beneficiaries": Guide("服务对象", "Numbers of people planned for, served and meant."),
        "supervision": Guide("监督", "Who supervises delivery."),
        "evaluation": Guide("评估", "How the project was evaluated, and what came of it."),
        "oversight": Guide("居民监督", "Ways for residents to rate, be heard and complain."),
        "continuity": Guide("服务延续", "What comes before and after this contract."),
        "cooperation": Guide("合作", "How those involved work together."),
        "incomplete": Guide(
            "不完整的列表", "Lists that are only partly filled in, such as activities or evaluation/methods."
        ),
    },
}
"""The guide by part of the record (the name of its definition in the schema) and key."""
