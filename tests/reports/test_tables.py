"""The report as tables: for Parquet, DuckDB and whoever asks the report for a table; texts stand once, by rule."""

from __future__ import annotations

import json
import signal
import time
from functools import cache
from pathlib import Path
from typing import Any

import duckdb
import pyarrow.parquet as pq
import pytest

from riskscreen.errors import UsageError
from riskscreen.model.report import Language, Report
from riskscreen.model.tables.columns import TABLES
from riskscreen.reports.parquet import REPORT, RULES
from riskscreen.screening import Screener
from tests.support.command_line import FIXTURES, command_line, start
from tests.support.hostile import TEXTS, hostile_batch, hostile_report
from tests.support.inputs import json_line, write_lines
from tests.support.reports import finding, project, report

CALL = ("screen", "--engine", "reference", "--as-of", "2026-11-01")


def _query(path: Path, sql: str) -> list[tuple[Any, ...]]:
    with duckdb.connect(str(path), read_only=True) as database:
        return database.execute(sql).fetchall()


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """The hostile batch in Parquet and in DuckDB."""
    folder = tmp_path_factory.mktemp("tables")
    batch = hostile_batch(folder / "batch.jsonl")
    for name in ("out.parquet", "out.DUCKDB"):
        done = start(*CALL, batch, "-o", folder / name)
        assert done.communicate(timeout=120) == (b"", b"")
    assert sorted(path.name for path in folder.iterdir()) == ["batch.jsonl", "out.DUCKDB", "out.parquet"]
    return folder / "out.parquet", folder / "out.DUCKDB"


@cache
def hostile() -> Report:
    """The report on the same batch."""
    return hostile_report()


def test_parquet_has_a_row_for_each_project_with_all_that_is_said_of_it(written: tuple[Path, Path]) -> None:
    rows = pq.read_table(written[0]).to_pylist()
    assert [row["id"] for row in rows] == [each.id for each in hostile().projects]
    assert [row["title"] for row in rows] == [each.title for each in hostile().projects]
    assert len(rows) == len(TEXTS)
    for row, each in zip(rows, hostile().projects, strict=True):
        assert (row["score"], row["score_low"], row["score_high"]) == (each.score, *each.score_range)
        assert (row["band"], row["clear"]) == (each.band, each.clear)
        said = [*each.findings, *each.protective]
        assert [found["message"] for found in row["findings"]] == [found.message for found in said]
        told = [[json.loads(piece["value"]) for piece in found["evidence"]] for found in row["findings"]]
        assert told == [[piece.value for piece in found.evidence] for found in said]
        assert [(u["code"], u["reason"], u["missing"]) for u in row["unknown"]] == [
            (u.code, u.reason, list(u.missing)) for u in each.unknown
        ]


def test_the_rest_stands_in_the_metadata_of_parquet(written: tuple[Path, Path]) -> None:
    metadata = pq.ParquetFile(written[0]).metadata.metadata
    whole = json.loads(metadata[REPORT.encode()])
    expected = hostile().model_dump(mode="json", exclude={"projects", "rejects", "quality"})
    assert {key: whole[key] for key in expected} == expected
    assert (len(whole["rejects"]), len(whole["quality"])) == (2, len(hostile().quality))
    rules = {rule["rule"]: rule for rule in json.loads(metadata[RULES.encode()])}
    said = {found["rule"] for row in pq.read_table(written[0]).to_pylist() for found in row["findings"]}
    assert said <= rules.keys()
    assert all(rules[rule][f"{text}_{lang}"] for rule in said for text in ("title", "verify") for lang in ("en", "zh"))


