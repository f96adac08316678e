"""Every kind of cause by a real screening before and after: the finding that moved names it, and nothing else."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from riskscreen import Screener
from riskscreen.comparison import compare
from riskscreen.model.comparison import Cause, Comparison, ProjectChange, RuleChange
from riskscreen.model.report import Report
from tests.support.rules import BATCH_RULE, PACK, RULE, changed, write_rule

DAY = "2026-11-01"
FIVE_MONTHS = {"startDate": "2018-03-05", "endDate": "2018-07-31"}
ELEVEN_MONTHS = {**FIVE_MONTHS, "endDate": "2019-01-31"}


def record(period: dict[str, str], name: str = "p1", **more: Any) -> dict[str, Any]:
    return {"id": name, "contract": {"period": period}, **more}


def screened(*records: dict[str, Any], **settings: Any) -> Report:
    of = {"lang": "en", "as_of": DAY, "engine": "reference", **settings}
    return Screener(**of).screen(list(records) or [record(FIVE_MONTHS)])


def only(comparison: Comparison) -> ProjectChange:
    (project,) = comparison.projects
    return project


def change_of(project: ProjectChange, code: str) -> RuleChange:
    (change,) = (change for change in project.changes if change.code == code)
    return change


def cause_of(comparison: Comparison, code: str = "SW501") -> Cause:
    """The one cause of a rule's change, which is certain."""
    change = change_of(only(comparison), code)
    assert change.certain
    (cause,) = change.causes
    return cause


def written(path: Path, content: Any) -> Path:
    path.write_text(yaml.safe_dump(content), encoding="utf-8")
    return path


def waived(folder: Path, expiry: str = "2026-12-31") -> Path:
    one = {"code": "SW501", "project": "p1", "author": "Office", "reason": "A pilot.", "evidence": "file 17"}
    return written(folder / "waivers.yaml", {"waivers": [{**one, "expiry": expiry}]})


def test_a_fact_is_shown_with_its_values() -> None:
    comparison = compare(screened(), screened(record(ELEVEN_MONTHS)))
    project = only(comparison)
    assert (project.status, project.record, project.kinds) == ("moved", "different", ["fact"])
    assert (project.was.score, project.now.score) == (25.0, 0.0)  # type: ignore[union-attr]
    change = change_of(project, "SW501")
    assert (change.was, change.now, change.share_was, change.share_now) == ("flagged", "clear", 25.0, 0.0)
    (value,) = cause_of(comparison).values
    assert (value.pointer, value.was, value.now) == ("/contract/period/endDate", "2018-07-31", "2019-01-31")
    assert (comparison.settings, comparison.by_cause) == ([], {"fact": 1})


def test_a_value_that_went_missing_is_named_so() -> None:
    (value,) = cause_of(compare(screened(), screened(record({"startDate": "2018-03-05"})))).values
    assert (value.pointer, value.was_shown, value.now_shown) == ("/contract/period/endDate", "value", "missing")


def test_a_threshold() -> None:
    comparison = compare(screened(), screened(overrides={"SW501.max_months": "4"}))
    cause = cause_of(comparison)
    assert (cause.kind, cause.what, cause.was, cause.now) == ("threshold", "max_months", 5, 4)
    assert only(comparison).record == "same"
    assert comparison.settings == [cause]


def test_a_weight_moves_the_score_but_no_verdict() -> None:
    comparison = compare(screened(), screened(policy={"rules": {"SW501": {"weight": 0.4}}}))
    change = change_of(only(comparison), "SW501")
    assert (change.was, change.now, change.share_was, change.share_now) == ("flagged", "flagged", 25.0, 40.0)
    cause = cause_of(comparison)
    assert (cause.kind, cause.what, cause.rule) == ("score_model", "weight", "social-services/SW501")
    assert (cause.was, cause.now) == (0.25, 0.4)
    assert only(comparison).kinds == ["score_model"]


def test_what_it_takes_for_a_band() -> None:
    project = only(compare(screened(), screened(policy={"undetermined_below": 0.01})))
    assert project.changes == ()
    (cause,) = project.score_causes
    assert (cause.kind, cause.what, cause.was, cause.now) == ("score_model", "undetermined_below", 0.5, 0.01)


