"""Damage to one process never breaks a run and never reaches another process."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from riskscreen.facts.extract import FROM_OTHER_PROCESSES
from riskscreen.lang.parts import rows_read
from riskscreen.model.report import Report
from riskscreen.screening import Screener
from tests.support.releases import junk, mangled, paths, releases, without


@cache
def _screener() -> Screener:
    return Screener(lang="en", engine="reference", as_of="2026-01-01")


def _screened(lines: list[Any]) -> Report:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "data.jsonl"
        path.write_text("".join(json.dumps(line) + "\n" for line in lines))
        return _screener().screen(path, form="ocds")


def _verdicts(report: Report) -> dict[str, dict[str, str]]:
    """The verdicts on each process by rule, but for rules that look at the batch."""
    book = _screener().rulebook_of(report)
    from_batch = {
        rule.full_name
        for rule in book.rules
        if any(pattern.relation in FROM_OTHER_PROCESSES for pattern in rows_read(rule.query))
    }
    found = {}
    for project in report.projects:
        verdicts = {f"{each.pack}/{each.code}": "flagged" for each in (*project.findings, *project.protective)}
        verdicts |= {f"{each.pack}/{each.code}": "unknown" for each in project.unknown}
        verdicts |= dict.fromkeys(project.clear, "clear")
        verdicts |= dict.fromkeys(project.out_of_scope, "out of scope")
        found[project.id] = {name: verdict for name, verdict in verdicts.items() if name not in from_batch}
    return found


@st.composite
def _batches(draw: st.DrawFn) -> tuple[list[dict[str, Any]], int, dict[str, Any]]:
    batch = [draw(releases(f"ocds-{number}")) for number in range(draw(st.integers(2, 4)))]
    which = draw(st.integers(0, len(batch) - 1))
    return batch, which, draw(mangled(batch[which]))


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(_batches())
def test_damage_to_one_process_leaves_the_verdicts_of_the_others(
    drawn: tuple[list[dict[str, Any]], int, dict[str, Any]],
) -> None:
    batch, which, damaged = drawn
    before = _verdicts(_screened(batch))
    report = _screened([*batch[:which], damaged, *batch[which + 1 :]])
    after = _verdicts(report)
    accounting = report.accounting
    assert accounting.read == accounting.screened + accounting.rejected + accounting.duplicates == len(batch)
    untouched = {release["ocid"] for release in batch} - {batch[which]["ocid"]}
    assert {ocid: after[ocid] for ocid in untouched} == {ocid: before[ocid] for ocid in untouched}


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(junk, max_size=4), st.sampled_from(["ocid", "releases", "records", "compiledRelease"]))
def test_any_json_is_read_or_rejected(values: list[Any], key: str) -> None:
    report = _screened([{"ocid": "ocds-1"}, *values, {"ocid": "x", key: values}, {key: values}])
    accounting = report.accounting
    assert accounting.read == accounting.screened + accounting.rejected + accounting.duplicates
    assert "ocds-1" in {project.id for project in report.projects}


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(st.data())
def test_damaged_releases_of_one_process_are_merged(data: st.DataObject) -> None:
    first = data.draw(releases("ocds-1"))
    parts = [first, data.draw(mangled(first)), data.draw(mangled(first))]
    report = _screened([{**part, "tag": ["tender"]} for part in parts])
    assert [project.id for project in report.projects] == ["ocds-1"]
    assert report.accounting.read == 3
    assert report.accounting.duplicates == 2


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(st.data())
def test_a_value_that_is_removed_moves_signs_only_to_unknown(data: st.DataObject) -> None:
    release = data.draw(releases("ocds-1"))
    members = [path for path in paths(release) if isinstance(path[-1], str) and path[0] != "ocid"]
    poorer = without(release, data.draw(st.sampled_from(members)))
    before, after = (_verdicts(_screened([each]))["ocds-1"] for each in (release, poorer))
    for name, verdict in after.items():
        if name.startswith("social-services/"):
            assert verdict in ("unknown", before[name]), name