def test_a_database_has_every_table_and_its_texts_once(written: tuple[Path, Path]) -> None:
    path = written[1]
    tables = _query(path, "select table_name from information_schema.tables")
    assert {name for (name,) in tables} == set(TABLES)
    for table, columns in TABLES.items():
        described = _query(path, f'select column_name from (describe "{table}")')  # noqa: S608
        assert [name for (name,) in described] == list(columns)
    ids = _query(path, "select id from projects order by position")
    assert [id for (id,) in ids] == [each.id for each in hostile().projects]
    findings = sum(len([*each.findings, *each.protective]) for each in hostile().projects)
    found = _query(
        path,
        "select count(*), count(title_zh), count(title_en), count(distinct title_zh)"
        " from findings join rules using (rule) where subject = 'project'",
    )[0]
    assert found[:3] == (findings,) * 3
    assert found[3] < findings


def test_findings_and_their_evidence_join(written: tuple[Path, Path]) -> None:
    joined = _query(
        written[1],
        "select count(*) from findings join evidence using (subject, id, finding, rule) where subject = 'project'",
    )
    said = [found for each in hostile().projects for found in (*each.findings, *each.protective)]
    assert joined == [(sum(len(found.evidence) for found in said),)]


def test_accounting_and_rejects_are_there(written: tuple[Path, Path]) -> None:
    counts = hostile().accounting
    assert _query(written[1], "from accounting") == [(counts.read, counts.screened, counts.rejected, counts.duplicates)]
    assert len(_query(written[1], "from rejects")) == counts.rejected
    assert _query(written[1], "select digest, policy, language from ruleset") == [
        (hostile().ruleset.digest, hostile().ruleset.policy, "zh")
    ]


