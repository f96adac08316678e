"""A typical, well-documented project: about sixty single values and every list filled. All of it is invented."""

from __future__ import annotations

from typing import Any


def typical_project(**changes: Any) -> dict[str, Any]:
    """The record, freshly built; ``changes`` replace its top-level members."""
    return {
        "id": "2018-017",
        "title": "某街道社区老人居家养老服务",
        "description": "为辖区老人提供居家养老与精神慰藉服务",
        "budgetYear": 2018,
        "region": {"id": "620102", "name": "某区", "needRank": 3, "rankedRegions": 8, "needShare": 0.12},
        "site": {"id": "site-12", "name": "某社区"},
        "buyer": _organisation("buyer", "某区民政局"),
        "category": "社区老人居家养老服务",
        "showcase": False,
        "procedure": {
            "projectSetUp": True,
            "assessment": True,
            "contracting": True,
            "supervision": True,
            "evaluation": True,
        },
        "tender": {
            "procurementMethod": "open",
            "datePublished": "2017-11-06",
            "tenderPeriod": {"startDate": "2017-11-06", "endDate": "2017-11-27"},
        },
        "award": {"date": "2017-12-11"},
        "needsAssessment": _needs_assessment(),
        "targets": _targets(),
        "contract": _contract(),
        "contractor": _contractor(),
        **_award_parties(),
        **_delivery(),
        "evaluation": _evaluation(),
        "oversight": {"channels": ["complaint-line", "resident-rating"]},
        "continuity": {"plan": True, "previousContractEnd": "2017-05-31", "nextContractStart": "2018-07-01"},
        "cooperation": _cooperation(),
        "incomplete": ["activities"],
    } | changes


def _organisation(identifier: str, name: str) -> dict[str, Any]:
    return {"id": identifier, "name": name}


def _value(amount: Any) -> dict[str, Any]:
    return {"amount": amount, "currency": "CNY"}


def _needs_assessment() -> dict[str, Any]:
    return {
        "conducted": True,
        "date": "2017-09-20",
        "participants": [
            {"side": "buyer", "organisation": _organisation("buyer", "某区民政局"), "comments": 4},
            {"side": "community", "comments": 2, "changeRequests": 1},
            {"side": "beneficiary", "comments": 6, "changeRequests": 0},
        ],
        "needs": [{"category": "精神慰藉"}, {"category": "日间照料"}, {"category": "助餐"}],
    }


def _targets() -> list[dict[str, Any]]:
    figures = (
        ("output", 400, 400),
        ("output", 60, 66),
        ("outcome", 30, 24),
        ("satisfaction", 90, 93.5),
        ("media", 2, 2),
    )
    return [
        {"id": f"t{number}", "kind": kind, "planned": planned, "achieved": achieved}
        for number, (kind, planned, achieved) in enumerate(figures, 1)
    ]


def _contract() -> dict[str, Any]:
    return {
        "id": "c-2018-017",
        "dateSigned": "2017-12-20",
        "dateClosed": "2018-05-28",
        "period": {"startDate": "2018-01-01", "endDate": "2018-05-31"},
        "frameworkPeriod": {"startDate": "2018-01-01", "endDate": "2018-12-31"},
        "value": _value(200000),
        "renewalClause": False,
        "planAdjustable": True,
        "approvals": [
            {"decision": "staffing", "buyerApprovalRequired": False},
            {"decision": "venue", "buyerApprovalRequired": True},
        ],
    }


def _contractor() -> dict[str, Any]:
    return {
        **_organisation("agency", "阳光社会工作服务中心"),
        "type": "social-work-agency",
        "registeredScope": "社会工作服务、养老服务",
        "foundedBy": [_organisation("founder", "某大学")],
        "incubatedBy": [_organisation("incubator", "某区社会组织孵化基地")],
        "sponsorUnit": _organisation("sponsor", "某区民政局"),
        "revenueBySource": [
            {"source": _organisation("buyer", "某区民政局"), "sourceType": "government", "amount": 310000},
            {"source": _organisation("city", "某市民政局"), "sourceType": "government", "amount": 120000},
            {"source": _organisation("fund", "某基金会"), "sourceType": "foundation", "amount": "170000.50"},
        ],
        "staff": {"total": 9, "licensedSocialWorkers": 4},
        "honours": [{"name": "优秀社会组织", "level": "municipal", "date": "2016-12-01"}],
        "rating": 3,
        "earlierAwards": [
            {"id": "2017-009", "buyer": _organisation("buyer", "某区民政局"), "date": "2016-12-12"},
            {"id": "2016-004", "buyer": _organisation("city", "某市民政局"), "date": "2015-12-10"},
        ],
    }


