"""The orchestrator: from projects to a report."""

from __future__ import annotations

import json
import logging
import os
import subprocess
import sys
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from decimal import ROUND_UP, Decimal, localcontext
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings

from riskscreen.engines.base import CLEAR, Dispute, Engine, Evaluation
from riskscreen.engines.reference import ReferenceEngine
from riskscreen.errors import InvalidProjectError, RiskscreenError, UsageError
from riskscreen.facts.case import Case
from riskscreen.intake.read import read_objects
from riskscreen.model.policy import Policy, RuleChoice
from riskscreen.model.project import Project
from riskscreen.model.report import BatchUnknown, Finding, ProjectReport, Report
from riskscreen.reports.json import to_json
from riskscreen.screening import NOTICE, Screener
from riskscreen.screening import screener as entries
from tests.support.needs import needs_durable
from tests.support.office import own_rule
from tests.support.projects import batches, projects
from tests.support.rules import BATCH_RULE, PACK, write_rule
from tests.support.typical import typical_project

SCREENER = Screener(engine="reference", as_of="2026-11-01")
WINDOW = {"contract": {"period": {"startDate": "2018-01-01", "endDate": "2018-05-31"}}}


def finding(report: ProjectReport, code: str) -> Finding:
    (found,) = (finding for finding in report.findings if finding.code == code)
    return found


def numbered(count: int, **record: Any) -> list[dict[str, Any]]:
    return [{"id": f"p{number}", **record} for number in range(1, count + 1)]


# one project


def test_a_mapping_and_its_model_give_the_same_report() -> None:
    record = typical_project()
    record["contractor"]["revenueBySource"][2]["amount"] = 170000.5  # written as text it is shown as text
    assert SCREENER.screen_one(Project.model_validate(record)) == SCREENER.screen_one(record)


def test_one_project_is_screened_alone_as_in_a_batch() -> None:
    record = typical_project()
    (in_batch,) = SCREENER.screen([record]).projects
    alone = SCREENER.screen_one(record)
    assert in_batch.model_copy(update={"index": None, "digest": None}) == alone


@settings(max_examples=30, deadline=None)
@given(projects())
def test_every_rule_has_its_place_in_the_report(record: dict[str, Any]) -> None:
    report = SCREENER.screen_one(record)
    flagged = [f"{each.pack}/{each.code}" for each in (*report.findings, *report.protective)]
    unknown = [f"{each.pack}/{each.code}" for each in report.unknown]
    assert sorted([*flagged, *unknown, *report.clear, *report.out_of_scope]) == [
        rule.full_name for rule in SCREENER.rulebook.rules if rule.query.subject == "project"
    ]


@settings(max_examples=30, deadline=None)
@given(projects())
def test_shares_add_up_to_the_score(record: dict[str, Any]) -> None:
    report = SCREENER.screen_one(record)
    assert sum(Decimal(str(finding.share)) for finding in report.findings) == Decimal(str(report.score))
    assert [(-f.share, f.code) for f in report.findings] == sorted((-f.share, f.code) for f in report.findings)
    assert report.score_range[0] <= report.score <= report.score_range[1]
    assert not any(finding.share for finding in report.protective)


@pytest.mark.parametrize(
    "value", [{}, {"id": 3}, {"id": "p", "showcase": "yes"}, {"id": "p", "bids": {}}, [], "p", None]
)
def test_what_is_no_project_is_refused_with_a_reason(value: Any) -> None:
    with pytest.raises(InvalidProjectError, match="。") as refused:
        SCREENER.screen_one(value)
    assert isinstance(refused.value, RiskscreenError)


def test_a_refusal_does_not_repeat_private_values() -> None:
    with pytest.raises(InvalidProjectError) as refused:
        SCREENER.screen_one({"id": "p", "incomplete": ["电话13812345678"]})
    assert "13812345678" not in str(refused.value)


def test_values_that_json_cannot_say_are_refused() -> None:
    for record in ({"id": "p", "title": "\ud800"}, {"id": "p", "budgetYear": float("nan")}):
        with pytest.raises(InvalidProjectError):
            SCREENER.screen_one(record)


def test_python_values_are_taken_like_their_json_text() -> None:
    period = {"startDate": date(2018, 1, 1), "endDate": date(2018, 5, 31)}
    targets = tuple({"kind": "visit", "planned": Decimal("1.50"), "achieved": Decimal("1.50")} for _ in range(5))
    record = {"id": "p", "contract": {"period": period}, "targets": targets}
    said = {"id": "p", **WINDOW, "targets": [{"kind": "visit", "planned": 1.5, "achieved": 1.5}] * 5}
    assert SCREENER.screen_one(record) == SCREENER.screen_one(said)
    assert "SW504" in SCREENER.screen_one(record).model_dump_json()