@pytest.mark.parametrize("form", ["parquet", "duckdb"])
def test_persons_and_waivers_and_disputes(form: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    person = {"person": {"id": "x-7", "name": "王小明"}}
    record = {
        "id": "p1",
        "contract": {"period": {"startDate": "2018-01-01", "endDate": "2018-05-31"}},
        "roles": [{**person, "side": side} for side in ("professional", "contractor", "community")],
    }
    batch = write_lines(tmp_path / "batch.jsonl", [json_line(**record)])
    waivers = tmp_path / "waivers.yaml"
    waivers.write_text(
        "waivers:\n"
        "- {code: SW501, project: p1, author: 李科长, reason: 年度试点, expiry: 2027-01-01, evidence: [纪要]}\n",
        encoding="utf-8",
    )
    out = tmp_path / f"out.{form}"
    outcome = command_line(monkeypatch, *CALL, batch, "--redact", "--waivers", waivers, "-o", out)
    assert (outcome.code, outcome.err) == (0, "")
    assert "王小明".encode() not in out.read_bytes()
    nested = f"(select unnest(findings, recursive := true) from '{out}')"  # noqa: S608
    source = "findings" if form == "duckdb" else nested
    at = out if form == "duckdb" else Path(":memory:")
    with duckdb.connect(str(at)) as database:
        waived = f"select waiver_author, waiver_reason, waiver_evidence from {source} where code = 'SW501'"  # noqa: S608
        assert database.execute(waived).fetchall() == [("李科长", "年度试点", ["纪要"])]


def test_a_report_gives_its_tables() -> None:
    of = report(projects=[project(1), project(2, disputed=[{"code": None, "reason": "why"}])])
    for table, columns in TABLES.items():
        made = of.to_arrow(table)
        assert made.column_names[: len(columns)] == list(columns)
    assert of.to_arrow().num_rows == 2
    assert of.to_arrow().column_names[-3:] == ["findings", "unknown", "disputed"]
    assert of.to_arrow("disputed").to_pylist() == [
        {"subject": "project", "id": "NX-2018-002", "position": 1, "rule": None, "reason": "why"}
    ]
    assert of.to_arrow("waivers").num_rows == len(of.waivers)
    assert of.to_polars("findings").height == of.to_arrow("findings").num_rows
    assert list(of.to_pandas("projects")["score"]) == [each.score for each in of.projects]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_report_tells_rules_in_its_own_language(lang: Language) -> None:
    of = report(lang)
    rules = {row["code"]: row for row in of.to_arrow("rules").to_pylist()}
    first = of.projects[0].findings[0]
    assert rules[first.code][f"title_{lang}"] == first.title
    assert rules[first.code]["title_en" if lang == "zh" else "title_zh"] is None


def test_a_value_of_any_kind_is_json() -> None:
    values: list[Any] = [
        "5",
        5,
        5.5,
        True,
        None,
        {"a": [1]},
        "\ud83d\ude00".encode("utf-16", "surrogatepass").decode("utf-16"),
    ]
    evidence = [{"pointer": f"/{number}", "value": value} for number, value in enumerate(values)]
    of = report(projects=[project(findings=[finding(evidence=evidence)])])
    told = [json.loads(row["value"]) for row in of.to_arrow("evidence").to_pylist()]
    assert told[: len(values)] == values


@pytest.mark.parametrize(
    ("method", "missing", "command"),
    [
        ("to_arrow", "pyarrow", "'riskscreen[columnar]'"),
        ("to_polars", "polars", "'riskscreen[columnar]'"),
        ("to_pandas", "pandas", "pandas"),
    ],
)
def test_a_missing_package_is_named_in_one_line(
    method: str, missing: str, command: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("riskscreen.model.tables.arrow.find_spec", lambda name: None if name == missing else object())
    with pytest.raises(UsageError) as raised:
        getattr(report(), method)()
    assert str(raised.value) == (
        f"report.{method}() needs the Python package {missing}, which is not installed; "
        f"install it with: pip install {command}"
    )


def test_a_table_that_there_is_none_of() -> None:
    with pytest.raises(UsageError, match="no table 'finding' \\(did you mean 'findings'"):
        report().to_arrow("finding")


def test_a_database_needs_a_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    batch = write_lines(tmp_path / "batch.jsonl", [json_line(id="a")])
    outcome = command_line(monkeypatch, *CALL, batch, "--format", "duckdb")
    assert outcome.code == 2
    assert "--format duckdb makes a file of its own; say where with -o FILE.duckdb" in outcome.err
    assert command_line(monkeypatch, *CALL, batch, "--format", "duckdb", "-o", "/dev/null").code == 2
    (tmp_path / "old.duckdb").write_text("no database")
    assert command_line(monkeypatch, *CALL, batch, "-o", tmp_path / "old.duckdb").code == 0
    assert _query(tmp_path / "old.duckdb", "select id from projects") == [("a",)]


@pytest.mark.parametrize(
    ("name", "sent"), [("out.duckdb", signal.SIGINT), ("out.parquet", signal.SIGINT), ("out.json", signal.SIGTERM)]
)
def test_an_interruption_leaves_no_file(name: str, sent: signal.Signals, tmp_path: Path) -> None:
    running = start(*CALL, FIXTURES / "wang2019.jsonl", "-o", tmp_path / name)
    deadline = time.monotonic() + 60
    while not list(tmp_path.iterdir()) and time.monotonic() < deadline:
        time.sleep(0.02)
    time.sleep(0.2)
    running.send_signal(sent)
    running.communicate(timeout=60)
    assert running.returncode != 0
    assert list(tmp_path.iterdir()) == []


def test_parquet_is_the_same_bytes_each_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    batch = write_lines(tmp_path / "batch.jsonl", [json_line(id="a"), json_line(id="b")])
    for name in ("1.parquet", "2.parquet"):
        assert command_line(monkeypatch, *CALL, batch, "-o", tmp_path / name).code == 0
    assert (tmp_path / "1.parquet").read_bytes() == (tmp_path / "2.parquet").read_bytes()


def test_a_table_of_a_screening_in_both_forms_is_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    records = [{"id": f"p{number}", "budgetYear": 2018} for number in range(3)]
    batch = write_lines(tmp_path / "batch.jsonl", [json_line(**record) for record in records])
    assert command_line(monkeypatch, *CALL, batch, "-o", tmp_path / "out.duckdb").code == 0
    of = Screener(engine="reference", as_of="2026-11-01").screen(str(batch))
    told = [tuple(row.values()) for row in of.to_arrow("unknown").to_pylist()]
    assert _query(tmp_path / "out.duckdb", "from unknown") == told
