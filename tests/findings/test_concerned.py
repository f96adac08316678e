"""Findings on processes that are also told on the organisations they concern."""

from __future__ import annotations

import json
import random
from pathlib import Path
from typing import Any

import msgspec
import pytest

from riskscreen import Screener
from riskscreen.indicators.batch import indicator_results
from riskscreen.model.release import Release
from riskscreen.model.report import Finding, Report
from riskscreen.reports.cardinal import to_cardinal
from riskscreen.rulebook.cardinal_settings import policy_of, read_settings
from riskscreen.rulebook.load import load_rulebook
from tests.benchmarks.cardinal_data import Releases
from tests.support.processes import Json, award, bid, release

PROCESSES = {"ids": ["o-1", "o-2"]}
NAMES = [{"id": "A", "name": "Alpha"}, {"id": "C", "name": "Gamma"}]


def twice(number: int, winner: str = "A", **more: Any) -> Json:
    """Two tenderers ask the same price; the winner's bid came late."""
    late = bid("valid", 100, winner, date="2023-02-01T13:00:00Z")
    in_time = bid("valid", 100, "C", date="2023-01-20T00:00:00Z")
    tender = {"status": "complete", "tenderPeriod": {"endDate": "2023-02-01T12:00:00Z"}}
    awards = [award("active", winner)]
    return release(f"o-{number}", late, in_time, awards=awards, tender=tender, parties=NAMES, **more)


@pytest.fixture(scope="module")
def screener() -> Screener:
    return Screener(packs=["ocp"], lang="en", engine="reference", as_of="2026-11-01")


def on(report: Report, identifier: str) -> dict[str, Finding]:
    found = [each for each in report.organisations if each.id == identifier]
    return {finding.code: finding for each in found for finding in each.findings}


def test_one_finding_for_each_organisation_and_rule_names_the_processes(screener: Screener) -> None:
    report = screener.screen([twice(1), twice(2)])
    assert {each.id: (each.name, each.roles) for each in report.organisations} == {
        "A": ("Alpha", ["supplier", "tenderer"]),
        "C": ("Gamma", ["tenderer"]),
    }
    assert set(on(report, "A")) == {"R028", "R030"}
    assert set(on(report, "C")) == {"R028"}
    same_price = on(report, "C")["R028"]
    assert same_price.message.startswith("In 2 projects (o-1, o-2). o-1: Bids of different tenderers")
    assert {piece.project for piece in same_price.evidence} == {"o-1", "o-2"}
    assert same_price.share == 0


def test_of_one_process_the_finding_says_what_concerns_the_organisation(screener: Screener) -> None:
    both = twice(1)
    both["bids"]["details"] += [bid("valid", 90, "D"), bid("valid", 90, "E")]
    report = screener.screen([both])
    assert on(report, "A")["R028"].message == on(report, "C")["R028"].message
    assert on(report, "A")["R028"].message.startswith("o-1: ")
    assert on(report, "A")["R028"].message.endswith("USD 100.")
    assert on(report, "D")["R028"].message.endswith("USD 90.")
    pointers = {piece.pointer for piece in on(report, "D")["R028"].evidence}
    assert "/bids/details/2/value/amount" in pointers
    assert "/bids/details/0/value/amount" not in pointers
    assert "/bids/details/2/tenderers/0/id" in pointers
    (project,) = report.projects
    assert next(each for each in project.findings if each.code == "R028").message.endswith("(1 further match.)")


def test_they_never_enter_a_score(screener: Screener) -> None:
    (alone,) = screener.screen([twice(1)]).projects
    among_others = screener.screen([twice(1), twice(2), twice(3)]).projects[0]
    assert alone.score == among_others.score == screener.screen_one(twice(1)).score > 0


def test_persons_are_left_out(screener: Screener) -> None:
    report = screener.screen([twice(1, winner="11010119900307123X")])
    assert [each.id for each in report.organisations] == ["C"]


def test_what_is_waived_on_every_process_is_waived_on_the_organisation(tmp_path: Path) -> None:
    entry = {"code": "R030", "author": "Audit", "reason": "The clock was wrong.", "expiry": "2027-01-01"}
    waivers = tmp_path / "waivers.yaml"
    for count in (1, 2):
        entries = [{**entry, "project": f"o-{number}", "evidence": ["log"]} for number in range(1, count + 1)]
        waivers.write_text(json.dumps({"waivers": entries}), encoding="utf-8")
        settings = {"packs": ["ocp"], "lang": "en", "engine": "reference", "as_of": "2026-11-01", "waivers": waivers}
        report = Screener(**settings).screen([twice(1), twice(2)])  # type: ignore[arg-type]  # a mapping of arguments
        assert (on(report, "A")["R030"].waiver is None) is (count == 1)
        assert on(report, "A")["R028"].waiver is None


def test_the_procuring_entity_has_its_role(screener: Screener) -> None:
    contact = {"email": "office@example.org"}
    parties = [{"id": "P", "roles": ["procuringEntity"], "contactPoint": contact}]
    parties += [{"id": "A", "roles": ["supplier"], "contactPoint": contact}]
    record = {"ocid": "o", "tender": {"procuringEntity": {"id": "P", "name": "Works"}}, "parties": parties}
    (first, second) = screener.screen([record]).organisations
    assert (first.id, second.id, second.name, second.roles) == ("A", "P", "Works", ["procuringEntity"])
    assert [finding.code for finding in second.findings] == ["R043"]


def test_the_batch_counts_only_what_is_judged_on_organisations(screener: Screener) -> None:
    market = screener.screen([twice(1)]).market
    assert all(each.subject in ("organisation", "market") for each in market.unknown)


@pytest.mark.parametrize("seed", range(4))
def test_read_as_the_peer_reads_the_organisations_are_the_peer_s(seed: int, tmp_path: Path) -> None:
    """Under Cardinal's settings the findings on tenderers are those that its result object has."""
    made = Releases(random.Random(seed), 0.0, ["USD"])  # noqa: S311 -- test data
    records = [made.make(number) for number in range(40)]
    codes = ("R024", "R028", "R030", "R035", "R058")
    settings = tmp_path / "settings.ini"
    settings.write_text("".join(f"[{code}]\n" for code in codes), encoding="utf-8")
    chosen = read_settings(settings)
    peer = json.loads(to_cardinal(indicator_results([msgspec.convert(each, Release) for each in records], chosen)))
    policy = policy_of(chosen)
    book = load_rulebook(packs=["ocp"], policy=policy)
    report = Screener(rulebook=book, lang="en", engine="reference").screen(records)
    ours = {each.id: {f.code for f in each.findings} & set(codes) for each in report.organisations}
    assert {who: found for who, found in ours.items() if found} == {
        who: set(values) for who, values in peer["Tenderer"].items()
    }