def test_a_screener_is_shared_by_threads() -> None:
    records = [typical_project(id=str(number), targets=None if number % 2 else []) for number in range(24)]
    expected = [SCREENER.screen_one(record) for record in records]
    with ThreadPoolExecutor(8) as threads:
        assert list(threads.map(SCREENER.screen_one, records)) == expected


def test_the_callers_decimal_context_does_not_matter() -> None:
    expected = SCREENER.screen_one(typical_project())
    with localcontext(prec=3, rounding=ROUND_UP):
        assert SCREENER.screen_one(typical_project()) == expected


# a batch


def test_projects_stand_in_input_order_and_every_record_is_accounted_for() -> None:
    good, bad = numbered(3, **WINDOW), {"id": "p4", "showcase": 1}
    report = SCREENER.screen([good[2], bad, good[0], good[2], {**good[0], "title": "x"}, good[1]])
    assert [(project.id, project.index) for project in report.projects] == [("p3", 0), ("p1", 2), ("p2", 5)]
    assert [(reject.id, reject.index) for reject in report.rejects] == [("p4", 1), ("p1", 4)]
    assert report.accounting.model_dump() == {"read": 6, "screened": 3, "rejected": 2, "duplicates": 1}


def test_a_path_is_read_and_evidence_points_into_its_records(tmp_path: Path) -> None:
    path = tmp_path / "batch.jsonl"
    path.write_text("".join(json.dumps(record) + "\n" for record in numbered(2, **WINDOW)), encoding="utf-8")
    for given_path in (path, str(path)):
        report = SCREENER.screen(given_path)
        assert [(project.source, project.line) for project in report.projects] == [(str(path), 1), (str(path), 2)]
    with pytest.raises(UsageError):
        SCREENER.screen(tmp_path / "nothing.jsonl")


def test_one_project_may_be_given_without_a_list() -> None:
    assert SCREENER.screen({"id": "p", **WINDOW}).accounting.screened == 1
    assert SCREENER.screen(Project(id="p")).accounting.screened == 1


def test_an_empty_batch_has_a_report() -> None:
    report = SCREENER.screen([])
    assert (report.projects, report.organisations, report.market.findings) == ([], [], [])


def test_the_head_says_what_judged() -> None:
    report = Screener(engine="reference", lang="en", as_of=date(2026, 11, 1)).screen([])
    assert report.notice == NOTICE.en
    assert "never a finding of wrongdoing" in report.notice
    assert (report.language, report.engine, report.as_of) == ("en", "reference", "2026-11-01")
    assert report.ruleset.packs == ["social-services"]
    assert report.ruleset.rules == len(SCREENER.rulebook.rules)
    assert (report.ruleset.digest, report.ruleset.policy) == (
        SCREENER.rulebook.digest,
        SCREENER.rulebook.policy_digest,
    )
    assert Screener(engine="reference").screen([]).as_of == date.today().isoformat()


def test_progress_is_told_after_each_project() -> None:
    told: list[tuple[int, int]] = []
    SCREENER.screen(numbered(3), progress=lambda done, of: told.append((done, of)))
    assert told == [(1, 3), (2, 3), (3, 3)]


@settings(max_examples=10, deadline=None)
@given(batches())
def test_screening_twice_gives_the_same_bytes(records: list[dict[str, Any]]) -> None:
    assert to_json(SCREENER.screen(records)) == to_json(
        Screener(engine="reference", as_of="2026-11-01").screen(records)
    )


