"""Rules broken on purpose: every slip that could matter is noticed by an example, or told with its place."""

from __future__ import annotations

from pathlib import Path

import pytest

from riskscreen.rulebook.load import load_rulebook
from riskscreen.rulebook.mutation.run import Counts, MutationReport, run_mutations
from tests.support.rules import DATED_RULE, PACK, RULE, changed, line_of, write_rule

KINDS_OF_CHANGE = (
    " made <= in ", " made >= in ", " made < in ", " made == in ", " made != in ", "' left out", "the not left out",
    "a not before", "every and made an or", "every or made an and", "left out of the list", "added to the list",
    "the where left out", "the variable", "the alternative left out", "the scope left out", "the if left out",
    "the rows of none asked for instead",
)  # fmt: skip

WELL_TRIED = (
    RULE + "  - {verdict: flagged, given: {contract: {period: {startDate: 2018-01-01, endDate: 2018-03-31}}}}\n"
)
"""RULE with an example of three months, without which <= could be ==."""


def report_of(directory: Path, text: str) -> tuple[Path, MutationReport]:
    path = write_rule(directory, text)
    return path, run_mutations(load_rulebook([PACK], directory, examples=True))


def test_the_examples_of_the_shipped_rules_notice_every_change(capsys: pytest.CaptureFixture[str]) -> None:
    report = run_mutations(load_rulebook(examples=True))
    total = report.total
    with capsys.disabled():
        print(
            f"\n{total.tried} changes of {len(report.rules)} rules: {total.noticed} noticed, {total.no_matter} shown "
            f"to change no verdict, {total.unnoticed} unnoticed ({total.unnoticed / total.tried:.1%})"
        )
    assert "\n".join(map(str, report.faults)) == ""
    assert total.unnoticed == 0
    assert total.tried > 30 * len(report.rules)
    assert min(counts.noticed for counts in report.rules.values()) >= 1
    assert total.no_matter == len(report.no_matter) < total.tried / 50
    assert all(change.why for change in report.no_matter)


def test_an_unnoticed_change_is_told_with_its_place(tmp_path: Path) -> None:
    text = changed(WELL_TRIED, "endDate: 2018-06-01", "endDate: 2019-06-01")
    path, report = report_of(tmp_path, text)
    (fault,) = report.faults
    assert fault.code == "unnoticed-change"
    assert fault.message.startswith("$max_months made 6 in 'project.window_months <= $max_months': no example notices")
    assert fault.location.file.endswith(path.name)
    assert fault.location.line == line_of(text, "when: project.window_months")
    assert fault.location.column == 1 + len("when: project.window_months <= ")
    assert report.total.unnoticed == 1


def test_a_rule_whose_examples_notice_everything(tmp_path: Path) -> None:
    _, report = report_of(tmp_path, WELL_TRIED)
    assert report.faults == ()
    assert report.rules == {f"{PACK}/T101": report.total}
    assert report.total == Counts(tried=report.total.tried, noticed=report.total.tried, no_matter=0)


def test_the_number_in_force_on_each_day_is_changed(tmp_path: Path) -> None:
    _, report = report_of(tmp_path, DATED_RULE)
    told = "\n".join(fault.message for fault in report.faults)
    assert "$max_months made 4 from 2015-01-01" in told
    assert "$max_months made 7 from 2018-01-01" in told


JOINED = (
    changed(RULE, "when: project.window_months <= $max_months\n", """\
when:
  any:
    - if: project.showcase
      worker: role where side == "professional"
      head: role where side == "contractor" and person == worker.person
    - if: project.window_months <= $max_months
      none: {p: 'participant where side in ["beneficiary", "expert"] or not comments >= 1'}
scope: not (project.category_continuing or project.needs_assessed)
""")
    .replace("{project.window_months} months, not more", "{project.start}, not more")
    .replace("{project.window_months}个月", "{project.start}")
)  # fmt: skip


def test_every_kind_of_change_is_tried(tmp_path: Path) -> None:
    _, report = report_of(tmp_path, JOINED)
    told = "\n".join(fault.message for fault in report.faults)
    assert [kind for kind in KINDS_OF_CHANGE if kind not in told] == []


def test_a_variable_is_left_out_with_what_is_said_of_it(tmp_path: Path) -> None:
    path, report = report_of(tmp_path, JOINED)
    text = path.read_text(encoding="utf-8")
    places = {
        fault.message.partition(":")[0]: fault.location.line
        for fault in report.faults
        if "the variable" in fault.message
    }
    assert places == {
        "the variable worker left out": line_of(text, "worker: role"),
        "the variable head left out": line_of(text, "head: role"),
        "the variable p left out": line_of(text, "none: {p"),
    }
