"""What cannot be decided is said: no time, no way back into a record, no number of rows that proves it."""

from __future__ import annotations

from pathlib import Path

import pytest

from riskscreen.rulebook.verify.search import Answer
from tests.support.verifying import OWN, add_rule, found, verified

MARKET = f"""
params: {{n: {{value: VALUE, {OWN}}}}}
when: {{d: deadline, if: market.projects OP $n, sample: d.projects >= 1, statistic: d.share}}
"""
DEADLINE = f"""
params: {{n: {{value: VALUE, {OWN}}}}}
when: {{d: deadline where share >= $n, sample: d.projects >= 1, statistic: d.share}}
"""
PLACED = f"""
params: {{n: {{value: VALUE, {OWN}}}}}
let: {{n: count(role)}}
when: {{r: role where position > 0, if: n >= $n}}
"""


def test_without_time_every_open_question_is_listed(tmp_path: Path) -> None:
    for code in ("T101", "T102"):
        add_rule(tmp_path, code, "when: project.showcase")
    result = verified(tmp_path, seconds=0)
    assert result.findings == ()
    assert {rule for item in result.undecided for rule in item.rules} == {"office/T101", "office/T102"}
    assert {item.reason for item in result.undecided} == {"there was no time left for it"}
    questions = {item.question for item in result.undecided if item.rules == ("office/T101",)}
    assert questions == {
        "whether it can be flagged, and so what it implies",
        "whether it can be clear, and so what implies it",
    }


def test_a_field_that_cannot_be_written_into_a_record(tmp_path: Path) -> None:
    formal = (
        f"params: {{n: {{value: 5, {OWN}}}}}\nwhen: {{d: deadline, if: market.projects >= $n, sample: d.projects >= 1, "
    )
    add_rule(tmp_path, "T101", formal + "statistic: d.share}", subject="market")
    result = verified(tmp_path)
    assert result.findings == ()
    assert {item.reason for item in result.undecided} == {"nothing tells how to write market.projects into a record"}


def test_what_such_a_field_can_never_be_is_proved_all_the_same(tmp_path: Path) -> None:
    formal = (
        f"params: {{n: {{value: 0, {OWN}}}}}\nwhen: {{d: deadline, if: market.projects < $n, sample: d.projects >= 1, "
    )
    add_rule(tmp_path, "T101", formal + "statistic: d.share}", subject="market")
    assert "never-flags" in {finding.code for finding in verified(tmp_path).errors}


def test_such_a_field_leaves_the_other_rules_as_they_are(tmp_path: Path) -> None:
    add_rule(tmp_path, "T101", MARKET.replace("VALUE", "5").replace("OP", ">="), subject="market")
    for code, value in (("T102", "0.7"), ("T103", "0.8")):
        add_rule(tmp_path, code, DEADLINE.replace("VALUE", value), subject="market")
    result = verified(tmp_path)
    assert [finding.rules for finding in result.findings] == [("office/T103", "office/T102")]
    assert {item.rules for item in result.undecided} == {("office/T101",)}


def test_a_number_of_rows_that_proves_nothing(tmp_path: Path) -> None:
    """Rows that are told apart by their place cannot stand for many."""
    add_rule(tmp_path, "T101", PLACED.replace("VALUE", "40"))
    result = verified(tmp_path)
    assert result.findings == ()
    reasons = {item.reason for item in result.undecided}
    assert "no case shows it, but not all were looked at, only at most 10 rows of role" in reasons


def test_more_rows_are_tried_before_that_is_said(tmp_path: Path) -> None:
    add_rule(tmp_path, "T101", PLACED.replace("VALUE", "8"))
    assert dict(found(tmp_path)) == {}


@pytest.mark.parametrize("count", [3, 900])
def test_many_like_rows_are_one_to_the_solver(tmp_path: Path, count: int) -> None:
    """Counts have no bound: rows that no condition tells apart stand for any number of them."""
    formal = "params: {{n: {{value: {}, {}}}}}\nlet: {{n: count(payment where before_start)}}\nwhen: n >= $n"
    add_rule(tmp_path, "T101", formal.format(count + 1, OWN), mechanism="paid")
    add_rule(tmp_path, "T102", formal.format(count, OWN), mechanism="paid")
    implied = found(tmp_path)["implied"]
    assert implied.rules == ("office/T101", "office/T102")
    assert implied.witness is not None
    assert len(implied.witness.records[0]["payments"]) == count + 1


def test_a_record_that_nobody_reads_is_no_witness(tmp_path: Path) -> None:
    formal = f"params: {{n: {{value: 1000000, {OWN}}}}}\nlet: {{n: count(payment)}}\nwhen: n >= $n"
    add_rule(tmp_path, "T101", formal)
    result = verified(tmp_path)
    assert result.findings == ()
    assert {item.reason for item in result.undecided} == {"a record that shows it would have more than 5000 items"}


def test_a_join_of_too_many_bindings(tmp_path: Path) -> None:
    joined = ", ".join(f"r{number}: role where person != organisation" for number in range(6))
    add_rule(tmp_path, "T101", f"when: {{{joined}}}")
    result = verified(tmp_path)
    assert result.findings == ()
    assert "its joins have more than 20000 bindings" in {item.reason for item in result.undecided}


def test_an_answer_is_open_only_without_witness_and_proof() -> None:
    assert Answer(reason="no time").open
    assert not Answer(proved=True).open
