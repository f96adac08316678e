"""Running examples: wrong verdicts, engines that differ, thresholds that no example stands at."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from riskscreen.engines.base import CLEAR, Dispute, Evaluation
from riskscreen.engines.reference import ReferenceEngine
from riskscreen.errors import RuleFaults
from riskscreen.facts.case import Case
from riskscreen.rulebook.examples import ExampleReport, run_examples
from riskscreen.rulebook.load import load_rulebook
from tests.support.rules import BATCH_RULE, DATED_RULE, PACK, RULE, changed, line_of, write_rule


class WrongEngine(ReferenceEngine):
    """Holds everything clear, says that another engine objects, and remembers whether it was closed."""

    name = "wrong"
    closed = 0

    def evaluate(self, cases: Iterable[Case]) -> Iterator[Evaluation]:
        for evaluation in super().evaluate(cases):
            dispute = Dispute("office/T101", "the other engine says otherwise")
            yield replace(evaluation, outcomes=tuple(CLEAR for _ in evaluation.outcomes), disputed=(dispute,))

    def close(self) -> None:
        WrongEngine.closed += 1


def run(directory: Path, *texts: str) -> ExampleReport:
    for text in texts:
        write_rule(directory, text, stage="award" if "stage: award" in text else "delivery")
    return run_examples(load_rulebook([PACK], directory, examples=True), [ReferenceEngine])


@pytest.mark.parametrize("text", [RULE, BATCH_RULE], ids=["project", "batch"])
def test_examples_that_hold_are_counted(tmp_path: Path, text: str) -> None:
    report = run(tmp_path, text)
    (name,) = report.counts
    assert report.faults == ()
    assert (report.engines, report.run) == (("reference",), 3)
    assert report.counts[name] == {"flagged": 1, "clear": 1, "unknown": 1}


def test_an_example_with_another_verdict_is_a_fault_at_its_line(tmp_path: Path) -> None:
    text = changed(RULE, "  - verdict: unknown\n", "  - verdict: flagged\n    note: no end\n") + (
        "  - {verdict: unknown, given: {}}\n"
    )
    (fault,) = run(tmp_path, text).faults
    assert (fault.location.line, fault.location.field) == (line_of(text, "no end") - 1, "examples.2")
    assert (fault.code, fault.message) == (
        "wrong-verdict",
        "should be flagged, but is unknown by engine reference (no end)",
    )


def test_every_engine_is_asked_and_closed_and_its_disputes_are_told(tmp_path: Path) -> None:
    write_rule(tmp_path, RULE)
    before = WrongEngine.closed
    report = run_examples(load_rulebook([PACK], tmp_path, examples=True), [ReferenceEngine, WrongEngine])
    assert report.engines == ("reference", "wrong")
    assert [fault.code for fault in report.faults].count("disputed") == 3
    assert [fault.location.field for fault in report.faults if fault.code == "wrong-verdict"] == [
        "examples.0",
        "examples.2",
    ]
    assert WrongEngine.closed == before + 1


def test_an_outcome_is_that_of_the_rule_among_those_on_the_same_subject(tmp_path: Path) -> None:
    other = changed(changed(RULE, "T101", "T102"), "name: short-window", "name: long-window")
    other = changed(other, "<= $max_months", "> $max_months")
    other = other.replace("verdict: flagged", "verdict: x").replace("verdict: clear", "verdict: flagged")
    assert run(tmp_path, RULE, BATCH_RULE, other.replace("verdict: x", "verdict: clear")).faults == ()


def test_an_organisation_without_a_part_in_the_projects_is_a_fault(tmp_path: Path) -> None:
    text = changed(
        BATCH_RULE, "    organisation: s1\n    given: [{id: p1,", "    organisation: s9\n    given: [{id: p1,"
    )
    found = next(fault for fault in run(tmp_path, text).faults if fault.code == "unknown-organisation")
    assert found.location.line == line_of(text, "organisation: s9")


# Both sides of each threshold

AT_FIVE = "{contract: {period: {startDate: 2018-01-01, endDate: 2018-05-31}}}"
AT_SIX = "{contract: {period: {startDate: 2018-01-01, endDate: 2018-06-01}}}"


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        (AT_FIVE, AT_FIVE.replace("05-31", "04-30"), "no verdict changes if $max_months is 4 instead of 5"),
        (AT_SIX, AT_SIX.replace("06-01", "07-01"), "no verdict changes if $max_months is 6 instead of 5"),
    ],
)
def test_a_whole_number_needs_an_example_at_it_and_one_next_to_it(
    tmp_path: Path, old: str, new: str, message: str
) -> None:
    text = changed(RULE, old, new)
    (fault,) = run(tmp_path, text).faults
    assert (fault.location.line, fault.location.field) == (line_of(text, "max_months: {"), "params.max_months.value")
    assert fault.code == "one-sided-threshold"
    assert message in fault.message


def test_examples_far_from_a_threshold_do_not_stand_at_it(tmp_path: Path) -> None:
    text = changed(changed(RULE, AT_FIVE, AT_FIVE.replace("05-31", "03-31")), AT_SIX, AT_SIX.replace("06-01", "12-31"))
    assert [fault.code for fault in run(tmp_path, text).faults] == [
        "one-sided-threshold",
        "one-sided-threshold",
        "threshold-not-met",
    ]


SHARES = changed(RULE, "when: project.window_months <= $max_months", "when: project.planned_coverage < $max_months")
SHARES = changed(SHARES, "{value: 5, unit: month,", "{value: 0.5, unit: share,")
SHARES = SHARES.replace("{project.window_months}", "{project.planned_coverage}")
SHARES = changed(SHARES, AT_SIX, "{beneficiaries: {planned: 5, targetPopulation: 10}}")
SHARES = changed(SHARES, "{contract: {period: {startDate: 2018-01-01}}}", "{}")


@pytest.mark.parametrize(
    ("flagged", "clear", "codes"),
    [
        ((4, 10), (5, 10), []),
        ((49, 100), (5, 10), []),
        ((3, 10), (5, 10), ["one-sided-threshold"]),
        ((4, 10), (55, 100), ["threshold-not-met"]),
        ((4, 10), (7, 10), ["one-sided-threshold", "threshold-not-met"]),
    ],
)
def test_a_share_needs_an_example_exactly_at_it_and_one_within_a_tenth(
    tmp_path: Path, flagged: tuple[int, int], clear: tuple[int, int], codes: list[str]
) -> None:
    def record(share: tuple[int, int]) -> str:
        return f"{{beneficiaries: {{planned: {share[0]}, targetPopulation: {share[1]}}}}}"

    text = changed(changed(SHARES, record((5, 10)), record(clear)), AT_FIVE, record(flagged))
    assert [fault.code for fault in run(tmp_path, text).faults] == codes


def test_a_step_that_cannot_be_is_not_asked_for(tmp_path: Path) -> None:
    text = changed(RULE, "when: ", 'let: {trained: share(activity where kind == "training")}\nwhen: ')
    text = changed(text, "project.window_months <= $max_months", "trained >= $max_months")
    text = changed(text, "{value: 5, unit: month,", "{value: 1, unit: share,").replace(
        "project.window_months", "trained"
    )
    text = changed(text, AT_FIVE, "{activities: [{kind: training}]}")
    text = changed(text, AT_SIX, f"{{activities: [{', '.join(['{kind: training}'] * 9)}, {{kind: event}}]}}")
    assert run(tmp_path, text).faults == ()


def test_each_side_of_a_sample_needs_an_example(tmp_path: Path) -> None:
    of_one = "given: [{id: p1, buyer: {id: b}, contractor: {id: s1}, contract: {value: {amount: 100, currency: CNY}}}]"
    text = changed(
        BATCH_RULE, of_one, 'given: [{times: 2, project: {id: "p{n}", buyer: {id: b}, contractor: {id: s1}}}]'
    )
    (fault,) = run(tmp_path, text).faults
    assert (fault.location.field, fault.code) == ("params.min_awards.value", "one-sided-threshold")


def _signed(day: str, verdict: str, end: str) -> str:
    given = f"{{contract: {{dateSigned: {day}, period: {{startDate: 2018-01-01, endDate: {end}}}}}}}"
    return f"  - {{verdict: {verdict}, given: {given}}}\n"


DATED_EXAMPLES = [
    _signed("2014-12-31", "clear", "2018-05-31"),
    _signed("2015-01-01", "flagged", "2018-05-31"),
    _signed("2017-12-31", "clear", "2018-06-30"),
    _signed("2018-01-01", "flagged", "2018-06-30"),
    _signed("2018-01-01", "clear", "2018-07-31"),
    "  - {verdict: unknown, given: {}}\n",
]


def test_dated_values_need_examples_at_each_value_and_at_each_first_day(tmp_path: Path) -> None:
    head = DATED_RULE[: DATED_RULE.index("  - verdict: flagged")]

    def missing(*left_out: int) -> list[tuple[str, str]]:
        kept = (line for position, line in enumerate(DATED_EXAMPLES) if position not in left_out)
        return [(fault.location.field, fault.message) for fault in run(tmp_path, head + "".join(kept)).faults]

    assert missing() == []
    assert missing(0) == [
        ("params.max_months.0.from", "no example shows what holds on 2014-12-31: add one that falls on that day")
    ]
    assert {field for field, _ in missing(3)} == {"params.max_months.1.from", "params.max_months.1.value"}
    assert [field for field, _ in missing(4)] == ["params.max_months.1.value"]


CONCERNING = changed(
    changed(RULE, "rationale:", "concerns: [bidder.organisation]\nrationale:"),
    "  - verdict: flagged\n    given: {",
    "  - verdict: flagged\n    concerns: [A]\n    given: {",
)


def test_an_example_says_whom_a_finding_concerns(tmp_path: Path) -> None:
    (fault,) = run(tmp_path, CONCERNING).faults
    assert fault.location.line == line_of(CONCERNING, "concerns: [A]") - 1
    assert (fault.code, fault.message) == (
        "wrong-concerned",
        "should concern A, but concerns nobody by engine reference",
    )
    assert run(tmp_path, changed(CONCERNING, "concerns: [A]", "concerns: []")).faults == ()


@pytest.mark.parametrize(
    ("text", "code", "field"),
    [
        (changed(CONCERNING, "    concerns: [A]\n", ""), "no-concerned", "examples"),
        (changed(CONCERNING, "concerns: [bidder.organisation]\n", ""), "concerns-nobody", "examples.0.concerns"),
        (changed(CONCERNING, "[bidder.organisation]", "[role.person]"), "type", "concerns.0"),
        (
            changed(BATCH_RULE, "rationale:", "concerns: [s.buyer]\nrationale:"),
            "concerns-in-batch-rule",
            "concerns",
        ),
    ],
)
def test_whom_a_finding_concerns_is_said_and_shown(tmp_path: Path, text: str, code: str, field: str) -> None:
    with pytest.raises(RuleFaults) as raised:
        run(tmp_path, text)
    assert (code, field) in {(fault.code, fault.location.field) for fault in raised.value.faults}
