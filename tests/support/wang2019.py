"""The batch of fixtures/wang2019.jsonl: province N's purchases of 2017 and 2018 as wang2019 reports them.

Counts, amounts and city B's share are those of the paper's tables 1 and 2; the calendar and what is said of city B's
contractors are those of its section 四. Where a value is from, and what is invented, stands in fixtures/README.md.
Write the file anew with

    python -m tests.support.wang2019
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import cycle
from pathlib import Path
from typing import Any

FILE = Path(__file__).parents[2] / "fixtures" / "wang2019.jsonl"

BUYER = {"id": "n-civil-affairs", "name": "N省民政厅"}
CITY_B = {"id": "n-city-b", "name": "B市"}
ELSEWHERE = {"id": "n-outside-b", "name": "N省B市以外"}


@dataclass(frozen=True)
class Lot:
    """A category of a year: what it cost in yuan, how many projects it has, and how many of them are city B's.

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
    Lot(2017, "购买服务评估验收服务", "evaluation", 600_000, 3),
    Lot(2017, "社会组织等级评估服务", "grading", 400_000, 1),
    Lot(2018, "社区老人居家养老服务", "home-care", 12_000_000, 60, 15, 200_000),
    Lot(2018, "社区社会工作服务", "community", 3_000_000, 30, 12, 100_000),
    Lot(2018, "社会组织孵化基地运营服务", "incubator", 2_600_000, 21, 2, 100_000),
    Lot(2018, "社会组织登记管理辅助服务", "registration", 300_000, 1),
    Lot(2018, "社会组织人员培训服务", "training", 300_000, 1),
    Lot(2018, "购买服务评估验收服务", "evaluation", 500_000, 3),
    Lot(2018, "国贫县社会工作服务", "poor-county", 1_400_000, 20),
)

# Of city B's winners the paper says: in home care most are convenience-service or housekeeping centres (here two of
# three), in community social work half are social-work agencies by name. Of all others it says nothing.
MISFITS = ("便民服务中心", "家政中心")
BASICS = [{"name": "保姆", "needCategory": "饮食起居"}, {"name": "保洁", "needCategory": "卫生清洁"}]
NEEDS = (
    "照顾安排",
    "精神慰藉",
    "危机干预",
    "家庭辅导",
    "社会支持网络建设",
    "社区参与",
    "老年教育",
    "权益保障",
    "老年临终关怀",
)
PILOTS = ("K区B街道", "K区H社区", "K区D社区")


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
                project["evaluation"] = _evaluation(year, next(evaluators))
            if _is_misfit(lot, n):
                project["needsAssessment"] = {"needs": [{"category": need} for need in NEEDS]}
                project["serviceItems"] = BASICS
            if year == 2018 and _is_pilot(lot, n):
                _make_pilot(project, PILOTS[n], n + 1)
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
        "procedure": {"projectSetUp": True, "assessment": True, "contracting": True, "evaluation": True},
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


def _evaluation(year: int, evaluator: dict[str, Any]) -> dict[str, Any]:
    return {"evaluator": evaluator, "selection": "competitive", "paidBy": BUYER, "date": f"{year}-06-30"}


def _contractor(lot: Lot, n: int) -> dict[str, Any]:
    """A contractor of its own for each project, but for the pilots' agencies: those have won before."""
    number = n + 1
    if _is_pilot(lot, n):
        return {"id": f"b-pilot-agency-{number}", "name": f"B市第{number}社会工作服务中心"}
    in_b = lot.in_b or 0
    if _is_misfit(lot, n):
        name = f"B市第{number}{MISFITS[n % 3]}"
    elif lot.key == "community" and n < (in_b + 1) // 2:
        name = f"B市第{number}社会工作服务中心"
    elif lot.key == "evaluation":
        name = f"N省第{number}评估验收机构（{lot.year}年度）"
    else:
        name = f"{'B市' if n < in_b else 'N省'}第{number}承接机构（{lot.year}年度）"
    return {"id": f"n-{lot.year}-{lot.key}-{number:02d}", "name": name}


def _is_misfit(lot: Lot, n: int) -> bool:
    """Whether this is one of city B's home-care projects that a convenience-service or housekeeping centre won."""
    return lot.key == "home-care" and n < (lot.in_b or 0) and n % 3 < len(MISFITS)


def _is_pilot(lot: Lot, n: int) -> bool:
    """Whether a pilot's agency holds this project; in 2018 it stands for the pilot."""
    return lot.key == "community" and n < len(PILOTS)


def _make_pilot(project: dict[str, Any], name: str, number: int) -> None:
    """One head in three roles, as the paper says of the pilots; that these projects stand for them is invented."""
    head = {"id": f"b-pilot-head-{number}", "name": f"试点负责人{number}"}
    community = {"id": f"b-pilot-community-{number}", "name": name}
    agency = project["contractor"]
    project["title"] += f"·{name}“三社联动”试点"
    project["site"] = community
    project["roles"] = [
        {"person": head, "side": "professional", "title": "专业社工", "organisation": agency},
        {"person": head, "side": "community", "title": "社区主任", "organisation": community},
        {"person": head, "side": "contractor", "title": "社工机构负责人", "organisation": agency},
    ]
    project["incomplete"] = ["roles"]


def main() -> None:
    """Write the fixture."""
    lines = (json.dumps(project, ensure_ascii=False) for project in projects())
    FILE.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")


if __name__ == "__main__":
    main()