def test_a_waiver_that_begins_expires_or_is_withdrawn(tmp_path: Path) -> None:
    plain, accepted = screened(), screened(waivers=waived(tmp_path))
    began, ended = cause_of(compare(plain, accepted)), cause_of(compare(accepted, plain))
    assert (began.kind, began.was, began.now["author"]) == ("waiver", None, "Office")
    assert (ended.kind, ended.was["expiry"], ended.now) == ("waiver", "2026-12-31", None)
    later = screened(waivers=waived(tmp_path), as_of="2027-01-01")
    assert cause_of(compare(accepted, later)).kind == "waiver"
    assert change_of(only(compare(plain, accepted)), "SW501").now == "waived"


def own(folder: Path, *texts: str, pack: str = PACK, **settings: Any) -> Report:
    for text in texts:
        write_rule(folder, text, pack=pack)
    return screened(rules=folder, **settings)


def test_a_rule_that_looks_for_something_else(tmp_path: Path) -> None:
    before = own(tmp_path / "old", RULE)
    after = own(tmp_path / "new", changed(changed(RULE, "<= $max_months", "< $max_months"), "5, unit", "6, unit"))
    comparison = compare(before, after)
    assert [(cause.kind, cause.what) for cause in comparison.settings] == [
        ("rule", "meaning"),
        ("threshold", "max_months"),
    ]
    assert not comparison.projects
    examples = RULE.replace("flagged", "other").replace("clear", "flagged").replace("verdict: other", "verdict: clear")
    stricter = own(tmp_path / "stricter", examples.replace("<= $max_months", "> $max_months"))
    cause = cause_of(compare(before, stricter), "T101")
    assert (cause.kind, cause.what, cause.rule) == ("rule", "meaning", f"{PACK}/T101")


def test_other_words_of_a_rule_move_nothing(tmp_path: Path) -> None:
    texts = RULE, RULE.replace("Little time remains.", "No time remains.").replace("when: project", "when:  project")
    comparison = compare(own(tmp_path / "old", texts[0]), own(tmp_path / "new", texts[1]))
    assert comparison.was.ruleset != comparison.now.ruleset
    assert (comparison.settings, comparison.projects) == ([], [])


def test_a_rule_that_is_removed_or_switched_off_explains_itself(tmp_path: Path) -> None:
    """Also where the record changed too: the report that lacks the rule would not have it whatever the record says."""
    other = RULE.replace("T101", "T102").replace("short-window", "other-window")
    both, one = own(tmp_path / "both", RULE, other), own(tmp_path / "one", RULE)
    cause = cause_of(compare(both, one), "T102")
    assert (cause.kind, cause.what, cause.was, cause.now) == ("rule", "in_force", True, False)
    off = screened(record(ELEVEN_MONTHS), policy={"rules": {"SW501": {"enabled": False}}})
    assert cause_of(compare(screened(), off)).what == "in_force"


def test_a_pack_that_is_no_longer_used(tmp_path: Path) -> None:
    cause = cause_of(compare(own(tmp_path, RULE), screened()), "T101")
    assert (cause.kind, cause.what, cause.was, cause.now) == ("rule", "pack", True, False)


def test_several_causes_are_all_listed_and_none_is_certain() -> None:
    comparison = compare(screened(), screened(record(ELEVEN_MONTHS), overrides={"SW501.max_months": "4"}))
    change = change_of(only(comparison), "SW501")
    assert not change.certain
    assert [cause.kind for cause in change.causes] == ["threshold", "fact"]


def test_a_share_that_other_findings_changed_says_so(tmp_path: Path) -> None:
    other = RULE.replace("T101", "T102").replace("short-window", "other").replace("time-pressure", "haste")
    comparison = compare(own(tmp_path / "one", RULE), own(tmp_path / "both", RULE, other))
    share = change_of(only(comparison), "T101")
    assert (share.was, share.now) == ("flagged", "flagged")
    assert [(cause.kind, cause.rules) for cause in share.causes] == [("others", (f"{PACK}/T102",))]
    assert only(comparison).kinds == ["rule"]


def test_what_nothing_explains_is_laid_at_the_program() -> None:
    report = screened()
    moved = report.projects[0].model_copy(update={"score": 26.0})
    project = only(compare(report, report.model_copy(update={"projects": [moved]})))
    assert [cause.kind for cause in project.score_causes] == ["program"]
    findings = report.projects[0].model_copy(update={"findings": [], "score": 0.0})
    other = report.model_copy(update={"projects": [findings]})
    assert cause_of(compare(report, other)).kind == "program"