def test_the_bytes_do_not_depend_on_the_process(tmp_path: Path) -> None:
    path = tmp_path / "p.json"
    path.write_text(json.dumps(typical_project()), encoding="utf-8")
    code = (
        "import sys; from riskscreen.reports.json import to_json; from riskscreen import screen; "
        "sys.stdout.buffer.write(to_json(screen(sys.argv[1], engine='reference', as_of='2026-11-01')).encode())"
    )
    outputs = {
        subprocess.run(  # noqa: S603  # our own interpreter and text
            [sys.executable, "-c", code, str(path)],
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert outputs == {to_json(SCREENER.screen(path)).encode()}


# settings


def test_what_is_no_setting_is_refused() -> None:
    wrongs: list[dict[str, Any]] = [{"engine": "duck"}, {"lang": "fr"}, {"as_of": "yesterday"}, {"packs": ["ocb"]}]
    for wrong in wrongs:
        with pytest.raises(UsageError):
            Screener(**wrong)


def test_a_policy_switches_weighs_and_moves_thresholds() -> None:
    choices = {"SW501": RuleChoice(weight=Decimal("0.9"), params={"max_months": Decimal(4)})}
    record = {"id": "p", **WINDOW}
    moved = Screener(policy=Policy(rules=choices), engine="reference").screen_one(record)
    assert "social-services/SW501" in moved.clear
    weighed = Policy(rules={"SW501": RuleChoice(weight=Decimal("0.9"))}, undetermined_below=Decimal(0))
    report = Screener(policy=weighed, engine="reference").screen_one(record)
    assert (report.score, report.band) == (90.0, "critical")
    off = Screener(policy=Policy(rules={"SW501": RuleChoice(enabled=False)}), engine="reference").screen_one(record)
    assert "SW501" not in off.model_dump_json()


def test_rules_that_are_loaded_already_can_be_used_and_not_mixed_with_others() -> None:
    book = Screener(overrides={"SW501.max_months": "4"}).rulebook
    assert (
        "social-services/SW501" in Screener(rulebook=book, engine="reference").screen_one({"id": "p", **WINDOW}).clear
    )
    with pytest.raises(UsageError, match="give either it or them"):
        Screener(packs=["social-services"], rulebook=book)


def test_a_single_threshold_can_be_set_for_one_call() -> None:
    screener = Screener(overrides={"SW501.max_months": "4"}, engine="reference")
    assert "social-services/SW501" in screener.screen_one({"id": "p", **WINDOW}).clear


def test_the_language_is_the_callers_or_the_policys_or_chinese() -> None:
    policy = Policy(language="en")
    assert Screener(policy=policy, engine="reference").lang == "en"
    assert Screener(policy=policy, lang="zh", engine="reference").lang == "zh"
    assert SCREENER.lang == "zh"


def test_texts_of_a_finding_are_in_the_language_of_the_report() -> None:
    record = {"id": "p", **WINDOW}
    chinese = finding(SCREENER.screen_one(record), "SW501")
    english = finding(Screener(engine="reference", lang="en").screen_one(record), "SW501")
    for name in ("title", "message", "rationale", "innocent", "verify", "remedy"):
        assert getattr(english, name).isascii()
        assert not getattr(chinese, name).isascii()
    assert chinese.evidence == english.evidence
    assert english.citations[0].source == chinese.citations[0].source == "wang2019"


def test_protective_factors_stand_apart(tmp_path: Path) -> None:
    report = own_rule(tmp_path, "when: project.showcase", kind="protective").screen_one({"id": "p", "showcase": True})
    assert (report.findings, report.score) == ([], 0.0)
    assert [finding.kind for finding in report.protective] == ["protective"]


# engines


class Wrong:
    """An engine that finds every rule clear, and says so of one disputed rule."""

    name = "wrong"

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def evaluate(self, cases: Iterable[Case]) -> Iterator[Evaluation]:
        for evaluation in self._engine.evaluate(cases):
            yield Evaluation(tuple(CLEAR for _ in evaluation.outcomes), (Dispute("social-services/SW501", "why"),))

    def close(self) -> None:
        self._engine.close()


@needs_durable
def test_engines_differ_in_nothing_but_their_name() -> None:
    records = [typical_project(), *numbered(12, **WINDOW, budgetYear=2018, buyer={"id": "b"}, category="培训")]
    reports = {}
    for name in ("reference", "durable", "checked", "duckdb"):
        report = Screener(engine=name, as_of="2026-11-01").screen(records)
        assert report.engine == name
        reports[name] = to_json(report.model_copy(update={"engine": ""}))
    assert len(set(reports.values())) == 1


@needs_durable
def test_auto_checks_batches_that_are_not_too_large(monkeypatch: pytest.MonkeyPatch) -> None:
    screener = Screener()
    assert screener.screen(numbered(2)).engine == "checked"
    monkeypatch.setattr(entries, "LARGEST_CHECKED_BATCH", 1)
    report = screener.screen(numbered(2))
    assert report.engine == "duckdb"
    assert [project.disputed for project in report.projects] == [[], []]


def test_auto_says_when_the_reference_judges_alone(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr("riskscreen.engines.select.durable_available", lambda: "not installed")
    with caplog.at_level(logging.WARNING, "riskscreen"):
        assert Screener().screen(numbered(1)).engine == "reference"
    assert "not installed" in caplog.text
    with pytest.raises(UsageError, match="not installed"):
        Screener(engine="checked").screen(numbered(1))


def test_disputes_are_listed_and_never_hidden(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(entries, "engine_for", lambda _name, rules, *_rest: Wrong(ReferenceEngine(rules)))
    report = SCREENER.screen([{"id": "p", **WINDOW}])
    (project,) = report.projects
    assert [(dispute.code, dispute.reason) for dispute in project.disputed] == [("social-services/SW501", "why")]
    assert project.findings == []
    assert [dispute.reason for dispute in report.market.disputed] == ["市场整体：why"]


# organisations and the market


def purchases(count: int, first: int = 1, **record: Any) -> list[dict[str, Any]]:
    common = {
        "buyer": {"id": "b", "name": "某区民政局"},
        "contractor": {"id": "s1", "name": "阳光社工"},
        "contract": {"value": {"amount": 100, "currency": "CNY"}},
    }
    return [{"id": f"q{number}", **common, **record} for number in range(first, first + count)]


@pytest.fixture
def concentration(tmp_path: Path) -> Screener:
    write_rule(tmp_path, BATCH_RULE, stage="award")
    return Screener(packs=[PACK], rules=tmp_path, engine="reference")


def test_a_finding_on_an_organisation_names_its_cohort_and_its_projects(concentration: Screener) -> None:
    records = [*purchases(2), *purchases(1, 3, contractor={"id": "s2"})]
    (organisation,) = concentration.screen(records).organisations
    assert (organisation.id, organisation.name, organisation.roles) == ("s1", "阳光社工", ["supplier"])
    (finding,) = organisation.findings
    assert finding.message == "占购买方支出66.7%。"
    assert finding.cohort is not None
    words = "占购买方支出比例 = 66.7%"
    of_buyer = {"by": {"buyer": "b"}, "n": 2, "statistic": "share", "value": 0.666667, "words": words}
    assert finding.cohort.model_dump() == of_buyer
    assert {item.project for item in finding.evidence} == {"q1", "q2", "q3"}
    assert ("/contract/value/amount", 100, "q3") in [(e.pointer, e.value, e.project) for e in finding.evidence]
    assert finding.share == 0


def test_each_cohort_is_a_finding_of_its_own(concentration: Screener) -> None:
    records = [*purchases(2), *purchases(2, 3, buyer={"id": "c"})]
    (organisation,) = concentration.screen(records).organisations
    assert [finding.cohort.by for finding in organisation.findings if finding.cohort] == [
        {"buyer": "b"},
        {"buyer": "c"},
    ]


def test_batch_findings_never_enter_a_score(concentration: Screener) -> None:
    report = concentration.screen(purchases(3))
    assert len(report.organisations) == 1
    assert {(project.score, project.band) for project in report.projects} == {(0.0, "undetermined")}


def undecided(report: Report) -> dict[str, BatchUnknown]:
    return {rule.reason: rule for rule in report.market.unknown}


def test_too_small_a_sample_is_told_with_its_size(concentration: Screener) -> None:
    rule = undecided(concentration.screen(purchases(1)))["sample"]
    assert (rule.code, rule.subject, rule.n, rule.needs, rule.organisations) == ("T201", "organisation", 1, 2, 1)


def test_what_projects_lack_is_told_once_for_the_batch(concentration: Screener) -> None:
    records = [*purchases(2, contract={}), *purchases(2, 3, contractor={"id": "s2"})]
    rule = undecided(concentration.screen(records))["missing"]
    assert (rule.missing, rule.organisations) == (["/contract/value/amount", "/contract/value/currency"], 2)


@pytest.mark.parametrize("identifier", ["11010119900307123X", "p1"])
def test_natural_persons_are_never_judged(concentration: Screener, identifier: str) -> None:
    roles = [{"person": {"id": "p1"}}]
    report = concentration.screen(purchases(3, contractor={"id": identifier, "name": "张三"}, roles=roles))
    assert report.organisations == []
    assert undecided(report) == {}


def test_the_shipped_market_rule_needs_its_sample() -> None:
    common = {"budgetYear": 2018, "buyer": {"id": "b", "name": "某厅"}, **WINDOW}
    categories = ["社区老人居家养老服务", "社区社会工作服务", "社会组织人员培训服务"]
    records = [{"id": f"p{n}", "category": categories[n % 3], **common} for n in range(12)]
    few, many = SCREENER.screen(records[:4]), SCREENER.screen(records)
    assert "SW510" in [rule.code for rule in few.market.unknown if rule.reason == "sample" and rule.n == 4]
    assert "SW510" in [finding.code for finding in many.market.findings]


# privacy

SECRETS = {
    "identity": "11010119900307123X",
    "mobile": "13812345678",
    "landline": "010-66551234",
    "card": "6222021234567890128",
    "home": "幸福路12号3单元501室",
    "street": "建设路88号2层",
}


def with_secrets() -> dict[str, Any]:
    record = typical_project()
    record["title"] = f"为{SECRETS['home']}住户提供照料（{SECRETS['mobile']}）"
    record["category"] = f"社区老人居家养老服务 账号：{SECRETS['card']}"
    record["contractor"] = {**record["contractor"], "name": f"便民服务中心 电话{SECRETS['landline']}"}
    person = {"id": SECRETS["identity"], "name": f"张三 {SECRETS['mobile']}"}
    record["roles"] = [{"person": person, "side": side} for side in ("professional", "community", "contractor")]
    record["bids"] = [{"status": "valid", "tenderers": [{"id": name}]} for name in "abc"]
    contact = {"telephone": SECRETS["landline"]}
    address = {"streetAddress": SECRETS["street"]}
    record["parties"] = [{"id": name, "address": address, "contactPoint": contact} for name in "abc"]
    return record


@pytest.mark.parametrize("redact", [False, True])
def test_private_values_never_leave(redact: bool) -> None:
    broken = {"id": "x", "showcase": SECRETS["mobile"], "incomplete": [SECRETS["home"]]}
    odd = {"id": SECRETS["identity"], "titel": SECRETS["mobile"], SECRETS["landline"]: 1}
    screener = Screener(engine="reference", redact=redact)
    text = to_json(screener.screen([with_secrets(), broken, odd]))
    assert "SW312" in text
    assert "SW401" in text
    for secret in SECRETS.values():
        assert secret not in text


def test_redacting_puts_pseudonyms_for_persons() -> None:
    roles = [
        {"person": {"id": "emp-1", "name": "王小明"}, "side": side}
        for side in ("professional", "community", "contractor")
    ]
    records: list[dict[str, Any]] = [
        {"id": "p1", "title": "王小明工作室", "roles": roles},
        {"id": "p2", "roles": [{"person": {"id": "emp-2", "name": "李四"}}, *roles]},
    ]
    report = Screener(engine="reference", redact=True).screen(records)
    text = to_json(report)
    for personal in ("王小明", "李四", "emp-1", "emp-2"):
        assert personal not in text
    first, second = report.projects
    assert first.title == "人员1工作室"
    assert {finding.message[:3] for project in (first, second) for finding in project.findings} == {"人员1"}
    assert "王小明" in to_json(SCREENER.screen(records))


def test_a_project_carries_the_digest_of_its_record_whatever_the_order_of_its_keys() -> None:
    record = {"id": "p", "title": "社区", "budgetYear": 2018}
    canonical = b'{"budgetYear":2018,"id":"p","title":"\\u793e\\u533a"}'
    expected = f"sha256:{sha256(canonical).hexdigest()}"
    screener = Screener(engine="reference")
    for same in (record, dict(reversed(record.items()))):
        assert screener.screen([same]).projects[0].digest == expected
    assert Screener(engine="reference", redact=True).screen([record]).projects[0].digest is None


def test_the_editions_are_the_reports_that_each_language_would_give() -> None:
    """Judged once, told twice: rejects, notes on the data and pseudonyms are in the language of the edition too."""
    records: list[dict[str, Any]] = [
        {"id": "p1", "roles": [{"person": {"id": "x", "name": "张三"}, "side": "buyer", "title": "13800138000"}]},
        {"id": "p2", "contract": {"period": {"startDate": "2018-01-01", "endDate": "2018-05-31"}}, "rolse": []},
        {"title": "no id"},
    ]
    chosen: dict[str, Any] = {"engine": "reference", "as_of": "2026-01-01", "redact": True}
    zh, en = Screener(**chosen, lang="zh").editions(read_objects(records, lang="zh"))
    assert zh.report == Screener(**chosen, lang="zh").screen(records)
    assert en.report == Screener(**chosen, lang="en").screen(records)
    assert [holder.name for edition in (zh, en) for holder in edition.portraits[0].network.holders] == [
        "人员1",
        "Person 1",
    ]
