"""The batch of fixtures/wang2019.jsonl: province N's purchases of 2017 and 2018 as wang2019 reports them.

Counts, amounts and city B's share are those of the paper's tables 1 and 2; the calendar is that of its section
四(一). Everything else is invented and listed in fixtures/README.md. Write the file anew with

    python -m tests.support.wang2019
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import cycle, islice
from pathlib import Path
from typing import Any

FILE = Path(__file__).parents[2] / "fixtures" / "wang2019.jsonl"

BUYER = {"id": "n-civil-affairs", "name": "N省民政厅"}
CITY_B = {"id": "n-city-b", "name": "B市"}
ELSEWHERE = {"id": "n-outside-b", "name": "N省B市以外"}
EVALUATION = "购买服务评估验收服务"


@dataclass(frozen=True)
class Lot:
    """A category of a year: how many projects there are, what they cost in yuan, and which of them are city B's.

    ``in_b`` is None where table 2 does not tell city B's projects apart.
    """

    year: int
    category: str
    key: str
    total: int
    projects: int
    in_b: int | None = None
    each_in_b: int = 0

    def amounts(self) -> list[int]:
        """City B's projects first, at their printed price; then the rest in equal whole thousands, remainder last."""
        b = self.in_b or 0
        rest = self.projects - b
        remaining = self.total - b * self.each_in_b
        share = remaining // rest // 1000 * 1000
        return [self.each_in_b] * b + [share] * (rest - 1) + [remaining - share * (rest - 1)]


LOTS = (
    Lot(2017, "社区老人居家养老服务", "home-care", 12_000_000, 60, 12, 200_000),
    Lot(2017, "社区社会工作服务", "community", 3_000_000, 30, 11, 100_000),
    Lot(2017, "社会组织孵化基地运营服务", "incubator", 2_200_000, 23, 3, 100_000),
    Lot(2017, "社会组织登记管理辅助服务", "registration", 800_000, 2),
    Lot(2017, "社会组织人员培训服务", "training", 1_000_000, 1),
    Lot(2017, EVALUATION, "evaluation", 600_000, 3),
    Lot(2017, "社会组织等级评估服务", "grading", 400_000, 1),
    Lot(2018, "社区老人居家养老服务", "home-care", 12_000_000, 60, 15, 200_000),
    Lot(2018, "社区社会工作服务", "community", 3_000_000, 30, 12, 100_000),
    Lot(2018, "社会组织孵化基地运营服务", "incubator", 2_600_000, 21, 2, 100_000),
    Lot(2018, "社会组织登记管理辅助服务", "registration", 300_000, 1),
    Lot(2018, "社会组织人员培训服务", "training", 300_000, 1),
    Lot(2018, EVALUATION, "evaluation", 500_000, 3),
    Lot(2018, "国贫县社会工作服务", "poor-county", 1_400_000, 20),
)

# Most home-care winners were convenience-service or housekeeping centres; half of the community social-work winners
# are social-work agencies by name. The exact split of "most" (two of three) is invented.
CONTRACTORS: dict[str, tuple[tuple[str, str | None], ...]] = {
    "home-care": (
        ("便民服务中心", "convenience-service-centre"),
        ("家政中心", "housekeeping-centre"),
        ("居家养老服务中心", "elder-care-institution"),
    ),
    "community": (("社会工作服务中心", "social-work-agency"), ("社区发展服务中心", None)),
    "incubator": (("社会组织发展中心", None),),
    "registration": (("社会组织服务中心", None),),
    "training": (("社会组织培训中心", None),),
    "evaluation": (("第三方评估中心", "evaluation-institution"),),
    "grading": (("社会组织评估中心", "evaluation-institution"),),
    "poor-county": (("社会工作服务中心", "social-work-agency"),),
}
PILOTS = ("B街道", "H社区", "D社区")


def projects() -> list[dict[str, Any]]:
    """All 256 projects, 2017 first, in the order of table 1."""
    return [project for year in (2017, 2018) for project in _year(year)]


def _year(year: int) -> Iterator[dict[str, Any]]:
    lots = [lot for lot in LOTS if lot.year == year]
    evaluators = cycle(_contractor(lot, n) for lot in lots if lot.key == "evaluation" for n in range(lot.projects))
    for lot in lots:
        for n, amount in enumerate(lot.amounts()):
            project = _project(lot, n, amount)
            if lot.key != "evaluation":
                evaluator = next(islice(evaluators, 1))
                project["evaluation"] = {
                    "evaluator": {"id": evaluator["id"], "name": evaluator["name"]},
                    "paidBy": BUYER,
                    "date": f"{year}-06-30",
                }
            if (year, lot.key) == (2018, "community") and n < len(PILOTS):
                _make_pilot(project, n)
            yield project


def _project(lot: Lot, n: int, amount: int) -> dict[str, Any]:
    before, year = lot.year - 1, lot.year
    value = {"amount": amount, "currency": "CNY"}
    project = {
        "id": f"N-{year}-{lot.key}-{n + 1:02d}",
        "title": f"{lot.category}（{year}年度第{n + 1}号）",
        "budgetYear": year,
        "buyer": BUYER,
        "category": lot.category,
        "tender": {
            "procurementMethod": "selective",
            "procurementMethodDetails": "竞争性磋商",
            "datePublished": f"{before}-11-15",
        },
        "contract": {
            "dateSigned": f"{before}-12-26",
            "period": {
                "startDate": f"{year}-01-01",
                "endDate": f"{year}-06-30" if lot.key == "evaluation" else f"{year}-05-31",
            },
            "value": value,
        },
        "contractor": _contractor(lot, n),
        "payments": [{"date": f"{before}-12-28", "value": value}],
    }
    if lot.in_b is not None:
        project["region"] = CITY_B if n < lot.in_b else ELSEWHERE
    return project


def _contractor(lot: Lot, n: int) -> dict[str, Any]:
    names = CONTRACTORS[lot.key]
    name, kind = names[n % len(names)]
    contractor = {"id": f"n-{lot.key}-{n + 1:02d}", "name": f"N省第{n + 1}{name}"}
    return contractor | ({"type": kind} if kind else {})


def _make_pilot(project: dict[str, Any], n: int) -> None:
    """One head in three roles, as the paper says of the pilots; that these projects stand for them is invented."""
    head = {"id": f"b-pilot-head-{n + 1}", "name": f"试点负责人{n + 1}"}
    community = {"id": f"b-pilot-community-{n + 1}", "name": PILOTS[n]}
    project["title"] += f"·“三社联动”试点{PILOTS[n]}"
    project["site"] = community
    contractor = {key: project["contractor"][key] for key in ("id", "name")}
    project["roles"] = [
        {"person": head, "side": "professional", "title": "专业社工", "organisation": contractor},
        {"person": head, "side": "community", "title": "社区主任", "organisation": community},
        {"person": head, "side": "contractor", "title": "社工机构负责人", "organisation": contractor},
    ]


def main() -> None:
    """Write the fixture."""
    lines = (json.dumps(project, ensure_ascii=False) for project in projects())
    FILE.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")


if __name__ == "__main__":
    main()
