"""The example row of the template: an invented project, in the native form."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from riskscreen.intake.workbook.layout import Column, Kind
from riskscreen.intake.workbook.notes import EXAMPLE_MARKS
from riskscreen.model.report import Language

_ORGANISATIONS: Mapping[str, tuple[str, str]] = {
    "buyer": ("示例区民政局", "Example District Civil Affairs Bureau"),
    "agency": ("示例社会工作服务中心", "Example Social Work Agency"),
    "other": ("示例家政服务中心", "Example Housekeeping Centre"),
    "evaluator": ("示例评估院", "Example Evaluation Institute"),
    "city": ("示例市财政局", "Example City Finance Bureau"),
    "village": ("示例社区居委会", "Example Residents' Committee"),
}


def example_project(lang: Language) -> dict[str, Any]:
    """An invented project with something on every sheet."""

    def one(zh: str, en: str) -> str:
        return zh if lang == "zh" else en

    def org(id: str) -> dict[str, str]:
        return {"id": id, "name": one(*_ORGANISATIONS[id])}

    money = {"amount": 480000, "currency": "CNY"}
    person = {"id": "person-1", "name": one("张某", "A. Example")}
    note = one("（用文字说明）", "(in words)")
    return {
        "id": f"{EXAMPLE_MARKS[lang]}2018-017",
        "title": one("示例社区居家养老服务", "Home care in Example Community"),
        "description": one("上门照料和精神慰藉", "Care at home and company"),
        "budgetYear": 2018,
        "region": {"id": "district", "name": one("示例区", "Example District"), "needRank": 2, "rankedRegions": 10,
                   "needShare": 0.15},
        "site": {"id": "community", "name": one("示例社区", "Example Community")},
        "buyer": org("buyer"),
        "category": one("社区老人居家养老服务", "home care for elders"),
        "showcase": False,
        "procedure": dict.fromkeys(("projectSetUp", "assessment", "contracting", "supervision", "evaluation"), True),
        "tender": {"procurementMethod": "open", "procurementMethodDetails": one("公开招标", "open tender"),
                   "datePublished": "2018-01-08", "tenderPeriod": {"startDate": "2018-01-08", "endDate": "2018-02-09"}},
        "award": {"date": "2018-02-20"},
        "needsAssessment": {
            "conducted": True, "date": "2017-10-20",
            "participants": [{"side": "community", "organisation": org("village"), "person": person, "comments": 5,
                              "changeRequests": 2}],
            "needs": [{"category": one("精神慰藉", "company"), "description": note}],
        },
        "targets": [{"id": "T1", "description": one("个案服务", "cases"), "kind": "output", "unit": one("例", "cases"),
                     "planned": 40, "achieved": 43}],
        "contract": {
            "id": "C-2018-017", "dateSigned": "2018-03-01", "dateClosed": "2019-05-20",
            "period": {"startDate": "2018-04-01", "endDate": "2019-03-31"},
            "frameworkPeriod": {"startDate": "2018-04-01", "endDate": "2021-03-31"},
            "value": money, "renewalClause": True, "planAdjustable": True,
            "approvals": [{"decision": one("更换项目主管", "replacing the project manager"),
                           "buyerApprovalRequired": True}],
        },
        "contractor": {
            **org("agency"), "type": "social-work-agency", "registeredScope": one("社会工作服务", "social work"),
            "foundedBy": [org("village")], "incubatedBy": [org("city")], "sponsorUnit": org("buyer"),
            "revenueBySource": [{"source": org("buyer"), "sourceType": "government", "amount": 480000}],
            "staff": {"total": 10, "licensedSocialWorkers": 7},
            "honours": [{"name": one("优秀社会组织", "Agency of the Year"), "level": "municipal",
                         "date": "2016-11-01"}],
            "rating": 4,
            "earlierAwards": [{"id": "C-2017-003", "buyer": org("buyer"), "date": "2017-03-04", "value": money}],
        },
        "bids": [{"id": "B1", "date": "2018-02-08", "status": "valid", "tenderers": [org("agency"), org("other")],
                  "value": money}],
        "parties": [{**org("agency"),
                     "address": {"streetAddress": one("示例路22号", "22 Example Road"),
                                 "locality": one("示例市", "Example"), "region": one("示例省", "Example Province")},
                     "contactPoint": {"telephone": "0000-0000022", "email": "office@example.org"},
                     "owners": [person]}],
        "roles": [{"person": person, "side": "contractor", "title": one("理事长", "chair"),
                   "organisation": org("agency")}],
        "ties": [{"type": "affiliation", "organisations": [org("buyer"), org("agency")], "description": note}],
        "activities": [{"id": "A1", "date": "2018-04-18", "kind": "service", "ledBy": "contractor",
                        "description": note}],
        "serviceItems": [{"name": one("个案管理", "case management"), "needCategory": one("精神慰藉", "company"),
                          "planned": 40, "delivered": 43, "unit": one("例", "cases")}],
        "payments": [{"date": "2018-04-10", "value": {"amount": 192000, "currency": "CNY"}}],
        "expenditures": [{"date": "2018-04-30", "value": {"amount": 38000, "currency": "CNY"}}],
        "planChanges": [{"date": "2018-07-05", "towardsAcceptance": False, "description": note}],
        "standardDeviations": [{"date": "2018-09-10", "description": note}],
        "beneficiaries": {"planned": 320, "served": 341, "targetPopulation": 1600},
        "supervision": {"supervisor": org("city")},
        "evaluation": {
            "evaluator": {**org("evaluator"),
                          "revenueBySource": [{"source": org("city"), "sourceType": "government", "amount": 300000}]},
            "selection": "competitive", "paidBy": org("city"), "rotated": True, "date": "2019-05-10",
            "methods": ["document-review", "field-visit", "recipient-interview"],
            "criteria": [{"name": one("服务成效", "outcome of the service"), "kind": "outcome", "weight": 0.3}],
            "satisfactionMeasured": True, "score": 88.5, "passed": True, "uses": ["budget", "publication"],
            "requests": {"made": 5, "accepted": 4}, "contractorObjections": 1, "contractorObservations": 3,
        },
        "oversight": {"channels": ["resident-rating", "complaint-line"]},
        "continuity": {"plan": True, "previousContractEnd": "2018-03-31", "nextContractStart": "2019-04-01"},
        "cooperation": {
            "stablePolicy": True, "knowledgeSharing": ["buyer-to-contractor"], "support": ["funding", "venue"],
            "recipientStages": ["planning", "evaluation"],
            "localOrganisations": [{"organisation": org("village"),
                                    "function": one("组织邻里互助", "neighbourhood help")}],
            "outcomeMeasurements": [{"period": "2018-H1", "indicator": one("孤独感量表平均分", "mean loneliness score"),
                                     "value": 44.2}],
        },
        "incomplete": ["activities"],
    }  # fmt: skip


def any_value(column: Column, lang: Language) -> str | int | float | None:
    """Something that a column could hold, for a field that the example has nothing for."""
    if column.words:
        from riskscreen.intake.workbook.words import label

        return label(column.words[0], lang)
    return _ANY.get(column.kind)


_ANY: Mapping[Kind, str | int | float] = {
    Kind.TEXT: "…",
    Kind.IDENTIFIER: "…",
    Kind.CURRENCY: "CNY",
    Kind.DATE: "2018-05-31",
    Kind.FLAG: "是",
    Kind.WHOLE: 1,
    Kind.NUMBER: 1,
    Kind.MONEY: 1000,
    Kind.SHARE: 0.5,
    Kind.PERCENTAGE: 85,
}
