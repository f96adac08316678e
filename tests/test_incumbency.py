"""SW309 on OCDS: earlier awards of a supplier come from the other processes of the batch."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from riskscreen.baseline.build import build_baseline
from riskscreen.intake.incumbency import MOST_EARLIER, with_earlier_awards
from riskscreen.intake.read import Record, read_objects
from riskscreen.model.report import ProjectReport
from riskscreen.screening import Screener


def process(number: int, day: str, supplier: str = "GB-COH-10", buyer: str = "GB-LAC-E1") -> dict[str, Any]:
    return {
        "ocid": f"ocds-{number}",
        "buyer": {"id": buyer, "name": "Council"},
        "awards": [{"id": "a", "status": "active", "date": day, "suppliers": [{"id": supplier, "name": "Carers"}]}],
    }


@cache
def _screener() -> Screener:
    return Screener(lang="en", engine="reference", as_of="2026-01-01", packs=["social-services"])


def _screened(*processes: dict[str, Any]) -> dict[str, ProjectReport]:
    return {project.id: project for project in _screener().screen(list(processes)).projects}


def _flagged(project: ProjectReport) -> bool:
    return "SW309" in {finding.code for finding in project.findings}


def test_a_supplier_that_won_again_and_again_is_an_incumbent() -> None:
    least = int(_screener().rulebook.rule("SW309").params["min_awards"].normalize())  # type: ignore[union-attr]  # not dated
    batch = [process(number, f"2023-{number:02}-01T00:00:00Z") for number in range(1, least + 2)]
    reports = _screened(*reversed(batch))
    assert [number for number in range(1, least + 2) if _flagged(reports[f"ocds-{number}"])] == [least + 1]
    (finding,) = (found for found in reports[f"ocds-{least + 1}"].findings if found.code == "SW309")
    places = {(each.project, each.pointer): each.value for each in finding.evidence}
    assert places[None, "/awards/0/date"] == batch[-1]["awards"][0]["date"]
    assert places["ocds-1", "/awards/0/date"] == "2023-01-01T00:00:00Z"
    assert places["ocds-1", "/buyer/id"] == "GB-LAC-E1"


def test_awards_of_other_buyers_to_other_suppliers_or_on_the_same_day_are_no_earlier_ones() -> None:
    others = [
        *(process(number, "2023-01-01", supplier="GB-COH-11") for number in range(1, 9)),
        *(process(number, "2023-01-01", buyer="GB-LAC-E2") for number in range(11, 19)),
        *(process(number, "2023-06-01") for number in range(21, 29)),
    ]
    reports = _screened(process(99, "2023-06-01"), *others)
    assert not _flagged(reports["ocds-99"])


def test_a_batch_is_never_all_there_is() -> None:
    reports = _screened(process(1, "2023-01-01"))
    (unknown,) = (each for each in reports["ocds-1"].unknown if each.code == "SW309")
    assert unknown.reason == "incomplete"


def test_earlier_awards_of_a_baseline_make_an_incumbent_too(tmp_path: Path) -> None:
    least = int(_screener().rulebook.rule("SW309").params["min_awards"].normalize())  # type: ignore[union-attr]  # not dated
    batch = [process(number, f"2023-{number:02}-01T00:00:00Z") for number in range(1, least + 2)]
    path, book = tmp_path / "market.duckdb", _screener().rulebook
    build_baseline(read_objects(batch), book.policy, book.taxonomy, "2026-01-01", path, "1.0")
    alone = Screener(lang="en", engine="reference", as_of="2026-01-01", packs=["social-services"], baseline=path)
    project = alone.screen_one(batch[-1])
    assert _flagged(project)
    assert _flagged(alone.screen([batch[-1]]).projects[0])
    assert not _flagged(alone.screen_one(batch[-2]))
    (finding,) = (found for found in project.findings if found.code == "SW309")
    assert {each.project for each in finding.evidence} == {None}


def test_a_supplier_of_thousands_lists_its_latest_awards() -> None:
    days = [f"20{year:02}-{month:02}-01" for year in range(10, 16) for month in range(1, 13)]
    records = list(read_objects([process(number, day) for number, day in enumerate(days)]))
    found = with_earlier_awards([record for record in records if isinstance(record, Record)])
    contractor = found[-1].project.contractor
    assert contractor is not None
    assert contractor.earlier_awards is not None
    assert [award.id for award in contractor.earlier_awards] == [
        f"ocds-{number}" for number in range(len(days) - 1 - MOST_EARLIER, len(days) - 1)
    ]