def _award_parties() -> dict[str, Any]:
    bidders = (("agency", "valid", 200000), ("rival-1", "valid", 205000), ("rival-2", "disqualified", 190000))
    return {
        "bids": [
            {"id": f"b{number}", "status": status, "tenderers": [{"id": bidder}], "value": _value(amount)}
            for number, (bidder, status, amount) in enumerate(bidders, 1)
        ],
        "parties": [
            {
                **_organisation(bidder, f"投标人{number}"),
                "address": {"streetAddress": f"建设路{number}号", "locality": "某市"},
                "contactPoint": {"telephone": f"0931-888000{number}"},
                "owners": [{"id": f"owner-{number}"}],
            }
            for number, (bidder, _, _) in enumerate(bidders, 1)
        ],
    }


def _delivery() -> dict[str, Any]:
    sides = ("buyer", "community", "community", "contractor", "professional", "professional", "evaluator", "supervisor")
    return {
        "roles": [
            {"person": {"id": f"person-{number}"}, "side": side, "organisation": {"id": f"organisation-{side}"}}
            for number, side in enumerate(sides, 1)
        ],
        "ties": [{"type": "affiliation", "organisations": [{"id": "sponsor"}, {"id": "agency"}]}],
        "activities": [
            {"id": f"a{number}", "date": f"2018-{1 + number // 2:02}-15", "kind": kind, "ledBy": "contractor"}
            for number, kind in enumerate(["service"] * 7 + ["training", "event", "capacity-transfer"])
        ],
        "serviceItems": [
            {"name": "个案管理", "needCategory": "精神慰藉", "planned": 40, "delivered": 40},
            {"name": "心理慰藉", "needCategory": "精神慰藉", "planned": 80, "delivered": 76},
            {"name": "助餐", "needCategory": "助餐", "planned": 900, "delivered": 912},
            {"name": "保洁", "planned": 120, "delivered": 120},
        ],
        "payments": [
            {"date": date, "value": _value(40000)}
            for date in ("2017-12-27", "2018-02-05", "2018-03-05", "2018-04-09", "2018-06-20")
        ],
        "expenditures": [{"date": f"2018-{month:02}-20", "value": _value("33333.33")} for month in range(1, 7)],
        "planChanges": [{"date": "2018-03-12", "towardsAcceptance": False, "description": "增加小组活动"}],
        "standardDeviations": [],
        "beneficiaries": {"planned": 120, "served": 131, "targetPopulation": 800},
        "supervision": {"supervisor": _organisation("supervisor", "某督导中心")},
    }


def _evaluation() -> dict[str, Any]:
    weights = (("output", 0.3), ("outcome", 0.3), ("satisfaction", 0.25), ("finance", 0.15))
    return {
        "evaluator": {
            **_organisation("evaluator", "某评估院"),
            "revenueBySource": [
                {"source": {"id": "buyer"}, "sourceType": "government", "amount": 60000},
                {"source": {"id": "province"}, "sourceType": "government", "amount": 140000},
            ],
        },
        "selection": "competitive",
        "paidBy": _organisation("city", "某市民政局"),
        "rotated": True,
        "date": "2018-07-18",
        "methods": ["document-review", "field-visit", "recipient-interview"],
        "criteria": [{"name": kind, "kind": kind, "weight": weight} for kind, weight in weights],
        "satisfactionMeasured": True,
        "score": 88.5,
        "passed": True,
        "uses": ["budget", "publication"],
        "requests": {"made": 5, "accepted": 4},
        "contractorObjections": 1,
        "contractorObservations": 3,
    }


def _cooperation() -> dict[str, Any]:
    return {
        "stablePolicy": True,
        "knowledgeSharing": ["buyer-to-contractor", "contractor-to-buyer"],
        "support": ["funding", "venue"],
        "localOrganisations": [{"organisation": _organisation("village", "某村老年协会"), "function": "入户探访"}],
        "recipientStages": ["planning", "delivery"],
        "outcomeMeasurements": [
            {"period": "2017", "indicator": "社会支持量表", "value": 31.5},
            {"period": "2018", "indicator": "社会支持量表", "value": 34},
        ],
    }