def test_without_the_digest_of_a_record_nothing_is_guessed() -> None:
    before, after = screened(redact=True), screened(record({"startDate": "2018-03-05"}), redact=True)
    change = change_of(only(compare(before, after)), "SW501")
    (cause,) = change.causes
    assert (cause.kind, [value.now_shown for value in cause.values]) == ("fact", ["missing"])
    stricter = screened(overrides={"SW501.max_months": "4"}, redact=True)
    change = change_of(only(compare(before, stricter)), "SW501")
    assert [cause.kind for cause in change.causes] == ["threshold", "untold"]
    assert not change.certain


def test_a_report_of_an_earlier_version_tells_less_and_is_said_to() -> None:
    early = screened(overrides={"SW501.max_months": "4"})
    ruleset = early.ruleset.model_copy(update={"in_force": None, "reading": None, "version": None})
    comparison = compare(screened(), early.model_copy(update={"ruleset": ruleset}))
    change = change_of(only(comparison), "SW501")
    assert ([cause.kind for cause in change.causes], change.certain) == (["untold"], False)
    assert "untold" in [cause.kind for cause in comparison.settings]


def test_new_and_gone_projects_and_why_a_record_was_rejected() -> None:
    broken = {"id": "p1", "contract": {"period": "all year"}}
    comparison = compare(screened(), screened(broken, record(FIVE_MONTHS, "p2")))
    assert [(each.id, each.status) for each in comparison.projects] == [("p1", "gone"), ("p2", "new")]
    assert comparison.projects[0].rejected_now
    assert comparison.projects[1].rejected_was is None
    assert comparison.unmoved == 0


def test_a_changed_record_that_moves_nothing_is_counted() -> None:
    comparison = compare(screened(), screened(record(FIVE_MONTHS, description="another text")))
    assert (comparison.projects, comparison.unmoved, comparison.changed_unmoved) == ([], 1, 1)


def test_findings_on_organisations_move_with_the_batch_or_with_their_threshold(tmp_path: Path) -> None:
    def award(name: str, supplier: str) -> dict[str, Any]:
        value = {"amount": 100, "currency": "CNY"}
        return {"id": name, "buyer": {"id": "b"}, "contractor": {"id": supplier}, "contract": {"value": value}}

    write_rule(tmp_path, BATCH_RULE, stage="award")
    few = [award("p1", "s1"), award("p2", "s1"), award("p3", "s2"), award("p4", "s2")]
    settings: dict[str, Any] = {"rules": tmp_path, "packs": [PACK]}
    before = screened(*few, **settings)
    more = compare(before, screened(*few, award("p5", "s2"), **settings))
    assert [(each.id, each.was, each.now) for each in more.batch] == [("s1", "flagged", "not_flagged")]
    assert [cause.kind for cause in more.batch[0].causes] == ["batch"]
    code = before.organisations[0].findings[0].code
    lower = compare(before, screened(*few, overrides={f"{code}.min_share": "0.6"}, **settings))
    assert {cause.kind for each in lower.batch for cause in each.causes} == {"threshold"}
    assert len(lower.batch) == 2


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_withheld_identifiers_pair_by_record_or_not_at_all(lang: str) -> None:
    hidden = [record(FIVE_MONTHS, "110101199003074514"), record(ELEVEN_MONTHS, "11010519491231002X")]
    same = compare(screened(*hidden, lang=lang), screened(*reversed(hidden), lang=lang))
    assert (same.projects, same.unmoved, same.unpaired_was) == ([], 2, [])
    other = compare(screened(hidden[0], lang=lang), screened(hidden[1], lang=lang))
    assert other.projects == []
    assert (len(other.unpaired_was), len(other.unpaired_now)) == (1, 1)


def test_what_rests_on_other_processes_of_the_batch_says_so() -> None:
    def by_batch(*records: dict[str, Any]) -> set[str]:
        in_force = screened(*records).ruleset.in_force or []
        return {rule.code for rule in in_force if rule.by_batch and rule.pack == "social-services"}

    on_batches = by_batch()
    assert "SW510" in on_batches
    assert on_batches < by_batch({"ocid": "ocds-1", "id": "1", "tag": ["award"], "date": "2018-01-01T00:00:00Z"})


def test_rules_that_compare_a_process_with_its_batch_say_so() -> None:
    in_force = screened({"ocid": "ocds-1"}).ruleset.in_force or []
    compared = {rule.code for rule in in_force if rule.by_batch and rule.pack == "ocp"}
    assert {"R016", "R017", "R024", "R058"} <= compared
    assert compared.isdisjoint({"R003", "R018", "R028", "R030", "R035", "R036"})
