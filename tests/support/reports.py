"""Reports for tests of what is printed: small, whole, and with everything that can occur."""

from __future__ import annotations

from typing import Any

from riskscreen.model.report import (
    Accounting,
    Band,
    BatchUnknown,
    CitedPlace,
    Cohort,
    Disputed,
    Evidence,
    Finding,
    Language,
    MarketReport,
    OrganisationReport,
    ProjectReport,
    Quality,
    Reject,
    Report,
    Ruleset,
    Unknown,
)


def finding(code: str = "SW501", **changes: Any) -> Finding:
    """A finding with every text filled in."""
    values: dict[str, Any] = {
        "code": code,
        "pack": "social-services",
        "kind": "sign",
        "stage": "delivery",
        "title": f"{code} 的标题",
        "verdict": "flagged",
        "severity": "high",
        "mechanism": "time-pressure",
        "share": 30.0,
        "message": "服务期自2018-01-01至2018-05-31，共5个月。",
        "rationale": "论文指出：资金在十二月到位，次年五月底全部结束。",
        "evidence": [Evidence(pointer="/contract/period/endDate", value="2018-05-31")],
        "citations": [CitedPlace(source="wang2019", at="四(一)", reference="王力平：《…》，2019年。")],
        "innocent": "短期试点也可能如此。",
        "verify": "核对合同与付款凭证。",
        "remedy": "延长服务期。",
    }
    return Finding(**{**values, **changes})


def project(number: int = 1, score: float = 61.4, band: Band = "high", **changes: Any) -> ProjectReport:
    """A project with one finding, one unknown and one protective factor."""
    values: dict[str, Any] = {
        "id": f"NX-2018-{number:03}",
        "title": f"第{number}社区居家养老服务",
        "source": "batch.jsonl",
        "line": number,
        "score": score,
        "score_range": (max(0.0, score - 10), min(100.0, score + 20)),
        "decided": 0.82,
        "band": band,
        "disputed": [],
        "findings": [finding()],
        "unknown": [
            Unknown(
                code="SW601",
                pack="social-services",
                title="评估方依赖购买方",
                kind="sign",
                reason="missing",
                missing=["/evaluation/evaluator/id"],
            )
        ],
        "protective": [finding("PF05", kind="protective", share=0.0)],
        "clear": ["SW104"],
        "out_of_scope": ["SW105"],
    }
    return ProjectReport(**{**values, **changes})


def report(lang: Language = "zh", **changes: Any) -> Report:
    """A report with something in every part."""
    values: dict[str, Any] = {
        "notice": "标记是复核的理由，而非违规的认定。",
        "language": lang,
        "ruleset": Ruleset(
            digest="sha256:" + "ab" * 32,
            packs=["social-services"],
            policy="sha256:" + "cd" * 32,
            rules=60,
            unsupported=[],
        ),
        "engine": "checked",
        "as_of": "2026-11-01",
        "accounting": Accounting(read=6, screened=3, rejected=2, duplicates=1),
        "rejects": [
            Reject(source="batch.jsonl", line=4, error="/id：为必填项。"),
            Reject(source="batch.json", line=9, index=3, id="NX-9", error="/contract/period：endDate早于startDate。"),
        ],
        "quality": [Quality(path="/roles/sied", issue="unknown field", count=3, example="batch.jsonl:1")],
        "projects": [
            project(1, 21.0, "low"),
            project(2),
            project(3, 88.8, "critical", disputed=[Disputed(code="SW501", reason="durable: clear")]),
        ],
        "organisations": [
            OrganisationReport(
                id="org-1",
                name="阳光社会工作服务中心",
                roles=["supplier"],
                findings=[
                    finding(
                        "SW310",
                        cohort=Cohort(
                            by={"buyer": "org-9"}, n=31, statistic="share", value=0.61, words="占购买方支出比例 = 61%"
                        ),
                    )
                ],
            )
        ],
        "market": MarketReport(
            findings=[
                finding("SW510", evidence=[Evidence(pointer="/contract/period/endDate", value="x", project="p1")])
            ],
            unknown=[
                BatchUnknown(
                    code="SW604",
                    pack="social-services",
                    title="全部通过",
                    subject="organisation",
                    reason="sample",
                    n=4,
                    needs=10,
                )
            ],
        ),
    }
    return Report(**{**values, **changes})
